"""Two plans side by side as JSON values."""

from diagnosis.domain.decimals import Rounder
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.present import numbers
from diagnosis.present.pins import show_pin
from diagnosis.present.retrofit.plan import show_aim
from diagnosis.present.retrofit.plan_words import name_of
from diagnosis.present.retrofit.spoken import three_years
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.compare_plans import MoneyPair, Pair, PlanComparison


def show_comparison(content: Content, comparison: PlanComparison, say: Say) -> Shown:
    """Return the differences of two plans, the second less the first."""
    first, second = comparison.targets
    return {
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
        "only_first": [_package(content, package, say) for package in comparison.only_first],
        "only_second": [_package(content, package, say) for package in comparison.only_second],
        "in_both": [
            {
                "id": moved.package.id,
                "name": say(name_of(content, moved.package.id)),
                "start_month": _pair(moved.start_month, numbers.months),
            }
            for moved in comparison.in_both
        ],
    }


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


def _package(content: Content, package: KeptPackage, say: Say) -> Shown:
    return {
        "id": package.id,
        "name": say(name_of(content, package.id)),
        "build_wan": numbers.wan_ends(package.build),
        "three_years_wan": numbers.wan_ends(three_years(package.build, package.run)),
    }
