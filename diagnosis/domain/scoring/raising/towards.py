"""Which answers, raised, reach a level by a standard's own rule, each answer taken as it is."""

from collections.abc import Iterator, Sequence

from diagnosis.domain.intake.item import Positions
from diagnosis.domain.scoring.raising.raises import Reached, Requirement, Steps
from diagnosis.domain.scoring.raising.yardstick import Yardstick
from diagnosis.domain.scoring.scale import TOP


def raises_towards(measure: Yardstick, level: int, positions: Positions) -> dict[str, int]:
    """Return raises by mark that meet what a level and those below it ask for, few steps first.

    Greedy: at each turn the raise that closes the most of what is missing for its effort, which
    grows with each step of one answer. None of them can be left out or made smaller. Where raises
    cannot meet a condition, the others that they can meet are met; `Yardstick.level_after` says
    what level that comes to.

    Parameters
    ----------
    positions
        Of the answered ladders, 0–5, by item.

    """
    needs = measure.requirements_up_to(level)
    reached: dict[str, int] = {}
    while best := _best_raise(needs, reached, positions):
        mark, to = best
        reached.pop(mark, None)
        reached[mark] = to
    return _trimmed(needs, reached, positions)


def _best_raise(
    needs: Sequence[Requirement], reached: Reached, positions: Positions
) -> tuple[str, int] | None:
    """Return the raise that closes the most of what is missing for its effort, None without one.

    The whole range of a share counts five steps.
    """
    worth: dict[tuple[str, int], float] = {}
    for need in needs:
        missing = need.missing(reached)
        if missing <= 0:
            continue
        for mark, to, steps in _open_raises(need, reached):
            added = _added(need, mark, to, reached)
            start, size = int(positions.get(mark, 0)), min(1.0, TOP / (len(steps) - 1))
            last = max(reached.get(mark, 0), start)
            effort = _effort((to - start) * size) - _effort((last - start) * size)
            worth[mark, to] = worth.get((mark, to), 0.0) + min(added / missing, 1.0) / effort
    best = max(worth, key=worth.__getitem__, default=None)
    return best if best is not None and worth[best] > 0 else None


def _effort(steps: float) -> float:
    """Return the effort of so many steps of one answer: each takes one more than that before."""
    return steps * (steps + 1) / 2


def _open_raises(need: Requirement, reached: Reached) -> Iterator[tuple[str, int, Steps]]:
    """Yield each raise above what is reached that changes what a condition has."""
    for mark, steps in need.gains.items():
        last = reached.get(mark, 0)
        for to in range(last + 1, len(steps)):
            if steps[to] != steps[last]:
                yield mark, to, steps


def _added(need: Requirement, mark: str, to: int, reached: Reached) -> float:
    """Return what one raise more adds to a condition."""
    if need.caps:
        return need.gain({**reached, mark: to}) - need.gain(reached)
    steps = need.gains[mark]
    return steps[to] - steps[reached.get(mark, 0)]


def _trimmed(
    needs: Sequence[Requirement], reached: dict[str, int], positions: Positions
) -> dict[str, int]:
    """Return raises without those, and without those steps, that meet nothing more."""
    kept = dict(reached)
    missing = [need.missing(kept) for need in needs]
    for mark in reversed(reached):
        for to in range(int(positions.get(mark, 0)), reached[mark]):
            less = {**kept, mark: to}
            after = [need.missing(less) for need in needs]
            if all(now <= before for now, before in zip(after, missing, strict=True)):
                kept = less
                break
    return {mark: to for mark, to in kept.items() if to > int(positions.get(mark, 0))}
