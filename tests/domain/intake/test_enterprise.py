"""Profile facts: credit code, size class, industry, place."""

from typing import Any

import pytest

from diagnosis.domain.fault import Fault
from diagnosis.domain.intake.credit_code import credit_check_character
from diagnosis.domain.intake.enterprise import (
    FIELDS,
    Enterprise,
    SizeClass,
    production_type_of,
    read_enterprise,
    read_listed_place,
    size_class,
)
from diagnosis.domain.text import Language
from diagnosis.present.faults import fault_message
from diagnosis.services.ports.content import Content
from tests.builders import an_enterprise


def codes_of(content: Content, facts: Any) -> list[tuple[str, str]]:
    _, faults = read_enterprise(facts, content.codes)
    return [(fault.pointer, fault.code) for fault in faults]


def test_valid_facts_have_no_fault(content: Content) -> None:
    facts = an_enterprise(site="一厂", chain="模具", park="长安")
    enterprise, faults = read_enterprise(facts, content.codes)
    assert faults == []
    assert set(FIELDS) == set(facts)
    assert (enterprise.division, enterprise.revenue_wan) == ("C35", 2600.0)


def test_check_character_by_hand() -> None:
    """Rank × 3^place mod 31, places from 0: "10…0" sums to 1, 31 − 1 = 30 is Y."""
    assert credit_check_character("1" + "0" * 16) == "Y"
    # "0" × 17 sums to 0, and 31 − 0 counts as 0.
    assert credit_check_character("0" * 17) == "0"
    # "02" at place 1 weighs 3: 2 × 3 = 6, 31 − 6 = 25, the 26th character is R.
    assert credit_check_character("02" + "0" * 15) == "R"


@pytest.mark.parametrize(
    "code",
    [
        "91441900EXAMPLE11Y",
        "91440600EXAMPLE2XT",
        "91440300EXAMPLE38B",
        "91440800EXAMPLE460",
        "91442000EXAMPLE54A",
    ],
)
def test_example_codes_are_valid(content: Content, code: str) -> None:
    assert codes_of(content, {"credit_code": code}) == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91441900EXAMPLE11X", "credit-code-check"),
        ("91441900EXAMPLE12Y", "credit-code-check"),
        ("91441900EXAMPEL11Y", "credit-code-check"),
        ("91441900EXAMPLE11", "bad-credit-code"),
        ("91441900EXAMPLE11YY", "bad-credit-code"),
        ("91441900EXAMPIE11Y", "bad-credit-code"),
        ("91441900exampie11y", "bad-credit-code"),
        (914419001234567890, "wrong-type"),
        (None, "wrong-type"),
    ],
)
def test_wrong_credit_code_is_refused(content: Content, code: Any, fault: str) -> None:
    assert codes_of(content, {"credit_code": code}) == [("/enterprise/credit_code", fault)]


@pytest.mark.parametrize(
    ("employees", "revenue_wan", "size"),
    [
        (1000, 40000, SizeClass.LARGE),
        (999, 40000, SizeClass.MEDIUM),
        (1000, 39999.9, SizeClass.MEDIUM),
        (300, 2000, SizeClass.MEDIUM),
        (299, 2000, SizeClass.SMALL),
        (300, 1999.9, SizeClass.SMALL),
        (5000, 1999, SizeClass.SMALL),
        (20, 300, SizeClass.SMALL),
        (19, 300, SizeClass.MICRO),
        (20, 299.9, SizeClass.MICRO),
        (19, 100000, SizeClass.MICRO),
        (5000, 0, SizeClass.MICRO),
        (None, 300, None),
        (20, None, None),
    ],
)
def test_size_class_at_every_border(
    content: Content, employees: int | None, revenue_wan: float | None, size: SizeClass | None
) -> None:
    assert size_class(employees, revenue_wan, content.codes.sizes) is size


@pytest.mark.parametrize("industry", ["C13", "C43", "C352", "C3525"])
def test_manufacturing_codes_are_accepted(content: Content, industry: str) -> None:
    assert codes_of(content, {"industry": industry}) == []


@pytest.mark.parametrize(
    "industry", ["C12", "C44", "B35", "35", "C35251", "C3x", "C", "c44", "C35④④④", 35, None]
)
def test_other_industries_are_refused(content: Content, industry: Any) -> None:
    assert codes_of(content, {"industry": industry}) == [
        ("/enterprise/industry", "unknown-industry")
    ]


@pytest.mark.parametrize(
    ("city", "fault"),
    [
        ("440100", None),
        ("440606", None),
        ("441900", None),
        ("441900119", None),
        ("442000105", None),
        ("441900999", "unknown-place"),
        ("440115001", "unknown-place"),
        ("320500123", "outside-guangdong"),
        ("320500", "outside-guangdong"),
        ("110000", "outside-guangdong"),
        ("449900", "unknown-place"),
        ("443000", "unknown-place"),
        ("440000", "unknown-place"),
        ("东莞", "unknown-place"),
        (" ４４１９００ ", None),
        ("440116", "former-place"),
        (441900, "wrong-type"),
    ],
)
def test_places_of_guangdong_only(content: Content, city: Any, fault: str | None) -> None:
    assert codes_of(content, {"city": city}) == ([("/enterprise/city", fault)] if fault else [])


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("佛山", ["440600"]), ("佛山市", ["440600"]), ("Foshan", ["440600"]), ("禅城", ["440604"]),
        ("厚街", ["441900122"]), ("上海", []), ("440699", []), ("市", []), ("", []),
    ],
)  # fmt: skip
def test_who_writes_the_name_of_a_place_is_told_its_code(
    content: Content, name: str, named: list[str]
) -> None:
    fault = read_listed_place(name, "/city", content.codes)
    assert isinstance(fault, Fault)
    assert [code for code, _ in fault.values["named"]] == named
    message = fault_message(fault, Language.ZH)
    assert all(f"{code}（" in message for code in named)


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("employees", 12.5, "wrong-type"),
        ("employees", True, "wrong-type"),
        ("employees", -1, "out-of-range"),
        ("employees", "60", "number-as-text"),
        ("employees", "六十", "wrong-type"),
        ("revenue_wan", "2600", "number-as-text"),
        ("revenue_wan", False, "wrong-type"),
        ("revenue_wan", -0.1, "out-of-range"),
        ("revenue_wan", float("inf"), "not-a-number"),
        ("revenue_wan", 10**400, "out-of-range"),
        ("name", "坏\u0007", "bad-text"),
        ("name", "\ud800", "bad-text"),
        ("name", "长" * 201, "too-long"),
        ("name", 7, "wrong-type"),
        ("site", "厂" * 101, "too-long"),
        ("production_type", "离散", "wrong-type"),
        ("production_type", ["discrete"], "wrong-type"),
        ("postcode", "523000", "unknown-field"),
    ],
)
def test_wrong_facts_are_refused(content: Content, field: str, value: Any, fault: str) -> None:
    assert codes_of(content, {field: value}) == [(f"/enterprise/{field}", fault)]


def test_a_former_place_is_told_with_what_it_became(content: Content) -> None:
    _, faults = read_enterprise({"city": "440116"}, content.codes)
    message = fault_message(faults[0], Language.ZH)
    assert "萝岗区" in message and "440112（黄埔区）" in message
    both = fault_message(read_enterprise({"city": "440582"}, content.codes)[1][0], Language.EN)
    assert "440513 (Chaoyang), 440514 (Chaonan)" in both


def test_a_text_in_which_nothing_is_seen_is_left_out(content: Content) -> None:
    texts = ("name", "credit_code", "site", "industry", "city", "chain", "park")
    enterprise, faults = read_enterprise(dict.fromkeys(texts, " \u3000\u200b"), content.codes)
    assert (enterprise, faults) == (Enterprise(), [])


@pytest.mark.parametrize("name", ["name", "site", "chain", "park"])
def test_a_name_is_kept_in_one_form(content: Content, name: str) -> None:
    enterprise, faults = read_enterprise({name: " Ｐ１\u200b　 厂 "}, content.codes)
    assert faults == [] and getattr(enterprise, name) == "P1 厂"


def test_the_message_names_the_character_and_its_place(content: Content) -> None:
    _, faults = read_enterprise({"name": "灯\u202e厂"}, content.codes)
    assert fault_message(faults[0], Language.ZH) == (
        "第 2 个字符（U+202E）是改变书写方向的字符，不能用，请删去或改掉。"
    )


def test_every_wrong_fact_is_named_at_once(content: Content) -> None:
    facts = {"credit_code": "1", "industry": "A01", "city": "110000", "employees": "60"}
    assert [code for _, code in codes_of(content, facts)] == [
        "bad-credit-code",
        "unknown-industry",
        "outside-guangdong",
        "number-as-text",
    ]


def test_facts_must_be_an_object(content: Content) -> None:
    assert codes_of(content, []) == [("/enterprise", "wrong-type")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"production_type": "process", "industry": "C35"}, ("process", "given")),
        ({"industry": "C26"}, ("process", "division")),
        ({"industry": "C136"}, ("process", "division")),
        ({"industry": "C3525"}, ("discrete", "division")),
        ({}, ("discrete", "default")),
    ],
)
def test_production_type_and_where_it_is_from(
    content: Content, facts: Any, expected: tuple[str, str]
) -> None:
    enterprise, _ = read_enterprise(facts, content.codes)
    assert production_type_of(enterprise, content.codes) == expected
