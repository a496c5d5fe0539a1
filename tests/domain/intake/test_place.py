"""Places by their codes: the city of a place, and what lies inside one."""

import pytest

from diagnosis.domain.intake.place import area, city_of


@pytest.mark.parametrize(
    ("code", "city"),
    [
        ("441900", "441900"),
        ("440307", "440300"),
        ("441900119", "441900"),
        ("442000100", "442000"),
        ("440000", None),
        ("000000", None),
        ("330100", "330100"),
        ("VN", None),
        ("1200", None),
        ("", None),
    ],
)
def test_the_city_of_a_place(code: str, city: str | None) -> None:
    assert city_of(code) == city


def test_a_place_takes_in_what_lies_inside_it_alone() -> None:
    places = ["440100", "440115", "441900", "441900100", "441900119", "330100"]
    inside = {code: [place for place in places if place.startswith(area(code))] for code in places}
    assert inside == {
        "440100": ["440100", "440115"],
        "440115": ["440115"],
        "441900": ["441900", "441900100", "441900119"],
        "441900100": ["441900100"],
        "441900119": ["441900119"],
        "330100": ["330100"],
    }
    assert [place for place in places if place.startswith(area("440000"))] == places[:-1]
    assert [place for place in places if place.startswith(area("000000"))] == places
