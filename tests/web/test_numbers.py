"""Numbers over HTTP: read by one reader wherever they stand, and shown by one rule."""

import json
import re
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.builders import EXAMPLES, an_example

PREVIEW, PLAN = "/v1/diagnoses/preview", "/v1/roadmaps/preview"
EXAMPLE = "dongguan-mould-shop"
RAW = {
    "400 digits": "9" * 400,
    "4,400 digits": "9" * 4400,
    "infinite": "1e400",
    "true": "true",
    "text": '"60"',
    "negative": "-1",
    "NaN": "NaN",
}
"""Values that no field for a number takes, as they are sent."""
TAIL = re.compile(r"\d\.\d{10,}")
EXPONENT = re.compile(r"\d[eE][+-]?\d+\b")
SIGNED_ZERO = re.compile(r"(?<![\d.])-0(?:\.0+)?(?![\d.])")


def places() -> dict[str, tuple[str, dict[str, Any]]]:
    """Return a request with `"@"` for the number of each place: its path and body."""
    sheet, wish = an_example(EXAMPLE), {"budget_wan": 60}

    def plan(**changes: Any) -> tuple[str, dict[str, Any]]:
        return PLAN, {"sheet": sheet, "roadmap": wish, **changes}

    def answer(**changes: Any) -> tuple[str, dict[str, Any]]:
        return PREVIEW, sheet | {"answers": sheet["answers"] | changes}

    def fact(name: str) -> tuple[str, dict[str, Any]]:
        return PREVIEW, sheet | {"enterprise": sheet["enterprise"] | {name: "@"}}

    return {
        "employees": fact("employees"),
        "revenue": fact("revenue_wan"),
        "period": (PREVIEW, sheet | {"period": "@"}),
        "position": answer(**{"ai-plan": "@"}),
        "part": answer(**{"miit-funding": {"part": "@", "whole": 2600}}),
        "whole": answer(**{"miit-funding": {"part": 0, "whole": "@"}}),
        "budget": plan(roadmap={"budget_wan": "@"}),
        "level": plan(roadmap=wish | {"target": {"standard": "gbt-39116-2020", "level": "@"}}),
        "another budget": plan(roadmap=wish | {"budgets_wan": ["@"]}),
        "weight": plan(roadmap=wish | {"weights": {"thrift": "@"}}),
        "month": plan(roadmap=wish | {"phases": [{"until_month": "@"}]}),
        "phase budget": plan(roadmap=wish | {"phases": [{"until_month": 12, "budget_wan": "@"}]}),
        "people": plan(roadmap=wish | {"phases": [{"until_month": 12, "people_months": "@"}]}),
        "equipment": plan(facts={"equipment_wan": "@"}),
        "interest": plan(facts={"interest_wan": "@"}),
        "what if": plan(what_if={"enterprise": {"employees": "@"}}),
        "what-if budget": plan(what_if={"roadmap": {"budget_wan": "@"}}),
        "agreement": (
            "/v1/questionnaires/full/next-question",
            {"answers": {"ai-plan": 1}, "agreement": "@"},
        ),
        "counterfactual": ("/v1/diagnoses/counterfactuals", {"sheet": sheet, "level": "@"}),
    }


def send(client: FlaskClient, path: str, body: dict[str, Any], raw: str) -> Any:
    """Return the answer to a request with a raw value in the place of `"@"`."""
    text = json.dumps(body).replace('"@"', raw)
    return client.post(
        path,
        data=text.encode(),
        content_type="application/json",
        headers={"Accept-Language": "en"},
    )


@pytest.mark.parametrize("place", places())
def test_what_is_no_number_is_refused_wherever_it_stands(client: FlaskClient, place: str) -> None:
    path, body = places()[place]
    for name, raw in RAW.items():
        answer = send(client, path, body, raw)
        assert answer.status_code in (400, 422), (name, answer.get_data(as_text=True)[:300])
        codes = {fault["code"] for fault in answer.json["errors"]}
        assert codes, name
        if name == "text":
            assert (
                "number-as-text" in codes
                or place == "month"
                or codes
                <= {
                    "number-as-text",
                    "bad-position",
                }
            )
            (message, *_) = [fault["message"] for fault in answer.json["errors"]]
            assert place == "position" or message == (
                "'60' is text. Write the number without quotes: 60."
            )


@pytest.mark.parametrize(
    ("place", "whole"),
    [("employees", "60.0"), ("employees", "6e1"), ("period", "2025.0"), ("level", "2.0")],
)
def test_a_whole_float_is_a_whole_number(client: FlaskClient, place: str, whole: str) -> None:
    path, body = places()[place]
    answer = send(client, path, body, whole)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
    if place == "employees":
        assert '"employees":60,' in answer.get_data(as_text=True)


@pytest.mark.parametrize("level", ["9" * 4400, "9" * 20, "2.5", "-1", "x"])
def test_a_target_written_as_one_text_is_read_alike(client: FlaskClient, level: str) -> None:
    body = {"sheet": an_example(EXAMPLE), "roadmap": {"target": f"gbt-39116-2020:{level}"}}
    answer = client.post(PLAN, json=body)
    assert answer.status_code == 422
    assert "/roadmap/target/level" in [fault["pointer"] for fault in answer.json["errors"]]


@pytest.mark.parametrize("parameter", ["limit", "period", "level"])
@pytest.mark.parametrize("raw", ["9" * 5000, "1e3", "NaN", "1_0", "-1", "１"])
def test_a_parameter_that_is_no_number_is_refused(
    client: FlaskClient, parameter: str, raw: str
) -> None:
    assert client.get("/v1/diagnoses", query_string={parameter: raw}).status_code == 422


def shown_of(client: FlaskClient, example: str) -> dict[str, str]:
    """Return what is shown of an example over the whole of its way, each as text."""
    made = client.post("/v1/diagnoses", json=an_example(example)).json
    diagnosis, assessment = made["id"], made["assessment_id"]
    plans = [
        client.post(f"/v1/assessments/{assessment}/roadmaps", json=wish).json["id"]
        for wish in (
            {"budget_wan": 119.487, "budgets_wan": [33.333]},
            {"target": "gbt-39116-2020:2"},
        )
    ]
    first = client.get(f"/v1/roadmaps/{plans[0]}").json
    for phase in first["phases"][:1]:
        package = phase["packages"][0]["id"]
        notes = [{"project": package, "status": "done", "cost_wan": 0.1 + 0.2}]
        client.post(f"/v1/roadmaps/{plans[0]}/progress", json={"projects": notes})
    paths = [
        f"/v1/diagnoses/{diagnosis}",
        f"/v1/diagnoses/{diagnosis}/summary",
        f"/v1/diagnoses/{diagnosis}/trace",
        f"/v1/assessments/{assessment}/support",
        *(f"/v1/roadmaps/{plan}{part}" for plan in plans for part in ("", "/table.csv")),
        f"/v1/roadmaps/{plans[0]}/progress",
        f"/v1/roadmaps/{plans[1]}/compare?with={plans[0]}",
    ]
    answers = {path: client.get(path) for path in paths}
    assert {answer.status_code for answer in answers.values()} == {200}
    texts = {path: answer.get_data(as_text=True) for path, answer in answers.items()}
    book = load_workbook(BytesIO(client.get(f"/v1/roadmaps/{plans[0]}/table.xlsx").get_data()))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    return texts | {"workbook": "\n".join(repr(cell) for cell in cells)}


@pytest.mark.parametrize("example", sorted(path.stem for path in EXAMPLES.glob("*.json")))
def test_no_answer_has_a_binary_tail_an_exponent_or_a_signed_zero(
    client: FlaskClient, example: str
) -> None:
    texts = shown_of(client, example)
    assert len(texts) >= 8
    for path, text in texts.items():
        plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{40,}|`[0-9a-f]{12}`", "", text)
        for pattern in (TAIL, EXPONENT, SIGNED_ZERO):
            match = pattern.search(plain)
            assert match is None, (path, plain[max(0, match.start() - 60) : match.end() + 20])


@pytest.mark.parametrize("example", sorted(path.stem for path in EXAMPLES.glob("*.json")))
def test_totals_are_sums_of_what_is_shown(client: FlaskClient, example: str) -> None:
    body = {"sheet": an_example(example), "roadmap": {"budget_wan": 119.487}, "support": True}
    shown = client.post(PLAN, json=body).json
    plan = shown["roadmap"]
    rows = [package for phase in plan["phases"] for package in phase["packages"]]
    for end in ("low", "mid", "high"):
        for name in ("build_wan", "run_wan_per_year", "three_years_wan"):
            assert plan[name][end] == round(sum(row[name][end] for row in rows), 2)
            for phase in plan["phases"]:
                costs = [row[name][end] for row in phase["packages"]]
                assert phase[name][end] == round(sum(costs), 2)
        support = shown["support"]["plan"]
        for kind in ("sure", "possible"):
            drawn = [draw["support_wan"][end] for draw in support[kind]["draws"]]
            assert support[kind]["support_wan"][end] == round(sum(drawn), 2)
            rest = max(0.0, support["cost_wan"][end] - support[kind]["support_wan"][end])
            assert support[kind]["cost_after_wan"][end] == round(rest, 2)
