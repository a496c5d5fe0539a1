"""A visit is signed: once, for good, and the standards read what was verified."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from tests.builders import an_example
from tests.web.access.visiting import (
    ANY,
    FIRM,
    OFFICE,
    PORTAL,
    SECOND,
    STRANGER,
    Visiting,
    seen,
)

FIRM_SHEET = "dongguan-mould-shop"
REASON = "现场没看到"


@pytest.fixture
def visiting(app: Flask) -> Visiting:
    """Return a firm that may be visited."""
    return Visiting(app, FIRM_SHEET)


def sign(visiting: Visiting, path: str, key: str = OFFICE, **headers: str) -> Any:
    return visiting.ask("post", f"{path}/signature", key, headers=ANY | headers)


def levels_of(visiting: Visiting, answers: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Return level and score by each standard of the firm's sheet with some other answers."""
    sheet = an_example(FIRM_SHEET)
    sheet["answers"] |= answers
    view = {"view": "levels"}
    shown = visiting.ask("post", "/v1/diagnoses/preview", json=sheet, query_string=view).json
    readings = [each for each in shown["readings"] if each["basis"] == "self"]
    return {each["standard"]: (each["level"], each["score"]) for each in readings}


def verified_levels(visiting: Visiting, path: str) -> dict[str, tuple[Any, Any]]:
    shown = visiting.ask("get", f"{path}/levels", FIRM).json["standards"]
    return {
        each["standard"]: (each["verified"]["level"], each["verified"]["score"]) for each in shown
    }


def ladders(visiting: Visiting, least: float = 1) -> list[str]:
    """Return the ladder items that the firm claims at a position or above."""
    return [
        item
        for item, claim in visiting.claims.items()
        if isinstance(claim, int | float) and claim >= least
    ]


def test_findings_stop_the_signature_where_they_are_errors(visiting: Visiting) -> None:
    path = visiting.begin()
    first, second, third = ladders(visiting)[:3]
    assert (
        visiting.ask("get", f"{path}/findings").json["findings"][0]["code"] == "nothing-verified"
    )
    assert sign(visiting, path).json["errors"][0]["code"] == "nothing-verified"
    answers = {
        first: {"value": 3}, second: seen(0), third: {"value": visiting.claims[third]},
    }  # fmt: skip
    body = {"answers": answers}
    visiting.ask("patch", f"{path}/answers", json=body, headers=ANY)
    shown = visiting.ask("get", f"{path}/findings").json
    assert shown["can_be_signed"] is False
    by_pointer = {each["pointer"]: (each["severity"], each["code"]) for each in shown["findings"]}
    assert by_pointer[f"/answers/{first}/grade"] == ("error", "verified-without-evidence")
    assert by_pointer[f"/answers/{second}/reason"] == ("error", "difference-without-reason")
    assert by_pointer[f"/answers/{third}/grade"] == ("info", "verified-without-grade")
    errors = {each["pointer"] for each in shown["findings"] if each["severity"] == "error"}
    refused = sign(visiting, path)
    assert refused.status_code == 422
    assert {each["pointer"] for each in refused.json["errors"]} == errors
    body = {
        "answers": {
            first: {"value": 3, "grade": "stated-only", "reason": REASON},
            second: seen(0, reason=REASON),
        }
    }
    visiting.ask("patch", f"{path}/answers", json=body, headers=ANY)
    shown = visiting.ask("get", f"{path}/findings").json
    assert shown["can_be_signed"] is True
    warnings = [each for each in shown["findings"] if each["severity"] == "warning"]
    assert [each["pointer"] for each in warnings] == [f"/answers/{first}/grade"]
    assert sign(visiting, path).status_code == 201


def test_verified_levels_are_those_of_the_claims_with_the_verified_answers(
    visiting: Visiting,
) -> None:
    path = visiting.begin()
    changed = dict.fromkeys(ladders(visiting), 0)
    answers = {item: seen(value, reason=REASON) for item, value in changed.items()}
    same = next(
        item for item, claim in visiting.claims.items() if not isinstance(claim, float | int)
    )
    answers[same] = seen(visiting.claims[same])
    visiting.ask("patch", f"{path}/answers", json={"answers": answers}, headers=ANY)
    before = visiting.ask("get", f"{path}/levels", FIRM).json["standards"]
    assert [each["verified"] for each in before] == [None] * 4
    assert sign(visiting, path).status_code == 201
    expected = levels_of(visiting, changed)
    assert verified_levels(visiting, path) == expected != levels_of(visiting, {})
    shown = visiting.ask("get", f"{path}/levels", PORTAL).json
    claimed = {
        each["standard"]: (each["self"]["level"], each["self"]["score"])
        for each in shown["standards"]
    }
    assert claimed == levels_of(visiting, {})
    assert {each["item"] for each in shown["changed"]} == set(changed)
    names = {each["standard"]: each["name"] for each in shown["standards"]}
    assert "39116" in names["gbt-39116-2020"]
    english = {"Accept-Language": "en"}
    said = visiting.ask("get", f"{path}/levels", PORTAL, headers=english).json["standards"]
    assert all(each["name"] != names[each["standard"]] for each in said)
    for each in said:
        for reading in (each["self"], each["verified"]):
            assert (reading["level_name"] is None) == (reading["level"] is None)
    by_standard = {each["standard"]: set(each["changed_by"]) for each in shown["standards"]}
    assert set().union(*by_standard.values()) <= set(changed) and by_standard["gbt-39116-2020"]


def test_what_was_signed_is_seen_by_portals_and_never_changes(visiting: Visiting) -> None:
    path = visiting.begin()
    visiting.save(path, ai_plan=seen(0, reason=REASON))
    assert visiting.statuses(path) == [200, 200, 404, 404, 404]
    signed = sign(visiting, path, **{"Idempotency-Key": "s"})
    assert (signed.status_code, signed.json["state"]) == (201, "signed")
    again = sign(visiting, path, **{"Idempotency-Key": "s"})
    assert again.headers["Idempotency-Replayed"] == "true" and again.json == signed.json
    for part in ("", "/answers", "/levels", "/findings"):
        assert visiting.statuses(path + part) == [200, 200, 404, 200, 404], part
    for answer in (
        sign(visiting, path),
        visiting.save(path, ai_plan=seen(3)),
        visiting.ask("post", f"{path}/withdrawal", headers=ANY),
    ):
        assert (answer.status_code, answer.json["type"][22:]) == (409, "visit-settled")
    kinds = [each["kind"] for each in visiting.ask("get", "/v1/changes", FIRM).json["items"]]
    assert kinds[-2:] == ["visit-begun", "visit-signed"]
    visiting.revoke("bureau")
    assert visiting.statuses(path) == [200, 200, 404, 404, 404]


def test_who_may_not_sign_does_not(visiting: Visiting) -> None:
    path = visiting.begin()
    visiting.save(path, ai_plan=seen(0, reason=REASON))
    statuses = [sign(visiting, path, key).status_code for key in (FIRM, SECOND, PORTAL, STRANGER)]
    assert statuses == [403, 404, 403, 403]
    visiting.revoke()
    answer = sign(visiting, path)
    assert (answer.status_code, answer.json["type"][22:]) == (409, "grant-over")


def test_a_withdrawn_diagnosis_is_not_signed(visiting: Visiting) -> None:
    path = visiting.begin()
    visiting.save(path, ai_plan=seen(0, reason=REASON))
    visiting.ask("post", f"{visiting.diagnosis}/withdrawal", FIRM, json={"reason": "填错了"})
    errors = sign(visiting, path).json["errors"]
    assert [(each["pointer"], each["code"]) for each in errors] == [("", "diagnosis-withdrawn")]


def test_of_two_signatures_at_once_a_single_one_counts(visiting: Visiting) -> None:
    for _ in range(3):
        path = visiting.begin()
        visiting.save(path, ai_plan=seen(0, reason=REASON))
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(sign, [visiting] * 4, [path] * 4))
        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        feed = visiting.ask("get", "/v1/changes?limit=200", FIRM).json["items"]
        signed = [
            each for each in feed if (each["kind"], path[-36:]) == ("visit-signed", each["id"])
        ]
        assert len(signed) == 1


def test_what_is_saved_while_it_is_signed_is_in_it_or_refused(visiting: Visiting) -> None:
    item = ladders(visiting)[0]
    for _ in range(4):
        path = visiting.begin()
        visiting.save(path, **{item.replace("-", "_"): seen(0, reason=REASON)})
        other = {"answers": {item: seen(1, reason=REASON)}}
        with ThreadPoolExecutor(2) as pool:
            saved = pool.submit(visiting.ask, "patch", f"{path}/answers", json=other, headers=ANY)
            signed = pool.submit(sign, visiting, path)
        assert signed.result().status_code == 201
        (kept,) = visiting.ask("get", f"{path}/answers").json["answers"]
        assert saved.result().status_code == (200 if kept["value"] == 1 else 409)
        assert verified_levels(visiting, path) == levels_of(visiting, {item: kept["value"]})
