"""One sheet by all standards: the same as a batch of one, to 1e-9, at a fraction of the time.

A numpy call costs as much as ten steps of plain Python, so for one sheet most of the work is
looked up in tables; the kernels remain the way for many sheets; a law holds the two together.
"""

from itertools import accumulate

import numpy as np

from diagnosis.domain.scoring.encode import BLANK, CODES, Floats, SheetRow
from diagnosis.domain.scoring.gated import HALF_STEP, level_of_one
from diagnosis.domain.scoring.points import SCENE_LEVELS
from diagnosis.domain.scoring.points import TOP as SCENE_TOP
from diagnosis.domain.scoring.scorers import Ruler
from diagnosis.domain.scoring.scores import GatedRow, PointsRow, ScoreRow, StagedRow, TiersRow
from diagnosis.domain.scoring.staged import (
    ANSWERED,
    ASKED,
    DONE,
    LEVEL,
    LEVELS,
    POSITION,
    ROUNDING,
    SCORE,
    part_table,
)
from diagnosis.domain.scoring.standard import MILLI
from diagnosis.domain.scoring.tiers import UNKNOWN, ai_share_state

WEIGHTS_KEPT = 4096
"""Patterns of answered sub-domains whose weights are kept; then all are forgotten."""


class SingleScorer:
    """Scores one sheet by every standard; compiled once from a ruler."""

    def __init__(self, ruler: Ruler) -> None:
        self._ruler = ruler
        self._minimum = ruler.standards.staged.minimum_coverage
        self._compile_staged(ruler)
        self._compile_points(ruler)
        self._compile_gated(ruler)
        self._compile_tiers(ruler)

    def _compile_staged(self, ruler: Ruler) -> None:
        standard, columns = ruler.standards.staged, ruler.encoder.ladders
        self._threshold = standard.threshold
        self._parts = [[columns[item] for item in sub.items] for sub in standard.subdomains]
        sizes = [len(part) for part in self._parts]
        self._table = np.concatenate(
            [part_table(size, standard.threshold) for size in sorted(set(sizes))]
        )
        rows = accumulate([CODES**size for size in sorted(set(sizes))], initial=0)
        starts = dict(zip(sorted(set(sizes)), rows, strict=False))
        self._starts = [starts[size] for size in sizes]
        self._steps = [[CODES**power for power in range(size)][::-1] for size in sizes]
        self._pairs = [
            (start, part[0], part[1])
            for start, part in zip(self._starts, self._parts, strict=True)
        ]
        self._larger = [
            (place, list(zip(part, steps, strict=True)))
            for place, (part, steps) in enumerate(zip(self._parts, self._steps, strict=True))
            if len(part) > 2
        ]
        self._whole = ruler.staged.whole
        self._judged = [np.flatnonzero(row > 0) for row in self._whole]
        self._tree = ruler.staged.tree
        self._weights: dict[tuple[int, bytes], Floats] = {}

    def _compile_points(self, ruler: Ruler) -> None:
        standard, columns = ruler.standards.points, ruler.encoder.ladders
        self._scene_columns = [columns[scene.item] for scene in standard.scenes]
        self._stars = [place for place, scene in enumerate(standard.scenes) if scene.constraint]
        self._max = [question.max for question in standard.questions]
        self._gates = [
            (gate.level, int(gate.points * MILLI), gate.scenes, gate.constraint_scenes)
            for gate in standard.gates
        ]

    def _compile_gated(self, ruler: Ruler) -> None:
        kernel = ruler.gated
        self._gated_positions = kernel.positions.tolist()
        self._gated_columns = kernel.columns.tolist()
        self._gated_choices = kernel.choices.tolist()
        self._member = kernel.member
        self._dimension_weights = kernel.weights
        self._dimension_gates = [
            [(place, need - HALF_STEP) for place, need in enumerate(row) if need > 0]
            for row in kernel.gates.tolist()
        ]
        self._lines = kernel.lines.tolist()
        self._tolerance = kernel.tolerance

    def _compile_tiers(self, ruler: Ruler) -> None:
        kernel, standard = ruler.tiers, ruler.standards.tiers
        self._tiers = [
            (tier.cmmm_level, tier.ai_share_percent, asked.tolist())
            for tier, asked in zip(standard.tiers, kernel.asked, strict=True)
        ]
        self._above = standard.above_size_revenue_wan
        self._group_of = [0] * sum(len(group) for group in kernel.groups)
        for number, group in enumerate(kernel.groups):
            for place in group.tolist():
                self._group_of[place] = number
        self._group_sizes = kernel.group_sizes

    def score(self, row: SheetRow) -> ScoreRow:
        """Return the scores of one encoded sheet by the four standards."""
        staged = self._staged(row.codes, row.kind)
        known = staged.coverage >= self._minimum - 1e-12
        return ScoreRow(
            staged,
            self._points(row.codes, row.points),
            self._tier(row, staged.level if known else None),
            self._gate(row.codes, row.values),
        )

    def _staged(self, codes: list[int], kind: int) -> StagedRow:
        places = [start + codes[one] * CODES + codes[other] for start, one, other in self._pairs]
        for part, steps in self._larger:
            places[part] = self._starts[part] + sum([codes[c] * step for c, step in steps])
        parts = self._table.take(places, axis=0)
        answered = parts[:, ANSWERED]
        key = (kind, answered.tobytes())
        weights = self._weights.get(key)
        if weights is None:
            weights = self._weigh(key, answered)
        total = weights.dot(parts).tolist()
        y = tuple([round(share, ROUNDING) for share in total[:LEVELS]])
        reached = 0
        while reached < LEVELS and y[reached] >= self._threshold:
            reached += 1
        weakest, weakest_level = self._weakest(parts, kind)
        return StagedRow(
            reached,
            reached + (y[reached] if reached < LEVELS else 0.0),
            y,
            self._coverage(parts, kind),
            total[POSITION],
            weakest,
            weakest_level,
            weights,
            parts,
        )

    def _weigh(self, key: tuple[int, bytes], answered: Floats) -> Floats:
        """Return the effective weights where only answered sub-domains count, and keep them."""
        if len(self._weights) > WEIGHTS_KEPT:
            self._weights.clear()
        weights = self._tree.weights_of_one(answered.tolist(), key[0])
        self._weights[key] = weights
        return weights

    def _weakest(self, parts: Floats, kind: int) -> tuple[float, int]:
        """Return score and level of the lowest judged sub-domain that was answered."""
        judged = parts.take(self._judged[kind], axis=0)
        if not judged[:, ANSWERED].all():
            judged = judged[judged[:, ANSWERED] > 0]
            if not len(judged):
                return 0.0, 0
        lowest = judged[judged[:, SCORE].argmin()]
        return float(lowest[SCORE]), int(lowest[LEVEL])

    def _coverage(self, parts: Floats, kind: int) -> float:
        """Return weight answered ÷ weight not cut."""
        whole = self._whole[kind]
        asked = float(whole.dot(parts[:, ASKED]))
        return float(whole.dot(parts[:, DONE])) / asked if asked else 0.0

    def _points(self, codes: list[int], points: list[int]) -> PointsRow:
        own = [codes[column] for column in self._scene_columns]
        worst = [SCENE_LEVELS[code] for code in own]
        known = [point if point > 0 else 0 for point in points]
        low = high = sum(known)
        blanks = own.count(BLANK)
        open_ = points.count(-1)
        bound = other = self._bound(low, worst)
        if blanks or open_:
            high += sum([m for m, point in zip(self._max, points, strict=True) if point < 0])
            best = [
                SCENE_TOP if code == BLANK else one for code, one in zip(own, worst, strict=True)
            ]
            other = self._bound(high, best)
        parts = len(own) + len(points)
        return PointsRow(
            (bound[0], other[0]),
            (low / MILLI, high / MILLI),
            (bound[1], other[1]),
            (bound[2], other[2]),
            (parts - blanks - open_) / parts,
            worst,
            own,
            points,
        )

    def _bound(self, points: int, scenes: list[int]) -> tuple[int, int, int]:
        """Return level, points level, and the weakest of points level and ★ scenes."""
        ordered = sorted(scenes, reverse=True)
        stars = sorted([scenes[place] for place in self._stars], reverse=True)
        level = points_level = 0
        for number, need, count, star_count in self._gates:
            if points < need:
                break
            points_level = number
            if ordered[count - 1] >= number and stars[star_count - 1] >= number:
                level = number
        return level, points_level, min(points_level, stars[-1])

    def _gate(self, codes: list[int], choices: list[float]) -> GatedRow:
        position = self._gated_positions
        values = [position[codes[column]] for column in self._gated_columns]
        values += [choices[column] for column in self._gated_choices]
        own = np.array(values)
        whole = sum(values)
        weights, coverage = self._dimension_weights, 1.0
        if whole == whole:
            dimension = own.dot(self._member)
            shown = scores = dimension.tolist()
        else:
            dimension, weights, coverage = self._open_dimensions(own)
            scores = dimension.tolist()
            shown = dimension[weights > 0].tolist() or [0.0]
            scores = [s if w else -1.0 for s, w in zip(scores, weights.tolist(), strict=True)]
        total = round(float(weights.dot(dimension)), ROUNDING)
        level = 0
        for line, gates in zip(self._lines, self._dimension_gates, strict=True):
            if total < line or any(scores[place] < need for place, need in gates):
                break
            level += 1
        weakest = round(min(shown), ROUNDING)
        return GatedRow(
            level,
            total,
            coverage,
            level_of_one(total, self._tolerance),
            weakest,
            level_of_one(weakest, self._tolerance),
            dimension,
            weights,
            values,
        )

    def _open_dimensions(self, values: Floats) -> tuple[Floats, Floats, float]:
        """Return scores, effective weights and coverage where items are unanswered."""
        answered = values == values
        inside = answered.astype(float).dot(self._member)
        scores = np.where(answered, values, 0.0).dot(self._member) / np.maximum(inside, 1e-300)
        weights = self._dimension_weights * (inside > 0)
        coverage = float(self._dimension_weights.dot(inside))
        return scores, weights / max(float(weights.sum()), 1e-300), coverage

    def _tier(self, row: SheetRow, cmmm_level: int | None) -> TiersRow:
        known = True
        in_use = with_model = 0
        ticked = [0.0] * len(self._group_sizes)
        links = [0.0] * len(self._group_sizes)
        for used, modelled, group in zip(row.use, row.model, self._group_of, strict=True):
            if used <= 0:
                if used < 0:
                    known = False
                    ticked[group] = float("nan")
                    links[group] = links[group] or UNKNOWN
                continue
            count = used.bit_count()
            ticked[group] += count
            links[group] = 1.0
            in_use += count
            if modelled < 0:
                known = False
            else:
                with_model += (used & modelled).bit_count()
        above = UNKNOWN
        if row.revenue == row.revenue:
            above = float(row.revenue >= self._above)
        declared = [UNKNOWN if state < 0 else float(state) for state in row.declared]
        low = high = 0
        state = min(above, *declared)
        if not known:
            in_use = with_model = -1
        for need, percent, asked in self._tiers:
            grade = UNKNOWN if cmmm_level is None else float(cmmm_level >= need)
            share = ai_share_state(in_use, with_model, percent)
            state = min(state, grade, share, *[links[place] for place in asked])
            if not state:
                break
            low += state == 1
            high += 1
        return TiersRow(
            low,
            high,
            above,
            declared,
            links,
            [one / size for one, size in zip(ticked, self._group_sizes, strict=True)],
            cmmm_level,
            in_use,
            with_model,
        )
