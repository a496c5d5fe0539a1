"""Drafts: begin one, save answers as they come, move it to another form, give it up."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.domain.intake.enterprise import production_type_of, read_enterprise
from diagnosis.domain.intake.form import ProductionType, compare_forms
from diagnosis.domain.intake.sheet import FormReader
from diagnosis.domain.text import Language, Text
from diagnosis.services.errors import AlreadySubmitted, Stale
from diagnosis.services.intake.enterprises import FIXED, find_or_register, plain_facts
from diagnosis.services.intake.forms import find_form
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.store import AssessmentRecord, Page, Plain, State, Ticket, Work, iso
from diagnosis.services.scoring.submissions import plain_sheet, read_identified
from diagnosis.services.transaction import Books, found, once

DRAFT_FIELDS = ("form", "enterprise", "enterprise_id", "answers", "period", "reference")
CHANGE_FIELDS = ("enterprise", "answers", "period", "reference")


def _object(raw: object, allowed: tuple[str, ...]) -> tuple[dict[str, Any], list[Fault]]:
    if not isinstance(raw, dict):
        expected = {"expected": Text("对象", "an object")}
        raise FaultyInput([Fault("", "wrong-type", expected)])
    names = ", ".join(allowed)
    return raw, [
        Fault(pointer(name), "unknown-field", {"name": name, "allowed": names})
        for name in raw
        if name not in allowed
    ]


def begin_draft(
    content: Content, books: Books, raw: object, ticket: Ticket | None
) -> tuple[Plain, bool]:
    """Return a new draft, and whether an earlier request began it.

    The enterprise is given as facts, and registered where new, or as the id of a registered one.

    Raises
    ------
    FaultyInput, KeyReused
        With every fault; when the key stood for another request.

    """
    given, faults = _object(raw, DRAFT_FIELDS)
    if ("enterprise" in given) == ("enterprise_id" in given):
        values = {"one": "enterprise", "other": "enterprise_id"}
        faults.append(Fault("", "one-of-two", dict(values)))
        raise FaultyInput(faults)
    sheet = {name: value for name, value in given.items() if name in (*CHANGE_FIELDS, "form")}
    sheet.setdefault("answers", {})

    def act(work: Work) -> Plain:
        if "enterprise_id" in given:
            wanted = given["enterprise_id"]
            known = work.enterprise(wanted) if _is_id(wanted) else None
            if known is None:
                raise FaultyInput([*faults, Fault("/enterprise_id", "unknown-enterprise")])
            sheet["enterprise"] = plain_facts(known.facts)
        read = _read(content, sheet, faults)
        enterprise = find_or_register(content, books, work, read.enterprise)
        record = AssessmentRecord(
            books.make_id(),
            enterprise.id,
            State.DRAFT,
            plain_sheet(read),
            1,
            books.now,
            books.now,
        )
        work.add_assessment(record)
        return stored_assessment(record)

    return once(books, ticket, act)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and len(value) == 36 and value.isascii()


def _read(content: Content, sheet: Plain, faults: list[Fault]) -> Any:
    try:
        read = read_identified(content, dict(sheet))
    except FaultyInput as error:
        raise FaultyInput((*faults, *error.faults)) from None
    if faults:
        raise FaultyInput(faults)
    return read


def _open_draft(work: Work, assessment_id: str, version: int) -> AssessmentRecord:
    """Return a draft of the version the caller saw."""
    before = found(work.assessment(assessment_id))
    if before.state is State.SUBMITTED:
        raise AlreadySubmitted(before.diagnosis_id)
    if before.version != version:
        raise Stale
    return before


def _keep(work: Work, books: Books, before: AssessmentRecord, sheet: Plain) -> AssessmentRecord:
    after = replace(before, sheet=sheet, version=before.version + 1, updated_at=books.now)
    if not work.change_assessment(after):
        raise Stale
    return after


def save_draft(
    content: Content, books: Books, assessment_id: str, raw: object, version: int
) -> Plain:
    """Return a draft after some of it was changed; null takes an answer or a fact away.

    Raises
    ------
    FaultyInput
        With every fault; nothing is changed then.
    NotThere, Stale, AlreadySubmitted
        When there is no such draft, or it was changed or submitted in between.

    """
    given, faults = _object(raw, CHANGE_FIELDS)
    with books.store.begin(books.owner) as work:
        before = _open_draft(work, assessment_id, version)
        sheet = dict(before.sheet)
        for name in ("enterprise", "answers"):
            if name in given:
                sheet[name] = _merged(before.sheet[name], given[name])
        for name in ("period", "reference"):
            if name in given:
                sheet[name] = given[name]
        if isinstance(given.get("enterprise"), dict):
            faults += [
                Fault(pointer("enterprise", name), "fixed-field", {"name": name})
                for name in FIXED
                if sheet["enterprise"].get(name) != before.sheet["enterprise"].get(name)
            ]
        read = _read(content, sheet, faults)
        return stored_assessment(_keep(work, books, before, plain_sheet(read)))


def _merged(old: Mapping[str, Any], new: object) -> object:
    if not isinstance(new, dict):
        return new
    return {name: value for name, value in {**old, **new}.items() if value is not None}


def upgrade_draft(
    content: Content,
    books: Books,
    assessment_id: str,
    raw: object,
    version: int,
    language: Language,
) -> dict[str, Any]:
    """Return a draft moved to another form, what changed between them, what was dropped.

    Answers to items that both forms ask are carried over where they still fit.

    Raises
    ------
    FaultyInput
        When there is no such form.
    NotThere, Stale, AlreadySubmitted
        When there is no such draft, or it was changed or submitted in between.

    """
    given, faults = _object(raw, ("form",))
    if faults:
        raise FaultyInput(faults)
    with books.store.begin(books.owner) as work:
        before = _open_draft(work, assessment_id, version)
        old = before.sheet["form"]
        name = given.get("form", old.partition("@")[0])
        if not isinstance(name, str):
            raise FaultyInput([Fault("/form", "wrong-type", {"expected": Text("文本", "text")})])
        try:
            new = find_form(content, name)
        except FaultyInput as error:
            raise FaultyInput([replace(one, pointer="/form") for one in error.faults]) from None
        reader = content.readers[new.id][new.version]
        kept, dropped = _carry(reader, before.sheet["answers"], language)
        sheet = {**before.sheet, "form": new.ref, "answers": kept}
        after = _keep(work, books, before, plain_sheet(_read(content, sheet, [])))
    wording = dict(content.wording)
    old_id, _, old_version = old.partition("@")
    known = content.forms.get(old_id, {}).get(old_version)
    changes = [] if known is None else compare_forms(known, new, wording, wording)
    return {
        "assessment": stored_assessment(after),
        "changes": [
            {"item": one.item, "change": one.change, "what": list(one.what)} for one in changes
        ],
        "dropped": dropped,
    }


def _carry(
    reader: FormReader, answers: Plain, language: Language
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the answers that the form takes, and those it does not with the reason."""
    kept: dict[str, Any] = {}
    dropped = []
    for item, value in answers.items():
        _, _, faults = reader.read({item: value}, ProductionType.DISCRETE)
        if faults:
            dropped.append({"item": item, "value": value, "why": faults[0].message(language)})
        else:
            kept[item] = value
    return kept, dropped


def give_up_draft(books: Books, assessment_id: str, version: int) -> None:
    """Delete a draft.

    Raises
    ------
    NotThere, Stale, AlreadySubmitted
        When there is no such draft, or it was changed or submitted in between.

    """
    with books.store.begin(books.owner) as work:
        _open_draft(work, assessment_id, version)
        if not work.delete_draft(assessment_id, version):
            raise Stale


def get_assessment(books: Books, assessment_id: str) -> AssessmentRecord:
    """Return an assessment.

    Raises
    ------
    NotThere
        When the owner has none of this id.

    """
    with books.store.read(books.owner) as reading:
        return found(reading.assessment(assessment_id))


def list_assessments(
    books: Books, where: Plain, after: str | None, limit: int
) -> Page[AssessmentRecord]:
    """Return a page of the owner's assessments, newest first."""
    with books.store.read(books.owner) as reading:
        return reading.assessments(where, after, limit)


def _head(record: AssessmentRecord) -> dict[str, Any]:
    submitted = record.submitted_at
    return {
        "id": record.id,
        "enterprise_id": record.enterprise_id,
        "state": record.state.value,
        "version": record.version,
        "created_at": iso(record.created_at),
        "updated_at": iso(record.updated_at),
        "submitted_at": submitted and iso(submitted),
        "diagnosis_id": record.diagnosis_id,
    }


def stored_assessment(record: AssessmentRecord) -> dict[str, Any]:
    """Return an assessment as JSON values, without its progress."""
    return _head(record) | {"sheet": dict(record.sheet)}


def show_assessment(content: Content, stored: Plain) -> dict[str, Any]:
    """Return an assessment with how much of its form is answered."""
    name, _, version = stored["sheet"]["form"].partition("@")
    form = content.forms.get(name, {}).get(version)
    answers = stored["sheet"]["answers"]
    facts, _ = read_enterprise(dict(stored["sheet"]["enterprise"]), content.codes)
    kind, _ = production_type_of(facts, content.codes)
    asked = [
        entry.item for entry in (form.entries.values() if form else ()) if kind in entry.asked_of
    ]
    left = [item for item in asked if item not in answers]
    progress = {"asked": len(asked), "answered": len(asked) - len(left), "open": left}
    return {**stored, "progress": progress}


def show_assessment_row(record: AssessmentRecord) -> dict[str, Any]:
    """Return a line of the list of assessments."""
    sheet = record.sheet
    return _head(record) | {
        "form": sheet["form"],
        "reference": sheet["reference"],
        "period": sheet["period"],
    }
