"""What is amiss in a visit: each code where it belongs, and nothing else."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.intake.answer import Share, Value
from diagnosis.services.errors import NotThere
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.visits.findings import (
    Finding,
    FindingCode,
    FindingSeverity,
    differs,
    get_findings,
)
from diagnosis.services.visits.sheet import visit_sheet
from diagnosis.storage.database import Database
from tests.builders import a_submission
from tests.ports.visit_records import FIRM, OFFICE, PORTAL, SECOND
from tests.services.visits.visiting import REASON, Visiting, seen_running

CLAIMS = {"ai-plan": 3, "ai-funding": 1, "ai-skills": 1}
"""Claims that no check between answers speaks against."""


@pytest.fixture
def few(database: Database, diagnosing: Diagnosing) -> Visiting:
    """Return a firm that claims three answers; no model proposes what to look at."""
    using = replace(diagnosing, estimator=None)
    return Visiting(database, using, a_submission("full", CLAIMS))


def amiss(visiting: Visiting, answers: dict[str, Any]) -> dict[str, FindingCode]:
    """Return what is amiss in a visit with some answers, by pointer."""
    visit_id = visiting.begin()
    visiting.save(visit_id, answers)
    findings = get_findings(visiting.using, visiting.reader(OFFICE), visit_id)
    early = Finding(FindingCode.BEFORE_PLANNED, "")  # it is planned in ten days
    assert (early in findings) is bool(answers)
    return {finding.pointer: finding.code for finding in findings if finding != early}


def test_a_visit_that_is_filled_in_on_its_day_or_later_is_not_early(few: Visiting) -> None:
    visit_id = few.begin()
    few.save(visit_id, {"ai-plan": seen_running(3)})
    office = few.reader(OFFICE)
    for days, codes in ((9, [FindingCode.BEFORE_PLANNED]), (10, []), (11, [])):
        then = replace(office, now=office.now + timedelta(days=days))
        assert [each.code for each in get_findings(few.using, then, visit_id)] == codes
    few.sign(visit_id)
    (finding,) = get_findings(few.using, then, visit_id)
    assert (finding.code, finding.severity) == (FindingCode.BEFORE_PLANNED, FindingSeverity.INFO)


def test_a_visit_that_verified_nothing_says_so(few: Visiting) -> None:
    assert amiss(few, {}) == {"/answers": FindingCode.NOTHING_VERIFIED}


@pytest.mark.parametrize(
    ("value", "grade", "code"),
    [
        (3, None, FindingCode.WITHOUT_EVIDENCE),
        (3, "none", FindingCode.WITHOUT_EVIDENCE),
        (5, "none", FindingCode.WITHOUT_EVIDENCE),
        (3, "stated-only", FindingCode.STATED_ONLY),
        (3, "record-shown", None),
        (3, "seen-running", None),
        (2.8, None, FindingCode.WITHOUT_GRADE),
        (2.8, "none", None),
        (2.8, "stated-only", None),
        (0, None, FindingCode.WITHOUT_GRADE),
    ],
)
def test_from_daily_use_on_an_answer_needs_evidence(
    few: Visiting, value: float, grade: str | None, code: FindingCode | None
) -> None:
    """That is position 3; below, evidence that is not named is only to be known."""
    answer = {"value": value, "grade": grade, "reason": REASON}
    sent = {name: each for name, each in answer.items() if each is not None}
    expected = {} if code is None else {"/answers/ai-plan/grade": code}
    assert amiss(few, {"ai-plan": sent}) == expected


def test_an_answer_that_is_no_ladder_is_never_a_high_one(few: Visiting) -> None:
    share = {"value": {"part": 2000, "whole": 2600}}
    assert amiss(few, {"miit-funding": share}) == {
        "/answers/miit-funding/grade": FindingCode.WITHOUT_GRADE
    }


def test_another_answer_than_the_claim_needs_a_reason(few: Visiting) -> None:
    answers = {
        "ai-plan": {"value": 2, "grade": "seen-running"},  # claimed at 3
        "ai-funding": {"value": 1, "grade": "seen-running"},  # as claimed
        "ai-shop-floor": {"value": 2, "grade": "seen-running"},  # left blank
    }
    assert amiss(few, answers) == {"/answers/ai-plan/reason": FindingCode.WITHOUT_REASON}


@pytest.mark.parametrize(
    ("claim", "verified", "expected"),
    [
        (None, 1.0, False),
        (1.0, 1.0, False),
        (1.0, 1.5, True),
        (("a", "b"), ("b", "a"), False),
        (("a", "b"), ("a",), True),
        (Share(1.0, 4.0), Share(1.0, 4.0), False),
        (Share(1.0, 4.0), Share(2.0, 8.0), True),
        ("over-80", "two-or-more", True),
    ],
)
def test_a_claim_differs_unless_it_says_the_same(
    claim: Value | None, verified: Value, expected: bool
) -> None:
    """Options may stand in any order; nothing is claimed where an answer was left blank."""
    assert differs(claim, verified) is expected


def test_a_contradiction_is_open_until_an_item_of_it_is_looked_at(
    database: Database, diagnosing: Diagnosing
) -> None:
    """Figures from before and after AI, and no use of it, are never both true."""
    claims = {"ai-measuring": 2, "ai-scene-depth": 0.5, "ai-funding": 1}
    using = replace(diagnosing, estimator=None)
    visiting = Visiting(database, using, a_submission("full", claims))
    elsewhere = {"ai-funding": {"value": 1, "grade": "seen-running"}}
    assert amiss(visiting, elsewhere) == {"/answers/ai-measuring": FindingCode.CONTRADICTION_OPEN}
    looked_at = {"ai-scene-depth": {"value": 0.5, "grade": "seen-running"}}
    assert amiss(visiting, elsewhere | looked_at) == {}


def test_few_of_the_proposed_checks_are_fewer_than_half(
    database: Database, diagnosing: Diagnosing, trained: Estimator
) -> None:
    visiting = Visiting(database, replace(diagnosing, estimator=trained))
    visit_id = visiting.begin()
    sheet = visit_sheet(visiting.using, visiting.reader(OFFICE), visit_id)
    items = [line.entry.item for line in sheet.lines if line.why is not None]
    proposed, least = len(items), (len(items) + 1) // 2
    assert proposed == sheet.proposed >= 4

    def few_checks(made: int) -> list[Finding]:
        looked_at = {item: seen_running(visiting.claims[item]) for item in items[:made]}
        other = {"miit-planning": seen_running(visiting.claims["miit-planning"])}
        visiting.save(visit_id, {**looked_at, **other})
        findings = get_findings(visiting.using, visiting.reader(OFFICE), visit_id)
        return [each for each in findings if each.code is FindingCode.FEW_CHECKS]

    (finding,) = few_checks(least - 1)
    assert (finding.done, finding.proposed, finding.pointer) == (least - 1, proposed, "/answers")
    assert few_checks(least) == []


def test_what_stops_the_signature_stands_first(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    answers = {
        "ai-funding": {"value": 1}, "ai-plan": {"value": 4, "grade": "stated-only"},
        "data-standards": {"value": 3, "reason": REASON},
    }  # fmt: skip
    visiting.save(visit_id, answers)
    visiting.withdraw_diagnosis()
    findings = get_findings(visiting.using, visiting.reader(FIRM), visit_id)
    named = [(each.severity, each.code) for each in findings]
    assert named[:3] == [
        (FindingSeverity.ERROR, FindingCode.DIAGNOSIS_WITHDRAWN),
        (FindingSeverity.ERROR, FindingCode.WITHOUT_REASON),
        (FindingSeverity.ERROR, FindingCode.WITHOUT_EVIDENCE),
    ]
    assert named[3:5] == [
        (FindingSeverity.WARNING, FindingCode.STATED_ONLY),
        (FindingSeverity.INFO, FindingCode.WITHOUT_GRADE),
    ]


def test_findings_are_read_by_who_sees_visit_and_firm(visiting: Visiting) -> None:
    visit_id = visiting.begin()
    for who in (SECOND, PORTAL):
        with pytest.raises(NotThere):
            get_findings(visiting.using, visiting.reader(who), visit_id)
    visiting.revoke(OFFICE)
    with pytest.raises(NotThere):
        get_findings(visiting.using, visiting.reader(OFFICE), visit_id)
    assert get_findings(visiting.using, visiting.reader(FIRM), visit_id)
