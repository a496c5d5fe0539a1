"""What earlier releases showed is answered as it stands, whatever of it is missing."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.scoring.trace import trace
from diagnosis.domain.text import Language
from diagnosis.present.retrofit.plan_tables import plan_tables
from diagnosis.present.retrofit.stored_plan import show_stored_plan
from diagnosis.present.say import in_both
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.stored import show_stored, show_stored_trace
from diagnosis.present.scoring.trace import show_trace
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import LegacyDiagnosis, Snapshot
from diagnosis.services.retrofit.keep_plan import StoredPlan
from diagnosis.services.retrofit.progress import PlanProgress
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.scoring.stored_diagnoses import ShownBefore
from diagnosis.storage.facts import read_facts
from diagnosis.storage.migrations.legacy_plan import plan_values
from diagnosis.storage.migrations.plans_of_projects import over_packages
from tests.builders import an_example, as_before_release, earlier_shown, earlier_values
from tests.ports.records import a_diagnosis, a_plan_record, an_assessment, an_enterprise_record
from tests.report.printed import summary_page


def without_each_field(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a JSON value without one field, for every field of it; of a list the first entry."""
    text = json.dumps(value)
    for path in _paths(value):
        place = poorer = json.loads(text)
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]
        yield "/".join(map(str, path)), poorer


def _paths(value: Any) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for name, below in value.items():
            yield (name,)
            yield from ((name, *path) for path in _paths(below))
    elif isinstance(value, list) and value:
        yield from ((0, *path) for path in _paths(value[0]))


@pytest.fixture(scope="module")
def showed(content: Content) -> dict[str, Any]:
    """Return a diagnosis and its trace as the release before showed them."""
    sheet = read(content, an_example("foshan-furniture-maker"))
    diagnosis = diagnose(content, sheet)
    traced = trace(content.standards, sheet, diagnosis.verdicts)
    shown = {
        "result": show_diagnosis(content, diagnosis, in_both),
        "trace": show_trace(content, traced, in_both),
    }
    return json.loads(json.dumps(as_before_release(shown)))


def test_a_diagnosis_that_lacks_any_field_is_shown(
    content: Content, showed: dict[str, Any]
) -> None:
    row = a_diagnosis(an_assessment(an_enterprise_record())).row
    count = 0
    for name, poorer in without_each_field(showed):
        legacy = LegacyDiagnosis(
            result=Snapshot(json.dumps(poorer.get("result", {}))),
            trace=Snapshot(json.dumps(poorer.get("trace", {}))),
        )
        stored = ShownBefore(row, legacy)
        for language in Language:
            assert show_stored(stored, language)["kept_as_shown"] is True, name
            assert show_stored_trace(content, stored, language)["standards"] is not None, name
            assert summary_page(stored, language), name
        count += 1
    assert count > 150


def test_a_plan_that_lacks_any_field_is_shown(content: Content) -> None:
    plan = as_before_release(earlier_shown())
    record = a_plan_record("f" * 36, "a" * 36)
    progress = PlanProgress(plan_id=record.row.id, packages=(), levels=(), later=None, history=())
    for name, poorer in without_each_field(plan):
        kept = read_facts(json.dumps(over_packages(plan_values(poorer))), KeptPlan)
        legacy = Snapshot(json.dumps(poorer))
        stored = StoredPlan(replace(record, plan=kept, legacy=legacy), content)
        for language in Language:
            assert show_stored_plan(stored, language)["phases"] is not None, name
            assert plan_tables(stored, progress, language), name


def test_values_of_a_plan_that_lack_any_field_are_shown(content: Content) -> None:
    record = a_plan_record("f" * 36, "a" * 36)
    for out_of_reach in (False, True):
        values = earlier_values(out_of_reach=out_of_reach)
        for name, poorer in without_each_field(values):
            kept = read_facts(json.dumps(over_packages(poorer)), KeptPlan)
            stored = StoredPlan(replace(record, plan=kept, legacy=None), content)
            for language in Language:
                assert show_stored_plan(stored, language)["earlier_planner"] is True, name


def test_a_plan_of_projects_tells_what_it_told(content: Content) -> None:
    """Its projects keep their ids, months and costs, and are called what took them over."""
    values = earlier_values()
    kept = read_facts(json.dumps(over_packages(values)), KeptPlan)
    record = replace(a_plan_record("f" * 36, "a" * 36), plan=kept, legacy=None)
    shown = show_stored_plan(StoredPlan(record, content), Language.ZH)
    cards = [card for phase in shown["phases"] for card in phase["packages"]]
    projects = [project for phase in values["phases"] for project in phase["projects"]]
    assert [card["id"] for card in cards] == [project["id"] for project in projects]
    for card, project in zip(cards, projects, strict=True):
        assert card["build_wan"] == project["cost"]
        assert card["start_month"] == pytest.approx(project["start_month"])
        assert card["name"] != card["id"] and card["reason"]
        assert (card["what"], card["grade"], card["first_step"]) == (None, None, None)
    by_id = {card["id"]: card["name"] for card in cards}
    assert by_id["prj-eam-light"] == content.packages["pkg-maintenance"].name.zh
    assert (
        shown["build_wan"] == pytest.approx(values["cost"]) and shown["budget_covers"] == "build"
    )
    assert (shown["objective"], shown["budget_wan"], shown["gap"]) == (
        "points", 12.0, round(values["proof"]["gap"], 9)
    )  # fmt: skip
    assert shown["firm"]["trade"] is None and shown["heeded"]["done"] == ["prj-erp-light"]
    assert sum(row["count"] for row in shown["left_out"]) == len(values["left_out"])


def test_a_level_out_of_reach_is_still_told(content: Content) -> None:
    kept = read_facts(json.dumps(over_packages(earlier_values(out_of_reach=True))), KeptPlan)
    record = replace(a_plan_record("f" * 36, "a" * 36), plan=kept, legacy=None)
    shown = show_stored_plan(StoredPlan(record, content), Language.ZH)
    (wish,) = shown["infeasible"]
    assert (
        wish["message"]
        == "照「智能制造能力成熟度（GB/T 39116-2020）」：这笔钱到不了 3 级；有 205 万元就可以。"
    )
    assert (wish["level"], wish["works"]["budget_wan"]) == (3, 204.36)
    assert (shown["objective"], shown["target"]["reached"]) == ("level", False)


def test_what_was_said_of_projects_is_said_again(content: Content) -> None:
    told = as_before_release(earlier_shown())
    kept = read_facts(json.dumps(over_packages(plan_values(told))), KeptPlan)
    record = a_plan_record("f" * 36, "a" * 36)
    record = replace(record, plan=kept, legacy=Snapshot(json.dumps(told)))
    shown = show_stored_plan(StoredPlan(record, content), Language.EN)
    cards = [card for phase in shown["phases"] for card in phase["packages"]]
    projects = [project for phase in told["phases"] for project in phase["projects"]]
    assert [card["reason"] for card in cards] == [each["reason"]["en"] for each in projects]


def test_standards_are_named_as_today_in_what_was_shown_before(
    content: Content, showed: dict[str, Any]
) -> None:
    assert {verdict["standard"] for verdict in showed["result"]["standards"]} == {
        standard.ref for standard in content.standards
    }
    row = a_diagnosis(an_assessment(an_enterprise_record())).row
    legacy = LegacyDiagnosis(
        result=Snapshot(json.dumps(showed["result"])), trace=Snapshot(json.dumps(showed["trace"]))
    )
    plan = as_before_release(earlier_shown())
    record = replace(
        a_plan_record("f" * 36, "a" * 36),
        plan=read_facts(json.dumps(over_packages(plan_values(plan))), KeptPlan),
        legacy=Snapshot(json.dumps(plan)),
    )
    kept = show_stored_plan(StoredPlan(record, content), Language.EN)
    named = [
        *show_stored(ShownBefore(row, legacy), Language.EN)["standards"],
        *show_stored_trace(content, ShownBefore(row, legacy), Language.EN)["standards"],
        kept["target"], *kept["before"], *kept["phases"][0]["standards"],
    ]  # fmt: skip
    known = {standard.id: standard.revision for standard in content.standards}
    assert {(each["standard"], each["revision"]) for each in named} == set(known.items())
