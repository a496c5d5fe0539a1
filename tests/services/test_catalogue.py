"""Lists of the catalogue: what a filter keeps, and how filters are read."""

from datetime import date

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.support.rule import Answer, lies_in
from diagnosis.services.catalogue.cases import find_cases
from diagnosis.services.catalogue.instruments import find_instruments
from diagnosis.services.ports.content import Content
from diagnosis.services.read.filters import (
    CASE_FILTERS,
    SUPPORT_FILTERS,
    Filters,
    read_filters,
)

ON = date(2026, 11, 23)


def test_no_filter_lists_everything_in_order(content: Content) -> None:
    assert [entry.id for entry in find_cases(content, Filters())] == list(content.cases)
    assert [entry.id for entry in find_instruments(content, Filters(), ON)] == list(
        content.instruments
    )


def test_text_is_sought_in_both_languages_and_any_case(content: Content) -> None:
    cases = [find_cases(content, Filters(text=text)) for text in ("erp", "ERP")]
    assert cases[0] == cases[1]
    assert "case-longzhuo-leather" in [case.id for case in cases[0]]
    assert find_cases(content, Filters(text="吊挂")) != []


def test_case_filters_keep_what_has_them(content: Content) -> None:
    case = next(case for case in content.cases.values() if case.place == "440115")
    for filters in (
        Filters(city="440100"),
        Filters(city="440115"),
        Filters(industry=case.division),
        Filters(size=case.size),
        Filters(scene=case.scenes[0]),
        Filters(package=case.packages[0]),
        Filters(text=case.company.en[:8].lower()),
    ):
        cases = find_cases(content, filters)
        assert case in cases and len(cases) < len(content.cases)


@pytest.mark.parametrize("written", ["pkg-mes", "prj-mes", "prj-esop"])
def test_a_package_may_be_written_as_an_earlier_project(content: Content, written: str) -> None:
    assert read_filters(content, {"package": written}, CASE_FILTERS) == Filters(package="pkg-mes")


def test_a_package_that_no_catalogue_had_is_refused(content: Content) -> None:
    with pytest.raises(FaultyInput) as refused:
        read_filters(content, {"package": "prj-gone"}, CASE_FILTERS)
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == ("/package", "unknown-value")
    assert "prj-" not in str(fault.values["allowed"])


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
    assert all(lies_in("441900", instrument.codes) is not Answer.NO for instrument in instruments)
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


def test_package_and_scene_keep_what_may_pay(content: Content) -> None:
    package = content.packages["pkg-mes"]
    instruments = find_instruments(content, Filters(package=package.id), ON)
    assert instruments and all(instrument.pays_for(package) for instrument in instruments)
    by_scene = find_instruments(content, Filters(scene=package.scenes[0]), ON)
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
        "package": "prj-gone",
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
        ("/package", "unknown-value"),
        ("/text", "too-long"),
        ("/date", "bad-date"),
        ("/open", "unknown-value"),
        ("/colour", "unknown-field"),
    ]


@pytest.mark.parametrize("allowed", [CASE_FILTERS, SUPPORT_FILTERS])
def test_every_allowed_filter_can_be_read(content: Content, allowed: tuple[str, ...]) -> None:
    values = {
        "industry": "C35",
        "city": "441900",
        "size": "small",
        "scene": "shop-scheduling",
        "package": "pkg-mes",
        "text": "mes",
        "kind": "grant",
        "measure": "measure-01",
        "date": "2026-11-23",
        "open": "false",
    }
    read = read_filters(content, {name: values[name] for name in allowed}, allowed)
    assert read != Filters()
