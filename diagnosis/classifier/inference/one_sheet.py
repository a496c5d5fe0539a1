"""One sheet judged in plain Python: what `Model.judge` says of a batch of one, to 1e-12.

Only the exponential functions of all models are taken together by numpy; the rest are some
hundred numbers, for which its calls would cost more than the sums.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from math import exp, log, sqrt
from operator import mul
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.inference.features import SEGMENTS
from diagnosis.classifier.inference.head import EDGE_LINES, LINE_WIDTH, TOP_UNCONFIRMED, Head
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.sets import SetRule
from diagnosis.classifier.inference.stack import CompletedSheet, ModelStack
from diagnosis.classifier.inference.structure import NO_GATE
from diagnosis.domain.scoring.encode import BLANK, Floats
from diagnosis.domain.scoring.scale import LEVELS

TENTH = log(9.0)
"""The logit of nine tenths; that of one tenth is its negative."""

Shares = tuple[list[float], list[list[float]]]
"""Of either view: the score 0–5, and the five shares of the levels."""


class SheetJudgement(NamedTuple):
    """What one model says of one sheet.

    `level` is 0–4, None where the answers do not carry one; `probabilities` are of levels 0–5;
    `low` and `high` are the ends of the set; `score_low` and `score_high` (0–5) bound 80 %;
    `score` is that of the completed self-report, `open_gates` the weight, 0–1, of the parts that a
    gate needs and that have no answer at all.
    """

    level: int | None
    probabilities: tuple[float, ...]
    low: int
    high: int
    expected_score: float
    score_low: float
    score_high: float
    score: float
    open_gates: float


class SheetJudge:
    """Judges one completed sheet by every model of a stack."""

    def __init__(self, stack: ModelStack) -> None:
        self._stack, owner = stack, stack.owner_places
        self._cuts = np.array([model.numbers.head.all_cuts for model in stack.models])
        self._heads = [_SheetHead(model) for model in stack.models]
        self._shares = [
            _staged_shares(place, stack)
            if model.structure.rule == "staged"
            else _gated_shares(place, stack)
            for place, model in enumerate(stack.models)
        ]
        self._gated = [
            [
                [place for place in range(items.start, items.stop) if owner[place] == part]
                for part in [parts.start + gated for gated in model.structure.gated_parts]
            ]
            for model, items, parts in zip(stack.models, stack.items, stack.parts, strict=True)
        ]
        self._enough_in_full = self._enough([1] * len(stack.owner_places))

    def __call__(self, sheet: CompletedSheet, size: int) -> list[SheetJudgement]:
        """Return the judgement of every model; `size` is the place in `SIZES`, 4 unknown."""
        unanswered = self._unanswered(sheet)
        shares = [shares_of(sheet) for shares_of in self._shares]
        read = [
            head.read(part, size, share)
            for head, part, share in zip(self._heads, shares, unanswered, strict=True)
        ]
        ends = np.array(read)
        logits = (self._cuts - ends[:, :1]) / ends[:, 1:]
        reached = 1.0 / (1.0 + np.exp(np.minimum(logits, 700.0)))
        is_full = BLANK not in sheet.codes
        enough = self._enough_in_full if is_full else self._enough(sheet.codes)
        return [
            head.judge(eta, spread, tails, scores[0], carried, open_gates)
            for head, (eta, spread), tails, (scores, _), carried, open_gates in zip(
                self._heads, read, reached.tolist(), shares, enough, self._open(sheet), strict=True
            )
        ]

    def _unanswered(self, sheet: CompletedSheet) -> list[float]:
        """Return, per model, the weight without an answer, 0–1.

        Summed as a batch sums it: the root of a rounding error would show.
        """
        if not sheet.unanswered:
            return sheet.weighing.rest
        answered = sheet.weighing.weights.copy()
        answered[sheet.unanswered] = 0.0
        return [max(1.0 - float(answered[items].sum()), 0.0) for items in self._stack.items]

    def _open(self, sheet: CompletedSheet) -> list[float]:
        """Return, per model, the weight of gated parts without any answer, 0–1."""
        if not sheet.unanswered:
            return [0.0] * len(self._gated)
        codes, weights = sheet.codes, sheet.weighing.weights
        return [
            sum([
                float(weights[places].sum())
                for places in parts
                if not any(map(codes.__getitem__, places))
            ])
            for parts in self._gated
        ]  # fmt: skip

    def _enough(self, codes: list[int]) -> list[bool]:
        """Return, per model, whether the answers carry a level."""
        owner, enough = self._stack.owner_places, []
        for model, items in zip(self._stack.models, self._stack.items, strict=True):
            places = range(items.start, items.stop)
            answered = [owner[place] for place in places if codes[place]]
            least_items, least_parts = model.numbers.enough
            enough.append(len(answered) >= least_items and len(set(answered)) >= least_parts)
        return enough


class _SheetHead:
    """One model's head, set rule and interval, in plain Python."""

    def __init__(self, model: Model) -> None:
        head: Head = model.numbers.head
        slopes = head.slopes.tolist()
        each = SEGMENTS + LEVELS
        views = [slopes[:each], slopes[each:]]
        self._segments = [view[:SEGMENTS] for view in views]
        self._before = [list(accumulate(view, initial=0.0)) for view in self._segments]
        self._shares = [view[SEGMENTS:] for view in views]
        self._size, self._blank = head.size.tolist(), head.blank.tolist()
        self._rates = head.rates.tolist()
        self._cuts = head.cuts.tolist()
        self._edges: list[float] = head.edges.tolist()
        self._sets = model.numbers.sets
        self._floors = None if self._sets.floors is None else self._sets.floors.tolist()

    def read(self, shares: Shares, size: int, unanswered: float) -> tuple[float, float]:
        """Return η and its spread."""
        eta = self._size[size] + unanswered * (self._blank[0] + self._blank[1] * unanswered)
        for view, (score, levels) in enumerate(zip(*shares, strict=True)):
            segment = min(int(score), SEGMENTS - 1)
            inside = min(score - segment, 1.0)
            eta += self._before[view][segment] + self._segments[view][segment] * inside
            eta += sum(map(mul, self._shares[view], levels))
        return eta, exp(self._rates[0] * sqrt(unanswered) + self._rates[1] * unanswered)

    def judge(
        self,
        eta: float,
        spread: float,
        tails: list[float],
        score: float,
        carried: bool,
        open_gates: float,
    ) -> SheetJudgement:
        """Return the judgement at η; `tails` are P(level ≥ 1 … 5) and those of the score lines."""
        median = bisect_right(self._cuts, eta)
        edges = [1.0, *tails[:LEVELS], 0.0]
        probabilities = tuple([above - below for above, below in pairwise(edges)])
        low, high = self._set(probabilities, median)
        expected = sum(tails[LEVELS:]) * LINE_WIDTH
        return SheetJudgement(
            level=min(median, TOP_UNCONFIRMED) if carried else None,
            probabilities=probabilities,
            low=low,
            high=high,
            expected_score=expected,
            score_low=min(self._line(eta - spread * TENTH), expected),
            score_high=max(self._line(eta + spread * TENTH), expected),
            score=score,
            open_gates=open_gates,
        )

    def _set(self, probabilities: Sequence[float], median: int) -> tuple[int, int]:
        """Return the ends of the set of levels; the rule is that of `SetRule`."""
        if self._floors is not None:
            pairs = zip(probabilities, self._floors, strict=True)
            levels = [level for level, (p, floor) in enumerate(pairs) if p >= floor]
            return min([*levels, median]), max([*levels, median])
        rule: SetRule = self._sets
        up_to = list(accumulate(probabilities))
        low = sum([p <= rule.below for p in up_to])
        return low, min(sum([p < 1.0 - rule.above for p in up_to]), LEVELS)

    def _line(self, eta: float) -> float:
        """Return the verified score 0–5 whose probability of being reached is one half at η."""
        place = bisect_right(self._edges, eta) - 1
        if place < 0:
            return _LINES[0]
        if place >= len(_LINES) - 1:
            return _LINES[-1]
        left, right = self._edges[place], self._edges[place + 1]
        slope = (_LINES[place + 1] - _LINES[place]) / (right - left)
        return slope * (eta - left) + _LINES[place]


_LINES: list[float] = EDGE_LINES.tolist()


def _staged_shares(place: int, stack: ModelStack) -> Callable[[CompletedSheet], Shares]:
    """Return the way to the shares Y₁ … Y₅ by the standard's weights."""
    items, parts = stack.items[place], stack.parts[place]

    def shares_of(sheet: CompletedSheet) -> Shares:
        weights = sheet.weighing.weights[items]
        first = weights.dot(stack.reached(sheet, items))
        second = sheet.posterior[parts].ravel().dot(sheet.weighing.moments[place])
        shares = [first.tolist(), second.tolist()]
        return [sum(levels) for levels in shares], shares

    return shares_of


def _gated_shares(place: int, stack: ModelStack) -> Callable[[CompletedSheet], Shares]:
    """Return the way to the nearest miss of total or gate, per level."""
    model, items = stack.models[place], stack.items[place]
    member: Floats = model.features.member
    lines: list[float] = model.features.lines.tolist()
    gates = [
        (level, part, least)
        for level, row in enumerate(model.structure.gates)
        for part, least in enumerate(row)
        if least > NO_GATE
    ]

    def shares_of(sheet: CompletedSheet) -> Shares:
        values = sheet.values[:, items]
        totals = values.dot(sheet.weighing.weights[items]).tolist()
        shares = []
        for total, means in zip(totals, values.dot(member).tolist(), strict=True):
            margins = [total - line for line in lines]
            for level, part, least in gates:
                missed = means[part] - least
                if missed < margins[level]:
                    margins[level] = missed
            shares.append([min(max(margin, -1.0), 1.0) for margin in margins])
        return totals, shares

    return shares_of
