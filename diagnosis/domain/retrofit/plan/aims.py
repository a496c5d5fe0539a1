"""The levels that a plan aims at: what they lack, what is out of reach, what may be promised."""

from collections.abc import Iterable, Mapping, Sequence

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.package import Grade
from diagnosis.domain.retrofit.plan.problem import Aim, PackageOption
from diagnosis.domain.retrofit.plan.worth import reached_by_options
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.raising.raises import Reached, Requirement, item_of
from diagnosis.domain.scoring.raising.yardstick import Yardstick
from diagnosis.domain.scoring.scale import HALF_STEP

SMALL_FIRMS = (SizeClass.MICRO, SizeClass.SMALL)
SMALL_FIRMS_TOP = 3
"""The highest level that is promised to a micro or small firm (ours)."""
FULL_GRADE_FROM = 4
"""From this level on nothing is promised without full-grade systems (ours)."""


def level_cap(
    size: SizeClass, level: int, top: int, grades: Iterable[Grade], *, begins_spine: bool = True
) -> int:
    """Return the highest level that is promised to a firm at a level, whatever a plan scores.

    Micro and small firms: a level up in 36 months, two from 0, never above 3. Level 4 and above
    only where full-grade packages are bought. No level up where a plan leaves the whole spine of
    the trade open (ours). What the firm has already is no promise.

    Examples
    --------
    >>> level_cap(SizeClass.SMALL, 0, 5, []), level_cap(SizeClass.SMALL, 1, 5, [])
    (2, 2)
    >>> [level_cap(SizeClass.LARGE, 3, 5, [grade]) for grade in (Grade.LIGHT, Grade.FULL)]
    [3, 5]
    """
    if not begins_spine:
        return level
    cap = top
    if size in SMALL_FIRMS:
        cap = min(SMALL_FIRMS_TOP, level + (1 if level else 2))
    elif Grade.FULL not in tuple(grades):
        cap = FULL_GRADE_FROM - 1
    return max(level, min(cap, top))


def next_levels(level: int, cap: int) -> tuple[int, ...]:
    """Return the levels that a plan aims at from a level on: the next, from 0 the next two.

    Examples
    --------
    >>> next_levels(0, 2), next_levels(2, 5), next_levels(3, 3)
    ((1, 2), (3,), ())
    """
    return tuple(range(level + 1, min(cap, level + (1 if level else 2)) + 1))


def aims_of(
    yardstick: Yardstick, options: Mapping[str, PackageOption], levels: Sequence[int]
) -> tuple[Aim, ...]:
    """Return the levels aimed at, with what they lack and what no set of the options can meet."""
    most = reached_by_options(options.values())
    return tuple(_aim(yardstick, most, level) for level in levels)


def _aim(yardstick: Yardstick, most: Reached, level: int) -> Aim:
    missing: list[Requirement] = []
    shares: list[Requirement] = []
    blocked: list[LevelCondition] = []
    for need in yardstick.requirements_up_to(level):
        if _may_fall(need):
            shares.append(need)
        elif need.missing({}) > 0:
            if need.gain(most) > HALF_STEP:
                missing.append(need)
            if need.missing(most) > 0:
                blocked.append(need.condition)
    return Aim(level=level, missing=tuple(missing), shares=tuple(shares), blocked=tuple(blocked))


def unraised_questions(
    yardstick: Yardstick, options: Mapping[str, PackageOption], aim: Aim
) -> tuple[str, ...]:
    """Return the questions that keep a level out of reach by their points, by item.

    None of the options brings all of their points; those that lack most come first.
    """
    most = reached_by_options(options.values())
    lacking: dict[str, float] = {}
    for need in yardstick.requirements_up_to(aim.level):
        if need.condition.kind is ConditionKind.POINTS and need.condition in aim.blocked:
            for mark, steps in need.gains.items():
                left = max(steps) - steps[min(most.get(mark, 0), len(steps) - 1)]
                item = item_of(mark)
                lacking[item] = max(left, lacking.get(item, 0.0))
    ordered = sorted(lacking, key=lambda item: (-lacking[item], item))
    return tuple(item for item in ordered if lacking[item] > HALF_STEP)


def _may_fall(need: Requirement) -> bool:
    return any(gain < 0 for steps in need.gains.values() for gain in steps)
