"""The rules once more: slow, plain, exact fractions, one sheet; written from the rules alone.

Nothing here is shared with the kernels, so that the two can be held against each other.
"""

from collections.abc import Collection, Mapping
from fractions import Fraction
from math import floor
from typing import Any

from diagnosis.domain.intake.answer import NotApplicable, Share, Value
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.scoring.standard import (
    GatedStandard,
    PointsStandard,
    Question,
    StagedStandard,
    TiersStandard,
)

Answers = Mapping[str, Value]
ZERO, UNITY = Fraction(0), Fraction(1)


def exact(number: float) -> Fraction:
    """Return the decimal that a number is written as."""
    return Fraction(repr(number))


def mean(parts: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Return the mean of (weight, value), None where nothing weighs."""
    total = sum((weight for weight, _ in parts), ZERO)
    return sum((weight * value for weight, value in parts), ZERO) / total if total else None


def met(position: Fraction, level: int) -> Fraction:
    """Return how far a position meets a level."""
    return max(ZERO, min(UNITY, position - (level - 1)))


def staged_score(shares: list[Fraction]) -> tuple[int, Fraction]:
    """Return level and score from the shares at levels 1–5."""
    level = 0
    while level < 5 and shares[level] >= Fraction(4, 5):
        level += 1
    return level, level + (shares[level] if level < 5 else ZERO)


def staged(
    standard: StagedStandard,
    answers: Answers,
    kind: ProductionType,
    exempt: Collection[str] = (),
) -> dict[str, Any]:
    """Return level, score, coverage, mean and weakest of the staged rule.

    Beside an answered item what is not applicable counts as 0, unless it is `exempt`.
    """

    def positions(items: tuple[str, ...]) -> list[Fraction]:
        values = {item: answers.get(item) for item in items}
        known = [exact(value) for value in values.values() if isinstance(value, float)]
        claims = [
            ZERO
            for item, value in values.items()
            if isinstance(value, NotApplicable) and item not in exempt
        ]
        return known + claims if known else []

    def roll(value_of: Any) -> Fraction:
        elements = []
        for element in standard.elements:
            domains = []
            for domain in standard.domains:
                if domain.parent != element.id:
                    continue
                subs = [
                    (exact(sub.weight[kind]), value_of(positions(sub.items)))
                    for sub in standard.subdomains
                    if sub.parent == domain.id and positions(sub.items)
                ]
                value = mean(subs)
                if value is not None:
                    domains.append((exact(domain.weight[kind]), value))
            value = mean(domains)
            if value is not None:
                elements.append((exact(element.weight[kind]), value))
        return mean(elements) or ZERO

    def at(level: int) -> Any:
        return lambda at: sum((met(position, level) for position in at), ZERO) / len(at)

    shares = [round(roll(at(level)), 9) for level in range(1, 6)]
    level, score = staged_score(shares)
    average = roll(lambda at: sum(at, ZERO) / len(at))
    weakest = [
        staged_score([round(at(k)(positions(sub.items)), 9) for k in range(1, 6)])
        for sub in standard.subdomains
        if sub.weight[kind] and positions(sub.items)
    ]
    return {
        "level": level,
        "score": score,
        "coverage": _staged_coverage(standard, answers, kind, exempt),
        "mean": (average, floor(round(average + Fraction(1, 5), 9))),
        "weakest": (min(s for _, s in weakest), min(n for n, _ in weakest)) if weakest else (0, 0),
        "shares": shares,
    }


def _staged_coverage(
    standard: StagedStandard, answers: Answers, kind: ProductionType, exempt: Collection[str]
) -> Fraction:
    weight = {n.id: exact(n.weight[kind]) / 100 for n in (*standard.elements, *standard.domains)}
    parent = {domain.id: domain.parent for domain in standard.domains}
    done = uncut = ZERO
    for sub in standard.subdomains:
        whole = exact(sub.weight[kind]) / 100 * weight[sub.parent or ""]
        whole *= weight[parent[sub.parent or ""] or ""]
        values = {item: answers.get(item) for item in sub.items}
        if all(isinstance(value, NotApplicable) for value in values.values()):
            continue
        is_begun = any(isinstance(value, float) for value in values.values())
        for item, value in values.items():
            is_absent = isinstance(value, NotApplicable)
            if is_absent and item in exempt:
                continue
            uncut += whole / len(sub.items)
            if isinstance(value, float) or (is_absent and is_begun):
                done += whole / len(sub.items)
    return done / uncut if uncut else ZERO


def question_points(question: Question, value: Value | None) -> Fraction | None:
    """Return the points of an answer, None for a blank."""
    points = {option.value: Fraction(option.points, 1000) for option in question.options}
    if isinstance(value, Share):
        percent = exact(value.part) * 100 / exact(value.whole)
        for option in question.options:
            if percent <= exact(option.up_to or 0.0):
                return points[option.value]
    if isinstance(value, str):
        return points[value]
    return sum((points[option] for option in value), ZERO) if isinstance(value, tuple) else None


def points(standard: PointsStandard, answers: Answers, off: Fraction = ZERO) -> dict[str, Any]:
    """Return what blanks worst and blanks best give by points and scenes.

    With steps taken `off`, a scene counts as the share of its last step that is left.
    """
    return {end: _bound(standard, answers, best, off) for best, end in enumerate(("low", "high"))}


def _left(value: object, level: int, best: int, off: Fraction) -> Fraction:
    """Return how much of a scene counts towards a level, 0–1."""
    if not isinstance(value, float):
        return Fraction(0 if isinstance(value, NotApplicable) else best)
    left = Fraction(str(value)) - off - level + 1
    return min(max(left, ZERO), Fraction(1)) if int(value) >= level else ZERO


def _bound(
    standard: PointsStandard, answers: Answers, best: int, off: Fraction = ZERO
) -> dict[str, Any]:
    total = ZERO
    is_scored = False
    for question in standard.questions:
        points_won = question_points(question, answers.get(question.item))
        is_scored |= points_won is not None
        total += points_won if points_won is not None else best * Fraction(question.max, 1000)
    levels = {}
    for scene in standard.scenes:
        value = answers.get(scene.item)
        if isinstance(value, float):
            levels[scene.ref] = min(4, int(value))
        else:
            levels[scene.ref] = 0 if isinstance(value, NotApplicable) else 4 * best
    stars = {scene.ref for scene in standard.scenes if scene.constraint}
    needs = {1: (6, 3), 2: (6, 3), 3: (8, 5), 4: (10, 6)}
    level = 0
    for number, (scenes, star_scenes) in needs.items():
        left = {
            scene.ref: _left(answers.get(scene.item), number, best, off)
            for scene in standard.scenes
        }
        of_stars = sum(left[ref] for ref in stars)
        enough = sum(left.values()) >= scenes and of_stars >= star_scenes
        if total >= 20 * number and enough:
            level = number
    alone = min(4, int(total // 20))
    return {
        "level": level,
        "points": total,
        "is_scored": is_scored,
        "points_level": alone,
        "weakest": min([alone, *(levels[ref] for ref in stars)]),
    }


def tiers(
    standard: TiersStandard, answers: Answers, cmmm: int | None, revenue: float | None
) -> tuple[int, int]:
    """Return the tier with everything unknown failing, and with everything unknown holding."""
    return tuple(_tier(standard, answers, cmmm, revenue, u) for u in (False, True))  # type: ignore[return-value]


def _tier(
    standard: TiersStandard,
    answers: Answers,
    cmmm: int | None,
    revenue: float | None,
    unknown: bool,
) -> int:
    use, model = {}, {}
    for link in standard.links:
        for scene_link in link.scene_links:
            use[scene_link] = answers.get(f"scenes-use-{scene_link}")
            model[scene_link] = answers.get(f"scenes-model-{scene_link}")

    def covered(link: str) -> bool:
        scene_links = next(part.scene_links for part in standard.links if part.id == link)
        values = [use[scene_link] for scene_link in scene_links]
        if any(isinstance(v, tuple) and v != ("none",) for v in values):
            return True
        return unknown if any(not isinstance(v, tuple) for v in values) else False

    def share_at_least(percent: float) -> bool:
        total = hits = 0
        for scene_link in use:
            used, modelled = use[scene_link], model[scene_link]
            if not isinstance(used, tuple):
                return unknown
            scenes = set(used) - {"none"}
            if scenes and not isinstance(modelled, tuple):
                return unknown
            total += len(scenes)
            hits += len(scenes & set(modelled)) if scenes and isinstance(modelled, tuple) else 0
        return total > 0 and hits * 100 >= percent * total

    def declared(item: str) -> bool:
        value = answers.get(item)
        return value == "yes" if isinstance(value, str) else unknown

    held = 0
    for tier in standard.tiers:
        holds = [
            unknown if revenue is None else revenue >= 2000,
            unknown if cmmm is None else cmmm >= tier.cmmm_level,
            tier.ai_share_percent is None or share_at_least(tier.ai_share_percent),
            *(covered(link) for link in tier.links),
            *(declared(condition.item) for condition in standard.declared),
        ]
        if not all(holds):
            break
        held = tier.level
    return held


def gated(standard: GatedStandard, answers: Answers) -> dict[str, Any]:
    """Return level, score, coverage and weakest of the gated mean."""
    scores: dict[str, Fraction] = {}
    lowest: dict[str, Fraction] = {}
    coverage = ZERO
    for dimension in standard.dimensions:
        parts = []
        for weighted in dimension.items:
            value = answers.get(weighted.item)
            if isinstance(value, float):
                position = exact(value)
            elif isinstance(value, tuple) and weighted.values is not None:
                ticked = sum((exact(float(weighted.values.get(o, 0.0))) for o in value), ZERO)
                position = min(Fraction(5), ticked)
            else:
                continue
            parts.append((exact(weighted.weight), position))
            coverage += exact(dimension.weight) / 100 * exact(weighted.weight)
        score = mean(parts)
        if score is not None:
            scores[dimension.id] = score
            lowest[dimension.id] = min(position for _, position in parts)
    weights = {dimension.id: exact(dimension.weight) for dimension in standard.dimensions}
    total = mean([(weights[name], score) for name, score in scores.items()]) or ZERO
    pairs = ("data", "security-governance")
    by_item: dict[int, int] = {2: 1, 3: 2, 4: 3, 5: 4}
    by_mean: dict[int, dict[str, int]] = {
        3: dict.fromkeys(("scene-applications", "compute-models"), 2),
        4: dict.fromkeys(("people", "scene-applications"), 3),
        5: dict.fromkeys(weights, 4),
    }
    level = 0
    for number in range(1, 6):
        passed = all(scores.get(n, -UNITY) >= need for n, need in by_mean.get(number, {}).items())
        if number in by_item:
            passed &= all(lowest.get(name, -UNITY) >= by_item[number] for name in pairs)
        if number == 2:
            passed &= scores.get("scene-applications", ZERO) > 0
        if round(total, 9) < number - Fraction(1, 5) or not passed:
            break
        level = number
    weakest = min(scores.values(), default=ZERO)
    return {
        "level": level,
        "score": total,
        "coverage": coverage,
        "mean_level": floor(round(total + Fraction(1, 5), 9)),
        "weakest": (weakest, floor(round(weakest + Fraction(1, 5), 9))),
    }
