"""Refusals of roadmaps, progress, feedback and matching: every fault, with its place."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from diagnosis.present.retrofit.progress import NOTES_SHOWN
from tests.builders import a_sheet, an_example

NOBODY = "00000000-0000-7000-8000-000000000000"


def post(client: FlaskClient, path: str, body: Any, **headers: str) -> Any:
    return client.post(path, json=body, headers=headers)


def faults(answer: Any) -> list[tuple[str, str]]:
    assert answer.mimetype == "application/problem+json"
    return [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]]


@pytest.fixture
def made(client: FlaskClient) -> dict[str, str]:
    """Return the ids of a firm, its assessment and a roadmap."""
    first = post(client, "/v1/diagnoses", an_example("zhongshan-lamp-maker")).json
    path = f"/v1/assessments/{first['assessment_id']}/roadmaps"
    plan = post(client, path, {"budget_wan": 50}).json
    project = plan["phases"][0]["packages"][0]["id"]
    return {
        "firm": first["enterprise_id"],
        "assessment": first["assessment_id"],
        "roadmap": plan["id"],
        "project": project,
    }


def test_every_fault_of_a_wish_is_named(client: FlaskClient, made: dict[str, str]) -> None:
    wish = {
        "budget_wan": -5,
        "target": {"standard": "iso-9001", "level": 2},
        "done": ["pkg-gone"],
        "pains": ["boredom"],
        "goals": ["fame"],
        "budgets_wan": [],
        "weights": {"level": -1},
        "starts_on": "2026-02-30",
        "heed_feedback": "yes",
        "left_out": "all",
        "colour": "red",
    }
    answer = post(client, f"/v1/assessments/{made['assessment']}/roadmaps", wish)
    assert answer.status_code == 422
    assert set(faults(answer)) == {
        ("/budget_wan", "out-of-range"),
        ("/target/standard", "unknown-standard"),
        ("/done/0", "unknown-package"),
        ("/pains/0", "unknown-value"),
        ("/goals/0", "unknown-value"),
        ("/budgets_wan", "wrong-type"),
        ("/weights/level", "out-of-range"),
        ("/starts_on", "bad-date"),
        ("/heed_feedback", "wrong-type"),
        ("/left_out", "wrong-type"),
        ("/colour", "unknown-field"),
    }


def test_no_wish_at_all_gets_a_plan(client: FlaskClient, made: dict[str, str]) -> None:
    answer = post(client, f"/v1/assessments/{made['assessment']}/roadmaps", {})
    assert answer.status_code == 201
    assert answer.json["objective"] == "balanced" and answer.json["phases"]


def test_what_contradicts_is_told_with_the_package(
    client: FlaskClient, made: dict[str, str]
) -> None:
    wish = {"wanted": ["pkg-mes", "pkg-work-reporting"], "refused": ["pkg-mes"]}
    answer = post(client, f"/v1/assessments/{made['assessment']}/roadmaps", wish)
    assert faults(answer) == [("/wanted/0", "wish-conflict"), ("/wanted/0", "wish-conflict")]
    told = " ".join(fault["message"] for fault in answer.json["errors"])
    assert "「MES：" in told and "「手机报工」" in told


@pytest.mark.parametrize("body", [[], "x", 3])
def test_a_body_that_is_no_object_is_refused(
    client: FlaskClient, made: dict[str, str], body: Any
) -> None:
    for path in (
        f"/v1/assessments/{made['assessment']}/roadmaps",
        f"/v1/roadmaps/{made['roadmap']}/progress",
        f"/v1/enterprises/{made['firm']}/projects/prj-mes/feedback",
        f"/v1/roadmaps/{made['roadmap']}/compare",
        "/v1/roadmaps/preview",
    ):
        answer = post(client, path, body)
        assert answer.status_code == 422
        assert faults(answer)[0] == ("", "wrong-type")


def test_a_target_beyond_reach_gets_an_answer(client: FlaskClient, made: dict[str, str]) -> None:
    wish = {"target": {"standard": "gbt-39116-2020", "level": 4}, "budget_wan": 10}
    answer = post(client, f"/v1/assessments/{made['assessment']}/roadmaps", wish)
    assert answer.status_code == 201
    assert answer.json["target"]["reached"] is False
    assert answer.json["infeasible"][0]["message"]


def test_a_draft_has_no_roadmap(client: FlaskClient) -> None:
    draft = post(client, "/v1/assessments", a_sheet("screening", {"ai-plan": 1})).json
    answer = post(client, f"/v1/assessments/{draft['id']}/roadmaps", {"budget_wan": 50})
    assert (answer.status_code, answer.json["type"]) == (
        409, "urn:diagnosis:problem:not-submitted"
    )  # fmt: skip


def test_a_draft_is_matched_all_the_same(client: FlaskClient) -> None:
    draft = post(client, "/v1/assessments", a_sheet("screening", {"ai-plan": 1})).json
    for name in ("cases", "support"):
        assert client.get(f"/v1/assessments/{draft['id']}/{name}").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/v1/roadmaps/{NOBODY}"),
        ("GET", f"/v1/roadmaps/{NOBODY}/compare?with={NOBODY}"),
        ("GET", f"/v1/roadmaps/{NOBODY}/progress"),
        ("GET", f"/v1/roadmaps/{NOBODY}/table.csv"),
        ("GET", f"/v1/roadmaps/{NOBODY}/table.xlsx"),
        ("GET", f"/v1/assessments/{NOBODY}/cases"),
        ("GET", f"/v1/assessments/{NOBODY}/support"),
        ("GET", f"/v1/enterprises/{NOBODY}/feedback"),
        ("GET", "/v1/roadmaps/no-id"),
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, method: str, path: str) -> None:
    assert client.open(path, method=method).status_code == 404


def test_posts_to_what_is_not_there_are_not_found(
    client: FlaskClient, made: dict[str, str]
) -> None:
    note = {"projects": [{"project": "prj-mes", "status": "done"}]}
    feedback = {"useful": True}
    for path, body in (
        (f"/v1/assessments/{NOBODY}/roadmaps", {"budget_wan": 5}),
        (f"/v1/roadmaps/{NOBODY}/progress", note),
        (f"/v1/roadmaps/{NOBODY}/compare", {"budget_wan": 5}),
        (f"/v1/enterprises/{NOBODY}/projects/prj-mes/feedback", feedback),
        (f"/v1/enterprises/{made['firm']}/projects/prj-gone/feedback", feedback),
    ):
        assert post(client, path, body).status_code == 404, path


def test_every_fault_of_a_note_is_named(client: FlaskClient, made: dict[str, str]) -> None:
    planned = made["project"]
    rows = [
        {"project": planned, "status": "done", "on": "2026-12-24", "cost_wan": -1},
        {"project": planned, "status": "dropped"},
        {"project": "pkg-gone", "status": "asleep", "why": "x"},
        3,
    ]
    answer = post(client, f"/v1/roadmaps/{made['roadmap']}/progress", {"projects": rows})
    assert set(faults(answer)) == {
        ("/projects/0/cost_wan", "out-of-range"),
        ("/projects/0/on", "out-of-range"),
        ("/projects/1/reason", "missing-field"),
        ("/projects/1/project", "stands-twice"),
        ("/projects/2/why", "unknown-field"),
        ("/projects/2/project", "unknown-value"),
        ("/projects/2/status", "unknown-value"),
        ("/projects/3", "wrong-type"),
    }
    shown = client.get(f"/v1/roadmaps/{made['roadmap']}/progress").json
    assert shown["history"] == []


@pytest.mark.parametrize(
    ("feedback", "wanted"),
    [
        ({}, {("/useful", "missing-field")}),
        ({"useful": False}, {("/why", "missing-field")}),
        ({"useful": False, "why": "fits"}, {("/why", "reason-does-not-fit")}),
        ({"useful": True, "why": "too-expensive"}, {("/why", "reason-does-not-fit")}),
        ({"useful": False, "why": "other"}, {("/text", "missing-field")}),
        ({"useful": False, "why": "other", "text": "x" * 501}, {("/text", "too-long")}),
        ({"useful": 1, "stars": 5}, {("/useful", "wrong-type"), ("/stars", "unknown-field")}),
    ],
)
def test_every_fault_of_feedback_is_named(
    client: FlaskClient, made: dict[str, str], feedback: Any, wanted: set[tuple[str, str]]
) -> None:
    path = f"/v1/enterprises/{made['firm']}/projects/prj-mes/feedback"
    assert set(faults(post(client, path, feedback))) == wanted


def test_the_last_feedback_counts(client: FlaskClient, made: dict[str, str]) -> None:
    path = f"/v1/enterprises/{made['firm']}/projects/prj-mes/feedback"
    post(client, path, {"useful": False, "why": "not-now"})
    post(client, path, {"useful": True})
    (last,) = client.get(f"/v1/enterprises/{made['firm']}/feedback").json["items"]
    assert (last["useful"], last["why"], last["next_plan"]) == (True, "fits", "nothing")


def test_every_fault_of_a_preview_points_into_it(client: FlaskClient) -> None:
    sheet = an_example("zhongshan-lamp-maker")
    body = {
        "sheet": {**sheet, "answers": {"no-item": 1}},
        "roadmap": {"budget_wan": "much"},
        "facts": {"listed": {"nothing": True}},
        "support": 1,
    }
    assert set(faults(post(client, "/v1/roadmaps/preview", body))) >= {
        ("/sheet/answers/no-item", "unknown-item"),
        ("/roadmap/budget_wan", "wrong-type"),
        ("/facts/listed/nothing", "unknown-value"),
        ("/support", "wrong-type"),
    }
    what_if = {"answers": {"ai-plan": 9}, "roadmap": {"budget_wan": -1}}
    body = {"sheet": sheet, "roadmap": {"budget_wan": 9}, "what_if": what_if}
    assert set(faults(post(client, "/v1/roadmaps/preview", body))) == {
        ("/what_if/answers/ai-plan", "bad-position"),
        ("/what_if/roadmap/budget_wan", "out-of-range"),
    }
    assert faults(post(client, "/v1/roadmaps/preview", {})) == [("/sheet", "missing-field")]


def test_a_roadmap_of_another_assessment_is_refused(
    client: FlaskClient, made: dict[str, str]
) -> None:
    other = post(client, "/v1/diagnoses", an_example("dongguan-mould-shop")).json
    for name in ("cases", "support"):
        path = f"/v1/assessments/{other['assessment_id']}/{name}?roadmap={made['roadmap']}"
        assert faults(client.get(path)) == [("/roadmap", "bad-id")]


def test_faults_of_a_query_are_named(client: FlaskClient, made: dict[str, str]) -> None:
    path = f"/v1/assessments/{made['assessment']}/support"
    for query, fault in (
        ("date=2026-13-01", ("/date", "bad-date")),
        ("listed=nothing", ("/listed", "unknown-value")),
        ("roles=-wizard", ("/roles", "unknown-value")),
        ("roadmap=x", ("/roadmap", "bad-id")),
        ("colour=red", ("/colour", "unknown-field")),
    ):
        assert faults(client.get(f"{path}?{query}")) == [fault]
    every = "roles=king&listed=nothing&declared=all-is-well&date=2026-13-01"
    assert faults(client.get(f"{path}?{every}")) == [
        ("/roles", "unknown-value"),
        ("/listed", "unknown-value"),
        ("/declared", "unknown-value"),
        ("/date", "bad-date"),
    ]
    answer = client.get(f"/v1/roadmaps/{made['roadmap']}/compare")
    assert faults(answer) == [("/with", "missing-field")]


def test_faults_of_a_body_and_of_its_query_are_named_together(
    client: FlaskClient, made: dict[str, str]
) -> None:
    path = f"/v1/assessments/{made['assessment']}/support?date=2026-13-01"
    assert faults(post(client, path, {"colour": "red", "roles": {"king": True}})) == [
        ("/colour", "unknown-field"),
        ("/roles/king", "unknown-value"),
        ("/date", "bad-date"),
    ]


def test_the_same_key_plans_and_notes_once(client: FlaskClient, made: dict[str, str]) -> None:
    key = {"Idempotency-Key": "k1"}
    path = f"/v1/assessments/{made['assessment']}/roadmaps"
    first, again = (post(client, path, {"budget_wan": 30}, **key) for _ in range(2))
    assert first.json == again.json and again.headers["Idempotency-Replayed"] == "true"
    assert len(client.get("/v1/roadmaps").json["items"]) == 2
    path = f"/v1/roadmaps/{made['roadmap']}/progress"
    note = {"projects": [{"project": made["project"], "status": "running"}]}
    for _ in range(2):
        assert post(client, path, note, **{"Idempotency-Key": "k2"}).status_code == 201
    assert len(client.get(path).json["history"]) == 1


def test_both_languages_tell_the_same_plan(client: FlaskClient, made: dict[str, str]) -> None:
    path = f"/v1/roadmaps/{made['roadmap']}"
    zh, en = (client.get(path, headers={"Accept-Language": tag}).json for tag in ("zh", "en"))
    assert zh["three_years_wan"] == en["three_years_wan"]
    names = [plan["phases"][0]["packages"][0]["name"] for plan in (zh, en)]
    assert names[0] != names[1]


def test_a_kept_plan_reads_byte_for_byte_as_its_preview(client: FlaskClient) -> None:
    sheet = an_example("foshan-furniture-maker")
    wish = {"budget_wan": 60, "budgets_wan": [20], "starts_on": "2027-01-04"}
    preview = post(client, "/v1/roadmaps/preview", {"sheet": sheet, "roadmap": wish})
    first = post(client, "/v1/diagnoses", sheet).json
    made = post(client, f"/v1/assessments/{first['assessment_id']}/roadmaps", wish)
    kept = client.get(made.headers["Location"])
    roadmap = json.loads(preview.data)["roadmap"]
    for answer in (made, kept):
        shown = json.loads(answer.data)
        assert json.dumps({name: shown[name] for name in roadmap}) == json.dumps(roadmap)
    listed = client.get("/v1/roadmaps").json["items"][0]
    assert listed["cost_mid_wan"] == roadmap["three_years_wan"]["mid"]
    assert (listed["standard"], listed["target_level"]) == (
        roadmap["target"]["standard"], roadmap["target"]["level"]
    )  # fmt: skip


def test_a_what_if_compares_two_plans_in_one_answer(client: FlaskClient) -> None:
    body = {
        "sheet": an_example("foshan-furniture-maker"),
        "roadmap": {"budget_wan": 60, "starts_on": "2027-01-04"},
        "what_if": {"roadmap": {"budget_wan": 200}},
    }
    shown = post(client, "/v1/roadmaps/preview", body).json
    first = post(client, "/v1/diagnoses", body["sheet"]).json
    made = post(client, f"/v1/assessments/{first['assessment_id']}/roadmaps", body["roadmap"])
    path = f"{made.headers['Location']}/compare"
    answer = post(client, path, body["what_if"]["roadmap"])
    assert answer.status_code == 200
    assert answer.json["comparison"] == shown["comparison"]
    assert answer.json["what_if"] == shown["what_if"]
    assert answer.json["roadmap"] == client.get(made.headers["Location"]).json
    ids = [[card["id"] for phase in plan["phases"] for card in phase["packages"]]
           for plan in (shown["roadmap"], shown["what_if"])]  # fmt: skip
    only = [
        {each["id"] for each in shown["comparison"][name]}
        for name in ("only_first", "only_second")
    ]
    assert only == [set(ids[0]) - set(ids[1]), set(ids[1]) - set(ids[0])]
    money = shown["comparison"]["money"]["three_years_wan"]["mid"]
    assert money["first"] == shown["roadmap"]["three_years_wan"]["mid"] < money["second"]
    assert len(client.get("/v1/roadmaps").json["items"]) == 1, "nothing more is kept"
    dropped = post(client, path, {"budget_wan": None}).json["what_if"]
    assert dropped["budget_wan"] == 240, "three times what the firm would spend in a year"
    assert faults(post(client, path, {"colour": "red", "budget_wan": -1})) == [
        ("/colour", "unknown-field")
    ]
    assert faults(post(client, path, {"budget_wan": -1})) == [("/budget_wan", "out-of-range")]


def test_notes_of_years_do_not_make_an_answer_grow_without_end(
    client: FlaskClient, made: dict[str, str]
) -> None:
    path = f"/v1/roadmaps/{made['roadmap']}/progress"
    for count in range(NOTES_SHOWN + 2):
        note = {"project": made["project"], "status": "running", "reason": f"n{count}"}
        assert post(client, path, {"projects": [note]}).status_code == 201
    shown = client.get(path).json
    assert [note["reason"] for note in shown["history"]][::99] == ["n2", "n101"]
    assert shown["earlier_notes"] == 2
