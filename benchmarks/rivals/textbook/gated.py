"""AI readiness as a textbook would score it: a weighted mean with gates."""

from benchmarks.rivals.textbook.answers import Answers, Part, Result, value
from diagnosis.domain.scoring.standard import Gate, GatedStandard

LEVELS = 5


def score_gated(standard: GatedStandard, answers: Answers) -> Result:
    """Return the result of a sheet."""
    whole = sum(dimension.weight for dimension in standard.dimensions)
    total = present = coverage = 0.0
    parts: dict[str, Part] = {}
    for dimension in standard.dimensions:
        counted = {each.item: value(each, answers) for each in dimension.items}
        known = [each for each in dimension.items if counted[each.item] is not None]
        inside = sum(each.weight for each in known)
        coverage += dimension.weight / whole * inside / sum(e.weight for e in dimension.items)
        if not known:
            parts[dimension.id] = Part(dimension.id, None, 0.0, counted)
            continue
        score = sum(each.weight * (counted[each.item] or 0.0) for each in known) / inside
        parts[dimension.id] = Part(dimension.id, round(score, 9), dimension.weight, counted)
        total += dimension.weight * score
        present += dimension.weight
    score = round(total / present, 9) if present else 0.0
    level = _level(standard, parts, score)
    is_enough = coverage >= standard.minimum_coverage - 1e-12
    aim = min(level + 1, LEVELS)
    for part in parts.values():
        part.weight = (part.weight or 0.0) / present if present else 0.0
        part.short = part.weight * max(0.0, aim - (part.score or 0.0))
    return Result(
        level=level if is_enough else None,
        score=score if is_enough else None,
        coverage=coverage,
        parts=list(parts.values()),
        aim=aim,
    )


def _level(standard: GatedStandard, parts: dict[str, Part], total: float) -> int:
    level = 0
    for wanted in range(1, LEVELS + 1):
        gates = [gate for gate in standard.gates if gate.level == wanted]
        is_open = all(_passes(gate, parts[gate.dimension]) for gate in gates)
        if total < round(wanted - standard.tolerance, 9) or not is_open:
            break
        level = wanted
    return level


def _passes(gate: Gate, part: Part) -> bool:
    """Return whether a dimension, or its lowest answered item, reaches what a gate asks."""
    has = part.score
    if has is None:
        return False
    if gate.weakest_item:
        has = min(value for value in part.counted.values() if value is not None)
    return has > gate.at_least if gate.above else has >= gate.at_least
