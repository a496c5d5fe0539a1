"""What pages alone say: kinds of the audit, levels and faults of forms, in both languages."""

import re
from datetime import UTC, datetime

import pytest

from diagnosis.domain.fault import Expected, Fault
from diagnosis.domain.text import Language
from diagnosis.present.moments import day_in_china, minute_in_china
from diagnosis.present.pages.audit_words import KINDS, ROLES, role_name
from diagnosis.present.pages.firm_list import brief_name, level_name
from diagnosis.present.pages.form_faults import messages_by_field
from diagnosis.present.pages.served import refusal_in_words, show_served
from diagnosis.present.say import in_language
from diagnosis.services.ports.audit import ActKind
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import ModelStatus
from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.scope import AccessRole

LATIN, HAN = re.compile("[A-Za-z]"), re.compile("[\u4e00-\u9fff]")


def test_every_kind_and_role_of_the_audit_has_its_words() -> None:
    assert set(KINDS) == {*ChangeKind, *ActKind} and set(ROLES) == set(AccessRole)
    for text in (*KINDS.values(), *ROLES.values()):
        assert not LATIN.search(text.zh) and not HAN.search(text.en)
    assert len({text.zh for text in KINDS.values()}) == len(KINDS)
    assert role_name("clerk").zh == "clerk"


def test_levels_are_named_by_number_and_name(content: Content) -> None:
    standard = content.standards.points
    assert level_name(standard, 2).zh == "2 级 规范级"
    assert level_name(standard, 0).zh == "未达一级"
    assert level_name(standard, None).en == level_name(standard, 9).en == "no level yet"
    briefs = {brief_name(each).zh for each in content.standards}
    assert len(briefs) == 4 and all(len(brief) <= 8 for brief in briefs)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (Fault("/name", "missing-field", {"name": "name"}), "This is needed."),
        (
            Fault("/days", "wrong-type", {"expected": Expected.WHOLE, "low": 1, "high": 9}),
            "Write a whole number, such as 60.",
        ),
        (
            Fault("/revenue_wan", "wrong-type", {"expected": Expected.AMOUNT}),
            "Write a number in units of 10,000 yuan, such as 2500; “26 million yuan” will do too.",
        ),
        (Fault("/days", "out-of-range", {"low": 1, "high": 9}), "Must be from 1 to 9."),
        (Fault("/scopes/0", "unknown-value", {"value": "x", "allowed": "read"}),
         "Choose from the list."),
    ],
)  # fmt: skip
def test_faults_of_forms_name_no_field_of_the_api(fault: Fault, message: str) -> None:
    field = fault.pointer.split("/")[1]
    assert messages_by_field((fault, fault), Language.EN) == {field: message}


def test_a_model_that_is_refused_says_why(content: Content) -> None:
    status = ModelStatus(
        model="m", standard="ai-readiness", digest="d", verified_visits=2, current=True,
        served=False,
    )  # fmt: skip
    refused = {"ai-readiness": "digest: model.npz"}
    say = in_language(Language.EN)
    shown = {each["id"]: each for each in show_served(content, (status,), refused, say)}
    assert shown["ai-readiness"]["refused"] == "the model's files are not the registered ones"
    assert shown["ai-readiness"]["models"][0]["verified_visits"] == 2
    assert shown["miit-sme-2024"]["refused"] is None and not shown["miit-sme-2024"]["models"]
    assert refusal_in_words("other: x").en == "the model cannot be used"


def test_days_are_those_of_china() -> None:
    late = datetime(2026, 12, 31, 16, 5, tzinfo=UTC)
    assert day_in_china(late).zh == "2027年1月1日" and day_in_china(late).en == "1 Jan 2027"
    assert minute_in_china(late).en == "1 Jan 2027, 00:05 China time"
