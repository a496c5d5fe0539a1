"""How far a plan has come: notes on its packages, and what it planned against what was reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from diagnosis.domain.intake.item import Positions
from diagnosis.domain.retrofit.catalogue.amounts import Money


class Status(StrEnum):
    """Where a package of a plan stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Note:
    """What was noted of a package on a day; `cost_wan` is what was spent on it until then.

    `project` is the id that was written: of the package, or of an earlier project it took over.
    """

    project: str
    status: Status
    on: date
    reason: str | None = None
    cost_wan: float | None = None


class Fulfilment(StrEnum):
    """Whether an item came to where a plan was to bring it.

    Not reached is what was due, or whose package is done; before that it is planned, running or
    dropped as its package is.
    """

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not-reached"
    PLANNED = "planned"
    RUNNING = "running"
    DROPPED = "dropped"
    UNKNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class ItemProgress:
    """An item that a package was to raise: its positions (0–5) before, planned and later.

    None where the item was not answered with a position. `status` is that of the package where
    it is not done and was not due when the later sheet came, else None.
    """

    item: str
    before: float | None
    planned: int
    later: float | None
    status: Status | None = None

    @property
    def fulfilment(self) -> Fulfilment:
        """Return whether the item came to the planned position.

        Examples
        --------
        >>> str(ItemProgress("a", 1.0, 3, 2.5).fulfilment)
        'partly'
        >>> str(ItemProgress("a", 1.0, 3, None).fulfilment)
        'not-known'
        """
        if self.later is None:
            return Fulfilment.UNKNOWN
        if self.later >= self.planned:
            return Fulfilment.REACHED
        before = self.before if self.before is not None else 0.0
        if self.later > before:
            return Fulfilment.PARTLY
        return Fulfilment.NOT_REACHED if self.status is None else Fulfilment(str(self.status))


@dataclass(frozen=True, slots=True)
class PackageProgress:
    """A package of a plan: where it stands, its items, and its cost planned and real (万元).

    Plans of the earlier planner have projects in its place.
    """

    id: str
    note: Note | None
    items: tuple[ItemProgress, ...]
    planned_wan: Money

    @property
    def status(self) -> Status:
        """Return where the package stands; planned where nothing was noted."""
        return self.note.status if self.note else Status.PLANNED

    @property
    def cost_wan(self) -> float | None:
        """Return what was spent, None where nothing was noted."""
        return self.note.cost_wan if self.note else None

    @property
    def cost_within(self) -> str | None:
        """Return whether the real cost of a package that is done is below, within or above.

        Examples
        --------
        >>> note = Note("p", Status.DONE, date(2026, 1, 1), cost_wan=12)
        >>> PackageProgress("p", note, (), Money(4, 6, 9)).cost_within
        'above'
        """
        if self.cost_wan is None or self.status is not Status.DONE:
            return None
        if self.cost_wan < self.planned_wan.low:
            return "below"
        return "within" if self.cost_wan <= self.planned_wan.high else "above"


@dataclass(frozen=True, slots=True)
class PlannedRise:
    """What a plan counts on of a package: its cost (万元), and to where (1–5) it raises items.

    `due` is the day by which it should have brought that.
    """

    cost: Money
    raises: Mapping[str, int]
    due: date


def latest_notes(notes: Sequence[Note]) -> dict[str, Note]:
    """Return the last note by id; its cost is the last one that was noted."""
    latest: dict[str, Note] = {}
    for note in notes:
        before = latest.get(note.project)
        if note.cost_wan is None and before is not None:
            note = replace(note, cost_wan=before.cost_wan)
        latest[note.project] = note
    return latest


def compare_progress(
    promised: Mapping[str, PlannedRise],
    notes: Sequence[Note],
    before: Positions,
    later: Positions | None,
    on: date | None = None,
) -> tuple[PackageProgress, ...]:
    """Return each package of a plan with what it was to raise and what a later sheet shows.

    Parameters
    ----------
    promised
        What was promised by package, in the order of the plan.
    notes
        On the packages of the plan, oldest first.
    before, later
        Answered ladder positions when the plan was made and later; None without a later sheet.
        Items that were at the planned position before are left out.
    on
        The day of the later sheet; None without one.

    """
    latest = latest_notes(notes)
    return tuple(
        _compared(name, each, latest.get(name), before, later, on)
        for name, each in promised.items()
    )


def _compared(
    name: str,
    promised: PlannedRise,
    note: Note | None,
    before: Positions,
    later: Positions | None,
    on: date | None,
) -> PackageProgress:
    stands = PackageProgress(name, note, (), promised.cost)
    is_held = stands.status is Status.DONE or (
        stands.status is not Status.DROPPED and on is not None and promised.due <= on
    )
    items = tuple(
        ItemProgress(
            item,
            before.get(item),
            to,
            None if later is None else later.get(item),
            None if is_held else stands.status,
        )
        for item, to in promised.raises.items()
        if before.get(item, 0.0) < to
    )
    return replace(stands, items=items)
