"""Following a plan up: what was promised, what is done should have brought, what came."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.retrofit.follow_up.progress import Fulfilment
from diagnosis.domain.text import Language
from diagnosis.present.retrofit.progress import show_progress
from diagnosis.present.say import in_language
from diagnosis.services.ports.content import Content
from diagnosis.services.read.earlier_ids import package_of, whole_package
from diagnosis.services.retrofit.keep_plan import Planning, plan_assessment
from diagnosis.services.retrofit.progress import (
    PlanProgress,
    other_ids,
    progress_of,
    record_progress,
)
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import an_example
from tests.fakes.store import FakeStore

Ask = Callable[..., Caller]
SHEET = an_example("dongguan-mould-shop")


@pytest.fixture
def plan_id(planning: Planning, diagnosing: Diagnosing, ask: Ask) -> str:
    """Return the id of a plan of the example within 60 万元."""
    row = submit_sheet(diagnosing, ask(), SHEET, None).stored.row
    return plan_assessment(planning, ask(), row.assessment_id, {"budget_wan": 60}, None).value


def progress(planning: Planning, ask: Ask, plan_id: str, content: Content | None = None) -> Any:
    """Return the progress of a plan, as seen with some content."""
    seen: PlanProgress = progress_of(content or planning.contents.current, ask(), plan_id)
    return seen


def without_form(content: Content) -> Content:
    """Return the content without the form of the example, as if its file were gone."""
    readers = {name: versions for name, versions in content.readers.items() if name != "full"}
    return replace(content, readers=readers)


def note(planning: Planning, ask: Ask, plan_id: str, project: str, **more: Any) -> None:
    """Note how far a project is."""
    content = planning.contents.current
    record_progress(content, ask(), plan_id, {"projects": [{"project": project, **more}]}, None)


def test_there_are_no_more_notes_than_projects(planning: Planning, ask: Ask, plan_id: str) -> None:
    many = {"projects": [{}] * 100_000}
    with pytest.raises(FaultyInput) as caught:
        record_progress(planning.contents.current, ask(), plan_id, many, None)
    (fault,) = caught.value.faults
    planned = len(progress(planning, ask, plan_id).packages)
    assert (fault.pointer, fault.code) == ("/projects", "too-many")
    assert fault.values == {"limit": planned}


def test_without_a_later_sheet_only_promises_are_known(
    planning: Planning, ask: Ask, plan_id: str
) -> None:
    seen = progress(planning, ask, plan_id)
    assert (seen.plan_id, seen.later, seen.history) == (plan_id, None, ())
    assert [level.standard for level in seen.levels] == [
        standard.id for standard in planning.contents.current.standards
    ]
    for level in seen.levels:
        assert level.reached is None and level.by_done == level.before
    fulfilments = {item.fulfilment for package in seen.packages for item in package.items}
    assert fulfilments == {Fulfilment.UNKNOWN}


def test_a_plan_made_after_the_newest_diagnosis_has_no_later_one(
    planning: Planning, diagnosing: Diagnosing, ask: Ask, plan_id: str
) -> None:
    later = submit_sheet(diagnosing, ask(), SHEET, None).stored.row
    assert progress(planning, ask, plan_id).later == later
    made = plan_assessment(planning, ask(), later.assessment_id, {"budget_wan": 60}, None)
    assert progress(planning, ask, made.value).later is None


def test_a_diagnosis_of_the_sheet_that_was_planned_is_no_later_one(
    planning: Planning, ask: Ask, plan_id: str, store: FakeStore
) -> None:
    """The plan's own sheet, scored anew, says nothing of what the plan brought."""
    caller = ask()
    with caller.store.begin(caller.principal) as work:
        plan = work.plan(plan_id)
        assert plan is not None
        (first,) = work.diagnoses({"assessment_id": plan.row.assessment_id}, None, 1).items
        record = work.diagnosis(first.id)
        assert record is not None
        again = replace(first, id=caller.make_id(), created_at=caller.now)
        work.add_diagnosis(replace(record, row=again))
    assert progress(planning, ask, plan_id).later is None


def test_what_is_done_should_have_brought_what_the_scorer_says(
    planning: Planning, diagnosing: Diagnosing, ask: Ask, plan_id: str
) -> None:
    """The levels by what is done are those of the sheet with its projects' effects."""
    seen = progress(planning, ask, plan_id)
    answers = dict(SHEET["answers"])
    for package in seen.packages:
        note(planning, ask, plan_id, package.id, status="done", cost_wan=5)
        for raised in package.items:
            if isinstance(answers.get(raised.item), int | float):
                answers[raised.item] = max(answers[raised.item], raised.planned)
    later = submit_sheet(diagnosing, ask(), SHEET | {"answers": answers}, None).stored.row
    after = progress(planning, ask, plan_id)
    known = [level.by_done for level in after.levels]
    assert known == [level.promised for level in after.levels]
    assert {level.standard: level.reached for level in after.levels} == later.levels
    for level in after.levels:
        assert level.by_done in (None, level.reached)


def test_what_is_done_counts_for_the_index_as_its_package_says(
    planning: Planning, diagnosing: Diagnosing, ask: Ask
) -> None:
    """No ladder lifts the lamp maker to level 1: systems, scenes and mechanisms of packages do."""
    lamps = an_example("zhongshan-lamp-maker")
    row = submit_sheet(diagnosing, ask(), lamps, None).stored.row
    made = plan_assessment(planning, ask(), row.assessment_id, {"budget_wan": 60}, None).value
    index = planning.contents.current.standards.points.id
    for package in progress(planning, ask, made).packages:
        seen = progress(planning, ask, made)
        (level,) = (level for level in seen.levels if level.standard == index)
        assert level.by_done <= 1, "nothing more than was promised"
        note(planning, ask, made, package.id, status="done")
    (level,) = (each for each in progress(planning, ask, made).levels if each.standard == index)
    assert (level.before, level.promised, level.by_done) == (0, 1, 1)


def test_a_project_that_is_dropped_says_why_and_brings_nothing(
    planning: Planning, ask: Ask, plan_id: str
) -> None:
    first, *_ = progress(planning, ask, plan_id).packages
    note(planning, ask, plan_id, first.id, status="running")
    note(planning, ask, plan_id, first.id, status="dropped", reason="换供应商")
    seen = progress(planning, ask, plan_id)
    dropped = next(package for package in seen.packages if package.id == first.id)
    assert (dropped.note.status, dropped.note.reason) == ("dropped", "换供应商")
    assert len(seen.history) == 2
    assert all(level.by_done == level.before for level in seen.levels)


def test_progress_outlives_the_form_of_its_sheet(
    planning: Planning, ask: Ask, plan_id: str
) -> None:
    """What needs the sheet is then unknown; what was kept of the plan still stands."""
    whole = progress(planning, ask, plan_id)
    without = progress(planning, ask, plan_id, without_form(planning.contents.current))
    assert [level.promised for level in without.levels] == [
        level.promised for level in whole.levels
    ]
    assert {level.by_done for level in without.levels} == {None}
    assert {item.before for package in without.packages for item in package.items} == {None}


def test_other_ids_mean_what_a_plan_names(content: Content) -> None:
    """The package for the project that it took over, and the other way round; a step itself."""
    of_projects = other_ids(content, ("prj-mes", "prj-esop", "prj-crm", "prj-crm-light"))
    assert of_projects.pop("pkg-mes") == "prj-mes" and "pkg-quoting" not in of_projects
    of_packages = other_ids(content, ("pkg-mes", "pkg-quoting"))
    steps = {name for name, means in of_packages.items() if whole_package(content, name) is None}
    assert "prj-esop" in steps and "prj-esop" not in of_projects
    for means in (of_projects, of_packages):
        assert all(means[step] == step for step in steps & means.keys())
    assert {name: means for name, means in of_packages.items() if name not in steps} == {
        "prj-mes": "pkg-mes", "prj-crm": "pkg-quoting", "prj-crm-light": "pkg-quoting",
    }  # fmt: skip


def test_a_note_on_a_step_is_kept_and_says_nothing_of_its_package(
    planning: Planning, ask: Ask, plan_id: str
) -> None:
    content = planning.contents.current
    planned = [package.id for package in progress(planning, ask, plan_id).packages]
    step = next(n for n in other_ids(content, planned) if whole_package(content, n) is None)
    note(planning, ask, plan_id, step, status="done", cost_wan=2)
    seen = progress(planning, ask, plan_id)
    assert [record.note.project for record in seen.history] == [step]
    assert {(each.status, each.cost_wan) for each in seen.packages} == {("planned", None)}
    shown = show_progress(content, seen, in_language(Language.ZH))
    package = package_of(content, step)
    assert package is not None
    assert package.name.zh in shown["history"][0]["remark"]


def test_a_note_under_another_id_counts_and_keeps_what_was_written(
    planning: Planning, ask: Ask, plan_id: str
) -> None:
    content = planning.contents.current
    planned = [package.id for package in progress(planning, ask, plan_id).packages]
    ids = other_ids(content, planned)
    other, means = next((name, of) for name, of in ids.items() if name != of)
    note(planning, ask, plan_id, other, status="done", cost_wan=7)
    seen = progress(planning, ask, plan_id)
    noted = next(package for package in seen.packages if package.id == means)
    assert (noted.status, noted.cost_wan) == ("done", 7)
    assert [record.note.project for record in seen.history] == [other]
    both = {"projects": [{"project": name, "status": "done"} for name in (other, means)]}
    with pytest.raises(FaultyInput) as caught:
        record_progress(content, ask(), plan_id, both, None)
    assert [fault.code for fault in caught.value.faults] == ["stands-twice"]


def test_a_package_that_adds_no_ladder_promises_no_position(
    planning: Planning, ask: Ask, plan_id: str
) -> None:
    """What it adds are options and shares: they are no questions that a later sheet ranks."""
    content = planning.contents.current
    seen = progress(planning, ask, plan_id)
    for package in seen.packages:
        assert all(content.bank[item.item].positions for item in package.items)
    assert show_progress(content, seen, in_language(Language.ZH))["projects"]
