"""The shares of levels among the firms of a region, and how many visits would make them sharp."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from diagnosis.domain.promotion.regional_shares import (
    FEWEST_RANDOM,
    RandomVisits,
    RegionalShares,
    estimate_shares,
)
from diagnosis.domain.promotion.visit_plan import VisitPlan, plan_visits
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.promotion.region_firms import RegionFirms, guess_levels
from diagnosis.services.promotion.visit_lines import WHY_DOUBLE, WHY_RANDOM, VisitLine

WITHIN = 0.05
"""The half width of an interval that visits are planned for where none is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitCounts:
    """What became of visits: those that count, and why the others do not.

    `random` count; `again` are further random visits to a firm that counts already, `double`
    those paid to try the consultants, `chosen` those to firms that were not drawn at random,
    `elsewhere` random ones to firms that have no sheet here.
    """

    random: int
    again: int
    double: int
    chosen: int
    elsewhere: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionReport:
    """The shares of a region by one standard; None where random visits are too few.

    `by_model` and `by_rule` count the firms whose level was guessed so, `sheets_again` the sheets
    of a firm that a later one replaced, `faulty` the lines that hold no sheet. `plan` is None
    where there are fewer firms than shares take visits.
    """

    standard: AnyStandard
    firms: int
    by_model: int
    by_rule: int
    sheets_again: int
    faulty: int
    visits: VisitCounts
    shares: RegionalShares | None
    plan: VisitPlan | None


def report_region(
    content: Content,
    estimator: Estimator | None,
    firms: RegionFirms,
    visits: Iterable[VisitLine],
    *,
    standard: AnyStandard,
    within: float = WITHIN,
) -> RegionReport:
    """Return the shares of levels by a standard, and how many visits put them ± `within` (0–0.5].

    Without an estimator, and by standards that have no model, levels by rule help instead.
    """
    count = len(firms.sheets)
    guesses = guess_levels(content, estimator, firms.sheets, standard)
    counting, counts = _random_visits(firms, visits)
    shares = None
    if len(counting) >= FEWEST_RANDOM:
        shares = estimate_shares(guesses.probabilities, _as_arrays(firms, counting))
    plan = None
    if count >= FEWEST_RANDOM:
        plan = plan_visits(within, count, shares.at_least if shares else ())
    return RegionReport(
        standard=standard,
        firms=count,
        by_model=guesses.by_model,
        by_rule=guesses.by_rule,
        sheets_again=firms.again,
        faulty=firms.faulty,
        visits=counts,
        shares=shares,
        plan=plan,
    )


def _random_visits(
    firms: RegionFirms, visits: Iterable[VisitLine]
) -> tuple[list[VisitLine], VisitCounts]:
    """Return the first random visit to each firm that has a sheet, and what became of the rest."""
    counting: dict[int, VisitLine] = {}
    again = double = chosen = elsewhere = 0
    for visit in visits:
        place = firms.places.get(visit.firm)
        if visit.why == WHY_DOUBLE:
            double += 1
        elif visit.why != WHY_RANDOM:
            chosen += 1
        elif place is None:
            elsewhere += 1
        elif place in counting:
            again += 1
        else:
            counting[place] = visit
    counts = VisitCounts(
        random=len(counting), again=again, double=double, chosen=chosen, elsewhere=elsewhere
    )
    return list(counting.values()), counts


def _as_arrays(firms: RegionFirms, visits: Sequence[VisitLine]) -> RandomVisits:
    """Return visits as arrays; where all have a chance, it counts."""
    place = np.array([firms.places[visit.firm] for visit in visits], dtype=np.int64)
    level = np.array([visit.level for visit in visits], dtype=np.int64)
    chance = [visit.chance for visit in visits if visit.chance is not None]
    if len(chance) < len(visits):
        return RandomVisits(place, level)
    return RandomVisits(place, level, np.array(chance, dtype=float))
