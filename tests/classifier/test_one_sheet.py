"""One sheet read by all models at once says what each model says of a batch."""

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.bootstrap import wire
from diagnosis.classifier.explanation.attribution import Attributor
from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.explanation.one_sheet import (
    AdvisedCheck,
    SheetExplainer,
    SheetExplanation,
)
from diagnosis.classifier.explanation.spot_checks import USUAL_DOUBT, choose_checks, doubts
from diagnosis.classifier.inference.coded_sheets import CodedSheets, positions_of
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.one_sheet import SheetJudge, SheetJudgement
from diagnosis.classifier.inference.sets import SetRule
from diagnosis.classifier.inference.stack import ModelStack
from diagnosis.classifier.served import CHECKS_ADVISED, ServedModel
from diagnosis.config.settings import read_settings
from diagnosis.domain.estimate import CheckReason, Estimate, PartShare, SpotCheck
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from tests.builders import a_sheet, every, read_random
from tests.classifier.builders import some_sheets

NEAR = 1e-12
FORMS = st.sampled_from(["full", "gbt-39116", "ai-readiness", "screening"])
SHARES = st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0])
SPREADS = st.sampled_from([5, 2, 1])
SEEDS = st.integers(0, 10_000)


@pytest.fixture(scope="module")
def estimator() -> Estimator:
    estimator = wire(read_settings({})).estimator
    assert estimator is not None
    return estimator


@pytest.fixture(scope="module")
def served(content: Content) -> list[ServedModel]:
    """Return the models that are shipped, for the way of a batch."""
    standards = (content.standards.staged, content.standards.gated)
    folder = read_settings({}).models_dir
    return [ServedModel(standard, folder, content.codes.sizes) for standard in standards]


def of_batch(model: Model, sheets: CodedSheets) -> tuple[SheetJudgement, SheetExplanation]:
    """Return what a model says of a batch of one."""
    inputs = model.read(sheets)
    predictions = model.judge(inputs, sheets.size)
    attribution, order = Attributor(model)(inputs), Adviser(model).orders[int(sheets.kind[0])]
    open_items = (inputs.weights[0] > 0) & ~inputs.completed.answered[0]
    nothing = np.full(sheets.codes.shape, np.nan)
    judgement = SheetJudgement(
        level=None if predictions.insufficient[0] else int(predictions.level[0]),
        probabilities=tuple(predictions.probabilities[0].tolist()),
        low=int(predictions.low[0]),
        high=int(predictions.high[0]),
        expected_score=float(predictions.expected_score[0]),
        score_low=float(predictions.score_low[0]),
        score_high=float(predictions.score_high[0]),
        score=float(attribution.score[0]),
        open_gates=float(predictions.open_gates[0]),
    )
    explanation = SheetExplanation(
        reference=float(attribution.reference[0]),
        answered=attribution.answered[0].tolist(),
        assumed=attribution.assumed[0].tolist(),
        ask=next((place for place in order.tolist() if open_items[place]), None),
        checks=checks_of(model, sheets, choose_checks(model, sheets, nothing, CHECKS_ADVISED)),
        doubts=doubts_of(model, sheets),
    )
    return judgement, explanation


def doubts_of(model: Model, sheets: CodedSheets) -> list[float]:
    _, (doubt, *_) = doubts(model, sheets, model.read(sheets))
    shares: list[float] = (doubt / (doubt.sum() or 1.0)).tolist()
    return shares


def checks_of(model: Model, sheets: CodedSheets, places: list[int]) -> list[AdvisedCheck]:
    """Return checks with why, by the way of a batch: nothing is inferred there."""
    inputs = model.read(sheets)
    _, (doubt, *_) = doubts(model, sheets, inputs)
    usual = (inputs.completed.expected * model.completion.gains).sum(axis=2)[0]
    above = np.nan_to_num(positions_of(sheets))[0] - usual
    return [
        AdvisedCheck(
            place,
            CheckReason.ABOVE_OTHERS if above[place] > USUAL_DOUBT else CheckReason.WEIGHT,
            float(doubt[place] / doubt.sum()),
        )
        for place in places
    ]


def estimate_of(served: ServedModel, sheet: Sheet) -> Estimate:
    """Return the estimate of a sheet by the way of a batch."""
    judgement, explanation = of_batch(served.model, served.sheet(sheet))
    items, parts = served.structure.items, served.structure.subdomains
    numbers = judgement._asdict()
    low, high, open_gates = (numbers.pop(name) for name in ("low", "high", "open_gates"))
    shares = zip(parts, explanation.answered, explanation.assumed, strict=True)
    return Estimate(
        **numbers,
        standard=served.structure.standard,
        model=served.model.identity,
        insufficient=judgement.level is None,
        levels=tuple(range(low, high + 1)),
        reference=explanation.reference,
        parts=tuple(PartShare(*share) for share in shares),
        ask_next=() if explanation.ask is None else (items[explanation.ask],),
        checks=tuple(SpotCheck(items[place], *why) for place, *why in explanation.checks),
        doubts=dict(zip(items, explanation.doubts, strict=True)),
        verified_visits=served.model.numbers.visits,
        level_by=served.served_level.of_sheet(open_gates),
    )


def assert_near(left: object, right: object) -> None:
    """Hold two values equal, their numbers to 1e-12; there is no −0."""
    if isinstance(left, tuple | list):
        assert isinstance(right, tuple | list)
        assert len(left) == len(right)
        for below, other in zip(left, right, strict=True):
            assert_near(below, other)
    elif isinstance(left, dict):
        assert isinstance(right, dict) and left.keys() == right.keys()
        assert_near(list(left.values()), list(right.values()))
    elif isinstance(left, float):
        assert isinstance(right, float)
        assert abs(left - right) <= NEAR
        assert str(left) != "-0.0"
    else:
        assert left == right


@settings(max_examples=150)
@given(seed=SEEDS, form=FORMS, blanks=SHARES, cuts=SHARES, spread=SPREADS)
def test_an_estimate_is_that_of_a_batch_of_one(
    content: Content,
    estimator: Estimator,
    served: list[ServedModel],
    seed: int,
    form: str,
    blanks: float,
    cuts: float,
    spread: int,
) -> None:
    sheet = read_random(content, seed, form=form, blanks=blanks, cuts=cuts, spread=spread)
    for kind in ProductionType:
        of_kind = replace(sheet, production_type=kind)
        for estimate, model in zip(estimator.estimate(of_kind), served, strict=True):
            expected = estimate_of(model, of_kind)
            for field in fields(Estimate):
                assert_near(getattr(estimate, field.name), getattr(expected, field.name))


def test_inferred_claims_are_checked_first(content: Content, estimator: Estimator) -> None:
    """Claims among them come before every ladder; what claims nothing is not checked at all."""
    ladders = every(content, "full", 3)
    claims: dict[str, Any] = {
        "scenes-use-business": ["business-decision"],
        "scenes-model-business": ["business-decision"],
        "scenes-use-service": ["none"],
    }

    def checked(confirmed: list[str]) -> list[tuple[str, ...]]:
        sheet = read(content, a_sheet("full", ladders | claims))
        marked = replace(sheet, confirmed_inferences=tuple(confirmed))
        return [
            tuple(each.item for each in estimate.checks) for estimate in estimator.estimate(marked)
        ]

    before = checked([])
    staged, gated = checked(list(claims))
    assert staged == before[0]  # its model reads no scenes
    assert set(gated[:2]) == {"scenes-use-business", "scenes-model-business"}
    assert not set(before[1]) & claims.keys()
    assert "scenes-use-service" not in gated


def adjusted(model: Model, ratios: float, floor: float | None) -> Model:
    """Return a model with some item weights changed, and sets as from many labels."""
    numbers = model.numbers
    changed = np.ones(len(model.structure.items))
    changed[1:4] = ratios
    sets = numbers.sets if floor is None else SetRule(0.05, 0.1, np.full(6, floor), labels=300)
    return Model(model.structure, replace(numbers, ratios=changed, sets=sets), "adjusted")


@settings(max_examples=60)
@given(
    seed=SEEDS,
    blank=SHARES,
    ratios=st.sampled_from([0.0, 0.4, 1.0]),
    floor=st.sampled_from([None, 0.02, 0.2, 0.9]),
)
def test_models_side_by_side_say_what_each_says_alone(
    staged: Model, gated: Model, seed: int, blank: float, ratios: float, floor: float | None
) -> None:
    models = [adjusted(model, ratios, floor) for model in (gated, staged)]
    stack = ModelStack(models)
    sheets = [some_sheets(model.structure, 1, seed, blank) for model in models]
    kind, size = int(sheets[0].kind[0]), int(sheets[0].size[0])
    sheets = [replace(sheet, kind=sheets[0].kind, size=sheets[0].size) for sheet in sheets]

    codes = [int(code) for sheet in sheets for code in sheet.codes[0]]
    cuts = tuple(np.flatnonzero(np.concatenate([sheet.cut[0] for sheet in sheets])).tolist())
    completed = stack.complete(codes, kind, cuts)

    judgements = SheetJudge(stack)(completed, size)
    explanations = SheetExplainer(stack)(completed, kind, CHECKS_ADVISED)
    for model, sheet, *results in zip(models, sheets, judgements, explanations, strict=True):
        assert_near(results, list(of_batch(model, sheet)))
