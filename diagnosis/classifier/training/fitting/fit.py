"""Fitting one model from nothing: worlds, curves, heads, sets, stop."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from diagnosis.classifier.explanation.spot_checks import read_checked
from diagnosis.classifier.inference.completion import ItemCurves
from diagnosis.classifier.inference.features import FEATURE_COUNT
from diagnosis.classifier.inference.head import SCORE_LINES, Head
from diagnosis.classifier.inference.model import Model, Numbers
from diagnosis.classifier.inference.sets import SetRule
from diagnosis.classifier.inference.structure import Structure
from diagnosis.classifier.training.config import Config
from diagnosis.classifier.training.fitting.curves import fit_curves
from diagnosis.classifier.training.fitting.heads import fit_head
from diagnosis.classifier.training.fitting.stop import fit_deflated_stop, fit_stop
from diagnosis.classifier.training.progress import Progress, no_progress
from diagnosis.classifier.training.simulation.checks import draw_checks
from diagnosis.classifier.training.simulation.sample import (
    SimulatedWorld,
    columns,
    draw_worlds,
    sheets_of,
)
from diagnosis.domain.scoring.encode import Floats
from diagnosis.domain.scoring.scale import LEVELS

TEMPERING = 0.4
"""What the answers of other sub-domains count in completion, beside 1 for its own."""
CURVE_FIRMS = 30_000
"""How many firms, over all worlds, the item curves are fitted to."""
CHECKS_DRAWN = (1, 3, 3, 5, 10, 20)
"""How many answers a simulated visit checks; each entry is as likely."""


def fit_numbers(
    structure: Structure,
    config: Config,
    seed: int,
    jobs: int = 1,
    progress: Progress = no_progress,
) -> Numbers:
    """Return the fitted numbers of a model; one seed gives one result."""
    progress("worlds", 0.0)
    count, firms = config.worlds, config.firms_per_world
    worlds = draw_worlds(structure, config, seed=seed, worlds=count, firms=firms, jobs=jobs)
    rng = np.random.default_rng([seed, 1])
    progress("curves", 0.1)
    numbers = numbers_before_heads(structure, config, _curves(structure, worlds))
    progress("head", 0.3)
    head = _head(Model(structure, numbers), worlds, config, rng)
    numbers = replace(numbers, head=head, gap=_gap(worlds))
    progress("visits", 0.6)
    visited = _visited_head(Model(structure, numbers), worlds, config, rng)
    numbers = replace(numbers, visited=visited)
    progress("stop", 0.85)
    count = max(count // 3, 4)
    held_out = draw_worlds(structure, config, seed=seed + 7919, worlds=count, firms=800, jobs=jobs)
    model = Model(structure, numbers)
    deflated = fit_deflated_stop(model, config, seed=seed + 209_458, worlds=count, jobs=jobs)
    numbers = replace(numbers, deflated_stop=deflated)
    model = Model(structure, numbers)
    stop = fit_stop(model, config, held_out, rng, seed=seed + 104_729, jobs=jobs)
    return replace(numbers, stop=stop)


def _curves(structure: Structure, worlds: Sequence[SimulatedWorld]) -> ItemCurves:
    first = np.searchsorted(np.array(structure.owner), np.arange(len(structure.subdomains)))
    each = max(CURVE_FIRMS // len(worlds), 50)
    claimed = np.vstack([world.firms.claimed[:each] for world in worlds])
    latent = np.vstack([world.firms.latent[:each][:, first] for world in worlds])
    curves = fit_curves(structure, claimed, latent, TEMPERING)
    return ItemCurves(
        slopes=np.round(curves.slopes, 4),
        cuts=np.round(curves.cuts, 4),
        mean=round(curves.mean, 4),
        spread=round(curves.spread, 4),
        tempering=TEMPERING,
    )


def numbers_before_heads(structure: Structure, config: Config, curves: ItemCurves) -> Numbers:
    """Return numbers with empty heads, enough to compute features."""
    empty = Head(
        slopes=np.zeros(FEATURE_COUNT),
        size=np.zeros(5),
        blank=np.zeros(2),
        visit=np.zeros(2),
        cuts=np.linspace(0.0, 4.0, LEVELS),
        rates=np.zeros(3),
        score_cuts=np.linspace(0.0, 4.0, len(SCORE_LINES)),
    )
    return Numbers(
        curves=curves,
        head=empty,
        visited=empty,
        sets=SetRule(*config.set_tails[structure.rule]),
        stop=np.array([1.0, 0.5]),
        gap=0.0,
        ratios=np.ones(len(structure.items)),
        enough=config.enough[structure.rule],
        visits=0,
    )


def _gap(worlds: Sequence[SimulatedWorld]) -> float:
    """Return how far claims lie above verified answers, in levels, averaged over worlds."""
    gaps = [(world.firms.claimed - world.firms.verified).mean() for world in worlds]
    return round(float(np.mean(gaps)), 4)


def _rates(config: Config, firms: int, rng: np.random.Generator) -> Floats:
    return rng.choice(np.array(config.missing_rates), firms)


def _head(
    model: Model, worlds: Sequence[SimulatedWorld], config: Config, rng: np.random.Generator
) -> Head:
    """Return the head that reads self-reports, at every missing rate."""
    features = []
    for world in worlds:
        rate = _rates(config, len(world.firms.level), rng)
        sheets, _ = sheets_of(model.structure, world, rate, rng)
        features.append(columns(model, sheets))
    size = np.concatenate([world.firms.size for world in worlds])
    level = np.concatenate([world.firms.level for world in worlds])
    score = np.concatenate([world.firms.score for world in worlds])
    return fit_head(np.concatenate(features), size, np.zeros(len(level)), level, score)


def _visited_head(
    model: Model, worlds: Sequence[SimulatedWorld], config: Config, rng: np.random.Generator
) -> Head:
    """Return the head that reads reports corrected by verified answers; fewer are missing."""
    parts = []
    for world in worlds[: max(len(worlds) * 2 // 3, 2)]:
        firms = world.firms
        rate = _rates(config, len(firms.level), rng) * 0.6
        sheets, _ = sheets_of(model.structure, world, rate, rng)
        checks = rng.choice(np.array(CHECKS_DRAWN), len(firms.level))
        verified = draw_checks(model, sheets, firms.verified, checks)
        inputs, share = read_checked(model, sheets, verified)
        rows = np.c_[inputs.features, inputs.unanswered]
        parts.append((rows, firms.size, share, firms.level, firms.score))
    return fit_head(*(np.concatenate(column) for column in zip(*parts, strict=True)))
