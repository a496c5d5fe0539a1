"""What the choices of forms and filters are: places, divisions, sizes, each with its name."""

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup, escape

from diagnosis.domain.intake.place import city_of
from diagnosis.domain.text import Language
from diagnosis.present import names
from diagnosis.present.per_object import per_content
from diagnosis.services.ports.content import Content
from diagnosis.web.exchange import content, say
from diagnosis.web.languages import wanted_language


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
    named = content().codes.places
    return tuple(
        NamedValue(code, str(say()(name))) for code, name in named.items() if city_of(code) == code
    )


def places() -> tuple[ValueGroup, ...]:
    """Return the places of each city: itself, its districts, its towns where they are listed."""
    return _places(content())[wanted_language()]


def place_options(selected: str | None) -> Markup:
    """Return the options of a list of all places, one of them selected where it is of them."""
    return _with_selected(_place_options(content())[wanted_language()], selected)


def pain_options(selected: str | None) -> Markup:
    """Return the options of a list of all pains, one of them selected where it is of them."""
    return _with_selected(_pain_options(content())[wanted_language()], selected)


def _with_selected(options: Markup, selected: str | None) -> Markup:
    value = f'<option value="{escape(selected or "")}"'
    return Markup(str(options).replace(f"{value}>", f"{value} selected>"))


@per_content
def _places(known: Content) -> dict[Language, tuple[ValueGroup, ...]]:
    return {language: _places_in(known, language) for language in Language}


def _places_in(known: Content, language: Language) -> tuple[ValueGroup, ...]:
    groups: dict[str, list[NamedValue]] = {}
    for code, name in known.codes.places.items():
        groups.setdefault(city_of(code) or code, []).append(NamedValue(code, name.say(language)))
    return tuple(
        ValueGroup(known.codes.places[city].say(language), tuple(named))
        for city, named in groups.items()
    )


@per_content
def _place_options(known: Content) -> dict[Language, Markup]:
    """Return the options of all places by language: there are hundreds, and they never change."""
    group = Markup('<optgroup label="{}">{}</optgroup>').format
    return {
        language: Markup().join(group(city.name, _options(city.choices)) for city in groups)
        for language, groups in _places(known).items()
    }


@per_content
def _pain_options(known: Content) -> dict[Language, Markup]:
    """Return the options of all pains by language."""
    named = names.names_of_pains(known).items()
    return {
        language: _options(NamedValue(pain, text.say(language)) for pain, text in named)
        for language in Language
    }


def _options(values: Iterable[NamedValue]) -> Markup:
    option = Markup('<option value="{}">{}</option>').format
    return Markup().join(option(*each) for each in values)


def divisions() -> tuple[NamedValue, ...]:
    """Return the divisions of manufacturing."""
    named = content().codes.industry_names
    return tuple(NamedValue(code, f"{code} {say()(name)}") for code, name in named.items())


def sizes() -> tuple[NamedValue, ...]:
    """Return the size classes."""
    return tuple(NamedValue(size, str(say()(name))) for size, name in names.SIZES.items())
