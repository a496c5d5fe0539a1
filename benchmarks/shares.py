"""Whether regional shares are right in simulated worlds: coverage, and what estimates are worth.

Run: `make setup && .venv/bin/python -m benchmarks.shares [--out docs/reports/shares.md]` (a few
minutes). The firms are simulated (`classifier.training.simulation`), a quarter of their answers is
blank, visits are drawn at random; nothing here is measured on real firms.
"""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from diagnosis import __version__
from diagnosis.classifier.artefacts.model_files import load_model
from diagnosis.classifier.artefacts.registry import read_registry
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, draw_worlds, sheets_of
from diagnosis.classifier.training.simulation.shifts import HOME, SHIFTS, Shift
from diagnosis.config.settings import read_settings
from diagnosis.content.library import load_content
from diagnosis.domain.promotion.regional_shares import (
    RandomVisits,
    RegionalShares,
    ShareEstimate,
    estimate_shares,
)
from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

OUT = Path("docs/reports/shares.md")
SEED = 20261127
BLANK = 0.25
OVERSTATED = 0.25
"""What is taken off every answer before the deflated rule, in steps of a ladder."""
USUAL = (0.02, 0.98)
"""Shares within these are told apart from rarer ones."""
HEAD = """# Shares of a region

Made by `python -m benchmarks.shares` with version {version} of the code, model {model} and seed
{seed}: {worlds} simulated regions of {firms} firms for each row, {draws} draws of {visits} random
visits in each, a quarter of the answers blank. Firms are simulated, so these are no figures of
real ones.

*Covers* is how often the interval of 95 % holds the true share; *worst share* is the least of that
for any one share of one region, rare ones too (its noise: {noise:.3f}, one standard error).
*Width* is the mean width against that by the same visits alone. *Worth* is the mean squared error
by visits alone ÷ that with the help: how many visits one is worth with it. *Rare* are shares below
{low:.0%} or above {high:.0%}: few visits find them, and then the visits alone count.

"""
COLUMNS = (
    "world", "covers, at least", "covers, at level", "covers, rare", "worst share",
    "width ÷ alone", "worth, at least", "worth, at level",
)  # fmt: skip
WANTED = {
    "covers, at least": 0.93, "covers, at level": 0.93, "covers, rare": 0.93,
    "worth, at least": 1.7, "worth, at level": 1.7,
}  # fmt: skip
"""The least of each column that is asked for, in every kind of world."""
MODEL = "The model"
Row = tuple[str, ...]
"""A line of a table: the kind of world, then its figures as shown, by `COLUMNS`."""
Guess = Callable[[SimulatedWorld, np.random.Generator], Floats]


@dataclass(slots=True)
class Tally:
    """What came out for some shares over draws: a row each, and the coverage of each share."""

    rows: list[tuple[float, float, float, float]] = field(default_factory=list)
    covered: list[float] = field(default_factory=list)

    def add(self, draws: Sequence[ShareEstimate], truth: float) -> None:
        """Add the draws of one share of one region."""
        inside = [each.low - 1e-9 <= truth <= each.high + 1e-9 for each in draws]
        self.covered.append(float(np.mean(inside)))
        self.rows += [
            (
                (each.share - truth) ** 2,
                (each.alone - truth) ** 2,
                each.high - each.low,
                each.alone_high - each.alone_low,
            )
            for each in draws
        ]

    @property
    def coverage(self) -> str:
        """Return the mean coverage."""
        return f"{np.mean(self.covered):.3f}" if self.covered else "–"

    def ratio(self, upper: int, lower: int) -> str:
        """Return the mean of one column of the rows ÷ that of another."""
        columns = np.array(self.rows).sum(axis=0)
        return f"{columns[upper] / columns[lower]:.2f}"


def guesses_of(model: Model) -> dict[str, Guess]:
    """Return the ways to guess levels (n, 6) from sheets: the model, two rules, and nothing."""
    rule = PlainRule(model.structure)

    def by_rule(off: float) -> Guess:
        def guess(world: SimulatedWorld, rng: np.random.Generator) -> Floats:
            firms = world.firms
            rate = np.full(len(firms.level), BLANK)
            _, answers = sheets_of(model.structure, world, rate, rng)
            lowered = np.maximum(answers - off, 0.0)
            return np.eye(LEVELS + 1)[rule(lowered, firms.kind, firms.cut).level]

        return guess

    def by_model(world: SimulatedWorld, rng: np.random.Generator) -> Floats:
        rate = np.full(len(world.firms.level), BLANK)
        sheets, _ = sheets_of(model.structure, world, rate, rng)
        return model.predict(sheets).probabilities

    return {
        MODEL: by_model,
        f"The rule on answers − {OVERSTATED}": by_rule(OVERSTATED),
        "The rule on answers as claimed": by_rule(0.0),
    }


def tried(level: Ints, guesses: Floats, draws: int, visits: int) -> list[RegionalShares]:
    """Return the shares of one region by each of some draws of random visits."""
    rng = np.random.default_rng([SEED, len(level), visits])
    places = (rng.choice(len(level), visits, replace=False) for _ in range(draws))
    return [estimate_shares(guesses, RandomVisits(place, level[place])) for place in places]


def row_of(regions: Sequence[tuple[Ints, Floats]], name: str, draws: int, visits: int) -> Row:
    """Return a row of the table: all shares of all regions of one kind of world."""
    at_least, at_level, rare = Tally(), Tally(), Tally()
    for level, guesses in regions:
        drawn = tried(level, guesses, draws, visits)
        for place in range(LEVELS):
            truth = float((level > place).mean())
            usual = USUAL[0] <= truth <= USUAL[1]
            (at_least if usual else rare).add([each.at_least[place] for each in drawn], truth)
        for place in range(LEVELS + 1):
            truth = float((level == place).mean())
            usual = USUAL[0] <= truth <= USUAL[1]
            (at_level if usual else rare).add([each.at_level[place] for each in drawn], truth)
    worst = min(at_least.covered + at_level.covered + rare.covered)
    return (
        name, at_least.coverage, at_level.coverage, rare.coverage, f"{worst:.3f}",
        at_least.ratio(2, 3), at_least.ratio(1, 0), at_level.ratio(1, 0),
    )  # fmt: skip


def rows_by_guess(
    model: Model, worlds: int, firms: int, draws: int, visits: int
) -> dict[str, list[Row]]:
    """Return the rows of each way to guess, one for each kind of world."""
    config = read_config()
    rows: dict[str, list[Row]] = {}
    for title, guess in guesses_of(model).items():
        for number, shift in enumerate((HOME, *SHIFTS)):
            simulated = draw_worlds(
                model.structure,
                shift.applied(config),
                seed=SEED + number,
                worlds=worlds,
                firms=firms,
                changes=shift.changes,
            )
            rng = np.random.default_rng(SEED)
            regions = [(world.firms.level, guess(world, rng)) for world in simulated]
            row = row_of(regions, _named(shift), draws, visits)
            rows.setdefault(title, []).append(row)
    return rows


def lines(rows: dict[str, list[Row]]) -> Iterator[str]:
    """Yield the report: what the model misses, then a section for each way to guess."""
    yield verdict(rows[MODEL])
    for title, table in rows.items():
        yield f"\n## {title}\n"
        yield f"| {' | '.join(COLUMNS)} |"
        yield f"|{'---|' * len(COLUMNS)}"
        yield from (f"| {' | '.join(row)} |" for row in table)
        yield "\nLeast of each: " + "; ".join(map(_least, [table] * len(WANTED), WANTED)) + "."


def verdict(rows: Sequence[Row]) -> str:
    """Return what is asked for, and each column that misses it: its least, and how often."""
    wanted = "; ".join(f"{column} {least}" for column, least in WANTED.items())
    missed = [
        f"{_least(rows, column)}, below in {below} of {len(_shown(rows, column))} kinds of worlds"
        for column, least in WANTED.items()
        if (below := sum(value < least for value, _ in _shown(rows, column)))
    ]
    ending = (
        f"**Missed with the model: {'; '.join(missed)}.**" if missed else "The model keeps all."
    )
    return f"At least, in every kind of world: {wanted}. {ending}"


def _shown(rows: Sequence[Row], column: str) -> list[tuple[float, str]]:
    """Return the figures of a column where there are any, each with its kind of world."""
    place = COLUMNS.index(column)
    return [(float(row[place]), row[0].partition(":")[0]) for row in rows if row[place] != "–"]


def _least(rows: Sequence[Row], column: str) -> str:
    """Return the least of a column, and in which world."""
    value, world = min(_shown(rows, column))
    digits = 3 if column.startswith("covers") else 2
    return f"{column} {value:.{digits}f} ({world})"


def _named(shift: Shift) -> str:
    return f"{shift.name}: {shift.about}"


def main() -> None:
    """Write the report."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--worlds", type=int, default=3, help="regions of each kind of world")
    parser.add_argument("--firms", type=int, default=1500, help="firms of a region")
    parser.add_argument("--draws", type=int, default=500, help="draws of visits in each region")
    parser.add_argument("--visits", type=int, default=100, help="random visits of a draw")
    wanted = parser.parse_args()
    settings = read_settings()
    structure = structure_of(load_content(settings.content_dir).standards.staged)
    entry = read_registry(settings.models_dir).current_of(structure.standard)
    if entry is None:
        raise SystemExit(f"{structure.standard}: no current model")
    model = load_model(settings.models_dir / entry.id, structure, entry.digest)
    head = HEAD.format(
        version=__version__,
        model=entry.id,
        seed=SEED,
        worlds=wanted.worlds,
        firms=wanted.firms,
        draws=wanted.draws,
        visits=wanted.visits,
        noise=(0.95 * 0.05 / wanted.draws) ** 0.5,
        low=USUAL[0],
        high=USUAL[1],
    )
    rows = rows_by_guess(model, wanted.worlds, wanted.firms, wanted.draws, wanted.visits)
    wanted.out.write_text(head + "\n".join(lines(rows)) + "\n", encoding="utf-8")
    print(wanted.out)


if __name__ == "__main__":
    main()
