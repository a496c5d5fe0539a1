"""A plan in words: why a project is in or out, and what a wish would take."""

from collections.abc import Iterable

from diagnosis.domain.retrofit.plan.infeasible import Infeasible, Obstacle, WishKind
from diagnosis.domain.retrofit.plan.reasons import ChosenProject, LeftOutProject, LeftOutReason
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.numbers import amount, decimals, number, wan_enough, wan_proven
from diagnosis.present.parts import parts_by_item
from diagnosis.present.say import SEMICOLON, joined
from diagnosis.present.scoring.requirement_words import requirement_name
from diagnosis.services.ports.content import Content

WHY = {
    LeftOutReason.DONE: Text("已经做过，不再买。", "Done already: never bought again."),
    LeftOutReason.REFUSED: Text("企业不想做。", "The firm does not want it."),
    LeftOutReason.IN_PLACE: Text("它要带来的都已具备。", "All that it would bring is in place."),
    LeftOutReason.SIZE: Text("不适合这个规模的企业。", "Not made for firms of this size."),
    LeftOutReason.INDUSTRY: Text("不针对这个行业。", "Not for this industry."),
    LeftOutReason.NOT_APPLICABLE: Text(
        "它所涉及的题目在本企业不适用。", "The items that it is about do not apply to this firm."
    ),
    LeftOutReason.NO_GAIN: Text(
        "不提高目标标准的得分（对别的标准可能有用）。",
        "Does not raise the target standard (it may serve another one).",
    ),
    LeftOutReason.COVERED: Text(
        "计划里的项目已做到它能做到的：{others}。",
        "Projects of the plan reach what it would: {others}.",
    ),
    LeftOutReason.EXCLUSION: Text(
        "与计划里的项目二选一：{others}。", "One or the other: the plan holds {others}."
    ),
    LeftOutReason.PREREQUISITE: Text(
        "它的前提无法满足{others}。", "What it needs cannot be met{others}."
    ),
    LeftOutReason.TIME: Text("在计划期内做不完。", "Cannot be finished before the plan ends."),
    LeftOutReason.BUDGET: Text(
        "预算不够：连同前提{others}要 {needs} 万元，只剩 {left} 万元。",
        "Budget: with what it needs{others} it costs {needs} 万元, and {left} 万元 are left.",
    ),
    LeftOutReason.NOT_NEEDED: Text(
        "不做它也达到目标；做它再花 {needs} 万元。",
        "The target is reached without it; it would cost {needs} 万元 more.",
    ),
    LeftOutReason.LESS_GAIN: Text(
        "还能做，但同样的钱用在计划里的项目上提高更多（{needs} 万元）。",
        "Could be added, but the money does more in the projects chosen ({needs} 万元).",
    ),
}
_WITH_PLACES = frozenset(reason for reason, text in WHY.items() if "{" in text.zh)
"""The reasons whose text has places to fill; of a plan's left-out projects few have one."""
GAPS_NAMED = 3
PARTS_NAMED = 2
PROJECTS_NAMED = 3
EXPECTED = Text(
    "期望值：每个项目的好处按「同类建议被采纳的比例」打折（采纳先验），只是量级，不是预测。",
    "Expected value: each project's benefit times the share of such recommendations that were "
    "carried out (adoption prior). An order of magnitude, not a forecast.",
)
ESTIMATED = Text(
    "费用、工期和效果是估算区间；预算按区间的中值（几何平均）约束，另有要求时按低值或高值。",
    "Costs, months and effects are estimated ranges. A budget binds their middle (geometric mean) "
    "unless asked to bind the low or high end.",
)
BLANKS = Text(
    "计划会改善没有作答或不清楚的题目，但这些题不计分：{items}。",
    "The plan improves items that are blank or not known; they are not scored: {items}.",
)
DEMOTED_USED = Text(
    "贵企业说过「太贵、没人手、现在不是时候」的项目，少了就达不到目标，所以仍然列入。",
    "Projects that the firm called too dear or too early are kept: the aim is out of reach "
    "without them.",
)


_NOTHING = Text("", "")
_IN_BRACKETS = Text("（{others}）", " ({others})")
_SENTENCE = Text("{reasons}。", "{reasons}.")
_WANTED = Text("企业想做", "the firm wants it")
_ADVANCES = Text("提高{parts}", "advances {parts}")
_SERVES = Text("服务于目标：{goals}", "serves the goals {goals}")
_CLOSES = Text("补差距：{rises}", "closes gaps: {rises}")
_RISE = Text("{part} {rise}", "{part} {rise}")
_NEEDED_BY = Text("是「{others}」的前提", "is needed by {others}")
_NEEDED_BY_MORE = Text(
    "是「{others}」等 {count} 项的前提", "is needed by {others} and {more} more"
)
_WISH = {
    Obstacle.BUDGET: Text(
        "想做的项目连同前提要 {budget} 万元。",
        "What is wanted costs {budget} 万元 with what it needs.",
    ),
    Obstacle.PHASE_LIMITS: Text(
        "想做的项目放不进各阶段的限额（共要 {budget} 万元）。",
        "What is wanted ({budget} 万元) does not fit the limits of the phases.",
    ),
    Obstacle.TIME: Text(
        "{projects}：至少要 {months} 个月。", "{projects}: takes at least {months} months."
    ),
    Obstacle.PREREQUISITE: Text(
        "{first}：它的前提无法满足（{rest}）。", "{first}: what it needs cannot be met ({rest})."
    ),
    Obstacle.TOGETHER: Text("{projects} 不能一起做。", "{projects} cannot be done together."),
}
_WISH_REFUSED = Text("{projects}：{reason}", "{projects}: {reason}")
_TARGET_BUDGET = Text(
    "预算达不到这个级别：{budget} 万元可以达到{proven}。",
    "The budget does not reach this level: {budget} 万元 does{proven}.",
)
_PROVEN = Text("，已证明少于 {least} 万元做不到", "; proven: less than {least} 万元 cannot")
_TARGET_TIME = Text(
    "计划期内达不到：需要约 {months} 个月、{budget} 万元。",
    "Not within the plan: it takes about {months} months and {budget} 万元.",
)
_TARGET_LEVEL = Text(
    "目录里的项目最高达到 {level} 级（{cost} 万元）{beyond}。",
    "The projects reach level {level} at most ({cost} 万元){beyond}.",
)
_NOT_SETTLED = Text(
    "计算量到了上限，这个级别能否达到、要多少钱和时间，还没有算清。",
    "The search reached its limit before it was clear whether this level can be reached, and with "
    "what money and time.",
)
_BEYOND = Text("；项目够不到的条件：{conditions}", "; out of their reach: {conditions}")


def project_name(content: Content, project_id: str) -> Text:
    """Return the name of a project; its id where the content does not have it."""
    known = content.projects.get(project_id)
    return Text(project_id, project_id) if known is None else known.name


def project_names(content: Content, ids: Iterable[str]) -> Text:
    """Return the names of projects as one text."""
    return joined(content.projects[name].name for name in ids if name in content.projects)


def why_left_out(content: Content, left_out: LeftOutProject) -> Text:
    """Return why a project is left out, as a sentence."""
    if left_out.reason not in _WITH_PLACES:
        return WHY[left_out.reason]
    others = project_names(content, left_out.others)
    if left_out.reason in (LeftOutReason.BUDGET, LeftOutReason.PREREQUISITE):
        others = _IN_BRACKETS.fill(others=others) if left_out.others else _NOTHING
    needs, left = (amount(money or 0.0) for money in (left_out.needs_wan, left_out.left_wan))
    return WHY[left_out.reason].fill(others=others, needs=needs, left=left)


def why_chosen(content: Content, standard: str, chosen: ChosenProject) -> Text:
    """Return why a project is in the plan, as sentences."""
    reasons = [_WANTED] if chosen.wanted else []
    reasons += _gaps(content, standard, chosen)
    names_advanced = (
        requirement_name(content.standards, standard, requirement)
        for requirement in chosen.requirements
    )
    advanced = list(dict.fromkeys(names_advanced))[:PARTS_NAMED]
    if advanced:
        reasons.append(_ADVANCES.fill(parts=joined(advanced)))
    served = [names.GOALS[goal] for goal in chosen.goals]
    served += [content.scenes[scene] for scene in chosen.scenes]
    if served:
        reasons.append(_SERVES.fill(goals=joined(served)))
    reasons += _enables(content, chosen)
    return _SENTENCE.fill(reasons=joined(reasons, SEMICOLON))


def _gaps(content: Content, standard: str, chosen: ChosenProject) -> list[Text]:
    """Return the largest gaps that a project closes, each part once."""
    parts = parts_by_item(content.standards, standard)
    rises: dict[Text, str] = {}
    for raised in sorted(chosen.raises, key=lambda raised: -raised.gain):
        if raised.gain > 0:
            has = "–" if raised.has is None else number(raised.has)
            rises.setdefault(parts[raised.item], f"{has}→{raised.to}")
    shown = list(rises.items())[:GAPS_NAMED]
    if not shown:
        return []
    return [_CLOSES.fill(rises=joined(_RISE.fill(part=part, rise=rise) for part, rise in shown))]


def _enables(content: Content, chosen: ChosenProject) -> list[Text]:
    if not chosen.enables:
        return []
    others = project_names(content, chosen.enables[:PROJECTS_NAMED])
    count = len(chosen.enables)
    more = count - PROJECTS_NAMED
    text = _NEEDED_BY_MORE if more > 0 else _NEEDED_BY
    return [text.fill(others=others, count=count, more=more)]


def what_works(content: Content, standard: str, wish: Infeasible) -> Text:
    """Return why a wish cannot be had and what would work, as sentences."""
    projects = project_names(content, wish.projects)
    if wish.wish is WishKind.TARGET:
        return _target(content, standard, wish)
    if wish.code in (Obstacle.BUDGET, Obstacle.PHASE_LIMITS):
        return _WISH[wish.code].fill(budget=amount(wan_enough(wish.budget_wan or 0.0)))
    if wish.code is Obstacle.TIME:
        months = "" if wish.months is None else decimals(wish.months, 0)
        return _WISH[wish.code].fill(projects=projects, months=months)
    if wish.code is Obstacle.PREREQUISITE:
        first = project_names(content, wish.projects[:1])
        rest = project_names(content, wish.projects[1:])
        return _WISH[wish.code].fill(first=first, rest=rest)
    if wish.code is Obstacle.TOGETHER:
        return _WISH[wish.code].fill(projects=projects)
    return _WISH_REFUSED.fill(projects=projects, reason=WHY[LeftOutReason(wish.code)])


def _target(content: Content, standard: str, wish: Infeasible) -> Text:
    if wish.code is Obstacle.BUDGET:
        least = wish.no_less_than_wan
        proven = _NOTHING if least is None else _PROVEN.fill(least=amount(wan_proven(least)))
        budget = amount(wan_enough(wish.budget_wan or 0.0))
        return _TARGET_BUDGET.fill(budget=budget, proven=proven)
    if wish.code is Obstacle.TIME:
        months = decimals(wish.months or 0.0, 0)
        return _TARGET_TIME.fill(months=months, budget=amount(wan_enough(wish.budget_wan or 0.0)))
    if wish.code is Obstacle.NOT_SETTLED:
        return _NOT_SETTLED
    names_unreached = (
        requirement_name(content.standards, standard, requirement)
        for requirement in wish.unreached
    )
    unreached = list(dict.fromkeys(names_unreached))
    beyond = _BEYOND.fill(conditions=joined(unreached)) if unreached else _NOTHING
    cost = amount(wan_enough(wish.level_cost_wan or 0.0))
    return _TARGET_LEVEL.fill(level=wish.level, cost=cost, beyond=beyond)
