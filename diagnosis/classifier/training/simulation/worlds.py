"""Simulated firms of one world: verified answers, the level by rule, what the firm claims.

Latents are in levels: a firm at 2.4 reaches step 2 of most items. Nothing here is measured on real
firms; inflation above all is an assumption. Worlds are anchored on what firms claim, as only such
shares are published.
"""

from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.head import LOGISTIC_DEVIATION
from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.inference.structure import SIZES, Structure
from diagnosis.classifier.training.config import CHANNELS, Config, World
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

POOL = 8
INDUSTRIES = 31
MIDDLE, SPREAD = 2.1, 1.7
"""Mean and standard deviation of the firms' own levels before they are chosen by their claims."""
MIDDLE_SIZE = 1.2
UNIT_DRAW = round(1 / LOGISTIC_DEVIATION, 4)
"""Times it, a standard logistic draw has unit variance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firms:
    """n simulated firms; I = items, S = sub-domains.

    `verified` and `claimed` (n, I) 0–5 without blanks, `latent` (n, I) the inflated traits behind,
    `cut` (n, S), `kind` and `size` (n,) places in `KINDS` and `SIZES`, `industry` (n,) 0–30,
    `channel` (n,) place in `CHANNELS`, `level` (n,) and `score` (n,) by rule on `verified`.
    """

    verified: Floats
    claimed: Floats
    latent: Floats
    cut: Bools
    kind: Ints
    size: Ints
    industry: Ints
    channel: Ints
    level: Ints
    score: Floats


@dataclass(frozen=True, slots=True)
class _ItemTraits:
    """Hidden item constants of a world: cuts (I, 5) between steps, noise, susceptibility."""

    cuts: Floats
    noise: Floats
    susceptibility: Floats


@dataclass(frozen=True, slots=True)
class _Pool:
    """Firms to choose from: trait (n, I) of each item, cuts, who they are, how they came."""

    trait: Floats
    cut: Bools
    kind: Ints
    size: Ints
    industry: Ints
    channel: Ints


def simulate(
    structure: Structure, config: Config, world: World, rng: np.random.Generator, firms: int
) -> Firms:
    """Return firms of one world; the shares of what they claim follow the configuration."""
    items = _draw_items(structure, world, rng)
    pool = _draw_pool(structure, config, world, rng, firms * POOL)
    latent = pool.trait + rng.logistic(0, 1, pool.trait.shape) * items.noise
    partial = _partial(world, rng, len(pool.kind))
    verified = _positions(structure, items, latent, partial, rng)
    claimed, shift = _claims(structure, items, world, latent, pool.channel, rng)
    rule = PlainRule(structure)
    shares = _claim_shares(structure, config, world, rng)
    chosen = _by_level(rule(claimed, pool.kind, pool.cut).level, shares, firms, rng)
    truth = rule(verified[chosen], pool.kind[chosen], pool.cut[chosen])
    return Firms(
        verified=verified[chosen],
        claimed=claimed[chosen],
        latent=pool.trait[chosen] + shift[chosen],
        cut=pool.cut[chosen],
        kind=pool.kind[chosen],
        size=pool.size[chosen],
        industry=pool.industry[chosen],
        channel=pool.channel[chosen],
        level=truth.level,
        score=truth.score,
    )


def _draw_pool(
    structure: Structure, config: Config, world: World, rng: np.random.Generator, firms: int
) -> _Pool:
    size = rng.choice(len(SIZES), firms, p=config.size_shares)
    industry = rng.integers(0, INDUSTRIES, firms)
    sector = rng.normal(0, world.industry_spread, INDUSTRIES)
    sector_process = rng.random(INDUSTRIES) < world.process_share
    channel = rng.choice(len(CHANNELS), firms, p=config.channel_shares)
    theta = rng.normal(MIDDLE, SPREAD, firms)
    theta += sector[industry] + world.size_effect * (size - MIDDLE_SIZE)
    kind = sector_process[industry].astype(np.int64)
    cut = (rng.random((firms, len(structure.subdomains))) < world.cut_rate) & np.array(
        structure.may_be_cut
    )
    part = _parts(config, world, kind, cut.shape, rng)[:, np.array(structure.owner)]
    return _Pool(theta[:, None] + part, cut, kind, size, industry, channel)


def _parts(
    config: Config, world: World, kind: Ints, shape: tuple[int, ...], rng: np.random.Generator
) -> Floats:
    """Return (n, S): how far each sub-domain of a firm lies from the firm's own level.

    Sub-domains fall into a few groups, each with a factor of its own, beside what is a
    sub-domain's alone; process firms are ahead in some and behind in others.
    """
    least, most = config.factors
    factors = int(rng.integers(least, most + 1))
    group = rng.permutation(np.arange(shape[1]) % factors)
    factor = rng.normal(0, world.factor_spread, (shape[0], factors))
    profile = rng.normal(world.process_lead, world.process_profile, shape[1])
    alone = rng.normal(0, world.subdomain_spread, shape)
    parts: Floats = factor[:, group] + alone + (kind == 1)[:, None] * profile
    return parts


def _draw_items(structure: Structure, world: World, rng: np.random.Generator) -> _ItemTraits:
    count = len(structure.items)
    hard = rng.normal(0, world.difficulty_spread, count)
    cuts = np.arange(1, LEVELS + 1) - 0.5 + hard[:, None]
    cuts = np.sort(cuts + rng.normal(0, world.step_jitter, cuts.shape), axis=1)
    noise = world.item_noise * UNIT_DRAW * np.exp(rng.normal(0, 0.25, count))
    susceptibility = np.exp(rng.normal(0, world.susceptibility_spread, count))
    return _ItemTraits(cuts, noise, susceptibility / susceptibility.mean())


def _partial(world: World, rng: np.random.Generator, firms: int) -> Floats:
    """Return (n, 1): how often a firm answers between two steps."""
    share = max(world.partial_share, 0.0)
    return np.clip(rng.normal(share, 0.15, (firms, 1)), 0, 1) * (share > 0)


def _positions(
    structure: Structure,
    items: _ItemTraits,
    latent: Floats,
    partial: Floats,
    rng: np.random.Generator,
) -> Floats:
    """Return the answers that latents give: whole steps, sometimes partly the next one."""
    reached = (latent[:, :, None] >= items.cuts).sum(axis=2)
    edges = np.concatenate((items.cuts, items.cuts[:, -1:] + 9), axis=1)
    rows = np.arange(latent.shape[1])
    upper = edges[rows, reached]
    lower = np.where(reached > 0, edges[rows, np.maximum(reached - 1, 0)], upper - 1.0)
    within = (latent - lower) / np.maximum(upper - lower, 1e-9)
    extra = np.where(within > 0.8, 0.8, np.where(within > 0.55, 0.5, 0.0))
    use = (rng.random(latent.shape) < partial) & (reached < LEVELS)
    answer = reached + extra * use
    return _on_steps(structure, answer)


def _on_steps(structure: Structure, answer: Floats) -> Floats:
    """Return answers on the scores that each item can reach; ladders keep their half steps."""
    for column, steps in enumerate(structure.steps):
        if len(steps) < LEVELS + 1:
            scores = np.array(steps)
            place = np.round(np.round(answer[:, column]) * (len(scores) - 1) / LEVELS)
            answer[:, column] = scores[place.astype(int)]
        elif steps != tuple(np.round(steps)):
            raise ValueError(f"{structure.items[column]}: steps {steps} cannot be simulated")
    return answer


def _claim_shares(
    structure: Structure, config: Config, world: World, rng: np.random.Generator
) -> Floats:
    """Return the shares (6,) of claimed levels in one world, drawn around the published ones."""
    default = next(iter(config.claim_shares.values()))
    published = np.array(config.claim_shares.get(structure.standard, default))
    return rng.dirichlet(published * world.class_concentration + 0.05)


def _by_level(level: Ints, shares: Floats, firms: int, rng: np.random.Generator) -> Ints:
    """Return the places of as many firms, chosen so that their levels follow the shares."""
    there = np.bincount(level, minlength=LEVELS + 1) / len(level)
    odds = (shares / np.maximum(there, 1e-9))[level]
    keys = rng.exponential(1.0, len(level)) / np.maximum(odds, 1e-12)
    return np.argpartition(keys, firms)[:firms]


def _claims(
    structure: Structure,
    items: _ItemTraits,
    world: World,
    latent: Floats,
    channel: Ints,
    rng: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Return what the firms claim (n, I) and by how much each firm as a whole is off (n, 1)."""
    firms = len(latent)
    inflation = (_inflation(world, rng, firms) * np.array(world.channels)[channel])[:, None]
    wrong = rng.normal(0, world.firm_misjudgement, (firms, 1))
    perceived = latent + inflation * items.susceptibility + wrong
    perceived = perceived + rng.normal(0, world.misjudgement, perceived.shape)
    halo = np.clip(rng.normal(world.halo, 0.1, (firms, 1)), 0, 0.9)
    perceived = perceived + halo * (perceived.mean(axis=1, keepdims=True) - perceived)
    claimed = _positions(structure, items, perceived, _partial(world, rng, firms), rng)
    slip = rng.random(perceived.shape) < world.slip_rate
    slipped = np.clip(claimed + rng.choice([-1.0, 1.0], perceived.shape), 0, 5)
    claimed = np.where(slip, slipped, claimed)
    careless = rng.random((firms, 1)) < world.careless_share
    claimed = np.where(careless, rng.integers(0, 6, perceived.shape), claimed)
    flat = np.round(np.clip(perceived.mean(axis=1, keepdims=True) + 0.3, 0, 5))
    run = _runs(world, rng, perceived.shape)
    return _on_steps(structure, np.where(run, flat, claimed)), inflation + wrong


def _runs(world: World, rng: np.random.Generator, shape: tuple[int, ...]) -> Bools:
    """Return (n, I): answers from some place on that a firm ticked in a straight line."""
    lazy = rng.random((shape[0], 1)) < world.straight_line_share
    start = rng.integers(0, max(shape[1] * 2 // 3, 1), (shape[0], 1))
    return lazy & (np.arange(shape[1])[None, :] >= start)


def _inflation(world: World, rng: np.random.Generator, firms: int) -> Floats:
    """Return (n,) inflation in levels: a mixture of honest, moderate and heavy."""
    group = rng.random(firms)
    moderate = np.abs(rng.normal(world.moderate_inflation, 0.15, firms))
    heavy = np.abs(rng.normal(world.heavy_inflation, 0.25, firms))
    honest = rng.normal(0, 0.08, firms)
    chosen = np.where(group < world.heavy_share, heavy, moderate)
    return np.where(group > 1 - world.honest_share, honest, chosen)
