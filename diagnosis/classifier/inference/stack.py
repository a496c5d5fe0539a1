"""Several models side by side, so that one sheet is completed by all of them at once.

A numpy call costs as much as ten steps of plain Python: the items of all models stand in the same
tables, and each step is taken for all of them together. The models' own way remains the one for
many sheets; a law holds the two together to 1e-12.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.inference.coded_sheets import POSITION_CODES
from diagnosis.classifier.inference.completion import NODES
from diagnosis.classifier.inference.model import Model
from diagnosis.domain.scoring.encode import BLANK, Floats, Ints

WEIGHINGS_KEPT = 256
"""How many patterns of cuts have their weighing kept; then all are forgotten."""


class Weighing(NamedTuple):
    """What hangs on the production type and the cuts alone; I items of M models.

    `weights` (I,) are the items' shares of the whole of their model, `weightless` the places of
    those that have none; `rest` (M,) is what remains of 1 where all is answered. `moments`
    has, per model, the (S × nodes, 5) shares of the five levels that each latent stands for.
    """

    weights: Floats
    weightless: list[int]
    rest: list[float]
    moments: list[Floats]


class CompletedSheet(NamedTuple):
    """One sheet completed by M models with I items and S sub-domains in all.

    `codes` (I,) are blank where an item has no weight; `unanswered` are the places of blanks that
    have one; `rows` (I,) those of the tables by item and code; `posterior` (S, nodes). `values`
    (2, I) are scores 0–5: what was answered, else expected; and what the posterior expects, for
    answered items too.
    """

    codes: list[int]
    unanswered: list[int]
    rows: Ints
    weighing: Weighing
    posterior: Floats
    values: Floats


class ModelStack:
    """The tables of several models, one after the other.

    Attributes
    ----------
    items, parts
        Per model, the slice of its items and of its sub-domains among those of all.
    owner
        The sub-domain of each item (I,), counted over all models.
    tails
        P(step reached) of each item at each node (I, nodes, 5).
    observed
        How far each step is reached, by item and code (I × codes, 5).

    """

    def __init__(self, models: Sequence[Model]) -> None:
        self.models = tuple(models)
        completions = [model.completion for model in models]
        self.items = _slices([len(model.structure.items) for model in models])
        self.parts = _slices([len(model.structure.subdomains) for model in models])
        self.owner = np.concatenate([
            completion.owner + part.start
            for completion, part in zip(completions, self.parts, strict=True)
        ])  # fmt: skip
        items = len(self.owner)
        self.owner_places: list[int] = self.owner.tolist()
        self.first_rows = np.arange(items) * POSITION_CODES
        self.tails = np.concatenate([completion.tails for completion in completions])
        self.observed = np.concatenate([completion.observed for completion in completions])
        gains = np.concatenate([completion.gains for completion in completions])
        self._scores = (self.observed * gains.repeat(POSITION_CODES, axis=0)).sum(axis=1)
        self._loglik = np.concatenate([completion.loglik for completion in completions])
        self._mixing = np.zeros((self.parts[-1].stop, items))
        self._prior = np.empty((self.parts[-1].stop, len(NODES)))
        for completion, part, inside in zip(completions, self.parts, self.items, strict=True):
            self._mixing[part, inside] = completion.mixing
            self._prior[part] = completion.prior
        self._node_scores = self.by_node(gains)
        self._places = self.owner * items + np.arange(items)
        self._weighings: dict[tuple[int, tuple[int, ...]], Weighing] = {}

    def by_node(self, step_values: Floats) -> Floats:
        """Return (nodes, I): what each latent expects of each item, by the values of its steps."""
        by_item = (self.tails * step_values[:, None, :]).sum(axis=2)
        return np.ascontiguousarray(by_item.T)

    def expected(self, posterior: Floats, by_node: Floats) -> Floats:
        """Return (I,): the mean of a table of `by_node` over the posterior of each item's part."""
        expected: Floats = posterior.dot(by_node).take(self._places)
        return expected

    def complete(self, codes: list[int], kind: int, cuts: tuple[int, ...]) -> CompletedSheet:
        """Return a sheet completed; `codes` (I,) are changed where an item has no weight.

        `kind` is the place in `KINDS`, `cuts` are the places of the sub-domains that are cut.
        """
        weighing = self._weighings.get((kind, cuts)) or self._weigh(kind, cuts)
        for place in weighing.weightless:
            codes[place] = BLANK
        rows = np.array(codes) + self.first_rows
        posterior = self._mixing.dot(self._loglik.take(rows, axis=0))
        posterior += self._prior
        posterior -= np.maximum.reduce(posterior, axis=1, keepdims=True)
        np.exp(posterior, out=posterior)
        posterior /= np.add.reduce(posterior, axis=1, keepdims=True)
        values = np.empty((2, len(codes)))
        values[1] = self.expected(posterior, self._node_scores)
        values[0] = self._scores.take(rows)
        unanswered: list[int] = []
        if BLANK in codes:
            blanks = [place for place, code in enumerate(codes) if code == BLANK]
            values[0, blanks] = values[1, blanks]
            unanswered = [place for place in blanks if place not in weighing.weightless]
        return CompletedSheet(
            codes=codes,
            unanswered=unanswered,
            rows=rows,
            weighing=weighing,
            posterior=posterior,
            values=values,
        )

    def reached(self, sheet: CompletedSheet, items: slice) -> Floats:
        """Return (items, 5): the answer itself where answered, else what is expected.

        Items without a weight, which nobody reads, are all 0.
        """
        reached: Floats = self.observed.take(sheet.rows[items], axis=0)
        blanks = [place for place in sheet.unanswered if items.start <= place < items.stop]
        if blanks:
            posterior = sheet.posterior.take(self.owner[blanks], axis=0)
            expected = posterior[:, None, :] @ self.tails.take(blanks, axis=0)
            reached[[place - items.start for place in blanks]] = expected[:, 0]
        return reached

    def _weigh(self, kind: int, cuts: tuple[int, ...]) -> Weighing:
        cut = np.zeros(self.parts[-1].stop, dtype=bool)
        cut[list(cuts)] = True
        kinds = np.array([kind])
        of_models = [
            model.features.item_weights(kinds, cut[None, part])[0]
            for model, part in zip(self.models, self.parts, strict=True)
        ]
        weights = np.concatenate(of_models)
        weighing = Weighing(
            weights=weights,
            weightless=np.flatnonzero(weights <= 0).tolist(),
            rest=[max(1.0 - float(shares.sum()), 0.0) for shares in of_models],
            moments=[self._moments(weights[inside], inside) for inside in self.items],
        )
        if len(self._weighings) >= WEIGHINGS_KEPT:
            self._weighings.clear()
        self._weighings[kind, cuts] = weighing
        return weighing

    def _moments(self, weights: Floats, items: slice) -> Floats:
        """Return (S × nodes, 5): the weighted steps that a model expects at each latent."""
        starts = np.unique(self.owner[items], return_index=True)[1]
        steps = np.add.reduceat(self.tails[items] * weights[:, None, None], starts, axis=0)
        return steps.reshape(-1, steps.shape[2])


def _slices(counts: Sequence[int]) -> list[slice]:
    return [slice(start, stop) for start, stop in pairwise(accumulate(counts, initial=0))]
