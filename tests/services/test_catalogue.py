"""Lists of the catalogue: what a filter keeps, and how filters are read."""

from datetime import date
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.project import Goal, Stage
from diagnosis.domain.retrofit.support.rule import Answer, lies_in
from diagnosis.services.catalogue.cases import find_cases
from diagnosis.services.catalogue.instruments import find_instruments
from diagnosis.services.catalogue.projects import find_projects
from diagnosis.services.ports.content import Content
from diagnosis.services.read.filters import (
    CASE_FILTERS,
    PROJECT_FILTERS,
    SUPPORT_FILTERS,
    Filters,
    read_filters,
)

ON = date(2026, 11, 23)


def test_no_filter_lists_everything_in_order(content: Content) -> None:
    assert [entry.id for entry in find_projects(content, Filters())] == list(content.projects)
    assert [entry.id for entry in find_cases(content, Filters())] == list(content.cases)
    assert [entry.id for entry in find_instruments(content, Filters(), ON)] == list(
        content.instruments
    )


def test_industry_keeps_projects_for_all(content: Content) -> None:
    projects = find_projects(content, Filters(industry="C35"))
    assert all(project.industries is None or "C35" in project.industries for project in projects)
    assert any(project.industries is None for project in projects)
    assert len(projects) < len(content.projects)


def test_size_leaves_out_what_is_not_made_for_it(content: Content) -> None:
    projects = find_projects(content, Filters(size=SizeClass.MICRO))
    assert all(project.cost_mid(SizeClass.MICRO) is not None for project in projects)
    assert 0 < len(projects) < len(content.projects)


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (Filters(stage=Stage.AI), lambda project: project.stage is Stage.AI),
        (Filters(goal=Goal.ENERGY), lambda project: Goal.ENERGY in project.goals),
        (Filters(scene="shop-scheduling"), lambda project: "shop-scheduling" in project.scenes),
        (Filters(measure="measure-15"), lambda project: "measure-15" in project.measures),
    ],
)
def test_a_project_filter_keeps_what_has_it(
    content: Content, filters: Filters, holds: Any
) -> None:
    projects = {project.id for project in find_projects(content, filters)}
    assert (
        projects
        == {project.id for project in content.projects.values() if holds(project)}
        != set()
    )


def test_text_is_sought_in_both_languages_and_any_case(content: Content) -> None:
    projects = [find_projects(content, Filters(text=text)) for text in ("mes", "MES")]
    assert projects[0] == projects[1]
    assert "prj-mes" in [project.id for project in projects[0]]
    assert find_projects(content, Filters(text="排程")) != []


def test_case_filters_keep_what_has_them(content: Content) -> None:
    case = next(case for case in content.cases.values() if case.place == "440115")
    for filters in (
        Filters(city="440100"),
        Filters(city="440115"),
        Filters(industry=case.division),
        Filters(size=case.size),
        Filters(scene=case.scenes[0]),
        Filters(project=case.projects[0]),
        Filters(text=case.company.en[:8].lower()),
    ):
        cases = find_cases(content, filters)
        assert case in cases and len(cases) < len(content.cases)


def test_a_city_keeps_sites_inside_it_alone(content: Content) -> None:
    cases = find_cases(content, Filters(city="441900"))
    assert cases and {case.place for case in cases} == {"441900"}


def test_open_filter_splits_the_list(content: Content) -> None:
    opened = find_instruments(content, Filters(open=True), ON)
    closed = find_instruments(content, Filters(open=False), ON)
    assert all(instrument.is_open(ON) for instrument in opened)
    assert {instrument.id for instrument in opened + closed} == set(content.instruments)


def test_city_keeps_what_covers_it(content: Content) -> None:
    instruments = find_instruments(content, Filters(city="441900"), ON)
    levels = {instrument.level for instrument in instruments}
    assert {"province", "city"} <= levels
    assert all(lies_in("441900", instrument.codes) is Answer.YES for instrument in instruments)
    assert "ins-dg-compute" in [instrument.id for instrument in instruments]
    assert "ins-sz-corpus" not in [instrument.id for instrument in instruments]


def test_a_city_may_be_covered_by_what_its_districts_have(content: Content) -> None:
    instruments = [
        instrument.id for instrument in find_instruments(content, Filters(city="440300"), ON)
    ]
    assert "ins-sz-longgang-compute" in instruments


def test_size_leaves_out_what_the_rule_refuses(content: Content) -> None:
    instruments = [
        instrument.id
        for instrument in find_instruments(content, Filters(size=SizeClass.LARGE), ON)
    ]
    assert "ins-gd-sme-pilot" not in instruments


def test_project_and_scene_keep_what_may_pay(content: Content) -> None:
    project = content.projects["prj-mes"]
    instruments = find_instruments(content, Filters(project=project.id), ON)
    assert instruments and all(instrument.pays_for(project) for instrument in instruments)
    by_scene = find_instruments(content, Filters(scene=project.scenes[0]), ON)
    assert {instrument.id for instrument in instruments} <= {
        instrument.id for instrument in by_scene
    }


def test_filters_are_read_from_texts(content: Content) -> None:
    raw = {
        "industry": "C3525",
        "city": "441900",
        "size": "small",
        "open": "true",
        "date": "2026-05-01",
        "text": " ",
    }
    assert read_filters(content, raw, SUPPORT_FILTERS) == Filters(
        industry="C3525", city="441900", size=SizeClass.SMALL, open=True, on=date(2026, 5, 1)
    )


def test_every_faulty_filter_is_named(content: Content) -> None:
    raw = {
        "industry": "C99",
        "city": "999999",
        "size": "huge",
        "scene": "dreaming",
        "project": "prj-gone",
        "text": "x" * 101,
        "date": "2026-02-30",
        "open": "yes",
        "colour": "red",
    }
    with pytest.raises(FaultyInput) as refused:
        read_filters(content, raw, SUPPORT_FILTERS)
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        ("/industry", "unknown-industry"),
        ("/city", "unknown-place"),
        ("/size", "unknown-value"),
        ("/scene", "unknown-value"),
        ("/project", "unknown-value"),
        ("/text", "too-long"),
        ("/date", "bad-date"),
        ("/open", "unknown-value"),
        ("/colour", "unknown-field"),
    ]


@pytest.mark.parametrize("allowed", [PROJECT_FILTERS, CASE_FILTERS, SUPPORT_FILTERS])
def test_every_allowed_filter_can_be_read(content: Content, allowed: tuple[str, ...]) -> None:
    values = {
        "industry": "C35",
        "city": "441900",
        "size": "small",
        "scene": "shop-scheduling",
        "project": "prj-mes",
        "text": "mes",
        "stage": "ai",
        "goal": "cost",
        "kind": "grant",
        "measure": "measure-01",
        "date": "2026-11-23",
        "open": "false",
    }
    read = read_filters(content, {name: values[name] for name in allowed}, allowed)
    assert read != Filters()
