"""What earlier releases showed is answered as it stands, whatever of it is missing."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.scoring.trace import trace
from diagnosis.domain.text import Language
from diagnosis.present.retrofit.plan import show_firm_plan
from diagnosis.present.retrofit.plan_tables import plan_tables
from diagnosis.present.retrofit.stored_plan import show_stored_plan
from diagnosis.present.say import in_both
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.stored import show_stored, show_stored_trace
from diagnosis.present.scoring.summarised import summarised
from diagnosis.present.scoring.summary import summary
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
from tests.builders import a_kept_plan, an_example, as_before_release
from tests.ports.records import a_diagnosis, a_plan_record, an_assessment, an_enterprise_record


def without_each_field(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield a JSON value without one field, for every field of it; of a list the first entry."""
    for path in _paths(value):
        poorer = copy.deepcopy(value)
        place = poorer
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
            assert summary(summarised(stored), language), name
        count += 1
    assert count > 150


def test_a_plan_that_lacks_any_field_is_shown(content: Content) -> None:
    plan = json.loads(
        json.dumps(as_before_release(show_firm_plan(content, _known(content), in_both)))
    )
    record = a_plan_record("f" * 36, "a" * 36)
    progress = PlanProgress(plan_id=record.row.id, projects=(), levels=(), later=None, history=())
    for name, poorer in without_each_field(plan):
        kept = read_facts(json.dumps(plan_values(poorer)), KeptPlan)
        legacy = Snapshot(json.dumps(poorer))
        stored = StoredPlan(replace(record, plan=kept, legacy=legacy), content)
        for language in Language:
            assert show_stored_plan(stored, language)["phases"] is not None, name
            assert plan_tables(stored, progress, language), name


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
    plan = as_before_release(show_firm_plan(content, _known(content), in_both))
    record = replace(
        a_plan_record("f" * 36, "a" * 36),
        plan=read_facts(json.dumps(plan_values(plan)), KeptPlan),
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


def _known(content: Content) -> KeptPlan:
    """Return a plan of projects, items and parts that the content has."""
    plan = a_kept_plan(infeasible=())
    names = iter(content.projects)
    (phase,) = plan.phases
    (project,) = phase.projects
    name = next(names)
    item = content.projects[name].effects[0].item
    raises = tuple(replace(each, item=item, gain=0.0) for each in project.why.raises)
    why = replace(project.why, project=name, raises=raises, requirements=(), scenes=(), enables=())
    known = replace(phase, projects=(replace(project, id=name, why=why),))
    left = tuple(replace(each, project=next(names), others=()) for each in plan.left_out)
    return replace(plan, phases=(known,), left_out=left)
