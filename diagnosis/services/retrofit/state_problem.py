"""The problem of a firm that a solver is given, stated from its sheet and the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil, floor

from diagnosis.domain.intake.answer import NotApplicable, Value
from diagnosis.domain.intake.business import SCENE
from diagnosis.domain.intake.scene_grid import USE_ITEM
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.amounts import total_of
from diagnosis.domain.retrofit.catalogue.applied import COUNTED_AREAS, holds, is_in_place
from diagnosis.domain.retrofit.catalogue.cost_function import Counts, counts_for
from diagnosis.domain.retrofit.catalogue.effect import (
    ChoiceEffect,
    LadderEffect,
    OptionsEffect,
    PackageEffect,
    ShareEffect,
    SystemsEffect,
)
from diagnosis.domain.retrofit.catalogue.package import Package, grades_of
from diagnosis.domain.retrofit.plan.aims import aims_of, level_cap, next_levels
from diagnosis.domain.retrofit.plan.capacity import capacity_of
from diagnosis.domain.retrofit.plan.plan import Rescore
from diagnosis.domain.retrofit.plan.problem import (
    WEIGHTS,
    Objective,
    PackageOption,
    Problem,
    Raise,
    Unfit,
    Weights,
)
from diagnosis.domain.retrofit.plan.standing import StartingPoint, starting_point, works_from
from diagnosis.domain.retrofit.plan.waits import startable
from diagnosis.domain.scoring.raising.raises import option_mark
from diagnosis.domain.scoring.raising.yardstick import Yardstick, level_of, yardstick
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.domain.scoring.verdict import positions_in
from diagnosis.services.catalogue.packages import machines_counted
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.few_answered import tells_level
from diagnosis.services.retrofit.open_ground import GroundSteps, OpenGround, base_of, in_order
from diagnosis.services.retrofit.planned_for import (
    USUAL_HEADCOUNT,
    PlannedFor,
    paying_standard,
    planned_for,
    yearly_pace,
)
from diagnosis.services.scoring.standards import find_standard

USUAL_WAN_AT_60, USUAL_GROWTH = 57.0, 1.2
"""What a firm of 60 people usually spends to climb, 万元, and the power of its headcount: through
the middles of knowledge/typical-firms.yaml."""
FREE_THRIFT = 0.3
"""Without a budget, thrift weighs so much of what it does with one."""
CORE = (
    "sales-management",
    "warehouse-management",
    "production-control",
    "quality-inspection",
    "equipment-monitoring",
)
"""Orders, stock, work reporting, quality, machines: the spine comes first while one of them is
below `CORE_STANDS`."""
CORE_STANDS = 2
HALF_MONTHS = 2
"""Packages take whole and half months."""


def state_problem(content: Content, sheet: Sheet, request: PlanRequest) -> Problem:
    """Return the problem of a firm: its answers, and what each package is to it."""
    facts, judge = planned_for(content, sheet), judge_of(content, sheet)
    horizon = request.phases[-1].end
    start = starting_point(content.bank, content.packages, sheet.answers, request.wishes, horizon)
    sheet = replace(sheet, answers=start.answers)
    scores = content.one_sheet.score(content.scorers.encode_sheet(sheet))
    standard = _standard(content, facts, scores, request)
    measure = _measure(content, standard, sheet, scores, request.objective)
    stating = _Stating(content, sheet, request, facts, start)
    options, unfit = stating.options()
    now = measure.level
    if start.stages:
        now = level_of(content.scorers, standard.id, judge(start.stages[0].answers))
    levels = _levels(request, facts, measure, now, options)
    ground = stating.open_ground(options, unfit)
    capacity = capacity_of(facts.size, facts.people)
    usual_wan = USUAL_WAN_AT_60 * (facts.people / USUAL_HEADCOUNT) ** USUAL_GROWTH
    problem = Problem(
        bank=content.bank,
        answers=sheet.answers,
        packages=content.packages,
        options=options,
        unfit=unfit,
        grades=stating.grades,
        yardstick=measure,
        aims=aims_of(measure, options, levels),
        capacity=capacity,
        usual_wan=usual_wan,
        objective=request.objective,
        weights=_weights(request),
        budget_wan=request.budget_wan,
        yearly_wan=yearly_pace(sheet, request),
        covers=request.covers,
        binding=request.binding,
        phases=request.phases,
        wishes=stating.wishes,
        spine=ground.first,
        later_spine=ground.later,
        pain_step=ground.pain_step,
        base=base_of(request, ground, options, horizon),
        tells_level=tells_level(content, request, standard, scores),
        ai_uses=_ai_uses(facts, options),
        spine_all=tuple(name for step in facts.trade.spine for name in step.packages),
        spine_refused=ground.refused,
        spine_first=stating.core_is_open(),
        stages=start.stages,
    )
    return in_order(problem, facts.trade)


def _standard(
    content: Content, facts: PlannedFor, scores: SheetScores, request: PlanRequest
) -> AnyStandard:
    """Return the standard to climb by: that asked for, else the one whose next level pays."""
    if request.standard is None:
        return paying_standard(content, facts, scores)
    return find_standard(content, request.standard)


def _ai_uses(facts: PlannedFor, options: Mapping[str, PackageOption]) -> tuple[str, ...]:
    """Return the AI packages that firms of the trade use and that are up for choice.

    Where some of them serve what the firm named, they are these alone.
    """
    uses = dict.fromkeys(use.package for use in facts.trade.ai_uses if use.package in options)
    return tuple(name for name in uses if options[name].serves) or tuple(uses)


def _measure(
    content: Content,
    standard: AnyStandard,
    sheet: Sheet,
    scores: SheetScores,
    objective: Objective,
) -> Yardstick:
    """Return what raises add; where points are the objective, to those of the score."""
    measure = yardstick(content.scorers, standard, sheet.answers, scores)
    return measure.in_points() if objective is Objective.POINTS else measure


def _weights(request: PlanRequest) -> Weights:
    """Return the weights; without a budget a plan is not kept short of what it could do."""
    weights = request.weights or WEIGHTS[request.objective]
    if request.weights is not None or request.budget_wan is not None:
        return weights
    return replace(weights, thrift=FREE_THRIFT * weights.thrift)


def _levels(
    request: PlanRequest,
    facts: PlannedFor,
    measure: Yardstick,
    now: int,
    options: Mapping[str, PackageOption],
) -> tuple[int, ...]:
    """Return the levels to aim at: those asked for, else the next; none above the promise.

    `now` is the level today, that of the measure the one with what is in hand.
    """
    grades = (option.package.grade for option in options.values())
    cap = level_cap(facts.size, now, measure.top, grades)
    if request.level is None:
        return next_levels(measure.level, cap)
    return tuple(range(measure.level + 1, min(request.level, cap) + 1))


class _Stating:
    """States what each package is to a firm."""

    def __init__(
        self,
        content: Content,
        sheet: Sheet,
        request: PlanRequest,
        facts: PlannedFor,
        start: StartingPoint,
    ) -> None:
        self._content = content
        self._working = content.spines.what_works
        self._start = start
        self._answers = sheet.answers
        self._positions = positions_in(sheet.answers)
        self._absent = {i for i, v in sheet.answers.items() if isinstance(v, NotApplicable)}
        self._horizon = request.phases[-1].end
        self._facts = facts
        self._traits = sheet.business.traits
        serve = request.wishes.serve or (*sheet.business.pains, *sheet.business.goals)
        self.wishes = replace(request.wishes, serve=serve)
        self.in_hand = self.wishes.done | self.wishes.running.keys()
        self.grades = grades_of(content.packages.values())
        drivers = [*content.drivers.values(), *facts.trade.drivers]
        known = machines_counted(content, sheet.answers)
        self._counts: Counts = counts_for(drivers, facts.people, known)
        self._works: dict[str, bool] = {}

    def options(self) -> tuple[dict[str, PackageOption], dict[str, Unfit]]:
        """Return the packages up for choice, and why the others are not."""
        options: dict[str, PackageOption] = {}
        unfit: dict[str, Unfit] = {}
        for package in self._content.packages.values():
            reason = self._unfit(package)
            if reason is None:
                options[package.id] = self._option(package)
            else:
                unfit[package.id] = reason
        waiting = {name: self._needing(option, options) for name, option in options.items()}
        fit = startable(waiting, self._horizon)
        return fit, unfit | dict.fromkeys(sorted(waiting.keys() - fit.keys()), Unfit.PREREQUISITE)

    def _needing(
        self, option: PackageOption, options: Mapping[str, PackageOption]
    ) -> PackageOption:
        """Return an option with what it waits for."""
        needs = tuple(
            tuple(name for name in group if name in options)
            for group in self._groups(option.package)
        )
        items = tuple(self._working.unmet(option.package, self._answers))
        month = self._works_from(option.package) if self.wishes.running else 0.0
        if not (needs or items or month):
            return option
        return replace(option, needs=needs, item_needs=items, not_before=month)

    def _works_from(self, package: Package) -> float:
        """Return the month from which what a package needs of those in hand works."""
        packages = self._content.packages
        needed = [[packages[n] for n in self.grades[name]] for name in package.needs.packages]
        return works_from(self._content.bank, package, needed, self._start, self.wishes)

    def _unfit(self, package: Package) -> Unfit | None:
        return next(self._obstacles(package), None)

    def _obstacles(self, package: Package) -> Iterator[Unfit]:
        """Yield why a package is not up for choice, each only when it is asked for."""
        name, facts, absent = package.id, self._facts, self._absent
        if name in self.wishes.done:
            yield Unfit.DONE
        if name in self.wishes.running:
            yield Unfit.RUNNING
        if name in self.wishes.refused:
            yield Unfit.REFUSED
        if not facts.trade.is_offered(package):
            yield Unfit.TRADE
        if not package.headcounts.hold(facts.headcount):
            yield Unfit.SIZE
        if not package.fits_business(self._traits):
            yield Unfit.BUSINESS
        is_there = is_in_place(self._content.bank, package, self._answers)
        if is_there or self._working.is_implied(package, self._answers):
            yield Unfit.IN_PLACE
        ladders = [each.item for each in package.effects if isinstance(each, LadderEffect)]
        if ladders and absent.issuperset(ladders):
            yield Unfit.NOT_APPLICABLE
        if any(need.item in absent for need in package.needs.items):
            yield Unfit.NOT_APPLICABLE

    def _option(self, package: Package) -> PackageOption:
        build, run, people = (
            function.at(self._counts)
            for function in (package.build_wan, package.run_wan_per_year, package.people_months)
        )
        months = package.months.range.mid
        return PackageOption(
            package=package,
            build=total_of([build]),
            run=total_of([run]),
            months=max(1, ceil(months * HALF_MONTHS)) / HALF_MONTHS,
            people_months=people.mid,
            raises=tuple(r for effect in package.effects for r in self._raises(effect)),
            areas={
                effect.item: frozenset(effect.areas)
                for effect in package.effects
                if isinstance(effect, SystemsEffect) and self._takes_more(effect)
            },
            serves=frozenset(wish for wish in self.wishes.serve if _serves(package, wish)),
        )

    def _is_open(self, effect: PackageEffect) -> bool:
        """Return whether an effect would raise an answer; blanks are open for ladders alone."""
        known = holds(self._content.bank, effect, self._answers)
        blank = isinstance(effect, LadderEffect) and effect.item not in self._answers
        return known is False or blank

    def _takes_more(self, effect: SystemsEffect) -> bool:
        """Return whether more areas in systems raise the answer, be it with other packages."""
        options = [option.id for option in self._content.bank[effect.item].options]
        answer = self._answers.get(effect.item)
        return isinstance(answer, str) and options.index(answer) < COUNTED_AREAS

    def _raises(self, effect: PackageEffect) -> Iterator[Raise]:
        """Yield the steps that an effect adds to what the firm has, with months of records."""
        if not self._is_open(effect):
            return
        value = self._answers.get(effect.item)
        if isinstance(effect, LadderEffect):
            yield from self._climb(effect, value)
        elif isinstance(effect, OptionsEffect):
            have = value if isinstance(value, tuple) else ()
            yield from (
                Raise(option_mark(effect.item, option), 1)
                for option in effect.adds
                if option not in have
            )
        elif isinstance(effect, ShareEffect):
            yield Raise(effect.item, effect.to_percent)
        elif isinstance(effect, ChoiceEffect):
            options = self._content.bank[effect.item].options
            rank = next(n for n, each in enumerate(options) if each.id == effect.at_least)
            yield Raise(effect.item, rank)

    def _climb(self, effect: LadderEffect, value: Value | None) -> Iterator[Raise]:
        has = value if isinstance(value, float) else 0.0
        wait = 0
        for position in range(floor(has) + 1, effect.to + 1):
            wait = max(wait, self._content.delays.get((effect.item, position), 0))
            yield Raise(effect.item, position, wait)

    def _stands(self, name: str) -> bool:
        """Return whether what a package does is there: done before, or shown by the answers."""
        if name not in self._works:
            package = self._content.packages[name]
            is_shown = self._working.works(package, self._answers)
            self._works[name] = is_shown or name in self.in_hand
        return self._works[name]

    def _groups(self, package: Package) -> Iterator[tuple[str, ...]]:
        """Yield the grades of what a package needs and the firm does not have."""
        for needed in package.needs.packages:
            grades = self.grades[needed]
            if not any(self._stands(name) for name in grades):
                yield grades

    def open_ground(
        self, options: Mapping[str, PackageOption], unfit: Mapping[str, Unfit]
    ) -> GroundSteps:
        """Return the open steps of the trade, one of the first of which treats the first pain."""
        ground = OpenGround(
            self._content,
            self._facts.trade,
            self._answers,
            options,
            unfit,
            in_hand=self.in_hand,
            is_only_refused=lambda each: list(self._obstacles(each)) == [Unfit.REFUSED],
        )
        return ground.steps(self.wishes.serve)

    def core_is_open(self) -> bool:
        """Return whether a core area of the firm stands below 2."""
        known = self._positions
        return any(item in known and known[item] < CORE_STANDS for item in CORE)


def _serves(package: Package, wish: str) -> bool:
    """Return whether a package serves a pain, or brings the scene that a goal names."""
    if not wish.startswith(SCENE):
        return wish in package.pains
    scene = wish.removeprefix(SCENE)
    return any(
        isinstance(effect, OptionsEffect)
        and effect.item.startswith(USE_ITEM)
        and scene in effect.adds
        for effect in package.effects
    )


def judge_of(content: Content, sheet: Sheet) -> Rescore:
    """Return the scorer of a sheet with other answers."""

    def judge(answers: Mapping[str, Value]) -> SheetScores:
        changed = replace(sheet, answers=dict(answers))
        return content.one_sheet.score(content.scorers.encode_sheet(changed))

    return judge
