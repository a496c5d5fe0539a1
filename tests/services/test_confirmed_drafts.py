"""Confirmed inferences of a draft: as it is saved, moved to another form, begun for next year."""

from collections.abc import Callable
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.intake.drafts import begin_draft, save_draft, upgrade_draft
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.submissions import Diagnosing, submit_draft
from diagnosis.services.seen_versions import seen
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet

Ask = Callable[..., Caller]
ANSWERS: dict[str, Any] = {
    "network-coverage": 2,
    "miit-network": ["control-network"],
    "service-management": 1,
    "product-service": 1,
    "product-remote": 0,
    "scenes-use-service": ["none"],
}
LISTED = ("miit-network", "scenes-use-service")


@pytest.fixture
def draft(content: Content, ask: Ask) -> Any:
    raw = a_sheet("full", ANSWERS, confirmed_inferences=list(LISTED))
    return begin_draft(content, ask(), raw, None).value


def saved(content: Content, ask: Ask, draft: Any, **change: Any) -> tuple[str, ...]:
    after = save_draft(content, ask(), draft.id, change, seen(1))
    confirmed: tuple[str, ...] = after.sheet.confirmed_inferences
    return confirmed


def test_a_draft_keeps_them(draft: Any) -> None:
    assert draft.sheet.confirmed_inferences == LISTED


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"period": 2026}, LISTED),
        ({"answers": {"network-coverage": 2.5}}, LISTED),
        ({"answers": {"network-coverage": 3}}, LISTED[1:]),
        ({"answers": {"network-coverage": None}}, LISTED[1:]),
        ({"answers": {"miit-network": ["control-network"]}}, LISTED),
        ({"answers": {"miit-network": ["5g"]}}, LISTED[1:]),
        ({"answers": {"miit-network": None}}, LISTED[1:]),
        ({"answers": {"miit-network": ["5g"]}, "confirmed_inferences": list(LISTED)}, LISTED[1:]),
        ({"confirmed_inferences": ["scenes-use-service"]}, LISTED[1:]),
        ({"confirmed_inferences": []}, ()),
        ({"confirmed_inferences": None}, ()),
    ],
)
def test_a_change_replaces_the_list_or_takes_what_it_touches_off_it(
    content: Content, ask: Ask, draft: Any, change: dict[str, Any], left: tuple[str, ...]
) -> None:
    assert saved(content, ask, draft, **change) == left


def test_a_change_that_lists_what_it_erases_is_refused(
    content: Content, ask: Ask, draft: Any
) -> None:
    change = {"answers": {"miit-network": None}, "confirmed_inferences": list(LISTED)}
    with pytest.raises(FaultyInput) as caught:
        saved(content, ask, draft, **change)
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
        ("/confirmed_inferences/0", "confirmed-without-answer")
    ]


def test_in_another_form_only_what_its_answers_imply_stays_marked(
    content: Content, ask: Ask
) -> None:
    """The form of the index asks no ladder of networks: that answer stands by itself there."""
    systems = {"finance-management": 1, "sales-management": 2, "miit-systems": "two-or-more"}
    areas = dict.fromkeys(content.inferences["miit-systems"].sources, 1)
    listed = ["miit-network", "miit-systems"]
    raw = a_sheet("full", ANSWERS | areas | systems, confirmed_inferences=listed)
    draft = begin_draft(content, ask(), raw, None).value
    assert draft.sheet.confirmed_inferences == tuple(listed)
    moved = upgrade_draft(content, ask(), draft.id, {"form": "miit-sme-2024"}, seen(1))
    assert moved.record.sheet.confirmed_inferences == ("miit-systems",)
    assert "miit-network" in moved.record.sheet.answers


def test_next_year_each_is_to_be_confirmed_again(
    content: Content, ask: Ask, draft: Any, diagnosing: Diagnosing
) -> None:
    accept = {"accept_incomplete": True}
    submission = submit_draft(diagnosing, ask(), draft.id, seen(1), accept, None)
    assert submission.stored.row.assessment_id == draft.id
    after = begin_draft(content, ask(), {"from": draft.id}, None).value
    assert after.sheet.answers == draft.sheet.answers
    assert after.sheet.confirmed_inferences == ()
