"""Cases near to a firm as a page shows them: who, what, why like, why not, what was published."""

from diagnosis.domain.promotion.case import Metric, MetricKind
from diagnosis.domain.promotion.match_cases import Match
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.numbers import number
from diagnosis.present.promotion.cases import show_cases
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.find_cases import CaseMatch

_CHANGES = {
    (MetricKind.RELATIVE_CHANGE, "up"): Text("提高 ", "up by "),
    (MetricKind.RELATIVE_CHANGE, "down"): Text("降低 ", "down by "),
    (MetricKind.ABSOLUTE_CHANGE, "up"): Text("增加 ", "up by "),
    (MetricKind.ABSOLUTE_CHANGE, "down"): Text("减少 ", "down by "),
}
"""Figures that say by how much something changed; the others say what was reached."""
_FIGURE = Text(
    "{name}：{change}{value} {unit}{before}{doubt}",
    "{name}: {change}{value} {unit}{before}{doubt}",
)
_SHARE = Text(
    "{name}：{change}{value}{unit}{before}{doubt}",
    "{name}: {change}{value} {unit}{before}{doubt}",
)
_BEFORE = Text("（原来 {baseline}）", " (before: {baseline})")
_EXPECTED = Text("（预计，不是实测）", " (expected, not measured)")
_UNCONFIRMED = Text("（凭记忆写的，没有核实）", " (from memory, not confirmed)")
_NOTHING = Text("", "")
_PERCENT = "%"


def show_cases_page(content: Content, match: CaseMatch, say: Say) -> Shown:
    """Return the cases near to a firm, those of far larger plants apart, and what to know."""
    shown = show_cases(content, match, say)
    matches = match.matches
    return {
        "nothing_near": matches.nothing_near,
        "notes": shown["notes"],
        "cases": _rows(content, matches.cases, shown["cases"], say),
        "larger_note": shown["larger"]["note"],
        "larger": _rows(content, matches.larger, shown["larger"]["cases"], say),
        "about": shown["method"]["note"],
    }


def _rows(
    content: Content, matches: tuple[Match, ...], shown: list[Shown], say: Say
) -> list[Shown]:
    return [
        {
            "company": row["case"]["company"],
            "summary": row["case"]["summary"],
            "where": say(match.case.site),
            "year": match.case.year,
            "is_near": row["is_near"],
            "from_memory": match.case.is_unconfirmed,
            "caution": row["case"]["caution"],
            "why": row["why"],
            "why_not": row["why_not"],
            "figures": [
                say(show_figure(metric, from_memory=match.case.is_unconfirmed))
                for metric in match.case.metrics
            ],
            "sources": [
                {
                    "name": say(source.title),
                    "publisher": say(source.publisher),
                    "link": None if source.link is None else source.link.url,
                }
                for name in match.case.sources
                for source in (content.sources[name],)
            ],
        }
        for match, row in zip(matches, shown, strict=True)
    ]


def show_figure(metric: Metric, *, from_memory: bool = False) -> Text:
    """Return a figure in words: what was reached, or by how much something changed.

    It says so where it rests on memory, as all of a case that does (`from_memory`).
    """
    doubt = _NOTHING
    if from_memory or metric.mark.is_unconfirmed:
        doubt = _UNCONFIRMED
    elif metric.expected:
        doubt = _EXPECTED
    unit = Text(_PERCENT, _PERCENT) if metric.unit == _PERCENT else names.UNITS[metric.unit]
    figure = _SHARE if metric.unit == _PERCENT else _FIGURE
    return figure.fill(
        name=metric.name,
        change=_CHANGES.get((metric.kind, metric.direction), _NOTHING),
        before=_NOTHING if metric.baseline is None else _BEFORE.fill(baseline=metric.baseline),
        value=number(metric.value),
        unit=unit,
        doubt=doubt,
    )
