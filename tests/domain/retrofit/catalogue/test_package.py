"""For whom a package is made, and what its grades have to do with one another."""

from diagnosis.domain.intake.business import Traits
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect, months_of_records
from diagnosis.domain.retrofit.catalogue.package import Headcounts, PackageStep, grades_of
from tests.builders import TEXT, a_package


def test_a_trait_that_was_not_told_does_not_serve() -> None:
    delivery = a_package("pkg-delivery", traits={"own_transport": (True,)})
    assert delivery.fits_business(Traits(own_transport=True))
    assert not delivery.fits_business(Traits(own_transport=False))
    assert not delivery.fits_business(Traits())


def test_any_value_of_a_trait_that_serves_will_do() -> None:
    forecast = a_package("pkg-forecast", traits={"production_for": ("to-stock", "both")})
    assert forecast.fits_business(Traits(production_for="both"))
    assert not forecast.fits_business(Traits(production_for="to-order"))


def test_headcounts_are_closed_and_unknown_is_inside() -> None:
    small = Headcounts(20, 300)
    assert [small.hold(people) for people in (19, 20, 300, 301, None)] == [
        False, True, True, False, True,
    ]  # fmt: skip


def test_grades_of_a_family_stand_for_one_another() -> None:
    light, full, other = (
        a_package("pkg-report", family="reporting"),
        a_package("pkg-mes", family="reporting"),
        a_package("pkg-start"),
    )
    assert grades_of([light, full, other]) == {
        "pkg-report": ("pkg-report", "pkg-mes"),
        "pkg-mes": ("pkg-mes", "pkg-report"),
        "pkg-start": ("pkg-start",),
    }


def test_earlier_projects_of_steps_count() -> None:
    package = a_package(
        "pkg-a", earlier=("prj-a",), steps=(PackageStep(TEXT), PackageStep(TEXT, ("prj-b",)))
    )
    assert package.earlier_ids() == ("prj-a", "prj-b")


def test_the_longest_wait_on_the_way_counts() -> None:
    delays = {("a", 1): 1, ("a", 3): 12, ("a", 4): 3, ("b", 1): 24}
    waits = [months_of_records(delays, LadderEffect("a", to)) for to in (1, 2, 3, 4)]
    assert waits == [1, 1, 12, 12]
    assert months_of_records(delays, LadderEffect("c", 5)) is None
