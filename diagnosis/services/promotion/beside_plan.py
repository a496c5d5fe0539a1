"""What stands beside each package of a plan: support that may pay for it, and a case near."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from diagnosis.domain.intake.sheet import Sheet, accepted_sheet
from diagnosis.domain.promotion.match_cases import Match, match_cases
from diagnosis.domain.retrofit.catalogue.package import grades_of
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.groups import usefulness
from diagnosis.domain.retrofit.support.warnings import must_be_filed
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.find_cases import find_cases_for
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.keep_plan import StoredPlan
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import find_support
from diagnosis.services.transaction import Caller

OFFERS_NAMED = 2
"""So many instruments are named with a package, the most useful ones."""
AI_BASES = ("compute-rent", "model-purchase", "data-purchase")
"""What an instrument pays for that helps a first AI step: computing, models, data sets."""


@dataclass(frozen=True, slots=True)
class BesidePlan:
    """Support and cases by package, and support for the first AI step.

    An offer stands with a package whose money counts for it, where it may pay; a case did the
    package, in whatever grade, and may be called near.
    """

    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)
    cases: Mapping[str, Match] = field(default_factory=dict)
    for_ai: tuple[Offer, ...] = ()
    filings: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)
    """What may pay for a package only where it was filed before it starts, and is not known so."""


def beside_plan(
    content: Content, sheet: Sheet, plan: KeptPlan, claims: FirmClaims, on: date
) -> BesidePlan:
    """Return what stands beside the packages of a plan of a sheet at a day."""
    work = planned_work(content, plan, plan.starts_on, claims)
    offers = find_support(content, sheet.enterprise, claims, on=on, work=work).offers
    ranked = sorted((offer for offer in offers if offer.is_open_to), key=usefulness)
    names = [package.id for package in plan.packages]
    return BesidePlan(
        offers={name: _offers_of(name, ranked) for name in names},
        cases=_cases_of(content, sheet, plan, names),
        filings={name: _to_be_filed(name, ranked) for name in names},
        for_ai=tuple(o for o in ranked if o.instrument.pays.base in AI_BASES)[:OFFERS_NAMED],
    )


def _offers_of(name: str, ranked: Iterable[Offer]) -> tuple[Offer, ...]:
    return tuple(_paying(name, ranked))[:OFFERS_NAMED]


def _to_be_filed(name: str, ranked: Iterable[Offer]) -> tuple[Offer, ...]:
    return tuple(offer for offer in _paying(name, ranked) if must_be_filed(offer))


def _paying(name: str, ranked: Iterable[Offer]) -> Iterator[Offer]:
    for offer in ranked:
        if offer.may_pay and any(name == each.package.id for each in offer.counted):
            yield offer


def _cases_of(
    content: Content, sheet: Sheet, plan: KeptPlan, names: Iterable[str]
) -> dict[str, Match]:
    """Return the nearest case that did each package, where one may be called near."""
    seeker = find_cases_for(content, sheet, plan).seeker
    matches = match_cases(seeker, content.cases.values(), most=len(content.cases)).cases
    near = [match for match in matches if match.is_near]
    grades = grades_of(content.packages.values())
    by_package: dict[str, Match] = {}
    for name in names:
        alike = {name, *grades.get(name, ())}
        match = next((each for each in near if alike.intersection(each.case.packages)), None)
        if match is not None:
            by_package[name] = match
    return by_package


def beside_stored(caller: Caller, stored: StoredPlan) -> BesidePlan:
    """Return what stands beside a stored plan today; nothing where its sheet cannot be read."""
    with caller.store.read(caller.principal) as reader:
        record = reader.assessment(stored.record.row.assessment_id)
    content = stored.content
    if record is None:
        return BesidePlan()
    sheet = accepted_sheet(record.sheet, forms=content.readers, codes=content.codes)
    if sheet is None:
        return BesidePlan()
    return beside_plan(content, sheet, stored.record.plan, FirmClaims(), caller.today)
