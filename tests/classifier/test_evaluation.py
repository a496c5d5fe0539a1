"""What an evaluation measures, and what follows from it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest

from diagnosis.classifier.inference.deflated_rule import LoweredRule
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.training.evaluation.best_only import run_best_only
from diagnosis.classifier.training.evaluation.card import card_as_markdown, card_of, first_lines
from diagnosis.classifier.training.evaluation.evaluate import evaluate
from diagnosis.classifier.training.evaluation.figures import Cell, Evaluation
from diagnosis.classifier.training.evaluation.level_choice import (
    BLANK_SHARES,
    from_share,
    level_choice,
    name_of,
)
from diagnosis.classifier.training.evaluation.limits import must_hold
from diagnosis.classifier.training.evaluation.trial import cell_of, run_trial
from diagnosis.classifier.training.metrics import merged, quadratic_kappa
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, draw_worlds
from diagnosis.classifier.training.simulation.shifts import SHIFTS
from diagnosis.domain.overstatement import LevelBy
from diagnosis.domain.text import Language
from diagnosis.present import model_card as words
from tests.classifier.builders import ASSUMED, a_config


@pytest.fixture(scope="module")
def worlds(small: Model) -> list[SimulatedWorld]:
    return draw_worlds(small.structure, a_config(), seed=8, worlds=2, firms=400)


@pytest.fixture(scope="module")
def evaluation(small: Model) -> Evaluation:
    return evaluate(small, a_config(), 9, assumed=ASSUMED, worlds=1, raises=2_000)


def with_gains(
    cells: Sequence[Cell],
    gain_of: Callable[[Cell], float],
    served_gain_of: Callable[[Cell, float], float] | None = None,
) -> list[Cell]:
    """Return cells with the gains on the deflated rule set: the model's, and served by share."""
    by_share = served_gain_of or (lambda cell, _: gain_of(cell))
    return [
        replace(
            cell,
            qwk_deflated=0.8,
            qwk=0.8 + gain_of(cell),
            qwk_from={name_of(share): 0.8 + by_share(cell, share) for share in BLANK_SHARES},
        )
        for cell in cells
    ]


def test_the_lowered_rule_is_the_rule_on_lowered_ladders(small: Model, worlds) -> None:
    firms, structure = worlds[0].firms, small.structure
    ladder = np.array([len(steps) == 6 for steps in structure.steps])
    lowered = np.where(ladder, np.clip(firms.claimed - 0.5, 0, None), firms.claimed)

    level = LoweredRule(structure, 0.5)(firms.claimed, firms.kind, firms.cut)

    rule = PlainRule(structure)
    assert (level == rule(lowered, firms.kind, firms.cut).level).all()
    assert (level <= rule(firms.claimed, firms.kind, firms.cut).level).all()


def test_checks_take_the_firms_own_gap_off_what_was_not_verified(small: Model, worlds) -> None:
    firms, structure = worlds[0].firms, small.structure
    claims, kind, cut = firms.claimed, firms.kind, firms.cut
    lowered, rule = LoweredRule(structure, 0.5), PlainRule(structure)
    ladder = np.array([len(steps) == 6 for steps in structure.steps])
    none = np.full(claims.shape, np.nan)
    seen = none.copy()
    seen[:, :4] = firms.verified[:, :4]

    level = lowered.checked(claims, seen, kind, cut)

    expected = np.empty(claims.shape)
    for row, (answers, found) in enumerate(zip(claims, seen, strict=True)):
        pairs = [
            (claim, value)
            for claim, value, is_ladder in zip(answers, found, ladder, strict=True)
            if is_ladder and claim > 0 and not np.isnan(value)
        ]
        gap = sum(claim - value for claim, value in pairs)
        steps = max((gap + 2 * 0.5) / (len(pairs) + 2), 0.0)
        left = np.where(ladder, np.clip(answers - steps, 0, None), answers)
        expected[row] = np.where(np.isnan(found), left, found)
    assert (level == rule(expected, kind, cut).level).all()
    assert (lowered.checked(claims, none, kind, cut) == lowered(claims, kind, cut)).all()
    whole = lowered.checked(claims, firms.verified, kind, cut)
    assert (whole == rule(firms.verified, kind, cut).level).all()


def test_checks_are_measured_in_every_kind_of_world(evaluation: Evaluation) -> None:
    assert list(evaluation.checks) == ["new-worlds", *(shift.name for shift in SHIFTS)]
    for rows in evaluation.checks.values():
        assert [row["checks"] for row in rows] in ([0, 5], [0, 3, 5, 10])
    (gain,) = [each for each in must_hold(evaluation) if each.measure == "gain_of_checks"]
    assert gain.shifts == len(evaluation.checks)


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
    cells = evaluation.cells
    assert level_choice(with_gains(cells, lambda _: 0.05)).level_by == "model"
    one_worse = level_choice(
        with_gains(cells, lambda cell: -0.02 if cell.shift == "halo" else 0.05)
    )
    assert (one_worse.level_by, one_worse.worst) == ("deflated-rule", -0.02)
    assert one_worse.worst_in == "halo"
    little = level_choice(with_gains(cells, lambda _: 0.02))
    assert little.level_by == "deflated-rule", "0.03 are needed at half missing"


def loses_when_full(cell: Cell) -> float:
    return 0.05 if cell.missing else -0.02


@pytest.mark.parametrize(
    ("served_gain_of", "share"),
    [
        (lambda cell, share: 0.05 if cell.missing else 0.0, 0.05),
        (
            lambda cell, share: (
                -0.02 if (cell.shift, cell.missing, share) == ("halo", 0.1, 0.05) else 0.05
            ),
            0.1,
        ),
        (lambda cell, share: 0.05 if share > 0.1 else 0.005, 0.2),
        (lambda cell, share: 0.02, None),
    ],
    ids=["smallest", "one shift loses", "too little at a quarter", "too little at half"],
)
def test_the_model_is_served_from_the_smallest_share_that_gains(
    evaluation: Evaluation,
    served_gain_of: Callable[[Cell, float], float],
    share: float | None,
) -> None:
    cells = with_gains(evaluation.cells, loses_when_full, served_gain_of)
    choice = level_choice(cells)

    assert choice.blank_share == share
    assert choice.level_by == ("model-for-blanks" if share else "deflated-rule")
    assert choice.worst == -0.02 and choice.worst_missing == 0
    for row in choice.rates:
        of_rate = [cell for cell in cells if cell.missing == row.missing]
        gains = [served_gain_of(cell, share) if share else 0.0 for cell in of_rate]
        assert row.served == pytest.approx(np.mean(gains), abs=1e-4)
        assert row.served_worst == pytest.approx(min(gains), abs=1e-4)


def test_a_cell_measures_what_is_served_on_each_side_of_a_share(gated: Model) -> None:
    worlds = draw_worlds(gated.structure, a_config(), seed=8, worlds=2, firms=400)
    trial = run_trial(gated, worlds, 0.5, seed=1)
    served = trial.served(from_share(0.1))
    is_open = trial.predictions.open_gates >= 0.1

    assert 0 < is_open.mean() < 1
    assert (served[is_open] == trial.level[is_open]).all()
    assert (served[~is_open] == trial.deflated[~is_open]).all()
    kappas = cell_of("here", 0.5, trial).qwk_from
    assert list(kappas) == ["0.05", "0.1", "0.2", "0.4"]
    assert kappas["0.1"] == round(quadratic_kappa(trial.truth, served), 4)


def test_open_gates_weigh_the_parts_that_a_gate_needs_and_nobody_answered(
    gated: Model, staged: Model
) -> None:
    """Gates need a, c and d, of .4, .2 and .1 of the weight; d for level 5 alone."""
    full = np.full(10, 6)
    owner = np.array(gated.structure.owner)
    for blank, expected in (([], 0.0), ([1], 0.0), ([2], 0.2), ([0, 2], 0.6), ([0, 1, 3], 0.4)):
        sheet = gated.single_sheet(np.where(np.isin(owner, blank), 0, full))
        assert gated.predict(sheet).open_gates[0] == pytest.approx(expected, abs=1e-12)
    some = full.copy()
    some[:2] = 0
    assert gated.predict(gated.single_sheet(some)).open_gates[0] == 0, "one answer is enough"
    assert staged.predict(staged.single_sheet(np.zeros(12, int))).open_gates[0] == 0


@pytest.mark.parametrize("language", Language)
def test_a_card_opens_with_whose_level_is_served_where(
    evaluation: Evaluation, language: Language
) -> None:
    cells = with_gains(
        evaluation.cells, loses_when_full, lambda cell, _: 0.05 if cell.missing else 0.0
    )
    card = card_of(replace(evaluation, cells=tuple(cells)), a_config(), {})

    opening = first_lines(card, language)[1]

    assert "5%" in opening and "{" not in opening
    assert "0% +0.0000" in opening and "25% +0.0500" in opening and "-0.0200" in opening
    assert "| 0.1 | 0.05 |" in card_as_markdown(card)


def test_asking_that_stops_is_held_to_the_deflated_rule(evaluation: Evaluation) -> None:
    for rows in evaluation.adaptive.values():
        assert [row["unanswered"] for row in rows] == sorted(
            [row["unanswered"] for row in rows], reverse=True
        )
        assert all(-1 <= row["qwk"] <= 1 and -1 <= row["qwk_deflated"] <= 1 for row in rows)


def test_cards_have_words_for_every_measure_and_shift(evaluation: Evaluation) -> None:
    assert list(words.MEASURES) == [row.measure for row in must_hold(evaluation)]
    assert set(words.SHIFTS) == {cell.shift for cell in evaluation.cells}
    assert set(words.LEVEL_BY) == set(LevelBy)


def test_every_limit_is_measured_and_judged(evaluation: Evaluation) -> None:
    rows = {row.measure: row for row in must_hold(evaluation)}

    assert rows["falls"].holds and rows["falls"].value == 0
    lowest = min(cell.coverage for cell in evaluation.cells if cell.shift != "new-worlds")
    assert rows["least_coverage"].value == lowest
    assert rows["least_coverage"].holds == (lowest >= 0.9)
