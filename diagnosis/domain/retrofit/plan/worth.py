"""What a set of packages is worth to a firm: levels, pains, benefits, points, less the money."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from diagnosis.domain.intake.business import SCENE
from diagnosis.domain.retrofit.catalogue.applied import COUNTED_AREAS
from diagnosis.domain.retrofit.plan.problem import (
    PROGRESS_PART,
    REACHED_PART,
    SERVED_BY,
    Aim,
    PackageOption,
    Problem,
)
from diagnosis.domain.retrofit.plan.ranks import (
    AI_WORTH,
    CURE_WORTH,
    FIRST_GRADE_WORTH,
    FOREMOST_WORTH,
    FURTHER_IN_ORDER_WORTH,
    LATER_SPINE_WORTH,
    MORE_WISHES_WORTH,
)
from diagnosis.domain.scoring.raising.raises import Reached, Requirement
from diagnosis.domain.scoring.scale import HALF_STEP, TOP


@dataclass(frozen=True, slots=True)
class Worth:
    """What a set of packages is worth: its parts, each 0–1 (thrift may be more), and the sum.

    `progress` is by level aimed at that nothing blocks, `reached` has the levels that count (see
    `Problem.lays_base`), `served` is by pain or goal. `value` is the weighed sum, `first`
    the worth of what comes before all weighing: the spine, wishes served, levels reached.
    """

    progress: Mapping[int, float]
    reached: frozenset[int]
    served: Mapping[str, float]
    benefit: float
    mean: float
    thrift: float
    value: float
    spine: int
    first: float

    @property
    def total(self) -> float:
        """Return what a plan of the most worth has most of."""
        return self.first + self.value


def reached_by(problem: Problem, chosen: Iterable[str]) -> dict[str, int]:
    """Return the step that each mark comes to once packages and their records are through."""
    return reached_by_options(problem.options[name] for name in chosen)


def reached_by_options(options: Iterable[PackageOption]) -> dict[str, int]:
    """Return the step that each mark comes to once options and their records are through."""
    reached: dict[str, int] = {}
    areas: dict[str, set[str]] = {}
    for option in options:
        for each in option.raises:
            reached[each.mark] = max(each.to, reached.get(each.mark, 0))
        for item, names in option.areas.items():
            areas.setdefault(item, set()).update(names)
    for item, together in areas.items():
        reached[item] = max(min(len(together), COUNTED_AREAS), reached.get(item, 0))
    return reached


def level_by(problem: Problem, chosen: Collection[str]) -> int:
    """Return the target standard's level once packages and their records are through.

    Where they do nothing for the spine the level stays: see `Problem.begins_spine`.
    """
    if not problem.begins_spine(chosen):
        return problem.yardstick.level
    reached = reached_by(problem, chosen)
    aimed = (aim.level for aim in problem.aims if _is_reached(aim, reached))
    return max([problem.yardstick.level_after(reached), *aimed])


def reaches(problem: Problem, chosen: Iterable[str], aim: Aim) -> bool:
    """Return whether a set of packages reaches a level aimed at."""
    names = tuple(chosen)
    return problem.begins_spine(names) and _is_reached(aim, reached_by(problem, names))


def closed(need: Requirement, reached: Reached) -> float:
    """Return how much of what a condition lacks is closed, 0–1."""
    missing = need.missing({})
    return min(1.0, max(0.0, need.gain(reached)) / missing) if missing > 0 else 1.0


def served_share(wish: str, packages: int) -> float:
    """Return how far so many packages serve a pain, or a goal that names a scene, 0–1."""
    return min(1.0, packages / (SERVED_BY if is_pain(wish) else 1))


def worth_of(problem: Problem, chosen: Iterable[str]) -> Worth:
    """Return what a set of packages is worth, by the weights of the problem."""
    names = tuple(chosen)
    reached, weights = reached_by(problem, names), problem.weights
    aims = problem.aims_in_reach
    progress = {aim.level: _progress(aim, reached) for aim in aims}
    counts = problem.tells_level and problem.lays_base(names)
    levels = frozenset(aim.level for aim in aims if counts and _is_reached(aim, reached))
    wishes = problem.wishes.serve
    served = {
        wish: served_share(wish, sum(wish in problem.options[name].serves for name in names))
        for wish in wishes
    }
    benefit = sum(bool(problem.options[name].package.brings) for name in names)
    benefit_share = min(1.0, benefit / problem.capacity.in_all)
    mean = problem.yardstick.rise(reached) / TOP
    thrift = sum(problem.options[name].three_years.mid for name in names) / problem.usual_wan
    level = [
        PROGRESS_PART * progress[aim.level] + REACHED_PART * (aim.level in levels) for aim in aims
    ]
    value = (
        weights.level * (sum(level) / len(level) if level else 0.0)
        + weights.pain * (sum(served.values()) / len(served) if served else 0.0)
        + weights.benefit * benefit_share
        + weights.mean * mean
        - weights.thrift * thrift
    )
    spine = _steps_done(problem.spine, names)
    steps = sum(worth for group, worth in problem.spine_worths() if set(group) & set(names))
    first = steps + _unweighed(problem, names, levels)
    return Worth(progress, levels, served, benefit_share, mean, thrift, value, spine, first)


def _unweighed(problem: Problem, names: tuple[str, ...], levels: frozenset[int]) -> float:
    """Return the worth of what is not weighed, beside the first steps of the spine."""
    options, weights = problem.options, problem.weights
    worth = sum(problem.level_worth(aim) for aim in problem.aims if aim.level in levels)
    worth += FOREMOST_WORTH * _steps_in_order(problem.foremost, names)
    worth += FIRST_GRADE_WORTH * len(problem.first_grades.intersection(names))
    if weights.pain:
        pains = [wish for wish in problem.wishes.serve if is_pain(wish)]
        served = sum(any(pain in options[name].serves for name in names) for pain in pains)
        serving = sum(bool(options[name].serves) for name in names)
        more = MORE_WISHES_WORTH * min(serving, problem.capacity.for_wishes)
        worth += problem.wish_worth * served + more
        worth += sum(problem.further_cure_worth(name) for name in names)
        worth += FURTHER_IN_ORDER_WORTH * _steps_in_order(problem.cures, names)
        if _steps_in_order(problem.foremost, names) == len(problem.foremost):
            first = problem.cures[: problem.cures_before_level]
            worth += CURE_WORTH * _steps_in_order(first, names)
    if weights.level:
        worth += LATER_SPINE_WORTH * _steps_done(problem.later_spine, names)
        worth += AI_WORTH * bool(set(problem.ai_uses).intersection(names))
    return worth


def _steps_done(groups: Iterable[tuple[str, ...]], names: tuple[str, ...]) -> int:
    return sum(bool(set(group).intersection(names)) for group in groups)


def _steps_in_order(groups: Sequence[tuple[str, ...]], names: tuple[str, ...]) -> int:
    """Return how many steps are done before the first that is not."""
    chosen = set(names)
    return sum(1 for _ in takewhile(lambda group: not chosen.isdisjoint(group), groups))


def is_pain(wish: str) -> bool:
    """Return whether a wish is a pain; the others are goals that name a scene."""
    return not wish.startswith(SCENE)


def _progress(aim: Aim, reached: Reached) -> float:
    """Return how much of what a level lacks is closed; of nothing that packages move, nothing."""
    shares = [closed(need, reached) for need in aim.missing]
    return sum(shares) / len(shares) if shares else 0.0


def _is_reached(aim: Aim, reached: Reached) -> bool:
    needs = (*aim.missing, *aim.shares)
    return aim.is_in_reach and all(need.missing(reached) <= HALF_STEP for need in needs)
