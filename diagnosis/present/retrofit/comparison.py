"""Two plans side by side as JSON values."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from diagnosis.domain.decimals import Rounder
from diagnosis.domain.retrofit.follow_up.progress import Status
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.pins import show_pin
from diagnosis.present.retrofit.plan import show_aim
from diagnosis.present.retrofit.plan_words import WHY_LEFT_OUT, name_of
from diagnosis.present.retrofit.spoken import three_years
from diagnosis.present.say import SEMICOLON, Say, Shown, joined
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.compare_plans import LonePackage, MoneyPair, Pair, PlanComparison

PAIR_BYTES = 60_000
"""What two plans and their comparison may weigh together where they are not asked for in full."""
_OF_PLAN = (
    "summary", "target", "serves", "budget_wan", "build_wan", "run_wan_per_year",
    "three_years_wan", "people_months", "months", "first_ai", "after", "infeasible", "warnings",
    "gap", "cut_short", "starts_on",
)  # fmt: skip
"""What is shown of a plan beside another."""
_OF_PHASE = ("number", "from_month", "until_month", "three_years_wan")
_OF_CARD = ("id", "name", "start_month", "end_month", "build_wan", "three_years_wan", "cost")
_SAME = Text("两份计划做的是同样的事。", "Both plans do the same.")
_MORE = Text("第二份多 {count} 项", "the second does {count} more")
_FEWER = Text("少 {count} 项", "{count} of the first are not in the second")
_AS_FIRST = Text("多的里第一份排的时候：{parts}", "of those, when the first was made: {parts}")
_NO_LOSS = Text("少的里{parts}，不是漏排", "of these {parts}: none is forgotten")
_COUNTED = Text("{count} 项{reason}", "{count} {reason}")
_DROPPED = Text("记了放弃", "noted as dropped")
_SENTENCE_OF_BOTH = Text("{parts}。", "{parts}.")
_NOT_TO_PLAN = (
    str(LeftOutReason.DONE), str(LeftOutReason.RUNNING), str(Status.DROPPED),
    str(LeftOutReason.REFUSED),
)  # fmt: skip
"""Why a plan has no part in what another does: nothing is left to do of it, or it may not be."""


def show_in_brief(plan: Shown, only: Iterable[LonePackage], *, details: bool) -> Shown:
    """Return a shown plan as it stands beside another: what compares, and what is its alone.

    Packages of that plan `only` keep why they are here and their first step. With `details` the
    plan in full stands beside.
    """
    alone = {lone.package.id for lone in only}
    phases = [
        _some_of(phase, _OF_PHASE)
        | {"packages": [_card_in_brief(card, alone) for card in phase["packages"]]}
        for phase in plan["phases"]
    ]
    return _some_of(plan, _OF_PLAN) | {"phases": phases, "details": plan if details else None}


def _some_of(shown: Shown, names: Iterable[str]) -> Shown:
    return {name: shown[name] for name in names}


def _card_in_brief(card: Shown, alone: Collection[str]) -> Shown:
    is_alone = card["id"] in alone
    why = {name: card[name] if is_alone else None for name in ("reason", "first_step")}
    return _some_of(card, _OF_CARD) | why


def show_comparison(content: Content, comparison: PlanComparison, say: Say) -> Shown:
    """Return the differences of two plans, the second less the first."""
    first, second = comparison.targets
    return {
        "summary": say(_summary(comparison)),
        "numbers": {
            "people_months": _pair(comparison.people_months, numbers.months),
            "gap": _pair(comparison.gap, numbers.share),
        },
        "money": {
            "build_wan": _money(comparison.build),
            "run_wan_per_year": _money(comparison.run),
            "three_years_wan": _money(comparison.total),
        },
        "target": {
            "first": show_aim(content, first, say),
            "second": show_aim(content, second, say),
        },
        "levels": [
            {
                **show_pin(reading.standard),
                "promised_level": _levels(reading.level),
                "score": _pair(reading.score, numbers.score),
            }
            for reading in comparison.readings
        ],
        "only_first": [_lone_package(content, each, say) for each in comparison.only_first],
        "only_second": [_lone_package(content, each, say) for each in comparison.only_second],
        "in_both": [
            {
                "id": moved.package.id,
                "name": say(name_of(content, moved.package.id)),
                "start_month": _pair(moved.start_month, numbers.months),
            }
            for moved in comparison.in_both
        ],
    }


def _summary(comparison: PlanComparison) -> Text:
    """Return how many packages the second plan has more and fewer, and which are no loss."""
    lacking, added = comparison.only_first, comparison.only_second
    if not lacking and not added:
        return _SAME
    of_first, of_second = (list(_unplanned(lone)) for lone in (lacking, added))
    texts = [_MORE.fill(count=len(added))] if added else []
    texts += [_AS_FIRST.fill(parts=joined(of_second))] if of_second else []
    texts += [_FEWER.fill(count=len(lacking))] if lacking else []
    texts += [_NO_LOSS.fill(parts=joined(of_first))] if of_first else []
    return _SENTENCE_OF_BOTH.fill(parts=joined(texts, SEMICOLON))


def _unplanned(lone: Iterable[LonePackage]) -> Iterator[Text]:
    """Yield how many packages the other plan need not do, or may not, by the reason."""
    counts = Counter(each.why for each in lone)
    return (
        _COUNTED.fill(count=counts[why], reason=_why_lacking(why))
        for why in _NOT_TO_PLAN
        if counts[why]
    )


def _why_lacking(why: str) -> Text:
    return _DROPPED if why == Status.DROPPED else WHY_LEFT_OUT[LeftOutReason(why)]


def _levels(pair: Pair) -> Shown:
    return {"first": pair.first, "second": pair.second, "difference": pair.difference}


def _pair(pair: Pair, rounded: Rounder) -> Shown:
    """Return a number of two plans, and the difference of what is shown."""
    first, second = rounded(pair.first), rounded(pair.second)
    difference = None
    if first is not None and second is not None:
        difference = rounded(second - first)
    return {"first": first, "second": second, "difference": difference}


def _money(pair: MoneyPair) -> Shown:
    ends = {"low": pair.low, "mid": pair.mid, "high": pair.high}
    return {name: _pair(end, numbers.wan) for name, end in ends.items()}


def _lone_package(content: Content, lone: LonePackage, say: Say) -> Shown:
    package, why = lone
    return {
        "id": package.id,
        "name": say(name_of(content, package.id)),
        "why": why,
        "reason": say(_why_lacking(why)) if why else None,
        "build_wan": numbers.wan_ends(package.build),
        "three_years_wan": numbers.wan_ends(three_years(package.build, package.run)),
    }
