"""Where a sheet stands by a standard: its mean, its level, what each level still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.scoring.condition import ConditionKind as Kind
from diagnosis.domain.scoring.condition import LevelCondition as LevelCondition
from diagnosis.domain.scoring.raising.gated import gated_raises
from diagnosis.domain.scoring.raising.raises import (
    Cap,
    Gains,
    Reached,
    Requirement,
    points_raises,
    staged_raises,
    total,
)
from diagnosis.domain.scoring.raising.tiers import tiers_raises
from diagnosis.domain.scoring.scale import ROUNDING, SCENE_TOP, TOP
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import (
    SheetScores,
)
from diagnosis.domain.scoring.standard import (
    AnyStandard,
)
from diagnosis.domain.scoring.verdict import positions_in

MOST_POINTS = 100
"""The most that the SME index gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Yardstick:
    """What each raise adds to a standard's mean, and what each level still lacks.

    `mean` is the weighted mean now, 0–5, `gains` what raises add to it, up to `caps`; `level` the
    level now, `top` the highest level there is; `requirements` the conditions of all levels.
    """

    standard: str
    mean: float
    level: int
    top: int
    gains: Gains
    requirements: tuple[Requirement, ...]
    caps: tuple[Cap, ...] = ()

    def rise(self, reached: Reached) -> float:
        """Return by how much the mean rises."""
        return total(self.gains, reached, self.caps)

    def in_points(self) -> "Yardstick":
        """Return it with the points of the SME index, 0–100 brought to 0–5, for its mean.

        The points are what the index is scored by; its mean otherwise is that of the scenes.
        Standards whose levels ask for no points stay as they are.
        """
        need = next((n for n in self.requirements if n.condition.kind is Kind.POINTS), None)
        if need is None:
            return self
        scale = TOP / MOST_POINTS
        gains = {mark: tuple(step * scale for step in steps) for mark, steps in need.gains.items()}
        return replace(self, mean=need.has * scale, gains=gains, caps=need.caps)

    def level_after(self, reached: Reached) -> int:
        """Return the level after a raise."""
        failing = [need.level for need in self.requirements if need.missing(reached) > 0]
        return min(failing) - 1 if failing else self.top

    def requirements_up_to(self, level: int) -> tuple[Requirement, ...]:
        """Return every condition up to a level."""
        return tuple(need for need in self.requirements if need.level <= level)


def mean_of(scorers: Scorers, standard: str, scores: SheetScores) -> float:
    """Return the weighted mean (0–5) that a plan's value is counted in.

    Staged and gated standards have one of their own. The points of the SME index do not follow
    from ladder items, so its mean is that of the 16 scene levels (0–4) stretched to 0–5. The smart
    factory has no score: its mean is that of the staged standard that it asks for.
    """
    if standard == scorers.standards.gated.id:
        return scores.gated.score
    if standard == scorers.standards.points.id:
        scenes = scores.points.scenes
        return sum(scenes) / len(scenes) * TOP / SCENE_TOP
    return round(scores.staged.mean, ROUNDING)


def level_of(scorers: Scorers, standard: str, scores: SheetScores) -> int:
    """Return the level by a standard's own rule; blanks count at their worst."""
    standards = scorers.standards
    if standard == standards.gated.id:
        return scores.gated.level
    if standard == standards.points.id:
        return scores.points.level[0]
    return scores.tiers.level_low if standard == standards.tiers.id else scores.staged.level


def yardstick(
    scorers: Scorers, standard: AnyStandard, answers: Mapping[str, Value], scores: SheetScores
) -> Yardstick:
    """Return what each raise adds to a standard's mean, and what each level still lacks.

    Parameters
    ----------
    answers
        Of the sheet. What was not answered, is not known or does not apply is not raised: the
        standard goes on scoring without it.
    scores
        Of the sheet as it is.

    """
    standards = scorers.standards
    positions = positions_in(answers)
    if standard.id == standards.staged.id:
        raises = staged_raises(scorers, positions, scores)
    elif standard.id == standards.gated.id:
        raises = gated_raises(scorers, positions, answers, scores)
    elif standard.id == standards.points.id:
        raises = points_raises(scorers, positions, answers, scores)
    else:
        raises = tiers_raises(scorers, positions, answers, scores)
    return Yardstick(
        standard=standard.id,
        mean=mean_of(scorers, standard.id, scores),
        level=level_of(scorers, standard.id, scores),
        top=standard.levels[-1].level,
        gains=raises.gains,
        requirements=tuple(raises.requirements),
        caps=raises.caps,
    )
