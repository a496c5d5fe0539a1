"""Submit a sheet: in one transaction an assessment that never changes, and its diagnosis."""

from dataclasses import dataclass, replace

from diagnosis import __version__
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.written_sheet import WrittenSheet, written
from diagnosis.services.errors import AlreadySubmitted, Stale
from diagnosis.services.intake.enterprises import find_or_register
from diagnosis.services.intake.sheets import read_identified
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.ports.records import (
    AssessmentRecord,
    DiagnosisRecord,
    DiagnosisRow,
    Levels,
    State,
)
from diagnosis.services.ports.store import IdempotencyKey, Work
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from diagnosis.services.scoring.snapshots import DiagnosisSnapshots
from diagnosis.services.scoring.stored_diagnoses import get_diagnosis
from diagnosis.services.transaction import Caller, made_before, require, run_once


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosing:
    """What a sheet is diagnosed and kept with."""

    content: Content
    estimator: Estimator | None
    snapshots: DiagnosisSnapshots


@dataclass(frozen=True, slots=True)
class Submission:
    """A stored diagnosis; `diagnosis` is None where an earlier request made it."""

    record: DiagnosisRecord
    diagnosis: Diagnosis | None


def submit_sheet(
    using: Diagnosing, caller: Caller, raw: object, key: IdempotencyKey | None
) -> Submission:
    """Return the stored diagnosis of a sheet.

    Registers the enterprise where its credit code and site are new, keeps the sheet as a submitted
    assessment and the diagnosis, in one transaction.

    Raises
    ------
    FaultyInput
        With every fault; nothing is stored.
    KeyReused
        When the key stood for another request.

    """
    earlier = made_before(caller, key)
    if earlier is not None:
        return _replayed(caller, earlier)
    content = using.content
    sheet = read_identified(content, raw)
    submission = _Submission(using, caller, sheet)

    def submit(work: Work) -> str:
        enterprise = find_or_register(content, caller, work, sheet.enterprise)
        draft = AssessmentRecord(
            id=caller.make_id(),
            enterprise_id=enterprise.id,
            state=State.DRAFT,
            sheet=submission.written,
            version=1,
            created_at=caller.now,
            updated_at=caller.now,
        )
        record = submission.record(draft)
        work.add_assessment(submission.submitted(draft, record))
        work.add_diagnosis(record)
        return record.row.id

    made = run_once(caller, key, str, submit)
    return _replayed(caller, made.value) if made.replayed else submission.result


def submit_draft(
    using: Diagnosing,
    caller: Caller,
    assessment_id: str,
    version: int,
    key: IdempotencyKey | None,
) -> Submission:
    """Return the stored diagnosis of a draft, which never changes from now on.

    The sheet is scored before the transaction begins, so that no other writer waits for it.

    Raises
    ------
    NotThere, Stale, AlreadySubmitted, KeyReused
        When there is no such draft, it was changed or submitted in between, or the key was used.
    FaultyInput
        When the draft's form was withdrawn, or its sheet no longer reads.

    """
    earlier = made_before(caller, key)
    if earlier is not None:
        return _replayed(caller, earlier)
    with caller.store.read(caller.owner) as reader:
        draft = require(reader.assessment(assessment_id))
    if draft.state is State.SUBMITTED:
        raise AlreadySubmitted(draft.diagnosis_id)
    sheet = read_identified(using.content, draft.sheet.as_plain())
    submission = _Submission(using, caller, sheet)

    def submit(work: Work) -> str:
        before = require(work.assessment(assessment_id))
        if before.state is State.SUBMITTED:
            raise AlreadySubmitted(before.diagnosis_id)
        record = submission.record(before)
        after = replace(submission.submitted(before, record), version=version + 1)
        changed = before.version != draft.version or before.version != version
        if changed or not work.change_assessment(after):
            raise Stale
        work.add_diagnosis(record)
        return record.row.id

    made = run_once(caller, key, str, submit)
    return _replayed(caller, made.value) if made.replayed else submission.result


def _replayed(caller: Caller, diagnosis_id: str) -> Submission:
    return Submission(get_diagnosis(caller, diagnosis_id), None)


class _Submission:
    """A sheet that was diagnosed and is about to be kept."""

    def __init__(self, using: Diagnosing, caller: Caller, sheet: Sheet) -> None:
        self._caller = caller
        self._digest = using.content.digest
        self._diagnosis = diagnose(using.content, sheet, estimator=using.estimator)
        self._result = using.snapshots.diagnosis(self._diagnosis)
        self._trace = using.snapshots.trace(self._diagnosis)
        self._record: DiagnosisRecord | None = None
        self.written: WrittenSheet = written(sheet)

    @property
    def result(self) -> Submission:
        """Return what was kept."""
        return Submission(require(self._record), self._diagnosis)

    def record(self, draft: AssessmentRecord) -> DiagnosisRecord:
        """Return the record of the diagnosis of a draft."""
        sheet, firm = self._diagnosis.sheet, self._diagnosis.sheet.enterprise
        row = DiagnosisRow(
            id=self._caller.make_id(),
            enterprise_id=draft.enterprise_id,
            assessment_id=draft.id,
            created_at=self._caller.now,
            credit_code=firm.credit_code or "",
            site=firm.site,
            form=sheet.form.ref,
            reference=sheet.reference,
            period=sheet.period,
            division=firm.division,
            city=firm.city,
            size=self._diagnosis.size,
            production_type=sheet.production_type,
            levels=Levels(*(verdict.level for verdict in self._diagnosis.verdicts)),
            content=self._digest,
            code=__version__,
        )
        self._record = DiagnosisRecord(row=row, result=self._result, trace=self._trace)
        return self._record

    def submitted(self, draft: AssessmentRecord, record: DiagnosisRecord) -> AssessmentRecord:
        """Return the assessment as it is once submitted."""
        return replace(
            draft,
            state=State.SUBMITTED,
            updated_at=self._caller.now,
            submitted_at=self._caller.now,
            diagnosis_id=record.row.id,
        )
