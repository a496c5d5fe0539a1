"""The MIIT index and the smart-factory conditions as a textbook would score them."""

from benchmarks.rivals.textbook.answers import (
    Answers,
    Part,
    Result,
    is_not_applicable,
    points,
    position,
    ticked,
)
from diagnosis.domain.scoring.standard import (
    MILLI,
    FactoryLink,
    PointsStandard,
    Tier,
    TiersStandard,
)

SCENE_TOP = 4


def score_points(standard: PointsStandard, answers: Answers) -> Result:
    """Return the result of a sheet; there is a level where blanks at worst and at best agree."""
    worst, best = (_bound(standard, answers, best=best) for best in (False, True))
    known = _known(standard, answers)
    result = Result(
        level=worst[0] if worst[0] == best[0] else None,
        score=worst[1] if worst[1] == best[1] else None,
        coverage=known / (len(standard.questions) + len(standard.scenes)),
        aim=min(worst[0] + 1, SCENE_TOP),
    )
    for question in standard.questions:
        milli = points(question, answers.get(question.item))
        score = None if milli is None else milli / MILLI
        short = 0.0 if milli is None else (question.max - milli) / MILLI
        counted = {question.item: score}
        result.parts.append(
            Part(question.ref, score, question.max / MILLI / 100, counted, short=short)
        )
    for scene in standard.scenes:
        level = _scene(answers, scene.item, blank=None)
        result.parts.append(Part(scene.ref, level, None, {scene.item: level}))
    return result


def _scene(answers: Answers, item: str, *, blank: int | None) -> int | None:
    at = position(answers, item)
    if at is not None:
        return min(SCENE_TOP, int(at))
    return 0 if is_not_applicable(answers, item) else blank


def _known(standard: PointsStandard, answers: Answers) -> int:
    questions = sum(
        points(question, answers.get(question.item)) is not None for question in standard.questions
    )
    scenes = sum(_scene(answers, scene.item, blank=None) is not None for scene in standard.scenes)
    return questions + scenes


def _bound(standard: PointsStandard, answers: Answers, *, best: bool) -> tuple[int, float]:
    total = 0.0
    for question in standard.questions:
        milli = points(question, answers.get(question.item))
        total += milli if milli is not None else question.max * best
    level = 0
    for gate in standard.gates:
        reached = [
            scene.constraint
            for scene in standard.scenes
            if (_scene(answers, scene.item, blank=SCENE_TOP * best) or 0) >= gate.level
        ]
        is_held = (
            total >= gate.points * MILLI
            and len(reached) >= gate.scenes
            and sum(reached) >= gate.constraint_scenes
        )
        level = gate.level if is_held else level
    return level, total / MILLI


def score_tiers(
    standard: TiersStandard, answers: Answers, grade: int | None, revenue_wan: float | None
) -> Result:
    """Return the result of a sheet; `grade` is its level by GB/T 39116, None where open."""
    low = high = 0
    states = [_tier(standard, tier, answers, grade, revenue_wan) for tier in standard.tiers]
    for place, conditions in enumerate(states, start=1):
        if False in conditions.values():
            break
        high = place
        if None not in conditions.values() and low == place - 1:
            low = place
    aim = min(low + 1, len(standard.tiers))
    conditions = states[aim - 1]
    known = sum(holds is not None for holds in states[-1].values())
    result = Result(
        level=low if low == high else None,
        score=None,
        coverage=known / len(states[-1]),
        aim=aim,
        conditions=conditions,
    )
    for link in standard.links:
        counted: dict[str, float | None] = {}
        for scene_link in link.scene_links:
            for what in ("use", "model"):
                item = f"scenes-{what}-{scene_link}"
                chosen = ticked(answers, item)
                counted[item] = None if chosen is None else len(chosen)
        result.parts.append(Part(link.id, None, None, counted))
    return result


def _tier(
    standard: TiersStandard,
    tier: Tier,
    answers: Answers,
    grade: int | None,
    revenue_wan: float | None,
) -> dict[str, bool | None]:
    """Return whether each condition of a tier holds, None where that is unknown."""
    conditions: dict[str, bool | None] = {
        "cmmm-level": None if grade is None else grade >= tier.cmmm_level,
        "above-size": None
        if revenue_wan is None
        else revenue_wan >= standard.above_size_revenue_wan,
    }
    for declared in standard.declared:
        answer = answers.get(declared.item)
        conditions[declared.id] = answer == "yes" if answer in ("yes", "no") else None
    for link in standard.links:
        if link.id in tier.links:
            conditions[f"link-{link.id}"] = _is_covered(link, answers)
    if tier.ai_share_percent is not None:
        conditions["ai-share"] = _has_models(standard, answers, tier.ai_share_percent)
    return conditions


def _is_covered(link: FactoryLink, answers: Answers) -> bool | None:
    chosen = [ticked(answers, f"scenes-use-{name}") for name in link.scene_links]
    if any(chosen):
        return True
    return None if None in chosen else False


def _has_models(standard: TiersStandard, answers: Answers, percent: float) -> bool | None:
    in_use = with_model = 0
    for link in standard.links:
        for name in link.scene_links:
            used = ticked(answers, f"scenes-use-{name}")
            modelled = ticked(answers, f"scenes-model-{name}")
            if used is None or (used and modelled is None):
                return None
            in_use += len(used)
            with_model += len(set(used) & set(modelled or ()))
    return in_use > 0 and with_model * 100 >= percent * in_use
