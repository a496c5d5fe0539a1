"""Curves are found again from simulated answers, with the latents and without them."""

import numpy as np
import pytest
from scipy.special import expit

from diagnosis.classifier.inference.structure import Structure
from diagnosis.classifier.training.fitting.curves import fit_curves, fit_curves_to_claims
from tests.classifier.builders import a_structure_of_parts

PARTS, ITEMS_A_PART = 4, 5
FIRMS = 2500
MEAN, SPREAD = 2.5, 1.2
BLANK = 0.15


@pytest.fixture(scope="module")
def structure() -> Structure:
    return a_structure_of_parts(PARTS, ITEMS_A_PART)


@pytest.fixture(scope="module")
def drawn(structure):
    """Slopes, cuts, latents and answers of firms that are graded-response models."""
    rng = np.random.default_rng(11)
    items, owner = len(structure.items), np.array(structure.owner)
    slopes = rng.uniform(1.0, 2.5, items)
    cuts = MEAN + np.array([-1.6, -0.8, 0.0, 0.8, 1.6]) + rng.normal(0, 0.3, (items, 1))
    cuts = np.sort(cuts + rng.normal(0, 0.1, cuts.shape), axis=1)
    shared, apart = rng.normal(size=(FIRMS, 1)), rng.normal(size=(FIRMS, PARTS))
    latent = MEAN + SPREAD * (np.sqrt(0.3) * shared + np.sqrt(0.7) * apart)
    reached = expit(slopes[:, None] * (latent[:, owner, None] - cuts))
    answers = (rng.random((FIRMS, items, 1)) < reached).sum(axis=2).astype(float)
    return slopes, cuts, latent, answers


def test_curves_are_found_where_latents_are_known(structure, drawn):
    slopes, cuts, latent, answers = drawn

    curves = fit_curves(structure, answers, latent, tempering=0.4)

    assert np.abs(np.log(curves.slopes / slopes)).max() < 0.12
    assert np.abs(curves.cuts - cuts).mean() < 0.05
    assert (curves.mean, curves.spread) == pytest.approx((latent.mean(), latent.std()))


def test_curves_are_found_from_claims_alone_with_blanks(structure, drawn):
    slopes, cuts, _, answers = drawn
    blank = np.random.default_rng(12).random(answers.shape) < BLANK

    curves = fit_curves_to_claims(structure, np.where(blank, np.nan, answers), tempering=0.4)

    # The scale is the claims' own: what does not hang on it is slope × spread and where, in
    # spreads from the mean, a cut lies.
    steepness = np.log(curves.slopes * curves.spread / (slopes * SPREAD))
    places = (curves.cuts - curves.mean) / curves.spread - (cuts - MEAN) / SPREAD
    assert np.abs(steepness).max() < 0.2
    assert np.abs(places).mean() < 0.06
    assert curves.mean == pytest.approx(MEAN, abs=0.15)
    assert curves.spread == pytest.approx(SPREAD, abs=0.15)


def test_claims_without_a_common_trait_give_flat_curves(structure):
    answers = np.random.default_rng(13).integers(0, 6, (FIRMS, len(structure.items))).astype(float)

    curves = fit_curves_to_claims(structure, answers, tempering=0.4)

    assert (curves.slopes * curves.spread).max() < 0.4
    assert (np.diff(curves.cuts, axis=1) > 0).all()
