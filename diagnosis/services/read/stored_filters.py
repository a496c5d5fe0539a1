"""What lists of stored things are filtered by: values that exist, every fault at once."""

from collections.abc import Callable, Mapping
from datetime import datetime

from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.domain.intake.enterprise import read_credit_code
from diagnosis.domain.intake.sheet import choose_form
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Register
from diagnosis.services.ports.store import Reader, Where
from diagnosis.services.transaction import Caller

Value = str | int | datetime
_Result = dict[str, Value] | Fault
_Read = Callable[[Content, Reader, str, Value], _Result]


def read_where(content: Content, caller: Caller, filters: Mapping[str, Value | None]) -> Where:
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
    faults: list[Fault] = []
    where: dict[str, Value] = {}
    with caller.store.read(caller.principal) as reader:
        for name, value in wanted.items():
            read = _READ.get(name, _as_it_is)
            result = read(content, reader, name, value)
            if isinstance(result, Fault):
                faults.append(result)
            else:
                where |= result
    if "basis" in filters and "standard" not in wanted and {"level", "basis"} & {*wanted}:
        faults.append(Fault("", "missing-field", {"name": "standard"}))
    faults += _no_such_level(content, wanted)
    if faults:
        raise FaultyInput(faults)
    return where


def _no_such_level(content: Content, wanted: Mapping[str, Value]) -> list[Fault]:
    """Return the fault of a level that the standard beside it does not have."""
    level = wanted.get("level")
    for standard in content.standards:
        highest = standard.levels[-1].level
        if standard.id == wanted.get("standard") and isinstance(level, int) and level > highest:
            return [Fault("/level", "out-of-range", {"low": 0, "high": highest})]
    return []


def _as_it_is(_content: Content, _reader: Reader, name: str, value: Value) -> _Result:
    return {name: value}


def _city(content: Content, _: Reader, name: str, value: Value) -> _Result:
    if value in content.codes.places:
        return {name: value}
    return Fault(pointer(name), "unknown-place", {"place": value})


def _division(content: Content, _: Reader, name: str, value: Value) -> _Result:
    known = value in content.codes.industries
    return {name: value} if known else Fault(pointer(name), "unknown-industry")


def _form(content: Content, _: Reader, name: str, value: Value) -> _Result:
    chosen = choose_form(value, None, content.readers, kept=True)
    return chosen if isinstance(chosen, Fault) else {name: value}


def _standard(content: Content, _: Reader, name: str, value: Value) -> _Result:
    known = [standard.id for standard in content.standards]
    if value in known:
        return {name: value}
    values = {"standard": value, "allowed": ", ".join(known)}
    return Fault(pointer(name), "unknown-standard", values)


def _credit_code(_: Content, __: Reader, name: str, value: Value) -> _Result:
    code = read_credit_code(value, pointer(name))
    return code if isinstance(code, Fault) else {name: code}


def _enterprise(_: Content, reader: Reader, name: str, value: Value) -> _Result:
    known = reader.enterprise(str(value)) is not None
    return {name: value} if known else Fault(pointer(name), "unknown-enterprise")


def _assessment(_: Content, reader: Reader, name: str, value: Value) -> _Result:
    known = reader.assessment(str(value)) is not None
    return {name: value} if known else Fault(pointer(name), "unknown-assessment")


def _member(_: Content, reader: Reader, name: str, value: Value) -> _Result:
    register, wanted = Register(name), str(value)
    entry = reader.register_entry_named(register, wanted)
    entry = entry or reader.register_entry(register, wanted)
    if entry is None:
        values = {"name": wanted}
        if register is Register.CHAIN:
            return Fault(pointer(name), "unknown-chain", values)
        return Fault(pointer(name), "unknown-park", values)
    return {f"{name}_id": entry.id}


_READ: Mapping[str, _Read] = {
    "city": _city,
    "division": _division,
    "form": _form,
    "standard": _standard,
    "credit_code": _credit_code,
    "enterprise_id": _enterprise,
    "assessment_id": _assessment,
    "chain": _member,
    "park": _member,
}
