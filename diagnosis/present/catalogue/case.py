"""Real cases as JSON values.

How far a named firm is on our ladders serves matching alone and is shown nowhere.
"""

from diagnosis.domain.promotion.case import Case, Metric
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.marks import cited, show_mark, show_sources
from diagnosis.present.say import Say, Shown, named
from diagnosis.services.ports.content import Content

UNCONFIRMED = Text(
    "这个案例凭记忆整理，未核实，引用前请查原始来源。",
    "Written from memory and not confirmed: look up the original before quoting it.",
)
SOME_UNCONFIRMED = Text(
    "部分数字未核实，已逐项标出。", "Some figures are unconfirmed; each is marked."
)


def show_case(content: Content, case: Case, say: Say) -> Shown:
    """Return a case as JSON values; whatever is unconfirmed says so."""
    projects = names.names_of_projects(content)
    return {
        "id": case.id,
        "company": say(case.company),
        "site": {"name": say(case.site), "place": case.place},
        "industry": {
            "division": case.division,
            "division_name": say(content.codes.industry_names[case.division]),
            "class": case.industry_class,
            "mark": show_mark(case.industry_mark, say),
        },
        "size": case.size and str(case.size),
        "size_mark": case.size_mark and show_mark(case.size_mark, say),
        "year": case.year,
        "recognition": list(case.recognition),
        "scenes": named(content.scenes, case.scenes, say),
        "summary": say(case.summary),
        "projects": named(projects, case.projects, say),
        "metrics": [_metric(metric, say) for metric in case.metrics],
        "conflicts": [say(conflict) for conflict in case.conflicts],
        "note": case.note and say(case.note),
        "confidence": case.confidence,
        "checked": case.checked,
        "unconfirmed": case.is_unconfirmed,
        "caution": _caution(case, say),
        "sources": show_sources(content, cited(case.sources, case.marks), say),
    }


def _metric(metric: Metric, say: Say) -> Shown:
    """Return a published figure: unit, direction, kind and its own mark."""
    return {
        "name": say(metric.name),
        "value": numbers.score(metric.value),
        "unit": metric.unit,
        "unit_name": say(names.UNITS[metric.unit]),
        "direction": metric.direction,
        "kind": str(metric.kind),
        "baseline": metric.baseline and say(metric.baseline),
        "note": metric.note and say(metric.note),
        "unconfirmed": metric.mark.is_unconfirmed,
        "mark": show_mark(metric.mark, say),
    }


def _caution(case: Case, say: Say) -> object:
    if case.is_unconfirmed:
        return say(UNCONFIRMED)
    doubtful = any(metric.mark.is_unconfirmed for metric in case.metrics)
    return say(SOME_UNCONFIRMED) if doubtful else None
