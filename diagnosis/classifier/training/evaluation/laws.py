"""Counting what must never happen: a better answer that lowers anything."""

from collections.abc import Sequence

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets, codes_of, positions_of
from diagnosis.classifier.inference.deflated_rule import LoweredRule
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.evaluation.level_choice import served_levels
from diagnosis.classifier.training.metrics import at_least
from diagnosis.classifier.training.simulation.sample import STEADY_OVERSTATEMENT
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.overstatement import ServedLevel
from diagnosis.domain.scoring.encode import Floats

LAW_TOLERANCE = 1e-9


def count_falls(
    model: Model, raises: int, seed: int, served: ServedLevel, batch: int = 2000
) -> dict[str, int]:
    """Return how often one raised answer lowers level, expected score or a P(level ≥ k).

    `level` is the model's, `served_level` what `served` makes of it and of the deflated rule's.
    Sheets have answers of every kind: even, patterned and extreme, with masks from none to all
    but one missing, cuts, both production types and every size.
    """
    rng = np.random.default_rng(seed)
    names = ("raises", "level", "served_level", "expected_score", "at_least", "expected_level")
    counts = dict.fromkeys(names, 0)
    rule = LoweredRule(model.structure, STEADY_OVERSTATEMENT)
    while counts["raises"] < raises:
        pair = _pair(model, rng, batch)
        lower, higher = map(model.predict, pair)
        before, after = (
            served_levels(
                served,
                guess.open_gates,
                guess.level,
                rule(positions_of(sheets), sheets.kind, sheets.cut),
            )
            for sheets, guess in zip(pair, (lower, higher), strict=True)
        )
        tails, raised_tails = at_least(lower.probabilities), at_least(higher.probabilities)
        counts["raises"] += batch
        counts["level"] += int((higher.level < lower.level).sum())
        counts["served_level"] += int((after < before).sum())
        counts["expected_score"] += int(
            (higher.expected_score < lower.expected_score - LAW_TOLERANCE).sum()
        )
        counts["at_least"] += int((raised_tails < tails - LAW_TOLERANCE).any(axis=1).sum())
        counts["expected_level"] += int(
            (raised_tails.sum(axis=1) < tails.sum(axis=1) - LAW_TOLERANCE).sum()
        )
    return counts


def _pair(model: Model, rng: np.random.Generator, n: int) -> tuple[CodedSheets, CodedSheets]:
    """Return sheets and the same sheets with one answer of each raised."""
    structure = model.structure
    count = len(structure.items)
    allowed = [_allowed(steps) for steps in structure.steps]
    answers = _random_answers(allowed, rng, n)
    blank = rng.random((n, count)) < rng.choice([0.0, 0.25, 0.5, 0.8, 0.95], (n, 1))
    item = rng.integers(0, count, n)
    rows = np.arange(n)
    blank[rows, item] = False
    raised = answers.copy()
    for row in range(n):
        values = allowed[item[row]]
        place = rng.integers(0, len(values) - 1)
        answers[row, item[row]] = values[place]
        raised[row, item[row]] = values[rng.integers(place + 1, len(values))]
    cut = (rng.random((n, len(structure.subdomains))) < 0.15) & np.array(structure.may_be_cut)
    kind, size = rng.integers(0, 2, n), rng.integers(0, 5, n)
    before = codes_of(np.where(blank, np.nan, answers))
    after = codes_of(np.where(blank, np.nan, raised))
    return CodedSheets(before, kind, cut, size), CodedSheets(after, kind, cut, size)


def _random_answers(allowed: Sequence[Floats], rng: np.random.Generator, n: int) -> Floats:
    """Return (n, I) answers: some firms answer around a centre, the others anything."""
    shape = (n, len(allowed))
    centre = rng.uniform(-1, 6, (n, 1)) + rng.normal(0, 1, shape) * rng.uniform(0, 2, (n, 1))
    wild = rng.uniform(-0.5, 5.5, shape)
    drawn = np.where(rng.random((n, 1)) < 0.4, wild, centre)
    nearest = [
        values[np.abs(drawn[:, item, None] - values).argmin(axis=1)]
        for item, values in enumerate(allowed)
    ]
    return np.stack(nearest, axis=1)


def _allowed(steps: tuple[float, ...]) -> Floats:
    """Return the answers an item may have: a ladder's sixteen, or the item's own scores."""
    return np.array(POSITION_VALUES if len(steps) == 6 else steps)
