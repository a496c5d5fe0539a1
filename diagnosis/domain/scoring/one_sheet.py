"""One sheet by all standards: the same as a batch of one, to 1e-9, at a fraction of the time.

A numpy call costs as much as ten steps of plain Python, so for one sheet most of the work is
looked up in tables; the kernels remain the way for many sheets; a law holds the two together.
"""

from itertools import accumulate
from math import nan

import numpy as np

from diagnosis.domain.scoring.encode import BLANK, CODES, EncodedSheet, Floats, Ints
from diagnosis.domain.scoring.gated import level_of_score
from diagnosis.domain.scoring.points import SCENE_LEVELS
from diagnosis.domain.scoring.scale import HALF_STEP, LEVELS, ROUNDING, SCENE_TOP
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import (
    GatedResult,
    PointsResult,
    SheetScores,
    StagedResult,
    TiersResult,
)
from diagnosis.domain.scoring.staged import (
    ANSWERED,
    DONE,
    LEVEL,
    POSITION,
    SCORE,
    UNCUT,
    part_table,
    row_steps,
)
from diagnosis.domain.scoring.standard import MILLI
from diagnosis.domain.scoring.tiers import UNKNOWN, ai_share_state

PATTERNS_KEPT = 4096
"""How many patterns of blanks have their weights kept."""


def _rows_of_pairs() -> list[int]:
    """Return the row of `part_table` for codes a and b at place a · codes + b."""
    low, high = row_steps(2)
    return [
        low[min(first, second)] + high[max(first, second)]
        for first in range(CODES)
        for second in range(CODES)
    ]


class OneSheetScorer:
    """Scores one sheet by every standard; compiled from the scorers of batches."""

    def __init__(self, scorers: Scorers) -> None:
        self._minimum = scorers.standards.staged.minimum_coverage
        self._compile_staged(scorers)
        self._compile_points(scorers)
        self._compile_gated(scorers)
        self._compile_tiers(scorers)

    def _compile_staged(self, scorers: Scorers) -> None:
        standard, columns = scorers.standards.staged, scorers.encoder.ladders
        self._threshold = standard.threshold
        parts = [[columns[item] for item in sub.items] for sub in standard.subdomains]
        sizes = sorted({len(part) for part in parts})
        tables = [part_table(size, standard.threshold) for size in sizes]
        starts = dict(
            zip(sizes, accumulate([len(table) for table in tables], initial=0), strict=False)
        )
        self._table = np.concatenate(tables)
        self._pair_rows = [starts.get(2, 0) + row for row in _rows_of_pairs()]
        self._pairs = [(part[0], part[1]) for part in parts]
        self._larger = [
            (place, part, starts[len(part)], row_steps(len(part)))
            for place, part in enumerate(parts)
            if len(part) > 2
        ]
        self._whole = scorers.staged.whole
        self._judged = [np.flatnonzero(row > 0) for row in self._whole]
        self._tree = scorers.staged.tree
        self._answered: dict[tuple[int, bytes], tuple[Floats, Ints]] = {}

    def _compile_points(self, scorers: Scorers) -> None:
        standard, columns = scorers.standards.points, scorers.encoder.ladders
        self._scene_columns = [columns[scene.item] for scene in standard.scenes]
        self._stars = [place for place, scene in enumerate(standard.scenes) if scene.constraint]
        self._max = [question.max for question in standard.questions]
        self._gates = [
            (gate.level, int(gate.points * MILLI), gate.scenes, gate.constraint_scenes)
            for gate in standard.gates
        ]

    def _compile_gated(self, scorers: Scorers) -> None:
        kernel = scorers.gated
        self._gated_positions = kernel.positions.tolist()
        self._gated_columns = kernel.columns.tolist()
        self._gated_choices = kernel.choices.tolist()
        self._member = kernel.member
        self._dimension_weights = kernel.weights
        self._dimension_gates = [
            [(place, need - HALF_STEP) for place, need in enumerate(row) if need > 0]
            for row in kernel.gates.tolist()
        ]
        self._item_gates = [
            [(place, need) for place, need in enumerate(row) if need > 0]
            for row in kernel.item_gates.tolist()
        ]
        self._lines = kernel.lines.tolist()
        self._tolerance = kernel.tolerance

    def _compile_tiers(self, scorers: Scorers) -> None:
        kernel, standard = scorers.tiers, scorers.standards.tiers
        self._tiers = [
            (tier.cmmm_level, tier.ai_share_percent, links.tolist())
            for tier, links in zip(standard.tiers, kernel.links_of_tier, strict=True)
        ]
        self._above_size_wan = standard.above_size_revenue_wan
        self._group_of = [0] * sum(len(group) for group in kernel.groups)
        for number, group in enumerate(kernel.groups):
            for place in group.tolist():
                self._group_of[place] = number
        self._group_sizes = kernel.group_sizes

    def score(self, sheet: EncodedSheet) -> SheetScores:
        """Return the scores of one encoded sheet by the four standards."""
        staged = self.staged(sheet.codes, sheet.kind)
        known = staged.coverage >= self._minimum - 1e-12
        return SheetScores(
            staged,
            self._points(sheet),
            self._tiers_result(sheet, staged.level if known else None),
            self.gated(sheet.codes, sheet.values),
        )

    def staged(self, codes: list[int], kind: int) -> StagedResult:
        """Return the scores by the staged standard; `kind` is the place of the production type."""
        parts = self._table.take(self._rows(codes), axis=0)
        weights, judged = self._weights_of(kind, parts[:, ANSWERED])
        total = weights.dot(parts).tolist()
        shares = tuple([round(share, ROUNDING) for share in total[:LEVELS]])
        level = 0
        while level < LEVELS and shares[level] >= self._threshold:
            level += 1
        weakest, weakest_level = _lowest(parts, judged)
        return StagedResult(
            level=level,
            score=level + (shares[level] if level < LEVELS else 0.0),
            shares=shares,
            coverage=self._coverage(parts, kind),
            mean=total[POSITION],
            weakest=weakest,
            weakest_level=weakest_level,
            weights=weights,
            parts=parts,
        )

    def _rows(self, codes: list[int]) -> list[int]:
        """Return the row of the table for each sub-domain, from the codes of its items."""
        of_pair = self._pair_rows
        rows = [of_pair[codes[a] * CODES + codes[b]] for a, b in self._pairs]
        for place, part, start, steps in self._larger:
            ordered = sorted([codes[column] for column in part])
            rows[place] = start + sum(
                [step[code] for step, code in zip(steps, ordered, strict=True)]
            )
        return rows

    def _weights_of(self, kind: int, answered: Floats) -> tuple[Floats, Ints]:
        """Return the effective weights, and the places of judged sub-domains that were answered.

        Only answered sub-domains count (see the kernel). Few patterns of blanks occur, so that
        the weights of each are kept.
        """
        key = (kind, answered.tobytes())
        kept = self._answered.get(key)
        if kept is None:
            if len(self._answered) > PATTERNS_KEPT:
                self._answered.clear()
            judged = self._judged[kind]
            kept = (
                self._tree.weights_of_sheet(answered.tolist(), kind),
                judged[answered[judged] > 0],
            )
            self._answered[key] = kept
        return kept

    def _coverage(self, parts: Floats, kind: int) -> float:
        """Return weight answered ÷ weight not cut."""
        whole = self._whole[kind]
        uncut = float(whole.dot(parts[:, UNCUT]))
        return float(whole.dot(parts[:, DONE])) / uncut if uncut else 0.0

    def _points(self, sheet: EncodedSheet) -> PointsResult:
        codes, points = sheet.codes, sheet.points
        scene_codes = [codes[column] for column in self._scene_columns]
        worst = [SCENE_LEVELS[code] for code in scene_codes]
        low = high = sum([point if point > 0 else 0 for point in points])
        blanks = scene_codes.count(BLANK) + points.count(-1)
        worst_bound = best_bound = self._bound(low, worst)
        if blanks:
            high += sum([most for most, point in zip(self._max, points, strict=True) if point < 0])
            best = [
                SCENE_TOP if code == BLANK else level
                for code, level in zip(scene_codes, worst, strict=True)
            ]
            best_bound = self._bound(high, best)
        parts = len(scene_codes) + len(points)
        return PointsResult(
            level=(worst_bound[0], best_bound[0]),
            points=(low / MILLI, high / MILLI),
            points_level=(worst_bound[1], best_bound[1]),
            weakest=(worst_bound[2], best_bound[2]),
            coverage=(parts - blanks) / parts,
            scenes=worst,
            scene_codes=sheet.marked(self._scene_columns) if sheet.verified else scene_codes,
            question_points=points,
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

    def gated(self, codes: list[int], choices: list[float]) -> GatedResult:
        """Return the scores by the gated standard; `choices` are 0–5, NaN where blank."""
        position = self._gated_positions
        values = [position[codes[column]] for column in self._gated_columns]
        values += [choices[column] for column in self._gated_choices]
        weights, coverage = self._dimension_weights, 1.0
        whole = sum(values)
        if whole == whole:  # no blank, which is NaN
            dimensions = np.array(values).dot(self._member)
            answered = scores = dimensions.tolist()
        else:
            dimensions, weights, coverage = self._open_dimensions(np.array(values))
            answered = dimensions[weights > 0].tolist() or [0.0]
            # A dimension without an answer fails every gate.
            scores = [
                score if weight else -1.0
                for score, weight in zip(dimensions.tolist(), weights.tolist(), strict=True)
            ]
        total = round(float(weights.dot(dimensions)), ROUNDING)
        weakest = round(min(answered), ROUNDING)
        return GatedResult(
            level=self._gated_level(total, scores, values),
            score=total,
            coverage=coverage,
            mean_level=level_of_score(total, self._tolerance),
            weakest=weakest,
            weakest_level=level_of_score(weakest, self._tolerance),
            dimensions=dimensions,
            weights=weights,
            values=values,
        )

    def _gated_level(self, total: float, scores: list[float], values: list[float]) -> int:
        level = 0
        rows = zip(self._lines, self._dimension_gates, self._item_gates, strict=True)
        for line, gates, item_gates in rows:
            if total < line or any(scores[place] < need for place, need in gates):
                break
            if any(values[place] < need for place, need in item_gates):  # a blank is NaN
                break
            level += 1
        return level

    def _open_dimensions(self, values: Floats) -> tuple[Floats, Floats, float]:
        """Return scores, effective weights and coverage where items are unanswered."""
        answered = values == values
        inside = answered.astype(float).dot(self._member)
        scores = np.where(answered, values, 0.0).dot(self._member) / np.maximum(inside, 1e-300)
        weights = self._dimension_weights * (inside > 0)
        coverage = float(self._dimension_weights.dot(inside))
        return scores, weights / max(float(weights.sum()), 1e-300), coverage

    def _tiers_result(self, sheet: EncodedSheet, cmmm_level: int | None) -> TiersResult:
        above = UNKNOWN
        if sheet.revenue == sheet.revenue:  # NaN where it is not known
            above = float(sheet.revenue >= self._above_size_wan)
        declared = [UNKNOWN if state < 0 else float(state) for state in sheet.declared]
        ticked, links, in_use, with_model = self._count_scenes(sheet)
        low = high = 0
        state = min(above, *declared)
        for need, percent, linked in self._tiers:
            grade = UNKNOWN if cmmm_level is None else float(cmmm_level >= need)
            share = ai_share_state(in_use, with_model, percent)
            state = min(state, grade, share, *[links[place] for place in linked])
            if not state:
                break
            low += state == 1
            high += 1
        return TiersResult(
            level_low=low,
            level_high=high,
            above_size=above,
            declared=declared,
            links=links,
            link_share=[
                count / size for count, size in zip(ticked, self._group_sizes, strict=True)
            ],
            cmmm_level=cmmm_level,
            in_use=in_use,
            with_model=with_model,
        )

    def _count_scenes(self, sheet: EncodedSheet) -> tuple[list[float], list[float], int, int]:
        """Return scenes in use and the state by link, then scenes in use and with a model.

        The last two are −1 where an answer that they need is blank.
        """
        known = True
        in_use = with_model = 0
        ticked = [0.0] * len(self._group_sizes)
        links = [0.0] * len(self._group_sizes)
        for used, modelled, group in zip(sheet.use, sheet.model, self._group_of, strict=True):
            if used <= 0:
                if used < 0:
                    known = False
                    ticked[group] = nan
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
        return (ticked, links, in_use, with_model) if known else (ticked, links, -1, -1)


def _lowest(parts: Floats, judged: Ints) -> tuple[float, int]:
    """Return score and level of the lowest judged sub-domain; 0 where none was answered."""
    if not len(judged):
        return 0.0, 0
    scores = parts.take(judged, axis=0)
    lowest = scores[scores[:, SCORE].argmin()]
    return float(lowest[SCORE]), int(lowest[LEVEL])
