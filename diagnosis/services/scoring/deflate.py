"""What is left of the levels if firms overstate as assumed, beside what the models estimate."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from diagnosis.domain.estimate import Estimate, SpotCheck
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.overstatement import (
    TOP_WITHOUT_VISIT,
    DeflatedLevels,
    LevelBy,
    Overstatement,
)
from diagnosis.domain.scoring.counted_items import counted_items
from diagnosis.domain.scoring.encode import EncodedSheet
from diagnosis.domain.scoring.estimating.carried import leaves_out
from diagnosis.domain.scoring.estimating.deciding import deciding_first
from diagnosis.domain.scoring.estimating.deflated import DeflatedRules
from diagnosis.domain.scoring.estimating.scene_checks import (
    SCENES_ADVISED,
    deciding_scenes,
    scene_checks,
)
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.standard import Standards
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.services.ports.content import Content


class ScoredSheet(NamedTuple):
    """A sheet, as it is encoded and as it is scored."""

    sheet: Sheet
    row: EncodedSheet
    scores: SheetScores


@dataclass(frozen=True, slots=True, kw_only=True)
class Deflation:
    """The deflated rules on one scored sheet; `verdicts` are those by rule, by standard.

    A visit verified the answers to the items `verified`.
    """

    rules: DeflatedRules
    standards: Standards
    scored: ScoredSheet
    verdicts: Mapping[str, Verdict]
    verified: Collection[str] = ()

    def estimates(self, by_model: tuple[Estimate, ...]) -> tuple[Estimate, ...]:
        """Return the models' estimates with what is left, then that of the SME index.

        The level served is that of the deflated rule, save where the registry says the model's.
        The smart-factory conditions have no estimate: they are facts to check.
        """
        return (*(self.beside(estimate) for estimate in by_model), self.beside(self.of_index()))

    def of_index(self) -> Estimate:
        """Return how likely the levels of the SME index are, and which scenes to look at.

        It has neither where nothing was answered or blanks leave too many levels open.
        """
        standard, result = self.standards.points, self.scored.scores.points
        index = self.rules.index
        chances = index(result) if result.coverage else None
        is_short = result.coverage < 1 and leaves_out(self.scored.sheet, standard)
        if chances is None:
            return Estimate(
                standard=standard.id, level_by=LevelBy.DEFLATED_RULE, form_too_short=is_short
            )
        checks = scene_checks(standard, result, index.held)
        return Estimate(
            standard=standard.id,
            level_by=LevelBy.DEFLATED_RULE,
            probabilities=chances.probabilities,
            levels=chances.levels,
            checks=checks[:SCENES_ADVISED],
            form_too_short=is_short,
            doubts={check.item: check.gain for check in checks},
        )

    def beside(self, estimate: Estimate) -> Estimate:
        """Return an estimate with what is left of the level, and with the level that is served.

        Without a model there is a level where the rule gives one; with a model where the answers
        carry an estimate.
        """
        return replace(self._beside(estimate), doubts={})

    def _beside(self, estimate: Estimate) -> Estimate:
        verdict = self.verdicts[estimate.standard]
        has_model = estimate.model is not None
        is_carried = not estimate.insufficient if has_model else verdict.level is not None
        if not verdict.coverage or not is_carried:
            nothing = DeflatedLevels(overstatement=self.rules.overstatement_of(estimate.standard))
            return replace(estimate, deflated=nothing, insufficient=estimate.refusal is None)
        deflated = self._left(verdict)
        if verdict.level is None:
            deflated = replace(deflated, margin=None)
        if deflated.is_verified and deflated.claimed is not None:
            return _as_verified(verdict, deflated, deflated.claimed)
        if estimate.level_by is LevelBy.MODEL and has_model:
            return replace(estimate, deflated=deflated)
        level = deflated.usual
        if level is not None and estimate.standard != self.standards.points.id:
            level = min(level, TOP_WITHOUT_VISIT)
        return replace(
            estimate,
            deflated=deflated,
            level=level,
            level_by=LevelBy.DEFLATED_RULE,
            insufficient=level is None,
            form_too_short=estimate.form_too_short and level is None,
            levels=_holding(estimate.levels, level),
            checks=self._checks(estimate, level),
        )

    def _left(self, verdict: Verdict) -> DeflatedLevels:
        sheet, row, scores = self.scored
        deflated = self.rules.left(verdict.standard.id, row, scores)
        if not self.verified:
            return deflated
        counted = set(counted_items(verdict.standard)).intersection(sheet.answers)
        verified = counted.intersection(self.verified)
        is_verified = verdict.coverage == 1 and verified == counted
        return replace(deflated, verified=len(verified), is_verified=is_verified)

    def _checks(self, estimate: Estimate, level: int | None) -> tuple[SpotCheck, ...]:
        """Return what to look at on site, first what decides the level that is served."""
        if not level:
            return estimate.checks
        deciding, (_, row, scores) = self.rules.deciding, self.scored
        if estimate.standard == self.standards.staged.id:
            items = deciding.staged(row, scores.staged)
        elif estimate.standard == self.standards.gated.id:
            items = deciding.gated(row, scores.gated)
        else:
            shares = self.rules.scene_shares
            items = deciding_scenes(self.standards.points, scores.points, shares, level)
        return deciding_first(estimate.checks, items, estimate.doubts)


def _as_verified(verdict: Verdict, deflated: DeflatedLevels, level: int) -> Estimate:
    """Return what is left to estimate where a visit verified every answer: nothing."""
    levels = range(verdict.standard.levels[-1].level + 1)
    return Estimate(
        standard=verdict.standard.id,
        level=level,
        level_by=LevelBy.DEFLATED_RULE,
        probabilities=tuple([1.0 if each == level else 0.0 for each in levels]),
        levels=(level,),
        deflated=deflated,
    )


def deflation(
    content: Content,
    scored: ScoredSheet,
    verdicts: Iterable[Verdict],
    verified: Collection[str] = (),
) -> Deflation | None:
    """Return the deflated rules on a scored sheet, None where the content assumes nothing.

    A visit verified the answers to the items `verified`.
    """
    if content.deflated is None:
        return None
    return Deflation(
        rules=content.deflated,
        standards=content.standards,
        scored=scored,
        verdicts={verdict.standard.id: verdict for verdict in verdicts},
        verified=verified,
    )


def with_overstatements(content: Content, known: Mapping[str, Overstatement]) -> Content:
    """Return content whose deflated rules take off what is known, by standard; else the assumed.

    The SME index takes that of GB/T 39116 where most of its scenes are items of that standard:
    visits by the one check answers of the other.
    """
    assuming, standards = content.deflated, content.standards
    if assuming is None or not known:
        return content
    staged, points = standards.staged.id, standards.points
    shared = set(content.scorers.staged.items)
    common = sum(scene.item in shared for scene in points.scenes)
    by_standard = dict(known)
    if staged in known and 2 * common > len(points.scenes):
        by_standard.setdefault(points.id, known[staged])
    rules = DeflatedRules(content.scorers, assuming.assumed, by_standard)
    return replace(content, deflated=rules)


def with_gaps(content: Content, gaps: Sequence[float]) -> Content:
    """Return content whose deflated rules take off what the checks of one firm say.

    `gaps` are by how many steps its claims exceed what a visit verified.
    """
    rules, standards = content.deflated, content.standards
    if rules is None or not gaps:
        return content
    deflated = (standards.staged.id, standards.points.id, standards.gated.id)
    of_firm = {name: rules.overstatement_of(name).of_firm(gaps) for name in deflated}
    return replace(content, deflated=DeflatedRules(content.scorers, rules.assumed, of_firm))


def _holding(levels: tuple[int, ...], level: int | None) -> tuple[int, ...]:
    """Return a set of levels, widened without a gap where it does not hold a level."""
    if not levels or level is None or level in levels:
        return levels
    return tuple(range(min(levels[0], level), max(levels[-1], level) + 1))
