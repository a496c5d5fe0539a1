"""The parsed action plan into values."""

from collections.abc import Mapping
from typing import Any

from diagnosis.content.build.marks import build_marks
from diagnosis.content.build.texts import text, text_or_none
from diagnosis.domain.retrofit.catalogue.measure import Measure, PlanPart

Plain = Mapping[str, Any]


def build_measures(document: Plain) -> dict[str, Measure]:
    """Return the measures of the action plan by id, in the plan's order."""
    marks = build_marks(document)
    parts = {
        part["part"]: PlanPart(part["part"], text(part["name"])) for part in document["parts"]
    }
    return {
        measure["id"]: Measure(
            id=measure["id"],
            part=parts[measure["part"]] if "part" in measure else None,
            name=text(measure["name"]),
            says=text(measure["says"]),
            services=tuple(measure.get("services", ())),
            unserved=text_or_none(measure.get("unserved")),
            mark=marks[measure["mark"]],
            number_checked=measure["number_checked"],
        )
        for measure in document["measures"]
    }
