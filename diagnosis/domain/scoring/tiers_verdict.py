"""The smart-factory conditions' verdict on one sheet."""

from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import TiersResult
from diagnosis.domain.scoring.standard import Tier, TiersStandard
from diagnosis.domain.scoring.tiers import UNKNOWN, ai_share_state
from diagnosis.domain.scoring.verdict import DimensionVerdict, Gap, Hold, TierCondition, Verdict
from diagnosis.domain.text import Text


def tiers_verdict(scorers: Scorers, own: TiersResult, target: int | None = None) -> Verdict:
    """Return the verdict on a scored sheet; there is no score and no aggregation."""
    standard = scorers.standards.tiers
    low, high = own.level_low, own.level_high
    aim = target or min(low + 1, len(standard.tiers))
    tier = standard.tiers[aim - 1]
    conditions = _conditions(standard, own, tier)
    return Verdict(
        standard=standard,
        level=low if low == high else None,
        score=None,
        coverage=own.coverage,
        aggregations=(),
        dimensions=_dimensions(standard, own),
        holds=_holds(conditions, tier) if low < len(standard.tiers) else (),
        gaps=_gaps(standard, own, tier),
        why=None if low == high else _why(conditions),
        level_low=low,
        level_high=high,
        conditions=conditions,
    )


def _why(conditions: tuple[TierCondition, ...]) -> Text:
    open_ = [one.name for one in conditions if one.holds is None and one.kind != "judged"]
    return Text(
        "以下条件未知：" + "、".join(name.zh for name in open_) + "。",
        "Not known: " + ", ".join(name.en for name in open_) + ".",
    )


def _state(value: float) -> bool | None:
    return None if value == UNKNOWN else bool(value)


def _at_least(level: int | None, need: int) -> bool | None:
    return None if level is None else level >= need


def _conditions(
    standard: TiersStandard, own: TiersResult, tier: Tier
) -> tuple[TierCondition, ...]:
    cmmm = Text(f"CMMM 自评 {tier.cmmm_level} 级以上", f"CMMM level {tier.cmmm_level} or above")
    above = Text(
        f"规上企业（主营收入 {standard.above_size_revenue_wan:g} 万元以上）",
        f"above-size firm (main revenue from {standard.above_size_revenue_wan:g} 万元)",
    )
    found = [
        TierCondition("cmmm-level", "computed", cmmm, _at_least(own.cmmm_level, tier.cmmm_level)),
        TierCondition("above-size", "computed", above, _state(own.above_size)),
    ]
    for column, link in enumerate(standard.links):
        if link.id in tier.links:
            name = Text(f"覆盖「{link.name.zh}」环节", f"link covered: {link.name.en}")
            found.append(
                TierCondition(f"link-{link.id}", "computed", name, _state(own.links[column]))
            )
    if tier.ai_share_percent is not None:
        name = Text(
            f"用模型的场景占在用场景 {tier.ai_share_percent:g}% 以上",
            f"a model in at least {tier.ai_share_percent:g} % of the scenes in use",
        )
        found.append(
            TierCondition(
                "ai-share",
                "computed",
                name,
                _state(ai_share_state(own.in_use, own.with_model, tier.ai_share_percent)),
            )
        )
    found += [
        TierCondition(f"declared-{one.id}", "declared", one.name, _state(own.declared[column]))
        for column, one in enumerate(standard.declared)
    ]
    found += [
        TierCondition(f"judged-{number}", "judged", name, None)
        for number, name in enumerate(tier.judged, start=1)
    ]
    return tuple(found)


def _holds(conditions: tuple[TierCondition, ...], tier: Tier) -> tuple[Hold, ...]:
    holds = []
    for one in conditions:
        if one.kind == "judged" or one.holds is True:
            continue
        state = Text("未知", "not known") if one.holds is None else Text("未满足", "not met")
        message = Text(f"{one.name.zh}：{state.zh}。", f"{one.name.en}: {state.en}.")
        has = None if one.holds is None else 0.0
        holds.append(
            Hold(
                level=tier.level,
                kind="condition",
                part=one.id,
                name=one.name,
                has=has,
                needs=1.0,
                message=message,
            )
        )
    return tuple(holds)


def _dimensions(standard: TiersStandard, own: TiersResult) -> tuple[DimensionVerdict, ...]:
    found = []
    for column, link in enumerate(standard.links):
        share = own.link_share[column]
        score = None if share != share else share
        reading = None if score is None else standard.reading(link.id, score)
        found.append(
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
    return tuple(found)


def _gaps(standard: TiersStandard, own: TiersResult, tier: Tier) -> tuple[Gap, ...]:
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
        if link.id in tier.links and own.links[column] == 0
    )
