"""What a tier of the smart factory still lacks: the staged level, links, a share of scenes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.item import NONE, Positions
from diagnosis.domain.intake.scene_grid import MODEL_ITEM, USE_ITEM
from diagnosis.domain.scoring.condition import ConditionKind as Kind
from diagnosis.domain.scoring.condition import LevelCondition
from diagnosis.domain.scoring.raising.raises import (
    RaisesOfStandard,
    Requirement,
    Steps,
    option_mark,
    staged_raises,
)
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import SheetScores, TiersResult
from diagnosis.domain.scoring.tiers import UNKNOWN, ai_share_state


def tiers_raises(
    scorers: Scorers, positions: Positions, answers: Mapping[str, Value], scores: SheetScores
) -> RaisesOfStandard:
    """Return what a tier asks: the staged level and links by raises; the rest has to hold already.

    The share of scenes with AI falls with each scene that is put to use without a model.
    """
    staged = staged_raises(scorers, positions, scores)
    standard, result = scorers.standards.tiers, scores.tiers
    places = {link.id: place for place, link in enumerate(standard.links)}
    use, model = (_scene_marks(scorers, answers, kind) for kind in (USE_ITEM, MODEL_ITEM))
    requirements: list[Requirement] = []
    for tier in standard.tiers:
        level = tier.level
        requirements += [
            replace(need, condition=need.condition._replace(level=level))
            for need in staged.requirements
            if need.level <= tier.cmmm_level
        ]
        for link in tier.links:
            marks = (
                mark for each in standard.links[places[link]].scene_links for mark in use[each]
            )
            requirements.append(
                Requirement(
                    condition=LevelCondition(level, Kind.LINK, link),
                    has=float(result.links[places[link]]),
                    needs=1.0,
                    gains=dict.fromkeys(marks, (0.0, 1.0)),
                )
            )
        if tier.ai_share_percent is not None:
            requirements.append(_ai_share(level, tier.ai_share_percent, result, use, model))
        states = {LevelCondition(level, Kind.ABOVE_SIZE): result.above_size}
        states |= {
            LevelCondition(level, Kind.DECLARED, declared.id): state
            for declared, state in zip(standard.declared, result.declared, strict=True)
        }
        if result.cmmm_level is None:
            states[LevelCondition(level, Kind.CMMM_LEVEL)] = 0.0
        requirements += [
            Requirement(condition=condition, has=float(state), needs=1.0, gains={})
            for condition, state in states.items()
        ]
    return RaisesOfStandard(staged.gains, requirements)


SceneMarks = Mapping[str, Sequence[str]]
"""The marks of scenes that were answered as not in use (or without a model), by scene link."""


def _scene_marks(scorers: Scorers, answers: Mapping[str, Value], kind: str) -> SceneMarks:
    marks: dict[str, Sequence[str]] = {}
    for link in scorers.encoder.links:
        item, value = kind + link, answers.get(kind + link)
        chosen = value if isinstance(value, tuple) else None
        marks[link] = [
            option_mark(item, option.id)
            for option in (scorers.bank[item].options if chosen is not None else ())
            if option.id != NONE and option.id not in (chosen or ())
        ]
    return marks


def _ai_share(
    level: int, percent: float, result: TiersResult, use: SceneMarks, model: SceneMarks
) -> Requirement:
    """Return the share of scenes with AI as `with_model` × 100 less `percent` × `in_use` ≥ 0.

    What is unknown lacks something that no plan brings, and so does a firm without a scene in use.
    """
    state = ai_share_state(result.in_use, result.with_model, percent)
    condition = LevelCondition(level, Kind.AI_SHARE)
    if state == UNKNOWN or result.in_use <= 0:
        return Requirement(condition=condition, has=float(state), needs=1.0, gains={})
    gains: dict[str, Steps] = {mark: (0.0, -percent) for marks in use.values() for mark in marks}
    gains |= {mark: (0.0, 100.0) for marks in model.values() for mark in marks}
    has = result.with_model * 100 - percent * result.in_use
    return Requirement(condition=condition, has=has, needs=0.0, gains=gains)
