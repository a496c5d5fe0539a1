"""The judge of the calendar: choice and calendar in one program, at the starts of quarters.

It maximises the weighed worth that has come about at the end of each quarter, on average: so it
may buy other packages than the planner, and begins each where that pays most. Of what comes before
all weighing (first steps, levels, wishes) its plan must have no less in the end than ours: ranks
say what is bought at all, and were they summed over time, an early level would buy the firm's
first steps off. It knows every limit and the rule of the spine, but not the two soft rules of the
calendar (half of the first phase's money for the spine, a place of it for a wish): what these cost
is in the loss too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from diagnosis.domain.retrofit.plan.plan import Plan, goes_at_once, needed_by, takes_hands
from diagnosis.domain.retrofit.plan.problem import PROGRESS_PART, REACHED_PART, Aim, Problem
from diagnosis.domain.retrofit.plan.ranks import AI_WORTH, LATER_SPINE_WORTH, MORE_WISHES_WORTH
from diagnosis.domain.retrofit.plan.timeline import SLACK, Step
from diagnosis.domain.retrofit.plan.waits import waits_of
from diagnosis.domain.retrofit.plan.worth import is_pain, served_share, worth_of
from diagnosis.domain.scoring.raising.raises import Cap, Gains, Requirement
from diagnosis.domain.scoring.scale import HALF_STEP, TOP
from diagnosis.optimiser.marks import Marks, Rung
from diagnosis.optimiser.rows import Rows, solve

QUARTER = 3
"""Months."""
LEAST_RANK = 0.5
"""By so much at least do two sets differ in what comes before all weighing, if they do."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The best that the judge found, discounted, and whether it is proven to be that."""

    worth: float
    is_proven: bool
    plan: Plan


def discounted(problem: Problem, plan: Plan) -> float:
    """Return the mean over the ends of quarters of the weighed worth that has come about."""
    quarters = int(problem.horizon_months) // QUARTER
    return sum(_worth_by(problem, plan, QUARTER * k) for k in range(1, quarters + 1)) / quarters


def _worth_by(problem: Problem, plan: Plan, month: float) -> float:
    ended = [step for step in plan.steps if step.end <= month + SLACK]
    come = {
        step.package: replace(
            problem.options[step.package],
            raises=tuple(
                each
                for each in problem.options[step.package].raises
                if step.end + each.months <= month + SLACK
            ),
        )
        for step in ended
    }
    return worth_of(replace(problem, options=come), [step.package for step in ended]).value


def judge(problem: Problem, plan: Plan, seconds: float, *, same: bool) -> Judgement | None:
    """Return the best plan found in so many seconds, None where none was found.

    Before all weighing it has in the end no less than a plan has; `same` is whether it is of that
    plan's packages.
    """
    program = _Judge(problem, worth_of(problem, plan.packages).first)
    if same:
        program.buy(plan.packages)
    return program.best(seconds)


class _Judge:
    """The program: a column for each package and quarter in which it may begin."""

    def __init__(self, problem: Problem, first: float) -> None:
        self._problem = problem
        self._rows = Rows()
        self._count = int(problem.horizon_months) // QUARTER
        self._marks = Marks(problem.options)
        self._begins = {
            name: {
                quarter: self._rows.column(whole=True)
                for quarter in range(self._count)
                if QUARTER * quarter + option.months <= problem.horizon_months
            }
            for name, option in problem.options.items()
        }
        self._limits()
        self._needs()
        self._spine()
        quarters = [
            _Quarter(problem, self._rows, self._begins, self._marks, number, self._count)
            for number in range(1, self._count + 1)
        ]
        for quarter in quarters:
            quarter.add()
        self._rows.row(quarters[-1].unweighed(), low=first - LEAST_RANK / 2)

    def buy(self, packages: Sequence[str]) -> None:
        """Add that just these packages are bought."""
        for name, columns in self._begins.items():
            bought = float(name in packages)
            self._rows.row(((column, 1.0) for column in columns.values()), low=bought, high=bought)

    def best(self, seconds: float) -> Judgement | None:
        solved = solve(self._rows, seconds)
        if solved.values is None:
            return None
        steps = [
            Step(name, QUARTER * quarter, QUARTER * quarter + self._problem.options[name].months)
            for name, columns in self._begins.items()
            for quarter, column in columns.items()
            if solved.values[column] > 0.5
        ]
        plan = Plan(tuple(sorted(steps, key=lambda step: (step.start, step.package))))
        return Judgement(discounted(self._problem, plan), not solved.is_cut_short, plan)

    def _sum(self, weights: Mapping[str, float]) -> list[tuple[int, float]]:
        """Return the entries of a sum over packages that are bought at all."""
        return [
            (column, weight)
            for name, weight in weights.items()
            for column in self._begins[name].values()
        ]

    def _by(self, name: str, quarter: int, factor: float = 1.0) -> list[tuple[int, float]]:
        """Return the entries of whether a package has begun by a quarter."""
        return [(c, factor) for q, c in self._begins[name].items() if q <= quarter]

    def _limits(self) -> None:
        problem, rows = self._problem, self._rows
        capacity, options = problem.capacity, problem.options
        families = {tuple(sorted(problem.grades[name])) for name in options}
        for family in sorted(families):
            members = {name: 1.0 for name in family if name in options}
            rows.row(self._sum(members), high=1.0)
        rows.row(self._sum(dict.fromkeys(options, 1.0)), high=float(capacity.in_all))
        people = {name: option.people_months for name, option in options.items()}
        most = capacity.people_months_per_month * problem.horizon_months
        rows.row(self._sum(people), high=most)
        if problem.budget_wan is not None:
            price = {name: problem.price(name) for name in options}
            rows.row(self._sum(price), high=problem.budget_wan)
        hands = [name for name in options if takes_hands(problem, name)]
        for quarter in range(self._count):
            running = [
                (column, 1.0)
                for name in hands
                for begin, column in self._begins[name].items()
                if begin <= quarter < begin + ceil(options[name].months / QUARTER)
            ]
            rows.row(running, high=float(capacity.at_once))
            for months, most_begun in capacity.pace:
                window = range(quarter, quarter + int(months) // QUARTER)
                begun = [
                    (column, 1.0)
                    for name in hands
                    for begin, column in self._begins[name].items()
                    if begin in window
                ]
                rows.row(begun, high=float(most_begun))

    def _needs(self) -> None:
        options = self._problem.options
        for name, groups in waits_of(options).items():
            for group in groups:
                for quarter in self._begins[name]:
                    there = [
                        (column, -1.0)
                        for other, records in group
                        for begin, column in self._begins[other].items()
                        if QUARTER * begin + options[other].months + records <= QUARTER * quarter
                    ]
                    self._rows.row([*self._by(name, quarter), *there], high=0.0)

    def _spine(self) -> None:
        """Add that the first steps of the spine that are bought begin before everything else."""
        problem = self._problem
        firsts = list(problem.first_steps)
        ahead = needed_by(problem, firsts, problem.options)
        for name in problem.options:
            if name in ahead or goes_at_once(problem, name):
                continue
            for first in firsts:
                for quarter in self._begins[name]:
                    bought = self._sum({first: 1.0})
                    by_then = dict(self._by(first, quarter, -1.0))
                    entries = {column: 1.0 + by_then.get(column, 0.0) for column, _ in bought}
                    mine = self._by(name, quarter)
                    rest = [(column, each) for column, each in entries.items() if each]
                    self._rows.row([*mine, *rest], high=1.0)


class _Quarter:
    """What the end of a quarter is worth."""

    def __init__(
        self,
        problem: Problem,
        rows: Rows,
        begins: Mapping[str, Mapping[int, int]],
        marks: Marks,
        number: int,
        count: int,
    ) -> None:
        self._problem = problem
        self._rows = rows
        self._begins = begins
        self._marks = marks
        self._month = QUARTER * number
        self._share = 1 / count
        self._levels: dict[int, int] = {}

    def add(self) -> None:
        """Add the worth of what has come about by the end of the quarter."""
        problem, weights, options = self._problem, self._problem.weights, self._problem.options
        for name, option in options.items():
            thrift = weights.thrift * option.three_years.mid / problem.usual_wan
            benefit = weights.benefit * bool(option.package.brings) / problem.capacity.in_all
            for column, _ in self._there([(name, 0)]):
                self._rows.worth[column] += self._share * (benefit - thrift)
        measure = problem.yardstick
        if weights.mean:
            for column, gain in self._gains(measure.gains, measure.caps):
                self._rows.worth[column] += self._share * weights.mean * gain / TOP
        aims = problem.aims_in_reach
        for aim in aims:
            if weights.level or problem.level_worth(aim):
                self._levels[aim.level] = self._level(aim, weights.level / len(aims))
        wishes = problem.wishes.serve if weights.pain else ()
        for wish in wishes:
            share = self._share * weights.pain / len(wishes)
            self._at_most(1.0, self._serving(wish), served_share(wish, 1), worth=share)

    def unweighed(self) -> list[tuple[int, float]]:
        """Return the entries of what has come about of that which comes before all weighing."""
        problem, weights = self._problem, self._problem.weights
        entries = [
            (self._levels[aim.level], problem.level_worth(aim))
            for aim in problem.aims_in_reach
            if aim.level in self._levels
        ]
        groups = list(problem.spine_worths())
        if weights.level:
            groups += [(group, LATER_SPINE_WORTH) for group in problem.later_spine]
            groups.append((problem.ai_uses, AI_WORTH))
        if weights.pain:
            pains = filter(is_pain, problem.wishes.serve)
            groups += [(self._serving(pain), problem.wish_worth) for pain in pains]
            more = self._at_most(problem.capacity.for_wishes, self._serving())
            entries.append((more, MORE_WISHES_WORTH))
            groups += [((n,), problem.further_cure_worth(n)) for n in self._serving()]
        return [*entries, *((self._at_most(1.0, group), worth) for group, worth in groups)]

    def _serving(self, wish: str | None = None) -> tuple[str, ...]:
        """Return the packages that serve a wish, or any."""
        options = self._problem.options.items()
        return tuple(n for n, o in options if (o.serves if wish is None else wish in o.serves))

    def _there(self, sources: Sequence[tuple[str, int]]) -> list[tuple[int, float]]:
        """Return the entries of which sources, each with its records, are there by now."""
        options = self._problem.options
        return [
            (column, 1.0)
            for name, records in sources
            for begin, column in self._begins[name].items()
            if QUARTER * begin + options[name].months + records <= self._month
        ]

    def _at_most(
        self, most: float, names: Sequence[str], each: float = 1.0, worth: float = 0.0
    ) -> int:
        """Return a new column: a sum over packages that are there, up to a number."""
        column = self._rows.column(worth, most)
        there = self._there([(name, 0) for name in names])
        self._rows.row([(column, 1.0), *((c, -each) for c, _ in there)], high=0.0)
        return column

    def _level(self, aim: Aim, weight: float) -> int:
        """Return a new column: a level is reached."""
        rows = self._rows
        most = float(self._problem.tells_level)
        reached = rows.column(self._share * weight * REACHED_PART, most, whole=True)
        for group in filter(None, (self._problem.ground, *self._problem.base)):
            there = self._there([(name, 0) for name in group])
            rows.row([(reached, 1.0), *((column, -1.0) for column, _ in there)], high=0.0)
        for need in aim.missing:
            missing = need.missing({}) - HALF_STEP / 2
            closed = rows.column(self._share * weight * PROGRESS_PART / len(aim.missing))
            gains = [(c, -gain / missing) for c, gain in self._gains(need.gains, need.caps)]
            rows.row([(closed, 1.0), *gains], high=0.0)
            rows.row([(reached, 1.0), (closed, -1.0)], high=0.0)
        for need in aim.shares:
            self._share_kept(need, reached)
        return reached

    def _share_kept(self, need: Requirement, reached: int) -> None:
        gains = self._gains(need.gains, need.caps)
        most = sum(abs(gain) for _, gain in gains) + abs(need.has - need.needs)
        line = need.needs - need.has - HALF_STEP / 2
        self._rows.row([*gains, (reached, -most)], low=line - most)

    def _gains(self, gains: Gains, caps: Sequence[Cap]) -> list[tuple[int, float]]:
        capped = {mark for cap in caps for mark in cap.marks}
        entries = [
            (self._come(mark, rung), rung.gain)
            for mark, steps in gains.items()
            if mark not in capped
            for rung in self._marks.rungs(mark, steps)
        ]
        for cap in caps:
            inside = [
                (self._come(mark, rung), -rung.gain)
                for mark in cap.marks
                for rung in self._marks.rungs(mark, gains[mark])
            ]
            column = self._rows.column(high=max(0.0, cap.most))
            self._rows.row([(column, 1.0), *inside], high=0.0)
            entries.append((column, 1.0))
        return entries

    def _come(self, mark: str, rung: Rung) -> int:
        """Return a new column: a step of a mark has come about."""
        rows, options = self._rows, self._problem.options
        column = rows.column(whole=rung.by_areas)
        records = [(name, _records(options[name].raises, mark, rung.step)) for name in rung.names]
        there = self._there(records)
        if rung.by_areas:
            entries = {c: -float(rung.step) for c, _ in there}
            for givers in self._marks.areas[mark].values():
                area = rows.column()
                given = self._there([(name, 0) for name in givers])
                rows.row([(area, 1.0), *((c, -1.0) for c, _ in given)], high=0.0)
                entries[area] = -1.0
            rows.row([(column, float(rung.step)), *entries.items()], high=0.0)
            return column
        rows.row([(column, 1.0), *((c, -1.0) for c, _ in there)], high=0.0)
        if rung.gain < 0:
            for each, _ in there:
                rows.row([(column, 1.0), (each, -1.0)], low=0.0)
        return column


def _records(raises: Sequence[object], mark: str, step: int) -> int:
    """Return the months of records that a package's raise of a mark to a step asks for."""
    return min(
        (each.months for each in raises if each.mark == mark and each.to >= step),  # type: ignore[attr-defined]
        default=0,
    )
