"""What an evaluation measures, and what follows from it."""

from dataclasses import replace

import numpy as np
import pytest

from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.training.evaluation.best_only import run_best_only
from diagnosis.classifier.training.evaluation.evaluate import evaluate
from diagnosis.classifier.training.evaluation.figures import Evaluation
from diagnosis.classifier.training.evaluation.limits import level_choice, must_hold
from diagnosis.classifier.training.evaluation.trial import LoweredRule, cell_of, run_trial
from diagnosis.classifier.training.metrics import merged, quadratic_kappa
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, draw_worlds
from diagnosis.classifier.training.simulation.shifts import SHIFTS
from diagnosis.domain.overstatement import LevelBy
from diagnosis.present import model_card as words
from tests.classifier.builders import a_config


@pytest.fixture(scope="module")
def worlds(small: Model) -> list[SimulatedWorld]:
    return draw_worlds(small.structure, a_config(), seed=8, worlds=2, firms=400)


@pytest.fixture(scope="module")
def evaluation(small: Model) -> Evaluation:
    return evaluate(small, a_config(), 9, worlds=1, raises=2_000)


def with_kappas(evaluation: Evaluation, **by_shift: float) -> Evaluation:
    """Return the evaluation with each cell's gain on the deflated rule set, 0.05 by default."""
    cells = tuple(
        replace(cell, qwk_deflated=0.8, qwk=0.8 + by_shift.get(cell.shift, 0.05))
        for cell in evaluation.cells
    )
    return replace(evaluation, cells=cells)


def test_the_lowered_rule_is_the_rule_on_lowered_ladders(small: Model, worlds) -> None:
    firms, structure = worlds[0].firms, small.structure
    ladder = np.array([len(steps) == 6 for steps in structure.steps])
    lowered = np.where(ladder, np.clip(firms.claimed - 0.5, 0, None), firms.claimed)

    level = LoweredRule(structure, 0.5)(firms.claimed, firms.kind, firms.cut)

    rule = PlainRule(structure)
    assert (level == rule(lowered, firms.kind, firms.cut).level).all()
    assert (level <= rule(firms.claimed, firms.kind, firms.cut).level).all()


def test_kappa_tells_0_from_1() -> None:
    truth, guess = np.array([0, 1, 0, 1, 3, 4]), np.array([1, 0, 1, 0, 3, 4])

    assert quadratic_kappa(merged(truth), merged(guess)) == 1
    assert quadratic_kappa(truth, guess) < 1


def test_a_cell_names_the_best_of_three(small: Model, worlds) -> None:
    cell = cell_of("here", 0.25, run_trial(small, worlds, 0.25, seed=1))

    kappas = {"model": cell.qwk, "deflated-rule": cell.qwk_deflated, "plain-rule": cell.qwk_rule}
    assert kappas[cell.wins] == max(kappas.values())


def test_five_best_answers_are_too_few(small: Model, worlds) -> None:
    five, half = run_best_only(small, worlds, 0.8, seed=1)

    assert (five["answers"], half["answers"]) == (5, len(small.structure.items) / 2)
    assert five["enough"] == 0
    assert half["enough"] < 0.1
    assert 0 <= five["over"] <= 1


def test_every_shift_has_its_coverage_by_group(evaluation: Evaluation) -> None:
    names = [covered.shift for covered in evaluation.coverage_by_shift]

    assert names == ["new-worlds", *(shift.name for shift in SHIFTS)]
    for covered in evaluation.coverage_by_shift:
        shares = [*covered.levels.values(), *covered.sizes.values(), *covered.kinds.values()]
        assert all(covered.least_industry <= 1 and 0 <= share <= 1 for share in shares)


def test_the_model_is_served_only_where_it_beats_a_subtraction(evaluation: Evaluation) -> None:
    assert level_choice(with_kappas(evaluation)).level_by == "model"
    one_worse = level_choice(with_kappas(evaluation, halo=-0.02))
    assert (one_worse.level_by, one_worse.worst) == ("deflated-rule", -0.02)
    assert one_worse.worst_in == "halo"
    little = with_kappas(evaluation, **dict.fromkeys(
        ["new-worlds", *(shift.name for shift in SHIFTS)], 0.02
    ))  # fmt: skip
    assert level_choice(little).level_by == "deflated-rule", "0.03 are needed at half missing"


def test_cards_have_words_for_every_measure_and_shift(evaluation: Evaluation) -> None:
    assert list(words.MEASURES) == [row.measure for row in must_hold(evaluation)]
    assert set(words.SHIFTS) == {cell.shift for cell in evaluation.cells}
    assert set(words.LEVEL_BY) == {LevelBy.MODEL, LevelBy.DEFLATED_RULE}


def test_every_limit_is_measured_and_judged(evaluation: Evaluation) -> None:
    rows = {row.measure: row for row in must_hold(evaluation)}

    assert rows["falls"].holds and rows["falls"].value == 0
    lowest = min(cell.coverage for cell in evaluation.cells if cell.shift != "new-worlds")
    assert rows["least_coverage"].value == lowest
    assert rows["least_coverage"].holds == (lowest >= 0.9)
