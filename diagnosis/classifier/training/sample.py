"""Training rows: simulated worlds in parallel, sheets with masks, features of a head."""

from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed

from diagnosis.classifier.completion import codes_of
from diagnosis.classifier.model import CodedSheets, Model
from diagnosis.classifier.structure import Structure
from diagnosis.classifier.training.config import Config, World
from diagnosis.classifier.training.masks import answers, draw_missing
from diagnosis.classifier.training.worlds import Firms, simulate
from diagnosis.domain.scoring.encode import Floats


@dataclass(frozen=True, slots=True)
class SimulatedWorld:
    """One simulated world: its hidden constants and its firms."""

    constants: World
    firms: Firms


def draw_worlds(
    structure: Structure, config: Config, seed: int, worlds: int, firms: int, jobs: int = 1,
    changes: dict[str, float] | None = None,
) -> list[SimulatedWorld]:  # fmt: skip
    """Return simulated worlds; the seed alone decides them, whatever the number of jobs.

    `changes` fixes some constants of every world, as a shift does.
    """
    seeds = np.random.SeedSequence(seed).spawn(worlds)
    drawn: list[SimulatedWorld] = Parallel(n_jobs=jobs)(
        delayed(_simulate_world)(structure, config, one, firms, changes or {}) for one in seeds
    )
    return drawn


def _simulate_world(
    structure: Structure, config: Config, seed: np.random.SeedSequence, firms: int,
    changes: dict[str, float],
) -> SimulatedWorld:  # fmt: skip
    rng = np.random.default_rng(seed)
    drawn = config.draw_world(rng)
    world = World(**{
        name: changes.get(name, getattr(drawn, name)) for name in World.__slots__
    })  # fmt: skip
    return SimulatedWorld(world, simulate(structure, config, world, rng, firms))


def sheets_of(
    structure: Structure, world: SimulatedWorld, rate: Floats, rng: np.random.Generator
) -> tuple[CodedSheets, Floats]:
    """Return the sheets that firms hand in at missing rates (n,), and the answers (n, I)."""
    firms = world.firms
    missing = draw_missing(structure, world.constants, firms, rate, rng)
    given = answers(firms, missing, structure)
    return CodedSheets(codes_of(given), firms.kind, firms.cut, firms.size), given


def columns(model: Model, sheets: CodedSheets, chunk: int = 512) -> Floats:
    """Return (n, features + 1): the features and the unanswered weight."""
    parts = []
    for start in range(0, len(sheets), chunk):
        inputs = model.read(sheets.rows(slice(start, start + chunk)))
        parts.append(np.c_[inputs.features, inputs.unanswered])
    return np.vstack(parts)
