"""Training rows: simulated worlds in parallel, sheets with masks, features of a head."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from joblib import Parallel, delayed

from diagnosis.classifier.inference.coded_sheets import CodedSheets, codes_of
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.structure import Structure
from diagnosis.classifier.training.config import Config, World
from diagnosis.classifier.training.simulation.masks import answers, draw_missing
from diagnosis.classifier.training.simulation.worlds import Firms, simulate
from diagnosis.domain.scoring.encode import Floats

STEADY_OVERSTATEMENT = 0.25
"""By how many ladder steps the deflated rule lowers every ladder answer; assumed."""


@dataclass(frozen=True, slots=True)
class SimulatedWorld:
    """One simulated world: its hidden constants and its firms."""

    constants: World
    firms: Firms


def draw_worlds(
    structure: Structure,
    config: Config,
    *,
    seed: int,
    worlds: int,
    firms: int,
    jobs: int = 1,
    changes: Mapping[str, float] | None = None,
) -> list[SimulatedWorld]:
    """Return `worlds` worlds of `firms` firms; the seed decides them, whatever `jobs` is.

    `changes` fixes some constants of every world, as a shift does.
    """
    seeds = np.random.SeedSequence(seed).spawn(worlds)
    simulated: list[SimulatedWorld] = Parallel(n_jobs=jobs)(
        delayed(_simulate_world)(structure, config, world_seed, firms, changes or {})
        for world_seed in seeds
    )
    return simulated


def _simulate_world(
    structure: Structure,
    config: Config,
    seed: np.random.SeedSequence,
    firms: int,
    changes: Mapping[str, float],
) -> SimulatedWorld:
    rng = np.random.default_rng(seed)
    constants = replace(config.draw_world(rng), **changes)
    return SimulatedWorld(constants, simulate(structure, config, constants, rng, firms))


def sheets_of(
    structure: Structure, world: SimulatedWorld, rate: Floats, rng: np.random.Generator
) -> tuple[CodedSheets, Floats]:
    """Return the sheets that firms hand in at missing rates (n,), and the answers (n, I)."""
    firms = world.firms
    missing = draw_missing(structure, world.constants, firms, rate, rng)
    positions = answers(firms, missing, structure)
    return CodedSheets(codes_of(positions), firms.kind, firms.cut, firms.size), positions


def full_sheets(structure: Structure, world: SimulatedWorld) -> CodedSheets:
    """Return the sheets of firms that answer everything but what is cut."""
    nothing = np.zeros(len(world.firms.level))
    return sheets_of(structure, world, nothing, np.random.default_rng(0))[0]


def columns(model: Model, sheets: CodedSheets, chunk: int = 512) -> Floats:
    """Return (n, features + 1): the features and the unanswered weight."""
    parts = []
    for start in range(0, len(sheets), chunk):
        inputs = model.read(sheets.rows(slice(start, start + chunk)))
        parts.append(np.c_[inputs.features, inputs.unanswered])
    return np.vstack(parts)
