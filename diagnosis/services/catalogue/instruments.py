"""Find support instruments."""

from datetime import date

from diagnosis.domain.retrofit.support.instrument import Instrument
from diagnosis.domain.retrofit.support.rule import Answer, FirmFacts, PlanFacts, evaluate
from diagnosis.services.ports.content import Content
from diagnosis.services.read.filters import Filters, mentions


def find_support(content: Content, filters: Filters, on: date) -> list[Instrument]:
    """Return the instruments that fit at a date: country first, then province, city, district.

    Place, industry and size leave out what their jurisdiction or rule certainly refuses; what may
    be open to such a firm stays. Everything stays that no filter names, open or not.
    """
    return [one for one in content.instruments.values() if _fits(content, one, filters, on)]


def _fits(content: Content, one: Instrument, filters: Filters, on: date) -> bool:
    firm = FirmFacts(place=filters.city, size=filters.size, division=filters.industry)
    return (
        (filters.city is None or one.covers(filters.city) is not Answer.NO)
        and evaluate(one.eligible, firm, PlanFacts()).answer is not Answer.NO
        and (filters.open is None or one.is_open(on) is filters.open)
        and (filters.kind is None or one.kind == filters.kind)
        and (filters.measure is None or filters.measure in one.measures)
        and (filters.project is None or one.pays_for(content.projects[filters.project]))
        and (filters.scene is None or _pays_in_scene(content, one, filters.scene))
        and mentions(filters.text, one.name, one.offer)
    )


def _pays_in_scene(content: Content, one: Instrument, scene: str) -> bool:
    return any(
        scene in project.scenes and one.pays_for(project) for project in content.projects.values()
    )
