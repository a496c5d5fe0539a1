"""The parsed action plan and the parsed adoption tables into values."""

from collections.abc import Iterable, Mapping
from typing import Any

from diagnosis.content.build.marks import build_marks
from diagnosis.content.build.texts import text, text_or_none
from diagnosis.domain.retrofit.catalogue.adoption import Adoption, AdoptionBand
from diagnosis.domain.retrofit.catalogue.measure import Measure, PlanPart

Plain = Mapping[str, Any]
_PER_CENT = 100


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


def build_adoption(document: Plain) -> Adoption:
    """Return the adoption tables; shares as fractions of 1.

    Earlier content has no `log_odds_factor`: it is read as it was used then, in full.
    """
    marks = build_marks(document)
    overall = document["overall"]
    rate = document["usd_cny"]
    factor = document.get("log_odds_factor", {"value": 1.0, "mark": overall["mark"]})
    return Adoption(
        overall=overall["implemented_pct"] / _PER_CENT,
        by_payback_months=_bands(document["by_payback_months"]),
        by_cost_usd=_bands(document["by_cost_usd"]),
        log_odds_factor=factor["value"],
        usd_cny=rate["value"],
        about=text(document["about"]),
        note=text(document["note"]),
        mark=marks[factor["mark"]],
        rate_mark=marks[rate["mark"]],
    )


def _bands(rows: Iterable[Plain]) -> tuple[AdoptionBand, ...]:
    return tuple(
        AdoptionBand(row["up_to"], row["n"], row["implemented_pct"] / _PER_CENT) for row in rows
    )
