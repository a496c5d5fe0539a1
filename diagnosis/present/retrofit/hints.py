"""Hints beside a plan in words: money, people, a level within reach."""

from diagnosis.domain.retrofit.plan.hints import (
    REVENUE_SHARE,
    DearForTheFirm,
    FewAnswered,
    Hint,
    LevelInReach,
    LevelMissed,
    NothingAnswered,
    SearchCutShort,
    ShortOfPeople,
    SizeAssumed,
)
from diagnosis.domain.text import Text
from diagnosis.present.numbers import amount, decimals, number, percent, wan_enough

_SIZE_ASSUMED = Text(
    "人数或营收未填，按小型企业估算费用。",
    "Headcount or revenue is missing: costs are those of a small firm.",
)


_DEAR = Text(
    "{money} 万元超过一年营收的 {most}%（约占 {share}%），请量力而行。",
    "{money} 万元 is more than {most}% of a year's revenue (about {share} %): spend within your "
    "means.",
)
_PEOPLE = Text(
    "计划要企业自己投入约 {needed} 个人月，按人数估计 {months} 个月内约有 {expected} 个："
    "请减项、延期或借外力。",
    "The plan takes about {needed} people-months of the firm's own staff; about {expected} can be "
    "expected in {months} months: do less, take longer or get help.",
)
_LEVEL = Text(
    "同样的预算也够达到 {level} 级（{cost} 万元）：把目标定为该级即可，均分提高会少一些。",
    "The budget also reaches level {level} ({cost} 万元): make that the target; the mean then "
    "rises by less.",
)
_NOTHING_ANSWERED = Text(
    "目标标准所评的题目都没有确切的答案：是否达标无从判断，也没有可以提高的分数。请先把题答上，再做规划。",
    "Nothing that the target standard scores has a definite answer: whether it is reached is not "
    "known, "
    "and there is no score to raise. Answer first, then plan.",
)
_FEW_ANSWERED = Text(
    "目标标准的题目按权重只答了 {coverage}%，不到 {needed}%：级别只是暂定，是否达标还无从判断。"
    "请先补答，再按计划花钱。",
    "Only {coverage} % of what the target standard scores was answered, less than {needed} %: "
    "levels are provisional, and whether the target is reached is not known. Answer more before "
    "you spend.",
)
_MISSED = Text(
    "这份计划达不到 {level} 级：约 {cost} 万元只能更接近目标，花钱之前请先看达不到的原因。",
    "This plan does not reach level {level}: its {cost} 万元 or so only bring it nearer. See why "
    "before you spend.",
)
_CUT_SHORT = Text(
    "计算量到了上限，搜索提前结束：计划可行，但可能还有更好的。减少分阶段的限额，"
    "或用命令行 roadmap --exact 可以算得更细。",
    "The search reached its limit and ended early: the plan is sound, but there may be a better "
    "one. Set fewer limits by phase, or search longer with the command roadmap --exact.",
)


def hint_text(hint: Hint) -> Text:
    """Return a hint as a sentence."""
    match hint:
        case DearForTheFirm():
            return _dear(hint)
        case ShortOfPeople():
            return _people(hint)
        case LevelInReach():
            return _level(hint)
        case LevelMissed():
            return _MISSED.fill(level=hint.level, cost=amount(hint.cost_wan))
        case SizeAssumed():
            return _SIZE_ASSUMED
        case NothingAnswered():
            return _NOTHING_ANSWERED
        case FewAnswered():
            needed = percent(hint.needed)
            coverage = percent(hint.coverage, lines=(hint.needed,))
            return _FEW_ANSWERED.fill(coverage=coverage, needed=needed)
        case SearchCutShort():
            return _CUT_SHORT


def _dear(hint: DearForTheFirm) -> Text:
    share = "∞"
    if hint.revenue_wan:
        share = percent(hint.money_wan / hint.revenue_wan, limits=(REVENUE_SHARE,))
    return _DEAR.fill(money=amount(hint.money_wan), most=percent(REVENUE_SHARE), share=share)


def _people(hint: ShortOfPeople) -> Text:
    expected = decimals(hint.expected, 0, lines=(hint.needed,))
    needed = decimals(hint.needed, 0, limits=(float(expected),))
    return _PEOPLE.fill(needed=needed, expected=expected, months=number(hint.months))


def _level(hint: LevelInReach) -> Text:
    return _LEVEL.fill(level=hint.level, cost=amount(wan_enough(hint.cost_wan)))
