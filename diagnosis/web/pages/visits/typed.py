"""What a form of a visit states of a question, as the answer that the service reads; and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.present.access.visit_words import form_fault
from diagnosis.present.say import Shown
from diagnosis.web.languages import wanted_language

DOES_NOT_APPLY = "not-applicable:"
"""What stands before the reason in the value of a choice that says: this does not apply here."""
_TEXTS = ("partly", "part", "whole", "grade", "reason", "note", "seen", "next", "kind")
Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """The fields of a question as they were typed; `chosen` are its radios or boxes."""

    chosen: tuple[str, ...]
    texts: Mapping[str, str]
    is_taken_away: bool = False

    def __getitem__(self, name: str) -> str:
        """Return the text of a field, empty where it was left blank."""
        return self.texts.get(name, "")

    @property
    def seen_at(self) -> datetime | None:
        """Return when the answer was changed that the page showed, None where it showed none."""
        try:
            return datetime.fromisoformat(self["seen"]).astimezone()
        except ValueError:
            return None

    def answer(self) -> object:
        """Return the answer as the service reads it, None where it is taken away."""
        if self.is_taken_away:
            return None
        texts = {name: self[name] or None for name in ("grade", "reason", "note")}
        return {"value": self._value(), **texts}

    def _value(self) -> object:
        if self["kind"] == "share":
            part, whole = (self[name].strip() for name in ("part", "whole"))
            return {"part": _number(part), "whole": _number(whole)} if part or whole else None
        reason = next((each for each in self.chosen if each.startswith(DOES_NOT_APPLY)), None)
        if reason is not None:
            return {"not_applicable": reason.removeprefix(DOES_NOT_APPLY)}
        if not self.chosen:
            return None
        if self["kind"] == "multiple":
            return list(self.chosen)
        return self._position() if self["kind"] == "ladder" else self.chosen[-1]

    def _position(self) -> object:
        """Return the position with what is met of the next; a text that is no number as it is."""
        position = _number(self.chosen[-1])
        partly = _number(self["partly"] or "0")
        if isinstance(position, float) and isinstance(partly, float):
            return round(position + partly, 1)
        return position


def _number(text: str) -> object:
    """Return the number that a text writes, the text itself where it writes none."""
    try:
        return float(text)
    except ValueError:
        return text


def read_typed(fields: Fields) -> TypedAnswer:
    """Return what a form states of a question."""
    texts = {name: fields[name][-1] for name in _TEXTS if fields.get(name)}
    return TypedAnswer(tuple(fields.get("value", ())), texts, is_taken_away="drop" in fields)


def typed_of(kept: Shown | None) -> TypedAnswer:
    """Return the fields of a form that shows an answer as it is kept, or none."""
    if kept is None:
        return TypedAnswer((), {})
    texts = {name: kept[name] or "" for name in ("grade", "reason", "note")}
    texts["seen"] = kept["changed_at"]
    value = kept["value"]
    if isinstance(value, dict) and "not_applicable" in value:
        return TypedAnswer((DOES_NOT_APPLY + value["not_applicable"],), texts)
    if isinstance(value, dict):
        return TypedAnswer((), texts | {name: f"{value[name]:g}" for name in ("part", "whole")})
    if isinstance(value, float | int):
        partly = round(value - int(value), 1)
        return TypedAnswer((str(int(value)),), texts | {"partly": f"{partly:g}" if partly else ""})
    return TypedAnswer(tuple([value] if isinstance(value, str) else value), texts)


def faults_of(error: FaultyInput, place: int) -> list[dict[str, str]]:
    """Return for each faulty field its name and what is wrong, told once a field.

    `place` is which part of a pointer names the field: 1 for the first.
    """
    language, by_field = wanted_language(), dict[str, str]()
    for fault in error.faults:
        by_field.setdefault(_field(fault, place), form_fault(fault, language))
    return [{"field": field, "message": message} for field, message in by_field.items()]


def _field(fault: Fault, place: int) -> str:
    parts = fault.pointer.split("/")
    return parts[place] if len(parts) > place else ""
