"""Gate 3 for places: each code stands once, under the city that it is of."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.place import area, city_of

PLACES = "knowledge/codes/places.yaml"


def check_places(documents: Mapping[str, Document]) -> Iterator[ContentFault]:
    """Yield every place that stands twice, or under a city that its code is not of.

    A former place is none of those listed, and what it became is.

    The code of a district begins with four digits of its city's, that of a town with all six.
    """
    document = documents.get(PLACES)
    if document is None:
        return
    seen: set[str] = set()
    for number, city in enumerate(document.value["cities"]):
        for where, code, prefix in _codes(city):
            place = pointer("cities", number) + where + pointer("code")
            if code in seen:
                yield document.fault("sense", place, f"the place {code!r} stands twice")
            seen.add(code)
            if city_of(code) != city["code"] or not code.startswith(prefix):
                yield document.fault("sense", place, f"{code!r} is no place in {city['code']!r}")
    yield from _former(document, seen)


def _former(document: Document, listed: Collection[str]) -> Iterator[ContentFault]:
    """Yield every former place that is listed still, or became what is not listed."""
    seen = {*listed}
    for number, former in enumerate(document.value["former"]):
        where = pointer("former", number)
        code = former["code"]
        if code in seen:
            yield document.fault("sense", where + "/code", f"the place {code!r} stands twice")
        seen.add(code)
        for place, successor in enumerate(former["now"]):
            if successor not in listed:
                at = where + pointer("now", place)
                yield document.fault("sense", at, f"no place {successor!r} is listed")


def _codes(city: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (pointer, code, how the code must begin) for a city and each place in it."""
    code = city["code"]
    yield "", code, code
    for kind, prefix in (("districts", area(code)), ("towns", code)):
        for place, inside in enumerate(city.get(kind, ())):
            yield pointer(kind, place), inside["code"], prefix
