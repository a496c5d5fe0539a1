"""The steps of its trade that a firm has not done, its first pain minded, as options."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from diagnosis.domain.retrofit.catalogue.applied import Answers
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.catalogue.trade import Trade
from diagnosis.domain.retrofit.plan.cures import OrderedFor, cure_order
from diagnosis.domain.retrofit.plan.first_pain import FIRST_STEPS, first_pain, with_pain_first
from diagnosis.domain.retrofit.plan.problem import (
    SERVED_BY,
    Objective,
    PackageOption,
    Problem,
    Unfit,
)
from diagnosis.domain.retrofit.plan.spine import next_family, stands
from diagnosis.domain.retrofit.plan.waits import earliest_ends, waits_of
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest

Groups = tuple[tuple[str, ...], ...]
"""The options of each step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundSteps:
    """The open steps of a trade as options: the first, the others, and what the firm refuses.

    `pain_step` are those of the first that stand beside the spine and treat the first pain.
    """

    first: Groups
    later: Groups
    pain_step: tuple[str, ...]
    refused: tuple[str, ...]


class OpenGround:
    """What of the spine of a trade is open to a firm.

    `in_hand` are the packages that it has done or is at, `is_only_refused` tells of a package
    whether it is not up for choice for no other reason than a refusal.
    """

    def __init__(
        self,
        content: Content,
        trade: Trade,
        answers: Answers,
        options: Mapping[str, PackageOption],
        unfit: Mapping[str, Unfit],
        *,
        in_hand: Collection[str],
        is_only_refused: Callable[[Package], bool],
    ) -> None:
        self._content = content
        self._trade = trade
        self._answers = answers
        self._options = options
        self._unfit = unfit
        self._in_hand = in_hand
        self._is_only_refused = is_only_refused

    def steps(self, wishes: Sequence[str]) -> GroundSteps:
        """Return the open steps, one of the first of which treats the first pain of the wishes."""
        spine, refused = self._open_spine()
        steps = self._with_pain_first(spine, wishes)
        beside = [group for group in steps if group not in spine]
        return GroundSteps(
            first=steps[:FIRST_STEPS],
            later=steps[FIRST_STEPS:],
            pain_step=tuple(name for group in beside for name in group),
            refused=refused,
        )

    def _open_spine(self) -> tuple[Groups, tuple[str, ...]]:
        """Return the options of each step of the spine that does not stand, in its order.

        With them what the firm refuses of other steps. Nothing else does a step in the place of
        what is refused, or waits for what is.
        """
        working, packages = self._content.spines.what_works, self._content.packages
        options, unfit = self._options, self._unfit
        groups: list[tuple[str, ...]] = []
        refused: list[str] = []
        for step in self._trade.spine:
            of_step = [packages[n] for n in step.packages if n not in self._in_hand]
            if not of_step or stands(working, packages, step, self._answers):
                continue
            family = next_family(
                working,
                of_step,
                self._answers,
                lambda each: (
                    each.id in options
                    or unfit[each.id] is Unfit.PREREQUISITE
                    or self._is_only_refused(each)
                ),
            )
            group = tuple(package.id for package in family if package.id in options)
            if group:
                groups.append(group)
            else:
                refused += [each.id for each in family[:1] if unfit[each.id] is Unfit.REFUSED]
        return tuple(groups), tuple(refused)

    def _with_pain_first(self, groups: Groups, wishes: Sequence[str]) -> Groups:
        """Return the options of each step, one of the first of which treats the first pain.

        It is so by the rule of `PainSteps.first_steps`, with what the firm refuses, has or is at.
        """
        pain, options = first_pain(wishes), self._options
        if pain is None:
            return groups
        steps, trade, answers = self._content.spines.pain_steps, self._trade, self._answers

        def begins_after(name: str, there: Collection[str]) -> bool:
            is_now = not options[name].not_before
            return is_now and steps.begins_after(name, there, answers, self._in_hand)

        return with_pain_first(
            groups,
            lambda group: group,
            lambda name: pain in options[name].serves,
            begins_after,
            lambda there: steps.families(
                trade,
                pain,
                answers,
                there,
                is_open=lambda each: each.id in options and not options[each.id].not_before,
                has=self._in_hand,
            ),
        )


def base_of(
    request: PlanRequest,
    ground: GroundSteps,
    options: Mapping[str, PackageOption],
    horizon_months: float,
) -> tuple[tuple[str, ...], ...]:
    """Return the first steps that come before levels and cures: what fits in the time.

    A caller who seeks the cheapest way to a level, or points or pains alone, has none.
    """
    if request.objective is not Objective.BALANCED:
        return ()
    ends = earliest_ends(options, waits_of(options))
    return tuple(
        group
        for group in ground.first
        if not set(group).issubset(ground.pain_step)
        and any(ends[name] <= horizon_months for name in group)
    )


def in_order(problem: Problem, trade: Trade) -> Problem:
    """Return a problem with its cures and its base in one order for every budget.

    A level that can be told finds room beside them.
    """
    finds_room = problem.tells_level and problem.aims_in_reach
    ground = OrderedFor(
        base=problem.base,
        spine={name for step in trade.spine for name in step.packages},
        usual_wan=problem.usual_wan,
        horizon_months=problem.horizon_months,
        in_all=problem.capacity.in_all,
        of_a_pain=SERVED_BY if finds_room else None,
    )
    wishes = problem.wishes.serve if problem.weights.pain else ()
    order = cure_order(problem.options, problem.grades, wishes, ground)
    return replace(
        problem,
        foremost=order.foremost,
        cures=order.cures,
        cures_before_level=order.before_level,
        spare_cures=order.spare,
    )
