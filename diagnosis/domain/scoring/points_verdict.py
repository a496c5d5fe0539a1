"""The MIIT SME index's verdict on one sheet."""

from collections.abc import Iterator

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.scale import SCENE_TOP
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import PointsResult
from diagnosis.domain.scoring.standard import MILLI, PointsStandard, SceneGate
from diagnosis.domain.scoring.verdict import (
    Aggregation,
    BlanksDecide,
    DimensionVerdict,
    Gap,
    GapUnit,
    Hold,
    HoldKind,
    Verdict,
)

_WORST = 0


def points_verdict(
    scorers: Scorers,
    sheet: Sheet,
    result: PointsResult,
    *,
    size: SizeClass | None,
    target: int | None = None,
) -> Verdict:
    """Return the verdict on a scored sheet; `target` defaults to the next level."""
    standard = scorers.standards.points
    low, high = result.level
    points_low, points_high = result.points
    level = low if low == high else None
    score = points_low if points_low == points_high else None
    aim = target or min(low + 1, SCENE_TOP)
    gate = next(gate for gate in standard.gates if gate.level == aim)
    return Verdict(
        standard=standard,
        level=level,
        score=score,
        coverage=result.coverage,
        aggregations=_aggregations(result, level, score),
        dimensions=_dimensions(standard, result),
        holds=_holds(standard, result, gate) if low < SCENE_TOP else (),
        gaps=_gaps(standard, result, gate),
        provisional=None if level is not None or not result.coverage else (low, points_low),
        no_level=None if level is not None else BlanksDecide(low, high),
        level_low=low,
        level_high=high,
        score_low=points_low,
        score_high=points_high,
        derived_from=tuple(
            scene.item
            for scene in standard.scenes
            if scene.shared_with and scene.item in sheet.answers
        ),
        for_reference=size is SizeClass.LARGE,
    )


def _aggregations(
    result: PointsResult, level: int | None, score: float | None
) -> tuple[Aggregation, ...]:
    return (
        Aggregation("points", score, _agreed(result.points_level), False),
        Aggregation(
            "weakest-of-points-and-constraint-scenes", None, _agreed(result.weakest), False
        ),
        Aggregation("points-with-scene-gate", score, level, True),
    )


def _agreed(levels: tuple[int, int]) -> int | None:
    return levels[0] if levels[0] == levels[1] else None


def _dimensions(standard: PointsStandard, result: PointsResult) -> tuple[DimensionVerdict, ...]:
    """Return the three blocks in points, then the four chains in mean scene level."""
    return (*_blocks(standard, result), *_chains(standard, result))


def _blocks(standard: PointsStandard, result: PointsResult) -> Iterator[DimensionVerdict]:
    for block in standard.blocks:
        places = [p for p, question in enumerate(standard.questions) if question.block == block.id]
        points = sum(max(0, result.question_points[p]) for p in places) / MILLI
        answered = any(result.question_points[p] >= 0 for p in places)
        yield DimensionVerdict(
            id=block.id,
            name=block.name,
            score=points if answered else None,
            top=block.points,
            level=None,
            weight=block.points / 100,
            reading=standard.reading(block.id, points / block.points) if answered else None,
        )


def _chains(standard: PointsStandard, result: PointsResult) -> Iterator[DimensionVerdict]:
    for chain in standard.chains:
        places = [p for p, scene in enumerate(standard.scenes) if scene.chain == chain.id]
        mean = sum(result.scenes[p] for p in places) / len(places)
        answered = any(result.scene_answered(p) for p in places)
        yield DimensionVerdict(
            id=chain.id,
            name=chain.name,
            score=mean if answered else None,
            top=float(SCENE_TOP),
            level=None,
            weight=None,
            reading=standard.reading(chain.id, mean / SCENE_TOP) if answered else None,
        )


def _reached(standard: PointsStandard, result: PointsResult, level: int) -> tuple[int, int]:
    """Return how many scenes, and how many constraint scenes, are at or above a level."""
    at = [place for place, scene in enumerate(result.scenes) if scene >= level]
    return len(at), sum(standard.scenes[place].constraint for place in at)


def _holds(standard: PointsStandard, result: PointsResult, gate: SceneGate) -> tuple[Hold, ...]:
    scenes, constraint = _reached(standard, result, gate.level)
    rows = (
        (HoldKind.POINTS, result.points[_WORST], gate.points),
        (HoldKind.SCENES, float(scenes), float(gate.scenes)),
        (HoldKind.CONSTRAINT_SCENES, float(constraint), float(gate.constraint_scenes)),
    )
    return tuple(
        Hold(level=gate.level, kind=kind, has=has, needs=needs)
        for kind, has, needs in rows
        if has < needs
    )


def _gaps(standard: PointsStandard, result: PointsResult, gate: SceneGate) -> tuple[Gap, ...]:
    """Return scenes below the level (constraint ones first), then points left on the table."""
    scenes, constraint = _reached(standard, result, gate.level)
    gaps: list[Gap] = []
    if scenes < gate.scenes or constraint < gate.constraint_scenes:
        gaps += _scene_gaps(standard, result, gate.level)
    if result.points[_WORST] < gate.points:
        left = _point_gaps(standard, result, gate.level)
        gaps += sorted(left, key=lambda gap: -gap.lift)
    return tuple(gaps)


def _scene_gaps(standard: PointsStandard, result: PointsResult, level: int) -> Iterator[Gap]:
    ordered = sorted(
        enumerate(standard.scenes), key=lambda placed: (not placed[1].constraint, placed[0])
    )
    for place, scene in ordered:
        if result.scene_answered(place) and result.scenes[place] < level:
            yield Gap(
                item=scene.item,
                part=scene.ref,
                level=level,
                has=float(result.scenes[place]),
                needs=float(level),
                lift=1.0,
                unit=GapUnit.SCENE,
            )


def _point_gaps(standard: PointsStandard, result: PointsResult, level: int) -> Iterator[Gap]:
    for question, points in zip(standard.questions, result.question_points, strict=True):
        if 0 <= points < question.max:
            yield Gap(
                item=question.item,
                part=question.ref,
                level=level,
                has=None,
                needs=question.max / MILLI,
                lift=(question.max - points) / MILLI,
                unit=GapUnit.POINTS,
            )
