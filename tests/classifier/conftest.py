"""Structures and models for the tests of the learned part."""

import pytest

from diagnosis.classifier.artefacts.registry import load_current, read_registry
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.structure import structure_from_json
from diagnosis.classifier.training.fitting.fit import fit_numbers
from tests.classifier.builders import (
    MODELS,
    SHIPPED,
    a_config,
    a_gated_structure,
    a_staged_structure,
)


@pytest.fixture(scope="session")
def staged() -> Model:
    structure = a_staged_structure()
    return Model(structure, fit_numbers(structure, a_config(), seed=3), "small-staged-m1")


@pytest.fixture(scope="session")
def gated() -> Model:
    structure = a_gated_structure()
    return Model(structure, fit_numbers(structure, a_config(), seed=3), "small-gated-m1")


@pytest.fixture(scope="session", params=["staged", "gated"])
def small(request) -> Model:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session", params=SHIPPED)
def shipped(request) -> Model:
    current = read_registry(MODELS).current_of(request.param)
    path = MODELS / current.id / "structure.json"
    structure = structure_from_json(path.read_text(encoding="utf-8"))
    return load_current(MODELS, structure)
