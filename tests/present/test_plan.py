"""Roadmaps of the example sheets: promises kept, wishes answered, faults named."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownProjects
from diagnosis.domain.text import Language
from diagnosis.optimiser.planner import Planner
from diagnosis.present.retrofit.plan import show_plan
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.firm_plan import FirmPlan
from diagnosis.services.retrofit.make_plan import make_plan
from diagnosis.services.retrofit.plan_values import values_of
from diagnosis.services.scoring.diagnose import diagnose

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.json"))
SOLVER = Planner()
TODAY = date(2026, 11, 23)
NOTHING = KnownProjects()
SAY = in_language(Language.EN)


def a_sheet_of(content: Content, path: Path, **answers: Any) -> Sheet:
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw["answers"].update(answers)
    return read(content, raw)


def planned(content: Content, sheet: Sheet, **raw: Any) -> dict[str, Any]:
    made = make_plan(content, SOLVER, sheet, read_plan_request(content, raw, TODAY))
    return show_plan(content, values_of(content, FirmPlan(made, TODAY, NOTHING, False)), SAY)


def ids(shown: dict[str, Any]) -> list[str]:
    return [one["id"] for phase in shown["phases"] for one in phase["projects"]]


def codes(content: Content, raw: Any) -> list[tuple[str, str]]:
    with pytest.raises(FaultyInput) as caught:
        read_plan_request(content, raw, TODAY)
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_promised_score_is_the_score(content: Content, path: Path) -> None:
    """After each phase, the sheet with the effects of its projects scores as promised."""
    sheet = a_sheet_of(content, path)
    shown = planned(content, sheet, budget_wan=150)
    answers = dict(sheet.answers)
    for phase in shown["phases"]:
        for one in phase["projects"]:
            for effect in content.projects[one["id"]].effects:
                old = answers.get(effect.item)
                if isinstance(old, float):
                    answers[effect.item] = max(old, float(effect.to))
        again = show_diagnosis(content, diagnose(content, replace(sheet, answers=answers)), SAY)
        scored = {one["standard"]: (one["level"], one["score"]) for one in again["standards"]}
        assert scored == {
            one["standard"]: (one["level"], one["score"]) for one in phase["standards"]
        }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_more_budget_is_never_worse(content: Content, path: Path) -> None:
    sheet = a_sheet_of(content, path)
    values = [
        planned(content, sheet, budget_wan=money)["value"]
        for money in (0, 5, 20, 21, 50, 120, 123, 400, 2000)
    ]
    assert values == sorted(values)
    assert values[0] == 0.0


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_plans_keep_limits_and_order(content: Content, path: Path) -> None:
    shown = planned(content, a_sheet_of(content, path), budget_wan=100)
    chosen = ids(shown)
    assert shown["cost_wan"]["mid"] <= 100 + 1e-6
    assert shown["cost_wan"]["low"] <= shown["cost_wan"]["mid"] <= shown["cost_wan"]["high"]
    assert 0 <= shown["gap"] <= 0.25
    assert len(chosen) + len(shown["left_out"]) == len(content.projects)
    assert all(one["reason"] for one in shown["left_out"])
    for phase in shown["phases"]:
        for one in phase["projects"]:
            assert phase["from_month"] <= one["start_month"] < one["end_month"]
            assert one["end_month"] <= phase["until_month"] + 1e-9
            assert one["reason"]
    for name in chosen:
        assert not set(content.projects[name].excludes) & set(chosen)


def test_a_target_is_reached_at_a_cost_that_no_less_than_nearly_does(content: Content) -> None:
    sheet = a_sheet_of(content, EXAMPLES[0])
    shown = planned(content, sheet, target="gbt-39116-2020:2")
    assert shown["target"]["reached"] and not shown["infeasible"]
    assert shown["phases"][-1]["standards"][0]["level"] == 2
    assert shown["bound"]["measure"] == "cost-wan"
    poorer = planned(
        content, sheet, target="gbt-39116-2020:2", budget_wan=shown["cost_wan"]["mid"] * 0.5
    )
    (wish,) = poorer["infeasible"]
    assert (wish["wish"], wish["code"]) == ("target", "budget")
    # To the cent, and never a cent less than it takes.
    assert 0 <= wish["works"]["budget_wan"] - shown["cost_wan"]["mid"] <= 0.010001
    assert wish["no_less_than_wan"] <= wish["works"]["budget_wan"] + 1e-9
    granted = planned(
        content, sheet, target="gbt-39116-2020:2", budget_wan=wish["works"]["budget_wan"]
    )
    assert granted["target"]["reached"]


def test_a_target_out_of_reach_names_the_highest_level(content: Content) -> None:
    sheet = a_sheet_of(content, EXAMPLES[0])
    shown = planned(content, sheet, target="gbt-39116-2020:5", budget_wan=100)
    (wish,) = shown["infeasible"]
    assert wish["code"] == "level"
    level, cost = wish["works"]["level"], wish["works"]["level_cost_wan"]
    assert planned(content, sheet, target=f"gbt-39116-2020:{level}", budget_wan=cost)["target"][
        "reached"
    ]


def test_a_short_horizon_names_the_months_that_work(content: Content) -> None:
    sheet = a_sheet_of(content, EXAMPLES[0])
    short = [{"until_month": 2}]
    shown = planned(content, sheet, target="gbt-39116-2020:2", phases=short)
    (wish,) = shown["infeasible"]
    assert (wish["wish"], wish["code"]) == ("target", "time")
    assert wish["works"]["months"] > 2


@pytest.mark.parametrize("standard", ["miit-sme-2024", "smart-factory-2025", "ai-readiness"])
def test_every_standard_can_be_planned_for(content: Content, standard: str) -> None:
    for path in EXAMPLES:
        shown = planned(content, a_sheet_of(content, path), budget_wan=80, target=standard)
        assert shown["value"] >= 0 and shown["gap"] is not None


def test_wishes_are_kept_or_answered(content: Content) -> None:
    sheet = a_sheet_of(content, EXAMPLES[0])
    shown = planned(
        content, sheet, budget_wan=100, wanted=["prj-vision"], refused=["prj-tms-light"]
    )
    assert "prj-vision" in ids(shown) or shown["infeasible"]
    assert "prj-tms-light" not in ids(shown)
    done = planned(content, sheet, budget_wan=100, done=["prj-crm-light"])
    assert "prj-crm-light" not in ids(done)
    poor = planned(content, sheet, budget_wan=1, wanted=["prj-mes"])
    (wish,) = poor["infeasible"]
    assert (wish["wish"], wish["code"]) == ("wanted", "budget")
    enough = planned(content, sheet, budget_wan=wish["works"]["budget_wan"], wanted=["prj-mes"])
    assert "prj-mes" in ids(enough)


def test_a_wish_whose_needs_are_refused_is_told(content: Content) -> None:
    sheet = a_sheet_of(content, EXAMPLES[4])
    refused = ["prj-coding", "prj-coding-light"]
    shown = planned(content, sheet, budget_wan=500, wanted=["prj-mes-light"], refused=refused)
    assert "prj-mes-light" not in ids(shown)
    assert shown["infeasible"][0]["code"] == "prerequisite"


def test_expected_view_discounts_and_is_named(content: Content) -> None:
    sheet = a_sheet_of(content, EXAMPLES[1])
    shown = planned(content, sheet, budget_wan=60, objective="expected-gain")
    assert 0 < shown["expected_value"] < shown["value"]
    assert "adoption prior" in shown["expected_value_note"]


def test_frontier_rises_and_holds_the_plan(content: Content) -> None:
    sheet = a_sheet_of(content, EXAMPLES[2])
    shown = planned(content, sheet, budget_wan=60, frontier=True)
    values = [point["value"] for point in shown["frontier"]]
    assert values == sorted(values)
    within = [p["value"] for p in shown["frontier"] if p["cost_wan"]["mid"] <= 60]
    assert shown["value"] >= max(within) - 1e-9


def test_a_budget_beyond_a_twentieth_of_revenue_is_warned_about(content: Content) -> None:
    sheet = a_sheet_of(content, EXAMPLES[0])
    assert planned(content, sheet, budget_wan=100)["warnings"] == []
    (warning,) = planned(content, sheet, budget_wan=200)["warnings"]
    assert "5%" in warning


def test_blank_items_are_not_scored_and_named(content: Content) -> None:
    raw = json.loads(EXAMPLES[0].read_text(encoding="utf-8"))
    for item in ("logistics-transport", "logistics-tracking"):
        del raw["answers"][item]
    shown = planned(content, read(content, raw), budget_wan=400)
    raises = {r["item"]: r for p in shown["phases"] for o in p["projects"] for r in o["raises"]}
    for item in set(raises) & {"logistics-transport", "logistics-tracking"}:
        assert raises[item]["gain"] == 0 and item in shown["unscored"]


def test_every_fault_is_named_at_once(content: Content) -> None:
    found = codes(
        content,
        {
            "budget_wan": -1,
            "budget_binds": "top",
            "target": {"standard": "iso-9001"},
            "done": ["prj-nothing"],
            "wanted": ["prj-mes", "prj-mes-light"],
            "refused": ["prj-mes"],
            "goals": ["fame"],
            "phases": [{"until_month": 12}, {"until_month": 6}],
            "colour": "red",
        },
    )
    assert {where for where, _ in found} == {
        "/colour", "/budget_wan", "/target/standard", "/budget_binds", "/phases/1/until_month",
        "/done/0", "/goals/0", "/wanted/0",
    }  # fmt: skip
    assert ("/done/0", "unknown-project") in found
    assert found.count(("/wanted/0", "wish-conflict")) >= 1


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ({}, ("/budget_wan", "budget-or-target")),
        ({"budget_wan": 1e12}, ("/budget_wan", "out-of-range")),
        ({"budget_wan": float("nan")}, ("/budget_wan", "not-a-number")),
        ({"budget_wan": True}, ("/budget_wan", "wrong-type")),
        ({"target": "gbt-39116-2020:9"}, ("/target/level", "out-of-range")),
        ({"target": "gbt-39116-2020:two"}, ("/target/level", "wrong-type")),
        ({"target": 2}, ("/target", "wrong-type")),
        ({"budget_wan": 1, "exact": "yes"}, ("/exact", "wrong-type")),
        ({"budget_wan": 1, "phases": []}, ("/phases", "wrong-type")),
        ({"budget_wan": 1, "phases": [1]}, ("/phases/0", "wrong-type")),
        ({"budget_wan": 1, "phases": [{}]}, ("/phases/0/until_month", "missing-field")),
        ({"budget_wan": 1, "wanted": "prj-mes"}, ("/wanted", "wrong-type")),
        ({"budget_wan": 1, "objective": "reach-level"}, ("/target/level", "missing-field")),
        ([], ("", "wrong-type")),
    ],
)
def test_a_faulty_request_is_told_where(
    content: Content, raw: Any, fault: tuple[str, str]
) -> None:
    assert fault in codes(content, raw)
