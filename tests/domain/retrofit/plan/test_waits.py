"""What packages wait for, how early each can end, and which can never start."""

from math import inf

from diagnosis.domain.retrofit.catalogue.package import Grade, ItemNeed
from diagnosis.domain.retrofit.plan.problem import PackageOption
from diagnosis.domain.retrofit.plan.waits import earliest_ends, startable, waits_of
from tests.builders import an_option

HORIZON = 36.0


def by_id(*options: PackageOption) -> dict[str, PackageOption]:
    return {option.id: option for option in options}


def ends(*options: PackageOption) -> dict[str, float]:
    known = by_id(*options)
    return earliest_ends(known, waits_of(known))


FIRST = an_option("first", {"a": 4}, months=4.0, delays={("a", 3): 6})
QUICK = an_option("quick", {"a": 2}, months=2.0)
TAKER = an_option("taker", {"b": 1}, item_needs=(ItemNeed("a", 2),))
LATER = an_option("later", {"b": 2}, item_needs=(ItemNeed("a", 3),))
AFTER = an_option("after", {"c": 1}, needs=(("first", "quick"), ("taker",)))


def test_a_package_waits_for_one_of_each_group_and_for_records() -> None:
    waits = waits_of(by_id(FIRST, QUICK, TAKER, LATER, AFTER))
    assert waits["first"] == ()
    assert waits["taker"] == ((("first", 0), ("quick", 0)),)
    assert waits["later"] == ((("first", 6),),)
    assert waits["after"] == ((("first", 0), ("quick", 0)), (("taker", 0),))


def test_the_earliest_end_takes_the_quickest_way() -> None:
    found = ends(FIRST, QUICK, TAKER, LATER, AFTER)
    assert found == {"first": 4, "quick": 2, "taker": 5, "later": 13, "after": 8}


def test_grades_of_a_family_do_not_bring_what_one_of_them_needs() -> None:
    light = an_option("light", {"a": 2}, package={"family": "f"})
    full = an_option(
        "full",
        {"a": 4},
        item_needs=(ItemNeed("a", 2),),
        package={"family": "f", "grade": Grade.FULL},
    )
    assert ends(light, full)["full"] == inf
    assert ends(light, full, QUICK)["full"] == 5


def test_a_circle_never_starts_and_neither_does_what_waits_for_it() -> None:
    hen = an_option("hen", {"x": 2}, item_needs=(ItemNeed("y", 2),))
    egg = an_option("egg", {"y": 2}, item_needs=(ItemNeed("x", 2),))
    chick = an_option("chick", {"z": 1}, needs=(("hen",),))
    found = ends(hen, egg, chick, FIRST)
    assert found == {"hen": inf, "egg": inf, "chick": inf, "first": 4}
    assert list(startable(by_id(hen, egg, chick, FIRST), HORIZON)) == ["first"]


def test_a_way_out_of_the_circle_is_enough() -> None:
    hen = an_option("hen", {"x": 2}, item_needs=(ItemNeed("y", 2),))
    egg = an_option("egg", {"y": 2}, item_needs=(ItemNeed("x", 2),))
    shop = an_option("shop", {"y": 3})
    assert ends(hen, egg, shop) == {"hen": 6, "egg": 9, "shop": 3}


def test_groups_lose_what_never_starts() -> None:
    lost = an_option("lost", {"x": 1}, item_needs=(ItemNeed("nowhere", 1),))
    either = an_option("either", {"y": 1}, needs=(("lost", "quick"),))
    assert startable(by_id(lost, either, QUICK), HORIZON)["either"].needs == (("quick",),)


def test_raises_that_come_after_the_plan_are_taken_away() -> None:
    """FIRST ends in month 4; its positions 3 and 4 need 6 months of records more."""
    assert [each.to for each in startable(by_id(FIRST), 10.0)["first"].raises] == [1, 2, 3, 4]
    assert [each.to for each in startable(by_id(FIRST), 9.9)["first"].raises] == [1, 2]
    areas = an_option("areas", {"a": 1}, areas=("orders",), months=6.0)
    short = startable(by_id(areas), 5.0)["areas"]
    assert (short.raises, short.areas) == ((), {})
    assert startable(by_id(areas), 6.0)["areas"] is areas
