"""Submit a sheet: in one transaction an assessment that never changes, and its diagnosis."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.currency import year_of
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.sheet import ACCEPT_INCOMPLETE, Sheet
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.services.errors import AlreadySubmitted, Stale
from diagnosis.services.intake.enterprises import find_or_register
from diagnosis.services.intake.register import learn_from
from diagnosis.services.intake.respondents import disagreements
from diagnosis.services.intake.sheets import as_sent, read_identified, read_of_firm
from diagnosis.services.ports.content import ContentVersions
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.ports.records import (
    AssessmentRecord,
    Basis,
    DiagnosisRecord,
    DiagnosisRow,
    DiagnosisStanding,
    EnterpriseRecord,
    RegisterEffect,
    State,
)
from diagnosis.services.ports.store import IdempotencyKey, Reader, Work
from diagnosis.services.scoring.currency import settle_currency
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.scoring.kept_readings import readings_of
from diagnosis.services.scoring.stored_diagnoses import Stored, StoredDiagnosis, get_diagnosis
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller, Made, made_before, require, run_once

_ATTEMPTS = 3
"""How often a draft is scored that others keep changing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosing:
    """What a sheet is diagnosed and kept with."""

    contents: ContentVersions
    estimator: Estimator | None


@dataclass(frozen=True, slots=True)
class Submission:
    """A stored diagnosis, and whether an earlier request made it."""

    stored: Stored
    replayed: bool


def submit_sheet(
    using: Diagnosing,
    caller: Caller,
    raw: object,
    key: IdempotencyKey | None,
    *,
    explained: bool = True,
) -> Submission:
    """Return the stored diagnosis of a sheet, `explained` or with its levels alone.

    Registers the enterprise where its credit code and site are new, keeps the sheet as a submitted
    assessment and the diagnosis, in one transaction.

    Raises
    ------
    FaultyInput
        With every fault; nothing is stored. That less than half of it is answered is one, unless
        the caller accepts that.
    KeyReused
        When the key stood for another request.

    """
    earlier = made_before(caller, key)
    if earlier is not None:
        return _replayed(using, caller, earlier, explained=explained)
    content = using.contents.current
    sheet = read_identified(content, raw)
    _refuse_incomplete(sheet, accepts=sheet.accepts_incomplete)
    submission = _Submission(using, caller, sheet, explained=explained)

    def submit(work: Work) -> str:
        firm, is_new = find_or_register(content, caller, work, sheet.enterprise)
        draft = AssessmentRecord(
            id=caller.make_id(),
            enterprise_id=firm.id,
            state=State.DRAFT,
            sheet=submission.written,
            version=1,
            created_at=caller.now,
            updated_at=caller.now,
        )
        record = submission.keep(work, draft, firm, is_new=is_new)
        work.add_assessment(submission.submitted(draft, record))
        work.add_diagnosis(record)
        return record.row.id if is_new else submission.settle(work)

    made = run_once(caller, key, str, submit)
    return _outcome(using, caller, made, submission)


def submit_draft(
    using: Diagnosing,
    caller: Caller,
    assessment_id: str,
    versions: SeenVersions,
    raw: object,
    key: IdempotencyKey | None,
    *,
    explained: bool = True,
) -> Submission:
    """Return the stored diagnosis of a draft, which never changes from now on.

    It is `explained`, or has its levels alone. The request may hold `accept_incomplete`.

    The sheet is scored before the transaction begins, so that no other writer waits for it. Where
    one was faster meanwhile, and the caller takes any version, the newer one is scored.

    Raises
    ------
    NotThere, Stale, AlreadySubmitted, KeyReused
        When there is no such draft, it was changed or submitted in between, or the key was used.
    FaultyInput
        When the draft's form was withdrawn, its sheet no longer reads, or less than half of it is
        answered and the request does not accept that.

    """
    earlier = made_before(caller, key)
    if earlier is not None:
        return _replayed(using, caller, earlier, explained=explained)
    accepts, content = _accepts_incomplete(raw), using.contents.current
    for _ in range(_ATTEMPTS):
        with caller.store.read(caller.principal) as reader:
            draft = _open_draft(reader, assessment_id)
        versions.check(draft.version)
        sheet = read_of_firm(content, as_sent(content, draft.sheet), draft.sheet)
        # The answers are not in this request: what can be mended in it is the whole of it.
        _refuse_incomplete(sheet, accepts=accepts, place="")
        submission = _Submission(using, caller, sheet, explained=explained)
        with suppress(_Overtaken):
            made = run_once(caller, key, str, _submit_version(submission, draft))
            return _outcome(using, caller, made, submission)
    raise Stale


class _Overtaken(Stale):
    """A draft was changed while it was scored."""


def _submit_version(submission: "_Submission", draft: AssessmentRecord) -> Callable[[Work], str]:
    """Return what submits a draft in the version that was scored, and returns the diagnosis's id.

    It raises `_Overtaken` where there is a newer version by then.
    """

    def submit(work: Work) -> str:
        before = _open_draft(work, draft.id)
        firm = require(work.enterprise(before.enterprise_id))
        record = submission.keep(work, before, firm)
        after = replace(submission.submitted(before, record), version=draft.version + 1)
        if before.version != draft.version or not work.change_assessment(after):
            raise _Overtaken
        work.add_diagnosis(record)
        submission.note_disagreements(work, draft.id)
        return submission.settle(work)

    return submit


def _open_draft(reader: Reader, assessment_id: str) -> AssessmentRecord:
    """Return a draft that was not submitted yet."""
    draft = require(reader.assessment(assessment_id))
    if draft.state is State.SUBMITTED:
        raise AlreadySubmitted(draft.diagnosis_id)
    return draft


def _accepts_incomplete(raw: object) -> bool:
    """Return whether a request to submit a draft takes it as it is.

    Raises
    ------
    FaultyInput
        With every fault of the request.

    """
    request = Fields(raw, (ACCEPT_INCOMPLETE,))
    accepts = request.flag(ACCEPT_INCOMPLETE)
    request.stop()
    return accepts is True


def _refuse_incomplete(sheet: Sheet, *, accepts: bool, place: str | None = None) -> None:
    """Raise the fault of a sheet that is less than half answered, unless that is accepted.

    It points to the `place` in the request, to the answers where there is none.
    """
    fault = sheet.incomplete
    if fault is not None and not accepts:
        raise FaultyInput([fault if place is None else replace(fault, pointer=place)])


def _replayed(
    using: Diagnosing, caller: Caller, diagnosis_id: str, *, explained: bool
) -> Submission:
    stored = get_diagnosis(using.contents, caller, diagnosis_id, explained=explained)
    return Submission(stored, True)


def _outcome(
    using: Diagnosing, caller: Caller, made: Made[str], submission: "_Submission"
) -> Submission:
    """Return what was kept just now, or by an earlier request with the same key."""
    if made.replayed:
        return _replayed(using, caller, made.value, explained=submission.explained)
    return submission.result


class _Submission:
    """A sheet that was diagnosed and is about to be kept."""

    def __init__(
        self, using: Diagnosing, caller: Caller, sheet: Sheet, *, explained: bool
    ) -> None:
        self._caller = caller
        self._contents = using.contents
        self._diagnosis = diagnose(
            using.contents.current,
            sheet,
            estimator=using.estimator,
            explained=explained,
            year=year_of(None, caller.now),
        )
        self._readings = readings_of(self._diagnosis)
        self._row: DiagnosisRow | None = None
        self._registered_name: str | None = None
        self.explained = explained
        self.written: WrittenSheet = sheet.written()

    @property
    def result(self) -> Submission:
        """Return what was kept."""
        stored = StoredDiagnosis(
            row=require(self._row),
            content=self._contents.current,
            diagnosis=self._diagnosis,
            registered_name=self._registered_name,
        )
        return Submission(stored, False)

    def keep(
        self, work: Work, draft: AssessmentRecord, firm: EnterpriseRecord, *, is_new: bool = False
    ) -> DiagnosisRecord:
        """Return the record of the diagnosis of a draft: content pinned, its facts learned."""
        content, caller = self._contents.current, self._caller
        work.pin(content.digest, self._contents.bundle, caller.now)
        effect = RegisterEffect.NEW
        if not is_new:
            firm, effect = learn_from(content, caller, work, firm, self.written)
        if effect is RegisterEffect.OTHER_NAME:
            self._registered_name = firm.facts.name
        row = self._row = self._row_of(draft, firm, effect)
        return DiagnosisRecord(
            row=row,
            sheet=self.written,
            readings=self._readings,
            estimates=self._diagnosis.estimates,
        )

    def note_disagreements(self, work: Work, assessment_id: str) -> None:
        """Say in the diagnosis where respondents of its draft said otherwise than the sheet."""
        bank, diagnosis = self._contents.current.bank, self._diagnosis
        opened = disagreements(bank, work, assessment_id, diagnosis.sheet.answers)
        self._diagnosis = replace(diagnosis, disagreements=opened)

    def settle(self, work: Work) -> str:
        """Let the newest of the site's sheets be current; return the id of the diagnosis."""
        row = require(self._row)
        form_id = row.form.partition("@")[0]
        current = settle_currency(self._caller, work, row.enterprise_id, form_id)
        if current != row.id:
            self._row = replace(row, standing=DiagnosisStanding.SUPERSEDED)
        return row.id

    def _row_of(
        self, draft: AssessmentRecord, firm: EnterpriseRecord, effect: RegisterEffect
    ) -> DiagnosisRow:
        diagnosis = self._diagnosis
        sheet, facts = diagnosis.sheet, diagnosis.sheet.enterprise
        estimated = [each for each in self._readings if each.basis is Basis.ESTIMATED]
        return DiagnosisRow(
            id=self._caller.make_id(),
            enterprise_id=draft.enterprise_id,
            assessment_id=draft.id,
            created_at=self._caller.now,
            credit_code=facts.credit_code,
            site=facts.site,
            form=sheet.form.ref,
            reference=sheet.reference,
            period=sheet.period,
            division=facts.division,
            city=facts.city,
            size=diagnosis.size,
            production_type=sheet.production_type,
            levels={verdict.standard.id: verdict.level for verdict in diagnosis.verdicts},
            estimated_levels={each.standard: each.level for each in estimated},
            margins={each.standard: each.margin for each in estimated},
            content=self._contents.current.digest,
            code=diagnosis.code,
            chain_id=firm.chain_id,
            park_id=firm.park_id,
            register_effect=effect,
        )

    def submitted(self, draft: AssessmentRecord, record: DiagnosisRecord) -> AssessmentRecord:
        """Return the assessment as it is once submitted."""
        return replace(
            draft,
            state=State.SUBMITTED,
            updated_at=self._caller.now,
            submitted_at=self._caller.now,
            diagnosis_id=record.row.id,
        )
