"""Where a firm is strong and where weak, by the answers that it gave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from diagnosis.domain.scoring.verdict import part_rank, position_of
from diagnosis.domain.text import Text
from diagnosis.present.ours import practice
from diagnosis.present.parts import main_parts
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

AREAS_SHOWN = 3
_STRONG = 2.0
"""An area below this position is nobody's strength (ours)."""
_SAME = 1e-9

Scored = TypeVar("Scored")


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A field of work, by the answered ladders of a form that are about it.

    `mean` is that of their positions (0–5); `item` is what to raise first, at `has`, and
    `next_practice` the text of its next position, None where the form has none above. `rank` is
    that of the area in every list of a diagnosis, by its items.
    """

    name: Text
    mean: float
    rank: int
    item: str
    has: float
    next_practice: Text | None


def areas(content: Content, diagnosis: Diagnosis) -> list[Area]:
    """Return the answered areas of a sheet, as `weakest_first` puts them.

    Areas that are equally weak stand in the order of the largest gaps, then of the form.
    """
    parts = main_parts(content.standards)
    grouped: dict[str, tuple[Text, dict[str, float]]] = {}
    for item in diagnosis.sheet.form.entries:
        position = position_of(diagnosis.sheet.answers.get(item))
        if position is not None:
            name = parts.get(item, content.bank[item].name)
            grouped.setdefault(name.zh, (name, {}))[1][item] = position
    rank = {gap.item: -place for place, (_, gap) in enumerate(reversed(diagnosis.gaps))}
    summed_up = [_area(content, diagnosis, name, held) for name, held in grouped.values()]
    summed_up.sort(key=lambda area: rank.get(area.item, 1))
    return weakest_first(summed_up, lambda area: (area.rank, area.mean))


def weakest_first(
    parts: Sequence[Scored], key: Callable[[Scored], tuple[int, float]]
) -> list[Scored]:
    """Return parts in the order that all lists of a diagnosis have: by rank, then by score.

    `key` returns both of a part. What stands above the mean of all parts is no weak point,
    whatever its rank: it comes behind, by its score.
    """
    if not parts:
        return []
    mean = fmean(key(part)[1] for part in parts) + _SAME
    below = [part for part in parts if key(part)[1] <= mean]
    above = [part for part in parts if key(part)[1] > mean]
    return [*sorted(below, key=key), *sorted(above, key=lambda part: key(part)[1])]


def weak_and_strong(known: Sequence[Area]) -> tuple[list[Area], list[Area]]:
    """Return the first areas that have something to come, and the strongest of the others.

    None of the strong ones stands below a weak one.
    """
    weak = [area for area in known if area.next_practice is not None][:AREAS_SHOWN]
    least = max([_STRONG, *(area.mean for area in weak)])
    others = [area for area in reversed(known) if area not in weak and area.mean >= least]
    others.sort(key=lambda area: area.mean, reverse=True)
    return weak, others[:AREAS_SHOWN]


def _area(content: Content, diagnosis: Diagnosis, name: Text, held: dict[str, float]) -> Area:
    ranks, entries = diagnosis.next_steps.ranks, diagnosis.sheet.form.entries
    item = min(
        held,
        key=lambda item: (held[item] >= entries[item].top, ranks.get(item, 0), held[item]),
    )
    has = held[item]
    following = int(has) + 1
    is_open = following <= entries[item].top
    return Area(
        name=name,
        mean=fmean(held.values()),
        rank=part_rank(ranks, held),
        item=item,
        has=has,
        next_practice=practice(content.bank[item], following) if is_open else None,
    )
