"""The shares of levels in a region as a JSON value, and in sentences."""

from collections.abc import Iterator

from diagnosis.domain.promotion.regional_shares import FEWEST_RANDOM, ShareEstimate
from diagnosis.domain.promotion.visit_plan import ASSUMED_WORTH, VisitPlan
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.say import Say, Shown
from diagnosis.services.promotion.region_shares import RegionReport, VisitCounts

_TOO_FEW = Text(
    "随机核查只有 {count} 家，至少要 {least} 家才能给出比例。",
    "Random visits that count: {count}. Shares take {least}.",
)
_WORTH = Text(
    "范围只由随机核查定，企业自己说高多少都不影响。有了估计，每核查一家抵得上 {worth} 家。",
    "The ranges rest on random visits alone: however much firms overstate, they hold. With the "
    "estimates each visit tells as much as {worth} would without.",
)
_ALONE = Text(
    "范围只由随机核查定，企业自己说高多少都不影响。这次估计没有帮上忙。",
    "The ranges rest on random visits alone: however much firms overstate, they hold. The "
    "estimates were no help this time.",
)
_PLAN = Text(
    "想让每个“至少”都准到上下 {within} 个百分点，一共要随机核查 {visits} 家；"
    "不用估计要 {alone} 家。",
    "To have each “at least” within ± {within} points takes {visits} random visits in all; "
    "without the estimates {alone}.",
)
_ASSUMED = Text(
    "还没有核查：这里按最费核查的比例（一半）算，并假定一家核查加上估计抵得上 {worth} 家。"
    "这个数来自模拟企业。",
    "There are no visits yet: this is for the share that takes most (a half), and assumes that a "
    "visit with the estimates is worth {worth} without; that is of simulated firms.",
)
_BY_RULE = Text(
    "{count} 家没有模型估计，用扣掉高填后的级别来帮忙。",
    "Firms without an estimate by a model: {count}. Their level by rule, with overstatement taken "
    "off, helps instead.",
)
_LEFT_OUT = {
    "chosen": Text(
        "{count} 家不是随机抽的，没有算进来。",
        "Visits to firms that were not drawn at random, which do not count: {count}.",
    ),
    "double": Text(
        "{count} 次是复查，同一家只算一次。",
        "Second visits to a firm, which counts a single time: {count}.",
    ),
    "again": Text(
        "{count} 次随机核查的企业前面已经算过，只算第一次。",
        "Further random visits to firms that count already: {count}. The first one counts.",
    ),
    "elsewhere": Text(
        "{count} 家随机核查的企业在答卷里找不到，没有算进来。请核对企业编号。",
        "Random visits to firms that have no sheet here, which do not count: {count}. Check how "
        "the firms are named.",
    ),
}
"""Why visits do not count, by the name of their count."""
_AGAIN = Text(
    "{count} 份答卷被同一家后面的答卷代替。",
    "Sheets that a later one of the same firm replaced: {count}.",
)
_FAULTY = Text(
    "{count} 行答卷有错，没有算进来。", "Lines that hold no sheet without a fault: {count}."
)
_CHANCES = 100


def show_region(report: RegionReport, say: Say) -> Shown:
    """Return shares (0–1) by level, what the visits alone would tell, and the plan of visits."""
    shares = report.shares
    return {
        "standard": report.standard.id,
        "firms": report.firms,
        "by_model": report.by_model,
        "by_rule": report.by_rule,
        "visits": _show_counts(report.visits),
        "weight": None if shares is None else numbers.share(shares.weight),
        "worth": None if shares is None else numbers.score(shares.worth),
        "at_level": [_show_share(each) for each in shares.at_level] if shares else [],
        "at_least": [_show_share(each) for each in shares.at_least] if shares else [],
        "plan": None if report.plan is None else _show_plan(report.plan),
        "notice": [say(text) for text in remarks(report)],
    }


def _show_counts(counts: VisitCounts) -> Shown:
    return {
        "random": counts.random,
        "again": counts.again,
        "double": counts.double,
        "chosen": counts.chosen,
        "elsewhere": counts.elsewhere,
    }


def _show_share(estimate: ShareEstimate) -> Shown:
    return {
        "level": estimate.level,
        "share": numbers.share(estimate.share),
        "low": numbers.share(estimate.low),
        "high": numbers.share(estimate.high),
        "visits_alone": {
            "share": numbers.share(estimate.alone),
            "low": numbers.share(estimate.alone_low),
            "high": numbers.share(estimate.alone_high),
        },
        "worth": numbers.score(estimate.worth),
    }


def _show_plan(plan: VisitPlan) -> Shown:
    return {
        "within": numbers.share(plan.within),
        "visits": plan.visits,
        "visits_alone": plan.alone,
        "assumed": plan.assumed,
    }


def remarks(report: RegionReport) -> Iterator[Text]:
    """Yield what shares rest on, how many visits make them sharp, and what was left out."""
    shares, plan, counts = report.shares, report.plan, report.visits
    if shares is None:
        yield _TOO_FEW.fill(count=counts.random, least=FEWEST_RANDOM)
    elif round(shares.visits * shares.worth) > shares.visits:
        yield _WORTH.fill(worth=numbers.number(round(shares.worth, 1)))
    else:
        yield _ALONE
    if plan is not None:
        within = numbers.number(plan.within * _CHANCES)
        yield _PLAN.fill(within=within, visits=plan.visits, alone=plan.alone)
        if plan.assumed:
            yield _ASSUMED.fill(worth=ASSUMED_WORTH)
    for name, text in _LEFT_OUT.items():
        count = getattr(counts, name)
        if count:
            yield text.fill(count=count)
    others = ((report.by_rule, _BY_RULE), (report.sheets_again, _AGAIN), (report.faulty, _FAULTY))
    for count, text in others:
        if count:
            yield text.fill(count=count)
