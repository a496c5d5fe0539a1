"""Support and a case beside a package of a plan as JSON values."""

from diagnosis.domain.promotion.match_cases import Match
from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.groups import deadline
from diagnosis.present import numbers
from diagnosis.present.say import Say, Shown
from diagnosis.services.promotion.beside_plan import BesidePlan

NOTHING_BESIDE = BesidePlan()


def show_offer_beside(offer: Offer, say: Say) -> Shown:
    """Return support that may pay: its name, the next day not to miss, and at most how much."""
    until = deadline(offer)
    return {
        "id": offer.instrument.id,
        "name": say(offer.instrument.name),
        "deadline": until and until.isoformat(),
        "at_most_wan": numbers.wan(offer.estimate.high if offer.estimate else offer.most_wan),
    }


def show_case_beside(match: Match, say: Say) -> Shown:
    """Return a case near: who it was."""
    return {
        "id": match.case.id,
        "company": say(match.case.company),
    }
