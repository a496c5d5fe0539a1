"""What must hold for every sheet and every model."""

from functools import partial

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.classifier.explanation.spot_checks import predict_checked
from diagnosis.classifier.inference.coded_sheets import CodedSheets, codes_of
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.evaluation.laws import count_falls
from diagnosis.classifier.training.evaluation.level_choice import served_levels
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.overstatement import LevelBy, ServedLevel
from tests.classifier.builders import some_sheets

NO_FALLS = {
    "level": 0, "served_level": 0, "expected_score": 0, "at_least": 0, "expected_level": 0,
}  # fmt: skip
FOR_BLANKS = ServedLevel(level_by=LevelBy.MODEL_FOR_BLANKS, blank_share=0.05)


def test_no_raise_lowers_anything_in_the_shipped_models(shipped: Model):
    counts = count_falls(shipped, raises=20_000, seed=11, served=FOR_BLANKS)

    assert counts == {"raises": 20_000, **NO_FALLS}


def test_no_raise_lowers_anything_in_small_models(small: Model):
    counts = count_falls(small, raises=6_000, seed=12, served=FOR_BLANKS)

    assert counts == {"raises": 6_000, **NO_FALLS}


def test_falls_of_the_served_level_are_counted_on_both_sides(gated: Model, monkeypatch):
    """A level that falls on either side of the share must be found."""
    for side in (LevelBy.MODEL, LevelBy.DEFLATED_RULE):
        with monkeypatch.context() as patched:
            patched.setattr(
                "diagnosis.classifier.training.evaluation.laws.served_levels",
                partial(_upside_down, side),
            )
            counts = count_falls(gated, raises=4_000, seed=13, served=FOR_BLANKS)
        assert counts["served_level"] > 0, side
        assert counts["level"] == 0


def _upside_down(side, served, open_gates, by_model, by_rule):
    """Return the levels served, those of one side turned upside down."""
    turned = {LevelBy.MODEL: (-by_model, by_rule), LevelBy.DEFLATED_RULE: (by_model, -by_rule)}
    return served_levels(served, open_gates, *turned[side])


@settings(max_examples=80, deadline=None)
@given(draw=st.data())
def test_a_raise_never_lowers_an_end_of_the_set(staged: Model, draw):
    answer = st.one_of(st.none(), st.sampled_from(POSITION_VALUES))
    row = draw.draw(st.lists(answer, min_size=12, max_size=12))
    item = draw.draw(st.integers(0, 11))
    low, high = sorted(
        draw.draw(st.lists(st.sampled_from(POSITION_VALUES), min_size=2, max_size=2))
    )
    row[item] = low
    before = np.array([[np.nan if value is None else value for value in row]])
    after = before.copy()
    after[0, item] = high

    lower, higher = (
        staged.predict(staged.single_sheet(codes_of(answers)[0])) for answers in (before, after)
    )

    assert higher.low[0] >= lower.low[0]
    assert higher.high[0] >= lower.high[0]


def test_probabilities_are_never_negative_and_sum_to_one(shipped: Model):
    predictions = shipped.predict(some_sheets(shipped.structure, 500, blank=0.6))

    assert (predictions.probabilities >= 0).all()
    assert np.abs(predictions.probabilities.sum(axis=1) - 1).max() < 1e-12


def test_sets_hold_the_median_and_are_never_empty(shipped: Model):
    predictions = shipped.predict(some_sheets(shipped.structure, 500, blank=0.6))
    median = shipped.numbers.head.level(predictions.eta)

    assert (predictions.low <= median).all()
    assert (median <= predictions.high).all()


def test_level_five_is_never_given(shipped: Model):
    items = len(shipped.structure.items)
    top = shipped.single_sheet(np.full(items, len(POSITION_VALUES)))

    predictions = shipped.predict(top)

    assert predictions.level[0] == 4
    assert predictions.high[0] == 5


def test_a_batch_equals_single_calls(shipped: Model):
    sheets = some_sheets(shipped.structure, 600)
    batch = shipped.predict(sheets)

    for row in range(0, 600, 37):
        alone = shipped.predict(sheets.rows(slice(row, row + 1)))
        for single, many in zip(alone, batch, strict=True):
            gap = np.asarray(single[0], dtype=float) - np.asarray(many[row], dtype=float)
            assert np.abs(gap).max() <= 1e-9


def test_answers_of_what_is_cut_or_not_judged_do_not_count(staged: Model):
    structure = staged.structure
    codes = np.full(len(structure.items), 7)
    other = codes.copy()
    other[8:10] = 1
    cut = np.array([False, False, False, True, False])

    before = staged.predict(staged.single_sheet(codes, cut=cut))
    after = staged.predict(staged.single_sheet(other, cut=cut))

    assert before.eta[0] == after.eta[0]


def test_few_answers_give_no_level_but_probabilities_and_a_set(shipped: Model):
    codes = np.zeros(len(shipped.structure.items), dtype=int)
    codes[:3] = 7

    predictions = shipped.predict(shipped.single_sheet(codes))

    assert predictions.insufficient[0]
    assert predictions.level[0] == -1
    assert abs(predictions.probabilities[0].sum() - 1) < 1e-12


def test_a_higher_verified_answer_never_lowers_the_estimate(shipped: Model):
    sheets = some_sheets(shipped.structure, 300, seed=4, blank=0.2)
    rng = np.random.default_rng(5)
    verified = np.where(rng.random(sheets.codes.shape) < 0.1, rng.integers(0, 5, (300, 1)), np.nan)
    higher = np.where(np.isnan(verified), np.nan, verified + 1.0)

    before = predict_checked(shipped, sheets, verified)
    after = predict_checked(shipped, sheets, higher)

    assert (after.level >= before.level).all()
    assert (after.expected_score >= before.expected_score - 1e-9).all()


def test_unknown_codes_count_as_blank(staged: Model):
    blank, beyond = np.full(12, 4), np.full(12, 4)
    blank[3], beyond[3] = 0, 17
    kind, cut, size = np.array([0]), np.zeros((1, 5), dtype=bool), np.array([4])

    blank_sheet = staged.predict(CodedSheets(blank[None], kind, cut, size))
    beyond_sheet = staged.predict(CodedSheets(beyond[None], kind, cut, size))

    assert blank_sheet.eta[0] == beyond_sheet.eta[0]
