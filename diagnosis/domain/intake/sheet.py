"""A sheet: the enterprise's facts and answers to one form, read with every fault at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from diagnosis.domain.fault import UNTOLD, Expected, Fault, FaultyInput, has_room, pointer
from diagnosis.domain.intake.answer import (
    NOT_KNOWN,
    NotApplicable,
    Value,
    explain,
    positions_of,
    reader,
)
from diagnosis.domain.intake.business import BUSINESS, Business, read_business
from diagnosis.domain.intake.course import COURSE, Course, read_course
from diagnosis.domain.intake.enterprise import (
    Codes,
    Enterprise,
    production_type_of,
    read_enterprise,
)
from diagnosis.domain.intake.fields import missing_field, noted, read_text, unknown_fields
from diagnosis.domain.intake.form import Form, ProductionType, newest, refuse_withdrawn
from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.intake.limits import PERIOD, REFERENCE
from diagnosis.domain.intake.number import read_whole
from diagnosis.domain.intake.written_sheet import CONFIRMED, WrittenSheet, read_confirmed
from diagnosis.domain.text import Text

HINTS = 20
"""How many unknown items of a sheet are looked up for what may have been meant (it is slow)."""
SHEET_FIELDS = (
    "form", "enterprise", "business", "answers", "period", "reference", CONFIRMED, COURSE,
)  # fmt: skip
ACCEPT_INCOMPLETE = "accept_incomplete"
"""The field by which a caller submits a sheet though less than half of it is answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet that was read without a fault.

    `answers` holds what is scored; `ignored` the answers that the firm's production type is not
    asked (kept, not scored). `production_type_from` says given, division or default.
    `exempt` are the items answered not applicable for a reason that the firm's profile proves.
    `accepts_incomplete` is whether the caller submits it even if it is `incomplete`.
    `confirmed_inferences` are answered items whose answer was inferred from others, and confirmed.
    `course` says how the others came to have no answer, None where nobody said.
    """

    form: Form
    enterprise: Enterprise
    production_type: ProductionType
    production_type_from: str
    answers: Mapping[str, Value]
    ignored: Mapping[str, Value] = field(default_factory=dict)
    period: int | None = None
    reference: str | None = None
    accepts_incomplete: bool = False
    exempt: frozenset[str] = frozenset()
    business: Business = field(default_factory=Business)
    confirmed_inferences: tuple[str, ...] = ()
    course: Course | None = None

    @property
    def incomplete(self) -> Fault | None:
        """Return the fault of a sheet with less than half of its asked items answered, else None.

        `not_known` and `not_applicable` are answers.
        """
        total, answered = len(self.form.items_of[self.production_type]), len(self.answers)
        if answered * 2 >= total:
            return None
        return Fault("/answers", "too-few-answers", {"answered": answered, "asked": total})

    def knows_all(self, items: Iterable[str]) -> bool:
        """Return whether the form asks all of some items and those asked of the firm are known.

        Not applicable is known.
        """
        of_type, answers = self.form.items_of[self.production_type], self.answers
        return all(
            item in self.form.entries
            and (item not in of_type or answers.get(item, NOT_KNOWN) is not NOT_KNOWN)
            for item in items
        )

    def written(self) -> WrittenSheet:
        """Return the sheet as its firm wrote it."""
        return WrittenSheet(
            form=self.form.ref,
            enterprise=self.enterprise,
            answers={**self.answers, **self.ignored},
            period=self.period,
            reference=self.reference,
            business=self.business,
            confirmed_inferences=self.confirmed_inferences,
            course=self.course,
        )


class FormReader:
    """Reads answers to one form; compiled once, used for every sheet.

    Parameters
    ----------
    form, bank
        The form and the items by id.
    never_cut
        Item id → name of its sub-domain, for items whose sub-domain may not be cut.
    inferable
        Items whose answers may be inferred from others.

    """

    def __init__(
        self,
        form: Form,
        bank: Mapping[str, Item],
        never_cut: Mapping[str, Text],
        inferable: Collection[str] = frozenset(),
    ) -> None:
        self.form = form
        self.inferable = inferable
        self._bank = bank
        self._never_cut = never_cut
        self._readers = {
            entry.item: reader(bank[entry.item], entry) for entry in form.entries.values()
        }
        self._ladders = {
            entry.item: positions_of(entry)
            for entry in form.entries.values()
            if bank[entry.item].type is ItemType.LADDER
        }
        reasons_of = {item: bank[item].reasons for item in form.entries}
        self._provable = {
            item: {reason.id: reason for reason in reasons}
            for item, reasons in reasons_of.items()
            if any(reason.can_be_proved for reason in reasons)
        }
        self._not_asked = {
            kind: frozenset(e.item for e in form.entries.values() if kind not in e.asked_of)
            for kind in ProductionType
        }

    def read(
        self, raw: object, kind: ProductionType, where: str = "/answers"
    ) -> tuple[dict[str, Value], dict[str, Value], list[Fault]]:
        """Return the answers to score, the ignored ones and every fault."""
        if not isinstance(raw, dict):
            return {}, {}, [Fault(where, "wrong-type", {"expected": Expected.ANSWERS})]
        readers, ladders = self._readers, self._ladders
        not_asked = self._not_asked[kind]
        answers: dict[str, Value] = {}
        ignored: dict[str, Value] = {}
        faults: list[Fault] = []
        for item, value in raw.items():
            answer: Value | None = None
            kind_of = value.__class__
            if (kind_of is float or kind_of is int) and item in ladders:
                answer = ladders[item].get(value)
            elif item in readers:
                answer = readers[item](value)
            if answer is None and has_room(faults):
                faults.append(self._explain(item, value, where, hint=len(faults) < HINTS))
            elif answer is None:
                faults.append(UNTOLD)
            elif item in not_asked:
                ignored[item] = answer
            else:
                answers[item] = answer
        return answers, ignored, faults

    def exempt(
        self, answers: Mapping[str, Value], kind: ProductionType, industry: str | None
    ) -> frozenset[str]:
        """Return the items that do not apply, as production type or industry proves."""
        return frozenset(
            item
            for item, reasons in self._provable.items()
            if isinstance(answer := answers.get(item), NotApplicable)
            and answer.reason in reasons
            and reasons[answer.reason].is_proved_by(kind, industry)
        )

    def _explain(self, item: str, value: object, where: str, *, hint: bool) -> Fault:
        place = where + pointer(item)
        entry = self.form.entries.get(item)
        if entry is None:
            if item in self._bank:
                return Fault(place, "item-not-asked", {"form": self.form.ref, "item": item})
            near = _near(item, self._bank) if hint else None
            return Fault(place, "unknown-item", {"item": item, "near": near})
        if isinstance(value, dict) and "not_applicable" in value and item in self._never_cut:
            return Fault(place, "not-applicable-refused", {"part": self._never_cut[item]})
        return explain(self._bank[item], entry, value, place)


def _near(item: str, bank: Mapping[str, Item]) -> str | None:
    return next(iter(get_close_matches(item[:100], bank, n=1)), None)


def choose_form(
    named: object,
    requested: str | None,
    forms: Mapping[str, Mapping[str, FormReader]],
    *,
    kept: bool = False,
) -> FormReader | Fault:
    """Return the reader of the form a sheet names, or the fault in naming it.

    `forms` maps id → version → reader, the newest version last; an id alone means the newest that
    is not withdrawn. `requested` is a form named beside the sheet (a command's option); it may
    stand in for a missing one, never contradict. Only a `kept` sheet may be of a withdrawn form.
    """
    if named is None and requested is not None:
        named = requested
    if named is None:
        return missing_field("form")
    if not isinstance(named, str):
        return Fault("/form", "wrong-type", {"expected": Expected.TEXT})
    form_id, _, version = named.partition("@")
    versions = forms.get(form_id)
    if versions is None:
        return Fault("/form", "unknown-form", {"form": form_id, "allowed": ", ".join(forms)})
    if version and version not in versions:
        values = {"form": form_id, "version": version, "allowed": ", ".join(versions)}
        if kept:
            return Fault("/form", "form-gone", dict(values))
        return Fault("/form", "unknown-version", dict(values))
    known = [reader.form for reader in versions.values()]
    chosen = versions[version or newest(known).version]
    if requested is not None and requested not in (form_id, chosen.form.ref):
        return Fault("/form", "form-conflict", {"sheet": named, "asked": requested})
    refusal = None if kept else refuse_withdrawn(chosen.form, known)
    return refusal or chosen


def read_sheet(
    raw: object,
    *,
    forms: Mapping[str, Mapping[str, FormReader]],
    codes: Codes,
    requested_form: str | None = None,
    kept: bool = False,
) -> Sheet:
    """Return the sheet that a parsed JSON value holds.

    A sheet that is `kept` already may be of a withdrawn form.

    Raises
    ------
    FaultyInput
        With every fault of the sheet, each pointing into the caller's own input.

    """
    if not isinstance(raw, dict):
        raise FaultyInput([Fault("", "wrong-type", {"expected": Expected.SHEET})])
    faults = unknown_fields(raw, (*SHEET_FIELDS, ACCEPT_INCOMPLETE))
    chosen = choose_form(raw.get("form"), requested_form, forms, kept=kept)
    enterprise = _read_firm(raw.get("enterprise"), codes, faults)
    business, wrong = read_business(raw.get(BUSINESS), codes.scenes)
    faults += wrong
    kind, kind_from = production_type_of(enterprise, codes)
    answers, ignored, wrong = _read_answers(raw, chosen, kind)
    faults += wrong
    period = _read_period(raw, faults)
    reference = _read_reference(raw, faults)
    accepts = noted(_read_acceptance(raw), faults)
    confirmed = _read_confirmed(raw, chosen, faults)
    course = _read_course(raw, chosen, faults)
    if faults or isinstance(chosen, Fault):
        raise FaultyInput(faults)
    return Sheet(
        form=chosen.form,
        enterprise=enterprise,
        production_type=kind,
        production_type_from=kind_from,
        answers=answers,
        ignored=ignored,
        period=period,
        reference=reference,
        accepts_incomplete=accepts is True,
        exempt=chosen.exempt(answers, kind, enterprise.industry),
        business=business,
        confirmed_inferences=confirmed,
        course=course,
    )


def _read_firm(facts: object, codes: Codes, faults: list[Fault]) -> Enterprise:
    """Return the firm of a sheet as far as it is stated; note what is faulty."""
    if facts is None:
        return Enterprise()
    firm, wrong = read_enterprise(facts, codes)
    faults += wrong
    return firm


def _read_acceptance(raw: Mapping[str, object]) -> bool | Fault | None:
    """Return whether the caller accepts an incomplete sheet, None where nothing is said."""
    accepts = raw.get(ACCEPT_INCOMPLETE)
    if isinstance(accepts, bool | None):
        return accepts
    return Fault(pointer(ACCEPT_INCOMPLETE), "wrong-type", {"expected": Expected.FLAG})


def _read_confirmed(
    raw: Mapping[str, object], chosen: FormReader | Fault, faults: list[Fault]
) -> tuple[str, ...]:
    """Return the confirmed inferences of a sheet whose form is known; note what is faulty."""
    answers = raw.get("answers")
    if isinstance(chosen, Fault) or not isinstance(answers, dict):
        return ()
    most = len(chosen.form.entries)
    confirmed, wrong = read_confirmed(raw.get(CONFIRMED), answers, chosen.inferable, most)
    faults += wrong
    return confirmed


def _read_course(
    raw: Mapping[str, object], chosen: FormReader | Fault, faults: list[Fault]
) -> Course | None:
    """Return the course of a sheet whose form is known; note what is faulty."""
    answers = raw.get("answers")
    if isinstance(chosen, Fault) or not isinstance(answers, dict):
        return None
    form = chosen.form
    course, wrong = read_course(raw.get(COURSE), form.ref, form.entries, answers)
    faults += wrong
    return course


def _read_period(raw: Mapping[str, object], faults: list[Fault]) -> int | None:
    """Return the year that a sheet is about, None where it says none; note what is faulty."""
    if raw.get("period") is None:
        return None
    return noted(read_whole(raw["period"], "/period", *PERIOD.ends, Expected.YEAR), faults)


def _read_reference(raw: Mapping[str, object], faults: list[Fault]) -> str | None:
    """Return the caller's own id of a sheet, None where nothing is seen of it."""
    if raw.get("reference") is None:
        return None
    return noted(read_text(raw["reference"], "/reference", REFERENCE.most), faults) or None


def accepted_sheet(
    written: WrittenSheet, *, forms: Mapping[str, Mapping[str, FormReader]], codes: Codes
) -> Sheet | None:
    """Return a sheet that was accepted when it was written; None where its form is not there.

    Its facts stand as they were taken; an answer that its form no longer takes is left out.
    """
    form_id, _, version = written.form.partition("@")
    reader = forms.get(form_id, {}).get(version)
    if reader is None:
        return None
    kind, kind_from = production_type_of(written.enterprise, codes)
    answers, ignored, _ = reader.read(written.plain_answers(), kind)
    return Sheet(
        form=reader.form,
        enterprise=written.enterprise,
        production_type=kind,
        production_type_from=kind_from,
        answers=answers,
        ignored=ignored,
        period=written.period,
        reference=written.reference,
        exempt=reader.exempt(answers, kind, written.enterprise.industry),
        business=written.business,
        confirmed_inferences=written.confirmed_inferences,
        course=written.course,
    )


def _read_answers(
    raw: Mapping[str, object], chosen: FormReader | Fault, kind: ProductionType
) -> tuple[dict[str, Value], dict[str, Value], list[Fault]]:
    """Return the answers to score, the ignored ones and every fault, that of the form included."""
    missing = [] if "answers" in raw else [missing_field("answers")]
    if isinstance(chosen, Fault):
        return {}, {}, [chosen, *missing]
    if missing:
        return {}, {}, missing
    return chosen.read(raw["answers"], kind)
