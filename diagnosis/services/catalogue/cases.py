"""Find real cases."""

from diagnosis.domain.promotion.case import Case
from diagnosis.services.ports.content import Content
from diagnosis.services.read.filters import Filters, mentions


def find_cases(content: Content, filters: Filters) -> list[Case]:
    """Return the cases that fit, by id; a place filter takes sites inside the place."""
    return [case for case in content.cases.values() if _fits(content, case, filters)]


def _fits(content: Content, case: Case, filters: Filters) -> bool:
    place = filters.city
    inside = place is None or place in (case.place, content.codes.city_of(case.place))
    return (
        inside
        and (filters.division is None or case.division == filters.division)
        and (filters.size is None or case.size is filters.size)
        and (filters.scene is None or filters.scene in case.scenes)
        and (filters.package is None or filters.package in case.packages)
        and mentions(filters.text, case.company, case.site, case.summary)
    )
