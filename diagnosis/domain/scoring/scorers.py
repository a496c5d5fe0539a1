"""All four standards on n sheets at once: levels, scores, coverage, aggregations as arrays."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.encode import EncodedSheet, EncodedSheets, Encoder, choice_value
from diagnosis.domain.scoring.gated import GatedKernel, GatedScores
from diagnosis.domain.scoring.points import PointsKernel, PointsScores
from diagnosis.domain.scoring.staged import StagedKernel, StagedScores
from diagnosis.domain.scoring.standard import Standards, WeightedItem
from diagnosis.domain.scoring.tiers import TiersKernel, TiersScores


@dataclass(frozen=True, slots=True)
class BatchScores:
    """The scores of n sheets by the four standards, as arrays."""

    staged: StagedScores
    points: PointsScores
    tiers: TiersScores
    gated: GatedScores


class Scorers:
    """Scores sheets by every standard; compiled once from the bank and the standards."""

    def __init__(self, bank: Mapping[str, Item], standards: Standards) -> None:
        self.bank = bank
        self.standards = standards
        self.encoder = Encoder(bank, standards)
        columns = self.encoder.ladders
        self.staged = StagedKernel(standards.staged, columns)
        self.points = PointsKernel(standards.points, columns)
        self.gated = GatedKernel(standards.gated, columns, self.encoder.choices)
        self.tiers = TiersKernel(standards.tiers, self.encoder.links, self.encoder.link_sizes)
        self.best_values = self._best_values()
        """The highest value (0–5) that each choice can have, by its column."""
        self._minimum = standards.staged.minimum_coverage

    def _best_values(self) -> dict[int, float]:
        columns = self.encoder.choices
        return {
            columns[weighted.item]: _best_value(self.bank[weighted.item], weighted)
            for dimension in self.standards.gated.dimensions
            for weighted in dimension.items
            if weighted.values is not None
        }

    def encode_sheet(self, sheet: Sheet, verified: Collection[str] = ()) -> EncodedSheet:
        """Return one sheet as lists; a visit verified its answers to the items `verified`."""
        return self.encoder.encode(
            sheet.answers,
            sheet.production_type,
            sheet.enterprise.revenue_wan,
            sheet.exempt,
            verified,
        )

    def encode(self, sheets: list[Sheet]) -> EncodedSheets:
        """Return n sheets as arrays, in their order."""
        return self.encoder.stack([self.encode_sheet(sheet) for sheet in sheets])

    def score(self, sheets: EncodedSheets) -> BatchScores:
        """Return the scores of n sheets; rows are independent of one another.

        Today production scores single sheets (`OneSheetScorer`) and calls a kernel for what cuts
        answered 0 would give alone (`staged_verdict`). This is the way for batches, which are not
        built yet; laws in the tests hold the two together, the benchmarks time both.
        """
        staged = self.staged.score(sheets.codes, sheets.kind)
        known = staged.coverage >= self._minimum - 1e-12
        cmmm = np.where(known, staged.level, np.nan)
        return BatchScores(
            staged,
            self.points.score(sheets.codes, sheets.points),
            self.tiers.score(sheets, cmmm),
            self.gated.score(sheets.codes, sheets.values),
        )


def _best_value(item: Item, weighted: WeightedItem) -> float:
    values = weighted.values or {}
    if item.type is ItemType.SINGLE:
        return min(weighted.cap, max(values.values()))
    return choice_value(values, weighted.cap, list(values))
