"""How far two consultants agree on one diagnosis, each without the other's answers."""

from dataclasses import replace

import pytest

from diagnosis.services.errors import NotThere
from diagnosis.services.visits.agreement import VisitAgreement, visit_agreement
from tests.ports.visit_records import FIRM, OFFICE, PORTAL, SECOND, STRANGER
from tests.services.visits.visiting import IN_BOTH, Visiting, seen_running

COLLEAGUE = replace(OFFICE, actor="mr-zhao")


def agreement(visiting: Visiting, who: object = FIRM) -> tuple[VisitAgreement, ...]:
    """Return the agreement of visits as somebody reads it."""
    return visit_agreement(visiting.reader(who), visiting.row.id)  # type: ignore[arg-type]


def test_items_of_both_are_counted_and_ladders_measured(visiting: Visiting) -> None:
    """Of four items both verified, two are the same: a share of .5.

    Three of them are ladders, 0, 1 and 2 steps apart: a mean of 1. The choice is the same in
    another order. What one of them alone looked at is not counted.
    """
    first = visiting.signed({
        "ai-plan": seen_running(1), "ai-skills": seen_running(0),
        "data-standards": seen_running(3),
        "miit-network": seen_running(["control-network", "application-network"]),
        "ai-funding": seen_running(1),
    })  # fmt: skip
    answers = {
        "ai-plan": seen_running(1), "ai-skills": seen_running(1),
        "data-standards": seen_running(1),
        "miit-network": seen_running(["application-network", "control-network"]),
        "sales-management": seen_running(1),
    }  # fmt: skip
    second = visiting.signed(answers, SECOND)
    (compared,) = agreement(visiting)
    assert (compared.first.id, compared.second.id) == (first, second)
    assert compared.is_other_organisation is True
    assert (compared.items, compared.same, compared.share) == (4, 2, 0.5)
    assert (compared.ladders, compared.mean_distance) == (3, 1.0)


def test_where_nothing_is_common_there_is_no_share(visiting: Visiting) -> None:
    visiting.signed({"ai-plan": seen_running(1)})
    visiting.signed({"ai-skills": seen_running(1)}, SECOND)
    (compared,) = agreement(visiting)
    assert (compared.items, compared.same, compared.share) == (0, 0, None)
    assert (compared.ladders, compared.mean_distance) == (0, None)


def test_what_is_no_ladder_has_no_distance(visiting: Visiting) -> None:
    for who, option in ((OFFICE, "two-or-more"), (SECOND, "over-80")):
        visiting.signed({"miit-systems": seen_running(option)}, who)
    (compared,) = agreement(visiting)
    assert (compared.items, compared.same, compared.share) == (1, 0, 0.0)
    assert (compared.ladders, compared.mean_distance) == (0, None)


def test_later_visits_are_compared_with_what_was_signed_first(visiting: Visiting) -> None:
    """Not with what was begun first, and not by who signed it: nobody agrees with itself."""
    begun_first = visiting.begin(SECOND)
    first = visiting.signed({"ai-plan": seen_running(0)})
    visiting.signed({"ai-plan": seen_running(2)})
    colleague = visiting.signed({"ai-plan": seen_running(0)}, COLLEAGUE)
    visiting.save(begun_first, {"ai-plan": seen_running(2)}, SECOND)
    visiting.sign(begun_first, SECOND)
    compared = agreement(visiting)
    assert {each.first.id for each in compared} == {first}
    assert [
        (each.second.id, each.is_other_organisation, each.mean_distance) for each in compared
    ] == [(colleague, False, 0.0), (begun_first, True, 2.0)]


def test_an_open_visit_agrees_with_nobody(visiting: Visiting) -> None:
    assert agreement(visiting) == ()
    visiting.signed({"ai-plan": seen_running(0)})
    visiting.save(visiting.begin(SECOND), {"ai-plan": seen_running(0)}, SECOND)
    assert agreement(visiting) == ()


@IN_BOTH
def test_a_second_visit_is_blind(visiting: Visiting) -> None:
    """Firm and portal see both visits, each consultant its own alone."""
    for who in (OFFICE, SECOND):
        visiting.signed({"ai-plan": seen_running(0)}, who)
    assert len(agreement(visiting, FIRM)) == 1
    assert agreement(visiting, PORTAL) == agreement(visiting, FIRM)
    for who in (OFFICE, SECOND):
        assert agreement(visiting, who) == ()
    with pytest.raises(NotThere):
        agreement(visiting, STRANGER)
