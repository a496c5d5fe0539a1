"""Stored diagnoses as JSON values: one, its trace, and the lines of their list."""

from diagnosis.domain.scoring.trace import trace
from diagnosis.domain.text import Language, Text
from diagnosis.present import numbers
from diagnosis.present.kept import kept_trace, read_diagnosis
from diagnosis.present.moments import iso
from diagnosis.present.say import Say, Shown, in_language, localise
from diagnosis.present.scoring.diagnosis import show_diagnosis, show_provenance
from diagnosis.present.scoring.levels import show_kept_levels, show_levels
from diagnosis.present.scoring.trace import show_trace
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import DiagnosisRow, RegisterEffect, Withdrawal
from diagnosis.services.scoring.stored_diagnoses import ShownBefore, Stored, StoredDiagnosis

_EFFECTS = {
    RegisterEffect.NEW: Text("企业已登记。", "The firm was registered."),
    RegisterEffect.UPDATED: Text(
        "登记信息已按本答卷更新。", "The register took over what this sheet says of the firm."
    ),
    RegisterEffect.UNCHANGED: Text("登记信息没有变化。", "The register stays as it was."),
    RegisterEffect.OLDER: Text(
        "已有更近年度的答卷，登记信息没有改动。",
        "A sheet of a later year is here already, so the register stays as it was.",
    ),
    RegisterEffect.OTHER_NAME: Text(
        "这个信用代码和厂区登记的企业是「{name}」。本答卷已保存，登记信息没有改动，请核对名称。",
        "This credit code and site are registered as {name}. The sheet is kept, the register "
        "stays as it was. Check which name is right.",
    ),
}
_ANOTHER_NAME = Text("另一个名称", "another name")


def show_stored(stored: Stored, language: Language) -> Shown:
    """Return a stored diagnosis: said anew, or as an earlier release showed it."""
    say = in_language(language)
    row = stored.row
    registered_name = None if isinstance(stored, ShownBefore) else stored.registered_name
    head = _head(row) | {
        "register": _show_effect(row.register_effect, registered_name, say),
        "withdrawn": _show_withdrawal(stored.withdrawal),
    }
    if isinstance(stored, ShownBefore):
        shown: Shown = localise(read_diagnosis(stored.shown.result), language)
        return head | shown | {"kept_as_shown": True}
    return head | show_diagnosis(stored.content, stored.diagnosis, say) | _verified(stored)


def _verified(stored: StoredDiagnosis) -> Shown:
    """Return the levels that the last signed visit verified; nothing where there was none."""
    last = stored.verified
    if last is None:
        return {}
    return {
        "verified": {
            "visit_id": last.visit.id,
            "visited_by": last.visit.visited_by,
            "signed_at": None if last.visit.signed_at is None else iso(last.visit.signed_at),
            "readings": [
                {
                    "standard": reading.standard,
                    "level": reading.level,
                    "score": numbers.score(reading.score),
                }
                for reading in last.readings
            ],
        }
    }


def _show_withdrawal(withdrawal: Withdrawal | None) -> Shown | None:
    """Return why, when and by whom a diagnosis was withdrawn; None where it was not."""
    if withdrawal is None:
        return None
    return {
        "reason": withdrawal.reason,
        "at": iso(withdrawal.withdrawn_at),
        "by": withdrawal.actor,
    }


def _show_effect(
    effect: RegisterEffect | None, registered_name: str | None, say: Say
) -> Shown | None:
    """Return what the register took from a sheet; None where an earlier release kept it."""
    if effect is None:
        return None
    message = _EFFECTS[effect]
    if effect is RegisterEffect.OTHER_NAME:
        message = message.fill(name=registered_name or _ANOTHER_NAME)
    return {"effect": str(effect), "message": say(message)}


def show_stored_levels(stored: Stored) -> Shown:
    """Return the levels and flags of a stored diagnosis, without a text."""
    row = stored.row
    head = _head(row) | {
        "register_effect": row.register_effect and str(row.register_effect),
    }
    if isinstance(stored, ShownBefore):
        shown = read_diagnosis(stored.shown.result)
        return head | show_kept_levels(shown, stored.readings) | {"kept_as_shown": True}
    return head | show_levels(stored.content, stored.diagnosis)


def show_stored_trace(content: Content, stored: Stored, language: Language) -> Shown:
    """Return the trace of a stored diagnosis; `content` names what an earlier release traced."""
    say = in_language(language)
    if isinstance(stored, ShownBefore):
        shown = show_trace(content, kept_trace(stored.shown.trace), say)
        provenance = read_diagnosis(stored.shown.result)["provenance"]
    else:
        diagnosis = stored.diagnosis
        traced = trace(stored.content.standards, diagnosis.sheet, diagnosis.verdicts)
        shown = show_trace(stored.content, traced, say)
        provenance = show_provenance(stored.content, diagnosis)
    return {"diagnosis_id": stored.row.id, **shown, "provenance": provenance}


def show_diagnosis_row(content: Content, row: DiagnosisRow) -> Shown:
    """Return a line of a list: who, by which form, the level by each standard and its estimate."""
    standards = [standard.id for standard in content.standards]
    return _head(row) | {
        "credit_code": row.credit_code,
        "site": row.site,
        "form": row.form,
        "reference": row.reference,
        "period": row.period,
        "division": row.division,
        "city": row.city,
        "size_class": row.size and str(row.size),
        "production_type": str(row.production_type),
        "levels": {standard: row.levels.get(standard) for standard in standards},
        "estimated_levels": {
            standard: row.estimated_levels.get(standard) for standard in standards
        },
        "verified_levels": {standard: row.verified_levels.get(standard) for standard in standards},
        "margins": {standard: numbers.score(row.margins.get(standard)) for standard in standards},
        "register_effect": row.register_effect and str(row.register_effect),
        "chain_id": row.chain_id,
        "park_id": row.park_id,
        "content": row.content,
        "code": row.code,
    }


def _head(row: DiagnosisRow) -> Shown:
    return {
        "id": row.id,
        "enterprise_id": row.enterprise_id,
        "assessment_id": row.assessment_id,
        "created_at": iso(row.created_at),
        "standing": str(row.standing),
    }
