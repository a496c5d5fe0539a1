"""What each package of a plan adds in its place: beside all that came about before it.

Effects come about when a package ends; a position that asks for months of records so much later.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from diagnosis.domain.retrofit.catalogue.applied import COUNTED_AREAS
from diagnosis.domain.retrofit.catalogue.effect import SystemsEffect
from diagnosis.domain.retrofit.plan.plan import Plan
from diagnosis.domain.retrofit.plan.problem import PackageOption, Problem
from diagnosis.domain.retrofit.plan.timeline import SLACK, Step
from diagnosis.domain.retrofit.plan.worth import closed
from diagnosis.domain.scoring.condition import LevelCondition


class Rise(NamedTuple):
    """A mark that a package raises: from where it stood before it, to where.

    `has` is None where no package raised it before; `records` are the months of records that the
    step asks for after the package ends.
    """

    mark: str
    has: int | None
    to: int
    records: int


@dataclass(slots=True)
class Added:
    """What a package adds: rises in the order in which they come, conditions that they advance."""

    rises: list[Rise] = field(default_factory=list)
    conditions: list[LevelCondition] = field(default_factory=list)


class _Moment(NamedTuple):
    """A month in which effects of a package come about, so long after its end."""

    month: float
    end: float
    place: int
    step: Step
    records: int


def added_by(problem: Problem, plan: Plan) -> dict[str, Added]:
    """Return what each package of a plan adds, by id.

    What comes about first counts: two packages never add the same step of a mark, nor does one
    advance a condition that held before. Conditions of levels that nothing brings in reach are
    left out.
    """
    needs = {
        need.condition: need for aim in problem.aims if aim.is_in_reach for need in aim.missing
    }
    added = {name: Added() for name in plan.packages}
    reached: dict[str, int] = {}
    areas: dict[str, set[str]] = {}
    held = dict.fromkeys(needs, 0.0)
    for moment in sorted(_moments(problem, plan)):
        option, mine = problem.options[moment.step.package], added[moment.step.package]
        rises = list(_rises(problem, option, moment.records, reached, areas))
        reached |= {rise.mark: rise.to for rise in rises}
        mine.rises += rises
        for condition, need in needs.items() if rises else ():
            holds = closed(need, reached)
            if holds > held[condition] + SLACK and condition not in mine.conditions:
                mine.conditions.append(condition)
            held[condition] = holds
    return added


def _moments(problem: Problem, plan: Plan) -> Iterator[_Moment]:
    for place, step in enumerate(plan.steps):
        option = problem.options[step.package]
        for records in sorted({0, *(each.months for each in option.raises)}):
            yield _Moment(step.end + records, step.end, place, step, records)


def _rises(
    problem: Problem,
    option: PackageOption,
    records: int,
    reached: dict[str, int],
    areas: dict[str, set[str]],
) -> Iterator[Rise]:
    """Yield what a package raises so many months after its end, above what is reached."""
    tops: dict[str, int] = {}
    for each in option.raises:
        if each.months == records:
            tops[each.mark] = max(each.to, tops.get(each.mark, 0))
    for item, systems in _systems(problem, option, areas) if not records else ():
        tops[item] = max(systems, tops.get(item, 0))
    for mark, to in tops.items():
        has = reached.get(mark)
        if has is None or has < to:
            yield Rise(mark, has, to, records)


def _systems(
    problem: Problem, option: PackageOption, areas: dict[str, set[str]]
) -> Iterator[tuple[str, int]]:
    """Yield how many areas run in systems, by item, where that is more than the firm answered."""
    for effect in option.package.effects:
        answer = problem.answers.get(effect.item)
        if isinstance(effect, SystemsEffect) and isinstance(answer, str):
            together = areas.setdefault(effect.item, set())
            together.update(effect.areas)
            systems = min(len(together), COUNTED_AREAS)
            options = [option.id for option in problem.bank[effect.item].options]
            if systems > options.index(answer):
                yield effect.item, systems
