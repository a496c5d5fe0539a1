"""The warnings beside an instrument, in words."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from diagnosis.domain.retrofit.support.eligibility import Offer, PlannedPackage
from diagnosis.domain.retrofit.support.instrument import Standing
from diagnosis.domain.retrofit.support.warnings import (
    EndsSoon,
    EndsTooLate,
    FileBeforeStart,
    LevelAfter,
    LongShotForSize,
    MayBeOver,
    NextLevel,
    NotOpen,
    OneFundPerItem,
    PaidAfterwards,
    StartedBeforeFiling,
    StartsTooEarly,
    SupportWarning,
    Threshold,
    TooLateToStart,
    TooSmall,
)
from diagnosis.domain.text import Text
from diagnosis.present.moments import day_words
from diagnosis.present.numbers import amount
from diagnosis.present.say import Say, Shown, joined, plain, quoted

NAMED = 5
"""How many packages a warning names."""

_FILE_FIRST = Text("先备案、后开工：开工前没有备案的不给钱。", "File first: no money otherwise.")
_FILE_BEFORE = Text(
    "先备案、后开工：「{name}」计划 {day} 开工，须在这之前办好备案。",
    "File before the start: {name} is planned to start on {day}.",
)
_FILE_THEN_START = Text(
    "先备案再开工：{names}照计划 {day} 起就动手，备案一般来不及；没备案就开工的，这笔钱不给。"
    "想拿这笔钱，备案办好再动手。",
    "File first, then start: {names} are planned from {day} on, sooner than a filing takes, and "
    "what starts unfiled is not paid. If you want this money, begin once the filing is done.",
)
_STARTED = Text(
    "「{name}」{day} 已经开工，没备案就开工的投入一般不算。",
    "{name} started on {day}: spending before filing as a rule does not count.",
)
_STANDINGS = {
    Standing.RULES_IN_FORCE: Text(
        "规定有效，但没看到正在受理的申报通知，先问主管部门。",
        "The rules are in force, but no call was seen: ask the office first.",
    ),
    Standing.NOT_YET: Text("{start} 才生效。", "In force from {start} only."),
    Standing.ENDED: Text("已于 {end} 到期。", "Ended on {end}."),
    Standing.BEFORE_WINDOW: Text(
        "申报期 {opens} 至 {closes}，还没开始。", "Filing runs from {opens} to {closes}: not yet."
    ),
    Standing.WINDOW_CLOSED: Text(
        "申报期 {opens} 至 {closes}，已经结束。", "Filing ran from {opens} to {closes}: over."
    ),
    Standing.CHECK_CURRENT_YEAR: Text(
        "按年发通知，能否申报要查当年的通知{seen}。",
        "Called by the year: look up this year's notice{seen}.",
    ),
}
_ENDED_BY_SOURCE = Text("来源已写明到期。", "Ended, by its source.")
_SEEN = Text("（上一次 {opens}—{closes}）", " (last seen: {opens} to {closes})")
_AFTERWARDS = Text(
    "先做后补：完工、验收并凭发票才拿得到钱，期间全部由企业垫付。",
    "Paid afterwards, on invoices and acceptance: the firm pays all of it first.",
)
_TOO_LATE = Text(
    "要在 {day} 前做完；计划里这些到那天还做不完，没有计入：{names}（最早的 {first} 做完）。",
    "To be done by {day}; not done by then, so not counted: {names} (the first is done on "
    "{first}).",
)
_TOO_LATE_TO_START = Text(
    "要在 {day} 前全部完工，今天起只剩 {left} 天；改造一般要三个月以上，现在才开工赶不上。"
    "已经在改、能按期完工的，请声明。",
    "All must be finished by {day}, {left} days from now; a retrofit takes three months or more, "
    "so what starts now misses it. If yours is under way and will be done, declare it.",
)
_TOO_EARLY = Text(
    "在 {day} 生效前就开工，投入没有计入：{names}。",
    "Started before it is in force on {day}, so not counted: {names}.",
)
_MORE = Text("{names}等 {count} 项", "{names} and {more} more")
_REACHED = {
    True: Text("按模拟能达到", "the simulation reaches it"),
    False: Text("按模拟达不到", "the simulation does not"),
    None: Text("还没有计划可以模拟", "there is no plan to simulate"),
}
_BY_PLAN = Text(
    "照这份计划，到 {day} 模拟是 {level} 级",
    "with this plan the simulation gives {level} on {day}",
)
_AT_LAST = Text("照这份计划，模拟是 {level} 级", "with this plan the simulation gives {level}")
_LEVEL_AFTER = Text(
    "改造后评测要达到 {level} 级才给钱，以第三方评测为准；{reached}。",
    "Paid only if a test after the retrofit gives level {level} or above; {reached}.",
)
_NEXT_LEVEL = Text(
    "若评测到 {level} 级，上限由 {cap} 万元升到 {higher} 万元。",
    "At level {level} the cap rises from {cap} 万元 to {higher} 万元.",
)
_SPENDING = {
    "equipment_at_least_wan": Text("新设备购置额", "new equipment"),
    "spend_at_least_wan": Text("计入的投入", "spending that counts"),
}
_THRESHOLD = Text(
    "门槛：{spending}不少于 {least} 万元{most}。",
    "Threshold: at least {least} 万元 of {spending}{most}.",
)
_MOST = Text(
    "；本计划算得上的钱最多 {most} 万元",
    "; what counts of the plan comes to {most} 万元 at most",
)
_ONE_FUND = Text(
    "同一项投入只能拿其中一项，另有：{names}。",
    "One investment draws one of these only; also possible: {names}.",
)
_TOO_SMALL = Text(
    "最多只能拿到 {most} 万元，不值得申报，没有计入合计。",
    "At most {most} 万元 for this plan: not worth an application, and in no sum.",
)
_LONG_SHOT = Text("很难拿到：{why}", "Hard to get: {why}")
_MAY_BE_OVER = Text("可能已经没有了：{why}", "Perhaps over: {why}")
_ENDS_SOON = Text("只剩 {left} 天，{day}到期。", "{left} days are left: it ends on {day}.")
_ENDS_TOMORROW = Text("只剩 1 天，{day}到期。", "1 day is left: it ends on {day}.")
_LAST_DAY = Text("今天到期。", "It ends today.")
_NOTHING = Text("", "")


def show_warning(offer: Offer, warning: SupportWarning, say: Say) -> Shown:
    """Return a warning beside an instrument: its code and its text."""
    return {"code": warning.code, "text": say(warning_text(offer, warning))}


def warning_text(offer: Offer, warning: SupportWarning) -> Text:
    """Return a warning beside an instrument in words."""
    return _TEXTS[type(warning)](offer, warning)


def _file_before(_: Offer, warning: FileBeforeStart) -> Text:
    if warning.first is None:
        return _FILE_FIRST
    if warning.too_soon:
        names = joined(quoted(planned.package.name) for planned in warning.too_soon)
        return _FILE_THEN_START.fill(names=names, day=plain(warning.first.start))
    return _with_start(_FILE_BEFORE, warning.first)


def _started(_: Offer, warning: StartedBeforeFiling) -> Text:
    return _with_start(_STARTED, warning.first)


def _with_start(text: Text, first: PlannedPackage) -> Text:
    return text.fill(name=first.package.name, day=plain(first.start))


def _not_open(offer: Offer, warning: NotOpen) -> Text:
    valid, window = offer.instrument.valid, offer.instrument.window
    if warning.standing is Standing.ENDED and valid.end is None:
        return _ENDED_BY_SOURCE
    opens, closes = (window.start, window.end) if window else (None, None)
    dates = {"start": valid.start, "end": valid.end, "opens": opens, "closes": closes}
    shown = {name: plain(day or "…") for name, day in dates.items()}
    seen = _SEEN.fill(**shown) if opens or closes else _NOTHING
    return _STANDINGS[warning.standing].fill(**shown, seen=seen)


def _afterwards(_offer: Offer, _warning: PaidAfterwards) -> Text:
    return _AFTERWARDS


def _too_late(offer: Offer, warning: EndsTooLate) -> Text:
    first = min(plan.end for plan in warning.packages)
    return _with_packages(_TOO_LATE, offer.instrument.last_day, warning.packages, first=first)


def _too_late_to_start(_: Offer, warning: TooLateToStart) -> Text:
    return _TOO_LATE_TO_START.fill(day=plain(warning.day), left=plain(warning.days_left))


def _too_early(offer: Offer, warning: StartsTooEarly) -> Text:
    return _with_packages(_TOO_EARLY, offer.instrument.valid.start, warning.packages)


def _with_packages(
    text: Text, day: date | None, plans: Iterable[PlannedPackage], first: date | None = None
) -> Text:
    names = [plan.package.name for plan in plans]
    shown = joined(names[:NAMED])
    if len(names) > NAMED:
        count, more = plain(len(names)), plain(len(names) - NAMED)
        shown = _MORE.fill(names=shown, count=count, more=more)
    return text.fill(day=plain(day), names=shown, first=plain(first))


def _level_after(_: Offer, warning: LevelAfter) -> Text:
    reached = _REACHED[warning.reached]
    if warning.reached is not None and warning.by_plan is not None:
        text = _AT_LAST if warning.day is None else _BY_PLAN
        reached = text.fill(level=plain(warning.by_plan), day=plain(warning.day or ""))
    return _LEVEL_AFTER.fill(level=plain(warning.level), reached=reached)


def _next_level(_: Offer, warning: NextLevel) -> Text:
    cap, higher = amount(warning.cap_wan), amount(warning.higher_cap_wan)
    return _NEXT_LEVEL.fill(level=warning.level, cap=cap, higher=higher)


def _threshold(_: Offer, warning: Threshold) -> Text:
    most = _NOTHING if warning.most_wan is None else _MOST.fill(most=amount(warning.most_wan))
    least = amount(warning.at_least_wan)
    return _THRESHOLD.fill(spending=_SPENDING[warning.operator], least=least, most=most)


def _one_fund(_: Offer, warning: OneFundPerItem) -> Text:
    return _ONE_FUND.fill(names=joined(other.name for other in warning.others))


def _long_shot(offer: Offer, _: LongShotForSize) -> Text:
    shot = offer.instrument.long_shot
    return _NOTHING if shot is None else _LONG_SHOT.fill(why=shot.why)


def _may_be_over(offer: Offer, _: MayBeOver) -> Text:
    why = offer.instrument.may_be_over
    return _NOTHING if why is None else _MAY_BE_OVER.fill(why=why)


def _ends_soon(_: Offer, warning: EndsSoon) -> Text:
    text = {0: _LAST_DAY, 1: _ENDS_TOMORROW}.get(warning.days_left, _ENDS_SOON)
    return text.fill(left=plain(warning.days_left), day=day_words(warning.day))


def _too_small(_: Offer, warning: TooSmall) -> Text:
    return _TOO_SMALL.fill(most=amount(warning.most_wan))


_TEXTS: dict[type[SupportWarning], Callable[[Offer, Any], Text]] = {
    FileBeforeStart: _file_before,
    StartedBeforeFiling: _started,
    NotOpen: _not_open,
    PaidAfterwards: _afterwards,
    EndsTooLate: _too_late,
    TooLateToStart: _too_late_to_start,
    StartsTooEarly: _too_early,
    LevelAfter: _level_after,
    NextLevel: _next_level,
    Threshold: _threshold,
    OneFundPerItem: _one_fund,
    TooSmall: _too_small,
    LongShotForSize: _long_shot,
    MayBeOver: _may_be_over,
    EndsSoon: _ends_soon,
}
