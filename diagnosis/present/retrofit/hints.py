"""Hints beside a plan in words: money, people, a cheaper way to the same level."""

from diagnosis.domain.retrofit.plan.hints import (
    REVENUE_SHARE,
    BudgetFromYearly,
    CarriesMoreFrom,
    CheaperPlan,
    CountsDone,
    CountsRunning,
    DearForTheFirm,
    FewAnswered,
    Hint,
    LevelOnPaper,
    LevelThere,
    MoneyLeft,
    NothingAffordable,
    NothingAnswered,
    SearchCutShort,
    SizeAssumed,
    SpineRefused,
    SpineShort,
    WishUnserved,
    WishWaits,
)
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason
from diagnosis.domain.text import Text
from diagnosis.present.names import name_of_wish
from diagnosis.present.numbers import amount, enough_in_words, number, percent
from diagnosis.present.retrofit.plan_words import names_of_several, standard_named
from diagnosis.present.retrofit.spoken import rough
from diagnosis.present.say import joined, quoted
from diagnosis.services.ports.content import Content

_SIZE_ASSUMED = Text(
    "人数或营收没填，按 {people} 人的小型企业算。",
    "Headcount or revenue is missing: this is planned for a small firm of {people} people.",
)
_BUDGET_FROM_YEARLY = Text(
    "没有写预算，按贵厂一年愿投的钱乘以三，当作 {money} 万元来排。",
    "No budget was named: three times what the firm would spend in a year is taken, {money} 万元.",
)
_BY_THE_YEAR = Text(
    "您写一年愿投 {yearly} 万元，三年按 {money} 万元排。",
    "You would spend {yearly} 万元 a year: the plan goes by {money} 万元 for three years.",
)
_BEYOND_THE_YEAR = Text(
    "您写一年愿投 {yearly} 万元，三年按 {money} 万元排；第 {year} 年要约 {paid} 万元，"
    "比您写的一年数多，这一年请先备好钱。",
    "You would spend {yearly} 万元 a year: the plan goes by {money} 万元 for three years. Year "
    "{year} takes about {paid} 万元, more than you named for a year: have it at hand.",
)
_DEAR = Text(
    "{money} 万元超过一年营收的 {most}%（约占 {share}%），请量力而行。",
    "{money} 万元 is more than {most}% of a year's revenue (about {share} %): spend within your "
    "means.",
)
_DEAR_YEAR = Text(
    "花钱最多的是第 {year} 年，建设加运行要付 {money} 万元，"
    "超过贵厂一年营收的 {most}%（约占 {share}%），请量力而行。",
    "Year {year} is the dearest: {money} 万元 to build and run, more than {most}% of a year's "
    "revenue (about {share} %): spend within your means.",
)
_CHEAPER = Text(
    "照{standard}只求到 {level} 级，有更省的走法：{packages} 项，{money} 万元就够。",
    "Level {level} by {standard} alone can be had for less: {packages} packages for {money} 万元.",
)
_SPINE_SHORT = Text(
    "钱或人手不够，打底的头几步里，{packages}这次没排进来，别的事会跟着打折扣。",
    "Of the first steps of the trade money or hands leave no room for {packages}: the rest will "
    "bring less for it.",
)
_LEVEL_BEFORE_SPINE = Text(
    "钱和人手先保{standard}的 {level} 级，打底的头几步里，{packages}这次没排进来，以后要补上。",
    "Money and hands go to level {level} by {standard} first: of the first steps of the trade "
    "{packages} are not in this plan, and should follow.",
)
_CHEAPEST_TO_LEVEL = Text(
    "这份计划只求用最少的钱到{standard}的 {level} 级，打底的头几步里，{packages}没排，"
    "以后要补上。",
    "This plan is the cheapest to level {level} by {standard}: of the first steps of the trade "
    "{packages} are not in it, and should follow.",
)
_BEFORE_SPINE = {
    Objective.LEVEL: _CHEAPEST_TO_LEVEL,
    Objective.POINTS: Text(
        "这份计划只求多拿几分，打底的头几步里，{packages}没排，以后要补上。",
        "This plan is for points alone: of the first steps of the trade {packages} are not in it, "
        "and should follow.",
    ),
    Objective.PAIN: Text(
        "钱和人手先治您说的难处，打底的头几步里，{packages}这次没排进来，以后要补上。",
        "Money and hands go to the pains first: of the first steps of the trade {packages} are "
        "not in this plan, and should follow.",
    ),
}
_LEVEL_ON_PAPER = Text(
    "照{standard}的分数算，做完够得上 {level} 级；可打底的头几步一步没做，"
    "这个级站不住，我们先不许。",
    "By its points this comes to level {level} by {standard}; with no first step of the trade "
    "done it would stand on paper alone, so we do not promise it.",
)
_WISH_WAITS = Text(
    "头一年动手的 {begun} 项里，直接治您说的那几件事的是 {serving} 项；"
    "其余各是为什么，写在每一项后面。",
    "Of the {begun} packages begun in the first year {serving} serve what you said directly; why "
    "the others come first stands with each.",
)
_NO_WISH_YET = Text(
    "头一年动手的 {begun} 项，还没有一项直接治您说的那几件事；各是为什么，写在每一项后面。",
    "None of the {begun} packages begun in the first year serves what you said directly; why they "
    "come first stands with each.",
)
_UNSERVED = {
    True: Text(
        "您说的{wishes}，这份计划里没有一项直接管：能管的包有，钱、人手或者时间这次没轮到它。",
        "Nothing in this plan serves what you said: {wishes}. There are packages for it, but "
        "money or hands went elsewhere.",
    ),
    False: Text(
        "您说的{wishes}，这份计划里没有一项直接管：贵厂眼下能做的包里，没有管它的。",
        "Nothing in this plan serves what you said: {wishes}. No package that the firm could "
        "begin is for it.",
    ),
}
_CARRIES = Text(
    "这么大的厂，同时最多铺开 {at_once} 项，三年最多 {in_all} 项，再多顾不过来，计划就按这个排。",
    "A firm of this size carries {at_once} packages at once and {in_all} in three years: the plan "
    "keeps to that.",
)
_CARRIES_AND_RESTS = Text(
    "这么大的厂，同时最多铺开 {at_once} 项，半年里最多新开 {half_year} 项，三年最多 {in_all} 项。"
    "这几个上限是我们按厂子大小定的：图上空着的月份不是没钱，是留给员工把新做法用熟。",
    "A firm of this size carries {at_once} packages at once, {half_year} newly begun in six "
    "months and {in_all} in three years. These limits are ours, by size: months without a bar are "
    "not for want of money, but for people to get used to what is new.",
)
_CARRIES_AND_START = Text(
    "这么大的厂，同时最多铺开 {at_once} 项，三年最多 {in_all} 项，计划就按这个排。"
    "最忙时排了 {busiest} 项：定人、定规矩的起步也算一项，"
    "它的人手算在总数里，不算进那 {at_once} 项。",
    "A firm of this size carries {at_once} packages at once and {in_all} in three years: the plan "
    "keeps to that. It has {busiest} at its busiest: naming who does it all is a package like the "
    "others, but takes no hands and is not among the {at_once}.",
)
_NOTHING_AFFORDABLE = Text(
    "这笔钱一项也做不了：最省的一项也要 {least} 万元（建设加三年运行）。",
    "This budget buys no package: the least costs {least} 万元, three years of running in it.",
)
_LEFT = {
    LeftOutReason.IN_ALL: Text(
        "还剩 {left} 万元没有排：不是没有值得做的事，是这么大的厂三年最多做 {in_all} 项，"
        "已经排满。这个上限是我们按厂子大小定的：做得快，就早点来排下一轮。",
        "{left} 万元 are left: a firm of this size carries {in_all} packages in three years, and "
        "the plan has as many. That limit is ours, by size: where you are done sooner, plan the "
        "next round sooner.",
    ),
    LeftOutReason.CAPACITY: Text(
        "还剩 {left} 万元没有排：剩下值得做的事，人手和时间已经顾不过来。",
        "{left} 万元 are left: what else would be worth it is more than the firm can carry in the "
        "time.",
    ),
    LeftOutReason.PHASE_LIMITS: Text(
        "还剩 {left} 万元没有排：剩下值得做的事，放不进各阶段的限额，或者人手和时间顾不过来。",
        "{left} 万元 are left: what else would be worth it fits neither the limits of the phases "
        "nor the time.",
    ),
    LeftOutReason.LESS_WORTH: Text(
        "还剩 {left} 万元没有排：剩下能做的事，做了带不来多少，先不必花。",
        "{left} 万元 are left: what else could be done brings too little for its price.",
    ),
    LeftOutReason.BUDGET: Text(
        "还剩 {left} 万元没有排：剩下值得做的事，每一件连三年的运行费都不止这个数。",
        "{left} 万元 are left: what else would be worth it costs more than that, three years of "
        "running in it.",
    ),
}
_LEFT_BUT_DEAR = Text(
    "还剩 {left} 万元没有排：能管{wishes}的事还有，可比这么大的厂通常花的钱贵得多，没有替您排；"
    "想做，点名要它，再排一次。",
    "{left} 万元 are left: there is more for {wishes}, but far above what a firm of this size "
    "spends, so it is not in the plan; if you want it, name it and plan again.",
)
_REFUSED = Text(
    "贵厂说不做的{packages}，是同行打底要走的一步：计划照办，没有排；后面的事会跟着打折扣。",
    "The firm refuses {packages}, a step that the trade lays ground with: the plan keeps to that, "
    "and what follows will bring less for it.",
)
_LEVEL_THERE = Text(
    "照答卷看，{standard}的 {level} 级已经到了；下面是接着做什么。",
    "By the answers level {level} by {standard} is there already; this is what could come next.",
)
_LEVEL_THERE_FREE = Text(
    "照答卷看，{standard}的 {level} 级已经到了，不用为它花钱；想看接着做什么，不写目标再排一次。",
    "By the answers level {level} by {standard} is there already and costs nothing; to see what "
    "could come next, plan without a target.",
)
_COUNTS_DONE = Text(
    "起点算上了贵厂说已经做完的 {packages} 项，是照这几项该带来的算的，还没有新的答卷核实；"
    "它们往后的运行费不在这份计划里。",
    "The start counts {packages} packages that the firm called done, at what they promise: no new "
    "assessment has verified it yet. What they cost to run is not in this plan.",
)
_COUNTS_RUNNING = Text(
    "正在做的 {packages} 项不再重复安排，原计划到第 {months} 个月做完，效果从做完起算；"
    "剩下要付的钱和往后的运行费不在这份计划里。",
    "{packages} packages in hand are not planned again: by their plan they end by month {months}, "
    "and count from their end. What is left to pay, and to run them, is not in this plan.",
)
_NOTHING_ANSWERED = Text(
    "算级别要看的题，一题都没有答上：做不做得到还说不准。请先把题答上，再排计划。",
    "Nothing that the target standard scores has a definite answer: whether it is reached is not "
    "known. Answer first, then plan.",
)
_FEW_ANSWERED = Text(
    "答得还太少：算级别的题按分量答了 {coverage}%，要到 {needed}%，级别才说得准。"
    "下面先看方向，把题答完再花钱。",
    "Too little was answered: of what levels are counted by, {coverage} % by weight; {needed} % "
    "are needed to tell a level. Read this for its direction, and answer more before you spend.",
)
_CUT_SHORT = Text(
    "计算时间到了上限，提前停了：计划能用，但可能还有更好的。",
    "The search ended with its time: the plan is sound, but there may be a better one.",
)


def hint_text(content: Content, hint: Hint, standard_id: str) -> Text:
    """Return a hint as a sentence; its levels are those of the standard that a plan climbs by."""
    standard = standard_named(content, standard_id)
    match hint:
        case DearForTheFirm():
            return _dear(hint)
        case SizeAssumed():
            return _SIZE_ASSUMED.fill(people=hint.people)
        case BudgetFromYearly():
            return _by_the_year(hint)
        case CheaperPlan():
            money = enough_in_words(hint.cost_wan)
            return _CHEAPER.fill(
                level=hint.level, packages=hint.packages, money=money, standard=standard
            )
        case SpineShort():
            return _spine_short(content, hint, standard)
        case LevelOnPaper():
            return _LEVEL_ON_PAPER.fill(level=hint.level, standard=standard)
        case WishWaits():
            text = _WISH_WAITS if hint.serving else _NO_WISH_YET
            return text.fill(begun=hint.begun, serving=hint.serving)
        case WishUnserved():
            wishes = joined(quoted(name_of_wish(content, each)) for each in hint.wishes)
            return _UNSERVED[hint.are_on_offer].fill(wishes=wishes)
        case CarriesMoreFrom():
            return _carries(hint)
        case NothingAffordable():
            return _NOTHING_AFFORDABLE.fill(least=enough_in_words(hint.least_wan))
        case MoneyLeft():
            return _left(content, hint)
        case SpineRefused():
            return _REFUSED.fill(packages=names_of_several(content, hint.packages))
        case LevelThere():
            text = _LEVEL_THERE if hint.plans_more else _LEVEL_THERE_FREE
            return text.fill(level=hint.level, standard=standard)
        case CountsDone():
            return _COUNTS_DONE.fill(packages=hint.packages)
        case CountsRunning():
            return _COUNTS_RUNNING.fill(packages=hint.packages, months=number(hint.months))
        case NothingAnswered():
            return _NOTHING_ANSWERED
        case FewAnswered():
            needed = percent(hint.needed)
            coverage = percent(hint.coverage, lines=(hint.needed,))
            return _FEW_ANSWERED.fill(coverage=coverage, needed=needed)
        case SearchCutShort():
            return _CUT_SHORT


def _left(content: Content, hint: MoneyLeft) -> Text:
    left = rough(hint.left_wan)
    if hint.open_for:
        wishes = joined(quoted(name_of_wish(content, each)) for each in hint.open_for)
        return _LEFT_BUT_DEAR.fill(left=left, wishes=wishes)
    return _LEFT[hint.why].fill(left=left, in_all=hint.in_all)


def _by_the_year(hint: BudgetFromYearly) -> Text:
    money, yearly = amount(hint.budget_wan), amount(hint.yearly_wan)
    if not hint.yearly_wan:
        return _BUDGET_FROM_YEARLY.fill(money=money)
    text = _BEYOND_THE_YEAR if hint.year else _BY_THE_YEAR
    paid = rough(hint.year_wan)
    return text.fill(
        money=money,
        yearly=yearly,
        year=hint.year,
        paid=amount(hint.year_wan) if paid == yearly else paid,
    )


def _carries(hint: CarriesMoreFrom) -> Text:
    text = _CARRIES_AND_RESTS if hint.half_year else _CARRIES
    if hint.busiest > hint.at_once:
        text = _CARRIES_AND_START
    return text.fill(
        at_once=hint.at_once,
        in_all=hint.in_all,
        busiest=hint.busiest,
        half_year=hint.half_year,
    )


def _dear(hint: DearForTheFirm) -> Text:
    share = "∞"
    if hint.revenue_wan:
        share = percent(hint.money_wan / hint.revenue_wan, limits=(REVENUE_SHARE,))
    text, money = _DEAR if hint.year is None else _DEAR_YEAR, amount(hint.money_wan)
    return text.fill(money=money, most=percent(REVENUE_SHARE), share=share, year=hint.year or 0)


def _spine_short(content: Content, hint: SpineShort, standard: Text) -> Text:
    packages = names_of_several(content, hint.packages)
    text = _BEFORE_SPINE.get(hint.objective)
    if text is None:
        text = _SPINE_SHORT if hint.level is None else _LEVEL_BEFORE_SPINE
    return text.fill(level=hint.level, packages=packages, standard=standard)
