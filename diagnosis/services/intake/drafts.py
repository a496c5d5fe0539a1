"""Drafts: begin one, save answers as they come, move it to another form, give it up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from diagnosis.domain.fault import Expected, Fault, FaultyInput, pointer
from diagnosis.domain.intake.business import BUSINESS
from diagnosis.domain.intake.course import COURSE, still_open
from diagnosis.domain.intake.enterprise import facts_as_plain, production_type_of
from diagnosis.domain.intake.fields import Fields, merge_inside, merge_patch, read_id
from diagnosis.domain.intake.form import Form, FormChange
from diagnosis.domain.intake.sheet import SHEET_FIELDS, Sheet
from diagnosis.domain.intake.written_sheet import CONFIRMED, WrittenSheet, still_confirmed
from diagnosis.services.errors import AlreadySubmitted, Stale
from diagnosis.services.intake.carry import Dropped, carry, find_source, merge_answers, prefilled
from diagnosis.services.intake.enterprises import FIXED, differs, find_or_register
from diagnosis.services.intake.evidence_files import drop_files
from diagnosis.services.intake.forms import compare, find_open_form
from diagnosis.services.intake.sheets import (
    as_sent,
    is_nameless,
    read,
    read_identified,
    read_of_firm,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord, State
from diagnosis.services.ports.store import IdempotencyKey, Page, Where, Work
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller, Made, require, run_once

WHOSE = ("enterprise", "enterprise_id", "from")
"""How a new draft says whose it is: by facts, by id, by a sheet that was submitted."""
DRAFT_FIELDS = ("form", *WHOSE, BUSINESS, "answers", "period", "reference", CONFIRMED, COURSE)
CHANGE_FIELDS = ("enterprise", BUSINESS, "answers", "period", "reference", CONFIRMED, COURSE)
MAY_BE_NULL = (BUSINESS, "period", "reference", CONFIRMED, COURSE)
"""The fields of which null says that there is nothing."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A draft moved to another form: what changed between the forms, what was not carried over."""

    record: AssessmentRecord
    changes: tuple[FormChange, ...]
    dropped: tuple[Dropped, ...]


def begin_draft(
    content: Content, caller: Caller, raw: object, key: IdempotencyKey | None
) -> Made[AssessmentRecord]:
    """Return the draft that a request begins, as it was begun.

    The enterprise is stated as facts, and registered where new, or as the id of a registered one;
    or the draft begins `from` a submitted assessment, with its firm and its answers, for the year
    after.

    Raises
    ------
    FaultyInput, KeyReused
        With every fault, a withdrawn form among them; when the key stood for another request.

    """
    fields = Fields(raw, DRAFT_FIELDS)
    if not fields.is_object:
        fields.stop()
    values = fields.values
    raw_sheet: dict[str, object] = {"answers": {}}
    raw_sheet |= {name: values[name] for name in SHEET_FIELDS if _is_stated(fields, name)}
    stated_by = [name for name in WHOSE if fields.has(name)]
    if len(stated_by) != 1:
        fields.fault("", "only-one", allowed=", ".join(WHOSE))
    by_id = stated_by in (["enterprise_id"], ["from"])
    stated = None if by_id else _read(content, raw_sheet, fields.faults)

    def begin(work: Work) -> AssessmentRecord:
        source = find_source(work, fields) if fields.has("from") else None
        sheet = stated or _read_registered(content, work, fields, source, raw_sheet)
        enterprise, _ = find_or_register(content, caller, work, sheet.enterprise)
        record = AssessmentRecord(
            id=caller.make_id(),
            enterprise_id=enterprise.id,
            state=State.DRAFT,
            sheet=sheet.written(),
            version=1,
            created_at=caller.now,
            updated_at=caller.now,
            prefilled_from=None if source is None else source.id,
        )
        work.add_assessment(record)
        return record

    return run_once(caller, key, AssessmentRecord, begin)


def _is_stated(fields: Fields, name: str) -> bool:
    """Return whether a request states a field; null states of some that there is nothing."""
    return fields.has(name) or (name in fields.values and name in MAY_BE_NULL)


def _read_registered(
    content: Content,
    work: Work,
    fields: Fields,
    source: AssessmentRecord | None,
    raw_sheet: Mapping[str, object],
) -> Sheet:
    """Return the sheet of a registered enterprise: that of an id, or of an earlier sheet."""
    named = source.enterprise_id if source else read_id(fields.values.get("enterprise_id"))
    known = None if named is None else work.enterprise(named)
    if known is None:
        if fields.has("enterprise_id"):
            fields.fault("enterprise_id", "unknown-enterprise")
        elif "form" not in raw_sheet:  # that of the source, which is not there
            fields.stop()
        return _read(content, raw_sheet, fields.faults)
    if source is not None:
        return _read(content, prefilled(content, source, known, raw_sheet), fields.faults)
    facts = facts_as_plain(known.facts)
    return _read(content, {**raw_sheet, "enterprise": facts}, fields.faults)


def _read(
    content: Content,
    raw_sheet: Mapping[str, object],
    faults: list[Fault],
    *,
    before: WrittenSheet | None = None,
) -> Sheet:
    """Return a draft's sheet; where it states the facts of its firm, they say who that is.

    One that was kept `before` says no more of that than it did.

    Raises
    ------
    FaultyInput
        With the faults that were noted before, and every fault of the sheet.

    """
    reader = read_identified if "enterprise" in raw_sheet else read
    try:
        if before is None:
            sheet = reader(content, dict(raw_sheet))
        else:
            sheet = read_of_firm(content, dict(raw_sheet), before, kept=True)
    except FaultyInput as error:
        raise FaultyInput((*faults, *error.faults)) from None
    if faults:
        raise FaultyInput(faults)
    return sheet


def open_draft(work: Work, assessment_id: str) -> AssessmentRecord:
    """Return a draft that was not submitted yet, which nobody else changes meanwhile.

    Raises
    ------
    NotThere, AlreadySubmitted
        When there is none, or it was submitted.

    """
    before = require(work.assessment(assessment_id))
    if before.state is State.SUBMITTED:
        raise AlreadySubmitted(before.diagnosis_id)
    return before


def keep_draft(
    work: Work, caller: Caller, before: AssessmentRecord, sheet: Sheet
) -> AssessmentRecord:
    """Store a draft with another sheet; return its next version.

    Raises
    ------
    Stale
        When it was changed in between.

    """
    after = replace(
        before, sheet=sheet.written(), version=before.version + 1, updated_at=caller.now
    )
    if not work.change_assessment(after):
        raise Stale
    return after


def save_draft(
    content: Content, caller: Caller, assessment_id: str, raw: object, versions: SeenVersions
) -> AssessmentRecord:
    """Return a draft after some of it was changed; null takes an answer or a fact away.

    What it states of an item that respondents answered is the decision on it.

    A draft of a form that was withdrawn meanwhile is saved too: no answer is lost, though it must
    move to another form before it is submitted.

    Raises
    ------
    FaultyInput
        With every fault; nothing is changed then. Faults are told of a version not seen, too.
    NotThere, Stale, AlreadySubmitted
        When there is no such draft, or it was changed or submitted in between.

    """
    fields = Fields(raw, CHANGE_FIELDS)
    if not fields.is_object:
        fields.stop()
    with caller.store.begin(caller.principal) as work:
        before = open_draft(work, assessment_id)
        sheet = changed_sheet(content, before, fields)
        versions.check(before.version)
        stated = fields.values.get("answers")
        for item in {note.item for note in work.notes(before.id)}:
            if isinstance(stated, dict) and item in stated:
                work.settle_item(before.id, item, caller.now)
        return keep_draft(work, caller, before, sheet)


def changed_sheet(content: Content, before: AssessmentRecord, change: Fields) -> Sheet:
    """Return the sheet of a draft as a change leaves it.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    changed = _changed(content, before.sheet, change)
    return _read(content, changed, change.faults, before=before.sheet)


def _changed(content: Content, before: WrittenSheet, change: Fields) -> dict[str, object]:
    """Return a sheet as a change leaves it; facts that cannot change are noted as faults.

    An answer that the change touches is a confirmed inference only where the change says so; what
    it answers is no longer among what was passed over.
    """
    sheet = as_sent(content, before)
    for name, value in change.values.items():
        if not _is_stated(change, name):
            continue
        if name == "answers":
            sheet[name] = merge_answers(content, sheet[name], value)
        elif name == "enterprise":
            sheet[name] = merge_patch(sheet[name], value)
        elif name == BUSINESS:
            sheet[name] = merge_inside(sheet[name], value)
        elif name in CHANGE_FIELDS:
            sheet[name] = value
    if not _is_stated(change, CONFIRMED):
        answers = before.plain_answers()
        sheet[CONFIRMED] = still_confirmed(sheet.get(CONFIRMED), answers, sheet["answers"])
    if not _is_stated(change, COURSE):
        sheet[COURSE] = still_open(sheet.get(COURSE), sheet["answers"])
    facts = sheet["enterprise"]
    if isinstance(facts, dict) and not is_nameless(before):
        for name in FIXED:
            if differs(name, facts.get(name), before.enterprise):
                change.fault_at(pointer("enterprise", name), "fixed-field", name=name)
                facts.pop(name, None)  # not read as well: a second fault of the same field
                stated = facts_as_plain(before.enterprise)
                facts |= {name: stated[name]} if name in stated else {}
    return sheet


def upgrade_draft(
    content: Content, caller: Caller, assessment_id: str, raw: object, versions: SeenVersions
) -> Upgraded:
    """Return a draft moved to another form, what changed between them, what was dropped.

    Answers to items that both forms ask are carried over where they still fit. Without a form the
    draft moves to the newest version of its own that is not withdrawn.

    Raises
    ------
    FaultyInput
        With every fault: a field that may not be there, no such form, a withdrawn one.
    NotThere, Stale, AlreadySubmitted
        When there is no such draft, or it was changed or submitted in between.

    """
    fields = Fields(raw, ("form",))
    wanted = _wanted_form(content, fields)
    fields.stop()
    with caller.store.begin(caller.principal) as work:
        before = open_draft(work, assessment_id)
        versions.check(before.version)
        sheet = before.sheet
        old_id, _, old_version = sheet.form.partition("@")
        new = wanted or find_open_form(content, old_id)
        kind, _ = production_type_of(sheet.enterprise, content.codes)
        kept, dropped = carry(content.readers[new.id][new.version], sheet.answers, kind)
        confirmed = tuple(item for item in sheet.confirmed_inferences if item in kept)
        business = sheet.business.known_to(content.codes.scenes)
        moved = replace(
            sheet,
            form=new.ref,
            answers=kept,
            business=business,
            confirmed_inferences=confirmed,
            course=sheet.course and sheet.course.among(new.entries, kept),
        )
        sent = as_sent(content, moved)
        after = keep_draft(work, caller, before, _read(content, sent, [], before=moved))
    old: Form | None = content.forms.get(old_id, {}).get(old_version)
    changes = () if old is None else compare(content, old, new)
    return Upgraded(after, changes, dropped)


def _wanted_form(content: Content, fields: Fields) -> Form | None:
    """Return the form that a request names, None where it names none; note what is faulty."""
    if not fields.has("form"):
        return None
    name = fields.values["form"]
    if not isinstance(name, str):
        fields.fault("form", "wrong-type", expected=Expected.TEXT)
        return None
    try:
        return find_open_form(content, name)
    except FaultyInput as error:
        fields.faults += error.faults
        return None


def give_up_draft(caller: Caller, assessment_id: str, versions: SeenVersions) -> None:
    """Delete a draft, with the files to its answers.

    Raises
    ------
    NotThere, Stale, AlreadySubmitted
        When there is no such draft, or it was changed or submitted in between.

    """
    with caller.store.begin(caller.principal) as work:
        before = open_draft(work, assessment_id)
        versions.check(before.version)
        digests = {each.digest for each in work.evidence_of(assessment_id)}
        if not work.delete_draft(assessment_id, before.version, caller.now):
            raise Stale
    drop_files(caller, digests)


def get_assessment(caller: Caller, assessment_id: str) -> AssessmentRecord:
    """Return an assessment.

    Raises
    ------
    NotThere
        When the caller has none of this id.

    """
    with caller.store.read(caller.principal) as reader:
        return require(reader.assessment(assessment_id))


def list_assessments(
    caller: Caller, where: Where, after: str | None, limit: int
) -> Page[AssessmentRecord]:
    """Return a page of the caller's assessments, newest first."""
    with caller.store.read(caller.principal) as reader:
        return reader.assessments(where, after, limit)
