"""In which order cures of named pains and the base of a trade come first."""

from typing import Any

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.cures import CureOrder, OrderedFor, cure_order
from diagnosis.domain.retrofit.plan.problem import PackageOption
from tests.builders import a_package

USUAL_WAN = 40.0
"""Cheap is what costs 12 万元 at the most over three years; before a level comes what costs 4."""


def an_option(
    name: str,
    build: float,
    *pains: str,
    run: float = 0.0,
    needs: tuple[str, ...] = (),
    **more: Any,
) -> PackageOption:
    return PackageOption(
        package=a_package(name, **more),
        build=Money(build, build, build),
        run=Money(run, run, run),
        months=1.0,
        people_months=0.5,
        raises=(),
        needs=(needs,) if needs else (),
        serves=frozenset(pains),
    )


def order(
    *options: PackageOption,
    wishes: tuple[str, ...] = ("energy",),
    grades: dict[str, tuple[str, ...]] | None = None,
    **ground: Any,
) -> CureOrder:
    by_id = {option.id: option for option in options}
    families = {name: (name,) for name in by_id} | (grades or {})
    limits = {"usual_wan": USUAL_WAN, "horizon_months": 36.0, "in_all": 10} | ground
    return cure_order(by_id, families, wishes, OrderedFor(**limits))


def test_each_pain_is_treated_once_then_further_cures_come_by_their_price() -> None:
    made = order(
        an_option("pkg-dear", 5.0, "energy"),
        an_option("pkg-cheap", 1.0, "energy", run=0.5),
        an_option("pkg-light", 2.0, "energy"),
        an_option("pkg-hands", 3.0, "hiring"),
        an_option("pkg-none", 0.1),
        wishes=("energy", "hiring", "scene:energy-monitoring"),
    )
    assert made.foremost == (("pkg-light",), ("pkg-hands",))
    assert (made.cures, made.before_level) == ((("pkg-cheap",), ("pkg-dear",)), 1)


def test_the_base_treats_a_pain_where_it_can_and_the_rest_of_it_follows() -> None:
    base = (("pkg-orders",), ("pkg-report",), ("pkg-codes",))
    options = [
        an_option("pkg-orders", 6.0, "wrong-stock"),
        an_option("pkg-report", 5.0),
        an_option("pkg-codes", 1.0),
        an_option("pkg-labels", 3.0, "wrong-stock"),
        an_option("pkg-quotes", 4.0, "quoting"),
    ]
    made = order(*options, wishes=("wrong-stock", "quoting"), base=base)
    assert made.foremost == (
        ("pkg-codes",), ("pkg-orders",), ("pkg-quotes",), ("pkg-report",),
    )  # fmt: skip
    assert made.cures == (("pkg-labels",),)


def test_a_dear_cure_counts_where_nothing_cheap_treats_its_pain() -> None:
    made = order(an_option("pkg-dear", 30.0, "energy"), an_option("pkg-dearer", 60.0, "energy"))
    assert (made.foremost, made.cures) == ((), (("pkg-dear",),))


def test_what_a_cure_needs_counts_in_its_price_and_comes_before_it() -> None:
    made = order(
        an_option("pkg-first", 1.0, "energy"),
        an_option("pkg-scan", 5.0, "energy"),
        an_option("pkg-kit", 0.5, "energy", needs=("pkg-scan",)),
    )
    assert made.cures == (("pkg-scan",), ("pkg-kit",))


def test_another_grade_that_serves_the_pain_too_is_as_good_the_cheaper_named_first() -> None:
    light, full = an_option("pkg-b-light", 1.0, "energy"), an_option("pkg-a-full", 9.0, "energy")
    idle = an_option("pkg-idle", 5.0)
    family = ("pkg-b-light", "pkg-a-full", "pkg-idle", "pkg-not-offered")
    same = dict.fromkeys(("pkg-b-light", "pkg-a-full"), family)
    assert order(light, full, idle, grades=same).foremost == (("pkg-b-light", "pkg-a-full"),)


def test_no_more_are_in_the_order_than_a_firm_carries_and_the_rest_is_spare() -> None:
    """What the trade builds on is in it rather than what is a little cheaper."""
    four = [an_option(f"pkg-{wan}", wan, "energy") for wan in (1.0, 2.0, 3.0, 4.0)]
    made = order(*four, in_all=3, spine={"pkg-4.0"})
    assert made.foremost + made.cures == (("pkg-1.0",), ("pkg-2.0",), ("pkg-4.0",))
    assert made.spare == ("pkg-3.0",)
    some = order(*four, of_a_pain=2)
    assert (len(some.cures), some.before_level, some.spare) == (3, 1, ())


def test_ai_and_what_never_ends_in_time_are_no_cures() -> None:
    ai = an_option("pkg-ai", 0.1, "energy", is_ai=True)
    late = an_option("pkg-late", 0.1, "energy", needs=("pkg-nobody",))
    assert order(ai, late, an_option("pkg-x", 1.0, "energy")).foremost == (("pkg-x",),)
