"""What each filter of a list is measured with: common values, rare ones, one that nothing has.

The filters are those that the API's document declares; a filter that is new there is measured
too, if a value for it can be told from the rows or from its schema.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.firms import RARE, RARE_CHAIN, RARE_PARK

Shown = dict[str, Any]
PAGING = ("limit", "cursor")
COMPANIONS = {name: {"standard": "gbt-39116-2020"} for name in ("level", "basis", "margin_below")}
"""What a filter is sent with because it means nothing alone."""
ABSENT: dict[str, str] = {
    "uuid": "01000000-0000-7000-8000-000000000000",
    "integer": "2100",
    "string": "Z99",
}
_OF_FIRMS = {"chain": ("模具", RARE_CHAIN), "park": ("园区0", RARE_PARK)}


@dataclass(frozen=True)
class Filter:
    """A query parameter that filters a list: its name and its JSON Schema."""

    name: str
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """A query of a list: what it is called in the report, and its parameters."""

    about: str
    query: Mapping[str, str]


def filters_of(document: Shown, path: str) -> list[Filter]:
    """Return the filters that a document of the API declares for a list."""
    parameters = document["paths"][path]["get"]["parameters"]
    return [
        Filter(each["name"], each["schema"])
        for each in parameters
        if isinstance(each, dict) and each.get("in") == "query" and each["name"] not in PAGING
    ]


def queries_of(declared: Filter, rows: Sequence[Shown]) -> list[Wanted]:
    """Return the queries that a filter is measured with; none where no value can be told.

    Parameters
    ----------
    rows
        All rows of the small list, newest first; the last five are those of the rare firms.

    """
    name = declared.name
    return [
        Wanted(f"{name}, {about}", {**COMPANIONS.get(name, {}), name: value})
        for about, value in _values(declared, rows).items()
    ]


def _values(declared: Filter, rows: Sequence[Shown]) -> dict[str, str]:
    """Return values by what they are called."""
    schema, name = declared.schema, declared.name
    if "enum" in schema:
        return {str(value): str(value) for value in schema["enum"]}
    if schema.get("type") == "boolean":
        return {"true": "true"}
    if schema.get("format") == "date-time" or name.endswith(("_after", "_before", "_since")):
        return _moments(rows)
    if name == "margin_below":
        return _margins(rows)
    known = _known_values(name, rows)
    return {**known, "nothing has it": _absent(schema)} if known else {}


def _moments(rows: Sequence[Shown]) -> dict[str, str]:
    moments = [row["created_at"] for row in rows]
    return {"half have it": moments[len(moments) // 2], "nothing has it": "2099-01-01T00:00:00Z"}


def _margins(rows: Sequence[Shown]) -> dict[str, str]:
    """Return the middle margin and the least one: below the one lie half, below the other none."""
    standard = COMPANIONS["margin_below"]["standard"]
    shown = [row.get("margins", {}).get(standard) for row in rows]
    margins = sorted(margin for margin in shown if margin is not None) or [5.0]
    return {"half have it": str(margins[len(margins) // 2]), "nothing has it": str(margins[0])}


def _known_values(name: str, rows: Sequence[Shown]) -> dict[str, str]:
    """Return the commonest value of a filter, and one that only the rare firms have."""
    if name in _OF_FIRMS:
        common, rare = _OF_FIRMS[name]
        return {"common": common, "rare": rare}
    if name == "level":
        standard = COMPANIONS[name]["standard"]
        values = [row.get("levels", {}).get(standard) for row in rows]
    elif name == "standard":
        values = [standard for row in rows[:1] for standard in row.get("levels", ())]
    elif name.startswith("name"):
        values = [str(row.get("name", "东"))[:1] for row in rows]
    elif name == "division":
        values = [row.get(name) or row.get("industry", "")[:3] or None for row in rows]
    else:
        values = [row.get(name) for row in rows]
    counts = Counter(str(value) for value in values if value is not None)
    if not counts:
        return {}
    rarest = Counter(str(value) for value in values[-RARE:])
    of_rare_firms = [v for v, count in rarest.items() if count == RARE == counts[v]]
    known = {"common": counts.most_common(1)[0][0]}
    return {**known, "rare": of_rare_firms[0]} if of_rare_firms else known


def _absent(schema: Mapping[str, Any]) -> str:
    """Return a value that a schema allows and no row has."""
    if schema.get("type") == "integer":
        return str(schema.get("maximum", ABSENT["integer"]))
    return ABSENT.get(str(schema.get("format")), ABSENT["string"])
