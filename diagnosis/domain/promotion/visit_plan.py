"""How many random visits make the shares of a region as sharp as is wanted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diagnosis.domain.promotion.regional_shares import FEWEST_RANDOM, ShareEstimate
from diagnosis.domain.promotion.share_interval import student_quantile, wilson

ASSUMED_WORTH = 1.7
"""How many visits one with estimates is worth before there are any (estimated: with a model
it was 1.89 or more in the simulated worlds of docs/reports/shares.md, with the rule 1.59)."""
WORST_SHARE = 0.5
"""The share that takes most visits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlan:
    """How many random visits, one a firm, put all shares within so much of the truth, at 95 %.

    `within` is half the width of an interval, 0–1; `visits` counts with estimates, `alone` without
    any. `assumed` says that no visits have shown yet what the estimates are worth.
    """

    within: float
    visits: int
    alone: int
    assumed: bool


def plan_visits(within: float, firms: int, shares: Sequence[ShareEstimate] = ()) -> VisitPlan:
    """Return the plan for shares that were estimated, for the worst share where there are none.

    Parameters
    ----------
    within
        Half the width of an interval that is wanted, in (0, 0.5].
    firms
        All firms, `FEWEST_RANDOM` or more.

    """
    wanted = [(each.share, each.worth) for each in shares] or [(WORST_SHARE, ASSUMED_WORTH)]
    alone = max(visits_needed(share, within, firms) for share, _ in wanted)
    helped = max(visits_needed(share, within, firms, worth) for share, worth in wanted)
    return VisitPlan(within=within, visits=min(helped, alone), alone=alone, assumed=not shares)


def visits_needed(share: float, within: float, firms: int, worth: float = 1.0) -> int:
    """Return the fewest random visits whose interval of 95 % is at most ± `within` wide.

    `share` and `within` are 0–1; `worth` is how many visits without estimates one is worth.

    Examples
    --------
    >>> visits_needed(0.5, 0.05, 1_000_000), visits_needed(0.5, 0.05, 500)
    (383, 218)
    """
    low, high = min(FEWEST_RANDOM, firms), firms
    while low < high:
        middle = (low + high) // 2
        if _half_width(share, middle, firms, worth) <= within:
            high = middle
        else:
            low = middle + 1
    return low


def _half_width(share: float, visits: int, firms: int, worth: float) -> float:
    """Return half the width of the interval that so many visits would give."""
    if visits == firms:
        return 0.0
    sample = np.array([visits * worth / (1 - visits / firms)])
    low, high = wilson(np.array([share]), sample, student_quantile(visits - 2))
    return float((high - low)[0]) / 2
