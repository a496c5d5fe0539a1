"""What the choices of forms and filters are: places, divisions, sizes, each with its name."""

from typing import NamedTuple

from diagnosis.domain.intake.place import city_of
from diagnosis.present import names
from diagnosis.web.exchange import content, say


class NamedValue(NamedTuple):
    """A value of a list, and what it is called."""

    value: str
    name: str


class ValueGroup(NamedTuple):
    """Choices under a heading."""

    name: str
    choices: tuple[NamedValue, ...]


def cities() -> tuple[NamedValue, ...]:
    """Return the cities of Guangdong."""
    places = content().codes.places
    return tuple(
        NamedValue(code, str(say()(name)))
        for code, name in places.items()
        if city_of(code) == code
    )


def places() -> tuple[ValueGroup, ...]:
    """Return the places of each city: itself, its districts, its towns where they are listed."""
    listed, speak = cities(), say()
    groups: dict[str, list[NamedValue]] = {city.value: [] for city in listed}
    for code, name in content().codes.places.items():
        groups[city_of(code) or code].append(NamedValue(code, str(speak(name))))
    return tuple(ValueGroup(city.name, tuple(groups[city.value])) for city in listed)


def divisions() -> tuple[NamedValue, ...]:
    """Return the divisions of manufacturing."""
    named = content().codes.industry_names
    return tuple(NamedValue(code, f"{code} {say()(name)}") for code, name in named.items())


def sizes() -> tuple[NamedValue, ...]:
    """Return the size classes."""
    return tuple(NamedValue(size, str(say()(name))) for size, name in names.SIZES.items())
