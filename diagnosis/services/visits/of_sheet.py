"""The visits to the firm of a sheet, as the firm reads them."""

from dataclasses import dataclass

from diagnosis.services.ports.content import ContentVersions
from diagnosis.services.ports.evidence import EvidenceRecord
from diagnosis.services.ports.records import AssessmentRecord
from diagnosis.services.ports.store import Reader
from diagnosis.services.ports.visits import KeptVisit, VisitAnswer, VisitRemark, VisitState
from diagnosis.services.transaction import Caller, require
from diagnosis.services.visits.claims import VisitedClaims, claims_of

_MOST_VISITS = 50


@dataclass(frozen=True, slots=True)
class ReadVisit:
    """A visit with what it verified, and what was remarked on it.

    Of one that is not signed nothing that it verified is shown: it may still change. `files` are
    those that were added at it, the earliest first; they are the firm's from then on.
    """

    visit: KeptVisit
    answers: tuple[VisitAnswer, ...]
    remarks: tuple[VisitRemark, ...]
    files: tuple[EvidenceRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitsOfSheet:
    """The visits to the firm of a sheet, the newest first; no claims where it has no diagnosis."""

    record: AssessmentRecord
    claims: VisitedClaims | None
    visits: tuple[ReadVisit, ...]


def visits_of_sheet(
    contents: ContentVersions, caller: Caller, assessment_id: str
) -> VisitsOfSheet:
    """Return the visits about the diagnosis of a sheet.

    Raises
    ------
    NotThere
        When the caller has no such sheet.
    ContentNotKept
        When the content of the diagnosis cannot be loaded.

    """
    with caller.store.read(caller.principal) as reader:
        record = require(reader.assessment(assessment_id))
        if record.diagnosis_id is None:
            return VisitsOfSheet(record, None, ())
        where = {"diagnosis_id": record.diagnosis_id}
        visits = reader.visits(where, None, _MOST_VISITS).items
        claims = claims_of(contents, reader, record.diagnosis_id) if visits else None
        files = reader.evidence_of(assessment_id)
        return VisitsOfSheet(
            record, claims, tuple(_read(reader, visit, files) for visit in visits)
        )


def _read(reader: Reader, visit: KeptVisit, files: tuple[EvidenceRecord, ...]) -> ReadVisit:
    mine = tuple(file for file in files if file.visit_id == visit.id)
    if visit.state is not VisitState.SIGNED:
        return ReadVisit(visit, (), (), mine)
    answers, remarks = reader.visit_answers(visit.id), reader.visit_remarks(visit.id)
    return ReadVisit(visit, answers, remarks, mine)
