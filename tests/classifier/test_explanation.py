"""Attribution, next question, spot checks, drift."""

from dataclasses import replace

import numpy as np
import pytest

from diagnosis.classifier.explanation.attribution import Attributor
from diagnosis.classifier.explanation.checked_sheet import explain_checked
from diagnosis.classifier.explanation.drift import drift_of
from diagnosis.classifier.explanation.next_question import Adviser, AskingDecision
from diagnosis.classifier.explanation.spot_checks import choose_checks, predict_checked
from diagnosis.classifier.inference.coded_sheets import positions_of
from diagnosis.classifier.inference.deflated_rule import DeflatedOutlooks, LoweredRule
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.fitting.stop import _widened
from diagnosis.classifier.training.simulation.asking import ask_in_order
from diagnosis.classifier.training.simulation.sample import draw_worlds
from diagnosis.classifier.training.simulation.shifts import SHIFTS
from diagnosis.domain.scoring.encode import Ints
from tests.classifier.builders import a_config, some_sheets


def test_attribution_sums_to_score_less_reference(shipped: Model):
    attribution = Attributor(shipped)(shipped.read(some_sheets(shipped.structure, 300, blank=0.5)))
    parts = attribution.answered.sum(axis=1) + attribution.assumed.sum(axis=1)

    assert np.abs(parts - (attribution.score - attribution.reference)).max() < 1e-9


def test_attribution_assumes_nothing_when_all_is_answered(small: Model):
    sheets = some_sheets(small.structure, 20, blank=0.0)

    attribution = Attributor(small)(small.read(sheets))

    assert np.abs(attribution.assumed).max() == 0


def decided(model: Model, codes: Ints, wanted: float, kind: int = 0) -> AskingDecision:
    """Return what to ask next of a firm with these answers, all items being askable."""
    sheet = replace(model.single_sheet(codes), kind=np.array([kind]))
    inputs = model.read(sheet)
    predictions = model.judge(inputs, sheet.size)
    return Adviser(model).next_question(inputs, predictions, kind, codes == 0, wanted)


def blank(model: Model) -> Ints:
    return np.zeros(len(model.structure.items), dtype=int)


@pytest.mark.parametrize("kind", [0, 1])
def test_questions_follow_one_order_whatever_is_answered(shipped: Model, kind: int):
    order = Adviser(shipped).orders[kind].tolist()
    weights = shipped.features.item_weights(
        np.array([kind]), np.zeros((1, len(shipped.structure.subdomains)), dtype=bool)
    )[0]
    assert sorted(order) == np.flatnonzero(weights > 0).tolist()
    for code in (1, 7, 16):
        codes, asked = blank(shipped), []
        while (decision := decided(shipped, codes, 0.95, kind)).item is not None:
            asked.append(decision.item)
            codes[decision.item] = code
        assert asked == order
        assert decision.stop and decision.agreement > 0.999


def test_early_questions_do_not_stay_in_a_sub_domain(shipped: Model):
    for order in Adviser(shipped).orders:
        assert len({shipped.structure.owner[place] for place in order[:3]}) >= 2
        assert len({shipped.structure.owner[place] for place in order[:10]}) >= 6


def test_an_empty_sheet_never_stops(shipped: Model):
    assert not decided(shipped, blank(shipped), 0.01).stop


def test_answers_out_of_the_order_do_not_make_it_stop(shipped: Model):
    """The promise was measured on answers in the order: the first one lacks here."""
    codes = np.full(len(shipped.structure.items), 1)
    codes[Adviser(shipped).orders[0][0]] = 0
    assert not decided(shipped, codes, 0.5).stop


def test_the_stop_that_is_fitted_keeps_its_promises(staged: Model):
    """On worlds of each kind that it was not fitted to; small models, so a few firms may miss."""
    adviser = Adviser(staged)
    for number, shift in enumerate(SHIFTS):
        worlds = draw_worlds(
            staged.structure, shift.applied(a_config()), seed=90 + number, worlds=2, firms=150,
            changes=shift.changes,
        )  # fmt: skip
        asked = ask_in_order(staged, adviser, worlds, 150)
        questions, same = zip(*(asked.stopped(adviser, p) for p in (0.9, 0.98)), strict=True)
        assert same[0].mean() >= 0.87 and (questions[0] <= questions[1]).all()


def test_a_spread_that_is_too_narrow_is_widened(staged: Model):
    worlds = draw_worlds(staged.structure, a_config(), seed=5, worlds=2, firms=150)
    asked = [ask_in_order(staged, Adviser(staged), worlds, 150)]
    narrow = np.array([0.05, 0.5])
    wider = _widened(staged, narrow, asked)
    assert wider[0] > narrow[0] and wider[1] == narrow[1]


def test_room_is_that_of_the_rule_once_all_is_answered(staged: Model):
    """Without blanks the level is the deflated rule's, on its own side of every line."""
    sheets = some_sheets(staged.structure, 300, blank=0.0)
    outlook = DeflatedOutlooks(staged, 0.25)(sheets, staged.read(sheets))
    rule = LoweredRule(staged.structure, 0.25)
    assert np.array_equal(
        outlook.level, np.minimum(rule(positions_of(sheets), sheets.kind, sheets.cut), 4)
    )
    assert (outlook.room > -1e-9).all()


@pytest.mark.parametrize("steps", [0.0, 0.25, 1.0, 1.5])
def test_what_blanks_are_expected_to_add_falls_with_overstatement(staged: Model, steps: float):
    sheets = some_sheets(staged.structure, 100, blank=0.6)
    inputs = staged.read(sheets)
    less, more = (DeflatedOutlooks(staged, each)(sheets, inputs) for each in (steps, steps + 0.5))
    assert (less.level >= more.level).all()
    same = less.level == more.level
    assert (less.room[same, 0] >= more.room[same, 0] - 1e-9).all()
    assert (less.room[same, 1] <= more.room[same, 1] + 1e-9).all()


def test_a_stop_for_the_deflated_level_rises_with_room_and_answers(staged: Model):
    stop = staged.numbers.deflated_stop
    assert stop is not None and (np.diff(stop.lines) > 0).all()
    room = np.array([[0.05, 0.05], [0.1, 0.1], [0.1, 0.1], [-0.01, 0.2]])
    near, far, later, beyond = stop.agreement(room, np.array([0.5, 0.5, 0.2, 1e-12]))
    assert near < far < later <= 1 and beyond == 0


def test_the_level_that_is_served_decides_when_to_stop(staged: Model):
    codes = blank(staged)
    codes[:6] = 8
    sheet = staged.single_sheet(codes)
    inputs = staged.read(sheet)
    ask = Adviser(staged).next_question
    guess = staged.judge(inputs, sheet.size)
    wide, narrow = (
        ask(inputs, guess, 0, codes == 0, 0.9, np.array([[room, room]])).agreement
        for room in (0.9, 0.0)
    )
    assert narrow <= wide


def test_checks_are_claims_above_zero_not_yet_verified(shipped: Model):
    sheet = some_sheets(shipped.structure, 1, seed=8)
    verified = np.full(sheet.codes.shape, np.nan)
    verified[0, 0] = 1.0

    chosen = choose_checks(shipped, sheet, verified, 5)

    assert len(set(chosen)) == 5
    assert 0 not in chosen
    assert all(sheet.codes[0, place] > 1 for place in chosen)


def test_without_checks_the_estimate_is_the_plain_one(shipped: Model):
    sheets = some_sheets(shipped.structure, 50)
    none = np.full(sheets.codes.shape, np.nan)

    plain, checked = shipped.predict(sheets), predict_checked(shipped, sheets, none)

    assert np.array_equal(plain.probabilities, checked.probabilities)


def test_one_checked_sheet_is_judged_as_a_batch_of_one(shipped: Model):
    sheets = some_sheets(shipped.structure, 30, seed=12, blank=0.3)
    rng = np.random.default_rng(3)
    seen = rng.random(sheets.codes.shape) < 0.1
    verified = np.where(seen, rng.integers(0, 5, sheets.codes.shape), np.nan)
    batch, adviser = predict_checked(shipped, sheets, verified), Adviser(shipped)
    for row in range(30):
        one = sheets.rows(slice(row, row + 1))
        said, why = explain_checked(shipped, adviser, one, verified[row : row + 1], 3)
        assert said.probabilities == pytest.approx(batch.probabilities[row], abs=1e-12)
        assert (said.low, said.high) == (batch.low[row], batch.high[row])
        added = sum(why.answered) + sum(why.assumed)
        assert added == pytest.approx(said.score - why.reference, abs=1e-9)
        assert all(np.isnan(verified[row, check.place]) for check in why.checks)
        assert sum(why.doubts) == pytest.approx(1.0)
        order = adviser.orders[int(one.kind[0])].tolist()
        known = ~np.isnan(positions_of(one)[0]) | ~np.isnan(verified[row])
        cut = one.cut[0, shipped.completion.owner]
        blank = [place for place in order if not known[place] and not cut[place]]
        assert why.ask == (blank[0] if blank else None)


def test_drift_is_reported_when_every_answer_is_at_the_top(small: Model):
    sheets = some_sheets(small.structure, 200, blank=0.0)
    top = type(sheets)(np.full_like(sheets.codes, 16), sheets.kind, sheets.cut, sheets.size)

    assert len(drift_of(small, top).moved) == len(small.structure.items)
