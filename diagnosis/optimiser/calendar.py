"""When: a calendar for a set of packages, built forward from the first month.

At each moment the package that comes first is begun, as long as hands, money of the phase and what
it needs allow. The order: what names the people who do it; the first steps of the spine with what
they need; then cures of pains in their order, that of every budget; then what serves the firm's
wishes, until half of what begins in a year does; then what the levels aimed at take; then the
spine in its order; then what others wait for longest.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from math import inf
from random import Random

from diagnosis.domain.retrofit.catalogue.package import PackageArea
from diagnosis.domain.retrofit.plan.capacity import MONTHS_A_YEAR
from diagnosis.domain.retrofit.plan.plan import Plan, at_once_of, in_hand_at, needed_by
from diagnosis.domain.retrofit.plan.problem import Phase, Problem
from diagnosis.domain.retrofit.plan.timeline import SLACK, Step
from diagnosis.domain.retrofit.plan.waits import earliest_ends, waits_of
from diagnosis.domain.retrofit.plan.worth import reaches


def calendar_of(
    problem: Problem, chosen: Collection[str], *, draws: bool = True
) -> tuple[Plan, frozenset[str]]:
    """Return a calendar, and the packages of the set that found no place in it.

    Where the usual order finds no place for all, what must begin soon to end within the plan goes
    first, at last whatever others wait for longest; then the spine does without its half of the
    first phase's money; at last some orders are drawn. Without `draws` two orders are tried alone.
    """
    order = _Order(problem, chosen)
    best: tuple[Plan, frozenset[str]] | None = None
    for building in _ways(order, draws=draws):
        building.build()
        if best is None or len(building.waiting) < len(best[1]):
            best = building.plan(), frozenset(building.waiting)
        if not building.waiting:
            break
    assert best is not None
    return best


def _ways(order: "_Order", *, draws: bool) -> Iterator["_Calendar"]:
    """Yield calendars to be built, those that keep to every wish first."""
    if order.problem.pace_wan is not None:
        yield _Calendar(order, soon=0.0, has_half=order.problem.spine_first, by_year=True)
    for has_half in (True, False) if order.problem.spine_first else (False,):
        for soon in SOON_MONTHS if draws else (0.0, inf):
            yield _Calendar(order, soon=soon, has_half=has_half)
    draw = Random(0)
    for _ in range(DRAWN if draws else 0):
        drawn = {name: draw.random() for name in order.options}
        yield _Calendar(order, soon=inf, has_half=False, drawn=drawn)


SOON_MONTHS = (0.0, 6.0, 12.0, inf)
"""What must begin within so many months goes first, one after the other where it helps."""
DRAWN = 20
"""How many orders are drawn for a set that finds no place in the usual ones."""


class _Order:
    """What a set of packages says of the order in which they begin."""

    def __init__(self, problem: Problem, chosen: Collection[str]) -> None:
        self.problem = problem
        options = self.options = {n: o for n, o in problem.options.items() if n in chosen}
        self.waits = waits_of(options)
        self.firsts = [name for name in problem.first_steps if name in options]
        self.ahead: dict[str, int] = {}
        for number, first in enumerate(self.firsts):
            for needed in needed_by(problem, [first], options):
                self.ahead.setdefault(needed, number)
        self.spine = {name: number for number, name in enumerate(problem.spine_all)}
        self.on_spine = needed_by(problem, [n for n in options if n in self.spine], options)
        self.served = [name for name, option in options.items() if option.serves]
        self.serving = needed_by(problem, self.served, options)
        self.starting = {n for n, o in options.items() if o.package.area is PackageArea.START}
        self.uncounted = self.starting.union(problem.pain_step) - self.on_spine
        self.free = needed_by(problem, [*self.ahead, *at_once_of(problem, options)], options)
        self.rank = self._ranks()
        self.price = {name: problem.build_price(name) for name in options}
        self.tail = self._tails()
        self.levels = self._levels()
        self.last_to_wait = self._waiting_no_longer()

    def _ranks(self) -> dict[str, int]:
        """Return the places of cures and of the base in their order, and of what they need.

        The order is that of every budget: what more money adds comes behind.
        """
        problem, ranks = self.problem, dict[str, int]()
        for group in (*problem.foremost, *problem.cures):
            names = [name for name in group if name in self.options]
            for name in sorted(needed_by(problem, names, self.options)):
                ranks.setdefault(name, len(ranks))
        return ranks

    def _levels(self) -> dict[str, int]:
        """Return, per package that a level of the set takes, the lowest such level.

        What waits longest is done without first where others give as much.
        """
        levels: dict[str, int] = {}
        for aim in self.problem.aims_in_reach if self.problem.tells_level else ():
            takes = dict.fromkeys(self.options)
            if not reaches(self.problem, takes, aim):
                continue
            spare = (name for name in self.options if name not in levels)
            for name in sorted(spare, key=lambda each: (each in self.ahead, -self.tail[each])):
                rest = [each for each in takes if each != name]
                if reaches(self.problem, rest, aim):
                    del takes[name]
            for name in needed_by(self.problem, list(takes), self.options):
                levels.setdefault(name, aim.level)
        return levels

    def _tails(self) -> dict[str, float]:
        """Return, per package, the months until all that waits for it could be through.

        Of what serves as well, what could be there first is waited for.
        """
        ends = earliest_ends(self.options, self.waits)
        tails = {
            name: option.months + max((each.months for each in option.raises), default=0)
            for name, option in self.options.items()
        }
        for name in sorted(ends, key=lambda each: ends[each], reverse=True):
            for group in filter(None, self.waits[name]):
                other, records = min(group, key=lambda each: ends[each[0]] + each[1])
                months = self.options[other].months + records + tails[name]
                tails[other] = max(tails[other], months)
        return tails

    def _waiting_no_longer(self) -> dict[str, float]:
        """Return, per package, the months that it must begin before the end.

        Records that nothing in the set waits for, and no level takes, may come after the plan.
        """
        others = {n for groups in self.waits.values() for group in groups for n, _ in group}
        return {
            name: tail if name in others or name in self.levels else self.options[name].months
            for name, tail in self.tail.items()
        }


class _Calendar:
    """A calendar being built."""

    def __init__(
        self,
        order: _Order,
        *,
        soon: float,
        has_half: bool,
        by_year: bool = False,
        drawn: Mapping[str, float] | None = None,
    ) -> None:
        self._order = order
        self._problem = order.problem
        self._soon = soon
        self._moment = 0.0
        self._drawn = drawn or {}
        self._has_half = has_half and bool(order.on_spine)
        self._yearly = order.problem.pace_wan if by_year else None
        self.waiting = dict.fromkeys(order.options)
        self._steps: dict[str, Step] = {}

    def plan(self) -> Plan:
        """Return what was placed, in the order of the starts."""
        steps = self._steps.values()
        return Plan(tuple(sorted(steps, key=lambda each: (each.start, self._key(each.package)))))

    def build(self) -> None:
        """Place what finds a place."""
        while self.waiting and self._moment < inf:
            moment = self._moment
            name = min(self._ready(moment), key=self._key, default=None)
            if name is None or not self._year_allows(name, moment):
                self._moment = self._next_moment(moment)
                continue
            del self.waiting[name]
            self._steps[name] = Step(name, moment, moment + self._order.options[name].months)

    def _key(self, name: str) -> tuple[object, ...]:
        order = self._order
        begun = sum(each in self._steps for each in order.served)
        wish_first = name in order.serving and begun < self._problem.capacity.for_wishes
        return (
            self._drawn.get(name, 0.0),
            name not in order.starting,
            order.ahead.get(name, len(order.firsts)),
            -order.tail[name] if self._is_due(name) else 0.0,
            order.rank.get(name, len(order.rank)),
            not wish_first,
            order.levels.get(name, inf),
            order.spine.get(name, len(order.spine)),
            -order.tail[name],
            name,
        )

    def _is_due(self, name: str) -> bool:
        """Return whether a package must begin soon, for what waits for it to end in the plan."""
        left = self._problem.horizon_months - self._moment - self._order.tail[name]
        return self._soon > 0 and left < self._soon

    def _ready(self, moment: float) -> Iterable[str]:
        """Return what may begin at a moment."""
        has_hands = self._has_hands(moment)
        order, last = self._order, self._problem.horizon_months + SLACK
        firsts_begun = all(first in self._steps for first in order.firsts)
        return [
            name
            for name in self.waiting
            if (has_hands or name in order.starting)
            and moment + order.options[name].months <= last
            and (firsts_begun or name in order.free)
            and self._works_from(name) <= moment + SLACK
            and self._wish_allows(name, moment)
            and self._phase_allows(name, moment)
            and self._leaves_place(name, moment)
        ]

    def _leaves_place(self, name: str, moment: float) -> bool:
        """Return whether the half-year has a place left for what comes first and is not ready.

        So nothing that more money adds takes the place of a cure that a smaller sum buys.
        """
        order, steps = self._order, self._steps
        if name in order.starting or name in order.ahead:
            return True
        months, most = self._problem.capacity.pace[0]
        begun = sum(
            step.start > moment - months + SLACK
            for each, step in steps.items()
            if each not in order.starting
        )
        mine = order.rank.get(name, len(order.rank))
        coming = sum(
            order.rank.get(each, mine) < mine
            and moment + SLACK < self._works_from(each) < moment + months
            for each in self.waiting
        )
        return begun + coming < most

    def _has_hands(self, moment: float) -> bool:
        capacity = self._problem.capacity
        steps = [step for name, step in self._steps.items() if name not in self._order.starting]
        busy = in_hand_at(self._problem, moment)
        busy += sum(step.end > moment + SLACK for step in steps)
        return busy < capacity.at_once and all(
            sum(step.start > moment - months + SLACK for step in steps) < most
            for months, most in capacity.pace
        )

    def _works_from(self, name: str) -> float:
        """Return the month from which all that a package waits for works; ∞: not placed yet."""
        steps, month = self._steps, self._order.options[name].not_before
        for group in self._order.waits[name]:
            ends = (steps[other].end + records for other, records in group if other in steps)
            month = max(month, min(ends, default=inf))
        return month

    def _wish_allows(self, name: str, moment: float) -> bool:
        """Return whether one place of the first phase is left for what serves a wish."""
        order, (months, most) = self._order, self._problem.capacity.pace[0]
        if moment >= min(months, self._problem.phases[0].end) or name in order.starting:
            return True
        if name in order.serving:
            return True
        if not order.served or any(each in self._steps for each in order.served):
            return True
        return len(self._steps.keys() - order.starting) + 1 < most

    def _phase_allows(self, name: str, moment: float) -> bool:
        """Return whether the phase has money and people left, and the spine has its half."""
        phases = self._problem.phases
        phase = next((each for each in phases if each.start <= moment < each.end), None)
        if phase is None:
            return False
        if phase.budget_wan is None and phase.people_months is None and phase is not phases[0]:
            return True
        price, options = self._order.price, self._order.options
        begun = [*self._begun(phase), name]
        money = sum(price[each] for each in begun)
        if phase.budget_wan is not None and money > phase.budget_wan + SLACK:
            return False
        people = sum(options[each].people_months for each in begun)
        if phase.people_months is not None and people > phase.people_months + SLACK:
            return False
        return phase is not phases[0] or self._half_allows(name, money)

    def _year_allows(self, name: str, moment: float) -> bool:
        """Return whether a package may begin by what the firm would spend in a year.

        What could not wait for the next year may; what is dear by itself has a year of its own.
        What may not keeps its place: nothing that comes after it takes the money.
        """
        options, order = self._order.options, self._order
        if self._yearly is None:
            return True
        year = int(moment // MONTHS_A_YEAR)
        start, end = year * MONTHS_A_YEAR, (year + 1) * MONTHS_A_YEAR
        begun = [each for each, step in self._steps.items() if start <= step.start < end]
        if not begun or end + order.last_to_wait[name] > self._problem.horizon_months:
            return True
        running = sum(
            options[each].run.mid * max(0.0, end - max(step.end, start)) / MONTHS_A_YEAR
            for each, step in self._steps.items()
        )
        months = max(0.0, end - moment - options[name].months)
        this = options[name].build.mid + options[name].run.mid * months / MONTHS_A_YEAR
        paid = running + sum(options[each].build.mid for each in begun)
        return paid + this <= self._yearly + SLACK

    def _begun(self, phase: Phase) -> Iterable[str]:
        return (n for n, step in self._steps.items() if phase.start <= step.start < phase.end)

    def _half_allows(self, name: str, money: float) -> bool:
        """Return whether the spine has half of the money of the first phase, with a package.

        What names the people who do it all, and what treats the first pain, do not count.
        """
        order = self._order
        if not self._has_half or name in order.on_spine or name in order.uncounted:
            return True
        begun = tuple(self._begun(self._problem.phases[0]))
        spine = sum(order.price[each] for each in begun if each in order.on_spine)
        apart = sum(order.price[each] for each in begun if each in order.uncounted)
        return money - apart <= 2 * spine + SLACK

    def _next_moment(self, moment: float) -> float:
        """Return when something changes: a package ends, records are there, a phase begins."""
        steps = self._steps.values()
        moments = {step.end for step in steps}
        for months, _ in self._problem.capacity.pace:
            moments |= {step.start + months for step in steps}
        if self._yearly is not None:
            moments |= {
                float(month)
                for month in range(0, int(self._problem.horizon_months), MONTHS_A_YEAR)
            }
        moments |= {phase.start for phase in self._problem.phases}
        moments |= {*self._problem.wishes.running.values()}
        moments |= {self._works_from(name) for name in self.waiting}
        return min((each for each in moments if each > moment + SLACK), default=inf)
