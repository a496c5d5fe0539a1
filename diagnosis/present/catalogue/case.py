"""Real cases as JSON values.

How far a named firm is on our ladders serves matching alone and is shown nowhere.
"""

from diagnosis.domain.promotion.case import Case, Metric
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.marks import cited, show_mark, show_sources
from diagnosis.present.say import Say, Shown, joined, named
from diagnosis.services.ports.content import Content

UNCONFIRMED = Text(
    "这个案例凭记忆整理，未核实，引用前请查原始来源。",
    "Written from memory and not confirmed: look up the original before quoting it.",
)
SOME_UNCONFIRMED = Text(
    "部分数字未核实，已逐项标出。", "Some figures are unconfirmed; each is marked."
)
SOME_EXPECTED = Text(
    "部分数字是预计，不是实测，已逐项标出。",
    "Some figures are expected and were not measured; each is marked.",
)
_SPACE = Text("", " ")


def show_case_briefly(case: Case, say: Say) -> Shown:
    """Return who a case was and what it did; whatever is unconfirmed says so."""
    return {
        "id": case.id,
        "company": say(case.company),
        "size": case.size and str(case.size),
        "summary": say(case.summary),
        "unconfirmed": case.is_unconfirmed,
        "caution": _caution(case, say),
    }


def show_case(content: Content, case: Case, say: Say) -> Shown:
    """Return a case as JSON values; whatever is unconfirmed says so."""
    packages = names.names_of_packages(content)
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
        "size_inferred": case.is_size_inferred,
        "size_mark": case.size_mark and show_mark(case.size_mark, say),
        "year": case.year,
        "recognition": list(case.recognition),
        "scenes": named(content.scenes, case.scenes, say),
        "summary": say(case.summary),
        "packages": named(packages, case.packages, say),
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
        "expected": metric.expected,
        "unconfirmed": metric.mark.is_unconfirmed,
        "mark": show_mark(metric.mark, say),
    }


def _caution(case: Case, say: Say) -> object:
    cautions = []
    if case.is_unconfirmed:
        cautions.append(UNCONFIRMED)
    elif any(metric.mark.is_unconfirmed for metric in case.metrics):
        cautions.append(SOME_UNCONFIRMED)
    if any(metric.expected for metric in case.metrics):
        cautions.append(SOME_EXPECTED)
    return say(joined(cautions, _SPACE)) if cautions else None
