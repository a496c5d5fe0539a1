"""From a diagnosis to a plan, its support and cases, a firm's feedback, and its progress."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from diagnosis.content.versions import Versions
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect
from diagnosis.services.ports.content import Content
from tests.builders import an_example
from tests.web.service import a_service, an_app

EN = {"Accept-Language": "en"}


@pytest.fixture
def client(versions: Versions, tmp_path: Path) -> Iterator[FlaskClient]:
    """Yield a client of the service over an empty database."""
    service = a_service(versions, tmp_path)
    yield an_app(service).test_client()
    service.store.engine.dispose()


def send(client: FlaskClient, method: str, path: str, status: int = 200, **more: Any) -> Any:
    answer = client.open(path, method=method, headers=EN | more.pop("headers", {}), **more)
    assert answer.status_code == status, answer.get_data(as_text=True)[:800]
    return answer.json if "json" in answer.mimetype else answer


def packages(plan: Any) -> list[str]:
    return [package["id"] for phase in plan["phases"] for package in phase["packages"]]


def test_a_plan_is_made_followed_up_and_made_again(client: FlaskClient, content: Content) -> None:
    sheet = an_example("dongguan-mould-shop")
    first = send(client, "POST", "/v1/diagnoses", 201, json=sheet)
    firm, plans = first["enterprise_id"], f"/v1/assessments/{first['assessment_id']}/roadmaps"
    plan = send(client, "POST", plans, 201, json={"budget_wan": 60})
    assert 0 < plan["three_years_wan"]["mid"] <= 60 and plan["target"]["promised_level"] > 1
    assert send(client, "GET", f"/v1/roadmaps/{plan['id']}") == plan

    # The firm says what it thinks of three packages; the next plan follows it.
    unfit, dear, had, *rest = packages(plan)
    for name, why in ((unfit, "not-for-us"), (dear, "too-expensive"), (had, "done-already")):
        path = f"/v1/enterprises/{firm}/projects/{name}/feedback"
        send(client, "POST", path, 201, json={"useful": False, "why": why})
    following = send(client, "POST", plans, 201, json={"budget_wan": 60})
    assert not {unfit, dear, had} & set(packages(following))
    assert following["heeded"] == {
        "done": [had], "running": [], "refused": [unfit], "demoted": [dear], "steps": [],
        "note": None,
    }  # fmt: skip
    wanted = {"budget_wan": 60, "wanted": [dear]}
    assert dear in packages(send(client, "POST", plans, 201, json=wanted))
    ignoring = {"budget_wan": 60, "heed_feedback": False}
    without_feedback = send(client, "POST", plans, 201, json=ignoring)
    assert without_feedback["heeded"] == {
        "done": [had],
        "running": [],
        "refused": [],
        "demoted": [],
        "steps": [],
        "note": None,
    }

    # It carries out one package of the first plan and drops another.
    kept, dropped = rest[:2]
    notes = [
        {"project": kept, "status": "done", "on": "2026-11-20", "cost_wan": 5},
        {"project": dropped, "status": "dropped", "reason": "no supplier"},
    ]
    path = f"/v1/roadmaps/{plan['id']}/progress"
    noted = send(client, "POST", path, 201, json={"projects": notes})
    assert noted["summary"]["status"]["done"] == noted["summary"]["status"]["dropped"] == 1
    summary = noted["summary"]
    assert (summary["spent_wan"], summary["spent_on"]) == (5, 1) and noted["later"] is None
    planned = [row["planned_wan"] for row in noted["projects"] if row["cost_wan"] is not None]
    assert [summary["planned_for_spent_wan"]] == planned != [summary["planned_wan"]]

    # A package that is done is never bought again.
    again = send(client, "POST", plans, 201, json=ignoring)
    assert kept not in packages(again) and kept in again["heeded"]["done"]

    # A later sheet shows what the package brought.
    effects = [e for e in content.packages[kept].effects if isinstance(e, LadderEffect)]
    answers = sheet["answers"]
    raised = {effect.item: max(effect.to, answers.get(effect.item, 0)) for effect in effects}
    later = {**sheet, "answers": {**answers, **raised}}
    second = send(client, "POST", "/v1/diagnoses", 201, json=later)
    progress = send(client, "GET", path)
    assert progress["later"]["diagnosis_id"] == second["id"]
    (done,) = [project for project in progress["projects"] if project["status"] == "done"]
    assert {item["kept"] for item in done["items"]} <= {"reached"}
    assert progress["summary"]["items_of_done"]["not-reached"] == 0
    for level in progress["levels"]:
        if level["reached"] is not None and level["promised_by_done"] is not None:
            assert level["reached"] == level["promised_by_done"]


def test_support_and_cases_follow_the_plan(client: FlaskClient) -> None:
    made = send(client, "POST", "/v1/diagnoses", 201, json=an_example("foshan-furniture-maker"))
    assessment = f"/v1/assessments/{made['assessment_id']}"
    before = send(client, "GET", f"{assessment}/support?date=2026-02-01")
    assert (before["roadmap_id"], before["plan"]) == (None, None)
    wish = {"budget_wan": 200, "starts_on": "2026-03-01"}
    plan = send(client, "POST", f"{assessment}/roadmaps", 201, json=wish)
    after = send(client, "GET", f"{assessment}/support?date=2026-02-01")
    assert after["roadmap_id"] == plan["id"]
    for end in ("low", "mid", "high"):
        assert after["plan"]["cost_wan"][end] == plan["build_wan"][end]
    claims = {"listed": {"sme-pilot-list": True}}
    posted = send(client, "POST", f"{assessment}/support?date=2026-02-01", json=claims)
    queried = send(client, "GET", f"{assessment}/support?date=2026-02-01&listed=sme-pilot-list")
    assert posted == queried != after
    cases = send(client, "GET", f"{assessment}/cases")
    assert cases["roadmap_id"] == plan["id"]
    assert cases["cases"][0]["case"]["id"] == "case-weifa-home"


def test_two_plans_are_compared_and_listed(client: FlaskClient) -> None:
    made = send(client, "POST", "/v1/diagnoses", 201, json=an_example("zhongshan-lamp-maker"))
    plans = f"/v1/assessments/{made['assessment_id']}/roadmaps"
    poor, rich = (
        send(client, "POST", plans, 201, json={"budget_wan": money}) for money in (40, 150)
    )
    path = f"/v1/roadmaps/{poor['id']}/compare?with={rich['id']}"
    comparison = send(client, "GET", path)
    assert comparison["money"]["three_years_wan"]["mid"]["difference"] > 0
    both, only_first, only_second = (
        {project["id"] for project in comparison[part]}
        for part in ("in_both", "only_first", "only_second")
    )
    assert both | only_first == set(packages(poor))
    assert both | only_second == set(packages(rich))
    listed = send(client, "GET", f"/v1/roadmaps?assessment_id={made['assessment_id']}")
    assert [row["id"] for row in listed["items"]] == [rich["id"], poor["id"]]


def test_a_plan_is_read_in_spreadsheets(client: FlaskClient) -> None:
    made = send(client, "POST", "/v1/diagnoses", 201, json=an_example("zhongshan-lamp-maker"))
    path = f"/v1/assessments/{made['assessment_id']}/roadmaps"
    plan = send(client, "POST", path, 201, json={"budget_wan": 60})
    note = {"project": packages(plan)[0], "status": "running", "reason": "=1+1"}
    path = f"/v1/roadmaps/{plan['id']}"
    send(client, "POST", f"{path}/progress", 201, json={"projects": [note]})
    table = send(client, "GET", f"{path}/table.csv")
    rows = list(csv.DictReader(StringIO(table.get_data().decode("utf-8-sig"))))
    assert [row["Id"] for row in rows[:-1]] == packages(plan)
    assert rows[0]["Note"] == "'=1+1"
    for column, planned in (
        ("Build low (万元)", plan["build_wan"]["low"]),
        ("Build mid (万元)", plan["build_wan"]["mid"]),
        ("Build high (万元)", plan["build_wan"]["high"]),
        ("Run a year, mid (万元)", plan["run_wan_per_year"]["mid"]),
        ("Three years, mid (万元)", plan["three_years_wan"]["mid"]),
        ("Own people-months", plan["people_months"]),
    ):
        *shown, total = (Decimal(row[column]) for row in rows)
        assert total == sum(shown), column
        assert float(total) == planned, column
    answer = send(client, "GET", f"{path}/table.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    book = load_workbook(BytesIO(answer.get_data()))
    assert book["Plan"].max_row == len(rows) + 1
    counts = {row["why"]: row["count"] for row in plan["left_out"]}
    others = counts.pop("not-for-trade")
    rows_left = list(book["Left out"].values)[1:]
    assert len(rows_left) == sum(counts.values()) + 1
    assert [row[1] for row in rows_left if row[0] is None] == [f"{others} more"]


def test_a_what_if_changes_answers_and_budget_and_keeps_nothing(client: FlaskClient) -> None:
    sheet = an_example("dongguan-mould-shop")
    body = {
        "sheet": sheet,
        "roadmap": {"budget_wan": 20},
        "what_if": {"answers": {"production-control": 4}, "roadmap": {"budget_wan": 60}},
    }
    preview = send(client, "POST", "/v1/roadmaps/preview", json=body)
    assert preview["what_if"]["budget_wan"] == 60 and preview["roadmap"]["budget_wan"] == 20
    assert preview["comparison"]["money"]["three_years_wan"]["mid"]["difference"] > 0
    assert preview["support"] is preview["cases"] is None
    for kept in ("/v1/roadmaps", "/v1/enterprises", "/v1/assessments"):
        assert send(client, "GET", kept)["items"] == []
