"""A plan in words: what it comes to, what was nearly chosen, why the rest is left out."""

from collections.abc import Iterable, Sequence

from diagnosis.domain.retrofit.catalogue.amounts import Benefit
from diagnosis.domain.retrofit.plan.hints import FewAnswered, NothingAnswered
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.retrofit.plan.problem import BudgetCovers
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason, NearlyChosen
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.numbers import amount, number
from diagnosis.present.retrofit.spoken import rough, sums_of
from diagnosis.present.say import joined, quoted
from diagnosis.present.scoring.level_lines import written
from diagnosis.services.ports.content import Content

WHY_LEFT_OUT = {
    LeftOutReason.DONE: Text("已经做过", "done already"),
    LeftOutReason.RUNNING: Text("正在做", "in hand already"),
    LeftOutReason.REFUSED: Text("贵厂说不做", "the firm does not want it"),
    LeftOutReason.IN_PLACE: Text("它要做的，贵厂都有了", "all that it would bring is in place"),
    LeftOutReason.TRADE: Text("不是这一行用的", "not for this trade"),
    LeftOutReason.SIZE: Text("不适合这么多人的厂", "not made for a plant of this size"),
    LeftOutReason.BUSINESS: Text(
        "贵厂没有这块业务，或者没有说",
        "for a business that the firm does not have, or did not tell",
    ),
    LeftOutReason.NOT_APPLICABLE: Text(
        "涉及的题贵厂不适用", "what it is about does not apply to the firm"
    ),
    LeftOutReason.PREREQUISITE: Text("前提满足不了", "what it needs cannot be met"),
    LeftOutReason.OTHER_GRADE: Text(
        "这件事已选了另一种做法", "the same thing is in the plan in another grade"
    ),
    LeftOutReason.BUDGET: Text(
        "连三年的运行费一起算，剩下的预算不够",
        "more than the budget has left, three years of running in it",
    ),
    LeftOutReason.CAPACITY: Text("这段时间里顾不过来", "more than the firm can carry in the time"),
    LeftOutReason.IN_ALL: Text(
        "这么大的厂三年里做得了的项数，已经排满",
        "the plan has as many packages as a firm of this size carries in three years",
    ),
    LeftOutReason.PHASE_LIMITS: Text(
        "放不进各阶段的限额，或者这段时间里顾不过来",
        "it fits neither the limits of the phases nor the time",
    ),
    LeftOutReason.NOT_NEEDED: Text("只为这一级，用不着", "the level does not need it"),
    LeftOutReason.LESS_WORTH: Text(
        "能做，但做了带不来多少，不值这个钱", "could be done, but brings too little for its price"
    ),
}
ESTIMATED = Text(
    "费用、工期和效果都是估算，用来定方向、定先后；签约前请拿实际报价核对。",
    "Costs, months and effects are estimates to find direction and order by: check them against "
    "real quotes before you sign.",
)
BLANKS = Text(
    "计划里有的事，对着贵厂没答或答了「不清楚」的题：{items}。做了先不算分，等答上才算。",
    "Some of the plan is about questions that are blank or not known: {items}. It earns no points "
    "before they are answered.",
)
CAPPED = Text(
    "级别只按有把握的说：算出来更高的，最多也只说到「能承诺的级别」。",
    "Levels are promised with care: where more comes out, the promised level alone is counted on.",
)
DEMOTED_USED = Text(
    "贵厂说过「太贵、没人手、现在不是时候」的事，少了就到不了目标，所以仍然列入。",
    "Packages that the firm called too dear or too early are kept: the aim is out of reach "
    "without them.",
)
STEPS_NAMED = Text(
    "{names}现在只是改造包里的一步：写了它，整包不算做过，也不算不做、必做；要说整包，请写整包的编号。",
    "{names}: now mere steps of packages. Naming one neither does, refuses nor wants its package: "
    "name that itself.",
)
NOTHING_PLANNED = Text("这次没有排进任何一项。", "There is nothing in this plan.")

_NOTHING = Text("", "")
_SUMMARY = Text("{count} 项，{money}。{levels}", "{count} packages: {money}. {levels}")
_SUMMARY_OF_ONE = Text("{count} 项，{money}。{levels}", "{count} package: {money}. {levels}")
_MONEY = Text(
    "三年合计约 {total} 万元：建设约 {build} 万元（{low}–{high} 万）{running}",
    "about {total} 万元 over three years: {build} 万元 ({low}–{high} 万元) to build{running}",
)
_RUNNING = Text("，之后每年约 {run} 万", ", then about {run} 万元 a year")
_RISES = Text(
    "照{standard}，从 {before} 级到 {after} 级。",
    "By {standard} it takes you from level {before} to level {after}.",
)
_STAYS = Text(
    "照{standard}，仍在 {level} 级{scores}。", "By {standard} you stay at level {level}{scores}."
)
_SCORES = Text("，得分 {before} → {after}", ", score {before} → {after}")
_SAME_SCORE = Text("，得分还是 {before}", ", the score stays {before}")
_COMES_TO = Text("照{standard}，做完到 {level} 级。", "By {standard} it comes to level {level}.")
_UNSETTLED = Text(
    "照{standard}，答得还不够，级别说不准。",
    "By {standard} too little was answered to tell a level.",
)
_BLANKS_DECIDE = Text(
    "照{standard}，空着的题都按最差算，做完是 {level} 级；答上才定得下来。",
    "By {standard} it comes to level {level} with every blank at its worst; the answers decide.",
)
_NEARLY = Text(
    "{name}：三年合计约 {money} 万元{needs}，{reason}。",
    "{name}: about {money} 万元 over three years{needs}; {reason}.",
)
_TOO_DEAR = Text(
    "{name}：连三年的运行费约 {money} 万元{needs}，预算只剩 {left} 万元。",
    "{name}: about {money} 万元 with three years of running{needs}; {left} 万元 of the budget are "
    "left.",
)
_TOO_DEAR_TO_BUILD = Text(
    "{name}：建设约 {money} 万元{needs}，预算只剩 {left} 万元。",
    "{name}: about {money} 万元 to build{needs}; {left} 万元 of the budget are left.",
)
_WITH = Text("（连同{others}）", " (with {others})")
_BRINGS = Text("{name}：{change} {amount}", "{name}: {change} {amount}")
_CHANGES = {
    "down": Text("少", "down by"),
    "up": Text("多", "up by"),
    "level": Text("做到", "reaches"),
}
_REACHES = Text("做到", "reaches")
_AMOUNT = Text("{low}{unit}", "{low} {unit}")
_AMOUNTS = Text("{low}–{high}{unit}", "{low}–{high} {unit}")
_PERCENT = "%"


def summary_of(content: Content, plan: KeptPlan) -> Text:
    """Return what a plan comes to: how many packages, what they cost, what level they reach.

    Where too little was answered for a level, the plan's hints say so, and this does not.
    """
    packages = tuple(plan.packages)
    if not packages:
        return NOTHING_PLANNED
    build, run, total = sums_of(packages)
    money = _MONEY.fill(
        build=rough(build.mid),
        low=rough(build.low),
        high=rough(build.high),
        running=_NOTHING if rough(run.mid) == "0" else _RUNNING.fill(run=rough(run.mid)),
        total=rough(total.mid),
    )
    is_thin = any(isinstance(hint, FewAnswered | NothingAnswered) for hint in plan.hints)
    is_silent = is_thin and plan.promised_level is None
    levels = _NOTHING if is_silent else climb(content, plan, plan.target.standard_id)
    summary = _SUMMARY_OF_ONE if len(packages) == 1 else _SUMMARY
    return summary.fill(count=len(packages), money=money, levels=levels)


def standard_named(content: Content, standard_id: str) -> Text:
    """Return the name of a standard in quotes; its id where it is no more."""
    known = names.names_of_standards(content)
    return quoted(known.get(standard_id, Text(standard_id, standard_id)))


def climb(content: Content, plan: KeptPlan, standard_id: str) -> Text:
    """Return from which level to which a plan takes the firm by a standard, as a sentence."""
    standard = standard_named(content, standard_id)
    before, after = (_of(standard_id, rows) for rows in (plan.before, plan.after))
    was = None if before is None else before.level
    comes = None if after is None else plan.promised(after)
    if before is None or after is None or comes is None:
        return _unsettled(content, standard, after)
    if was is None:
        return _COMES_TO.fill(standard=standard, level=comes)
    if comes > was:
        return _RISES.fill(standard=standard, before=was, after=comes)
    scores = _scores(content, before, after)
    return _STAYS.fill(standard=standard, level=comes, scores=scores)


def _unsettled(content: Content, standard: Text, after: Reading | None) -> Text:
    """Return that no level is known: too little was answered, or the blanks decide."""
    is_by_points = after is not None and after.standard_id == content.standards.points.id
    if after is None or after.provisional is None or not is_by_points:
        return _UNSETTLED.fill(standard=standard)
    return _BLANKS_DECIDE.fill(standard=standard, level=after.provisional[0])


def _of(standard_id: str, rows: Iterable[Reading]) -> Reading | None:
    return next((each for each in rows if each.standard_id == standard_id), None)


def _scores(content: Content, before: Reading, after: Reading) -> Text:
    if before.score is None or after.score is None:
        return _NOTHING
    standard = next((s for s in content.standards if s.id == before.standard_id), None)
    was, comes = (written(standard, score) for score in (before.score, after.score))
    return (_SAME_SCORE if was == comes else _SCORES).fill(before=was, after=comes)


def name_of(content: Content, package_id: str) -> Text:
    """Return what a package is called; its id where no catalogue has it."""
    return names.name_of_package(content, package_id) or Text(package_id, package_id)


def names_of_several(content: Content, ids: Sequence[str]) -> Text:
    """Return the names of packages, each in quotes, as one text."""
    return joined(quoted(name_of(content, each)) for each in ids)


def why_nearly(content: Content, plan: KeptPlan, near: NearlyChosen) -> Text:
    """Return what a package that just missed a plan would cost, and why it is not in.

    Where that is money, both sums are of what the budget binds.
    """
    others = _NOTHING
    if near.with_needs:
        others = _WITH.fill(others=names_of_several(content, near.with_needs))
    if near.reason is LeftOutReason.BUDGET and plan.budget_wan is not None:
        is_build = plan.covers is BudgetCovers.BUILD
        spent = getattr(plan.build if is_build else plan.total, plan.binding)
        left = max(0.0, plan.budget_wan - spent)
        money = rough(near.cost_wan)
        money = money if float(money) > left else amount(near.cost_wan)
        return (_TOO_DEAR_TO_BUILD if is_build else _TOO_DEAR).fill(
            name=name_of(content, near.package),
            money=money,
            needs=others,
            left=rough(left, below=float(money)),
        )
    return _NEARLY.fill(
        name=name_of(content, near.package),
        money=rough(near.cost_wan),
        needs=others,
        reason=WHY_LEFT_OUT[near.reason],
    )


def what_it_brought(benefit: Benefit) -> Text:
    """Return what a package brought others, by published cases."""
    ends = benefit.range
    unit = _PERCENT if benefit.unit == _PERCENT else names.UNITS[benefit.unit]
    text = _AMOUNT if ends.low == ends.high else _AMOUNTS
    is_change = benefit.unit == _PERCENT
    change = _CHANGES[benefit.direction] if is_change else _REACHES
    amount = text.fill(low=number(ends.low), high=number(ends.high), unit=unit)
    return _BRINGS.fill(name=benefit.name, change=change, amount=amount)
