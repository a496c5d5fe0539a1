"""Carry answers over to a draft: of another form, or of the next year."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.domain.fault import Fault
from diagnosis.domain.intake.answer import Value, as_plain
from diagnosis.domain.intake.business import BUSINESS, business_as_plain
from diagnosis.domain.intake.enterprise import facts_as_plain, production_type_of
from diagnosis.domain.intake.fields import Fields, merge_inside, merge_known, read_id
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.limits import PERIOD
from diagnosis.domain.intake.sheet import FormReader, choose_form
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord, EnterpriseRecord, State
from diagnosis.services.ports.store import Reader
from diagnosis.services.transaction import Caller


@dataclass(frozen=True, slots=True)
class Dropped:
    """An answer that another form does not take, and why."""

    item: str
    value: Value
    fault: Fault


def carry(
    reader: FormReader, answers: Mapping[str, Value], kind: ProductionType
) -> tuple[dict[str, Value], tuple[Dropped, ...]]:
    """Return the answers that the form takes, and those it does not."""
    kept: dict[str, Value] = {}
    dropped: list[Dropped] = []
    for item, value in answers.items():
        _, _, faults = reader.read({item: as_plain(value)}, kind)
        if faults:
            dropped.append(Dropped(item, value, faults[0]))
        else:
            kept[item] = value
    return kept, tuple(dropped)


def find_source(reader: Reader, fields: Fields) -> AssessmentRecord | None:
    """Return the submitted assessment that `from` names; note the fault where none counts."""
    source_id = read_id(fields.values["from"])
    source = None if source_id is None else reader.assessment(source_id)
    if source is None or source.state is not State.SUBMITTED:
        fields.fault("from", "unknown-assessment")
    elif _is_withdrawn(reader, source):
        fields.fault("from", "withdrawn-assessment")
    else:
        return source
    return None


def _is_withdrawn(reader: Reader, source: AssessmentRecord) -> bool:
    """Return whether the diagnosis of a submitted assessment was withdrawn."""
    form_id = source.sheet.form.partition("@")[0]
    submissions = reader.submissions(source.enterprise_id, form_id)
    return any(each.id == source.diagnosis_id and each.is_withdrawn for each in submissions)


def merge_answers(content: Content, before: object, change: object) -> object:
    """Return answers with a change put over them; null takes an answer away, not what is none."""
    answered = before if isinstance(before, dict) else ()
    return merge_known(before, change, {*content.bank, *answered})


def prefilled(
    content: Content,
    source: AssessmentRecord,
    firm: EnterpriseRecord,
    raw_sheet: Mapping[str, object],
) -> dict[str, object]:
    """Return the raw sheet that a draft from a submitted one begins with.

    Its firm is the registered one. What the request states goes before: the form (else the newest
    version of the same one), the year (else the one after, where there was one), single answers,
    single facts of the business.
    """
    before = source.sheet
    form = raw_sheet.get("form", before.form.partition("@")[0])
    sheet: dict[str, object] = {"form": form, "enterprise": facts_as_plain(firm.facts)}
    if before.period is not None:
        sheet["period"] = min(before.period + 1, PERIOD.high)
    business = business_as_plain(before.business.known_to(content.codes.scenes))
    sheet |= raw_sheet
    sheet[BUSINESS] = merge_inside(business, raw_sheet.get(BUSINESS, {}))
    chosen = choose_form(form, None, content.readers)
    if isinstance(chosen, FormReader):
        kind, _ = production_type_of(firm.facts, content.codes)
        kept, _ = carry(chosen, before.answers, kind)
        plain = {item: as_plain(value) for item, value in kept.items()}
        sheet["answers"] = merge_answers(content, plain, sheet["answers"])
    return sheet


def left_out(content: Content, caller: Caller, draft: AssessmentRecord) -> tuple[Dropped, ...]:
    """Return the answers that a pre-filled draft did not take over, and why not."""
    if draft.prefilled_from is None:
        return ()
    with caller.store.read(caller.principal) as reader:
        source = reader.assessment(draft.prefilled_from)
    form_id, _, version = draft.sheet.form.partition("@")
    form = content.readers.get(form_id, {}).get(version)
    if source is None or form is None:
        return ()
    kind, _ = production_type_of(draft.sheet.enterprise, content.codes)
    return carry(form, source.sheet.answers, kind)[1]
