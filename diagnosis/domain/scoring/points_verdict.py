"""The MIIT SME index's verdict on one sheet."""

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.points import TOP
from diagnosis.domain.scoring.ruler import Ruler, Scores
from diagnosis.domain.scoring.standard import MILLI, PointsStandard, SceneGate
from diagnosis.domain.scoring.verdict import Aggregation, DimensionVerdict, Gap, Hold, Verdict
from diagnosis.domain.text import Text

_WORST, _BEST = 0, 1


def points_verdict(
    ruler: Ruler,
    sheet: Sheet,
    scores: Scores,
    *,
    size: SizeClass | None,
    target: int | None = None,
) -> Verdict:
    """Return the verdict on the first row of `scores`; `target` defaults to the next level."""
    standard, own = ruler.standards.points, scores.points
    low, high = int(own.level[_WORST, 0]), int(own.level[_BEST, 0])
    points_low, points_high = float(own.points[_WORST, 0]), float(own.points[_BEST, 0])
    level = low if low == high else None
    score = points_low if points_low == points_high else None
    aim = target or min(low + 1, TOP)
    gate = next(one for one in standard.gates if one.level == aim)
    return Verdict(
        standard,
        level,
        score,
        float(own.coverage[0]),
        _aggregations(scores, level, score),
        _dimensions(standard, scores),
        _holds(standard, scores, gate) if low < TOP else (),
        _gaps(standard, scores, gate),
        provisional=None if level is not None else (low, points_low),
        why=None if level is not None else _why(low, high),
        level_low=low,
        level_high=high,
        score_low=points_low,
        score_high=points_high,
        derived_from=tuple(
            scene.item
            for scene in standard.scenes
            if scene.shared_with and scene.item in sheet.answers
        ),
        notices=_notices(standard, size),
    )


def _why(low: int, high: int) -> Text:
    return Text(
        f"还有空着的题:按最差算是 {low} 级,按最好算是 {high} 级。",
        f"There are blanks: level {low} with all of them worst, {high} with all of them best.",
    )


def _notices(standard: PointsStandard, size: SizeClass | None) -> tuple[Text, ...]:
    notices = list(standard.notices.values())
    if size is SizeClass.LARGE:
        notices.append(
            Text(
                "该指标面向中小企业;本企业为大型,结果仅供参照。",
                "This index is for small and medium firms; this one is large: for reference only.",
            )
        )
    return tuple(notices)


def _aggregations(
    scores: Scores, level: int | None, score: float | None
) -> tuple[Aggregation, ...]:
    own = scores.points
    alone = own.points_level[:, 0]
    weakest = own.weakest[:, 0]
    return (
        Aggregation("points", score, int(alone[0]) if alone[0] == alone[1] else None, False),
        Aggregation(
            "weakest-of-points-and-constraint-scenes",
            None,
            int(weakest[0]) if weakest[0] == weakest[1] else None,
            False,
        ),
        Aggregation("points-with-scene-gate", score, level, True),
    )


def _dimensions(standard: PointsStandard, scores: Scores) -> tuple[DimensionVerdict, ...]:
    """Return the three blocks in points, then the four chains in mean scene level."""
    own = scores.points
    found = []
    for place, block in enumerate(standard.blocks):
        points = float(own.block_points[_WORST, 0, place])
        columns = [c for c, q in enumerate(standard.questions) if q.block == block.id]
        answered = bool(own.answered[0, columns].any())
        reading = standard.reading(block.id, points / block.points) if answered else None
        found.append(
            DimensionVerdict(
                block.id,
                block.name,
                points if answered else None,
                block.points,
                None,
                block.points / 100,
                reading,
            )
        )
    first = len(standard.questions)
    for chain in standard.chains:
        columns = [c for c, scene in enumerate(standard.scenes) if scene.chain == chain.id]
        answered = bool(own.answered[0, [first + c for c in columns]].any())
        mean = float(own.scenes[_WORST, 0, columns].mean())
        reading = standard.reading(chain.id, mean / TOP) if answered else None
        found.append(
            DimensionVerdict(
                chain.id, chain.name, mean if answered else None, float(TOP), None, None, reading
            )
        )
    return tuple(found)


def _holds(standard: PointsStandard, scores: Scores, gate: SceneGate) -> tuple[Hold, ...]:
    own, aim = scores.points, gate.level
    rows = (
        ("points", Text("分数", "Points"), float(own.points[_WORST, 0]), gate.points, "分", ""),
        (
            "scenes",
            Text("场景", "Scenes"),
            int(own.counts[_WORST, 0, aim - 1]),
            gate.scenes,
            "个",
            "",
        ),
        (
            "constraint-scenes",
            Text("约束性场景", "Constraint scenes (★)"),
            int(own.constraint_counts[_WORST, 0, aim - 1]),
            gate.constraint_scenes,
            "个",
            "",
        ),
    )
    return tuple(
        Hold(
            aim,
            kind,
            kind,
            name,
            float(has),
            float(needs),
            Text(
                f"{aim} 级要求{name.zh} {needs:g} {unit},现有 {has:g}。",
                f"Level {aim} asks for {needs:g}: {name.en.lower()} now {has:g}.",
            ),
        )
        for kind, name, has, needs, unit, _ in rows
        if has < needs
    )


def _gaps(standard: PointsStandard, scores: Scores, gate: SceneGate) -> tuple[Gap, ...]:
    """Return scenes below the level (constraint ones first), then points left on the table."""
    own, aim = scores.points, gate.level
    first = len(standard.questions)
    scenes = [
        Gap(
            scene.item,
            scene.ref,
            aim,
            float(own.scenes[_WORST, 0, column]),
            float(aim),
            1.0,
            "scene",
        )
        for column, scene in sorted(
            enumerate(standard.scenes), key=lambda one: (not one[1].constraint, one[0])
        )
        if own.answered[0, first + column] and own.scenes[_WORST, 0, column] < aim
    ]
    short = (
        own.counts[_WORST, 0, aim - 1] < gate.scenes
        or own.constraint_counts[_WORST, 0, aim - 1] < gate.constraint_scenes
    )
    questions = []
    if own.points[_WORST, 0] < gate.points:
        for column, question in enumerate(standard.questions):
            left = question.max / MILLI - float(_points_of(scores, column))
            if own.answered[0, column] and left > 0:
                questions.append(
                    Gap(
                        question.item,
                        question.ref,
                        aim,
                        None,
                        question.max / MILLI,
                        left,
                        "points",
                    )
                )
    ordered = sorted(questions, key=lambda gap: -gap.lift)
    return tuple((scenes if short else []) + ordered)


def _points_of(scores: Scores, column: int) -> float:
    return float(scores.points.question_points[0, column]) / MILLI
