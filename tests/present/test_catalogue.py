"""The catalogue as it is shown: marks, cautions, and what is never shown."""

import json
from datetime import date
from typing import Any

import pytest

from diagnosis.domain.retrofit.support.rule import conditions
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Language
from diagnosis.domain.unit import Unit
from diagnosis.present import names
from diagnosis.present.catalogue.case import show_case
from diagnosis.present.catalogue.instrument import show_instrument
from diagnosis.present.catalogue.measure import show_measure
from diagnosis.present.catalogue.package import show_package
from diagnosis.present.catalogue.rule import words
from diagnosis.present.catalogue.sources import show_bibliography
from diagnosis.present.marks import confidence
from diagnosis.present.say import in_language
from diagnosis.services.ports.content import Content

ON = date(2026, 11, 23)
ZH, EN = in_language(Language.ZH), in_language(Language.EN)


@pytest.mark.parametrize("language", Language)
def test_no_firm_is_rated(content: Content, language: Language) -> None:
    """Practices serve matching: neither they nor any position may be shown."""

    def keys(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(keys(below) for below in value.values()))
        return set().union(*(keys(below) for below in value)) if isinstance(value, list) else set()

    shown = [show_case(content, case, in_language(language)) for case in content.cases.values()]
    assert not keys(shown) & {"practices", "position", "item", "level", "score", "rating"}


def test_what_was_never_measured_or_published_says_so(content: Content) -> None:
    """An expected figure and an inferred size are fields of their own, and expected ones warn."""
    transformer = show_case(content, content.cases["case-xinsheng-transformer"], EN)
    assert [metric["expected"] for metric in transformer["metrics"]] == [False, True, True]
    assert all(metric["note"] for metric in transformer["metrics"] if metric["expected"])
    assert "not measured" in transformer["caution"]
    assert transformer["size_inferred"] and transformer["size_mark"]["basis"] == "derived"
    boards = show_case(content, content.cases["case-longyu-pcb"], EN)
    assert boards["size"] == "medium" and not boards["size_inferred"]
    unsized = show_case(content, content.cases["case-modebao-mould"], EN)
    assert unsized["size"] is None and not unsized["size_inferred"]


def test_what_is_unconfirmed_is_marked(content: Content) -> None:
    for case in content.cases.values():
        shown = show_case(content, case, EN)
        assert shown["unconfirmed"] is (case.checked == "unconfirmed")
        doubtful = [one.mark.is_unconfirmed for one in case.metrics]
        assert [one["unconfirmed"] for one in shown["metrics"]] == doubtful
        expected = [metric["expected"] for metric in shown["metrics"]]
        cautious = shown["unconfirmed"] or any(doubtful) or any(expected)
        assert (shown["caution"] is not None) is cautious
        assert shown["sources"]


def test_a_case_that_rests_on_memory_exists_to_be_marked(content: Content) -> None:
    assert any(one.is_unconfirmed for one in content.cases.values())


def test_every_number_of_a_package_carries_its_mark(content: Content) -> None:
    for shown in [show_package(content, one, [], EN) for one in content.packages.values()]:
        terms = [*shown["build_terms"], *shown["run_terms"], *shown["people_terms"]]
        for marked in (shown["months"], shown["cost_parts_pct"], *terms, *shown["brings"]):
            assert {"basis", "checked", "confidence"} <= marked["mark"].keys()
        assert bool(shown["brings"]) is (shown["brings_unknown"] is None)


def test_a_package_and_an_instrument_name_one_another(content: Content) -> None:
    for package in content.packages.values():
        shown = show_package(content, package, [], EN)
        assert [each["id"] for each in shown["support"]] == [
            instrument.id
            for instrument in content.instruments.values()
            if instrument.pays_for(package)
        ]
    grant = show_instrument(content, content.instruments["ins-gz-sme-pilot"], EN, on=ON)
    assert grant["pays_for"]["every_package"] is True
    assert [part["id"] for part in grant["pays_for"]["parts"]] == ["software", "services"]
    assert "pkg-machine-renewal" in [each["id"] for each in grant["pays_for"]["excepted"]]
    tax = show_instrument(content, content.instruments["ins-cn-tax"], EN, on=ON)
    assert tax["pays_for"] is None


def test_support_lists_all_with_where_they_stand(content: Content) -> None:
    shown = [show_instrument(content, one, ZH, on=ON) for one in content.instruments.values()]
    assert len(shown) == len(content.instruments)
    assert all(one["open"] is (one["status"] == "open") for one in shown)
    assert {one["date"] for one in shown} == {"2026-11-23"}


def test_open_is_a_function_of_the_date(content: Content) -> None:
    one = content.instruments["ins-gd-sme-pilot"]
    days = [date(2023, 10, 10), date(2023, 10, 11), date(2026, 12, 31), date(2027, 1, 1)]
    statuses = [show_instrument(content, one, EN, on=day)["status"] for day in days]
    assert statuses == ["not-yet", "rules-in-force", "rules-in-force", "ended"]
    voucher = content.instruments["ins-sz-train-voucher"]
    days = [date(2026, 5, 5), date(2026, 5, 6), date(2026, 6, 5), date(2026, 6, 6)]
    assert [voucher.is_open(day) for day in days] == [False, True, True, False]


def test_a_repost_says_so(content: Content) -> None:
    for one in content.instruments.values():
        cautions = show_instrument(content, one, EN, on=ON)["cautions"]
        assert any("re-post" in text for text in cautions) is (one.read_in == "repost")


def test_what_a_rule_excludes_is_said_plainly(content: Content) -> None:
    claims = {
        text.zh: text.en
        for instrument in content.instruments.values()
        for condition in conditions(instrument.eligible)
        if condition.negated
        for text in [words(content, instrument, condition)]
    }
    assert claims["不在深圳市"] == "not in Shenzhen"
    assert claims["设备投入不到 500 万元"] == "less than 500 万元 of equipment"
    assert claims["不在名单内：专精特新「小巨人」"].startswith("not listed in: ")
    assert not any(zh.startswith("不是这种情况") for zh in claims)


def test_every_condition_is_said_in_words(content: Content) -> None:
    def texts(node: Any) -> list[str]:
        below = [*node.get("all", ()), *node.get("any", ())]
        return [node["text"]] if "text" in node else [t for one in below for t in texts(one)]

    for one in content.instruments.values():
        said = texts(show_instrument(content, one, ZH, on=ON)["eligible_if"])
        assert said and all(said)


def test_measures_name_what_serves_them(content: Content) -> None:
    for shown in [show_measure(content, one, EN) for one in content.measures.values()]:
        served = shown["packages"] or shown["support"] or shown["services"]
        assert bool(served) is (shown["unserved"] is None)


def test_a_measure_of_no_known_part_names_none(content: Content) -> None:
    parts = {
        name: show_measure(content, measure, EN)["part"]
        for name, measure in content.measures.items()
    }
    assert parts.pop("measure-13") is None
    assert [part["number"] for part in parts.values()] == [1] * 5 + [2] * 4 + [3] * 3 + [4] * 3


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


def test_lists_are_json(content: Content) -> None:
    shown = [
        [show_package(content, one, [], EN) for one in content.packages.values()],
        [show_case(content, one, EN) for one in content.cases.values()],
        [show_instrument(content, one, EN, on=ON) for one in content.instruments.values()],
    ]
    assert json.loads(json.dumps(shown)) == shown


def test_every_unit_has_a_name_in_both_languages() -> None:
    assert set(names.UNITS) == set(Unit)
