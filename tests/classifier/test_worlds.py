"""Simulated firms: what their claims, sizes, channels and production types look like."""

from dataclasses import fields, replace

import numpy as np
import pytest

from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.inference.structure import Structure, structure_from_json
from diagnosis.classifier.training.config import World, read_config
from diagnosis.classifier.training.evaluation.population import population_of
from diagnosis.classifier.training.simulation.masks import draw_missing
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, draw_worlds
from diagnosis.classifier.training.simulation.shifts import SHIFTS
from tests.classifier.builders import MODELS

PUBLISHED = {"gbt-39116-2020": (0.58, 0.24, 0.11, 0.07)}
"""Published self-diagnoses: at most 1, 2, 3, at least 4."""


@pytest.fixture(scope="module")
def structure() -> Structure:
    path = MODELS / "gbt-39116-2020-m4" / "structure.json"
    return structure_from_json(path.read_text(encoding="utf-8"))


def drawn(structure: Structure, *, worlds: int = 12, **changes: float) -> list[SimulatedWorld]:
    config = read_config()
    return draw_worlds(structure, config, seed=21, worlds=worlds, firms=500, changes=changes)


def test_claims_read_as_published(structure: Structure) -> None:
    rule, shares = PlainRule(structure), []
    for world in drawn(structure, worlds=16):
        level = rule(world.firms.claimed, world.firms.kind, world.firms.cut).level
        shares.append([(level <= 1).mean(), (level == 2).mean(), (level == 3).mean(),
                       (level >= 4).mean()])  # fmt: skip

    assert np.mean(shares, axis=0) == pytest.approx(PUBLISHED["gbt-39116-2020"], abs=0.04)


def test_verified_levels_lie_below_claims_where_firms_overstate(structure: Structure) -> None:
    spread, (claimed, verified) = population_of(structure, drawn(structure))

    assert spread["overstatement"]["low"] > 0
    assert claimed["0"] < verified["0"]
    assert sum(claimed.values()) == pytest.approx(1, abs=1e-3)


def test_two_answers_hang_together_as_in_surveys_of_practice(structure: Structure) -> None:
    correlation = population_of(structure, drawn(structure))[0]["correlation_of_items"]

    assert 0.25 < correlation["low"] < correlation["middle"] < 0.62
    assert correlation["high"] < 0.75


@pytest.mark.parametrize("name", ["loose-items", "weak-items"])
def test_loose_worlds_are_as_loose_as_surveys(structure: Structure, name: str) -> None:
    changes = next(shift.changes for shift in SHIFTS if shift.name == name)

    loose = population_of(structure, drawn(structure, **changes))[0]["correlation_of_items"]

    assert 0.15 < loose["middle"] < 0.37


def test_larger_firms_are_ahead_the_more_the_steeper(structure: Structure) -> None:
    odds = [
        population_of(structure, drawn(structure, size_effect=effect))[0]["odds_large_to_micro"]
        for effect in (0.0, 0.7)
    ]

    assert 0.5 < odds[0]["middle"] < 2
    assert odds[1]["middle"] > 2 * odds[0]["middle"]


def test_who_comes_with_a_consultant_overstates_less(structure: Structure) -> None:
    gaps = np.zeros(3)
    for world in drawn(structure):
        gap = (world.firms.claimed - world.firms.verified).mean(axis=1)
        gaps += [gap[world.firms.channel == channel].mean() for channel in range(3)]

    assert gaps[2] < gaps[1] < gaps[0] * 1.05


def test_process_firms_differ_by_more_than_their_kind(structure: Structure) -> None:
    owner = np.array(structure.owner)

    def unlikeness(**changes: float) -> float:
        (world,) = drawn(structure, worlds=1, process_share=0.5, industry_spread=0.0, **changes)
        firms = world.firms
        gap = firms.verified[firms.kind == 1].mean(axis=0)
        gap -= firms.verified[firms.kind == 0].mean(axis=0)
        return float(np.std([gap[owner == part].mean() for part in range(owner.max() + 1)]))

    alike = unlikeness(process_profile=0.0, process_lead=0.0)
    assert unlikeness(process_profile=0.8, process_lead=0.0) > 2 * alike


def test_some_firms_leave_out_all_but_their_best(structure: Structure) -> None:
    (world,) = drawn(structure, worlds=1, best_kept=1.0, section_skip=0.0, break_off=0.0)
    firms, rate = world.firms, np.full(500, 0.5)

    missing = draw_missing(structure, world.constants, firms, rate, np.random.default_rng(3))

    lowest_kept = np.where(missing, 9.0, firms.claimed).min(axis=1)
    highest_left = np.where(missing, firms.claimed, -1.0).max(axis=1)
    assert (lowest_kept >= highest_left).mean() > 0.8


def test_every_shift_changes_constants_that_there_are() -> None:
    names = {field.name for field in fields(World)}

    assert all(set(shift.changes) <= names for shift in SHIFTS)
    assert len({shift.name for shift in SHIFTS}) == len(SHIFTS)


def test_a_shift_of_the_mix_moves_claims(structure: Structure) -> None:
    (mixed,) = [shift for shift in SHIFTS if shift.mix]
    config = replace(mixed.applied(read_config()))
    worlds = draw_worlds(structure, config, seed=4, worlds=6, firms=500)

    claimed = population_of(structure, worlds)[1][0]

    assert claimed["3"] + claimed["4"] + claimed["5"] == pytest.approx(
        sum(mixed.mix[3:]), abs=0.06
    )
