"""The queries that the lists are measured with come from what the API declares."""

from benchmarks.firms import RARE
from benchmarks.speed.filter_values import Filter, Shown, filters_of, queries_of

TEXT = {"type": "string", "maxLength": 9}
ROWS: list[Shown] = [
    *({"city": "441900", "created_at": f"2026-01-0{day}T00:00:00Z"} for day in (3, 2, 1)),
    *[{"city": "445300", "created_at": "2025-01-01T00:00:00Z"}] * RARE,
]


def values_of(name: str, schema: Shown, rows: list[Shown]) -> list[str]:
    return [query.query[name] for query in queries_of(Filter(name, schema), rows)]


def test_filters_are_the_query_parameters_but_for_paging() -> None:
    parameters = [
        {"in": "query", "name": "limit", "schema": {}},
        {"in": "query", "name": "city", "schema": TEXT},
        {"in": "header", "name": "Accept-Language", "schema": {}},
        {"$ref": "#/components/parameters/x"},
    ]
    document = {"paths": {"/v1/diagnoses": {"get": {"parameters": parameters}}}}
    assert filters_of(document, "/v1/diagnoses") == [Filter("city", TEXT)]


def test_a_text_is_sought_by_a_common_value_a_rare_one_and_none() -> None:
    rows = [*ROWS[:3] * 2, *ROWS[3:]]
    assert values_of("city", TEXT, rows) == ["441900", "445300", "Z99"]


def test_a_filter_that_is_unknown_has_no_value() -> None:
    assert values_of("mood", TEXT, ROWS) == []


def test_choices_and_moments_come_from_the_schema() -> None:
    assert values_of("standing", {"enum": ["current", "withdrawn"]}, ROWS) == [
        "current",
        "withdrawn",
    ]
    assert values_of("latest", {"type": "boolean"}, ROWS) == ["true"]
    moments = values_of("created_after", TEXT, ROWS)
    assert moments == ["2025-01-01T00:00:00Z", "2099-01-01T00:00:00Z"]


def test_a_level_is_sought_by_its_standard() -> None:
    rows: list[Shown] = [{"levels": {"gbt-39116-2020": 2}}]
    (common, nothing) = queries_of(Filter("level", {"type": "integer", "maximum": 5}), rows)
    assert common.query == {"standard": "gbt-39116-2020", "level": "2"}
    assert nothing.query["level"] == "5"
