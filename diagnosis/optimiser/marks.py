"""Who raises what: for each mark, the steps that it may come to and the packages that bring them.

Steps that the same packages bring are taken together, at the highest of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from diagnosis.domain.retrofit.catalogue.applied import COUNTED_AREAS
from diagnosis.domain.retrofit.plan.problem import PackageOption

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """A step of a mark and the packages that bring it, or more; `gain` is above the rung below.

    `by_areas` says that so many business areas in systems bring it as well.
    """

    step: int
    names: Names
    gain: float
    by_areas: bool = False


class Marks:
    """The marks that some options raise."""

    def __init__(self, options: Mapping[str, PackageOption]) -> None:
        brought: dict[str, dict[str, int]] = {}
        areas: dict[str, dict[str, list[str]]] = {}
        for name, option in options.items():
            for each in option.raises:
                top = brought.setdefault(each.mark, {})
                top[name] = max(each.to, top.get(name, 0))
            for item, together in option.areas.items():
                for area in sorted(together):
                    areas.setdefault(item, {}).setdefault(area, []).append(name)
        self.areas = {
            item: {area: tuple(names) for area, names in each.items()}
            for item, each in areas.items()
        }
        self._brought = brought

    def rungs(self, mark: str, steps: Sequence[float]) -> Iterator[Rung]:
        """Yield what each step of a mark that somebody brings adds to the one below."""
        brought, areas = self._brought.get(mark, {}), self.areas.get(mark, {})
        tops = {*brought.values(), *(range(1, COUNTED_AREAS + 1) if areas else ())}
        before = 0.0
        for step in sorted(tops):
            gain, before = steps[step] - before, steps[step]
            if gain:
                names = [name for name, to in brought.items() if to >= step]
                if areas and step == 1:
                    names += [n for each in areas.values() for n in each]
                by_areas = bool(areas) and 1 < step <= COUNTED_AREAS
                yield Rung(step, tuple(dict.fromkeys(names)), gain, by_areas)
