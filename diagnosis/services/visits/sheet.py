"""The sheet that a consultant takes along: what to look at first, and what is claimed of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from diagnosis.domain.estimate import CheckReason, Estimate
from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.consistency import Check, inconsistencies
from diagnosis.domain.intake.currency import year_of
from diagnosis.domain.intake.form import Entry
from diagnosis.domain.scoring.estimating.checked_sheet import CheckedSheet
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.ports.evidence import EvidenceRecord
from diagnosis.services.ports.visits import KeptVisit, VisitAnswer
from diagnosis.services.scoring.diagnose_checked import diagnose_checked
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.transaction import Caller
from diagnosis.services.visits.claims import VisitedClaims, visited


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A question of the visit: what is claimed, what speaks against it, what was verified.

    `worth` is the share, 0–1, of the doubt about all claims that lies in this one, the largest
    among the standards; 0 where no model doubts it. `why` says why it is among the first, None
    where it is not. `claim` is None where the firm left it blank; `evidence` are files.
    """

    entry: Entry
    claim: Value | None
    is_inferred: bool
    worth: float
    why: CheckReason | None
    contradictions: tuple[Check, ...]
    evidence: tuple[EvidenceRecord, ...]
    verified: VisitAnswer | None


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """The questions of a visit: the proposed ones, then the others, each by falling worth."""

    visit: KeptVisit
    content: Content
    claims: VisitedClaims
    lines: tuple[SheetLine, ...]

    @property
    def proposed(self) -> int:
        """Return how many questions are proposed to be looked at next."""
        return sum(line.why is not None for line in self.lines)


def visit_sheet(using: Diagnosing, caller: Caller, visit_id: str) -> VisitSheet:
    """Return the sheet of a visit, with what is verified already.

    Raises
    ------
    NotThere
        When the caller sees no such visit, or not the firm that it is about.
    ContentNotKept
        When the content of the diagnosis cannot be loaded.

    """
    with caller.store.read(caller.principal) as reader:
        visit, claims, answers = visited(using.contents, reader, visit_id)
        files = reader.evidence_of(claims.row.assessment_id)
    checked = claims.checked(answers)
    verified = {answer.item: answer for answer in answers}
    chosen = proposed_checks(claims, checked, using.estimator)
    worth = _worth(checked, using.estimator)
    lines = list(_lines(claims, verified, chosen, worth, files))
    places = {item: place for place, item in enumerate(chosen)}
    last = len(places)
    lines.sort(key=lambda line: (line.why is None, -line.worth, places.get(line.entry.item, last)))
    return VisitSheet(visit, claims.content, claims, tuple(lines))


def proposed_checks(
    claims: VisitedClaims, checked: CheckedSheet, estimator: Estimator | None
) -> dict[str, CheckReason]:
    """Return the items to verify next, the most useful first, and why each.

    The standards take turns: of each the first, then of each the second.
    """
    estimates = diagnose_checked(
        claims.content, checked, estimator=estimator, explained=False
    ).estimates
    turns = sorted(
        (place, number, check.item, check.reason)
        for number, estimate in enumerate(estimates)
        for place, check in enumerate(estimate.checks)
    )
    chosen: dict[str, CheckReason] = {}
    for _, _, item, reason in turns:
        if item not in checked.verified:
            chosen.setdefault(item, reason)
    return chosen


def _worth(checked: CheckedSheet, estimator: Estimator | None) -> Mapping[str, float]:
    """Return the doubt about each claim as a share, 0–1, of all; the largest of the standards."""
    if estimator is None:
        return {}
    estimates: tuple[Estimate, ...] = (
        estimator.estimate_checked(checked)
        if checked.verified
        else estimator.estimate(checked.sheet)
    )
    worth: dict[str, float] = {}
    for estimate in estimates:
        for item, share in estimate.doubts.items():
            worth[item] = max(share, worth.get(item, 0.0))
    return worth


def _lines(
    claims: VisitedClaims,
    verified: Mapping[str, VisitAnswer],
    chosen: Mapping[str, CheckReason],
    worth: Mapping[str, float],
    files: tuple[EvidenceRecord, ...],
) -> Iterator[SheetLine]:
    sheet, content = claims.sheet, claims.content
    year = year_of(None, claims.row.created_at)
    tripped = [each.check for each in inconsistencies(content.checks, sheet, year)]
    of_firm = sheet.form.items_of[sheet.production_type]
    for section in sheet.form.sections:
        for entry in section.entries:
            item = entry.item
            if item in of_firm:
                yield SheetLine(
                    entry=entry,
                    claim=sheet.answers.get(item),
                    is_inferred=item in sheet.confirmed_inferences,
                    worth=worth.get(item, 0.0),
                    why=chosen.get(item),
                    contradictions=tuple(check for check in tripped if item in check.items),
                    evidence=tuple(file for file in files if file.item == item),
                    verified=verified.get(item),
                )
