"""Visits to simulated firms: what a bureau would hand in, and levels by the rule on less."""

from dataclasses import dataclass, replace

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.plain_rule import PlainRule
from diagnosis.classifier.inference.structure import LADDER, Structure
from diagnosis.classifier.training.config import Config
from diagnosis.classifier.training.fitting.visit_records import VisitRecord
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.simulation.checks import draw_checks
from diagnosis.classifier.training.simulation.sample import draw_worlds, sheets_of
from diagnosis.classifier.training.simulation.shifts import Shift
from diagnosis.classifier.training.simulation.worlds import Firms
from diagnosis.domain.scoring.encode import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Region:
    """The firms of one simulated world: who they are, their sheets and answers (n, I)."""

    firms: Firms
    sheets: CodedSheets
    answers: Floats

    @property
    def gap(self) -> Floats:
        """Return (n,) the mean of claim − verified of each firm, in steps."""
        gaps: Floats = np.nanmean(self.answers - self.firms.verified, axis=1)
        return gaps


def draw_region(
    structure: Structure, config: Config, shift: Shift, *, seed: int, firms: int, blank: float
) -> Region:
    """Return a world of a shift whose firms leave out a share `blank` of the answers."""
    world = draw_worlds(
        structure, shift.applied(config), seed=seed, worlds=1, firms=firms, changes=shift.changes
    )[0]
    rates = np.full(firms, blank)
    sheets, answers = sheets_of(structure, world, rates, np.random.default_rng(seed + 1))
    return Region(world.firms, sheets, answers)


def visits_to(
    model: Model,
    region: Region,
    places: Ints,
    *,
    checks: int,
    by_lot: int = 0,
    why: str = "random",
) -> Visits:
    """Return visits to firms at `places`, each with `checks` items that the service proposes.

    `by_lot` more are drawn from the ladder claims above 0 that were not proposed.
    """
    sheets = region.sheets.rows(places)
    truth = region.firms.verified[places]
    verified = np.full(truth.shape, np.nan)
    if checks:
        verified = draw_checks(model, sheets, truth, np.full(len(places), float(checks)))
    drawn = drawn_by_lot(claims_above_nothing(model.structure, region)[places], verified, by_lot)
    verified = np.where(drawn, truth, verified)
    record = VisitRecord(firm="", visit="", consultant="", date="2026-05-01", why=why)
    items = np.array(model.structure.items)
    records = tuple(
        replace(
            record,
            firm=f"f-{place}",
            visit=f"{why}-{turn}",
            consultant=f"c-{turn % 4}",
            by_lot=frozenset(items[drawn[turn]].tolist()),
        )
        for turn, place in enumerate(places)
    )
    return Visits(sheets, region.firms.level[places], verified, records)


def claims_above_nothing(structure: Structure, region: Region) -> Bools:
    """Return (n, I) which answers are ladder claims above 0: all that can be overstated."""
    ladder = np.array([scores == LADDER for scores in structure.steps])
    above: Bools = ladder & (np.nan_to_num(region.answers) > 0)
    return above


def drawn_by_lot(claims: Bools, verified: Floats, count: int) -> Bools:
    """Return (n, I) up to `count` claims per firm, drawn from those that are not checked yet."""
    rng = np.random.default_rng(len(claims) + count)
    turn = np.where(claims & np.isnan(verified), rng.random(claims.shape), np.inf)
    place = turn.argsort(axis=1).argsort(axis=1)
    drawn: Bools = (place < count) & np.isfinite(turn)
    return drawn


def true_overstatement(structure: Structure, region: Region) -> float:
    """Return the mean over firms of claim − verified on their ladder claims above 0, in steps."""
    above = claims_above_nothing(structure, region)
    count = above.sum(axis=1)
    total = np.where(above, region.answers - region.firms.verified, 0.0).sum(axis=1)
    return float((total[count > 0] / count[count > 0]).mean())


def joined_visits(first: Visits, second: Visits) -> Visits:
    """Return the visits of both."""
    return Visits(
        CodedSheets(
            np.concatenate((first.sheets.codes, second.sheets.codes)),
            np.concatenate((first.sheets.kind, second.sheets.kind)),
            np.concatenate((first.sheets.cut, second.sheets.cut)),
            np.concatenate((first.sheets.size, second.sheets.size)),
        ),
        np.concatenate((first.level, second.level)),
        np.concatenate((first.verified, second.verified)),
        (*first.records, *second.records),
    )


def deflated_level(structure: Structure, region: Region, steps: float) -> Ints:
    """Return (n,) levels by the rule on answers less `steps`, floored at 0."""
    ladder = np.array([scores == LADDER for scores in structure.steps])
    lowered = np.where(ladder, np.maximum(region.answers - steps, 0.0), region.answers)
    return PlainRule(structure)(lowered, region.firms.kind, region.firms.cut).level
