"""Support for a firm and its plan at a date: who may get it, about how much."""

from dataclasses import dataclass
from datetime import date

from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.retrofit.support.eligibility import Offer, PlannedWork, match_support
from diagnosis.domain.retrofit.support.total import SupportSum, sum_support
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_claims import FirmClaims, firm_facts


@dataclass(frozen=True, slots=True)
class SupportMatch:
    """Every instrument as it applies to a firm at a date, the likeliest first.

    `total` is the plan's cost before and after support, None without a plan; `role_assumed` says
    that the firm was taken for a manufacturer without saying so.
    """

    on: date
    offers: tuple[Offer, ...]
    total: SupportSum | None
    role_assumed: bool


def find_support(
    content: Content,
    enterprise: Enterprise,
    claims: FirmClaims,
    *,
    on: date,
    work: PlannedWork | None = None,
) -> SupportMatch:
    """Return every instrument as it applies to a firm at a date, and the sums for its plan."""
    facts = firm_facts(content, enterprise, claims)
    offers = match_support(content.instruments.values(), facts, work, on)
    return SupportMatch(
        on,
        offers,
        sum_support(offers, work) if work else None,
        enterprise.division is not None and not claims.roles,
    )
