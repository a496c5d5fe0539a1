"""Read a sheet: any, or one of an enterprise that says who it is."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from diagnosis.domain.characters import is_unseen
from diagnosis.domain.fault import Fault, FaultyInput, pointer, read_both
from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.fields import missing_field
from diagnosis.domain.intake.inference import infer_answers
from diagnosis.domain.intake.sheet import Sheet, accepted_sheet, choose_form, read_sheet
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.domain.scoring.estimating.checked_sheet import (
    VERIFIED_ANSWERS,
    CheckedSheet,
    checked_sheet,
    read_verified,
)
from diagnosis.services.ports.content import Content

IDENTITY = ("name", "credit_code")
_STATED_LATER = (*IDENTITY, "site")
"""What a nameless sheet says nothing of until it is attached to an organisation."""


def read(content: Content, raw: object, *, form: str | None = None, kept: bool = False) -> Sheet:
    """Return the sheet that a parsed JSON value holds.

    `form` is a form named beside the sheet. A sheet that is `kept` already may be of a withdrawn
    form; a new one may not. What it lists as inferred and confirmed, though the other answers do
    not imply it, is an answer like any other: it leaves the list.

    Raises
    ------
    FaultyInput
        With every fault, each pointing into the caller's own input.

    """
    sheet = read_sheet(
        raw, forms=content.readers, codes=content.codes, requested_form=form, kept=kept
    )
    return _with_true_inferences(content, sheet) if sheet.confirmed_inferences else sheet


def read_checked(content: Content, raw: object, *, form: str | None = None) -> CheckedSheet:
    """Return a sheet with what a visit verified of it, nothing where it says nothing of a visit.

    `form` is a form named beside the sheet.

    Raises
    ------
    FaultyInput
        With every fault of the sheet, then those of the verified answers.

    """
    plain = dict(raw) if isinstance(raw, dict) else {}
    answers = plain.pop(VERIFIED_ANSWERS, None)
    if answers is None:
        sheet = read(content, plain if isinstance(raw, dict) else raw, form=form)
        return CheckedSheet(sheet=sheet, as_verified=sheet, verified={})
    reader = choose_form(plain.get("form"), form, content.readers)
    if isinstance(reader, Fault):
        read(content, plain, form=form)
        raise FaultyInput([reader])
    sheet, verified = read_both(
        lambda: read(content, plain, form=form), lambda: read_verified(answers, reader)
    )
    of_firm = sheet.form.items_of[sheet.production_type]
    return with_verified(
        content, sheet, {item: value for item, value in verified.items() if item in of_firm}
    )


def with_verified(content: Content, sheet: Sheet, verified: Mapping[str, Value]) -> CheckedSheet:
    """Return a sheet with answers to its form that a visit verified."""
    form = sheet.form
    return checked_sheet(sheet, verified, content.readers[form.id][form.version])


def _with_true_inferences(content: Content, sheet: Sheet) -> Sheet:
    """Return a sheet whose confirmed inferences are what its other answers imply."""
    implied = {answer.item: answer.value for answer in infer_answers(content.inferences, sheet)}
    confirmed = [
        item
        for item in sheet.confirmed_inferences
        if item in implied and _same(implied[item], sheet.answers.get(item))
    ]
    return replace(sheet, confirmed_inferences=tuple(confirmed))


def _same(first: Value, second: Value | None) -> bool:
    """Return whether two answers say the same: options may stand in any order."""
    if isinstance(first, tuple) and isinstance(second, tuple):
        return set(first) == set(second)
    return first == second


def as_sent(content: Content, sheet: WrittenSheet) -> dict[str, object]:
    """Return a kept sheet as a caller writes it today.

    An item that content infers no more is an answer like any other.
    """
    confirmed = [item for item in sheet.confirmed_inferences if item in content.inferences]
    return replace(sheet, confirmed_inferences=tuple(confirmed)).as_plain()


def read_kept(content: Content, sheet: WrittenSheet) -> Sheet:
    """Return a stored sheet, by the form it was written for, withdrawn or not.

    Raises
    ------
    FaultyInput
        When there is no such form any more.

    """
    accepted = accepted_sheet(sheet, forms=content.readers, codes=content.codes)
    return accepted or read(content, as_sent(content, sheet), kept=True)


def read_identified(content: Content, raw: object, *, kept: bool = False) -> Sheet:
    """Return the sheet of an enterprise that says who it is.

    A sheet that is `kept` already may be of a withdrawn form.

    Raises
    ------
    FaultyInput
        With every fault, a missing name or credit code among them.

    """
    missing: list[Fault] = []
    if isinstance(raw, dict):
        if raw.get("enterprise") is None:
            missing.append(missing_field("enterprise"))
        elif isinstance(raw["enterprise"], dict):
            missing = missing_identity(raw["enterprise"], "/enterprise")
    try:
        sheet = read(content, raw, kept=kept)
    except FaultyInput as error:
        raise FaultyInput((*error.faults, *_without(missing, error.faults))) from None
    if missing:
        raise FaultyInput(missing)
    return sheet


def read_nameless(content: Content, raw: object, *, kept: bool = False) -> Sheet:
    """Return the sheet of an enterprise that says nothing of who it is.

    A sheet that is `kept` already may be of a withdrawn form.

    Raises
    ------
    FaultyInput
        With every fault, a name, a credit code or a site among them.

    """
    if not isinstance(raw, dict) or not isinstance(raw.get("enterprise"), dict):
        return read(content, raw, kept=kept)
    facts = raw["enterprise"]
    stated = [
        Fault(pointer("enterprise", name), "told-when-attached", {"name": name})
        for name in _STATED_LATER
        if name in facts
    ]
    nameless = {name: fact for name, fact in facts.items() if name not in _STATED_LATER}
    try:
        sheet = read(content, {**raw, "enterprise": nameless}, kept=kept)
    except FaultyInput as error:
        raise FaultyInput((*stated, *error.faults), more=error.more) from None
    if stated:
        raise FaultyInput(stated)
    return sheet


def read_of_firm(
    content: Content, raw: object, before: WrittenSheet, *, kept: bool = False
) -> Sheet:
    """Return a sheet that says as much of who its firm is as it did before.

    A sheet that is `kept` already may be of a withdrawn form.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    reader = read_nameless if is_nameless(before) else read_identified
    return reader(content, raw, kept=kept)


def is_nameless(sheet: WrittenSheet) -> bool:
    """Return whether a sheet says nothing of who its firm is."""
    return sheet.enterprise.credit_code is None


def missing_identity(raw: object, place: str, noted: Iterable[Fault] = ()) -> list[Fault]:
    """Return the faults of facts that do not say who the enterprise is.

    Of a field that has a fault among those `noted` already, there is no second one.
    """
    facts = raw if isinstance(raw, dict) else {}
    missing = [
        missing_field(name, place)
        for name in IDENTITY
        if name not in facts or is_unseen(facts[name])
    ]
    return _without(missing, noted)


def _without(faults: Iterable[Fault], noted: Iterable[Fault]) -> list[Fault]:
    """Return the faults of fields that have none yet."""
    places = {fault.pointer for fault in noted}
    return [fault for fault in faults if fault.pointer not in places]
