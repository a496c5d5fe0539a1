"""Which packages are cheap cures of a pain that a firm names."""

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.capacity import capacity_of
from diagnosis.domain.retrofit.plan.cures import cheap_cures
from diagnosis.domain.retrofit.plan.problem import PackageOption
from tests.builders import a_package

SMALL = capacity_of(SizeClass.SMALL, 60)
USUAL_WAN = 60.0
"""Cheap is what costs 3 万元 at the most over three years."""


def an_option(
    name: str, build: float, *pains: str, run: float = 0.0, needs: tuple[str, ...] = ()
) -> PackageOption:
    return PackageOption(
        package=a_package(name),
        build=Money(build, build, build),
        run=Money(run, run, run),
        months=1.0,
        people_months=0.5,
        raises=(),
        needs=(needs,) if needs else (),
        serves=frozenset(pains),
    )


def cures(
    *options: PackageOption,
    wishes: tuple[str, ...] = ("energy",),
    grades: dict[str, tuple[str, ...]] | None = None,
) -> tuple[tuple[str, ...], ...]:
    by_id = {option.id: option for option in options}
    families = {name: (name,) for name in by_id} | (grades or {})
    return cheap_cures(by_id, families, wishes, USUAL_WAN, SMALL)


def test_a_cure_is_cheap_over_three_years_and_waits_for_nothing() -> None:
    light = an_option("pkg-light", 0.8, "energy")
    runs_dear = an_option("pkg-runs", 0.3, "energy", run=1.0)
    waits = an_option("pkg-waits", 0.5, "energy", needs=("pkg-light",))
    other = an_option("pkg-other", 0.5, "defects")
    assert cures(light, runs_dear, waits, other) == (("pkg-light",),)
    assert cures(light, wishes=("scene:energy-monitoring", "hiring")) == ()


def test_of_a_pain_the_cheapest_count_as_many_as_serve_it_in_full() -> None:
    three = [an_option(f"pkg-{wan}", wan, "energy") for wan in (3.0, 1.0, 2.0)]
    assert cures(*three) == (("pkg-1.0",), ("pkg-2.0",))


def test_another_grade_that_serves_the_pain_too_is_as_good() -> None:
    light, full = an_option("pkg-light", 1.0, "energy"), an_option("pkg-full", 50.0, "energy")
    idle = an_option("pkg-idle", 50.0)
    family = ("pkg-light", "pkg-full", "pkg-idle", "pkg-not-offered")
    assert cures(light, full, idle, grades={"pkg-light": family}) == (("pkg-full", "pkg-light"),)


def test_cures_take_a_third_of_what_a_firm_carries_the_worst_pain_first() -> None:
    """A small firm carries ten in three years: three of them, where six would be cheap."""
    pains = ("energy", "hiring", "cash-in")
    six = [an_option(f"pkg-{p}-{n}", 0.1 * n, p) for p in pains for n in (1, 2)]
    assert cures(*six, wishes=("hiring", "energy", "cash-in")) == (
        ("pkg-hiring-1",),
        ("pkg-hiring-2",),
        ("pkg-energy-1",),
    )
