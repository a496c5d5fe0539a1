"""Stored diagnoses: one made anew from what is kept of it, and the list of them."""

from dataclasses import dataclass, replace

from diagnosis.domain.intake.currency import year_of
from diagnosis.domain.intake.sheet import accepted_sheet
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.services.errors import ContentNotKept
from diagnosis.services.intake.respondents import disagreements
from diagnosis.services.ports.content import Content, ContentVersions
from diagnosis.services.ports.records import (
    DiagnosisRecord,
    DiagnosisRow,
    KeptReading,
    LegacyDiagnosis,
    RegisterEffect,
    Withdrawal,
)
from diagnosis.services.ports.store import Page, Reader, Where
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from diagnosis.services.scoring.kept_readings import hold_to
from diagnosis.services.scoring.last_verified import LastVerified, last_verified
from diagnosis.services.transaction import Caller, require


@dataclass(frozen=True, slots=True)
class StoredDiagnosis:
    """A stored diagnosis as it is said today: from its answers, by the content it is pinned to.

    `registered_name` is the firm's in the register, where its sheet stated another name;
    `plan_steps` are packages of the default plan that follow the spine, None: not worked out yet;
    `verified` is what the last signed visit made of it, None: none that the reader sees.
    """

    row: DiagnosisRow
    content: Content
    diagnosis: Diagnosis
    withdrawal: Withdrawal | None = None
    registered_name: str | None = None
    plan_steps: tuple[KeptPackage, ...] | None = None
    verified: LastVerified | None = None


@dataclass(frozen=True, slots=True)
class ShownBefore:
    """A stored diagnosis of a release that kept what it showed: it is answered as it stands.

    `readings` are the levels and scores that were copied out of it.
    """

    row: DiagnosisRow
    shown: LegacyDiagnosis
    readings: tuple[KeptReading, ...] = ()
    withdrawal: Withdrawal | None = None


Stored = StoredDiagnosis | ShownBefore


def get_diagnosis(
    contents: ContentVersions, caller: Caller, diagnosis_id: str, *, explained: bool = True
) -> Stored:
    """Return a stored diagnosis, `explained` or with its levels alone.

    Raises
    ------
    NotThere
        When the caller has none of this id.
    ContentNotKept
        When the content it is pinned to cannot be loaded.

    """
    with caller.store.read(caller.principal) as reader:
        record = require(reader.diagnosis(diagnosis_id))
        return made_anew(contents, reader, record, explained=explained)


def made_anew(
    contents: ContentVersions, reader: Reader, record: DiagnosisRecord, *, explained: bool = True
) -> Stored:
    """Return what is said today of a stored diagnosis, `explained` or with its levels alone.

    Raises
    ------
    ContentNotKept
        When the content it is pinned to cannot be loaded.

    """
    if record.legacy is not None:
        return ShownBefore(record.row, record.legacy, record.readings, record.withdrawal)
    content = contents.pinned(record.row.content, reader.bundle)
    if content is None:
        raise ContentNotKept(record.row.content)
    sheet = accepted_sheet(record.sheet, forms=content.readers, codes=content.codes)
    if sheet is None:
        raise ContentNotKept(record.row.content)
    made = diagnose(content, sheet, explained=explained, year=year_of(None, record.row.created_at))
    made = replace(
        made,
        estimates=record.estimates,
        code=record.row.code,
        disagreements=disagreements(content.bank, reader, record.row.assessment_id, sheet.answers),
    )
    return StoredDiagnosis(
        row=record.row,
        content=content,
        diagnosis=hold_to(made, record.readings),
        withdrawal=record.withdrawal,
        registered_name=_registered_name(reader, record.row),
        plan_steps=record.plan_steps,
        verified=last_verified(reader, record.row.id),
    )


def _registered_name(reader: Reader, row: DiagnosisRow) -> str | None:
    """Return the firm's name in the register, where its sheet stated another name."""
    if row.register_effect is not RegisterEffect.OTHER_NAME:
        return None
    firm = reader.enterprise(row.enterprise_id)
    return None if firm is None else firm.facts.name


def list_diagnoses(
    caller: Caller, where: Where, after: str | None, limit: int
) -> Page[DiagnosisRow]:
    """Return a page of the caller's diagnoses, newest first."""
    with caller.store.read(caller.principal) as reader:
        return reader.diagnoses(where, after, limit)
