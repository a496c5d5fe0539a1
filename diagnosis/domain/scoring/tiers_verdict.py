"""The smart-factory conditions' verdict on one sheet."""

from collections.abc import Iterator

from diagnosis.domain.intake.scene_grid import USE_ITEM
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import TiersResult
from diagnosis.domain.scoring.standard import Tier, TiersStandard
from diagnosis.domain.scoring.tiers import UNKNOWN, ai_share_state
from diagnosis.domain.scoring.verdict import (
    ConditionsUnknown,
    DimensionVerdict,
    Gap,
    GapUnit,
    Hold,
    HoldKind,
    TierCondition,
    Verdict,
)

DECLARED, JUDGED = ConditionKind.DECLARED, ConditionKind.JUDGED


def tiers_verdict(
    scorers: Scorers, result: TiersResult, target: int | None = None, *, explained: bool = True
) -> Verdict:
    """Return the verdict on a scored sheet; there is no score and no aggregation.

    Where it is not to be `explained`, neither holds nor gaps are worked out.
    """
    standard = scorers.standards.tiers
    low, high = result.level_low, result.level_high
    aim = target or min(low + 1, len(standard.tiers))
    tier = standard.tiers[aim - 1]
    conditions = _conditions(standard, result, tier)
    return Verdict(
        standard=standard,
        level=low if low == high else None,
        score=None,
        coverage=result.coverage,
        aggregations=(),
        dimensions=_dimensions(standard, result),
        holds=_holds(conditions) if explained and low < len(standard.tiers) else (),
        gaps=_gaps(standard, result, tier) if explained else (),
        no_level=None if low == high else ConditionsUnknown(_unknown(conditions)),
        level_low=low,
        level_high=high,
        conditions=conditions,
    )


def _unknown(conditions: tuple[TierCondition, ...]) -> tuple[TierCondition, ...]:
    return tuple(
        each for each in conditions if each.holds is None and each.condition.kind is not JUDGED
    )


def _state(value: float) -> bool | None:
    return None if value == UNKNOWN else bool(value)


def _at_least(level: int | None, need: int) -> bool | None:
    return None if level is None else level >= need


def _conditions(
    standard: TiersStandard, result: TiersResult, tier: Tier
) -> tuple[TierCondition, ...]:
    level = tier.level
    return (
        *_computed(standard, result, tier),
        *(
            TierCondition(LevelCondition(level, DECLARED, declared.id), _state(state))
            for declared, state in zip(standard.declared, result.declared, strict=True)
        ),
        *(
            TierCondition(LevelCondition(level, JUDGED, number=number), None)
            for number in range(1, len(tier.judged) + 1)
        ),
    )


def _computed(standard: TiersStandard, result: TiersResult, tier: Tier) -> Iterator[TierCondition]:
    level, kinds = tier.level, ConditionKind
    cmmm = _at_least(result.cmmm_level, tier.cmmm_level)
    yield TierCondition(LevelCondition(level, kinds.CMMM_LEVEL), cmmm)
    yield TierCondition(LevelCondition(level, kinds.ABOVE_SIZE), _state(result.above_size))
    for link, state in zip(standard.links, result.links, strict=True):
        if link.id in tier.links:
            yield TierCondition(LevelCondition(level, kinds.LINK, link.id), _state(state))
    if tier.ai_share_percent is not None:
        share = ai_share_state(result.in_use, result.with_model, tier.ai_share_percent)
        yield TierCondition(LevelCondition(level, kinds.AI_SHARE), _state(share))


def _holds(conditions: tuple[TierCondition, ...]) -> tuple[Hold, ...]:
    return tuple(
        Hold(
            level=condition.level,
            kind=HoldKind.CONDITION,
            condition=condition,
            has=None if holds is None else 0.0,
            needs=1.0,
        )
        for condition, holds in conditions
        if condition.kind is not JUDGED and holds is not True
    )


def _dimensions(standard: TiersStandard, result: TiersResult) -> tuple[DimensionVerdict, ...]:
    dimensions = []
    for column, link in enumerate(standard.links):
        share = result.link_share[column]
        score = None if share != share else share
        reading = None if score is None else standard.reading(link.id, score)
        dimensions.append(
            DimensionVerdict(
                id=link.id,
                name=link.name,
                score=score,
                top=1.0,
                level=None,
                weight=None,
                reading=reading,
            )
        )
    return tuple(dimensions)


def _gaps(standard: TiersStandard, result: TiersResult, tier: Tier) -> tuple[Gap, ...]:
    return tuple(
        Gap(
            item=USE_ITEM + link.scene_links[0],
            part=link.id,
            level=tier.level,
            has=0.0,
            needs=1.0,
            lift=1.0,
            unit=GapUnit.LINK,
        )
        for column, link in enumerate(standard.links)
        if link.id in tier.links and result.links[column] == 0
    )
