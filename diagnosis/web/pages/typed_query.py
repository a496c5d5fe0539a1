"""What people type to narrow a list down: read like parameters of the API, kept as typed.

A form sends each of its fields, empty where nothing was typed; what stands in an address beside
them is left aside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import request

from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.present.pages.form_faults import messages_by_field
from diagnosis.services.ports.store import FilterValue
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.page import with_query
from diagnosis.web.parameters import Parameter

CURSOR = "cursor"


@dataclass(frozen=True, slots=True)
class TypedQuery:
    """The filters of a list: their values, as they were typed, and what is wrong with them."""

    values: Mapping[str, FilterValue | None]
    typed: Mapping[str, str]
    faults: tuple[Fault, ...]

    def next_link(self, following: str | None) -> str | None:
        """Return the address of the next page of the list, None where this is the last."""
        if following is None:
            return None
        return with_query(request.path, **self.typed, **{CURSOR: following})


def read_typed(parameters: Iterable[Parameter]) -> TypedQuery:
    """Return what the address of a list has of its filters."""
    values: dict[str, FilterValue | None] = {}
    typed: dict[str, str] = {}
    faults: list[Fault] = []
    for parameter in parameters:
        name = parameter.name
        raw = request.args.get(name, "").strip()
        values[name] = None
        if not raw:
            continue
        typed[name] = raw
        value = parameter.read(raw, pointer(name))
        if isinstance(value, Fault):
            faults.append(value)
        else:
            values[name] = value
    return TypedQuery(values, typed, tuple(faults))


def read_cursor(parameter: Parameter) -> str | None:
    """Return where the page of a list starts, None for its start.

    Raises
    ------
    FaultyInput
        When the address has none that was handed out.

    """
    raw = request.args.get(parameter.name)
    if raw is None:
        return None
    value = parameter.read(raw, pointer(parameter.name))
    if isinstance(value, Fault):
        raise FaultyInput([value])
    return str(value)


def messages(faults: Iterable[Fault]) -> dict[str, str]:
    """Return what is wrong with each field, in the language of the page."""
    return messages_by_field(faults, wanted_language())
