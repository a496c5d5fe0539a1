"""Next steps: at most five projects that a firm could start today, the best first."""

from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.project import Effect, Needs, Project
from diagnosis.domain.retrofit.plan.next_steps import SHOWN, NextStep, NextSteps
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from tests.builders import EXAMPLES, a_project, a_sheet, an_example, every, read_random


def steps_of(
    content: Content, sheet: Sheet, size: SizeClass = SizeClass.SMALL
) -> tuple[NextStep, ...]:
    """Return the next steps of a sheet, from the catalogue of the content."""
    row = content.scorers.encode_sheet(sheet)
    scores = content.one_sheet.score(row)
    return content.next_steps.find(row, scores, size, sheet.enterprise.division)


def offering(content: Content, *projects: Project) -> Content:
    """Return the content with a catalogue of a few projects alone."""
    catalogue = {project.id: project for project in projects}
    found_by = NextSteps(content.scorers, catalogue, content.adoption)
    return replace(content, projects=catalogue, next_steps=found_by)


def a_step(name: str, *effects: tuple[str, int], **more: Any) -> Project:
    """Return a project for every firm that raises some items."""
    raised = tuple(Effect(item, to) for item, to in effects)
    return a_project(name, effects=raised, industries=None, **more)


@pytest.fixture
def ones(content: Content) -> Sheet:
    """Return a sheet with every position at 1."""
    return read(content, a_sheet("full", every(content, "full", 1)))


def names(content: Content, sheet: Sheet) -> list[str]:
    """Return the projects to begin with."""
    return [step.project for step in steps_of(content, sheet)]


@pytest.fixture(params=[*sorted(path.stem for path in EXAMPLES.glob("*.json")), 1, 2, 3, 4])
def sheet(request: pytest.FixtureRequest, content: Content) -> Sheet:
    """Return each example, then random sheets with blanks and cuts."""
    if isinstance(request.param, str):
        return read(content, an_example(request.param))
    return read_random(content, request.param, blanks=0.3, cuts=0.2, spread=2)


def test_every_step_raises_an_answered_item_and_nothing_that_is_there(
    content: Content, sheet: Sheet
) -> None:
    steps = steps_of(content, sheet)
    assert 0 < len(steps) <= SHOWN
    for step in steps:
        assert step.raises and step.maturity_gain + step.readiness_gain > 0
        for item, has, comes_to in step.raises:
            assert sheet.answers[item] == has < comes_to


def test_every_step_is_made_for_the_firm(content: Content, sheet: Sheet) -> None:
    for size in SizeClass:
        for step in steps_of(content, sheet, size):
            project = content.projects[step.project]
            assert project.cost_wan.at(size) == step.cost
            assert project.suits(sheet.enterprise.division)
            assert 0 < step.prior <= 1


def test_no_two_steps_exclude_each_other(content: Content, sheet: Sheet) -> None:
    chosen = names(content, sheet)
    for name in chosen:
        assert not set(content.projects[name].excludes) & set(chosen)


def test_a_step_that_waits_for_another_is_not_one_for_today(content: Content, ones: Sheet) -> None:
    base = a_step("base", ("data-collection", 2))
    top = a_step("top", ("production-control", 3), needs=Needs(("base",)))
    assert names(offering(content, base, top), ones) == ["base"]
    lifted = replace(ones, answers={**ones.answers, "data-collection": 2.0})
    assert names(offering(content, base, top), lifted) == ["top"]


def test_what_opens_the_way_to_others_goes_first(content: Content, ones: Sheet) -> None:
    """Two projects of one worth: the one that a third needs is the better to begin with."""
    closed = a_step("a-closed", ("production-control", 2))
    opening = a_step("b-opening", ("production-instructions", 2))
    waiting = a_step("waiting", ("data-collection", 4), needs=Needs(("b-opening",)))
    alone, together = (
        names(offering(content, *projects), ones)
        for projects in ((closed, opening), (closed, opening, waiting))
    )
    assert set(alone) == {"a-closed", "b-opening"}
    assert together.index("b-opening") < together.index("a-closed")


def test_a_step_that_mostly_raises_what_one_before_it_raises_is_passed_over(
    content: Content, ones: Sheet
) -> None:
    whole = a_step("whole", ("production-control", 4), ("data-collection", 4))
    part = a_step("part", ("production-control", 3), ("data-collection", 3))
    other = a_step("other", ("skills-team", 2))
    assert names(offering(content, whole, part, other), ones) == ["whole", "other"]


def test_of_two_that_exclude_each_other_the_better_is_shown(content: Content, ones: Sheet) -> None:
    light = a_step("light", ("production-control", 2), excludes=("full",))
    full = a_step("full", ("data-collection", 4), ("skills-team", 4), excludes=("light",))
    assert names(offering(content, light, full), ones) == ["full"]


def test_blanks_are_not_raised_and_no_catalogue_has_no_steps(
    content: Content, ones: Sheet
) -> None:
    project = a_step("a", ("production-control", 4))
    blank = read(content, a_sheet("full"))
    assert names(offering(content, project), blank) == []
    assert names(offering(content), ones) == []
    assert [len(names(offering(content, project), sheet)) for sheet in (ones, blank)] == [1, 0]
