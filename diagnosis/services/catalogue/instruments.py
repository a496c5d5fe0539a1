"""Find support instruments."""

from datetime import date

from diagnosis.domain.retrofit.support.instrument import Instrument
from diagnosis.domain.retrofit.support.rule import Answer, FirmFacts, PlanFacts, evaluate
from diagnosis.services.ports.content import Content
from diagnosis.services.read.filters import Filters, mentions


def find_instruments(content: Content, filters: Filters, on: date) -> list[Instrument]:
    """Return the instruments that fit at a date: country first, then province, city, district.

    Place, industry and size leave out what their jurisdiction or rule certainly refuses; what may
    be open to such a firm stays. Everything stays that no filter names, open or not.
    """
    return [
        instrument
        for instrument in content.instruments.values()
        if _fits(content, instrument, filters, on)
    ]


def _fits(content: Content, instrument: Instrument, filters: Filters, on: date) -> bool:
    firm = FirmFacts(place=filters.city, size=filters.size, division=filters.division)
    return (
        (filters.city is None or instrument.covers(filters.city) is not Answer.NO)
        and evaluate(instrument.eligible, firm, PlanFacts()).answer is not Answer.NO
        and (filters.open is None or instrument.is_open(on) is filters.open)
        and (filters.kind is None or instrument.kind == filters.kind)
        and (filters.measure is None or filters.measure in instrument.measures)
        and (filters.package is None or instrument.pays_for(content.packages[filters.package]))
        and (filters.scene is None or _pays_in_scene(content, instrument, filters.scene))
        and mentions(filters.text, instrument.name, instrument.offer)
    )


def _pays_in_scene(content: Content, instrument: Instrument, scene: str) -> bool:
    return any(
        scene in package.scenes and instrument.pays_for(package)
        for package in content.packages.values()
    )
