"""Hints beside a plan in words: money, people, a level within reach."""

from diagnosis.domain.retrofit.plan.hints import (
    REVENUE_SHARE,
    DearForTheFirm,
    Hint,
    LevelInReach,
    ShortOfPeople,
)
from diagnosis.domain.text import Text
from diagnosis.present.say import number

_SIZE_ASSUMED = Text(
    "人数或营收未填，按小型企业估算费用。",
    "Headcount or revenue is missing: costs are those of a small firm.",
)


def hint_text(hint: Hint) -> Text:
    """Return a hint as a sentence."""
    if isinstance(hint, DearForTheFirm):
        return _dear(hint)
    if isinstance(hint, ShortOfPeople):
        return _people(hint)
    return _level(hint) if isinstance(hint, LevelInReach) else _SIZE_ASSUMED


def _dear(hint: DearForTheFirm) -> Text:
    share = f"{hint.money_wan / hint.revenue_wan * 100:.0f}" if hint.revenue_wan else "∞"
    money = number(hint.money_wan)
    return Text(
        f"{money} 万元超过一年营收的 {REVENUE_SHARE:.0%}（约占 {share}%），请量力而行。",
        f"{money} 万元 is more than {REVENUE_SHARE:.0%} of a year's revenue "
        f"(about {share} %): spend within your means.",
    )


def _people(hint: ShortOfPeople) -> Text:
    needed, expected, months = f"{hint.needed:.0f}", f"{hint.expected:.0f}", number(hint.months)
    return Text(
        f"计划要企业自己投入约 {needed} 个人月，按人数估计"
        f"{months} 个月内约有 {expected} 个：请减项、延期或借外力。",
        f"The plan takes about {needed} people-months of the firm's own staff; about "
        f"{expected} can be expected in {months} months: do less, take longer or get help.",
    )


def _level(hint: LevelInReach) -> Text:
    level, cost = hint.level, f"{hint.cost_wan:.1f}"
    return Text(
        f"同样的预算也够达到 {level} 级（{cost} 万元）：把目标定为该级即可，均分提高会少一些。",
        f"The budget also reaches level {level} ({cost} 万元): make that the target; "
        "the mean then rises by less.",
    )
