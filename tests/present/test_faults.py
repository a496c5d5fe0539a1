"""Faults in words: both languages, whatever a caller wrote."""

import ast
import string
from pathlib import Path

import pytest

from diagnosis.domain.fault import Conflict, Expected, Fault
from diagnosis.domain.text import Language, Text
from diagnosis.present.expected import CONFLICTS, EXPECTED
from diagnosis.present.faults import (
    FAULTS,
    fault_message,
    show_fault,
    why_dropped,
)
from diagnosis.present.pages.form_faults import PAGE_FAULTS
from diagnosis.services.visits.findings import SEVERITY_OF, FindingCode, FindingSeverity

HOUSE = Path(__file__).resolve().parents[2] / "diagnosis"


_GRADES = Conflict.GRADES


def codes_in(path: Path) -> set[str]:
    """Return the codes of the faults that a module makes, where they are written out."""
    codes: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        place = {"Fault": 1, "fault": 1, "fault_at": 1, "FileRefused": 0}.get(name)
        if place is None or len(node.args) <= place:
            continue
        code = node.args[place]
        if isinstance(code, ast.Constant):
            codes.add(str(code.value))
    return codes


def test_every_code_of_the_house_has_words_and_every_word_a_code() -> None:
    rooms = [
        path
        for room in ("domain", "services", "files", "web")
        for path in (HOUSE / room).rglob("*.py")
    ]
    stops = {str(code) for code in FindingCode if SEVERITY_OF[code] is FindingSeverity.ERROR}
    assert stops.union(*map(codes_in, rooms)) == set(FAULTS) | set(PAGE_FAULTS)


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_both_languages_ask_for_the_same_values(code: str) -> None:
    text = FAULTS[code]
    names = [
        {name for _, name, _, _ in string.Formatter().parse(words) if name}
        for words in (text.zh, text.en)
    ]
    needed = {name.partition("!")[0] for name in names[1]}
    assert names[0] <= names[1] | needed
    values = dict.fromkeys(names[0] | names[1], "…") | {"conflict": Conflict.DONE}
    fault = Fault("/x", code, values)
    assert all(fault_message(fault, language) for language in Language)


def test_every_kind_of_value_has_words() -> None:
    assert set(EXPECTED) == set(Expected)
    assert set(CONFLICTS) == set(Conflict)


def test_what_begins_with_a_latin_letter_stands_apart_from_the_chinese_before_it() -> None:
    begun = [text.zh for text in EXPECTED.values() if text.zh[0].isascii()]
    assert begun and all(text.startswith(" ") for text in begun)


def test_values_are_said_in_the_language_of_the_message() -> None:
    values = {"expected": Expected.YEAR, "low": 2000, "high": 2100}
    fault = Fault("/period", "wrong-type", values)
    assert show_fault(fault, Language.EN) == {
        "pointer": "/period",
        "code": "wrong-type",
        "message": "Expected here: a year from 2000 to 2100.",
    }
    assert fault_message(fault, Language.ZH) == "这里应为年份（2000 到 2100）。"


@pytest.mark.parametrize(
    ("fault", "english"),
    [
        (Fault("", "wrong-type", {"expected": Expected.PHASES, "most": 12}), "1 to 12 phases"),
        (Fault("", "unknown-item", {"item": "x", "near": "ai-plan"}), "Did you mean 'ai-plan'?"),
        (Fault("", "unknown-item", {"item": "x", "near": None}), "has no 'x'. "),
        (Fault("", "unknown-package", {"package": "x", "near": ("a", "b")}), "Close ones: a, b."),
        (Fault("", "unknown-package", {"package": "x", "near": ()}), "/v1/packages lists them."),
        (Fault("", "not-applicable-refused"), "every firm is judged on it."),
        (
            Fault("", "not-applicable-refused", {"part": Text("数据", "Data")}),
            "the sub-domain “Data” may not be cut.",
        ),
        (
            Fault("", "wish-conflict", {"package": "a", "conflict": _GRADES, "other": "b"}),
            "it and “b” are two grades of the same thing",
        ),
        (Fault("", "bad-position", {"top": 4, "whole_only": True}), "takes whole ones only"),
        (
            Fault("", "bad-position", {"top": 4, "whole_only": False, "in_words": True}),
            '(mostly); "not_known" where you do not know.',
        ),
        (Fault("", "bad-json"), "a number is too long"),
        (Fault("", "bad-json", {"reason": "Bad", "line": 2, "column": 3}), "line 2 column 3"),
        (
            Fault("", "bad-json", {"line": 1, "column": 2, "character": "“", "meant": '"'}),
            'line 1 column 2 has “; JSON is written with ".',
        ),
        (
            Fault("", "unknown-option", {"value": "是", "allowed": "yes, no", "near": "yes"}),
            """Write its id, "yes". Allowed: yes, no; "not_known" where""",
        ),
        (Fault("", "unknown-value", {"value": "x" * 999, "allowed": "a"}), "x" * 200 + "…"),
        (Fault("", "unknown-value", {"value": [1, {"a": 2}], "allowed": "a"}), "[1, {'a': 2}]"),
    ],
)  # fmt: skip
def test_a_message_says_what_was_meant(fault: Fault, english: str) -> None:
    assert english in fault_message(fault, Language.EN)
    assert fault_message(fault, Language.ZH)


@pytest.mark.parametrize(
    ("fault", "chinese", "english"),
    [
        (
            Fault("/x", "unknown-field", {"name": "x", "allowed": ""}),
            "没有「x」这一项。", "There is no field 'x'.",
        ),
        (
            Fault("", "too-few-answers", {"answered": 0, "asked": 95}),
            "应答 95 题，一题都没有答（答「不清楚」也算）。",
            "None of the 95 questions is answered (“not known” counts).",
        ),
        (
            Fault("", "too-few-answers", {"answered": 1, "asked": 95}),
            "应答 95 题，只答了 1 题，", "Only 1 of 95 questions answered, ",
        ),
        (
            Fault("/limit", "wrong-type", {"expected": Expected.WHOLE, "low": 1, "high": 200}),
            "这里应为 1 到 200 的整数。", "Expected here: a whole number from 1 to 200.",
        ),
        (
            Fault("/created_after", "bad-moment", {"value": "noon"}),
            "看不懂时间「noon」，请写成 2026-11-23T08:00:00Z",
            "'noon' is not a date and time. Write it like 2026-11-23T08:00:00Z",
        ),
    ],
)  # fmt: skip
def test_a_message_reads_as_a_clerk_says_it(fault: Fault, chinese: str, english: str) -> None:
    assert fault_message(fault, Language.ZH).startswith(chinese)
    assert fault_message(fault, Language.EN).startswith(english)


@pytest.mark.parametrize(
    ("fault", "chinese", "english"),
    [
        (
            Fault("", "item-not-asked", {"form": "full@2.0.0", "item": "x"}),
            "问卷「full@2.0.0」不问这一题。", "The form 'full@2.0.0' does not ask this.",
        ),
        (
            Fault("", "unknown-option", {"value": "x", "allowed": "a, b"}),
            "原来选的「x」现在不是选项。", "What was chosen, 'x', is no option any more.",
        ),
        (
            Fault("", "bad-position", {"top": 4, "whole_only": False}),
            "这个答案现在不收。应为 0 到 4 的档位数："
            "整数，或整数加 .5（部分达到）、.8（大部分达到）。",
            "This answer is not taken any more. Must be a position from 0 to 4: whole, or plus .5 "
            "(partly) or .8 (mostly).",
        ),
    ],
)  # fmt: skip
def test_what_was_dropped_is_told_without_a_cure(fault: Fault, chinese: str, english: str) -> None:
    assert why_dropped(fault, Language.ZH) == chinese
    assert why_dropped(fault, Language.EN) == english


def test_lone_surrogates_are_written_as_escapes() -> None:
    fault = Fault("/\ud800", "unknown-value", {"value": "\udfff", "allowed": ""})
    shown = show_fault(fault, Language.EN)
    assert shown["pointer"] == "/\\ud800" and "\\udfff" in shown["message"]
