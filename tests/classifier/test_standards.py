"""The model's view of a standard is the domain's."""

import numpy as np
import pytest

from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.plain_rule import PlainRule
from diagnosis.classifier.registry import load_current
from diagnosis.classifier.structure import KINDS, structure_from_plain
from diagnosis.domain.intake.item import POSITION_VALUES
from tests.classifier.builders import MODELS


def test_the_shipped_models_fit_the_standards(content):
    for standard in (content.standards.staged, content.standards.gated):
        structure = structure_of(standard)

        model = load_current(MODELS, structure)

        assert model.structure.items == structure.items


def test_a_structure_survives_json(content):
    structure = structure_of(content.standards.gated)

    assert structure_from_plain(structure.as_plain()) == structure


@pytest.mark.parametrize("rule", ["staged", "gated"])
def test_the_plain_rule_gives_the_domain_levels(content, rule):
    from diagnosis.domain.scoring.encode import Encoder
    from diagnosis.domain.scoring.gated import GatedKernel
    from diagnosis.domain.scoring.staged import StagedKernel

    encoder = Encoder(content.bank, content.standards)
    standard = getattr(content.standards, rule)
    structure = structure_of(standard)
    rng = np.random.default_rng(1)
    n = 400
    codes = rng.integers(1, 17, (n, len(encoder.ladders)))
    codes = np.where(rng.random(codes.shape) < 0.3, 0, codes).astype(np.uint8)
    values = rng.choice([0.0, 2.5, 5.0, np.nan], (n, len(encoder.choices)))
    value_of = np.array([np.nan, *POSITION_VALUES, np.nan])
    positions = np.stack(
        [
            value_of[codes[:, encoder.ladders[item]]]
            if item in encoder.ladders
            else values[:, encoder.choices[item]]
            for item in structure.items
        ],
        axis=1,
    )
    kind = rng.integers(0, len(KINDS), n)
    cut = np.zeros((n, len(structure.subdomains)), dtype=bool)

    verdict = PlainRule(structure)(positions, kind, cut)

    if rule == "staged":
        expected = StagedKernel(standard, encoder.ladders).score(codes, kind)
    else:
        expected = GatedKernel(standard, encoder.ladders, encoder.choices).score(codes, values)
    assert np.array_equal(verdict.level, expected.level)
    assert np.abs(verdict.score - expected.score).max() < 1e-8
