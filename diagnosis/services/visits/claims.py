"""What a firm claimed in the diagnosis that a visit is about, by the content it is pinned to."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.sheet import FormReader, Sheet, accepted_sheet
from diagnosis.domain.scoring.estimating.checked_sheet import CheckedSheet
from diagnosis.services.errors import ContentNotKept
from diagnosis.services.intake.sheets import with_verified
from diagnosis.services.ports.content import Content, ContentVersions
from diagnosis.services.ports.records import DiagnosisRow, DiagnosisStanding, KeptReading
from diagnosis.services.ports.store import Reader
from diagnosis.services.ports.visits import KeptVisit, VisitAnswer
from diagnosis.services.transaction import require


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitedClaims:
    """A diagnosis as it was submitted: its row, its sheet, and the content it is pinned to."""

    row: DiagnosisRow
    readings: tuple[KeptReading, ...]
    sheet: Sheet
    content: Content

    @property
    def reader(self) -> FormReader:
        """Return what reads answers to the form of the sheet."""
        form = self.sheet.form
        return self.content.readers[form.id][form.version]

    @property
    def is_withdrawn(self) -> bool:
        """Return whether the firm took the diagnosis back."""
        return self.row.standing is DiagnosisStanding.WITHDRAWN

    def refuse_withdrawn(self) -> None:
        """Refuse to verify what its firm took back.

        Raises
        ------
        FaultyInput
            Where the diagnosis was withdrawn.

        """
        if self.is_withdrawn:
            raise FaultyInput([Fault("", "diagnosis-withdrawn")])

    def checked(self, answers: tuple[VisitAnswer, ...]) -> CheckedSheet:
        """Return the sheet with what a visit verified."""
        verified: Mapping[str, Value] = {answer.item: answer.value for answer in answers}
        return with_verified(self.content, self.sheet, verified)


def visited(
    contents: ContentVersions, reader: Reader, visit_id: str
) -> tuple[KeptVisit, VisitedClaims, tuple[VisitAnswer, ...]]:
    """Return a visit, what the diagnosis that it is about claims, and what it verified.

    Raises
    ------
    NotThere
        When the reader sees no such visit, or not the firm that it is about.
    ContentNotKept
        When the content of the diagnosis cannot be loaded.

    """
    visit = require(reader.visit(visit_id))
    claims = claims_of(contents, reader, visit.diagnosis_id)
    return visit, claims, reader.visit_answers(visit_id)


def claims_of(contents: ContentVersions, reader: Reader, diagnosis_id: str) -> VisitedClaims:
    """Return what a diagnosis claims.

    Raises
    ------
    NotThere
        When the reader has none of this id.
    ContentNotKept
        When the content it is pinned to cannot be loaded, or an earlier release kept what it
        showed alone.

    """
    record = require(reader.diagnosis(diagnosis_id))
    row = record.row
    content = None if record.legacy else contents.pinned(row.content, reader.bundle)
    if content is None:
        raise ContentNotKept(row.content)
    sheet = accepted_sheet(record.sheet, forms=content.readers, codes=content.codes)
    if sheet is None:
        raise ContentNotKept(row.content)
    return VisitedClaims(row=row, readings=record.readings, sheet=sheet, content=content)
