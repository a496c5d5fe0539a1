"""Attribution, next question, spot checks, drift."""

import numpy as np

from diagnosis.classifier.explanation.attribution import Attributor
from diagnosis.classifier.explanation.drift import drift_of
from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.explanation.spot_checks import choose_checks, predict_checked
from diagnosis.classifier.inference.model import Model
from tests.classifier.builders import some_sheets


def test_attribution_sums_to_score_less_reference(shipped: Model):
    attribution = Attributor(shipped)(shipped.read(some_sheets(shipped.structure, 300, blank=0.5)))
    parts = attribution.answered.sum(axis=1) + attribution.assumed.sum(axis=1)

    assert np.abs(parts - (attribution.score - attribution.reference)).max() < 1e-9


def test_attribution_assumes_nothing_when_all_is_answered(small: Model):
    sheets = some_sheets(small.structure, 20, blank=0.0)

    attribution = Attributor(small)(small.read(sheets))

    assert np.abs(attribution.assumed).max() == 0


def test_next_question_is_never_one_that_is_answered(shipped: Model):
    adviser = Adviser(shipped)
    codes = np.zeros(len(shipped.structure.items), dtype=int)
    askable = np.ones(len(codes), dtype=bool)
    questions = []
    while True:
        sheet = shipped.single_sheet(codes)
        inputs = shipped.read(sheet)
        decision = adviser.next_question(inputs, shipped.judge(inputs, sheet.size), askable, 0.95)
        if decision.item is None:
            break
        questions.append(decision.item)
        codes[decision.item] = 7

    assert len(set(questions)) == len(questions)
    assert decision.stop
    assert decision.agreement > 0.999


def test_early_questions_go_to_different_sub_domains(shipped: Model):
    adviser, codes = Adviser(shipped), np.zeros(len(shipped.structure.items), dtype=int)
    owners = []
    for _ in range(2):
        inputs = shipped.read(shipped.single_sheet(codes))
        predictions = shipped.judge(inputs, np.array([4]))
        item = adviser.next_question(
            inputs, predictions, np.ones(len(codes), dtype=bool), 0.95
        ).item
        owners.append(shipped.structure.owner[item])
        codes[item] = 7

    assert len(set(owners)) == 2


def test_an_empty_sheet_never_stops(shipped: Model):
    sheet = shipped.single_sheet(np.zeros(len(shipped.structure.items), dtype=int))
    inputs = shipped.read(sheet)
    askable = np.ones(len(shipped.structure.items), dtype=bool)

    decision = Adviser(shipped).next_question(
        inputs, shipped.judge(inputs, sheet.size), askable, 0.01
    )

    assert not decision.stop


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


def test_drift_is_reported_when_every_answer_is_at_the_top(small: Model):
    sheets = some_sheets(small.structure, 200, blank=0.0)
    top = type(sheets)(np.full_like(sheets.codes, 16), sheets.kind, sheets.cut, sheets.size)

    assert len(drift_of(small, top).moved) == len(small.structure.items)
