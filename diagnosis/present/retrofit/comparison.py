"""Two plans side by side as JSON values."""

from diagnosis.domain.retrofit.plan.kept_plan import KeptProject, PlanTarget
from diagnosis.present.retrofit.plan import show_money
from diagnosis.present.say import Say, Shown
from diagnosis.services.retrofit.compare_plans import MoneyPair, Pair, PlanComparison


def show_comparison(comparison: PlanComparison, say: Say) -> Shown:
    """Return the differences of two plans, the second less the first."""
    first, second = comparison.targets
    return {
        "numbers": {
            "value": _pair(comparison.value),
            "expected_value": _pair(comparison.expected),
            "people_months": _pair(comparison.people_months),
            "gap": _pair(comparison.gap),
        },
        "money": {
            "cost_wan": _money(comparison.cost),
            "running_wan_per_year": _money(comparison.running),
        },
        "target": {"first": _target(first, say), "second": _target(second, say)},
        "levels": [
            {
                "standard": reading.standard,
                "level": _pair(reading.level),
                "score": _pair(reading.score),
            }
            for reading in comparison.readings
        ],
        "only_first": [_project(project, say) for project in comparison.only_first],
        "only_second": [_project(project, say) for project in comparison.only_second],
        "in_both": [
            {
                "id": moved.project.id,
                "name": say(moved.project.name),
                "start_month": _pair(moved.start_month),
            }
            for moved in comparison.in_both
        ],
    }


def _pair(pair: Pair) -> Shown:
    return {"first": pair.first, "second": pair.second, "difference": pair.difference}


def _money(pair: MoneyPair) -> Shown:
    return {"low": _pair(pair.low), "mid": _pair(pair.mid), "high": _pair(pair.high)}


def _target(target: PlanTarget, say: Say) -> Shown:
    return {
        "standard": target.standard,
        "name": say(target.name),
        "level": target.level,
        "reached": target.reached,
    }


def _project(project: KeptProject, say: Say) -> Shown:
    return {"id": project.id, "name": say(project.name), "cost_wan": show_money(project.cost)}
