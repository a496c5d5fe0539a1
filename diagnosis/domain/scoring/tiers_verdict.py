"""The smart-factory conditions' verdict on one sheet."""

from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import TiersResult
from diagnosis.domain.scoring.standard import Tier, TiersStandard
from diagnosis.domain.scoring.tiers import UNKNOWN, ai_share_state
from diagnosis.domain.scoring.verdict import DimensionVerdict, Gap, Hold, TierCondition, Verdict
from diagnosis.domain.text import Text


def tiers_verdict(scorers: Scorers, result: TiersResult, target: int | None = None) -> Verdict:
    """Return the verdict on a scored sheet; there is no score and no aggregation."""
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
        holds=_holds(conditions, tier) if low < len(standard.tiers) else (),
        gaps=_gaps(standard, result, tier),
        why=None if low == high else _why(conditions),
        level_low=low,
        level_high=high,
        conditions=conditions,
    )


def _why(conditions: tuple[TierCondition, ...]) -> Text:
    open_ = [
        condition.name
        for condition in conditions
        if condition.holds is None and condition.kind != "judged"
    ]
    return Text(
        "以下条件未知：" + "、".join(name.zh for name in open_) + "。",
        "Not known: " + ", ".join(name.en for name in open_) + ".",
    )


def _state(value: float) -> bool | None:
    return None if value == UNKNOWN else bool(value)


def _at_least(level: int | None, need: int) -> bool | None:
    return None if level is None else level >= need


def _conditions(
    standard: TiersStandard, result: TiersResult, tier: Tier
) -> tuple[TierCondition, ...]:
    cmmm = Text(f"CMMM 自评 {tier.cmmm_level} 级以上", f"CMMM level {tier.cmmm_level} or above")
    above = Text(
        f"规上企业（主营收入 {standard.above_size_revenue_wan:g} 万元以上）",
        f"above-size firm (main revenue from {standard.above_size_revenue_wan:g} 万元)",
    )
    conditions = [
        TierCondition(
            "cmmm-level", "computed", cmmm, _at_least(result.cmmm_level, tier.cmmm_level)
        ),
        TierCondition("above-size", "computed", above, _state(result.above_size)),
    ]
    for column, link in enumerate(standard.links):
        if link.id in tier.links:
            name = Text(f"覆盖「{link.name.zh}」环节", f"link covered: {link.name.en}")
            conditions.append(
                TierCondition(f"link-{link.id}", "computed", name, _state(result.links[column]))
            )
    if tier.ai_share_percent is not None:
        name = Text(
            f"用模型的场景占在用场景 {tier.ai_share_percent:g}% 以上",
            f"a model in at least {tier.ai_share_percent:g} % of the scenes in use",
        )
        conditions.append(
            TierCondition(
                "ai-share",
                "computed",
                name,
                _state(ai_share_state(result.in_use, result.with_model, tier.ai_share_percent)),
            )
        )
    conditions += [
        TierCondition(
            f"declared-{declared.id}", "declared", declared.name, _state(result.declared[column])
        )
        for column, declared in enumerate(standard.declared)
    ]
    conditions += [
        TierCondition(f"judged-{number}", "judged", name, None)
        for number, name in enumerate(tier.judged, start=1)
    ]
    return tuple(conditions)


def _holds(conditions: tuple[TierCondition, ...], tier: Tier) -> tuple[Hold, ...]:
    holds = []
    for condition in conditions:
        if condition.kind == "judged" or condition.holds is True:
            continue
        state = Text("未知", "not known") if condition.holds is None else Text("未满足", "not met")
        message = Text(f"{condition.name.zh}：{state.zh}。", f"{condition.name.en}: {state.en}.")
        has = None if condition.holds is None else 0.0
        holds.append(
            Hold(
                level=tier.level,
                kind="condition",
                part=condition.id,
                name=condition.name,
                has=has,
                needs=1.0,
                message=message,
            )
        )
    return tuple(holds)


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
            item=f"scenes-use-{link.scene_links[0]}",
            part=link.id,
            level=tier.level,
            has=0.0,
            needs=1.0,
            lift=1.0,
            unit="link",
        )
        for column, link in enumerate(standard.links)
        if link.id in tier.links and result.links[column] == 0
    )
