"""The one configuration of training: every range of the simulated worlds, read from one file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

CHANNELS = ("portal", "park", "consultant")
"""How a sheet came to be: by a portal, at a park, with a consultant."""
DEFAULT = Path(__file__).with_name("training.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The hidden constants of one simulated world.

    Spreads, inflations, misjudgements and `process_lead` are in levels (one ladder step = 1), as
    is `size_effect`, a size class; shares and rates in 0–1; `class_concentration` is the Dirichlet
    weight of the shares of claims (higher = closer); a channel's `overstatement` multiplies the
    inflation of the firms that come by it.
    """

    class_concentration: float
    item_noise: float
    factor_spread: float
    subdomain_spread: float
    difficulty_spread: float
    step_jitter: float
    honest_share: float
    heavy_share: float
    moderate_inflation: float
    heavy_inflation: float
    portal_overstatement: float
    park_overstatement: float
    consultant_overstatement: float
    susceptibility_spread: float
    misjudgement: float
    firm_misjudgement: float
    slip_rate: float
    careless_share: float
    straight_line_share: float
    halo: float
    partial_share: float
    process_share: float
    process_lead: float
    process_profile: float
    cut_rate: float
    size_effect: float
    industry_spread: float
    item_missing_spread: float
    missing_not_at_random: float
    section_skip: float
    break_off: float
    best_kept: float

    @property
    def channels(self) -> tuple[float, float, float]:
        """Return what multiplies inflation in each of `CHANNELS`."""
        return self.portal_overstatement, self.park_overstatement, self.consultant_overstatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What training draws from and what it fixes.

    `claim_shares`, per standard, are the shares of firms by the level (0–5) that their own claims
    read by rule: for GB/T 39116 published self-diagnoses (0 and 1 together 58 %, 2: 24 %, 3: 11 %,
    4 and 5 together 7 %), how these two are split is assumed, as are those of other standards.
    `channel_shares` are those of `CHANNELS`, assumed; `factors` the least and the most groups that
    sub-domains fall into. `ranges` holds (low, high) of each constant of a `World`; `set_tails`,
    per rule, the probability that a prediction set leaves below and above it; `enough`, per rule,
    the least answers and the least sub-domains touched for a level.
    """

    worlds: int
    firms_per_world: int
    claim_shares: Mapping[str, tuple[float, ...]]
    size_shares: tuple[float, ...]
    channel_shares: tuple[float, ...]
    factors: tuple[int, int]
    ranges: Mapping[str, tuple[float, float]]
    set_tails: Mapping[str, tuple[float, float]]
    enough: Mapping[str, tuple[int, int]]
    missing_rates: tuple[float, ...]

    def draw_world(self, rng: np.random.Generator) -> World:
        """Return a world drawn evenly from the ranges."""
        return World(**{name: float(rng.uniform(*self.ranges[name])) for name in _WORLD})


_WORLD = tuple(field.name for field in fields(World))


def read_config(path: Path = DEFAULT) -> Config:
    """Return the configuration of a file; unknown or missing names are refused."""
    plain = json.loads(path.read_text(encoding="utf-8"))
    names = [field.name for field in fields(Config)]
    if set(plain) != set(names):
        raise ValueError(f"{path}: expected exactly {names}")
    if set(plain["ranges"]) != set(_WORLD):
        raise ValueError(f"{path}: ranges differ: {sorted(set(plain['ranges']) ^ set(_WORLD))}")
    plain["ranges"] = {name: tuple(pair) for name, pair in plain["ranges"].items()}
    plain["factors"] = tuple(plain["factors"])
    for name in ("set_tails", "enough"):
        plain[name] = {rule: tuple(pair) for rule, pair in plain[name].items()}
    return Config(**plain)
