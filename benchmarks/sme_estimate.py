"""Whether the estimate of the SME index is right in simulated worlds: its sets and its level.

Run: `make setup && .venv/bin/python -m benchmarks.sme_estimate [--out docs/reports/…]` (two
minutes). Scenes are claimed and verified as other ladder items of simulated firms are; points
follow what is verified and are claimed as they are, save where a row says so. Nothing here is
measured on real firms, and nothing was fitted on the worlds that the report is made on.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from diagnosis import __version__
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.inference.coded_sheets import codes_of
from diagnosis.classifier.inference.structure import LADDER, Structure
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.metrics import quadratic_kappa
from diagnosis.classifier.training.simulation.masks import draw_missing
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, draw_worlds
from diagnosis.classifier.training.simulation.shifts import HOME, SHIFTS
from diagnosis.config.settings import read_settings
from diagnosis.content.library import load_content
from diagnosis.domain.scoring.encode import BLANK, NOT_APPLICABLE, EncodedSheet, Ints
from diagnosis.domain.scoring.scores import PointsResult
from diagnosis.domain.scoring.standard import PointsStandard
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content

HEAD = """# The estimate of the SME index

Made by `python -m benchmarks.sme_estimate` with version {version} of the code and seed {seed}:
{worlds} simulated worlds of {firms} firms for each row. Firms are simulated, so these are no
figures of real ones: scenes are claimed and verified as other ladder items of the bank, points
follow what is verified (noise {spread} of a question's points) and are claimed as they are, save
in the last row, where {more:.0%} of each question's points is added. Whether points and scenes go
together so in real firms nobody has published.

*Sets* is the share of firms that have a set of levels, *covers* how often it holds the verified
level, *size* how many of the five levels it has. *Rated* is the share of firms with a level, as
claimed and as served (blanks decide neither); *served*, *plain rule* and *likely* are the
quadratic weighted kappa of the level served, of the claimed level and of the median of the
probabilities with the verified level, on those firms.

## What holds and what does not

"""
BEST_TITLE = "\n## The best answers alone\n"
BLANK_TITLE = "\n## {blank:.0%} of the answers blank\n"
COLUMNS = ("world", "sets", "covers", "size", "rated", "served", "plain rule", "likely")
WANTED_COVER, WANTED_SIZE = 0.90, 2.8
WANTED_COVER_HOME, WANTED_SIZE_HOME = 0.93, 2.2
OUT = Path("docs/reports/sme_estimate.md")
SEED = 20261128
BEST = (5, 16, 24)
BLANKS = (0.0, 0.1, 0.25)
POINTS_AT_0, POINTS_PER_LEVEL, POINTS_SPREAD = 0.06, 0.25, 0.22
"""Share of a question's points that a firm at 0 and per ladder step earns, and its noise."""
OVERSTATED_POINTS = 0.15
"""What is added to the claimed share of every question's points in the row that says so."""


class Outcome(NamedTuple):
    """n firms at one share of blanks.

    `verified`, `claimed`, `usual` (n,) levels, −1 where there is none; `low`, `high` (n,) ends of
    the set, `likely` (n,) the median of the probabilities, −1 where there is none.
    """

    verified: Ints
    claimed: Ints
    usual: Ints
    low: Ints
    high: Ints
    likely: Ints


def with_scenes(structure: Structure, standard: PointsStandard) -> Structure:
    """Return the structure of the maturity model with the scenes that it lacks, unjudged."""
    more = [scene.item for scene in standard.scenes if scene.item not in structure.items]
    part = len(structure.subdomains)
    return replace(
        structure,
        items=(*structure.items, *more),
        steps=(*structure.steps, *[LADDER] * len(more)),
        owner=(*structure.owner, *[part] * len(more)),
        item_weights=(*structure.item_weights, *[1 / len(more)] * len(more)),
        subdomains=(*structure.subdomains, "scenes-alone"),
        may_be_cut=(*structure.may_be_cut, False),
        domain_of=(*structure.domain_of, structure.domain_of[-1]),
        sub_weights=tuple((*row, 0.0) for row in structure.sub_weights),
    )


class Trial:
    """Simulated firms, scored by the index as verified and as claimed."""

    def __init__(self, content: Content) -> None:
        assert content.deflated is not None
        self.content, self.standard = content, content.standards.points
        self.structure = with_scenes(structure_of(content.standards.staged), self.standard)
        self.rules = content.deflated
        self.levels = content.deflated.index
        self._places = [self.structure.items.index(scene.item) for scene in self.standard.scenes]
        columns = content.scorers.encoder.ladders
        self._columns = [columns[scene.item] for scene in self.standard.scenes]
        self._most = np.array([question.max for question in self.standard.questions])
        blank = {"form": "full", "enterprise": {"name": "simulated"}, "answers": {}}
        self._blank = content.scorers.encode_sheet(read(content, blank))

    def _scored(self, codes: Ints, points: Ints) -> tuple[EncodedSheet, PointsResult]:
        sheet = copy(self._blank)
        sheet.codes = list(self._blank.codes)
        for column, code in zip(self._columns, codes.tolist(), strict=True):
            sheet.codes[column] = code
        sheet.points = points.tolist()
        return sheet, self.content.one_sheet.score(sheet).points

    def points(self, world: SimulatedWorld, rng: np.random.Generator, more: float) -> Ints:
        """Return (n, questions) thousandths earned, `more` of each question's added."""
        level = world.firms.verified[:, self._places].mean(axis=1)[:, None]
        noise = rng.normal(0, POINTS_SPREAD, (len(level), len(self._most)))
        share = np.clip(POINTS_AT_0 + POINTS_PER_LEVEL * level + noise, 0, 1)
        quarters: Ints = (np.round(np.clip(share + more, 0, 1) * 4) / 4 * self._most).astype(int)
        return quarters

    def outcome(
        self, world: SimulatedWorld, blank: float, *, more: float, seed: int, best: int = 0
    ) -> Outcome:
        """Return what comes out for the firms of a world with so many blanks.

        With `best`, so many parts are answered, those that firms are best at.
        """
        firms, n = world.firms, len(world.firms.level)
        earned, claimed_points = (
            self.points(world, np.random.default_rng(seed), off) for off in (0.0, more)
        )
        rng = np.random.default_rng([seed, 1])
        missing = draw_missing(self.structure, world.constants, firms, np.full(n, blank), rng)
        cut = firms.cut[:, np.array(self.structure.owner)]
        verified, claimed = (
            np.where(cut, NOT_APPLICABLE, codes_of(answers))[:, self._places]
            for answers in (firms.verified, firms.claimed)
        )
        missing, no_points = missing[:, self._places], rng.random(earned.shape) < blank
        if best:
            claims = firms.claimed[:, self._places] / LADDER[-1]
            score = np.c_[np.where(cut[:, self._places], 0, claims), claimed_points / self._most]
            score += rng.random(score.shape) * 1e-6
            left_out = np.argsort(np.argsort(-score, axis=1), axis=1) >= best
            missing, no_points = left_out[:, : missing.shape[1]], left_out[:, missing.shape[1] :]
        claimed = np.where(missing, BLANK, claimed)
        claimed_points = np.where(no_points, -1, claimed_points)
        rows = [
            self._firm(*each)
            for each in zip(verified, claimed, earned, claimed_points, strict=True)
        ]
        return Outcome(*np.array(rows).T)

    def _firm(
        self, verified: Ints, claimed: Ints, earned: Ints, claimed_points: Ints
    ) -> tuple[int, ...]:
        _, true = self._scored(verified, earned)
        sheet, result = self._scored(claimed, claimed_points)
        left, chances = self.rules.points(sheet, result), self.levels(result)
        usual = -1 if left.usual is None else left.usual
        low, high, likely = (-1, -1, -1)
        if chances is not None:
            likely = int(np.searchsorted(np.cumsum(chances.probabilities), 0.5))
            low, high = chances.levels[0], chances.levels[-1]
            if usual >= 0:
                low, high = min(low, usual), max(high, usual)
        plain = result.level[0] if result.level[0] == result.level[1] else -1
        return true.level[0], plain, usual, low, high, likely


def tried(trial: Trial, worlds: int, firms: int, seed: int) -> Iterator[tuple[str, list[Outcome]]]:
    """Yield each kind of world with the outcomes by share of blanks, worlds pooled."""
    config = read_config()
    more = replace(HOME, name="points-overstated", about="points are claimed too high, too")
    for number, shift in enumerate((HOME, *SHIFTS, more)):
        simulated = draw_worlds(
            trial.structure,
            shift.applied(config),
            seed=seed + number,
            worlds=worlds,
            firms=firms,
            changes=shift.changes,
        )
        off = OVERSTATED_POINTS if shift is more else 0.0
        pooled = []
        for blank in BLANKS:
            outcomes = [
                trial.outcome(world, blank, more=off, seed=seed + place)
                for place, world in enumerate(simulated)
            ]
            pooled.append(Outcome(*map(np.concatenate, zip(*outcomes, strict=True))))
        yield f"{shift.name}: {shift.about}", pooled


def best_alone(
    trial: Trial, worlds: int, firms: int, seed: int
) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Yield the measures where firms answer what they are best at and nothing else."""
    simulated = draw_worlds(trial.structure, read_config(), seed=seed, worlds=worlds, firms=firms)
    for best in BEST:
        outcomes = [
            trial.outcome(world, 0.0, more=0.0, seed=seed + place, best=best)
            for place, world in enumerate(simulated)
        ]
        pooled = Outcome(*map(np.concatenate, zip(*outcomes, strict=True)))
        yield f"the best {best} of 31 parts", figures(pooled)


def figures(outcome: Outcome) -> dict[str, float]:
    """Return the measures of one kind of world at one share of blanks; NaN without a firm."""
    verified, there = outcome.verified, outcome.low >= 0
    rated = (outcome.usual >= 0) & (outcome.claimed >= 0)
    inside = (outcome.low <= verified) & (verified <= outcome.high)
    size = outcome.high - outcome.low + 1
    usual, claimed, likely = (
        quadratic_kappa(verified[rated], level[rated]) if rated.sum() > 1 else float("nan")
        for level in (outcome.usual, outcome.claimed, outcome.likely)
    )
    return {
        "sets": float(there.mean()),
        "covers": float(inside[there].mean()) if there.any() else float("nan"),
        "size": float(size[there].mean()) if there.any() else float("nan"),
        "rated": float(rated.mean()),
        "served": usual,
        "plain rule": claimed,
        "likely": likely,
    }


def findings(rows: Mapping[float, Sequence[tuple[str, Mapping[str, float]]]]) -> Iterator[str]:
    """Yield what the tables come to, by share of blanks."""
    for blank, worlds in rows.items():
        (_, home), *_ = worlds
        name, least = min(worlds, key=lambda row: row[1]["covers"])
        most = max(row["size"] for _, row in worlds)
        holds = least["covers"] >= WANTED_COVER and most <= WANTED_SIZE
        at_home = home["covers"] >= WANTED_COVER_HOME and home["size"] <= WANTED_SIZE_HOME
        gains = {name: row["served"] - row["plain rule"] for name, row in worlds}
        behind = [name for name, gain in gains.items() if gain < 0]
        yield (
            f"- {blank:.0%} blank: sets cover at least {least['covers']:.3f} "
            f"({name.partition(':')[0]}) at a mean size of at most {most:.2f}: "
            f"{WANTED_COVER} at {WANTED_SIZE} {'holds' if holds else 'does not hold'}. At home "
            f"{home['covers']:.3f} at {home['size']:.2f}: {WANTED_COVER_HOME} at "
            f"{WANTED_SIZE_HOME} {'holds' if at_home else 'does not hold'}. The level served is "
            f"behind the plain rule in {len(behind)} of {len(worlds)} rows (mean "
            f"{np.mean(list(gains.values())):+.3f}); the median of the probabilities in "
            f"{sum(row['likely'] < row['plain rule'] for _, row in worlds)} (mean "
            f"{np.mean([row['likely'] - row['plain rule'] for _, row in worlds]):+.3f})."
        )


def lines(trial: Trial, worlds: int, firms: int, seed: int) -> Iterator[str]:
    """Yield what holds, then a table for each share of blanks."""
    by_world = {
        name: [figures(outcome) for outcome in pooled]
        for name, pooled in tried(trial, worlds, firms, seed)
    }
    rows = {
        blank: [(name, measures[place]) for name, measures in by_world.items()]
        for place, blank in enumerate(BLANKS)
    }
    yield from findings(rows)
    for blank, table in rows.items():
        yield BLANK_TITLE.format(blank=blank)
        yield from _table(table)
    yield BEST_TITLE
    yield from _table(best_alone(trial, worlds, firms, seed))


def _table(rows: Iterable[tuple[str, Mapping[str, float]]]) -> Iterator[str]:
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{'---|' * len(COLUMNS)}"
    for name, row in rows:
        cells = ["–" if np.isnan(row[column]) else f"{row[column]:.3f}" for column in COLUMNS[1:]]
        yield f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Write the report."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--worlds", type=int, default=6, help="simulated worlds of each kind")
    parser.add_argument("--firms", type=int, default=500, help="firms of a world")
    wanted = parser.parse_args()
    trial = Trial(load_content(read_settings().content_dir))
    head = HEAD.format(
        version=__version__,
        seed=SEED,
        worlds=wanted.worlds,
        firms=wanted.firms,
        spread=POINTS_SPREAD,
        more=OVERSTATED_POINTS,
    )
    rows = lines(trial, wanted.worlds, wanted.firms, SEED)
    wanted.out.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    print(wanted.out)


if __name__ == "__main__":
    main()
