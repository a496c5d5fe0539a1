"""Which answers a firm leaves out: by firm, by item, not at random, whole sections, break-off."""

import numpy as np

from diagnosis.classifier.inference.structure import Structure
from diagnosis.classifier.training.config import World
from diagnosis.classifier.training.simulation.worlds import Firms
from diagnosis.domain.scoring.encode import Bools, Floats


def draw_missing(
    structure: Structure, world: World, firms: Firms, rate: Floats, rng: np.random.Generator
) -> Bools:
    """Return (n, I): answers left out, on average a share `rate` (n,) of them.

    Some firms skip sub-domains whole, some stop part of the way, some keep their best claims
    alone; the rest leave out single items, the more the lower the verified answer is, where the
    world is so.
    """
    shape = firms.claimed.shape
    score = rng.gumbel(0, 1, shape)
    score += rng.normal(0, world.item_missing_spread, shape[1])
    score -= world.missing_not_at_random * (firms.verified - firms.verified.mean())
    owner = np.array(structure.owner)
    skip = rng.gumbel(0, 1, (shape[0], len(structure.subdomains)))[:, owner] * 4 + score * 0.1
    last = np.tile(np.arange(shape[1]) * 10.0, (shape[0], 1)) + score * 0.1
    lowest = -10.0 * firms.claimed + score * 0.1
    style = rng.random((shape[0], 1))
    keeps = (style > world.section_skip) & (style < world.section_skip + world.best_kept)
    score = np.where(style < world.section_skip, skip, score)
    score = np.where(keeps, lowest, score)
    score = np.where(style > 1 - world.break_off, last, score)
    order = np.argsort(np.argsort(-score, axis=1), axis=1)
    count = rng.binomial(shape[1], np.clip(rate, 0, 1))[:, None]
    return order < count


def answers(firms: Firms, missing: Bools, structure: Structure) -> Floats:
    """Return (n, I) what is on the sheet: claims, NaN where missing or cut."""
    owner = np.array(structure.owner)
    return np.where(missing | firms.cut[:, owner], np.nan, firms.claimed)
