"""What comes first of all for a firm that names pains: cures, and the base of its trade, in order.

One order for every budget: a plan takes as much of it from its beginning as the limits allow, so
that no larger budget drops what a smaller one buys. First the cheapest way to treat each pain,
where possible by the base of the trade; then the rest of the base; then further cheap cures, the
cheapest first, and for a pain that nothing cheap treats the cheapest there is.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from diagnosis.domain.retrofit.plan.problem import PackageOption
from diagnosis.domain.retrofit.plan.waits import earliest_ends, waits_of
from diagnosis.domain.retrofit.plan.worth import is_pain

Groups = tuple[tuple[str, ...], ...]
"""The options that do each step: any of them will do."""

CHEAP_SHARE = 0.3
"""What costs no more than this share of what a firm usually spends is cheap to it (ours)."""
BEFORE_LEVEL_SHARE = 0.1
"""What costs no more than this share of it comes before a level as well (ours)."""
BASE_COUNTS = 2
"""A step of the base counts as if it treated so many pains more (ours)."""
MUCH_CHEAPER = 0.5
"""A later step of the base goes first where it costs less than this share of an earlier (ours)."""
FURTHER_CURE_COUNTS = 2.0
"""A cure of pains that are treated already, and that the trade does not build on, counts as if it
cost so many times as much (ours)."""


@dataclass(frozen=True, slots=True)
class CureOrder:
    """What comes first, in its order.

    `foremost` treat each pain once and lay the base of the trade; `cures` are further ones, of
    which the first `before_level` come before a level too. The cures in `spare` are not among
    them: they wait until all of them are bought.
    """

    foremost: Groups = ()
    cures: Groups = ()
    before_level: int = 0
    spare: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedFor:
    """What an order of cures is made for, beside the options.

    `base` are the steps of the base, `spine` every package of the trade's spine; `usual_wan` is
    what a firm of this size usually spends, 万元, `in_all` how many packages it carries in
    `horizon_months`; `of_a_pain` how many packages of one pain come before a level, so
    that it finds room beside them (None: no level can be told, and all come first).
    """

    base: Groups = ()
    spine: Collection[str] = ()
    usual_wan: float
    horizon_months: float
    in_all: int
    of_a_pain: int | None = None


def cure_order(
    options: Mapping[str, PackageOption],
    grades: Mapping[str, Sequence[str]],
    wishes: Iterable[str],
    ground: OrderedFor,
) -> CureOrder:
    """Return cures of the pains among wishes, and the base of the trade, in their order.

    What cannot end in time is none; nor is AI, which comes after the rest. Prices are what
    building and three years of running cost, with all that is needed.
    """
    ends = earliest_ends(options, waits_of(options))
    reachable = {n: each for n, each in options.items() if ends[n] <= ground.horizon_months}
    pains = list(filter(is_pain, wishes))
    ordering = _Ordering(reachable, grades, ground)
    foremost = [
        *ordering.begin_base(pains),
        *ordering.first_cures(pains),
        *ordering.rest_of_base(),
    ]
    cures = ordering.further_cures(pains)
    first, later = ordering.split_by_level(pains, foremost, tuple(cures))
    spare = tuple(ordering.spare(pains))
    return CureOrder(tuple(foremost), (*first, *later), len(first), spare)


class _Ordering:
    """An order that is being made: what was taken costs nothing again."""

    def __init__(
        self,
        options: Mapping[str, PackageOption],
        grades: Mapping[str, Sequence[str]],
        ground: OrderedFor,
    ) -> None:
        self._options = options
        self._grades = grades
        self._ground = ground
        self._cheap_wan = CHEAP_SHARE * ground.usual_wan
        self._taken: set[str] = set()
        self._base = self._in_order([g for g in ground.base if set(g).intersection(options)])
        self._done: list[tuple[str, ...]] = []

    def begin_base(self, pains: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Yield the first step of the base, or a later one that does much more for its money."""
        best, least = self._base[:1], inf
        for group in self._base:
            key = self._cost(group) / (self._number_treated(group, pains) + BASE_COUNTS)
            if least == inf or key < MUCH_CHEAPER * least:
                best, least = [group], key
        for group in best:
            yield self._take(group)

    def first_cures(self, pains: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Yield the cheapest ways to treat all pains, by the base of the trade where it can be.

        The next step of the base goes before a cure beside it that costs no less.
        """
        while is_open := [pain for pain in pains if not self._treating(pain)]:
            left = [group for group in self._base if group not in self._done]
            treating = ([g for g in left if self._treats(g, pain)][:1] for pain in is_open)
            by_base = {group for groups in treating for group in groups}
            keys = {
                group: self._cost(group)
                / (self._number_treated(group, is_open) + BASE_COUNTS * (group in by_base))
                for group in dict.fromkeys([*sorted(by_base), *self._cures(is_open)])
                if group in by_base or self._cost(group) <= self._cheap_wan
            }
            if not keys:
                return
            best = min(keys, key=keys.__getitem__)
            if best not in self._base and left and self._cost(left[0]) <= self._cost(best):
                best = left[0]
            yield self._take(best)

    def rest_of_base(self) -> Iterator[tuple[str, ...]]:
        """Yield the steps of the base that were not taken, in their order."""
        for group in self._base:
            if group not in self._done:
                yield self._take(group)

    def further_cures(self, pains: Sequence[str]) -> list[tuple[str, ...]]:
        """Return further cures, as many as the firm carries, in the order of their prices.

        What a trade builds on comes before the rest, what treats a pain that is open before what
        does not; of such a pain even a dear one counts.
        """
        chosen: list[tuple[float, tuple[str, ...]]] = []
        while len(self._taken) < self._ground.in_all:
            is_open = [pain for pain in pains if not self._treating(pain)]
            groups = [(self._key(each, is_open), each) for each in self._cures(pains)]
            key, best = min(groups, default=(inf, ()))
            if key == inf:
                break
            chosen.append((self._cost(best), self._take(best)))
        return self._by_price(chosen)

    def spare(self, pains: Sequence[str]) -> Iterator[str]:
        """Yield the cheap cures that the order has no room for."""
        for group in self._cures(pains) if self._ground.of_a_pain is None else ():
            if self._cost(group) <= self._cheap_wan:
                yield from group

    def split_by_level(
        self, pains: Sequence[str], foremost: Sequence[tuple[str, ...]], cures: Groups
    ) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        """Return the cures that come before a level too, and the others, each in their order."""
        most, of_a_pain = BEFORE_LEVEL_SHARE * self._ground.usual_wan, self._ground.of_a_pain
        done, first, later = list(foremost), list[tuple[str, ...]](), list[tuple[str, ...]]()
        for group in cures:
            treated = [pain for pain in pains if self._treats(group, pain)]
            number = min((sum(self._treats(g, pain) for g in done) for pain in treated), default=0)
            is_enough = of_a_pain is not None and number >= of_a_pain
            there = self._taken.difference(map(self._cheapest_of, later))
            is_dear = self._price_alone(self._cheapest_of(group))[0] > most
            if is_enough or is_dear or self._waits_for(group, there):
                later.append(group)
            else:
                first.append(group)
                done.append(group)
        return first, later

    def _by_price(self, chosen: Sequence[tuple[float, tuple[str, ...]]]) -> list[tuple[str, ...]]:
        """Return cures the cheapest first, each after those that it needs."""
        left, there = {group: cost for cost, group in chosen}, set(self._taken)
        for group in left:
            there.discard(self._cheapest_of(group))
        placed: list[tuple[str, ...]] = []
        while left:
            free = [g for g in left if not self._waits_for(g, there)] or list(left)
            best = min(free, key=lambda each: (left[each], each))
            del left[best]
            there.add(self._cheapest_of(best))
            placed.append(best)
        return placed

    def _waits_for(self, group: tuple[str, ...], there: set[str]) -> bool:
        """Return whether a cure needs another one of the order that is not placed yet."""
        needs = self._needs_of(self._cheapest_of(group))
        return any(self._taken.intersection(n) and not there.intersection(n) for n in needs)

    def _cheapest_of(self, group: tuple[str, ...]) -> str:
        return min((name for name in group if name in self._options), key=self._price_alone)

    def _price_alone(self, name: str) -> tuple[float, str]:
        return self._options[name].three_years.mid, name

    def _key(self, group: tuple[str, ...], is_open: Sequence[str]) -> float:
        """Return what a cure counts as, ∞ where it is too dear to be one."""
        cost = self._cost(group)
        if any(self._treats(group, pain) for pain in is_open):
            return cost
        if cost > self._cheap_wan:
            return inf
        packages = [self._options[name].package for name in group]
        of_trade = any(each.trades or each.id in self._ground.spine for each in packages)
        return cost if of_trade else FURTHER_CURE_COUNTS * cost

    def _in_order(self, base: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Return the base in the order of the trade, but what is much cheaper first."""
        placed: list[tuple[str, ...]] = []
        for group in base:
            cost = self._cost(group)
            at = len(placed)
            while at and cost < MUCH_CHEAPER * self._cost(placed[at - 1]):
                at -= 1
            placed.insert(at, group)
        return placed

    def _cures(self, pains: Sequence[str]) -> Iterator[tuple[str, ...]]:
        """Yield what treats pains and is not taken, with its other grades that do as well."""
        groups: dict[tuple[str, ...], None] = {}
        for name, option in self._options.items():
            of_pains = option.serves.intersection(pains)
            if (
                not of_pains
                or option.package.is_ai
                or self._taken.intersection(self._grades[name])
            ):
                continue
            family = (each for each in self._grades[name] if each in self._options)
            same = (each for each in family if of_pains <= self._options[each].serves)
            groups[tuple(sorted(same, key=self._price_alone))] = None
        yield from groups

    def _take(self, group: tuple[str, ...]) -> tuple[str, ...]:
        self._taken.update(self._with_needs(self._cheapest(group)))
        self._done.append(group)
        return group

    def _treats(self, group: tuple[str, ...], pain: str) -> bool:
        return any(pain in self._options[n].serves for n in group if n in self._options)

    def _number_treated(self, group: tuple[str, ...], pains: Iterable[str]) -> int:
        return sum(self._treats(group, pain) for pain in pains)

    def _treating(self, pain: str) -> int:
        return sum(pain in self._options[name].serves for name in self._taken)

    def _cheapest(self, group: Iterable[str]) -> str:
        names = (name for name in group if name in self._options)
        return min(names, key=lambda each: (self._price(self._with_needs(each)), each))

    def _cost(self, group: Iterable[str]) -> float:
        """Return what the cheapest of a group costs with what it needs and was not taken."""
        return self._price(self._with_needs(self._cheapest(group)))

    def _price(self, names: Iterable[str]) -> float:
        return sum(self._options[name].three_years.mid for name in names)

    def _with_needs(self, name: str) -> set[str]:
        """Return a package and what it still needs, each need by what is cheapest by itself."""
        added: set[str] = set()
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if each in added or each in self._taken:
                continue
            added.add(each)
            for group in self._needs_of(each):
                if group and not {*added, *self._taken}.intersection(group):
                    waiting.append(min(group, key=self._price_alone))
        return added

    def _needs_of(self, name: str) -> list[tuple[str, ...]]:
        """Return the options of each thing that a package waits for."""
        option = self._options[name]
        groups = [tuple(n for n in group if n in self._options) for group in option.needs]
        givers = (self._givers(need.item, need.at_least) for need in option.item_needs)
        return [*groups, *(tuple(n for n in each if n != name) for each in givers)]

    def _givers(self, item: str, at_least: float) -> Iterator[str]:
        for name, option in self._options.items():
            if any(each.mark == item and each.to >= at_least for each in option.raises):
                yield name
