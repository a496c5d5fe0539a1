"""Which places of Guangdong people may mean by a name."""

from diagnosis.domain.characters import folded
from diagnosis.domain.intake.enterprise import Codes
from diagnosis.domain.intake.place import city_of
from diagnosis.domain.text import Text

_SHORTEST = 2
_MOST_LEFT_OUT = 2
"""The Chinese characters that say what kind of place it is, which people leave out."""


def places_called(codes: Codes, phrase: str) -> tuple[str, ...]:
    """Return the codes of the places that a phrase names, with or without their kind.

    Where it names a city and places inside it, as addresses do, the latter are meant.
    """
    wanted = folded(phrase)
    if not wanted:
        return ()
    called = [code for code, name in codes.places.items() if _is_called(name, wanted)]
    return tuple(called or _named_inside(codes, wanted))


def _is_called(name: Text, wanted: str) -> bool:
    left_out = len(name.zh) - len(wanted)
    is_short = len(wanted) >= _SHORTEST and 0 <= left_out <= _MOST_LEFT_OUT
    return wanted == name.en.casefold() or (is_short and name.zh.startswith(wanted))


def _named_inside(codes: Codes, wanted: str) -> list[str]:
    """Return the places that a phrase names among other words, without the cities around them."""
    places = codes.places
    cities = {code for code in places if city_of(code) == code}
    taken = {_shorter(places[code].zh) for code in cities}
    named = [
        code
        for code, name in places.items()
        if _is_inside(name, wanted)
        and (code in cities or _in_full(name, wanted) or _shorter(name.zh) not in taken)
    ]
    around = {city_of(code) for code in named if code not in cities} & {*named}
    if not around:
        return named
    return [code for code in named if code not in around and city_of(code) in around]


def _is_inside(name: Text, wanted: str) -> bool:
    return _in_full(name, wanted) or _shorter(name.zh) in wanted


def _in_full(name: Text, wanted: str) -> bool:
    """Return whether a phrase has the whole name of a place in it, in either language."""
    parts = [part.strip() for part in wanted.split(",")]
    en_name = name.en.casefold()
    return name.zh in wanted or en_name in (*parts, *wanted.replace(",", " ").split())


def _shorter(name: str) -> str:
    """Return a Chinese name without the last character, which says what kind of place it is."""
    return name[:-1] if len(name) > _SHORTEST else name
