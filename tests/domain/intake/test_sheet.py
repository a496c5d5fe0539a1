"""A sheet: every fault at once, each with its pointer."""

from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.form import FormStatus
from diagnosis.domain.intake.sheet import FormReader
from diagnosis.domain.text import Language
from diagnosis.present.faults import FAULTS, fault_message
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import read_targets
from tests.builders import a_sheet, an_enterprise, an_example


def faults(content: Content, raw: Any, form: str | None = None) -> list[tuple[str, str]]:
    with pytest.raises(FaultyInput) as caught:
        read(content, raw, form=form)
    for fault in caught.value.faults:
        assert all(fault_message(fault, language) for language in Language)
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_bad_sheet_has_every_fault_named_at_once(content: Content) -> None:
    answers = {
        "strategy-plann": 1,
        "strategy-plan": 7,
        "skills-team": 2.9,
        "data-collection": True,
        "data-standards": "2",
        "data-decisions": float("nan"),
        "network-coverage": None,
        "procurement-management": {"not_applicable": "x"},
        "sales-management": {"not_applicable": "too-small"},
        "miit-systems": "some",
        "miit-network": [],
        "miit-funding": {"part": 2, "whole": 1},
    }
    raw = a_sheet(
        answers=answers,
        enterprise=an_enterprise(credit_code="91441900EXAMPLE11X", city="320500", sise="x"),
        period="2025",
        reference="x" * 201,
        comment="",
    )
    assert faults(content, raw) == [
        ("/comment", "unknown-field"),
        ("/enterprise/credit_code", "credit-code-check"),
        ("/enterprise/city", "outside-guangdong"),
        ("/enterprise/sise", "unknown-field"),
        ("/answers/strategy-plann", "unknown-item"),
        ("/answers/strategy-plan", "bad-position"),
        ("/answers/skills-team", "bad-position"),
        ("/answers/data-collection", "bad-position"),
        ("/answers/data-standards", "number-as-text"),
        ("/answers/data-decisions", "not-a-number"),
        ("/answers/network-coverage", "blank-null"),
        ("/answers/procurement-management", "not-applicable-refused"),
        ("/answers/sales-management", "unknown-reason"),
        ("/answers/miit-systems", "unknown-option"),
        ("/answers/miit-network", "bad-choices"),
        ("/answers/miit-funding", "bad-share"),
        ("/period", "number-as-text"),
        ("/reference", "too-long"),
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ([], ("", "wrong-type")),
        ({"answers": {}}, ("/form", "missing-field")),
        ({"form": "full"}, ("/answers", "missing-field")),
        ({"form": 7, "answers": {}}, ("/form", "wrong-type")),
        ({"form": "ful", "answers": {}}, ("/form", "unknown-form")),
        ({"form": "full@9.9.9", "answers": {}}, ("/form", "unknown-version")),
        ({"form": "full", "answers": []}, ("/answers", "wrong-type")),
        ({"form": "full", "answers": None}, ("/answers", "wrong-type")),
        ({"form": "full", "enterprise": [], "answers": {}}, ("/enterprise", "wrong-type")),
        ({"form": "full", "answers": {}, "period": 1999}, ("/period", "out-of-range")),
        ({"form": "full", "answers": {}, "period": True}, ("/period", "wrong-type")),
        ({"form": "full", "answers": {}, "reference": 5}, ("/reference", "wrong-type")),
        ({"form": "full", "answers": {}, "reference": "a\nb"}, ("/reference", "bad-text")),
        ({"form": "gbt-39116", "answers": {"ai-plan": 1}}, ("/answers/ai-plan", "item-not-asked")),
    ],
)  # fmt: skip
def test_one_fault(content: Content, raw: Any, expected: tuple[str, str]) -> None:
    assert faults(content, raw) == [expected]


def test_every_fault_code_of_a_sheet_is_reachable(content: Content) -> None:
    """Those of JSON, of questions about a standard and of stored things come from elsewhere."""
    answers = {
        "strategy-plan": None, "skills-team": 9, "miit-systems": "x", "miit-planning": 1,
        "miit-network": "x", "miit-talent": ["none", "staff"], "miit-funding": 1, "x": 1,
        "data-standards": float("inf"), "energy-saving": {"not_applicable": "x"},
        "sales-forecast": {"not_applicable": "x"},
    }  # fmt: skip
    enterprise = {
        "name": "\u0000", "site": "x" * 101, "credit_code": "1", "industry": "1", "city": "110000",
        "employees": "1", "revenue_wan": -1, "production_type": 1, "colour": "red",
    }  # fmt: skip
    raw = a_sheet(answers=answers, enterprise=enterprise)
    codes = {code for _, code in faults(content, raw)}
    more = [
        {"form": "full", "answers": {}, "enterprise": {"city": "1"}},
        *({"form": "full", "answers": {}, "enterprise": facts} for facts in WRONG_FACTS),
        {"form": "full"},
        {"form": "x", "answers": {}},
        {"form": "full@0.0.1", "answers": {}},
        {"form": "gbt-39116", "answers": {"ai-plan": 1}},
    ]
    for raw_sheet in more:
        codes |= {code for _, code in faults(content, raw_sheet)}
    codes |= {code for _, code in faults(content, a_sheet(), form="screening")}
    assert set(FAULTS) >= SHEET_CODES
    assert codes >= SHEET_CODES


SHEET_CODES = {
    "not-a-number", "bad-text", "wrong-type", "missing-field", "unknown-field", "too-long",
    "out-of-range", "unknown-form", "unknown-version", "form-conflict", "unknown-item",
    "item-not-asked", "blank-null", "bad-position", "unknown-option", "bad-choice", "bad-choices",
    "none-with-others", "bad-share", "number-as-text", "not-applicable-refused", "unknown-reason",
    "bad-credit-code", "credit-code-check", "unknown-industry", "outside-guangdong",
    "unknown-place", "former-place", "unknown-class", "number-of-a-person", "older-number",
    "code-of-no-firm",
}  # fmt: skip

WRONG_FACTS = (
    {"credit_code": "914419" + "9" * 12, "city": "440116", "industry": "C3999"},
    {"credit_code": "44000019000101030X"},
    {"credit_code": "440301102839265"},
    {"credit_code": "9" * 18},
)


def test_each_item_of_a_sub_domain_that_may_not_be_cut_is_pointed_at(content: Content) -> None:
    items = ["production-control", "production-instructions", "production-traceability"]
    raw = a_sheet(answers={item: {"not_applicable": "x"} for item in items})
    assert faults(content, raw) == [(f"/answers/{i}", "not-applicable-refused") for i in items]


def test_near_item_is_suggested(content: Content) -> None:
    with pytest.raises(FaultyInput) as caught:
        read(content, a_sheet(answers={"strategy-plann": 1}))
    assert "'strategy-plan'" in fault_message(caught.value.faults[0], Language.EN)


def test_form_beside_the_sheet(content: Content) -> None:
    sheet = read(content, {"answers": {}}, form="screening")
    assert sheet.form.ref == "screening@2.0.0"
    assert read(content, a_sheet(), form="full@2.0.0").form.id == "full"
    assert faults(content, a_sheet("full"), form="screening") == [("/form", "form-conflict")]
    assert faults(content, a_sheet("full@2.0.0"), form="nothing") == [("/form", "form-conflict")]


def test_a_new_sheet_is_of_a_form_that_is_not_withdrawn(after_withdrawal: Content) -> None:
    answers = {"data-collection": 2}
    assert read(after_withdrawal, {"form": "screening", "answers": {}}).form.version == "2.1.0"
    for raw, form in (
        ({"form": "screening@2.0.0", "answers": answers}, None),
        ({"form": "screening@2.0.0", "answers": answers}, "screening@2.0.0"),
        ({"answers": answers}, "screening@2.0.0"),
    ):
        assert faults(after_withdrawal, raw, form=form) == [("/form", "form-withdrawn")]
        assert read(after_withdrawal, raw, form=form, kept=True).answers == answers


def test_every_other_fault_of_a_withdrawn_sheet_is_named_too(after_withdrawal: Content) -> None:
    raw = a_sheet("screening@2.0.0", enterprise={"employees": -1}, period=1999)
    assert faults(after_withdrawal, raw) == [
        ("/enterprise/employees", "out-of-range"),
        ("/form", "form-withdrawn"),
        ("/period", "out-of-range"),
    ]


def test_where_all_versions_are_withdrawn_the_list_of_forms_is_named(content: Content) -> None:
    reader = content.readers["screening"]["2.0.0"]
    form = replace(reader.form, status=FormStatus.WITHDRAWN)
    withdrawn = FormReader(form, content.bank, {})
    nothing_left = replace(content, readers={"screening": {"2.0.0": withdrawn}})
    with pytest.raises(FaultyInput) as caught:
        read(nothing_left, {"form": "screening", "answers": {}})
    (fault,) = caught.value.faults
    assert "/v1/questionnaires" in fault_message(fault, Language.EN)


def test_answers_not_asked_of_the_type_are_kept_and_ignored(content: Content) -> None:
    answers = {
        "product-service": 3,
        "product-remote": 2,
        "design-simulation": 1,
        "data-collection": 2,
    }
    raw = a_sheet(answers=answers, enterprise=an_enterprise(production_type="process"))
    sheet = read(content, raw)
    assert dict(sheet.answers) == {"data-collection": 2.0}
    assert dict(sheet.ignored) == {
        "product-service": 3.0, "product-remote": 2.0, "design-simulation": 1.0
    }  # fmt: skip


def test_a_fault_in_an_ignored_answer_is_still_a_fault(content: Content) -> None:
    raw = a_sheet(
        answers={"product-remote": 9}, enterprise=an_enterprise(production_type="process")
    )
    assert faults(content, raw) == [("/answers/product-remote", "bad-position")]


def test_bare_sheet_is_enough(content: Content) -> None:
    sheet = read(content, {"form": "full", "answers": {}, "period": None, "reference": None})
    assert (sheet.production_type, sheet.production_type_from) == ("discrete", "default")
    assert (sheet.period, sheet.reference) == (None, None)


def test_period_and_reference_are_kept(content: Content) -> None:
    sheet = read(content, a_sheet(period=2025, reference="厂-7"))
    assert (sheet.period, sheet.reference) == (2025, "厂-7")


@pytest.mark.parametrize(
    ("targets", "fault"),
    [({"gbt-39116": 2}, "unknown-standard"), ({"miit-sme-2024": 5}, "out-of-range")],
)
def test_targets_must_exist(content: Content, targets: dict[str, int], fault: str) -> None:
    with pytest.raises(FaultyInput) as caught:
        read_targets(content, targets)
    assert [each.code for each in caught.value.faults] == [fault]
    assert read_targets(content, {"gbt-39116-2020": 5}) == {"gbt-39116-2020": 5}


def test_example_sheets_are_read(content: Content) -> None:
    assert read(content, an_example("dongguan-mould-shop")).production_type_from == "given"
