"""What an estimator must do: the fake and the trained models that are shipped, alike."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.bootstrap import wire
from diagnosis.config.settings import read_settings
from diagnosis.domain.estimate import Drift
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.services.intake.sheets import read, with_verified
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from tests.builders import a_sheet, an_example, read_random
from tests.fakes.estimator import FakeEstimator

STANDARD = "gbt-39116-2020"
WITHOUT_MODEL = "smart-factory-2025"
TOP = 4
NEAR = 1e-9
FEW = settings(max_examples=20)
SEEDS = st.integers(0, 10_000)
BLANKS = st.sampled_from([0.0, 0.3, 0.9, 1.0])


@pytest.fixture(params=["fake", "trained"], scope="module")
def estimator(request: pytest.FixtureRequest) -> Estimator:
    """Return an estimator of each kind in turn."""
    if request.param == "fake":
        return FakeEstimator()
    trained = wire(read_settings({})).estimator
    assert trained is not None
    return trained


@pytest.fixture(scope="module")
def without_models(tmp_path_factory: pytest.TempPathFactory) -> Estimator:
    """Return the estimator over a folder that has no models."""
    empty: Path = tmp_path_factory.mktemp("no-models")
    estimator = wire(replace(read_settings({}), models_dir=empty)).estimator
    assert estimator is not None
    return estimator


def raised(sheet: Sheet, answers: dict[str, float]) -> Sheet:
    """Return a sheet with some answers raised."""
    return replace(sheet, answers={**sheet.answers, **answers})


@FEW
@given(SEEDS, BLANKS)
def test_an_estimate_is_a_distribution_over_the_levels(
    content: Content, estimator: Estimator, seed: int, blanks: float
) -> None:
    sheet = read_random(content, seed, blanks=blanks, cuts=0.1)
    estimates = estimator.estimate(sheet)
    assert STANDARD in [estimate.standard for estimate in estimates]
    for estimate in estimates:
        assert estimate.refusal is None and estimate.model is not None
        assert len(estimate.probabilities) == 6 and min(estimate.probabilities) >= 0
        assert sum(estimate.probabilities) == pytest.approx(1.0, abs=NEAR)
        assert all(after - before == 1 for before, after in pairwise(estimate.levels))


@FEW
@given(SEEDS, BLANKS)
def test_a_level_lies_in_its_set_and_is_never_the_fifth(
    content: Content, estimator: Estimator, seed: int, blanks: float
) -> None:
    for estimate in estimator.estimate(read_random(content, seed, blanks=blanks)):
        assert (estimate.level is None) is estimate.insufficient
        if estimate.level is not None:
            assert estimate.level in estimate.levels and estimate.level <= TOP
            low, score, high = estimate.score_low, estimate.expected_score, estimate.score_high
            assert low is not None and score is not None and high is not None
            assert 0 <= low <= score <= high <= 5


def test_no_sheet_makes_it_fail(content: Content, estimator: Estimator) -> None:
    """It never raises: what it cannot judge it calls insufficient."""
    for form, versions in content.forms.items():
        first, *_ = versions["2.0.0"].entries
        for answers in ({}, {first: "not_known"}):
            sheet = read(content, {"form": form, "answers": answers})
            assert {estimate.level for estimate in estimator.estimate(sheet)} == {None}
            assert all(estimate.insufficient for estimate in estimator.estimate(sheet))


@FEW
@given(SEEDS, st.sampled_from([0.0, 0.3]), st.data())
def test_a_higher_verified_answer_never_lowers_an_estimate(
    content: Content, estimator: Estimator, seed: int, blanks: float, data: st.DataObject
) -> None:
    sheet = read_random(content, seed, blanks=blanks)
    ladders = sorted(item for item, v in sheet.answers.items() if isinstance(v, float))
    seen = data.draw(st.lists(st.sampled_from(ladders), min_size=1, max_size=6))
    found = {item: float(data.draw(st.integers(0, 4))) for item in seen}
    item = data.draw(st.sampled_from(seen))
    higher = found | {item: found[item] + 1}
    for before, after in zip(
        estimator.estimate_checked(with_verified(content, sheet, found)),
        estimator.estimate_checked(with_verified(content, sheet, higher)),
        strict=True,
    ):
        assert sum(before.probabilities) == pytest.approx(1.0, abs=NEAR)
        assert (before.level is None) is (after.level is None) is before.insufficient
        assert after.expected_score is not None and before.expected_score is not None
        assert after.expected_score >= before.expected_score - NEAR
        if before.level is not None and after.level is not None:
            assert before.level in before.levels and before.level <= TOP
            assert after.level >= before.level
        assert not {check.item for check in before.checks} & set(seen)


@FEW
@given(SEEDS)
def test_the_same_sheet_has_the_same_estimate(
    content: Content, estimator: Estimator, seed: int
) -> None:
    sheet = read_random(content, seed, blanks=0.3)
    assert estimator.estimate(sheet) == estimator.estimate(sheet)


@FEW
@given(SEEDS, st.sampled_from(["full", "screening", "gbt-39116"]), st.floats(0.5, 0.98))
def test_the_next_item_is_one_that_the_form_asks_and_nobody_answered(
    content: Content, estimator: Estimator, seed: int, form: str, agreement: float
) -> None:
    sheet = read_random(content, seed, form=form, blanks=0.6)
    advice = estimator.next_item(sheet, STANDARD, agreement)
    assert advice is not None and 0 <= advice.agreement <= 1
    (estimate,) = [
        estimate for estimate in estimator.estimate(sheet) if estimate.standard == STANDARD
    ]
    assert advice.estimate == estimate
    if advice.item is None:
        assert advice.stop
    else:
        assert advice.item in sheet.form.entries and advice.item not in sheet.answers
        assert sheet.production_type in sheet.form.entries[advice.item].asked_of
    if advice.stop and advice.item is not None:
        assert advice.agreement >= agreement


@pytest.mark.parametrize("form", ["full", "screening", "gbt-39116"])
def test_items_are_asked_in_one_order_whatever_is_answered(
    content: Content, estimator: Estimator, form: str
) -> None:
    sheet = read(content, a_sheet(form))
    order = estimator.asking_order(sheet, STANDARD)
    assert order and set(order) <= {*sheet.form.items_of[sheet.production_type]}
    assert estimator.asking_order(sheet, WITHOUT_MODEL) == ()
    for turn, item in enumerate(order):
        answered = read(content, a_sheet(form, dict.fromkeys(order[:turn], "not_known")))
        advice = estimator.next_item(answered, STANDARD, 0.9)
        assert advice is not None and advice.item == item


def test_nothing_is_left_to_ask_once_everything_is_answered(
    content: Content, estimator: Estimator
) -> None:
    sheet = read(content, an_example("shenzhen-electronics-plant"))
    advice = estimator.next_item(sheet, STANDARD, 0.98)
    assert advice is not None and advice.stop and advice.item is None


def test_a_standard_without_a_model_has_no_advice(content: Content, estimator: Estimator) -> None:
    sheet = read(content, an_example("dongguan-mould-shop"))
    assert WITHOUT_MODEL not in [estimate.standard for estimate in estimator.estimate(sheet)]
    assert estimator.next_item(sheet, WITHOUT_MODEL, 0.9) is None
    assert estimator.drift(WITHOUT_MODEL, [sheet]) is None


def test_drift_counts_the_sheets_it_was_shown(content: Content, estimator: Estimator) -> None:
    sheets = [read_random(content, seed, blanks=0.2) for seed in range(60)]
    drift = estimator.drift(STANDARD, sheets)
    assert isinstance(drift, Drift)
    assert (drift.standard, drift.sheets, drift.enough) == (STANDARD, 60, True)
    assert set(drift.moved) <= {item.item for item in drift.items}
    assert 0 <= drift.unanswered <= 1 and 0 <= drift.insufficient_share <= 1
    for item in drift.items:
        assert item.index >= 0 and 0 <= item.recent_mean <= 5 and 0 <= item.expected_mean <= 5


def test_without_sheets_there_is_no_drift(content: Content, estimator: Estimator) -> None:
    assert estimator.drift(STANDARD, []) is None
    thin = estimator.drift(STANDARD, [read(content, a_sheet("full"))])
    assert thin is not None and (thin.items, thin.moved, thin.enough) == ((), (), False)
    assert thin.insufficient_share == 1.0


def test_every_served_model_is_listed_with_its_card(
    content: Content, estimator: Estimator
) -> None:
    models = estimator.models()
    served = {model.model for model in models if model.served}
    assert served == {
        estimate.model for estimate in estimator.estimate(read(content, a_sheet("full")))
    }
    for model in models:
        assert model.current or not model.served
        assert len(model.digest) == 64 and model.verified_visits >= 0
        card = estimator.card(model.model)
        assert card is not None and isinstance(json.loads(card), dict)
    assert estimator.card("nobody's") is None


def test_without_models_the_rule_stands_alone(content: Content, without_models: Estimator) -> None:
    sheet = read(content, an_example("dongguan-mould-shop"))
    for estimate in without_models.estimate(sheet):
        assert estimate.refusal is not None and (estimate.level, estimate.model) == (None, None)
    assert without_models.next_item(sheet, STANDARD, 0.9) is None
    assert without_models.drift(STANDARD, [sheet]) is None
    assert without_models.models() == () and without_models.card("fake") is None
