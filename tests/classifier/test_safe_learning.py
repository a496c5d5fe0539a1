"""Visits that must not do harm, what two consultants show, and the laws after learning."""

from dataclasses import replace

import numpy as np
import pytest

from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.evaluation.laws import count_falls
from diagnosis.classifier.training.fitting.double_visits import noise_ceiling
from diagnosis.classifier.training.fitting.learning import learn
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.simulation.shifts import HOME, SHIFTS
from diagnosis.domain.overstatement import LevelBy, ServedLevel
from tests.classifier.simulated_visits import Region, draw_region, joined_visits, visits_to

SHIFT_OF = {shift.name: shift for shift in (HOME, *SHIFTS)}
FIRMS = 1500
VISITED = 500
"""The first so many firms may be visited; the others judge what was learned."""


def region_of(model: Model, shift: str, seed: int) -> Region:
    return draw_region(
        model.structure, read_config(), SHIFT_OF[shift], seed=seed, firms=FIRMS, blank=0.25
    )


def drawn(model: Model, region: Region, count: int, seed: int) -> Visits:
    places = np.random.default_rng(seed).choice(VISITED, count, replace=False)
    return visits_to(model, region, places, checks=5)


def suspects(model: Model, region: Region, count: int) -> Visits:
    """Return visits to the firms that overstate most."""
    places = np.argsort(-region.gap[:VISITED])[:count]
    return visits_to(model, region, places, checks=5, why="suspected")


def of_one_firm(visits: Visits, times: int) -> Visits:
    """Return the first visit as many times, each under a visit id of its own."""
    again = visits.rows(np.zeros(times, dtype=int))
    records = tuple(
        replace(record, visit=f"one-{turn}", consultant=f"c-{turn % 3}", why="random")
        for turn, record in enumerate(again.records)
    )
    return replace(again, records=records)


def gain_of(model: Model, learned: Model, region: Region) -> float:
    """Return how much better the learned model agrees, in QWK over six levels, elsewhere."""
    rest = slice(VISITED, None)
    kappas = []
    for each in (model, learned):
        level = each.numbers.head.level(each.predict(region.sheets.rows(rest)).eta)
        kappas.append(kappa_of_six(region.firms.level[rest], level))
    return kappas[1] - kappas[0]


def kappa_of_six(truth, level) -> float:
    """Return the quadratic kappa of levels 0–5, none merged: chance-corrected agreement."""
    cost = ((truth - level) ** 2).mean()
    chance = ((truth[:, None] - level[None, :]) ** 2).mean()
    return float(1 - cost / chance)


@pytest.mark.parametrize("shift", ["new-worlds", "heavy-inflation", "no-inflation"])
def test_fifty_visits_or_more_never_make_it_worse_elsewhere(staged: Model, shift: str):
    """Drawn at random; drawn and suspected; drawn beside one firm visited two hundred times."""
    gains: dict[str, list[float]] = {"drawn": [], "suspected": [], "one firm": []}
    published = 0
    for seed in range(9100, 9108):
        region = region_of(staged, shift, seed)
        random = drawn(staged, region, 60, seed)
        for name, visits in (
            ("drawn", random),
            ("suspected", joined_visits(random, suspects(staged, region, 150))),
            ("one firm", joined_visits(random, of_one_firm(random, 200))),
        ):
            outcome = learn(staged, visits, seed=seed)
            published += outcome.published
            gains[name].append(gain_of(staged, outcome.model, region))
    print(shift, f"published {published} of 24", {
        name: (round(min(each), 4), round(float(np.mean(each)), 4)) for name, each in gains.items()
    })  # fmt: skip

    for each in gains.values():
        assert np.mean(each) >= -0.002
        assert min(each) >= -0.01


def test_narrow_visits_teach_nothing_and_say_why(staged: Model):
    region = region_of(staged, "heavy-inflation", 9200)
    random = drawn(staged, region, 100, 1)
    one_consultant = tuple(replace(record, consultant="c") for record in random.records)
    requested = tuple(replace(record, why="requested") for record in random.records)
    low = random.level <= 1
    for visits, reason in (
        (suspects(staged, region, 400), "0 verified visits; learning starts at 50"),
        (of_one_firm(random, 300), "1 firms were visited; at least 40"),
        (replace(random, records=one_consultant), "1 consultants visited"),
        (replace(random, records=requested), "0% of the visits were drawn at random"),
        (replace(random, level=np.where(low, 0, 1)), "2 levels were verified"),
    ):
        outcome = learn(staged, visits)
        assert not outcome.published and outcome.model is staged
        assert reason in outcome.reason


def test_no_raise_lowers_anything_after_learning(staged: Model):
    region = region_of(staged, "no-inflation", 9300)
    outcome = learn(staged, drawn(staged, region, 250, 2))

    assert outcome.published
    for model in (staged, outcome.model):
        served = ServedLevel(level_by=LevelBy.DEFLATED_RULE)
        counts = count_falls(model, raises=50_000, seed=21, served=served)
        assert counts.pop("raises") == 50_000
        assert not any(counts.values()), counts


def test_visits_of_one_firm_stand_in_one_fold_and_count_once(staged: Model):
    region = region_of(staged, "new-worlds", 9400)
    random = drawn(staged, region, 60, 3)

    alone = learn(staged, random)
    beside = learn(staged, joined_visits(random, of_one_firm(random, 200)))

    assert beside.labels == alone.labels + 200
    assert beside.current_score == pytest.approx(alone.current_score)


def test_double_visits_give_the_ceiling_and_who_is_stricter(staged: Model):
    region = region_of(staged, "new-worlds", 9500)
    first = visits_to(staged, region, np.arange(60), checks=5)
    first = replace(
        first,
        level=np.clip(first.level, 1, 5),
        records=tuple(replace(record, consultant="mild") for record in first.records),
    )
    second = replace(
        first,
        level=first.level - (np.arange(60) % 2),
        records=tuple(
            replace(record, visit=f"d-{n}", consultant="strict", why="double", date="2026-06-01")
            for n, record in enumerate(first.records)
        ),
    )

    ceiling = noise_ceiling(joined_visits(first, second))

    assert (ceiling.pairs, ceiling.agreement, ceiling.a_level_apart) == (60, 0.5, 1.0)
    assert 0.4 < ceiling.kappa < 1
    assert sum(pairs for pairs, _ in ceiling.by_level.values()) == 60
    assert ceiling.severity == {"mild": -0.469, "strict": 0.469}
    assert ceiling.severity["strict"] == pytest.approx(30 / 64, abs=1e-3)


def test_what_does_not_check_a_visit_is_no_double(staged: Model):
    region = region_of(staged, "new-worlds", 9500)
    visits = visits_to(staged, region, np.zeros(3, dtype=int), checks=5)
    first = visits.records[0]
    for changes in (
        {"why": "follow-up"}, {"why": "double", "consultant": first.consultant},
        {"why": "double", "date": "2027-05-01"}, {"why": "double", "firm": "other"},
    ):  # fmt: skip
        other = replace(first, **{"visit": "v", "consultant": "c-9", **changes})
        pair = replace(visits.rows(np.arange(2)), records=(first, other))
        assert noise_ceiling(pair).pairs == 0
        assert noise_ceiling(pair).kappa is None
