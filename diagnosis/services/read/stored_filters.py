"""What lists of stored things are filtered by: values that exist, every fault at once."""

from collections.abc import Callable, Mapping

from diagnosis.domain.characters import capitals
from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.domain.intake.credit_code import read_credit_code
from diagnosis.domain.intake.enterprise import read_listed_place
from diagnosis.domain.intake.fields import missing_field, read_id
from diagnosis.domain.intake.sheet import choose_form
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Register
from diagnosis.services.ports.store import FilterValue, Reader, Where
from diagnosis.services.read.standards import known_standard, unknown_standard
from diagnosis.services.transaction import Caller

_Outcome = Mapping[str, FilterValue] | Fault
"""What a filter comes to: what rows must equal, or what is wrong with it."""
_Check = Callable[[Content, str, FilterValue], _Outcome]
_LookUp = Callable[[Reader, str, FilterValue], _Outcome]
LEVEL_FILTERS = ("level", "promised_level")
"""The filters that take a level of the standard beside them, or of any."""

OF_STANDARD = ("level", "basis", "margin_below")
"""The filters of diagnoses that need the standard beside them."""


def read_where(
    content: Content, caller: Caller, filters: Mapping[str, FilterValue | None]
) -> Where:
    """Return what stored rows must equal: the filters that have a value.

    A chain or park is named by its id or its registered name.

    Raises
    ------
    FaultyInput
        With every value that names nothing; an empty page never stands for a mistyped filter.

    """
    wanted = {name: value for name, value in filters.items() if value is not None}
    if not wanted:
        return {}
    looked_up = _look_up(caller, wanted)
    faults: list[Fault] = []
    where: dict[str, FilterValue] = {}
    for name, value in wanted.items():
        outcome = looked_up.get(name) or _CHECKS.get(name, _as_it_is)(content, name, value)
        if isinstance(outcome, Fault):
            faults.append(outcome)
        else:
            where |= outcome
    if "basis" in filters and "standard" not in wanted and {*OF_STANDARD} & {*wanted}:
        faults.append(missing_field("standard"))
    faults += _no_such_level(content, wanted)
    if faults:
        raise FaultyInput(faults)
    return where


def _look_up(caller: Caller, wanted: Mapping[str, FilterValue]) -> dict[str, _Outcome]:
    """Return what the filters come to that name stored things; others cost no transaction."""
    named = [name for name in wanted if name in _LOOK_UPS]
    if not named:
        return {}
    with caller.store.read(caller.principal) as reader:
        return {name: _LOOK_UPS[name](reader, name, wanted[name]) for name in named}


def _no_such_level(content: Content, wanted: Mapping[str, FilterValue]) -> list[Fault]:
    """Return the faults of levels that the standard beside them, else every standard, lacks."""
    standard = known_standard(content, wanted.get("standard"))
    highest = max(each.levels[-1].level for each in content.standards if standard in (None, each))
    limits = {"low": 0, "high": highest}
    return [
        Fault(pointer(name), "out-of-range", limits)
        for name in LEVEL_FILTERS
        if isinstance(level := wanted.get(name), int) and level > highest
    ]


def _as_it_is(_: Content, name: str, value: FilterValue) -> _Outcome:
    return {name: value}


def _city(content: Content, name: str, value: FilterValue) -> _Outcome:
    place = read_listed_place(value, pointer(name), content.codes)
    return place if isinstance(place, Fault) else {name: place}


def _division(content: Content, name: str, value: FilterValue) -> _Outcome:
    code = capitals(str(value))
    known = code in content.codes.industries
    return {name: code} if known else Fault(pointer(name), "unknown-industry")


def _form(content: Content, name: str, value: FilterValue) -> _Outcome:
    chosen = choose_form(value, None, content.readers, kept=True)
    return chosen if isinstance(chosen, Fault) else {name: value}


def _standard(content: Content, name: str, value: FilterValue) -> _Outcome:
    standard = known_standard(content, value)
    if standard is None:
        return unknown_standard(content, value, pointer(name))
    return {name: standard.id}


def _credit_code(_: Content, name: str, value: FilterValue) -> _Outcome:
    code = read_credit_code(value, pointer(name), required=True)
    return code if isinstance(code, Fault) else {name: code}


def _enterprise(reader: Reader, name: str, value: FilterValue) -> _Outcome:
    known = reader.enterprise(str(value)) is not None
    return {name: value} if known else Fault(pointer(name), "unknown-enterprise")


def _assessment(reader: Reader, name: str, value: FilterValue) -> _Outcome:
    known = reader.assessment(str(value)) is not None
    return {name: value} if known else Fault(pointer(name), "unknown-assessment")


def _member(reader: Reader, name: str, value: FilterValue) -> _Outcome:
    register, wanted = Register(name), str(value)
    entry, entry_id = reader.register_entry_named(register, wanted), read_id(value)
    if entry is None and entry_id is not None:
        entry = reader.register_entry(register, entry_id)
    if entry is None:
        values = {"name": wanted}
        if register is Register.CHAIN:
            return Fault(pointer(name), "unknown-chain", values)
        return Fault(pointer(name), "unknown-park", values)
    return {f"{name}_id": entry.id}


_CHECKS: Mapping[str, _Check] = {
    "city": _city,
    "division": _division,
    "form": _form,
    "standard": _standard,
    "credit_code": _credit_code,
}
_LOOK_UPS: Mapping[str, _LookUp] = {
    "enterprise_id": _enterprise,
    "assessment_id": _assessment,
    "chain": _member,
    "park": _member,
}
