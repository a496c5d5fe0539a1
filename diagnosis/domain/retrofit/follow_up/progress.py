"""How far a plan has come: the notes on its projects, and what was promised against reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from diagnosis.domain.intake.item import Positions
from diagnosis.domain.retrofit.catalogue.project import Project, Range


class Status(StrEnum):
    """Where a project of a plan stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Note:
    """What was noted of a project on a day; `cost_wan` is what was spent on it until then."""

    project: str
    status: Status
    on: date
    reason: str | None = None
    cost_wan: float | None = None


class Kept(StrEnum):
    """What became of a promise."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not-reached"
    UNKNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class ItemPromise:
    """An item that a project was to raise: positions (0–5) before, promised and later found.

    None where the item was not answered with a position.
    """

    item: str
    before: float | None
    promised: int
    found: float | None

    @property
    def kept(self) -> Kept:
        """Return what became of the promise.

        Examples
        --------
        >>> str(ItemPromise("a", 1.0, 3, 2.5).kept), str(ItemPromise("a", 1.0, 3, None).kept)
        ('partly', 'not-known')
        """
        if self.found is None:
            return Kept.UNKNOWN
        if self.found >= self.promised:
            return Kept.REACHED
        started = self.before if self.before is not None else 0.0
        return Kept.PARTLY if self.found > started else Kept.NOT_REACHED


@dataclass(frozen=True, slots=True)
class Promise:
    """A project of a plan: where it stands, its items, and its cost planned and real (万元)."""

    project: str
    note: Note | None
    items: tuple[ItemPromise, ...]
    planned_wan: Range

    @property
    def status(self) -> Status:
        """Return where the project stands; planned where nothing was noted."""
        return self.note.status if self.note else Status.PLANNED

    @property
    def cost_wan(self) -> float | None:
        """Return what was spent, None where nothing was noted."""
        return self.note.cost_wan if self.note else None

    @property
    def cost_within(self) -> str | None:
        """Return whether the real cost of a project that is done is below, within or above.

        Examples
        --------
        >>> note = Note("p", Status.DONE, date(2026, 1, 1), cost_wan=12)
        >>> Promise("p", note, (), Range(4, 9)).cost_within
        'above'
        """
        if self.cost_wan is None or self.status is not Status.DONE:
            return None
        if self.cost_wan < self.planned_wan.low:
            return "below"
        return "within" if self.cost_wan <= self.planned_wan.high else "above"


def carried_cost(notes: Sequence[Note]) -> dict[str, Note]:
    """Return the last note of each project, its cost the last one that was given."""
    found: dict[str, Note] = {}
    for note in notes:
        before = found.get(note.project)
        cost = note.cost_wan
        if cost is None and before is not None:
            cost = before.cost_wan
        found[note.project] = Note(note.project, note.status, note.on, note.reason, cost)
    return found


def compare_promises(
    planned: Mapping[str, Range],
    projects: Mapping[str, Project],
    notes: Sequence[Note],
    before: Positions,
    later: Positions | None,
) -> tuple[Promise, ...]:
    """Return each project of a plan with what it promised and what a later sheet shows.

    Parameters
    ----------
    planned
        Planned cost by project, 万元, in the order of the plan.
    before, later
        Answered ladder positions when the plan was made and later; None without a later sheet.
        Items that the firm had reached before are no promise.

    """
    last = carried_cost(notes)
    return tuple(
        Promise(
            name,
            last.get(name),
            tuple(
                ItemPromise(
                    effect.item,
                    before.get(effect.item),
                    effect.to,
                    None if later is None else later.get(effect.item),
                )
                for effect in (projects[name].effects if name in projects else ())
                if before.get(effect.item, 0.0) < effect.to
            ),
            cost,
        )
        for name, cost in planned.items()
    )
