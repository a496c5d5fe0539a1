"""Where a firm is strong and where weak, by the answers that it gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from diagnosis.domain.scoring.verdict import position_of
from diagnosis.domain.text import Text
from diagnosis.present.ours import practice
from diagnosis.present.parts import main_parts
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

AREAS_SHOWN = 3
_STRONG = 1.0
"""An area below this position is nobody's strength (ours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A field of work, by the answered ladders of a form that are about it.

    `mean` is that of their positions (0–5); `lowest` is the item that stands lowest, at `has`, and
    `next_practice` the text of its next position, None where the form has none above.
    """

    name: Text
    mean: float
    lowest: str
    has: float
    next_practice: Text | None


def areas(content: Content, diagnosis: Diagnosis) -> list[Area]:
    """Return the answered areas of a sheet, the weakest first.

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
    return sorted(summed_up, key=lambda area: (area.mean, rank.get(area.lowest, 1)))


def weak_and_strong(known: Sequence[Area]) -> tuple[list[Area], list[Area]]:
    """Return the weakest areas that have something to come, and the strongest of the others."""
    weak = [area for area in known if area.next_practice is not None][:AREAS_SHOWN]
    others = [area for area in reversed(known) if area not in weak and area.mean >= _STRONG]
    return weak, others[:AREAS_SHOWN]


def _area(content: Content, diagnosis: Diagnosis, name: Text, held: dict[str, float]) -> Area:
    lowest = min(held, key=lambda item: held[item])
    has = held[lowest]
    following = int(has) + 1
    is_open = following <= diagnosis.sheet.form.entries[lowest].top
    return Area(
        name=name,
        mean=fmean(held.values()),
        lowest=lowest,
        has=has,
        next_practice=practice(content.bank[lowest], following) if is_open else None,
    )
