"""The model's view of a standard is the domain's."""

from dataclasses import replace

import numpy as np
import pytest

from diagnosis.classifier.artefacts.refusal import ModelRefused
from diagnosis.classifier.artefacts.registry import load_current
from diagnosis.classifier.estimator import TrainedEstimator
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.inference.coded_sheets import positions_of
from diagnosis.classifier.inference.deflated_rule import LoweredRule
from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.inference.structure import KINDS, structure_from_json
from diagnosis.classifier.served import ServedModel
from diagnosis.classifier.training.simulation.sample import STEADY_OVERSTATEMENT
from diagnosis.domain.estimate import RefusalCode
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.overstatement import Overstatement
from diagnosis.domain.scoring.encode import Encoder
from diagnosis.domain.scoring.estimating.deflated import DeflatedRules
from diagnosis.domain.scoring.gated import GatedKernel
from diagnosis.domain.scoring.staged import StagedKernel
from diagnosis.domain.scoring.standard import GatedStandard
from diagnosis.services.intake.sheets import read
from tests.builders import a_sheet, read_random
from tests.classifier.builders import MODELS

CHOICE = "scenes-use-plant"


def test_the_shipped_models_fit_the_standards(content):
    for standard in (content.standards.staged, content.standards.gated):
        structure = structure_of(standard)

        model = load_current(MODELS, structure)

        assert model.structure.items == structure.items


def test_a_structure_survives_json(content):
    structure = structure_of(content.standards.gated)

    assert structure_from_json(structure.as_json()) == structure


def with_options(standard: GatedStandard, values: dict[str, float], cap: float) -> GatedStandard:
    """Return the standard with other options for the item `CHOICE`."""
    return replace(
        standard,
        dimensions=tuple(
            replace(
                dimension,
                items=tuple(
                    replace(item, values=values, cap=cap) if item.item == CHOICE else item
                    for item in dimension.items
                ),
            )
            for dimension in standard.dimensions
        ),
    )


@pytest.mark.parametrize(
    ("values", "cap", "fault"),
    [
        # .5 + .8 = 1.3 lies between two positions; so does a cap of 4.7.
        ({"a": 0.5, "b": 0.8}, 5.0, "a choice scores 1.3"),
        ({"a": 2.5, "b": 2.5}, 4.7, "a choice scores 4.7"),
        ({f"option-{n}": 1.0 for n in range(13)}, 5.0, "13 options have a value"),
        # 0, 1, 1.5, 2, 2.5, 3, 3.5, 4.5: eight scores, and a ladder has six steps.
        ({"a": 1.0, "b": 1.5, "c": 2.0}, 5.0, "make 8 scores"),
    ],
)
def test_options_that_no_model_can_read_are_refused(content, values, cap, fault):
    with pytest.raises(ModelRefused, match=fault) as caught:
        structure_of(with_options(content.standards.gated, values, cap))

    assert caught.value.refusal.code is RefusalCode.OPTIONS


def test_twelve_options_with_a_value_are_read(content):
    values = {"none": 0.0} | {f"option-{n}": 1.0 for n in range(12)}

    structure = structure_of(with_options(content.standards.gated, values, 5.0))

    assert structure.steps[structure.items.index(CHOICE)] == (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)


def test_a_model_of_such_a_standard_is_refused_and_the_others_are_served(content):
    gated = with_options(content.standards.gated, {"a": 0.7}, 5.0)
    estimator = TrainedEstimator((content.standards.staged, gated), MODELS, content.codes.sizes)

    served, refused = estimator.estimate(read(content, a_sheet("full", {})))

    assert served.refusal is None
    assert refused.standard == gated.id
    assert refused.refusal.code is RefusalCode.OPTIONS


POSITION_OF = np.array([np.nan, *POSITION_VALUES, np.nan])


def random_codes(encoder: Encoder, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return codes of ladders, a third of them blank, and values of choices, of n firms."""
    rng = np.random.default_rng(1)
    codes = rng.integers(1, 17, (n, len(encoder.ladders)))
    codes = np.where(rng.random(codes.shape) < 0.3, 0, codes).astype(np.uint8)
    return codes, rng.choice([0.0, 2.5, 5.0, np.nan], (n, len(encoder.choices)))


@pytest.mark.parametrize("rule", ["staged", "gated"])
def test_the_plain_rule_gives_the_domain_levels(content, rule):
    encoder = Encoder(content.bank, content.standards)
    standard = getattr(content.standards, rule)
    structure = structure_of(standard)
    codes, values = random_codes(encoder, 400)
    columns = [
        POSITION_OF[codes[:, encoder.ladders[item]]]
        if item in encoder.ladders
        else values[:, encoder.choices[item]]
        for item in structure.items
    ]
    kind = np.random.default_rng(2).integers(0, len(KINDS), len(codes))
    cut = np.zeros((len(codes), len(structure.subdomains)), dtype=bool)

    verdict = PlainRule(structure)(np.stack(columns, axis=1), kind, cut)

    if rule == "staged":
        expected = StagedKernel(standard, encoder.ladders).score(codes, kind)
    else:
        expected = GatedKernel(standard, encoder.ladders, encoder.choices).score(codes, values)
    assert np.array_equal(verdict.level, expected.level)
    assert np.abs(verdict.score - expected.score).max() < 1e-8


@pytest.mark.parametrize("how", [{}, {"blanks": 0.4, "cuts": 0.3}, {"spread": 1}])
def test_the_level_that_is_served_is_that_of_the_deflated_rule_of_the_cards(content, how):
    """What a card measures beside its model is what a firm is told."""
    rules = DeflatedRules(
        content.scorers,
        Overstatement(value=STEADY_OVERSTATEMENT, low=0.0, high=STEADY_OVERSTATEMENT),
    )
    for name in ("staged", "gated"):
        standard = getattr(content.standards, name)
        served = ServedModel(standard, MODELS, content.codes.sizes)
        lowered = LoweredRule(served.structure, STEADY_OVERSTATEMENT)
        levels = set()
        for seed in range(40):
            sheet = read_random(content, seed, **how)
            row, coded = content.scorers.encode_sheet(sheet), served.sheet(sheet)
            scores = content.one_sheet.score(row)
            left = getattr(rules, name)(row, getattr(scores, name))
            (measured,) = lowered(positions_of(coded), coded.kind, coded.cut)
            assert left.usual == measured, (name, seed)
            levels.add(measured)
        assert len(levels) > 1
