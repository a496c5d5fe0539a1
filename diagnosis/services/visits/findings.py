"""What is still amiss in a visit: claims without evidence, changes without a reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.consistency import inconsistencies
from diagnosis.domain.intake.currency import china_day, year_of
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.ports.visits import EvidenceGrade, VisitAnswer
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.transaction import Caller
from diagnosis.services.visits.answers import ANSWERS
from diagnosis.services.visits.claims import VisitedClaims, visited
from diagnosis.services.visits.sheet import proposed_checks

NEEDS_EVIDENCE = 3.0
"""The ladder position from which a verified answer needs evidence: there practice is in daily use
(estimated: no standard says how an assessor documents what was seen)."""
ENOUGH_CHECKS = 0.5
"""The share of the proposed checks below which a visit says that it made few (estimated)."""


class FindingSeverity(StrEnum):
    """Whether it stops the signature, should be mended, or is only to be known."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class FindingCode(StrEnum):
    """What is amiss in a visit."""

    DIAGNOSIS_WITHDRAWN = "diagnosis-withdrawn"
    NOTHING_VERIFIED = "nothing-verified"
    WITHOUT_EVIDENCE = "verified-without-evidence"
    WITHOUT_REASON = "difference-without-reason"
    STATED_ONLY = "high-answer-stated-only"
    WITHOUT_GRADE = "verified-without-grade"
    CONTRADICTION_OPEN = "contradiction-not-looked-at"
    FEW_CHECKS = "few-proposed-checks"
    BEFORE_PLANNED = "before-planned-day"


SEVERITY_OF = {
    FindingCode.DIAGNOSIS_WITHDRAWN: FindingSeverity.ERROR,
    FindingCode.NOTHING_VERIFIED: FindingSeverity.ERROR,
    FindingCode.WITHOUT_EVIDENCE: FindingSeverity.ERROR,
    FindingCode.WITHOUT_REASON: FindingSeverity.ERROR,
    FindingCode.STATED_ONLY: FindingSeverity.WARNING,
    FindingCode.CONTRADICTION_OPEN: FindingSeverity.WARNING,
    FindingCode.WITHOUT_GRADE: FindingSeverity.INFO,
    FindingCode.FEW_CHECKS: FindingSeverity.INFO,
    FindingCode.BEFORE_PLANNED: FindingSeverity.INFO,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is amiss, and where: a pointer into the answers of the visit, "" for the whole of it.

    `item` is None where it is of no single one; `done` of `proposed` checks were made.
    """

    code: FindingCode
    pointer: str
    item: str | None = None
    done: int | None = None
    proposed: int | None = None

    @property
    def severity(self) -> FindingSeverity:
        """Return whether it stops the signature."""
        return SEVERITY_OF[self.code]


def get_findings(using: Diagnosing, caller: Caller, visit_id: str) -> tuple[Finding, ...]:
    """Return what is amiss in a visit, what stops the signature first.

    Raises
    ------
    NotThere
        When the caller sees no such visit, or not the firm that it is about.
    ContentNotKept
        When the content of the diagnosis cannot be loaded.

    """
    with caller.store.read(caller.principal) as reader:
        visit, claims, answers = visited(using.contents, reader, visit_id)
    amiss = findings_of(claims, answers, using.estimator)
    day = china_day(visit.signed_at or caller.now)
    if answers and day < visit.planned_on:
        return (*amiss, Finding(FindingCode.BEFORE_PLANNED, ""))
    return amiss


def findings_of(
    claims: VisitedClaims, answers: tuple[VisitAnswer, ...], estimator: Estimator | None
) -> tuple[Finding, ...]:
    """Return what is amiss in what a visit verified, what stops the signature first."""
    amiss = (
        *_of_whole(claims, answers),
        *(each for answer in answers for each in _of_answer(claims, answer)),
        *_of_contradictions(claims, answers),
        *_of_proposals(claims, answers, estimator),
    )
    order = list(FindingSeverity)
    return tuple(sorted(amiss, key=lambda finding: order.index(finding.severity)))


def _of_whole(claims: VisitedClaims, answers: tuple[VisitAnswer, ...]) -> Iterator[Finding]:
    if claims.is_withdrawn:
        yield Finding(FindingCode.DIAGNOSIS_WITHDRAWN, "")
    if not answers:
        yield Finding(FindingCode.NOTHING_VERIFIED, pointer(ANSWERS))


def _of_answer(claims: VisitedClaims, answer: VisitAnswer) -> Iterator[Finding]:
    item, grade = answer.item, answer.grade
    at_grade = pointer(ANSWERS, item, "grade")
    is_high = isinstance(answer.value, float) and answer.value >= NEEDS_EVIDENCE
    if is_high and grade in (None, EvidenceGrade.NO_EVIDENCE):
        yield Finding(FindingCode.WITHOUT_EVIDENCE, at_grade, item)
    elif is_high and grade is EvidenceGrade.STATED:
        yield Finding(FindingCode.STATED_ONLY, at_grade, item)
    elif grade is None:
        yield Finding(FindingCode.WITHOUT_GRADE, at_grade, item)
    if answer.reason is None and differs(claims.sheet.answers.get(item), answer.value):
        yield Finding(FindingCode.WITHOUT_REASON, pointer(ANSWERS, item, "reason"), item)


def differs(claim: Value | None, verified: Value) -> bool:
    """Return whether a claim, where there is one, is not what was verified."""
    if isinstance(claim, tuple) and isinstance(verified, tuple):
        return set(claim) != set(verified)
    return claim is not None and claim != verified


def _of_contradictions(
    claims: VisitedClaims, answers: tuple[VisitAnswer, ...]
) -> Iterator[Finding]:
    """Yield, of each check that the claims trip, its first item where none was looked at."""
    verified = {answer.item for answer in answers}
    year = year_of(None, claims.row.created_at)
    for tripped in inconsistencies(claims.content.checks, claims.sheet, year):
        items = [item for item in tripped.check.items if item in claims.sheet.answers]
        if items and verified.isdisjoint(items):
            place = pointer(ANSWERS, items[0])
            yield Finding(FindingCode.CONTRADICTION_OPEN, place, items[0])


def _of_proposals(
    claims: VisitedClaims, answers: tuple[VisitAnswer, ...], estimator: Estimator | None
) -> Iterator[Finding]:
    """Yield that few of the checks were made that were proposed before the visit."""
    proposed = proposed_checks(claims, claims.checked(()), estimator)
    done = sum(answer.item in proposed for answer in answers)
    if proposed and done < ENOUGH_CHECKS * len(proposed):
        yield Finding(FindingCode.FEW_CHECKS, pointer(ANSWERS), done=done, proposed=len(proposed))
