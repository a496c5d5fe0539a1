"""What lists are filtered by: read from a caller's input, every fault at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from diagnosis.domain.characters import folded, identifying, is_unseen
from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.domain.intake.enterprise import SizeClass, read_industry, read_listed_place
from diagnosis.domain.intake.fields import FIRST_DAY, LAST_DAY, read_day, unknown_field
from diagnosis.domain.intake.industry import DIVISION
from diagnosis.domain.intake.limits import PAINS
from diagnosis.domain.retrofit.catalogue.package import Grade, PackageArea
from diagnosis.domain.retrofit.support.instrument import InstrumentKind
from diagnosis.domain.text import Text
from diagnosis.services.ports.content import Content
from diagnosis.services.read.earlier_ids import package_of

MOST_SOUGHT = 100
"""The most characters of a text that is looked for."""
PACKAGE_FILTERS = ("trade", "area", "grade", "pain", "text")
TRADE_FILTERS = ("industry", "text")
CASE_FILTERS = ("industry", "city", "size", "scene", "package", "text")
SUPPORT_FILTERS = (
    "industry", "city", "size", "scene", "package", "text", "kind", "measure", "date", "open",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of a list; None = not filtered by.

    `industry` is the code of a division (C13…C43), or a finer one; a `package` may be written as
    the earlier project that it took over; `on` is the date (`date`) that
    a status is wanted for.
    """

    industry: str | None = None
    city: str | None = None
    size: SizeClass | None = None
    scene: str | None = None
    package: str | None = None
    text: str | None = None
    kind: str | None = None
    trade: str | None = None
    area: PackageArea | None = None
    grade: Grade | None = None
    pain: str | None = None
    measure: str | None = None
    open: bool | None = None
    on: date | None = None

    @property
    def division(self) -> str | None:
        """Return the division of the industry."""
        return None if self.industry is None else self.industry[:DIVISION]


def read_filters(content: Content, raw: Mapping[str, str], allowed: Collection[str]) -> Filters:
    """Return the filters that a caller's texts write; an empty text filters nothing.

    Parameters
    ----------
    allowed
        The names that this list may be filtered by.

    Raises
    ------
    FaultyInput
        With every unknown name and every value that does not exist.

    """
    faults: list[Fault] = []
    values: dict[str, object] = {}
    for name, text in raw.items():
        if name not in allowed:
            faults.append(unknown_field(name, allowed))
        elif not is_unseen(text):
            value = _read(content, name, identifying(text), pointer(name))
            if isinstance(value, Fault):
                faults.append(value)
            else:
                values["on" if name == "date" else name] = value
    if faults:
        raise FaultyInput(faults)
    return Filters(**values)  # type: ignore[arg-type]


def read_filter_day(content: Content, text: str | None) -> date | None:
    """Return the day of a filter `date`, None where there is none.

    Raises
    ------
    FaultyInput
        When it is no day.

    """
    return read_filters(content, {"date": text or ""}, ("date",)).on


def _read(content: Content, name: str, text: str, place: str) -> object:
    if name == "industry":
        return read_industry(text, place, content.codes)
    if name == "city":
        return read_listed_place(text, place, content.codes)
    if name == "text":
        too_long = len(text) > MOST_SOUGHT
        return Fault(place, "too-long", {"limit": MOST_SOUGHT}) if too_long else text
    if name == "date":
        return _day(text, place)
    if name == "package" and (taken := package_of(content, text)) is not None:
        return taken.id
    choices = _choices(content, name)
    if text not in choices:
        return Fault(place, "unknown-value", {"value": text, "allowed": ", ".join(choices)})
    return choices[text]


def _day(text: str, place: str) -> date | Fault:
    day = read_day(text)
    if day is None:
        return Fault(place, "bad-date", {"value": text})
    limits = {"low": str(FIRST_DAY), "high": str(LAST_DAY)}
    return day if FIRST_DAY <= day <= LAST_DAY else Fault(place, "out-of-range", limits)


def _choices(content: Content, name: str) -> Mapping[str, object]:
    """Return the values that a filter may have, by how they are written."""
    if name == "open":
        return {"true": True, "false": False}
    enums = {
        "size": SizeClass,
        "kind": InstrumentKind,
        "area": PackageArea,
        "grade": Grade,
    }
    if name in enums:
        return {str(value): value for value in enums[name]}
    ids = {
        "scene": content.scenes,
        "package": content.packages,
        "measure": content.measures,
        "trade": content.trades.by_id,
        "pain": PAINS.values,
    }
    return {identity: identity for identity in ids[name]}


def mentions(wanted: str | None, *texts: Text) -> bool:
    """Return whether a text holds the wanted words, in either language, any width and any case.

    Examples
    --------
    >>> mentions("ＭＥＳ", Text("制造执行系统", "MES for the shop floor"))
    True
    """
    if wanted is None:
        return True
    sought = folded(wanted)
    return any(sought in folded(text.zh) or sought in folded(text.en) for text in texts)
