"""Which packages: the worth of a plan and its limits as a mixed-integer program.

Columns: `bought` a package, `any` one of some packages that no family joins, `together` so many
business areas in systems, `closed` what a condition of a level lacks, `reached` a level, `served`
a pain or goal, `start` the month in which a package that waits or is waited for may begin.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite

from diagnosis.domain.retrofit.plan.plan import takes_hands
from diagnosis.domain.retrofit.plan.problem import PROGRESS_PART, REACHED_PART, Aim, Problem
from diagnosis.domain.retrofit.plan.ranks import (
    AI_WORTH,
    LATER_SPINE_WORTH,
    MORE_WISHES_WORTH,
)
from diagnosis.domain.retrofit.plan.timeline import SLACK
from diagnosis.domain.retrofit.plan.waits import earliest_ends, waits_of
from diagnosis.domain.retrofit.plan.worth import is_pain, served_share
from diagnosis.domain.scoring.condition import LevelCondition
from diagnosis.domain.scoring.raising.raises import Cap, Gains, Requirement
from diagnosis.domain.scoring.scale import HALF_STEP, TOP
from diagnosis.optimiser.chains import tight_links
from diagnosis.optimiser.in_order import add_order
from diagnosis.optimiser.marks import Marks, Rung
from diagnosis.optimiser.rows import Rows, solve
from diagnosis.optimiser.spread import spread_over_phases

TIE = 1e-6
"""What a package costs beside everything else, so that equal sets are told apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a choice must keep to beside the limits of the problem.

    `level` asks for a level to be reached at the least cost (None: the most worth); `spread` that
    each package has a phase to begin in; `cuts` are sets that did not fit in time: not all of one
    again.
    """

    level: int | None = None
    spread: bool = False
    cuts: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenSet:
    """A set of packages and what the program says of it: its value, the bound on every other set.

    `packages` is None where there is no set, or where none was found in time; `bound` is None
    where none was proven.
    """

    packages: frozenset[str] | None
    value: float
    bound: float | None
    is_cut_short: bool


class ChoiceModel:
    """The program of a problem; compiled once, solved under several rules and budgets."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._programs: dict[tuple[int | None, bool], _Program] = {}

    def best(self, rules: Rules, budget_wan: float | None, seconds: float) -> ChosenSet:
        """Return the best set under some rules and a budget (None: without one)."""
        key = (rules.level, rules.spread)
        if key not in self._programs:
            self._programs[key] = _Program(self._problem, rules.level, spread=rules.spread)
        program = self._programs[key]
        solved = solve(program.ruled(rules, budget_wan), seconds)
        sign = 1.0 if rules.level is None else -1.0
        chosen = None
        if solved.values is not None:
            columns = program.bought.items()
            chosen = frozenset(name for name, column in columns if solved.values[column] > 0.5)
        bound = sign * solved.bound if isfinite(solved.bound) else None
        return ChosenSet(chosen, sign * solved.value, bound, solved.is_cut_short)


class _Program:
    """The rows of a problem, for the most worth or for a level at the least cost."""

    def __init__(self, problem: Problem, level: int | None, *, spread: bool) -> None:
        self._problem = problem
        self._rows = rows = Rows()
        self._waits = waits_of(problem.options)
        self._ends = earliest_ends(problem.options, self._waits)
        self.bought = {
            name: rows.column(high=float(self._ends[name] <= problem.horizon_months), whole=True)
            for name in problem.options
        }
        self._families = {name: min(problem.grades[name]) for name in problem.options}
        self._marks = Marks(problem.options)
        self._any: dict[tuple[str, ...], int] = {}
        self._closed: dict[LevelCondition, int] = {}
        self._together: dict[tuple[str, int], int] = {}
        self._limits()
        self._needs()
        if spread:
            spread_over_phases(rows, problem, self.bought, self._waits, self._ends)
        if level is None:
            self._worth()
        else:
            self._cost(level)

    def ruled(self, rules: Rules, budget_wan: float | None) -> Rows:
        """Return the rows with a budget and with rules."""
        problem, bought, rows = self._problem, self.bought, self._rows.copy()
        if budget_wan is not None:
            rows.row(((bought[n], problem.price(n)) for n in bought), high=budget_wan)
        for cut in rules.cuts:
            rows.row(((bought[name], 1.0) for name in sorted(cut)), high=len(cut) - 1.0)
        return rows

    def _limits(self) -> None:
        """Add grades, wanted packages, count, people-months, months of work, limits of phases."""
        problem, rows, bought = self._problem, self._rows, self.bought
        capacity, options = problem.capacity, problem.options
        families: dict[str, list[str]] = {}
        for name, family in self._families.items():
            families.setdefault(family, []).append(name)
        for members in families.values():
            if len(members) > 1:
                rows.row(((bought[name], 1.0) for name in members), high=1.0)
        for name in sorted(problem.wishes.wanted):
            rows.row([(bought[name], 1.0)] if name in bought else (), low=1.0)
        rows.row(((column, 1.0) for column in bought.values()), high=float(capacity.in_all))
        hands = [name for name in bought if takes_hands(problem, name)]
        self._pace(hands)
        months = problem.horizon_months
        work = ((bought[name], options[name].months) for name in hands)
        rows.row(work, high=months * capacity.at_once)
        people = [(bought[name], options[name].people_months) for name in bought]
        rows.row(people, high=capacity.people_months_per_month * months)
        self._phases(people)

    def _phases(self, people: Sequence[tuple[int, float]]) -> None:
        """Add the money and people of all phases together, where each of them is limited."""
        problem, rows, bought = self._problem, self._rows, self.bought
        budgets = [phase.budget_wan for phase in problem.phases]
        if None not in budgets:
            money = sum(budget for budget in budgets if budget is not None)
            rows.row(((bought[n], problem.build_price(n)) for n in bought), high=money)
        efforts = [phase.people_months for phase in problem.phases]
        if None not in efforts:
            rows.row(people, high=sum(effort for effort in efforts if effort is not None))

    def _pace(self, hands: Sequence[str]) -> None:
        """Add how many packages may begin, of all and of those that must begin early or late."""
        problem, rows, bought = self._problem, self._rows, self.bought
        most_begun, horizon = problem.capacity.most_begun, problem.horizon_months
        length = {name: problem.options[name].months for name in hands}
        whole = horizon - min(length.values(), default=0.0)
        rows.row(((bought[name], 1.0) for name in hands), high=most_begun(whole))
        half_year = problem.capacity.pace[0][0]
        month = half_year
        while month < horizon:
            early = [name for name in hands if horizon - length[name] < month]
            late = [name for name in hands if self._ends[name] - length[name] >= month]
            for names, months in ((early, month - SLACK), (late, whole - month)):
                most = most_begun(months)
                if len(names) > most:
                    rows.row(((bought[name], 1.0) for name in names), high=most)
            month += half_year

    def _needs(self) -> None:
        """Add that what a package waits for is bought, and that time suffices for both."""
        problem, rows, bought = self._problem, self._rows, self.bought
        options, horizon = problem.options, problem.horizon_months
        for name, groups in self._waits.items():
            for group in groups:
                rows.row([(bought[name], 1.0), *((bought[q], -1.0) for q, _ in group)], high=0.0)
        starts: dict[str, int] = {}
        for link in tight_links(options, self._waits, self._families, horizon):
            for name in (link.name, link.other):
                if name not in starts:
                    starts[name] = self._start(name)
            # Waited for where it is bought, and nothing that serves as well.
            length = options[link.other].months + link.records
            entries = [(starts[link.name], 1.0), (starts[link.other], -1.0)]
            entries.append((bought[link.other], -length - horizon))
            entries += [(bought[each], horizon + length) for each in link.instead]
            rows.row(entries, low=-horizon)

    def _start(self, name: str) -> int:
        """Return a new column: the month in which a package starts, to end within the plan."""
        rows, horizon = self._rows, self._problem.horizon_months
        length = self._problem.options[name].months
        column = rows.column(high=horizon)
        rows.row([(column, 1.0), (self.bought[name], length)], high=horizon)
        earliest = self._ends[name] - length
        if 0 < earliest <= horizon:
            rows.row([(column, 1.0), (self.bought[name], -earliest)], low=0.0)
        return column

    def _cost(self, level: int) -> None:
        """Add a level to be reached, at the least cost."""
        problem, rows = self._problem, self._rows
        aim = next(aim for aim in problem.aims if aim.level == level)
        if not aim.is_in_reach:
            rows.row((), low=1.0)  # no set of the options does it
        if problem.ground:
            rows.row(((self.bought[name], 1.0) for name in problem.ground), low=1.0)
        for need in aim.missing:
            rows.row(self._gains(need.gains, need.caps).items(), low=_missing(need))
        for need in aim.shares:
            rows.row(
                self._gains(need.gains, need.caps).items(),
                low=need.needs - need.has - HALF_STEP / 2,
            )
        for name, tie in self._ties():
            rows.worth[self.bought[name]] = -problem.price(name) - tie

    def _worth(self) -> None:
        """Add the worth of a set, by the weights of the problem."""
        problem, rows, weights = self._problem, self._rows, self._problem.weights
        measure = problem.yardstick
        for name, tie in self._ties():
            option = problem.options[name]
            thrift = weights.thrift * option.three_years.mid / problem.usual_wan
            benefit = weights.benefit / problem.capacity.in_all
            rows.worth[self.bought[name]] += benefit * bool(option.package.brings) - thrift - tie
            rows.worth[self.bought[name]] += problem.further_cure_worth(name)
        if weights.mean:
            for column, gain in self._gains(measure.gains, measure.caps).items():
                rows.worth[column] += weights.mean * gain / TOP
        aims = problem.aims_in_reach
        for aim in aims:
            if weights.level or problem.level_worth(aim):
                self._level(aim, weights.level / len(aims))
        if weights.pain:
            self._wishes(weights.pain)
        self._first()

    def _first(self) -> None:
        """Add what is not weighed beside the levels: the spine, wishes served, a first AI use."""
        problem, options = self._problem, self._problem.options
        add_order(self._rows, problem, self.bought)
        groups = list(problem.spine_worths())
        if problem.weights.level:
            groups += [(each, LATER_SPINE_WORTH) for each in problem.later_spine]
            groups.append((problem.ai_uses, AI_WORTH))
        if problem.weights.pain:
            for pain in filter(is_pain, problem.wishes.serve):
                serving = tuple(name for name, option in options.items() if pain in option.serves)
                groups.append((serving, problem.wish_worth))
            column = self._rows.column(MORE_WISHES_WORTH, float(problem.capacity.for_wishes))
            entries = ((self.bought[name], -1.0) for name in options if options[name].serves)
            self._rows.row([(column, 1.0), *entries], high=0.0)
        for group, worth in groups:
            for column in self._some_of(group):
                self._rows.worth[column] += worth

    def _ties(self) -> Iterator[tuple[str, float]]:
        number = len(self.bought)
        return ((name, TIE * (1 + place / number)) for place, name in enumerate(self.bought))

    def _level(self, aim: Aim, worth: float) -> None:
        """Add what closing the conditions of a level is worth, and reaching it."""
        rows, problem = self._rows, self._problem
        for need in aim.missing:
            rows.worth[self._closed_column(need)] += worth * PROGRESS_PART / len(aim.missing)
        if not problem.tells_level:
            return
        reached = rows.column(worth * REACHED_PART + problem.level_worth(aim), whole=True)
        for group in filter(None, (problem.ground, *problem.base)):
            rows.row([(reached, 1.0), *((self.bought[name], -1.0) for name in group)], high=0.0)
        for need in aim.missing:
            rows.row([(reached, 1.0), (self._closed_column(need), -1.0)], high=0.0)
        for need in aim.shares:
            gains = self._gains(need.gains, need.caps)
            most = sum(abs(gain) for gain in gains.values()) + abs(need.has - need.needs)
            line = need.needs - need.has - HALF_STEP / 2
            rows.row([*gains.items(), (reached, -most)], low=line - most)

    def _closed_column(self, need: Requirement) -> int:
        """Return the column of how much of what a condition lacks is closed."""
        if need.condition not in self._closed:
            column = self._closed[need.condition] = self._rows.column()
            missing = _missing(need)
            gains = self._gains(need.gains, need.caps)
            entries = [(each, -gain / missing) for each, gain in gains.items()]
            self._rows.row([(column, 1.0), *entries], high=0.0)
        return self._closed[need.condition]

    def _wishes(self, weight: float) -> None:
        wishes = self._problem.wishes.serve
        for wish in wishes:
            serving = [n for n, o in self._problem.options.items() if wish in o.serves]
            served = self._rows.column(weight / len(wishes))
            share = served_share(wish, 1)
            entries = ((self.bought[name], -share) for name in serving)
            self._rows.row([(served, 1.0), *entries], high=0.0)

    def _gains(self, gains: Gains, caps: Sequence[Cap]) -> dict[int, float]:
        """Return what each column adds to a sum over raises; one for all that a cap holds."""
        capped = {mark for cap in caps for mark in cap.marks}
        entries = self._sum({mark: each for mark, each in gains.items() if mark not in capped})
        for cap in caps:
            inside = self._sum({mark: gains[mark] for mark in cap.marks})
            if inside and cap.most > 0:
                column = self._rows.column(high=cap.most)
                less = ((each, -gain) for each, gain in inside.items())
                self._rows.row([(column, 1.0), *less], high=0.0)
                entries[column] = 1.0
        return entries

    def _sum(self, gains: Gains) -> dict[int, float]:
        """Return what each column adds to a sum over raises that nothing caps."""
        entries: dict[int, float] = {}
        for mark, steps in gains.items():
            for rung in self._marks.rungs(mark, steps):
                columns = (
                    self._areas(mark, rung)
                    if rung.by_areas
                    else self._some_of(rung.names, falls=rung.gain < 0)
                )
                for column in columns:
                    entries[column] = entries.get(column, 0.0) + rung.gain
        return entries

    def _some_of(self, names: tuple[str, ...], *, falls: bool = False) -> Sequence[int]:
        """Return columns that sum to 1 where one of some packages is bought, else to 0.

        Where the sum is better small (`falls`), it is kept from falling below that.
        """
        rows, bought = self._rows, self.bought
        if len({self._families[name] for name in names}) <= 1:
            return [bought[name] for name in names]
        if names not in self._any:
            column = self._any[names] = rows.column()
            rows.row([(column, 1.0), *((bought[n], -1.0) for n in names)], high=0.0)
        column = self._any[names]
        if falls:
            for name in names:
                rows.row([(column, 1.0), (bought[name], -1.0)], low=0.0)
        return [column]

    def _areas(self, item: str, rung: Rung) -> Sequence[int]:
        """Return the column of so many business areas in systems, or packages that do as much."""
        key = (item, rung.step)
        if key not in self._together:
            column = self._together[key] = self._rows.column(whole=True)
            entries = {column: float(rung.step)}
            for givers in self._marks.areas[item].values():
                for each in self._some_of(givers):
                    entries[each] = entries.get(each, 0.0) - 1.0
            for name in rung.names:
                each = self.bought[name]
                entries[each] = entries.get(each, 0.0) - rung.step
            self._rows.row(entries.items(), high=0.0)
        return [self._together[key]]


def _missing(need: Requirement) -> float:
    return need.missing({}) - HALF_STEP / 2
