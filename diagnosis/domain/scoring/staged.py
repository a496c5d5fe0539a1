"""The staged rule of GB/T 39117-2020, vectorised over n firms.

A requirement of level k is met by v ≥ k, partly by v − (k − 1) inside the step before it. A level
holds when its weighted share reaches the threshold; the score adds the levels held from 1 upwards
without a gap and the share of the first not held.

A sub-domain is cut if all its items are not applicable. Half of one cannot be cut: beside an
answered item what is not applicable counts as answered 0, unless the firm's own profile proves the
reason; then it drops out like a blank.

Source: gbt-39117-2020 (weights and formula unconfirmed, see the standard's file).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb

import numpy as np

from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.scoring.encode import (
    CODE_OF,
    CODES,
    EXEMPT,
    NOT_APPLICABLE,
    Bools,
    Floats,
    Ints,
)
from diagnosis.domain.scoring.scale import LEVELS, ROUNDING
from diagnosis.domain.scoring.standard import TYPES, Node, StagedStandard
from diagnosis.domain.scoring.weights import WeightTree

_ANSWERED, _POSITION, _NOT_APPLICABLE, _EXEMPT = 5, 6, 7, 8
_COUNTS = 9
POSITION, SCORE, LEVEL, ANSWERED, DONE, UNCUT, ZEROS = 5, 6, 7, 8, 9, 10, 11
"""Columns of `part_table` after the five shares."""


def met(position: float, level: int) -> float:
    """Return how far a ladder position meets the requirement of a level, 0–1.

    Examples
    --------
    >>> met(2.8, 3)
    0.8
    """
    if position >= level:
        return 1.0
    return round(position - (level - 1), 1) if position > level - 1 else 0.0


def _table() -> Floats:
    """Return (codes, 9): met at levels 1–5, answered, position, not applicable, exempt."""
    table = np.zeros((CODES, _COUNTS))
    for code, value in enumerate(POSITION_VALUES, start=1):
        table[code, :LEVELS] = [met(value, level) for level in range(1, LEVELS + 1)]
        table[code, _ANSWERED] = 1.0
        table[code, _POSITION] = value
    table[NOT_APPLICABLE, _NOT_APPLICABLE] = 1.0
    table[EXEMPT, _EXEMPT] = 1.0
    return table


_TABLE = _table()
ZERO_CODE = CODE_OF[0.0]


def level_and_score(shares: Floats, threshold: float) -> tuple[Ints, Floats]:
    """Return the levels (…,) 0–5 and scores (…,) 0–5 that shares reach.

    `shares` (…, 6) are those at levels 1–5, rounded, then a column of zeros.
    """
    level = np.logical_and.accumulate(shares >= threshold, axis=-1).sum(axis=-1)
    return level, level + np.take_along_axis(shares, level[..., None], axis=-1)[..., 0]


def row_steps(items: int) -> list[list[int]]:
    """Return what each code adds to a row of `part_table`, by its place among the sorted codes.

    The row of codes c₁ ≤ … ≤ cₘ is Σ C(cᵢ + i − 1, i): each way to answer has a row of its own,
    whatever the order of the items, and no row is without one (combinatorial number system; Knuth,
    The Art of Computer Programming 4A, 7.2.1.3).
    """
    return [[comb(code + place, place + 1) for code in range(CODES)] for place in range(items)]


def part_table(items: int, threshold: float) -> Floats:
    """Return (C(codes + items − 1, items), 12) results of a sub-domain for every way to answer it.

    Items weigh alike, so that only the codes count, not whose they are: `row_steps` says the row.
    Columns: the shares met at levels 1–5, mean position, score, level, number of items answered,
    share of the items answered, share asked (not exempt; 0 where the sub-domain is cut), number of
    items that count as answered 0.
    """
    sums = np.zeros((1, _COUNTS))
    for size in range(1, items + 1):
        sums = np.concatenate([
            sums[: comb(code + size - 1, size - 1)] + _TABLE[code] for code in range(CODES)
        ])  # fmt: skip
    zeros, uncut = _not_applicable(sums, np.full(len(sums), float(items)))
    count = sums[:, _ANSWERED] + zeros
    means = sums / np.maximum(count, 1.0)[:, None]
    shares = np.zeros((len(sums), LEVELS + 1))
    shares[:, :LEVELS] = np.round(means[:, :LEVELS], ROUNDING)
    level, score = level_and_score(shares, threshold)
    rest = (means[:, _POSITION], score, level, count, count / items, uncut / items, zeros)
    return np.column_stack((means[:, :LEVELS], *rest))


def _not_applicable(sums: Floats, items: Floats) -> tuple[Floats, Floats]:
    """Return how many items count as answered 0, and how many are asked, of (…, 9) sums.

    `items` is how many a sub-domain has. What is not applicable counts as 0 beside an answer.
    """
    absent, exempt = sums[..., _NOT_APPLICABLE], sums[..., _EXEMPT]
    zeros = np.where(sums[..., _ANSWERED] > 0, absent, 0.0)
    return zeros, np.where(absent + exempt == items, 0.0, items - exempt)


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedScores:
    """Scores of n firms; S = sub-domains.

    `level` (n,), `score` (n,) 0–5, `coverage` (n,) 0–1, `mean` (n,) 0–5, `present` (n, S) whether
    an item was answered, `weakest` (n,) and `weakest_level` (n,) the lowest judged sub-domain.
    """

    level: Ints
    score: Floats
    coverage: Floats
    mean: Floats
    present: Bools
    weakest: Floats
    weakest_level: Ints


class StagedKernel:
    """The compiled rule of one staged standard.

    Parameters
    ----------
    standard
        The structure and weights.
    columns
        The column of each ladder item in `EncodedSheets.codes`.

    """

    def __init__(self, standard: StagedStandard, columns: Mapping[str, int]) -> None:
        subs = standard.subdomains
        self.subdomains = tuple(sub.id for sub in subs)
        self.items = tuple(item for sub in subs for item in sub.items)
        self.threshold = standard.threshold
        self._columns = np.array([columns[item] for item in self.items])
        self._counts = np.array([float(len(sub.items)) for sub in subs])
        owner = np.repeat(np.arange(len(subs)), self._counts.astype(int))
        self.owner = owner
        self._member = (owner[None, :] == np.arange(len(subs))[:, None]).astype(float)
        self.tree = _tree(standard)
        self.whole = self.tree.whole

    def score(self, codes: np.ndarray, kind: Ints) -> StagedScores:
        """Return the scores of n firms from their codes (n, ladder items) and kinds (n,)."""
        sums = self._member @ _TABLE[codes[:, self._columns]]
        zeros, uncut = _not_applicable(sums, self._counts)
        count = sums[..., _ANSWERED] + zeros
        mean = sums / np.maximum(count, 1.0)[..., None]
        present = count > 0
        weights = self.tree.weights(present, kind)
        total = (weights[:, None, :] @ mean)[:, 0]
        nominal = self.whole[kind] / self._counts
        coverage = (nominal * count).sum(axis=1) / np.maximum(
            (nominal * uncut).sum(axis=1), 1e-300
        )
        y = np.empty((len(kind), len(self.subdomains) + 1, LEVELS + 1))
        y[:, :-1, :LEVELS] = mean[..., :LEVELS]
        y[:, -1, :LEVELS] = total[:, :LEVELS]
        y[..., LEVELS] = 0.0
        np.round(y, ROUNDING, out=y)
        level, score = level_and_score(y, self.threshold)
        judged = present & (self.whole[kind] > 0)
        weakest = np.where(judged, score[:, :-1], np.inf).min(axis=1)
        weakest_level = np.where(judged, level[:, :-1], LEVELS).min(axis=1)
        return StagedScores(
            level=level[:, -1],
            score=score[:, -1],
            coverage=coverage,
            mean=total[:, _POSITION],
            present=present,
            weakest=weakest,
            weakest_level=weakest_level,
        )

    def answered_zero(self, codes: np.ndarray, kind: Ints) -> StagedScores:
        """Return the scores had every not-applicable item been answered 0."""
        absent = (codes == NOT_APPLICABLE) | (codes == EXEMPT)
        return self.score(np.where(absent, np.uint8(ZERO_CODE), codes), kind)


def _tree(standard: StagedStandard) -> WeightTree:
    domain_ids = [domain.id for domain in standard.domains]
    element_ids = [element.id for element in standard.elements]
    return WeightTree(
        subdomains=_shares(standard.subdomains),
        domains=_shares(standard.domains),
        elements=_shares(standard.elements),
        domain_of=np.array([domain_ids.index(s.parent or "") for s in standard.subdomains]),
        element_of=np.array([element_ids.index(d.parent or "") for d in standard.domains]),
    )


def _shares(nodes: tuple[Node, ...]) -> Floats:
    """Return (2, nodes) shares inside the parent, 0–1, in the order of `TYPES`."""
    kinds: tuple[ProductionType, ...] = TYPES
    return np.array([[node.weight[kind] / 100 for node in nodes] for kind in kinds])
