"""Fitting one model from nothing: worlds, curves, heads, sets, stop."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from diagnosis.classifier.completion import ItemCurves
from diagnosis.classifier.features import COUNT
from diagnosis.classifier.head import SCORE_LINES, Head
from diagnosis.classifier.model import CodedSheets, Model, Numbers
from diagnosis.classifier.sets import SetRule
from diagnosis.classifier.structure import LEVELS, Structure
from diagnosis.classifier.training.config import Config
from diagnosis.classifier.training.curves import fit_curves
from diagnosis.classifier.training.heads import fit_head
from diagnosis.classifier.training.sample import SimulatedWorld, columns, draw_worlds, sheets_of
from diagnosis.classifier.visit import REPEAT, check_worth, read_checked
from diagnosis.domain.scoring.encode import Floats, Ints

Progress = Callable[[str, float], None]
TEMPERING = 0.4
CURVE_FIRMS = 30_000
CHECKS = (1, 3, 3, 5, 10, 20)


def quiet(_stage: str, _share: float) -> None:
    """Report no progress."""


def fit_numbers(
    structure: Structure, config: Config, seed: int, jobs: int = 1, progress: Progress = quiet
) -> Numbers:
    """Return the fitted numbers of a model; one seed gives one result."""
    progress("worlds", 0.0)
    worlds = draw_worlds(
        structure,
        config,
        seed=seed,
        worlds=config.worlds,
        firms=config.firms_per_world,
        jobs=jobs,
    )
    rng = np.random.default_rng([seed, 1])
    progress("curves", 0.1)
    numbers = _start(structure, config, _curves(structure, worlds))
    model = Model(structure, numbers)
    progress("head", 0.3)
    parts = [_rows(model, one, config, rng) for one in worlds]
    features, level, score, size = (np.concatenate(column) for column in zip(*parts, strict=True))
    head = fit_head(features, size, np.zeros(len(level)), level, score)
    progress("visits", 0.6)
    gap = float(np.mean([(one.firms.claimed - one.firms.verified).mean() for one in worlds]))
    model = Model(structure, replace(numbers, head=head, gap=round(gap, 4)))
    visited = _visited_head(model, worlds, config, rng)
    model = Model(structure, replace(model.numbers, visited=visited))
    progress("stop", 0.85)
    held_out = draw_worlds(
        structure,
        config,
        seed=seed + 7919,
        worlds=max(config.worlds // 3, 4),
        firms=800,
        jobs=jobs,
    )
    return replace(model.numbers, stop=_stop(model, held_out, rng))


def _curves(structure: Structure, worlds: list[SimulatedWorld]) -> ItemCurves:
    first = np.searchsorted(np.array(structure.owner), np.arange(len(structure.subdomains)))
    each = max(CURVE_FIRMS // len(worlds), 50)
    owner = np.arange(len(structure.items))
    claimed = np.vstack([one.firms.claimed[:each][:, owner] for one in worlds])
    latent = np.vstack([one.firms.latent[:each][:, first] for one in worlds])
    curves = fit_curves(structure, claimed, latent, TEMPERING)
    return ItemCurves(
        np.round(curves.slopes, 4), np.round(curves.cuts, 4), round(curves.mean, 4),
        round(curves.spread, 4), TEMPERING,
    )  # fmt: skip


def _start(structure: Structure, config: Config, curves: ItemCurves) -> Numbers:
    """Return numbers with an empty head, enough to compute features."""
    empty = Head(
        np.zeros(COUNT), np.zeros(5), np.zeros(2), np.zeros(2), np.linspace(0.0, 4.0, LEVELS),
        np.zeros(3), np.linspace(0.0, 4.0, len(SCORE_LINES)),
    )  # fmt: skip
    return Numbers(
        curves=curves,
        head=empty,
        visited=empty,
        sets=SetRule(*config.set_tails),
        stop=np.array([1.0, 0.5]),
        gap=0.0,
        ratios=np.ones(len(structure.items)),
        enough=config.enough[structure.rule],
        visits=0,
    )


def _rates(config: Config, firms: int, rng: np.random.Generator) -> Floats:
    return rng.choice(np.array(config.missing_rates), firms)


def _rows(
    model: Model, world: SimulatedWorld, config: Config, rng: np.random.Generator
) -> tuple[Floats, Ints, Floats, Ints]:
    firms = world.firms
    rate = _rates(config, len(firms.level), rng)
    sheets, _ = sheets_of(model.structure, world, rate, rng)
    return columns(model, sheets), firms.level, firms.score, firms.size


def _visited_head(
    model: Model, worlds: list[SimulatedWorld], config: Config, rng: np.random.Generator
) -> Head:
    parts = []
    for world in worlds[: max(len(worlds) * 2 // 3, 2)]:
        firms = world.firms
        rate = _rates(config, len(firms.level), rng) * 0.6
        sheets, _ = sheets_of(model.structure, world, rate, rng)
        checks = rng.choice(np.array(CHECKS), len(firms.level))
        verified = draw_checks(model, sheets, firms.verified, checks)
        inputs, share = read_checked(model, sheets, verified)
        rows = np.c_[inputs.features, inputs.unanswered]
        parts.append((rows, firms.size, share, firms.level, firms.score))
    return fit_head(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def draw_checks(model: Model, sheets: CodedSheets, truth: Floats, checks: Floats) -> Floats:
    """Return (n, I) verified answers at the `checks` (n,) items the service would propose."""
    worth = check_worth(model, sheets, model.read(sheets))
    owner, rows = model.completion.owner, np.arange(len(truth))
    verified = np.full(truth.shape, np.nan)
    for turn in range(int(np.max(checks))):
        place = worth.argmax(axis=1)
        going = (turn < checks) & (worth[rows, place] > 0)
        verified[rows[going], place[going]] = truth[going, place[going]]
        worth = np.where(owner == owner[place][:, None], worth * REPEAT, worth)
        worth[rows, place] = 0.0
    return verified


def _stop(model: Model, worlds: list[SimulatedWorld], rng: np.random.Generator) -> Floats:
    """Return (2,) how far unasked answers still move η: spread = first · u^second."""
    moved, open_weight = [], []
    for world in worlds:
        firms = len(world.firms.level)
        full, _ = sheets_of(model.structure, world, np.zeros(firms), rng)
        part, _ = sheets_of(model.structure, world, rng.uniform(0.1, 0.9, firms), rng)
        now, end = model.predict(part), model.predict(full)
        moved.append(end.eta - now.eta)
        open_weight.append(now.unanswered)
    gap, u = np.concatenate(moved), np.concatenate(open_weight)
    edges = np.quantile(u, np.linspace(0, 1, 13))
    bins = [(u >= a) & (u < b) for a, b in pairwise(edges.tolist())]
    points = [(float(u[one].mean()), float(gap[one].std())) for one in bins if one.sum() > 30]
    x, y = np.log(np.array(points)).T
    power, first = np.polyfit(x, y, 1)
    return np.round([np.exp(first), power], 4)
