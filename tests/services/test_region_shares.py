"""The shares of a region: which firms and visits count, what is guessed, what is refused."""

import json
from collections.abc import Iterable

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.region_firms import RegionFirms, guess_levels, read_region
from diagnosis.services.promotion.region_shares import RegionReport, report_region
from diagnosis.services.promotion.visit_lines import VisitLine, read_visit_lines
from tests.builders import a_sheet
from tests.fakes.estimator import FakeEstimator

FIRMS = 120


def as_lines(values: Iterable[object]) -> list[bytes]:
    return [json.dumps(value).encode() for value in values]


def claiming(answers: dict[str, int]) -> dict[str, object]:
    """Return a sheet of a firm that does not say who it is."""
    sheet: dict[str, object] = a_sheet(answers=answers, enterprise=None)
    return sheet


def a_region(content: Content, claims: Iterable[int]) -> RegionFirms:
    """Return firms that each claim the same position on every item."""
    ladders = {"planning-scheduling", "strategy-plan", "ai-plan"}
    sheets = [
        {**claiming(dict.fromkeys(ladders, claim)), "id": f"firm-{number}"}
        for number, claim in enumerate(claims)
    ]
    return read_region(content, as_lines(sheets), form=None)


def a_visit(firm: int | str, level: int = 1, why: str = "random", **more: object) -> VisitLine:
    name = firm if isinstance(firm, str) else f"firm-{firm}"
    plain = {"firm": name, "visit": f"{name}-{why}-{more}", "why": why, "level": level, **more}
    (visit,) = read_visit_lines(as_lines([plain]), top=5)
    return visit


def reported(content: Content, firms: RegionFirms, visits: Iterable[VisitLine]) -> RegionReport:
    standard = content.standards.staged
    return report_region(content, FakeEstimator(), firms, visits, standard=standard)


@pytest.fixture(scope="module")
def region(content: Content) -> RegionFirms:
    """Return firms of which a third each claims 1, 2 and 3."""
    return a_region(content, [1 + number % 3 for number in range(FIRMS)])


def test_visits_of_all_kinds_are_counted_and_the_random_ones_count(
    content: Content, region: RegionFirms
) -> None:
    visits = [a_visit(number) for number in range(10)]
    others = [
        a_visit(3, why="double"),
        a_visit(40, why="suspected", level=4),
        a_visit(41, why="requested", level=4),
        a_visit(4, level=5, chance=None),
        a_visit("nobody", level=4),
    ]
    report = reported(content, region, [*visits, *others])

    counts = report.visits
    assert (counts.random, counts.again, counts.double) == (10, 1, 1)
    assert (counts.chosen, counts.elsewhere) == (2, 1)
    assert report.shares is not None
    assert report.shares == reported(content, region, visits).shares
    assert report.shares.at_level[1].share == 1.0


def test_all_overstate_by_a_level_and_the_shares_are_those_of_the_visits(
    content: Content, region: RegionFirms
) -> None:
    half = [a_visit(number, level=number % 3) for number in range(FIRMS // 2)]
    report = reported(content, region, half)

    assert report.shares is not None
    assert report.by_model == FIRMS
    assert report.shares.worth > 1.1
    for each in report.shares.at_level[:3]:
        assert each.share == pytest.approx(1 / 3)
        assert each.low < each.share < each.high
    assert report.shares.at_level[3].share == 0
    assert report.plan is not None and report.plan.visits <= report.plan.alone


def test_too_few_random_visits_give_a_plan_alone(content: Content, region: RegionFirms) -> None:
    report = reported(content, region, [a_visit(number) for number in range(4)])

    assert report.shares is None
    assert report.plan is not None and report.plan.assumed


def test_too_few_firms_have_no_plan(content: Content) -> None:
    assert reported(content, a_region(content, [1, 2]), []).plan is None


def test_without_a_model_levels_by_rule_help(content: Content, region: RegionFirms) -> None:
    standards = content.standards
    for standard, width in ((standards.staged, 6), (standards.points, 5), (standards.tiers, 5)):
        guesses = guess_levels(content, None, region.sheets, standard)
        assert guesses.by_model == 0
        assert guesses.probabilities.shape == (FIRMS, width)
        assert guesses.probabilities.sum(axis=1) == pytest.approx(1)
    by_rule = guess_levels(content, None, region.sheets, standards.gated)
    assert by_rule.by_rule == FIRMS


def test_without_a_model_what_is_guessed_is_what_overstatement_leaves(content: Content) -> None:
    """Exactly level 2 by their own answers, all of these firms lose it with a quarter step off."""
    firms = a_region(content, [2] * 3)

    for standard in (content.standards.staged, content.standards.gated):
        guesses = guess_levels(content, None, firms.sheets, standard)
        assert guesses.probabilities[:, 2].tolist() == [0] * 3
        assert guesses.probabilities[:, :2].sum() == pytest.approx(3)


def test_firms_that_say_nothing_are_taken_for_the_mean(content: Content) -> None:
    firms = a_region(content, [2] * 6)
    firms.add("silent", read_region(content, as_lines([claiming({})]), form=None).sheets[0])

    guesses = guess_levels(content, None, firms.sheets, content.standards.staged)

    assert guesses.by_rule == 6
    assert guesses.probabilities[6] == pytest.approx(guesses.probabilities[0])


def test_the_last_sheet_of_a_firm_counts_and_faults_are_counted(content: Content) -> None:
    lines = as_lines([{**claiming({"ai-plan": n}), "id": "a"} for n in (1, 2)])

    firms = read_region(content, [*lines, b"no json", b"", b'{"form": "none"}'], form=None)

    assert (len(firms.sheets), firms.again, firms.faulty) == (1, 1, 2)
    assert firms.sheets[0].answers["ai-plan"] == 2.0
    assert firms.places == {"a": 0}


@pytest.mark.parametrize(
    ("plain", "place", "code"),
    [
        ({"visit": "v", "why": "random", "level": 1}, "/2/firm", "missing-field"),
        ({"firm": " ", "visit": "v", "why": "random", "level": 1}, "/2/firm", "missing-field"),
        ({"firm": "a", "why": "random", "level": 1}, "/2/visit", "missing-field"),
        ({"firm": "a", "visit": "v", "level": 1}, "/2/why", "missing-field"),
        ({"firm": "a", "visit": "v", "why": "chance", "level": 1}, "/2/why", "unknown-value"),
        ({"firm": "a", "visit": "v", "why": "random"}, "/2/level", "missing-field"),
        ({"firm": "a", "visit": "v", "why": "random", "level": 6}, "/2/level", "out-of-range"),
        ({"firm": "a", "visit": "v", "why": "random", "level": "1"}, "/2/level", "number-as-text"),
        (
            {"firm": "a", "visit": "v", "why": "random", "level": 1, "chance": 0},
            "/2/chance",
            "out-of-range",
        ),
        ({"firm": "a", "visit": "first", "why": "double", "level": 1}, "/2/visit", "stands-twice"),
        (
            {"firm": "a", "visit": "v", "why": "random", "level": 1, "chance": 0.5},
            "/1/chance",
            "missing-field",
        ),
        (["a"], "/2", "wrong-type"),
    ],
)
def test_faults_of_visits_are_named_with_their_line(plain: object, place: str, code: str) -> None:
    first = {"firm": "b", "visit": "first", "why": "random", "level": 1, "consultant": "x"}

    with pytest.raises(FaultyInput) as refused:
        read_visit_lines(as_lines([first, plain]), top=5)

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [(place, code)]


def test_blank_lines_and_a_byte_order_mark_are_no_visits() -> None:
    plain = {"firm": "a", "visit": "v", "why": "random", "level": 1}
    (line,) = as_lines([plain])
    visits = read_visit_lines([b"\xef\xbb\xbf\n", line, b"  \n", b""], top=5)
    assert [visit.visit for visit in visits] == ["v"]


def test_a_firm_that_was_less_likely_drawn_stands_for_more(
    content: Content, region: RegionFirms
) -> None:
    """By the visits alone: 20 firms at level 1 stand for 2 each, 20 at level 2 for 4 each.

    So a third of 120 is at level 1, and two thirds at level 2.
    """
    visits = [a_visit(firm, 1, chance=0.5) for firm in range(20)]
    visits += [a_visit(firm, 2, chance=0.25) for firm in range(20, 40)]
    shares = reported(content, region, visits).shares
    assert shares is not None
    alone = {each.level: each.alone for each in shares.at_level}
    assert alone[1] == pytest.approx(1 / 3) and alone[2] == pytest.approx(2 / 3)
    assert sum(alone.values()) == pytest.approx(1)
