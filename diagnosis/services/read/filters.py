"""What lists are filtered by: read from a caller's input, every fault at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.project import Goal, Stage
from diagnosis.domain.text import Text
from diagnosis.present.names import KINDS
from diagnosis.services.ports.content import Content

MOST_CHARACTERS = 100
PROJECT_FILTERS = ("industry", "size", "scene", "text", "stage", "goal", "measure")
CASE_FILTERS = ("industry", "city", "size", "scene", "project", "text")
SUPPORT_FILTERS = (
    "industry", "city", "size", "scene", "project", "text", "kind", "measure", "date", "open",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a list; None = not filtered by.

    `industry` is a division (C13…C43); `on` is the date (`date`) that a status is wanted for.
    """

    industry: str | None = None
    city: str | None = None
    size: SizeClass | None = None
    scene: str | None = None
    project: str | None = None
    text: str | None = None
    stage: Stage | None = None
    goal: Goal | None = None
    kind: str | None = None
    measure: str | None = None
    open: bool | None = None
    on: date | None = None


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
    found: dict[str, object] = {}
    for name, value in raw.items():
        where = pointer(name)
        if name not in allowed:
            values = {"name": name, "allowed": ", ".join(allowed)}
            faults.append(Fault(where, "unknown-field", dict(values)))
        elif value.strip():
            result = _read(content, name, value.strip(), where)
            if isinstance(result, Fault):
                faults.append(result)
            else:
                found["on" if name == "date" else name] = result
    if faults:
        raise FaultyInput(faults)
    return Filters(**found)  # type: ignore[arg-type]


def _read(content: Content, name: str, value: str, where: str) -> object:
    if name == "industry":
        known = value[:3] in content.codes.industries and value[1:].isdigit() and len(value) < 6
        return value[:3] if known else Fault(where, "unknown-industry")
    if name == "city":
        known = value in content.codes.places
        return value if known else Fault(where, "unknown-place", {"place": value})
    if name == "text":
        too_long = len(value) > MOST_CHARACTERS
        return Fault(where, "too-long", {"limit": MOST_CHARACTERS}) if too_long else value
    if name == "date":
        return _date(value, where)
    sets: dict[str, Mapping[str, object]] = {
        "size": {str(one): one for one in SizeClass},
        "scene": {one: one for one in content.scenes},
        "project": {one: one for one in content.projects},
        "stage": {str(one): one for one in Stage},
        "goal": {str(one): one for one in Goal},
        "kind": {one: one for one in KINDS},
        "measure": {one: one for one in content.measures},
        "open": {"true": True, "false": False},
    }
    if value not in sets[name]:
        values = {"value": value, "allowed": ", ".join(sets[name])}
        return Fault(where, "unknown-value", dict(values))
    return sets[name][value]


def _date(value: str, where: str) -> date | Fault:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        found = None
    # Week dates and dates without hyphens are ISO too, but not what the message asks for.
    if found is None or found.isoformat() != value:
        return Fault(where, "bad-date", {"value": value})
    return found


def says(wanted: str | None, *texts: Text) -> bool:
    """Return whether one of the texts holds the wanted one, in either language, any case.

    Examples
    --------
    >>> says("mes", Text("制造执行系统", "MES for the shop floor"))
    True
    """
    if wanted is None:
        return True
    sought = wanted.casefold()
    return any(sought in text.zh.casefold() or sought in text.en.casefold() for text in texts)
