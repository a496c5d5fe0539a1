"""Levels alone, where a caller wants no more: `Prefer: return=minimal` and `view=levels`."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.builders import a_sheet, a_submission, an_example

MINIMAL = {"Prefer": "return=minimal"}
EXAMPLE = "foshan-furniture-maker"


def levels_of(full: Any) -> list[tuple[Any, ...]]:
    """Return what a full answer says by rule, as readings have it."""
    return [
        tuple(str(verdict[name]) for name in ("standard", "revision"))
        + tuple(verdict[name] for name in ("level", "score", "coverage"))
        for verdict in full["standards"]
    ]


def readings_of(minimal: Any, basis: str = "self") -> list[tuple[Any, ...]]:
    """Return the readings of an answer by a basis."""
    return [
        (each["standard"], str(each["revision"]), each["level"], each["score"], each["coverage"])
        for each in minimal["readings"]
        if each["basis"] == basis
    ]


def test_the_minimum_has_the_levels_and_flags_of_the_whole(client: FlaskClient) -> None:
    made = client.post("/v1/diagnoses", json=an_example(EXAMPLE), headers=MINIMAL)
    assert made.status_code == 201
    assert made.headers["Preference-Applied"] == "return=minimal"
    whole = client.get(made.headers["Location"]).json
    assert readings_of(made.json) == levels_of(whole)
    assert made.json["consistency"] == [check["id"] for check in whole["consistency"]] != []
    assert made.json["provenance"] == whole["provenance"]
    for name in ("id", "enterprise_id", "assessment_id", "created_at", "form", "period"):
        assert made.json[name] == whole[name]
    assert made.json["standing"] == "current"
    assert len(made.data) < 4000


@pytest.mark.parametrize(
    ("preference", "applied"),
    [
        ("return=minimal", "minimal"),
        ('Return = "minimal"; x=1, respond-async', "minimal"),
        ("handling=lenient, return=minimal", "minimal"),
        ("return=representation", "representation"),
        ("return=representation, return=minimal", "representation"),
        ("return=everything", None),
        ("wait=5", None),
        ("", None),
        ('x="return=minimal', None),
        (None, None),
    ],
)
def test_preferences_that_are_not_known_are_ignored(
    client: FlaskClient, preference: str | None, applied: str | None
) -> None:
    headers = {} if preference is None else {"Prefer": preference}
    made = client.post("/v1/diagnoses", json=a_submission(), headers=headers)
    assert made.status_code == 201
    assert made.headers.get("Preference-Applied") == (applied and f"return={applied}")
    assert ("readings" in made.json) is (applied == "minimal")
    assert "Prefer" in made.headers["Vary"] and "Accept-Language" in made.headers["Vary"]


def test_a_repeated_request_is_answered_in_the_form_it_asks_for(client: FlaskClient) -> None:
    key, sheet = {"Idempotency-Key": "k"}, an_example(EXAMPLE)
    first = client.post("/v1/diagnoses", json=sheet, headers=key | MINIMAL)
    again = client.post("/v1/diagnoses", json=sheet, headers=key | MINIMAL)
    whole = client.post("/v1/diagnoses", json=sheet, headers=key)
    assert again.json == first.json
    assert again.headers["Preference-Applied"] == "return=minimal"
    assert whole.json == client.get(first.headers["Location"]).json
    for replay in (again, whole):
        assert replay.headers["Idempotency-Replayed"] == "true"
        assert replay.headers["Location"] == first.headers["Location"]
    assert len(client.get("/v1/diagnoses").json["items"]) == 1


def test_a_draft_is_submitted_to_its_levels(client: FlaskClient) -> None:
    draft = client.post("/v1/assessments", json=an_example(EXAMPLE))
    submitted = client.post(
        draft.headers["Location"] + "/submit",
        headers=MINIMAL | {"If-Match": draft.headers["ETag"], "Idempotency-Key": "s"},
    )
    assert submitted.status_code == 201
    assert submitted.headers["Preference-Applied"] == "return=minimal"
    whole = client.get(submitted.headers["Location"]).json
    assert readings_of(submitted.json) == levels_of(whole)


def test_a_preview_of_levels_says_what_the_whole_says(client: FlaskClient) -> None:
    sheet = an_example(EXAMPLE)
    whole = client.post("/v1/diagnoses/preview", json=sheet).json
    levels = client.post("/v1/diagnoses/preview?view=levels", json=sheet)
    made = client.post("/v1/diagnoses", json=sheet, headers=MINIMAL).json
    assert readings_of(levels.json) == levels_of(whole)
    stored_only = {
        "id",
        "enterprise_id",
        "assessment_id",
        "created_at",
        "standing",
        "register_effect",
    }
    assert levels.json == {name: made[name] for name in made if name not in stored_only}
    assert client.post("/v1/diagnoses/preview?view=full", json=sheet).json == whole


def test_a_view_that_there_is_not_is_refused(client: FlaskClient) -> None:
    answer = client.post("/v1/diagnoses/preview?view=brief", json=an_example(EXAMPLE))
    assert answer.status_code == 422
    (fault,) = answer.json["errors"]
    assert (fault["pointer"], fault["code"]) == ("/view", "unknown-value")


def test_a_sheet_of_few_answers_says_why_it_has_no_level(client: FlaskClient) -> None:
    sheet = a_sheet(answers={"ai-plan": 1})
    levels = client.post("/v1/diagnoses/preview?view=levels", json=sheet).json
    whole = client.post("/v1/diagnoses/preview", json=sheet).json
    why = {each["standard"]: each["why"] for each in levels["readings"]}
    assert why["gbt-39116-2020"] == why["ai-readiness"] == "too-few-answers"
    assert why["miit-sme-2024"] == "blanks-decide"
    for reading, verdict in zip(levels["readings"], whole["standards"], strict=True):
        assert (reading["why"] is None) is (verdict["why"] is None)
        provisional = verdict["provisional"]
        kept = {name: provisional[name] for name in ("level", "score")} if provisional else None
        assert reading["provisional"] == kept
