"""Submit a sheet: in one transaction an assessment that never changes, and its diagnosis."""

from dataclasses import dataclass, replace
from typing import Any

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.text import Say
from diagnosis.present.say import in_both
from diagnosis.present.scoring.diagnosis import render
from diagnosis.present.scoring.trace import trace
from diagnosis.services.errors import AlreadySubmitted, Stale
from diagnosis.services.intake.enterprises import (
    find_or_register,
    missing_identity,
    plain_facts,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.store import (
    AssessmentRecord,
    DiagnosisRecord,
    Plain,
    State,
    Ticket,
    Work,
    iso,
)
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose, read
from diagnosis.services.transaction import Books, found, once


@dataclass(frozen=True, slots=True)
class Submitted:
    """A stored diagnosis: what was kept, or `None` where an earlier request kept it."""

    diagnosis_id: str
    record: DiagnosisRecord | None
    diagnosis: Diagnosis | None

    def show(self, content: Content, say: Say) -> dict[str, Any]:
        """Return the diagnosis as JSON values, said by `say`."""
        assert self.record is not None and self.diagnosis is not None
        return head(self.record) | render(content, self.diagnosis, say)


def head(record: DiagnosisRecord) -> dict[str, Any]:
    """Return what a stored diagnosis has beside its result."""
    return {
        "id": record.id,
        "enterprise_id": record.enterprise_id,
        "assessment_id": record.assessment_id,
        "created_at": iso(record.created_at),
    }


def plain_sheet(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as a caller writes it, its form pinned as `id@version`."""
    answers = {**sheet.answers, **sheet.ignored}
    return {
        "form": sheet.form.ref,
        "enterprise": plain_facts(sheet.enterprise),
        "answers": {item: as_plain(value) for item, value in answers.items()},
        "period": sheet.period,
        "reference": sheet.reference,
    }


def read_identified(content: Content, raw: object) -> Sheet:
    """Return the sheet of an enterprise that says who it is.

    Raises
    ------
    FaultyInput
        With every fault, a missing name or credit code among them.

    """
    missing: list[Fault] = []
    if isinstance(raw, dict):
        if "enterprise" not in raw:
            missing.append(Fault("", "missing-field", {"name": "enterprise"}))
        elif isinstance(raw["enterprise"], dict):
            missing = missing_identity(raw["enterprise"], "/enterprise")
    try:
        sheet = read(content, raw)
    except FaultyInput as error:
        raise FaultyInput((*error.faults, *missing)) from None
    if missing:
        raise FaultyInput(missing)
    return sheet


Kept = tuple[dict[str, Any], dict[str, Any]]


def _kept(content: Content, diagnosis: Diagnosis) -> Kept:
    """Return what is kept of a diagnosis: its result in both languages, and its trace."""
    return render(content, diagnosis, in_both), trace(content, diagnosis)


def _records(
    books: Books, diagnosis: Diagnosis, before: AssessmentRecord, kept: Kept
) -> tuple[AssessmentRecord, DiagnosisRecord]:
    diagnosis_id = books.make_id()
    staged, points, tiers, gated = (verdict.level for verdict in diagnosis.verdicts)
    submitted = AssessmentRecord(
        before.id,
        before.enterprise_id,
        State.SUBMITTED,
        before.sheet,
        before.version,
        before.created_at,
        books.now,
        books.now,
        diagnosis_id,
    )
    return submitted, DiagnosisRecord(
        diagnosis_id,
        before.enterprise_id,
        before.id,
        books.now,
        *kept,
        (staged, points, tiers, gated),
    )


def diagnose_and_store(
    content: Content, books: Books, raw: object, ticket: Ticket | None
) -> Submitted:
    """Return the stored diagnosis of a sheet.

    Registers the enterprise where its credit code and site are new, keeps the sheet as a submitted
    assessment and the diagnosis, in one transaction.

    Raises
    ------
    FaultyInput
        With every fault; nothing is stored.
    KeyReused
        When the ticket's key stood for another request.

    """
    sheet = read_identified(content, raw)
    diagnosis = diagnose(content, sheet)
    plain, result = plain_sheet(sheet), _kept(content, diagnosis)
    kept: list[DiagnosisRecord] = []

    def act(work: Work) -> Plain:
        enterprise = find_or_register(content, books, work, sheet.enterprise)
        draft = AssessmentRecord(
            books.make_id(),
            enterprise.id,
            State.DRAFT,
            plain,
            1,
            books.now,
            books.now,
        )
        assessment, record = _records(books, diagnosis, draft, result)
        work.add_assessment(assessment)
        work.add_diagnosis(record)
        kept.append(record)
        return {"diagnosis": record.id}

    answer, replayed = once(books, ticket, act)
    if replayed:
        return Submitted(answer["diagnosis"], None, None)
    return Submitted(kept[0].id, kept[0], diagnosis)


def submit_assessment(
    content: Content, books: Books, assessment_id: str, version: int, ticket: Ticket | None
) -> Submitted:
    """Return the stored diagnosis of a draft, which never changes from now on.

    Raises
    ------
    NotThere, Stale, AlreadySubmitted, KeyReused
        When there is no such draft, it was changed or submitted in between, or the key was used.
    FaultyInput
        When the draft's sheet no longer reads, because its form was withdrawn.

    """
    kept: list[tuple[DiagnosisRecord, Diagnosis]] = []

    def act(work: Work) -> Plain:
        before = found(work.assessment(assessment_id))
        if before.state is State.SUBMITTED:
            raise AlreadySubmitted(before.diagnosis_id)
        diagnosis = diagnose(content, read_identified(content, before.sheet))
        result = _kept(content, diagnosis)
        assessment, record = _records(books, diagnosis, before, result)
        if before.version != version or not work.change_assessment(
            replace(assessment, version=version + 1)
        ):
            raise Stale
        work.add_diagnosis(record)
        kept.append((record, diagnosis))
        return {"diagnosis": record.id}

    answer, replayed = once(books, ticket, act)
    if replayed:
        return Submitted(answer["diagnosis"], None, None)
    return Submitted(kept[0][0].id, *kept[0])
