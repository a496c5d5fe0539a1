"""Fields of a caller's JSON, read one by one with every fault collected."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from math import isfinite
from typing import Any

from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.domain.intake.enterprise import bad_text
from diagnosis.domain.text import Text

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)


class Fields:
    """The fields of one object; faults gather in `faults`, shared with objects inside it."""

    def __init__(
        self,
        raw: object,
        allowed: Collection[str],
        where: str = "",
        faults: list[Fault] | None = None,
    ) -> None:
        self.where = where
        self.faults: list[Fault] = [] if faults is None else faults
        self.is_object = isinstance(raw, dict)
        self.given: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        if not self.is_object:
            self.fault("", "wrong-type", expected=Text("对象", "an object"))
        for name in self.given:
            if name not in allowed:
                self.fault(name, "unknown-field", name=name, allowed=", ".join(allowed))

    def fault(self, field: str, code: str, **values: object) -> None:
        """Note a fault of a field, or of the object itself for an empty name."""
        self.faults.append(Fault(self.where + (pointer(field) if field else ""), code, values))

    def has(self, name: str, *, required: bool = False) -> bool:
        """Return whether a field was given; note its absence where it is required."""
        given = self.given.get(name) is not None
        if required and not given and self.is_object:
            self.fault("", "missing-field", name=name)
        return given

    def text(self, name: str, limit: int, *, required: bool = False) -> str | None:
        """Return a text of at most so many characters; blanks count as none."""
        if not self.has(name, required=required):
            return None
        raw = self.given[name]
        if not isinstance(raw, str):
            self.fault(name, "wrong-type", expected=Text("文本", "text"))
        elif bad_text(raw.replace("\n", " ")):
            self.fault(name, "bad-text")
        elif len(raw) > limit:
            self.fault(name, "too-long", limit=limit)
        elif raw.strip():
            return raw.strip()
        elif required:
            self.fault("", "missing-field", name=name)
        return None

    def choice(self, name: str, allowed: Collection[str], *, required: bool = True) -> str | None:
        """Return one of some values."""
        if not self.has(name, required=required):
            return None
        raw = self.given[name]
        if isinstance(raw, str) and raw in allowed:
            return raw
        self.fault(name, "unknown-value", value=raw, allowed=", ".join(allowed))
        return None

    def flag(self, name: str, *, required: bool = False) -> bool | None:
        """Return true or false."""
        if not self.has(name, required=required):
            return None
        raw = self.given[name]
        if isinstance(raw, bool):
            return raw
        self.fault(name, "wrong-type", expected=Text("true 或 false", "true or false"))
        return None

    def amount(self, name: str, most: float) -> float | None:
        """Return an amount from 0 up, None where not given."""
        if not self.has(name):
            return None
        raw = self.given[name]
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            self.fault(name, "wrong-type", expected=Text("数值", "a number"))
        elif isinstance(raw, float) and not isfinite(raw):
            self.fault(name, "not-a-number")
        elif not 0 <= raw <= most:
            self.fault(name, "out-of-range", low=0, high=f"{most:g}")
        else:
            return float(raw)
        return None

    def day(self, name: str, *, latest: date = LAST_DAY) -> date | None:
        """Return a day written as 2026-11-23, None where not given."""
        if not self.has(name):
            return None
        raw = self.given[name]
        try:
            found = date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == 10 else None
        except ValueError:
            found = None
        if found is None:
            self.fault(name, "bad-date", value=raw)
        elif not FIRST_DAY <= found <= latest:
            self.fault(name, "out-of-range", low=str(FIRST_DAY), high=str(latest))
            return None
        return found

    def stop(self) -> None:
        """Stop where there are faults.

        Raises
        ------
        FaultyInput
            With every fault noted so far.

        """
        if self.faults:
            raise FaultyInput(self.faults)


def below(where: str, error: FaultyInput) -> tuple[Fault, ...]:
    """Return the faults of something that stands at a place inside the caller's input."""
    return tuple(replace(fault, pointer=where + fault.pointer) for fault in error.faults)
