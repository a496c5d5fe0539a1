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
from diagnosis.domain.scoring.encode import Floats, Ints


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
    model: Model, region: Region, places: Ints, *, checks: int, why: str = "random"
) -> Visits:
    """Return visits to firms at `places`, each with `checks` items that the service proposes."""
    sheets = region.sheets.rows(places)
    truth = region.firms.verified[places]
    verified = draw_checks(model, sheets, truth, np.full(len(places), float(checks)))
    record = VisitRecord(firm="", visit="", consultant="", date="2026-05-01", why=why)
    records = tuple(
        replace(record, firm=f"f-{place}", visit=f"{why}-{turn}", consultant=f"c-{turn % 4}")
        for turn, place in enumerate(places)
    )
    return Visits(sheets, region.firms.level[places], verified, records)


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
