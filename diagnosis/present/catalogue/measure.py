"""The measures of the action plan, and what in this service serves each."""

from typing import Any

from diagnosis.domain.retrofit.catalogue.measure import Measure
from diagnosis.domain.text import Say
from diagnosis.present.marks import render_mark, render_sources
from diagnosis.services.ports.content import Content


def list_measures(content: Content, say: Say) -> list[dict[str, Any]]:
    """Return the measures in the plan's order as JSON values."""
    return [render_measure(content, one, say) for one in content.measures.values()]


def render_measure(content: Content, measure: Measure, say: Say) -> dict[str, Any]:
    """Return a measure with the projects, instruments and verbs of ours that serve it."""
    return {
        "id": measure.id,
        "part": {"number": measure.part, "name": say(measure.part_name)},
        "name": say(measure.name),
        "says": say(measure.says),
        "number_checked": measure.number_checked,
        "unconfirmed": measure.mark.is_unconfirmed,
        "services": list(measure.services),
        "unserved": measure.unserved and say(measure.unserved),
        "projects": [
            {"id": one.id, "name": say(one.name)}
            for one in content.projects.values()
            if measure.id in one.measures
        ],
        "support": [
            {"id": one.id, "name": say(one.name)}
            for one in content.instruments.values()
            if measure.id in one.measures
        ],
        "mark": render_mark(measure.mark, say),
        "sources": render_sources(content, measure.mark.sources, say),
    }
