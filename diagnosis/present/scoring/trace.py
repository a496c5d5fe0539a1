"""The trace of a diagnosis: from each total down to every answer, as ids and numbers.

It is kept beside the result, so that it stays true when content changes; `show_trace` names it.
"""

from typing import Any

from diagnosis.domain.intake.answer import NotApplicable, as_plain
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.encode import choice_value, option_points
from diagnosis.domain.scoring.staged import LEVELS, met
from diagnosis.domain.scoring.standard import (
    MILLI,
    GatedStandard,
    PointsStandard,
    StagedStandard,
    TiersStandard,
    WeightedItem,
)
from diagnosis.domain.scoring.verdict import DimensionVerdict, Verdict, position_of
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

SCENE_TOP = 4
_MET = {one: tuple(met(one, level) for level in range(1, LEVELS + 1)) for one in POSITION_VALUES}


def trace(content: Content, diagnosis: Diagnosis) -> dict[str, Any]:
    """Return per standard the parts, their weights and scores, and the answers below them.

    An answer's `weight` is its share of its part, `value` what it counts there (a position 0–5,
    points, a scene's level, a choice's value, a count of ticked scenes).
    """
    sheet, standards = diagnosis.sheet, content.standards
    staged, points, tiers, gated = diagnosis.verdicts
    parts = (
        _staged(standards.staged, sheet, staged),
        _points(standards.points, sheet),
        _tiers(standards.tiers, sheet, tiers),
        _gated(standards.gated, sheet, gated),
    )
    return {
        "production_type": str(sheet.production_type),
        "standards": [
            {
                "standard": verdict.standard.ref,
                "level": verdict.level,
                "score": verdict.score,
                "provisional": verdict.provisional
                and {"level": verdict.provisional[0], "score": verdict.provisional[1]},
                **own,
            }
            for verdict, own in zip((staged, points, tiers, gated), parts, strict=True)
        ],
    }


def _answer(sheet: Sheet, item: str, weight: float | None, value: float | None) -> dict[str, Any]:
    given = sheet.answers.get(item)
    answer = given if given is None or given.__class__ is float else as_plain(given)
    return {"item": item, "answer": answer, "weight": weight, "value": value}


def _part(
    part: str, weight: float | None, score: float | None, answers: list[dict[str, Any]]
) -> dict[str, Any]:
    return {"part": part, "weight": weight, "score": score, "answers": answers}


def _staged(standard: StagedStandard, sheet: Sheet, verdict: Verdict) -> dict[str, Any]:
    totals = [0.0] * LEVELS
    parts = []
    for sub, own in zip(standard.subdomains, verdict.dimensions, strict=True):
        positions = {item: position_of(sheet.answers.get(item)) for item in sub.items}
        given = [one for one in positions.values() if one is not None]
        answers = [
            _answer(sheet, item, None if one is None else 1 / len(given), one)
            for item, one in positions.items()
        ]
        met_by = zip(*[_MET[one] for one in given], strict=True)
        shares = [sum(column) / len(given) for column in met_by] if given else None
        if shares is not None and own.weight:
            weight = own.weight
            totals = [t + weight * share for t, share in zip(totals, shares, strict=True)]
        parts.append(_part(sub.id, own.weight, own.score, answers) | {"shares": shares})
    return {"shares": totals, "parts": parts}


def _scene(sheet: Sheet, item: str) -> int | None:
    given = sheet.answers.get(item)
    if isinstance(given, float):
        return min(SCENE_TOP, int(given))
    return 0 if isinstance(given, NotApplicable) else None


def _points(standard: PointsStandard, sheet: Sheet) -> dict[str, Any]:
    parts = []
    total = 0
    for question in standard.questions:
        given = sheet.answers.get(question.item)
        milli = None if given is None else option_points(question, given)
        total += milli or 0
        points = None if milli is None else milli / MILLI
        answers = [_answer(sheet, question.item, 1.0, points)]
        parts.append(_part(question.ref, question.max / MILLI / 100, points, answers))
    levels = [(_scene(sheet, one.item), one) for one in standard.scenes]
    parts += [
        _part(one.ref, None, level, [_answer(sheet, one.item, None, level)])
        for level, one in levels
    ]
    gates = []
    for gate in standard.gates:
        reached = [one.constraint for level, one in levels if (level or 0) >= gate.level]
        starred = sum(reached)
        gates.append(
            {
                "level": gate.level,
                "conditions": [
                    _condition("points", total / MILLI, gate.points),
                    _condition("scenes", len(reached), gate.scenes),
                    _condition("constraint-scenes", starred, gate.constraint_scenes),
                ],
            }
        )
    return {"gates": gates, "parts": parts}


def _condition(part: str, has: float | None, needs: float) -> dict[str, Any]:
    return {"part": part, "has": has, "needs": needs}


def _ticked(sheet: Sheet, item: str) -> int | None:
    given = sheet.answers.get(item)
    return sum(one != "none" for one in given) if isinstance(given, tuple) else None


def _tiers(standard: TiersStandard, sheet: Sheet, verdict: Verdict) -> dict[str, Any]:
    parts = []
    for link, own in zip(standard.links, verdict.dimensions, strict=True):
        items = [
            f"scenes-{what}-{scenes}" for scenes in link.scene_links for what in ("use", "model")
        ]
        answers = [_answer(sheet, item, None, _ticked(sheet, item)) for item in items]
        parts.append(_part(link.id, None, own.score, answers))
    for one in standard.declared:
        given = sheet.answers.get(one.item)
        value = float(given == "yes") if isinstance(given, str) else None
        parts.append(_part(one.id, None, value, [_answer(sheet, one.item, None, value)]))
    return {
        "level_low": verdict.level_low,
        "level_high": verdict.level_high,
        "conditions": [
            {"id": one.id, "kind": one.kind, "holds": one.holds} for one in verdict.conditions
        ],
        "parts": parts,
    }


def _value(sheet: Sheet, one: WeightedItem) -> float | None:
    given = sheet.answers.get(one.item)
    if one.values is None:
        return position_of(given)
    return choice_value(one.values, one.cap, given) if isinstance(given, tuple) else None


def _gated(standard: GatedStandard, sheet: Sheet, verdict: Verdict) -> dict[str, Any]:
    parts = []
    for dimension, own in zip(standard.dimensions, verdict.dimensions, strict=True):
        values = [(one, _value(sheet, one)) for one in dimension.items]
        inside = sum(one.weight for one, value in values if value is not None)
        answers = [
            _answer(sheet, one.item, None if value is None else one.weight / inside, value)
            for one, value in values
        ]
        parts.append(_part(dimension.id, own.weight, own.score, answers))
    return {"gates": _gates(standard, verdict.dimensions), "parts": parts}


def _gates(
    standard: GatedStandard, dimensions: tuple[DimensionVerdict, ...]
) -> list[dict[str, Any]]:
    score_of = {one.id: one.score for one in dimensions}
    return [
        {
            "level": level,
            "conditions": [
                _condition(gate.dimension, score_of[gate.dimension], gate.at_least)
                for gate in standard.gates
                if gate.level == level
            ],
        }
        for level in sorted({gate.level for gate in standard.gates})
    ]
