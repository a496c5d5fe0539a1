"""Two plans side by side as JSON values."""

from diagnosis.domain.retrofit.plan.kept_plan import KeptProject
from diagnosis.present.retrofit.plan import show_money, show_target
from diagnosis.present.retrofit.plan_words import project_name
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.compare_plans import MoneyPair, Pair, PlanComparison


def show_comparison(content: Content, comparison: PlanComparison, say: Say) -> Shown:
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
        "target": {
            "first": show_target(content, first, say),
            "second": show_target(content, second, say),
        },
        "levels": [
            {
                "standard": reading.standard,
                "level": _pair(reading.level),
                "score": _pair(reading.score),
            }
            for reading in comparison.readings
        ],
        "only_first": [_project(content, project, say) for project in comparison.only_first],
        "only_second": [_project(content, project, say) for project in comparison.only_second],
        "in_both": [
            {
                "id": moved.project.id,
                "name": say(project_name(content, moved.project.id)),
                "start_month": _pair(moved.start_month),
            }
            for moved in comparison.in_both
        ],
    }


def _pair(pair: Pair) -> Shown:
    return {"first": pair.first, "second": pair.second, "difference": pair.difference}


def _money(pair: MoneyPair) -> Shown:
    return {"low": _pair(pair.low), "mid": _pair(pair.mid), "high": _pair(pair.high)}


def _project(content: Content, project: KeptProject, say: Say) -> Shown:
    name = project_name(content, project.id)
    return {"id": project.id, "name": say(name), "cost_wan": show_money(project.cost)}
