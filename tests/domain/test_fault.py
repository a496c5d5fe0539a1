"""Faults: pointers and messages."""

import string

import pytest

from diagnosis.domain.fault import FAULTS, Fault, FaultyInput, pointer
from diagnosis.domain.text import Language, Text


def test_pointer_escapes_tilde_and_slash() -> None:
    assert pointer("a~b", 0, "c/d") == "/a~0b/0/c~1d"


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_both_languages_ask_for_the_same_values(code: str) -> None:
    text = FAULTS[code]
    names = [
        {name for _, name, _, _ in string.Formatter().parse(message) if name}
        for message in (text.zh, text.en)
    ]
    needed = {name.partition("!")[0] for name in names[1]}
    assert names[0] <= names[1] | needed
    fault = Fault("/x", code, dict.fromkeys(names[0] | names[1], "…"))
    assert all(fault.message(language) for language in Language)


def test_values_are_said_in_the_language_of_the_message() -> None:
    fault = Fault("/period", "wrong-type", {"expected": Text("年份", "a year")})
    assert fault.as_plain(Language.EN) == {
        "pointer": "/period",
        "code": "wrong-type",
        "message": "Expected here: a year.",
    }
    assert "年份" in fault.message(Language.ZH)


def test_refused_input_tells_all_its_faults() -> None:
    error = FaultyInput([Fault("/a", "blank-null"), Fault("/b", "bad-share")])
    assert str(error) == "/a blank-null; /b bad-share"
