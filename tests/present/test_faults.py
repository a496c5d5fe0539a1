"""Faults in words: both languages, whatever a caller wrote."""

import ast
import string
from pathlib import Path

import pytest

from diagnosis.domain.fault import Conflict, Expected, Fault
from diagnosis.domain.text import Language, Text
from diagnosis.present.faults import CONFLICTS, EXPECTED, FAULTS, fault_message, show_fault

HOUSE = Path(__file__).resolve().parents[2] / "diagnosis"


_EXCLUDED = Conflict.EXCLUDED


def codes_in(path: Path) -> set[str]:
    """Return the codes of the faults that a module makes, where they are written out."""
    codes: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or len(node.args) < 2:
            continue
        name = ast.unparse(node.func).rpartition(".")[2]
        code = node.args[1]
        if name in ("Fault", "fault", "fault_at") and isinstance(code, ast.Constant):
            codes.add(str(code.value))
    return codes


def test_every_code_of_the_house_has_words_and_every_word_a_code() -> None:
    rooms = [
        path for room in ("domain", "services", "web") for path in (HOUSE / room).rglob("*.py")
    ]
    assert set().union(*map(codes_in, rooms)) == set(FAULTS)


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


def test_values_are_said_in_the_language_of_the_message() -> None:
    fault = Fault("/period", "wrong-type", {"expected": Expected.YEAR})
    assert show_fault(fault, Language.EN) == {
        "pointer": "/period",
        "code": "wrong-type",
        "message": "Expected here: a year (whole number).",
    }
    assert "年份" in fault_message(fault, Language.ZH)


@pytest.mark.parametrize(
    ("fault", "english"),
    [
        (Fault("", "wrong-type", {"expected": Expected.PHASES, "most": 12}), "1 to 12 phases"),
        (Fault("", "unknown-item", {"item": "x", "near": "ai-plan"}), "Did you mean 'ai-plan'?"),
        (Fault("", "unknown-item", {"item": "x", "near": None}), "has no 'x'. "),
        (Fault("", "unknown-project", {"project": "x", "near": ("a", "b")}), "Close ones: a, b."),
        (Fault("", "unknown-project", {"project": "x", "near": ()}), "/v1/projects lists them."),
        (Fault("", "not-applicable-refused"), "every firm is judged on it."),
        (
            Fault("", "not-applicable-refused", {"part": Text("数据", "Data")}),
            "the sub-domain “Data” may not be cut.",
        ),
        (
            Fault("", "wish-conflict", {"project": "a", "conflict": _EXCLUDED, "other": "b"}),
            "it and b exclude each other",
        ),
        (Fault("", "bad-position", {"top": 4, "whole_only": True}), "takes whole ones only"),
        (Fault("", "bad-json"), "a number is too long"),
        (Fault("", "bad-json", {"reason": "Bad", "line": 2, "column": 3}), "line 2 column 3"),
        (Fault("", "unknown-value", {"value": "x" * 999, "allowed": "a"}), "x" * 200 + "…"),
        (Fault("", "unknown-value", {"value": [1, {"a": 2}], "allowed": "a"}), "[1, {'a': 2}]"),
    ],
)  # fmt: skip
def test_a_message_says_what_was_meant(fault: Fault, english: str) -> None:
    assert english in fault_message(fault, Language.EN)
    assert fault_message(fault, Language.ZH)


def test_lone_surrogates_are_written_as_escapes() -> None:
    fault = Fault("/\ud800", "unknown-value", {"value": "\udfff", "allowed": ""})
    shown = show_fault(fault, Language.EN)
    assert shown["pointer"] == "/\\ud800" and "\\udfff" in shown["message"]
