"""Support for a firm and its plan at a date: who may get it, about how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.support.eligibility import Offer, PlannedWork, match_support
from diagnosis.domain.retrofit.support.total import SupportSum, sum_support
from diagnosis.domain.scoring.reading import levels_by_standard, readings
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_claims import FirmClaims, firm_facts


@dataclass(frozen=True, slots=True)
class SupportMatch:
    """Every instrument as it applies to a firm at a date, in the order of the content.

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
    levels_now: Mapping[str, int] | None = None,
) -> SupportMatch:
    """Return every instrument as it applies to a firm at a date, and the sums for its plan.

    Parameters
    ----------
    levels_now
        The levels by standard that the firm stands at; asked for only where there is no plan.

    """
    facts = firm_facts(content, enterprise, claims)
    offers = match_support(content.instruments.values(), facts, work, on, levels_now)
    return SupportMatch(
        on,
        offers,
        sum_support(offers, work) if work else None,
        enterprise.division is not None and not claims.roles,
    )


def support_for_sheet(
    content: Content, sheet: Sheet, claims: FirmClaims, on: date
) -> SupportMatch:
    """Return the support for the firm of a sheet without a plan, graded by where it stands."""
    scores = content.one_sheet.score(content.scorers.encode_sheet(sheet))
    levels = levels_by_standard(readings(content.standards, scores))
    return find_support(content, sheet.enterprise, claims, on=on, levels_now=levels)
