"""Visits that are copies of others with some answers nudged, and firms alike honestly."""

import json
from itertools import combinations
from time import perf_counter

import numpy as np
import pytest

from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.fitting.near_copies import (
    ALIKE_SHARE,
    LEAST_TELLING,
    Cells,
    agreement,
    near_copies,
)
from diagnosis.classifier.training.fitting.visits import Visits, read_visits
from diagnosis.classifier.training.simulation.shifts import HOME, SHIFTS
from diagnosis.domain.intake.item import POSITION_VALUES
from tests.classifier.builders import a_structure_of_parts
from tests.classifier.simulated_visits import draw_region, visits_to

SHIFT_OF = {shift.name: shift for shift in (HOME, *SHIFTS)}
STRUCTURE = a_structure_of_parts(parts=8, items=5)


def honest(model: Model, shift: str, seed: int, count: int = 500) -> Visits:
    """Return visits to the firms of one world, with five proposed checks each."""
    region = draw_region(
        model.structure, read_config(), SHIFT_OF[shift], seed=seed, firms=count, blank=0.1
    )
    return visits_to(model, region, np.arange(count), checks=5)


def cells_of(model: Model, visits: Visits) -> list[Cells]:
    """Return the claims and verified answers of visits, as those of a file are read."""
    claimed = np.array([np.nan, *POSITION_VALUES])[visits.sheets.codes]
    parts = {"answers": claimed, "verified": visits.verified}
    return [
        frozenset(
            (part, item, str(value))
            for part, rows in parts.items()
            for item, value in zip(model.structure.items, rows[place], strict=True)
            if not np.isnan(value)
        )
        for place in range(len(visits))
    ]


def different_firms(count: int) -> list[str]:
    return [f"f-{place}" for place in range(count)]


@pytest.mark.parametrize("shift", ["new-worlds", "tight-items", "careless"])
def test_five_hundred_honest_visits_of_one_world_are_all_taken(shipped: Model, shift: str):
    """Those that agree in nine tenths do so in the values that both have most."""
    for seed in (7, 8, 9):
        contents = cells_of(shipped, honest(shipped, shift, seed))

        assert near_copies(contents, different_firms(500)) == []

    alike = [agreement(*pair) for pair in combinations(contents[:250], 2)]
    highest = max(alike)
    telling = max((count for share, count in alike if share >= ALIKE_SHARE), default=0)
    print(shipped.structure.standard, shift, f"most alike {highest}, most telling {telling}")
    assert telling <= LEAST_TELLING / 2


def test_five_thousand_visits_take_a_few_seconds(shipped: Model):
    contents = cells_of(shipped, honest(shipped, "new-worlds", 7, count=2500))
    pasted = [*contents, *contents]

    start = perf_counter()
    groups = near_copies(pasted, different_firms(5000))

    assert perf_counter() - start < 10
    assert len(groups) > 500
    assert all(len(group) == 2 and group[1] - group[0] == 2500 for group in groups)


def a_visit(rng: np.random.Generator) -> tuple[dict[str, float], dict[str, float]]:
    """Return the claims of a firm, on every item, and five verified answers."""
    claimed = {item: float(rng.integers(0, 5)) for item in STRUCTURE.items}
    checked = rng.choice(STRUCTURE.items, 5, replace=False)
    return claimed, {str(item): max(0.0, claimed[item] - 1) for item in checked}


def nudged(claimed: dict[str, float], rng: np.random.Generator, count: int) -> dict[str, float]:
    """Return the claims with some of them half a step off."""
    chosen = {str(item) for item in rng.choice(sorted(claimed), count, replace=False)}
    return {item: value + 0.5 * (item in chosen) for item, value in claimed.items()}


def as_line(number: int, claimed: dict[str, float], verified: dict[str, float], **more) -> str:
    plain = {
        "firm": f"f-{number}", "visit": f"v-{number}", "consultant": f"c-{number % 3}",
        "date": "2026-05-01", "why": "random", "level": 1,
        "answers": claimed, "verified": verified,
    }  # fmt: skip
    return json.dumps({**plain, **more})


def read(tmp_path, lines: list[str]) -> Visits:
    path = tmp_path / "visits.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_visits(path, STRUCTURE)


def test_five_visits_pasted_twelve_times_with_three_answers_nudged_are_refused(tmp_path):
    rng = np.random.default_rng(4)
    visits = [a_visit(rng) for _ in range(5)]
    lines = [
        as_line(12 * place + turn, nudged(claimed, rng, 3 if turn else 0), verified)
        for place, (claimed, verified) in enumerate(visits)
        for turn in range(12)
    ]

    with pytest.raises(ValueError, match=r"lines 1, 2, .*, 12 are of different firms.*lines 13, "):
        read(tmp_path, lines)


def test_what_is_no_copy_is_taken(tmp_path):
    """One firm visited again, five answers of forty nudged, and firms that answer all alike."""
    rng = np.random.default_rng(5)
    claimed, verified = a_visit(rng)
    flat = dict.fromkeys(STRUCTURE.items, 2.0)
    few = {**flat, **dict.fromkeys(STRUCTURE.items[:15], 3.0)}
    taken = [
        as_line(0, claimed, verified),
        as_line(1, nudged(claimed, rng, 3), verified, firm="f-0", why="follow-up"),
        as_line(2, nudged(claimed, rng, 5), verified),
        as_line(3, flat, {"item-0": 1}),
        as_line(4, nudged(flat, rng, 1), {"item-0": 1}),
        as_line(5, few, {"item-0": 1}),
        as_line(6, nudged(few, rng, 1), {"item-0": 1}),
    ]

    assert len(read(tmp_path, taken)) == 7
