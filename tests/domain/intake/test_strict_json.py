"""What is refused before a sheet is even looked at."""

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.strict_json import parse


def faults(body: bytes | str) -> list[tuple[str, str]]:
    with pytest.raises(FaultyInput) as caught:
        parse(body)
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_plain_json_is_read() -> None:
    assert parse(b'{"a": [1, 2.5, null, true, "\xe4\xb8\xad"]}') == {
        "a": [1, 2.5, None, True, "中"]
    }


def test_byte_order_mark_is_accepted() -> None:
    assert parse(b"\xef\xbb\xbf{}") == {}


def test_every_duplicate_key_is_named_with_its_pointer() -> None:
    body = '{"a": 1, "a": 2, "b": {"c/d": 1, "c/d": 2}, "e": [{"f": 1, "f": 1}]}'
    expected = [
        ("/a", "duplicate-key"),
        ("/b/c~1d", "duplicate-key"),
        ("/e/0/f", "duplicate-key"),
    ]
    assert sorted(faults(body)) == expected


def test_a_nan_that_a_later_key_replaces_is_no_fault_of_its_own() -> None:
    assert faults('{"a": NaN, "a": 1}') == [("/a", "duplicate-key")]


def test_every_nan_and_infinity_is_named() -> None:
    body = '{"a": NaN, "b": [1, Infinity, -Infinity]}'
    expected = [("/a", "not-a-number"), ("/b/1", "not-a-number"), ("/b/2", "not-a-number")]
    assert sorted(faults(body)) == expected


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "bad-json"),
        ("{", "bad-json"),
        ("{'a': 1}", "bad-json"),
        ('{"a": 01}', "bad-json"),
        ("1" * 5000, "bad-json"),
        (b"\xff\xfe", "not-utf8"),
        ("[" * 100_000, "too-deep"),
    ],
)
def test_what_is_no_json_is_refused(body: bytes | str, code: str) -> None:
    assert faults(body) == [("", code)]


def test_position_of_a_syntax_fault_is_told() -> None:
    with pytest.raises(FaultyInput) as caught:
        parse('{\n  "a": ,\n}')
    assert caught.value.faults[0].code == "bad-json"
    assert caught.value.faults[0].values["line"] == 2
