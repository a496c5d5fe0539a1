"""Wishes that cannot be had in words: what stands in the way, and what can be had."""

from collections.abc import Iterator
from math import inf

from diagnosis.domain.retrofit.catalogue.package import grades_of
from diagnosis.domain.retrofit.plan.infeasible import Infeasible, Obstacle, WishKind
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.scoring.condition import ConditionKind
from diagnosis.domain.text import Text
from diagnosis.present.numbers import enough_in_words
from diagnosis.present.retrofit.plan_words import WHY_LEFT_OUT, names_of_several, standard_named
from diagnosis.present.say import joined, quoted
from diagnosis.present.scoring.requirement_words import requirement_name
from diagnosis.services.ports.content import Content

_NAMED = 3
"""So many packages or conditions are named; the rest is counted."""
_TARGET = {
    Obstacle.BUDGET: Text("这笔钱到不了 {level} 级", "this money does not reach level {level}"),
    Obstacle.PHASE_LIMITS: Text(
        "照各阶段的限额，到不了 {level} 级",
        "within the limits of the phases level {level} is out of reach",
    ),
    Obstacle.CAPACITY: Text(
        "到 {level} 级要做的事，这段时间里贵厂顾不过来",
        "what level {level} takes is more than the firm can carry in the time",
    ),
    Obstacle.SPINE_FIRST: Text(
        "这笔钱先用在最该做的几步和难处上，还到不了 {level} 级",
        "this money goes to the first steps and the pains and does not reach level {level}",
    ),
    Obstacle.LEVEL: Text("{level} 级到不了", "level {level} is out of reach"),
    Obstacle.LEVEL_CAP: Text(
        "贵厂这样的规模，三年里我们不敢许 {level} 级",
        "level {level} is more than we promise a firm of this size in the time",
    ),
    Obstacle.NOT_SETTLED: Text(
        "计算时间到了上限，{level} 级能不能到还没算清",
        "the search ended with its time before it was clear whether level {level} can be reached",
    ),
}
_AS_ANSWERED = Text(
    "照现在答的，{level} 级到不了", "by what is answered now level {level} is out of reach"
)
_FOR_NOBODY = (Obstacle.LEVEL, Obstacle.LEVEL_CAP)
_BY = Text("照{standard}：{obstacle}", "By {standard} {obstacle}")
_TARGET_OTHERWISE = _TARGET[Obstacle.LEVEL]
_WANTED = {
    Obstacle.BUDGET: Text(
        "{packages}连同前提，这笔钱不够",
        "{packages}: with what they need they cost more than this money",
    ),
    Obstacle.PHASE_LIMITS: Text(
        "{packages}放不进各阶段的限额", "{packages}: they do not fit the limits of the phases"
    ),
    Obstacle.CAPACITY: Text(
        "{packages}连同前提，这段时间里贵厂顾不过来",
        "{packages}: with what they need they are more than the firm can carry in the time",
    ),
    Obstacle.PREREQUISITE: Text(
        "{packages}的前提满足不了", "{packages}: what they need cannot be met"
    ),
    Obstacle.TOGETHER: Text("{packages}不能一起做", "{packages} cannot be done together"),
    Obstacle.NOT_SETTLED: Text(
        "计算时间到了上限，{packages}能不能排进来还没算清",
        "The search ended with its time before it was clear whether {packages} can be had",
    ),
}
_FROM_SIZE = Text(
    "它是给 {least} 人以上的厂做的", "it is made for plants of {least} people or more"
)
_TO_SIZE = Text("它是给 {most} 人以下的厂做的", "it is made for plants of {most} people at most")
_INSTEAD = Text("这么大的厂，办这件事用{packages}", "at this size {packages} does the same job")
_INSTEAD_PLANNED = Text(
    "这么大的厂，办这件事用{packages}，这份计划里已经有了",
    "at this size {packages} does the same job, and is in this plan",
)
_WANTED_REFUSED = Text("{packages}：{reason}", "{packages}: {reason}")
_NOT_THIS_TIME = Text("这次做不了", "not in this plan")
_MORE = Text("{packages}等 {count} 项", "{packages} and others ({count} in all)")
_MONEY_ENOUGH = Text("有 {money} 万元就可以", "{money} 万元 would do")
_ENOUGH_FOR_LEVEL = Text(
    "另选升级为目标来排，有 {money} 万元就可以，难处和打底的事要让位",
    "with the level as the objective {money} 万元 would do, and pains and first steps give way",
)
_HANDS = Text("要做 {count} 项、{money} 万元", "it takes {count} packages and {money} 万元")
_MORE_THAN_CARRIED = Text(
    "要做 {count} 项、{money} 万元，贵厂三年最多顾得过来 {carried} 项",
    "it takes {count} packages and {money} 万元, and the firm carries {carried} in three years",
)
_WITHOUT_PHASES = Text(
    "不分阶段限额，有 {money} 万元就可以",
    "without limits of phases {money} 万元 would do",
)
_ENOUGH = {
    Obstacle.SPINE_FIRST: _ENOUGH_FOR_LEVEL,
    Obstacle.PHASE_LIMITS: _WITHOUT_PHASES,
}
_BEST = Text("最多能到 {level} 级", "level {level} is the best that is possible")
_NOW = Text("这次能到 {level} 级", "this plan comes to level {level}")
_NOT_YET = Text("这次还到不了 1 级", "this plan does not come to level 1 yet")
_NO_BETTER = Text("1 级也还到不了", "level 1 is out of reach too")
_NOT_SPENT = Text("这份计划不为它花钱", "the plan spends nothing on it")
_BEST_FOR = Text(
    "最多能到 {level} 级，约 {money} 万元",
    "level {level} is the best that is possible, for about {money} 万元",
)
_BEYOND = Text("改造补不上的：{conditions}", "what no package brings: {conditions}")
_BEYOND_QUESTIONS = Text(
    "缺的分在{questions}这几题上，改造买不来",
    "the points that lack are those of {questions}, which no package brings",
)
_SENTENCE = Text("{parts}。", "{parts}.")
_SEPARATOR = Text("；", "; ")


def what_works(content: Content, plan: KeptPlan, wish: Infeasible) -> Text:
    """Return why a wish of a plan cannot be had and what can, as a sentence."""
    standard = plan.target.standard_id
    parts = [_obstacle(content, plan, wish), *_ways_out(content, standard, wish)]
    parts += _by_size(content, plan, wish)
    return _SENTENCE.fill(parts=joined(parts, _SEPARATOR))


def why_not_reached(content: Content, plan: KeptPlan, level: int) -> Text | None:
    """Return why a plan does not come to a level of its target; None where it does not say."""
    standard = plan.target.standard_id
    for wish in _missed(plan, level):
        return joined([_missed_level(plan, wish), *_beyond(content, standard, wish)], _SEPARATOR)
    return None


def is_for_nobody(plan: KeptPlan, level: int) -> bool:
    """Return whether no plan, of whatever money, brings the firm to a level of the target."""
    wishes = _missed(plan, level)
    return not _is_open(plan) and any(wish.code in _FOR_NOBODY for wish in wishes)


def _is_open(plan: KeptPlan) -> bool:
    """Return whether blanks leave the level after a plan open."""
    return plan.target_after is not None and plan.target_after.level is None


def _missed_level(plan: KeptPlan, wish: Infeasible) -> Text:
    if wish.code is Obstacle.LEVEL and _is_open(plan):
        return _AS_ANSWERED.fill(level=wish.aimed)
    return _TARGET.get(wish.code, _TARGET_OTHERWISE).fill(level=wish.aimed)


def _missed(plan: KeptPlan, level: int) -> Iterator[Infeasible]:
    for wish in plan.infeasible:
        if wish.wish is WishKind.TARGET and wish.aimed == level:
            yield wish


def instead_of(content: Content, plan: KeptPlan, wish: Infeasible) -> tuple[str, ...]:
    """Return the packages that do for a firm of this size what a wanted one does for others.

    These are the other grades of it that the firm's trade is offered; none for any other wish.
    """
    if not _is_of_size(wish):
        return ()
    grades, trade = grades_of(content.packages.values()), content.trades.by_id.get(plan.firm.trade)
    others = [
        content.packages[other]
        for name in wish.packages
        for other in grades.get(name, ())
        if other not in wish.packages
    ]
    return tuple(
        other.id
        for other in others
        if other.headcounts.hold(plan.firm.employees) and (not trade or trade.is_offered(other))
    )


def _is_of_size(wish: Infeasible) -> bool:
    return wish.wish is WishKind.WANTED and wish.code is Obstacle.SIZE


def _by_size(content: Content, plan: KeptPlan, wish: Infeasible) -> Iterator[Text]:
    """Yield for which sizes a wanted package is made, and what is made for the firm's."""
    if not _is_of_size(wish):
        return
    known = [content.packages[name] for name in wish.packages if name in content.packages]
    for package in known[:1]:
        least, most = package.headcounts.least, package.headcounts.most
        if least is not None and (plan.firm.employees or 0) < least:
            yield _FROM_SIZE.fill(least=least)
        elif most is not None:
            yield _TO_SIZE.fill(most=most)
    others = instead_of(content, plan, wish)
    if others:
        planned = {package.id for package in plan.packages}
        text = _INSTEAD_PLANNED if planned.issuperset(others) else _INSTEAD
        yield text.fill(packages=names_of_several(content, others))


def _obstacle(content: Content, plan: KeptPlan, wish: Infeasible) -> Text:
    if wish.wish is WishKind.TARGET:
        standard = standard_named(content, plan.target.standard_id)
        return _BY.fill(standard=standard, obstacle=_missed_level(plan, wish))
    packages = names_of_several(content, wish.packages[:_NAMED])
    if len(wish.packages) > _NAMED:
        packages = _MORE.fill(packages=packages, count=len(wish.packages))
    if wish.code in _WANTED:
        return _WANTED[wish.code].fill(packages=packages)
    return _WANTED_REFUSED.fill(packages=packages, reason=_reason(wish.code))


def _reason(code: Obstacle) -> Text:
    """Return why a single package is out of the question."""
    known = {str(reason): text for reason, text in WHY_LEFT_OUT.items()}
    return known.get(str(code), _NOT_THIS_TIME)


def _beyond(content: Content, standard: str, wish: Infeasible) -> Iterator[Text]:
    """Yield what no package brings of a level: conditions, and questions by name."""
    questions = [content.bank[item] for item in wish.questions if item in content.bank]
    conditions = dict.fromkeys(
        requirement_name(content.standards, standard, each)
        for each in wish.unreached
        if not (questions and each.kind is ConditionKind.POINTS)
    )
    if conditions:
        yield _BEYOND.fill(conditions=joined(list(conditions)[:_NAMED]))
    if questions:
        yield _BEYOND_QUESTIONS.fill(
            questions=joined(quoted(item.name) for item in questions[:_NAMED])
        )


def _ways_out(content: Content, standard: str, wish: Infeasible) -> Iterator[Text]:
    yield from _beyond(content, standard, wish)
    if wish.packages_needed is not None:
        money = enough_in_words(wish.budget_wan or 0.0)
        carried = wish.packages_carried
        text = _HANDS if wish.packages_needed <= (carried or inf) else _MORE_THAN_CARRIED
        yield text.fill(count=wish.packages_needed, money=money, carried=carried)
    elif wish.budget_wan is not None:
        yield _ENOUGH.get(wish.code, _MONEY_ENOUGH).fill(money=enough_in_words(wish.budget_wan))
    says_again = not wish.level and wish.aimed == 1 and wish.code is Obstacle.LEVEL
    if wish.level is not None and not says_again:
        yield _level(wish)
    if wish.code is Obstacle.LEVEL:
        yield _NOT_SPENT


def _level(wish: Infeasible) -> Text:
    """Return the level that can be had: the best of all, or that of this plan."""
    if wish.level_cost_wan:
        money = enough_in_words(wish.level_cost_wan)
        return _BEST_FOR.fill(level=wish.level, money=money)
    is_best = wish.code in _FOR_NOBODY
    if not wish.level:
        return _NO_BETTER if is_best else _NOT_YET
    return (_BEST if is_best else _NOW).fill(level=wish.level)
