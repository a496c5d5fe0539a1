"""Lists of the catalogue: what a filter keeps, what is shown, what is never shown."""

import json
from datetime import date
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.adoption import project_prior
from diagnosis.domain.retrofit.catalogue.project import Goal, Stage
from diagnosis.domain.retrofit.support.rule import Answer, lies_in
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Language
from diagnosis.domain.unit import Unit
from diagnosis.present import names
from diagnosis.present.catalogue.case import show_case
from diagnosis.present.catalogue.instrument import show_instrument
from diagnosis.present.catalogue.measure import show_measure
from diagnosis.present.catalogue.project import show_project_row
from diagnosis.present.catalogue.sources import show_bibliography
from diagnosis.present.faults import fault_message
from diagnosis.present.marks import confidence
from diagnosis.present.say import in_language
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
ZH, EN = in_language(Language.ZH), in_language(Language.EN)


def test_no_filter_lists_everything_in_order(content: Content) -> None:
    assert [one.id for one in find_projects(content, Filters())] == list(content.projects)
    assert [one.id for one in find_cases(content, Filters())] == list(content.cases)
    assert [one.id for one in find_instruments(content, Filters(), ON)] == list(
        content.instruments
    )


def test_industry_keeps_projects_for_all(content: Content) -> None:
    found = find_projects(content, Filters(industry="C35"))
    assert all(one.industries is None or "C35" in one.industries for one in found)
    assert any(one.industries is None for one in found)
    assert len(found) < len(content.projects)


def test_size_leaves_out_what_is_not_made_for_it(content: Content) -> None:
    found = find_projects(content, Filters(size=SizeClass.MICRO))
    assert all(one.cost_mid(SizeClass.MICRO) is not None for one in found)
    assert 0 < len(found) < len(content.projects)


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (Filters(stage=Stage.AI), lambda one: one.stage is Stage.AI),
        (Filters(goal=Goal.ENERGY), lambda one: Goal.ENERGY in one.goals),
        (Filters(scene="shop-scheduling"), lambda one: "shop-scheduling" in one.scenes),
        (Filters(measure="measure-15"), lambda one: "measure-15" in one.measures),
    ],
)
def test_a_project_filter_keeps_what_has_it(
    content: Content, filters: Filters, holds: Any
) -> None:
    found = {one.id for one in find_projects(content, filters)}
    assert found == {one.id for one in content.projects.values() if holds(one)} != set()


def test_text_is_sought_in_both_languages_and_any_case(content: Content) -> None:
    found = [find_projects(content, Filters(text=text)) for text in ("mes", "MES")]
    assert found[0] == found[1]
    assert "prj-mes" in [one.id for one in found[0]]
    assert find_projects(content, Filters(text="排程")) != []


def test_case_filters_keep_what_has_them(content: Content) -> None:
    case = next(one for one in content.cases.values() if one.place == "440115")
    for filters in (
        Filters(city="440100"),
        Filters(city="440115"),
        Filters(industry=case.division),
        Filters(size=case.size),
        Filters(scene=case.scenes[0]),
        Filters(project=case.projects[0]),
        Filters(text=case.company.en[:8].lower()),
    ):
        found = find_cases(content, filters)
        assert case in found and len(found) < len(content.cases)


def test_a_city_keeps_sites_inside_it_alone(content: Content) -> None:
    found = find_cases(content, Filters(city="441900"))
    assert found and {one.place for one in found} == {"441900"}


@pytest.mark.parametrize("language", Language)
def test_no_firm_is_rated(content: Content, language: Language) -> None:
    """Practices serve matching: neither they nor any position may be shown."""

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(keys(below) for below in value.values()))
        return set().union(*(keys(below) for below in value)) if isinstance(value, list) else set()

    shown = [show_case(content, case, in_language(language)) for case in content.cases.values()]
    assert not keys(shown) & {"practices", "position", "item", "level", "score", "rating"}


def test_what_is_unconfirmed_is_marked(content: Content) -> None:
    for case in content.cases.values():
        shown = show_case(content, case, EN)
        assert shown["unconfirmed"] is (case.checked == "unconfirmed")
        doubtful = [one.mark.is_unconfirmed for one in case.metrics]
        assert [one["unconfirmed"] for one in shown["metrics"]] == doubtful
        assert (shown["caution"] is not None) is (shown["unconfirmed"] or any(doubtful))
        assert shown["sources"]


def test_a_case_that_rests_on_memory_exists_to_be_marked(content: Content) -> None:
    assert any(one.is_unconfirmed for one in content.cases.values())


def test_every_number_of_a_project_carries_its_mark(content: Content) -> None:
    for shown in [show_project_row(content, one, EN) for one in content.projects.values()]:
        for key in ("cost_wan", "duration_months"):
            assert {"basis", "checked", "confidence"} <= shown[key]["mark"].keys()
        assert (shown["payback_months"] is None) is (shown["payback_reason"] is not None)


def test_support_lists_all_with_where_they_stand(content: Content) -> None:
    shown = [show_instrument(content, one, ZH, on=ON) for one in content.instruments.values()]
    assert len(shown) == len(content.instruments)
    assert all(one["open"] is (one["status"] == "open") for one in shown)
    assert {one["date"] for one in shown} == {"2026-11-23"}


def test_open_is_a_function_of_the_date(content: Content) -> None:
    one = content.instruments["ins-gd-sme-pilot"]
    days = [date(2023, 10, 10), date(2023, 10, 11), date(2026, 12, 31), date(2027, 1, 1)]
    assert [one.is_open(day) for day in days] == [False, True, True, False]
    statuses = [show_instrument(content, one, EN, on=day)["status"] for day in days]
    assert statuses == ["not-yet", "open", "open", "ended"]


def test_open_filter_splits_the_list(content: Content) -> None:
    opened = find_instruments(content, Filters(open=True), ON)
    closed = find_instruments(content, Filters(open=False), ON)
    assert all(one.is_open(ON) for one in opened)
    assert {one.id for one in opened + closed} == set(content.instruments)


def test_city_keeps_what_covers_it(content: Content) -> None:
    found = find_instruments(content, Filters(city="441900"), ON)
    levels = {one.level for one in found}
    assert {"province", "city"} <= levels
    assert all(lies_in("441900", one.codes) is Answer.YES for one in found)
    assert "ins-dg-compute" in [one.id for one in found]
    assert "ins-sz-corpus" not in [one.id for one in found]


def test_a_city_may_be_covered_by_what_its_districts_have(content: Content) -> None:
    found = [one.id for one in find_instruments(content, Filters(city="440300"), ON)]
    assert "ins-sz-longgang-compute" in found


def test_size_leaves_out_what_the_rule_refuses(content: Content) -> None:
    found = [one.id for one in find_instruments(content, Filters(size=SizeClass.LARGE), ON)]
    assert "ins-gd-sme-pilot" not in found


def test_project_and_scene_keep_what_may_pay(content: Content) -> None:
    project = content.projects["prj-mes"]
    found = find_instruments(content, Filters(project="prj-mes"), ON)
    assert found and all(one.pays_for(project) for one in found)
    by_scene = find_instruments(content, Filters(scene=project.scenes[0]), ON)
    assert {one.id for one in found} <= {one.id for one in by_scene}


def test_a_repost_says_so(content: Content) -> None:
    for one in content.instruments.values():
        cautions = show_instrument(content, one, EN, on=ON)["cautions"]
        assert any("re-post" in text for text in cautions) is (one.read_in == "repost")


def test_every_condition_is_said_in_words(content: Content) -> None:
    def texts(node: Any) -> list[str]:
        below = [*node.get("all", ()), *node.get("any", ())]
        return [node["text"]] if "text" in node else [t for one in below for t in texts(one)]

    for one in content.instruments.values():
        said = texts(show_instrument(content, one, ZH, on=ON)["eligible"])
        assert said and all(said)


def test_measures_name_what_serves_them(content: Content) -> None:
    for shown in [show_measure(content, one, EN) for one in content.measures.values()]:
        served = shown["projects"] or shown["support"] or shown["services"]
        assert bool(served) is (shown["unserved"] is None)


def test_sources_tell_who_cites_them_and_what_is_stale(content: Content) -> None:
    shown = show_bibliography(content, EN, on=ON)
    assert all(one["cited_in"] for one in shown)
    assert not any(one["stale"] for one in shown)
    later = date(2028, 1, 1)
    assert show_bibliography(content, EN, on=ON, stale_only=True) == []
    assert len(show_bibliography(content, EN, on=later, stale_only=True)) == len(shown)


def test_a_link_says_that_it_was_not_checked(content: Content) -> None:
    links = [one["link"] for one in show_bibliography(content, EN, on=ON) if one["link"]]
    assert links and all(one["status"] == "not-checked" and one["on"] for one in links)


def test_adoption_prior_is_a_chance_for_every_project(content: Content) -> None:
    chances = [
        project_prior(one, size, content.adoption)
        for one in content.projects.values()
        for size in SizeClass
    ]
    assert all(chance is None or 0.1 < chance < 0.8 for chance in chances)


@pytest.mark.parametrize(
    ("basis", "checked", "wanted"),
    [
        ("cited", "two-sources", "high"),
        ("cited", "one-source", "medium"),
        ("cited", "unconfirmed", "low"),
        ("estimated", "not-applicable", "low"),
        ("ours", "not-applicable", "medium"),
    ],
)
def test_confidence_follows_the_mark(basis: str, checked: str, wanted: str) -> None:
    assert confidence(Mark(basis, checked, ())) == wanted


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
        industry="C35", city="441900", size=SizeClass.SMALL, open=True, on=date(2026, 5, 1)
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
    assert [(one.pointer, one.code) for one in refused.value.faults] == [
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
    assert all(
        fault_message(one, language) for one in refused.value.faults for language in Language
    )


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


def test_lists_are_json(content: Content) -> None:
    shown = [
        [show_project_row(content, one, EN) for one in content.projects.values()],
        [show_case(content, one, EN) for one in content.cases.values()],
        [show_instrument(content, one, EN, on=ON) for one in content.instruments.values()],
    ]
    assert json.loads(json.dumps(shown)) == shown


def test_every_unit_has_a_name_in_both_languages() -> None:
    assert set(names.UNITS) == set(Unit)
