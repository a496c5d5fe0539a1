"""How many visits a share takes: no fewer would do, and with good estimates fewer do."""

import numpy as np
import pytest

from diagnosis.domain.promotion.regional_shares import RandomVisits, estimate_shares
from diagnosis.domain.promotion.visit_plan import ASSUMED_WORTH, plan_visits, visits_needed


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("within", [0.02, 0.05, 0.2])
def test_as_many_visits_as_planned_give_the_width_and_no_fewer(
    share: float, within: float
) -> None:
    """Visits whose share is nearly as planned: their interval by the estimator itself."""
    firms = 2000
    needed = visits_needed(share, within, firms)

    def half_width(visits: int) -> float:
        level = (np.arange(visits) < round(share * visits)).astype(int)
        guesses = np.full((firms, 2), 0.5)
        (shares,) = estimate_shares(guesses, RandomVisits(np.arange(visits), level)).at_least
        return (shares.alone_high - shares.alone_low) / 2

    assert half_width(needed) == pytest.approx(within, rel=0.15)
    assert half_width(round(needed * 1.3)) < within < half_width(round(needed * 0.7))


def test_good_estimates_spare_visits_and_few_firms_do_too() -> None:
    alone = visits_needed(0.5, 0.05, 100_000)
    assert alone == pytest.approx(385, abs=3)  # 1.96² · .25 ÷ .05²
    assert visits_needed(0.5, 0.05, 100_000, worth=2.0) == pytest.approx(alone / 2, abs=3)
    assert visits_needed(0.5, 0.05, 400) < 400 * 0.55


def test_a_width_that_all_firms_alone_give_takes_them_all() -> None:
    assert visits_needed(0.5, 1e-9, 37) == 37


def test_without_visits_the_plan_is_for_the_worst_share_and_says_that_it_assumes() -> None:
    plan = plan_visits(0.05, 1000)

    assert plan.assumed
    assert plan.alone == visits_needed(0.5, 0.05, 1000)
    assert plan.visits == visits_needed(0.5, 0.05, 1000, ASSUMED_WORTH)


def test_a_plan_after_visits_serves_the_share_that_takes_most() -> None:
    rng = np.random.default_rng(3)
    level = rng.choice(3, 800, p=(0.5, 0.3, 0.2))
    guesses = np.eye(3)[level] * 0.8 + 0.2 / 3
    place = rng.choice(800, 60, replace=False)
    shares = estimate_shares(guesses, RandomVisits(place, level[place])).at_least

    plan = plan_visits(0.05, 800, shares)

    assert not plan.assumed
    assert plan.alone == max(visits_needed(each.share, 0.05, 800) for each in shares)
    assert plan.visits < plan.alone
