"""The MIIT SME index's verdict on one sheet."""

from collections.abc import Collection, Iterator
from operator import attrgetter

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.scale import SCENE_TOP
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import PointsResult
from diagnosis.domain.scoring.standard import MILLI, PointsStandard, SceneGate
from diagnosis.domain.scoring.verdict import (
    UNRANKED,
    Aggregation,
    BlanksDecide,
    DimensionVerdict,
    Gap,
    GapUnit,
    Hold,
    HoldKind,
    Ranks,
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
    explained: bool = True,
    ranks: Ranks = UNRANKED,
) -> Verdict:
    """Return the verdict on a scored sheet; `target` defaults to the next level.

    Where it is not to be `explained`, neither holds nor gaps are worked out. `ranks` say which
    gaps come first, whatever they lift.
    """
    standard = scorers.standards.points
    low, high = result.level
    points_low, points_high = result.points if result.is_scored else (None, None)
    level = low if low == high else None
    score = points_low if points_low == points_high else None
    aim = target or min(low + 1, SCENE_TOP)
    short = _short(standard, result, aim) if explained and result.coverage else {}
    return Verdict(
        standard=standard,
        level=level,
        score=score,
        coverage=result.coverage,
        aggregations=_aggregations(result, level, score),
        dimensions=(*_blocks(scorers, result), *_chains(scorers, result)),
        holds=tuple(short.values()) if low < SCENE_TOP else (),
        gaps=_gaps(scorers, result, aim, short, ranks),
        provisional=None if level is not None or points_low is None else (low, points_low),
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
        unscored=not result.is_scored,
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


def _blocks(scorers: Scorers, result: PointsResult) -> Iterator[DimensionVerdict]:
    """Yield the three blocks, in points."""
    standard, points_of = scorers.standards.points, result.question_points
    for block, places in zip(standard.blocks, scorers.points.questions_of, strict=True):
        known = [points for place in places if (points := points_of[place]) >= 0]
        score = sum(known) / MILLI if known else None
        yield DimensionVerdict(
            id=block.id,
            name=block.name,
            score=score,
            top=block.points,
            level=None,
            weight=block.points / 100,
            reading=None if score is None else standard.reading(block.id, score / block.points),
        )


def _chains(scorers: Scorers, result: PointsResult) -> Iterator[DimensionVerdict]:
    """Yield the four chains, in mean scene level."""
    standard, scenes = scorers.standards.points, result.scenes
    for chain, places in zip(standard.chains, scorers.points.scenes_of, strict=True):
        answered = any(result.scene_answered(place) for place in places)
        mean = sum([scenes[place] for place in places]) / len(places)
        yield DimensionVerdict(
            id=chain.id,
            name=chain.name,
            score=mean if answered else None,
            top=float(SCENE_TOP),
            level=None,
            weight=None,
            reading=standard.reading(chain.id, mean / SCENE_TOP) if answered else None,
        )


def _short(standard: PointsStandard, result: PointsResult, aim: int) -> dict[HoldKind, Hold]:
    """Return what is short of the gate of a level, by its kind."""
    gate = next(gate for gate in standard.gates if gate.level == aim)
    return {
        kind: Hold(level=aim, kind=kind, has=has, needs=needs)
        for kind, has, needs in _demands(standard, result, gate)
        if has is None or has < needs
    }


def _demands(
    standard: PointsStandard, result: PointsResult, gate: SceneGate
) -> tuple[tuple[HoldKind, float | None, float], ...]:
    """Return what a gate asks for: its kind, what there is and what is needed.

    What there is is None where nothing that would tell was answered.
    """
    places = range(len(standard.scenes))
    any_scene = any(result.scene_answered(place) for place in places)
    points = result.points[_WORST] if result.is_scored else None
    at = [place for place, scene in enumerate(result.scenes) if scene >= gate.level]
    constraint = sum([standard.scenes[place].constraint for place in at])
    return (
        (HoldKind.POINTS, points, gate.points),
        (HoldKind.SCENES, float(len(at)) if any_scene else None, float(gate.scenes)),
        (
            HoldKind.CONSTRAINT_SCENES,
            float(constraint) if any_scene else None,
            float(gate.constraint_scenes),
        ),
    )


def _gaps(
    scorers: Scorers,
    result: PointsResult,
    level: int,
    short: Collection[HoldKind],
    ranks: Ranks,
) -> tuple[Gap, ...]:
    """Return scenes below the level (constraint ones first), then points left on the table.

    Both go by rank before that. `short` are the kinds of what the gate asks for and is not there.
    """
    gaps: list[Gap] = []
    if HoldKind.SCENES in short or HoldKind.CONSTRAINT_SCENES in short:
        gaps += _scene_gaps(scorers, result, level)
    if HoldKind.POINTS in short:
        left = _point_gaps(scorers.standards.points, result, level)
        gaps += sorted(left, key=attrgetter("lift"), reverse=True)
    return tuple(sorted(gaps, key=lambda gap: ranks.get(gap.item, 0)))


def _scene_gaps(scorers: Scorers, result: PointsResult, level: int) -> Iterator[Gap]:
    scenes, reached = scorers.standards.points.scenes, result.scenes
    for place in scorers.points.scene_order:
        if reached[place] < level and result.scene_answered(place):
            yield Gap(
                item=scenes[place].item,
                part=scenes[place].ref,
                level=level,
                has=float(reached[place]),
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
