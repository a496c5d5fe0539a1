"""Hints beside a plan in words: money, people, a level within reach."""

from diagnosis.domain.retrofit.plan.hints import (
    REVENUE_SHARE,
    DearForTheFirm,
    Hint,
    LevelInReach,
    ShortOfPeople,
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
    "计划要企业自己投入约 {needed} 个人月，按人数估计{months} 个月内约有 {expected} 个："
    "请减项、延期或借外力。",
    "The plan takes about {needed} people-months of the firm's own staff; about {expected} can be "
    "expected in {months} months: do less, take longer or get help.",
)
_LEVEL = Text(
    "同样的预算也够达到 {level} 级（{cost} 万元）：把目标定为该级即可，均分提高会少一些。",
    "The budget also reaches level {level} ({cost} 万元): make that the target; the mean then "
    "rises by less.",
)


def hint_text(hint: Hint) -> Text:
    """Return a hint as a sentence."""
    if isinstance(hint, DearForTheFirm):
        return _dear(hint)
    if isinstance(hint, ShortOfPeople):
        return _people(hint)
    return _level(hint) if isinstance(hint, LevelInReach) else _SIZE_ASSUMED


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
