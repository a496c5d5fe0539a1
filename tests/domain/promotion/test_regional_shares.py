"""Shares of a region by random visits: right whatever the estimates say, sharper by good ones."""

from dataclasses import astuple

import numpy as np
import pytest
from scipy import stats

from diagnosis.domain.promotion.regional_shares import (
    RandomVisits,
    RegionalShares,
    estimate_shares,
    tails,
)
from diagnosis.domain.promotion.share_interval import student_quantile, wilson
from diagnosis.domain.scoring.encode import Floats, Ints

MIX = (0.15, 0.4, 0.25, 0.12, 0.06, 0.02)
FIRMS, VISITS, DRAWS = 1500, 100, 200


def invented_region(overstated: float, seed: int) -> tuple[Ints, Floats]:
    """Return the true levels of firms and probabilities that overstate them by so many levels."""
    rng = np.random.default_rng(seed)
    level = rng.choice(6, FIRMS, p=MIX)
    claimed = level + rng.normal(overstated, 0.5, FIRMS) + overstated * rng.random(FIRMS)
    distance = (np.arange(6) - claimed[:, None]) ** 2
    odds = np.exp(-distance)
    return level, odds / odds.sum(axis=1, keepdims=True)


def drawn(level: Ints, seed: int, count: int = VISITS) -> RandomVisits:
    """Return visits to firms drawn at random."""
    place = np.random.default_rng(seed).choice(len(level), count, replace=False)
    return RandomVisits(place, level[place])


def hits(level: Ints, shares: RegionalShares) -> list[bool]:
    """Return whether each interval holds the true share."""
    pairs = [(each, (level >= each.level).mean()) for each in shares.at_least]
    pairs += [(each, (level == each.level).mean()) for each in shares.at_level]
    return [each.low - 1e-9 <= truth <= each.high + 1e-9 for each, truth in pairs]


@pytest.mark.parametrize(("overstated", "worth"), [(0.0, 2.5), (0.4, 1.9), (1.2, 1.05)])
def test_intervals_hold_the_truth_whatever_the_overstatement(
    overstated: float, worth: float
) -> None:
    level, probabilities = invented_region(overstated, seed=1)
    covered, errors, errors_alone, wider = [], [], [], []
    for seed in range(DRAWS):
        shares = estimate_shares(probabilities, drawn(level, seed))
        covered += hits(level, shares)
        for each in shares.at_least[:3]:
            truth = (level >= each.level).mean()
            errors.append((each.share - truth) ** 2)
            errors_alone.append((each.alone - truth) ** 2)
            wider.append((each.high - each.low) / (each.alone_high - each.alone_low))

    assert np.mean(covered) >= 0.93
    assert np.mean(errors_alone) / np.mean(errors) >= worth
    assert np.mean(wider) <= 0.96
    assert max(wider) <= 1.15


def test_estimates_that_know_nothing_change_next_to_nothing() -> None:
    level, probabilities = invented_region(0.0, seed=2)
    noise = np.random.default_rng(3).permutation(probabilities)
    wider, covered = [], []
    for seed in range(DRAWS):
        shares = estimate_shares(noise, drawn(level, seed))
        covered += hits(level, shares)
        wider += [(e.high - e.low) / (e.alone_high - e.alone_low) for e in shares.at_least]

    assert np.mean(covered) >= 0.93
    assert np.mean(wider) <= 1.02
    assert max(wider) <= 1.1


def test_estimates_of_one_kind_for_all_firms_leave_the_visits_alone() -> None:
    level, _ = invented_region(0.0, seed=4)
    visits = drawn(level, 5)

    shares = estimate_shares(np.full((FIRMS, 6), 1 / 6), visits)

    assert shares.weight == 0.0
    assert shares.worth == 1.0
    for each in (*shares.at_least, *shares.at_level):
        alone = (each.alone, each.alone_low, each.alone_high)
        assert (each.share, each.low, each.high) == pytest.approx(alone)
        assert each.worth == 1.0


def test_shares_at_levels_sum_to_one_and_shares_at_least_fall() -> None:
    for seed in range(50):
        level, probabilities = invented_region(0.5, seed)
        shares = estimate_shares(probabilities, drawn(level, seed, 40))
        at_least = [1.0, *(each.share for each in shares.at_least), 0.0]
        at_level = [each.share for each in shares.at_level]
        assert sum(at_level) == pytest.approx(1)
        assert at_level == pytest.approx(list(-np.diff(at_least)))
        assert min(at_level) >= 0
        for each in (*shares.at_least, *shares.at_level):
            assert 0 <= each.low <= each.share <= each.high <= 1


def test_a_level_that_no_visit_found_has_an_honest_interval() -> None:
    """None among 100 of very many firms: the rule of three says at most 3 %, on one side."""
    probabilities = np.full((100_000, 6), 1 / 6)

    shares = estimate_shares(probabilities, RandomVisits(np.arange(100), np.ones(100, dtype=int)))

    top = shares.at_least[-1]
    assert (top.share, top.low) == (0, 0)
    assert 0.03 <= top.high <= 0.04
    everyone = shares.at_least[0]
    assert everyone.share == 1
    assert 0.96 <= everyone.low <= 0.97


def test_visits_to_all_firms_leave_nothing_open() -> None:
    level, probabilities = invented_region(0.8, seed=6)

    shares = estimate_shares(probabilities, RandomVisits(np.arange(FIRMS), level))

    for each in (*shares.at_least, *shares.at_level):
        assert each.low == pytest.approx(each.share) == pytest.approx(each.high)
    assert [e.share for e in shares.at_level] == pytest.approx(np.bincount(level) / FIRMS)


def test_intervals_narrow_as_visits_become_a_good_part_of_the_firms() -> None:
    level, probabilities = invented_region(0.4, seed=7)
    few = level[:200], probabilities[:200]

    many = estimate_shares(probabilities, drawn(level, 8)).at_least[1]
    half = estimate_shares(few[1], drawn(few[0], 8)).at_least[1]

    assert (half.alone_high - half.alone_low) < 0.8 * (many.alone_high - many.alone_low)


def test_known_chances_undo_an_uneven_draw() -> None:
    """Firms of level 2 and above are drawn five times as often: told so, shares are right."""
    level, probabilities = invented_region(0.6, seed=9)
    chance = np.where(level >= 2, 0.15, 0.03)
    covered, shares_two, ignoring = [], [], []
    for seed in range(DRAWS):
        place = np.flatnonzero(np.random.default_rng(seed).random(FIRMS) < chance)
        told = estimate_shares(probabilities, RandomVisits(place, level[place], chance[place]))
        blind = estimate_shares(probabilities, RandomVisits(place, level[place]))
        covered += hits(level, told)[:5]
        shares_two.append(told.at_least[1].share)
        ignoring.append(blind.at_least[1].alone)

    truth = (level >= 2).mean()
    assert np.mean(covered) >= 0.93
    assert np.mean(shares_two) == pytest.approx(truth, abs=0.01)
    assert np.mean(ignoring) > truth + 0.2


def test_the_same_visits_in_another_order_give_the_same_shares() -> None:
    level, probabilities = invented_region(0.4, seed=10)
    visits = drawn(level, 11)
    turned = RandomVisits(visits.place[::-1], visits.level[::-1])

    first, second = (estimate_shares(probabilities, each) for each in (visits, turned))

    for one_way, other in zip(first.at_level, second.at_level, strict=True):
        assert astuple(one_way) == pytest.approx(astuple(other))


def test_too_few_visits_and_firms_visited_again_are_refused() -> None:
    level, probabilities = invented_region(0.0, seed=12)
    with pytest.raises(ValueError, match="4 random visits"):
        estimate_shares(probabilities, drawn(level, 1, 4))
    again = np.array([1, 2, 3, 4, 4])
    with pytest.raises(ValueError, match="more than one time"):
        estimate_shares(probabilities, RandomVisits(again, level[again]))


def test_tails_are_sums_from_the_top() -> None:
    rows = np.array([[0.1, 0.2, 0.3, 0.4]])
    assert tails(rows)[0].tolist() == pytest.approx([0.9, 0.7, 0.4])


@pytest.mark.parametrize("freedom", [3, 5, 11, 30, 98, 1000])
@pytest.mark.parametrize("confidence", [0.9, 0.95])
def test_quantiles_are_those_of_scipy(freedom: int, confidence: float) -> None:
    exact = stats.t.ppf((1 + confidence) / 2, freedom)
    assert student_quantile(freedom, confidence) == pytest.approx(exact, abs=0.004)


@pytest.mark.parametrize(("seen", "count"), [(0, 20), (3, 20), (10, 20), (20, 20), (1, 300)])
def test_intervals_are_the_wilson_intervals_of_scipy(seen: int, count: int) -> None:
    exact = stats.binomtest(seen, count).proportion_ci(0.95, method="wilson")
    low, high = wilson(np.array([seen / count]), np.array([float(count)]), stats.norm.ppf(0.975))
    assert (low[0], high[0]) == pytest.approx((exact.low, exact.high))
