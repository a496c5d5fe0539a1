"""Whose a result is, in a line: trade, town and size."""

from diagnosis.domain.intake.enterprise import Codes, Enterprise, SizeClass
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.intake.code_names import industry_name, place_name
from diagnosis.present.numbers import number
from diagnosis.present.say import joined

_PEOPLE = Text("{people} 人", "{people} people")
_SIZE = Text("{size}企业", "{size} firm")
_BETWEEN = Text(" · ", " · ")


def firm_in_words(codes: Codes, firm: Enterprise, size: SizeClass | None) -> Text | None:
    """Return trade, town and headcount of a firm; None where it told none of them."""
    people = firm.employees
    return _in_a_line(
        codes, firm, None if people is None else _PEOPLE.fill(people=number(people)), size
    )


def firm_for_others(codes: Codes, firm: Enterprise, size: SizeClass | None) -> Text | None:
    """Return trade, town and size class of a firm, without its headcount: that is an answer."""
    return _in_a_line(codes, firm, None, size)


def _in_a_line(
    codes: Codes, firm: Enterprise, people: Text | None, size: SizeClass | None
) -> Text | None:
    parts = []
    if firm.industry:
        parts.append(industry_name(codes, firm.industry))
    if firm.city and firm.city in codes.places:
        parts.append(place_name(codes, firm.city))
    if people is not None:
        parts.append(people)
    elif size is not None:
        parts.append(_SIZE.fill(size=names.SIZES[size]))
    return joined(parts, _BETWEEN) if parts else None
