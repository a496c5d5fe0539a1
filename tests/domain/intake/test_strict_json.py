"""What is refused before a sheet is even looked at."""

import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.strict_json import MOST_NESTED, parse
from tests.builders import EXAMPLES

SPACES = st.sampled_from(["", "", "", " ", "\n\t", "\x0b"])
TEXTS = st.one_of(
    st.text(max_size=5),
    st.sampled_from([":", '":', '" :', '\\":', "a", "b", "{", "[", "\ud800", "\ud83d\ude00"]),
)
NUMBERS = st.one_of(
    st.sampled_from(["NaN", "Infinity", "-Infinity", "-0", "-0.0", "1e400", "1e-400", "01", "1."]),
    st.sampled_from(["9" * 15, "9" * 25, "-" + "9" * 25, "1" * 5000, "1e15", "1.5e300"]),
    st.sampled_from([str(2**53 + 1), str(2**63), str(2**64), str(-(2**63) - 1)]),
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
)


def written(text: str, escaped: bool) -> str:
    """Return a text as JSON writes it: every character escaped, or as few as may be."""
    if escaped:
        return '"' + "".join(f"\\u{ord(letter) & 0xFFFF:04x}" for letter in text) + '"'
    return json.dumps(text, ensure_ascii=False)


STRINGS = st.builds(written, TEXTS, st.booleans())


def list_of(values: list[str], space: str) -> str:
    return f"[{space}" + f"{space},{space}".join(values) + f"{space}]"


def object_of(members: list[tuple[str, str]], space: str) -> str:
    return (
        f"{{{space}"
        + f"{space},{space}".join(f"{key}{space}:{space}{value}" for key, value in members)
        + f"{space}}}"
    )


JSON = st.recursive(
    st.one_of(NUMBERS, STRINGS, st.sampled_from(["true", "false", "null", "nul"])),
    lambda below: st.one_of(
        st.builds(list_of, st.lists(below, max_size=4), SPACES),
        st.builds(object_of, st.lists(st.tuples(STRINGS, below), max_size=5), SPACES),
    ),
    max_leaves=12,
)


def outcome(body: bytes, *decode: object) -> str:
    """Return the value of a text, with the types and order of all in it, or its faults."""
    try:
        return repr(parse(body, *decode))
    except FaultyInput as error:
        return repr(error.faults)


@settings(max_examples=600)
@given(JSON)
def test_a_faster_reader_changes_neither_values_nor_faults(text: str) -> None:
    body = text.encode("utf-8", "surrogatepass")
    assert outcome(body, orjson.loads) == outcome(body)


@settings(max_examples=300)
@given(st.sampled_from(sorted(EXAMPLES.glob("*.json"))), st.data())
def test_a_faster_reader_changes_nothing_where_a_sheet_is_damaged(path, data) -> None:
    body = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(body) - 1))
        patch = data.draw(st.sampled_from([b"", b'"', b":", b"{", b"[1,", b"\\", b"9", b"\xff"]))
        body[place : place + 1] = patch
    assert outcome(bytes(body), orjson.loads) == outcome(bytes(body))


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a" :2}',
        '{"a":1,"\\u0061":2}',
        '{"a":"x:","b":"\\":"}',
        '{"a:":1,"a:":2}',
        '{"b":{"a":1,"c":[{"d":1,"d":2}]},"e:":"\\":"}',
        "[" * (MOST_NESTED + 5) + "]" * (MOST_NESTED + 5),
        "[" * 994 + "]" * 994,
        '{"a":' * 700 + "1" + "}" * 700,
        "\ufeff{}",
        '{"a":18446744073709551616}',
        '{"a":"\\ud800"}',
    ],
)
def test_a_faster_reader_is_not_believed_where_it_reads_otherwise(text: str) -> None:
    body = text.encode()
    assert outcome(body, orjson.loads) == outcome(body)


def test_a_faster_reader_is_believed_where_its_value_is_proved() -> None:
    for path in EXAMPLES.glob("*.json"):
        body = path.read_bytes()
        quick = orjson.loads(body)
        assert parse(body, lambda _, quick=quick: quick) is quick


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


@pytest.mark.parametrize(
    ("text", "character", "meant"),
    [
        ('{“form”: "full"}', "“", '"'),
        ('{"form"："full"}', "：", ":"),
        ('{"form": "full"，"period": 2025}', "，", ","),
        ('{"form": "full"、"period": 2025}', "、", ","),
        ('{"form": 「full」}', "「", '"'),
        ('{"period": ２０２５}', "２", "2"),
        ('｛"form": "full"｝', "｛", "{"),
        ('{"form": "full"｝', "｝", "}"),
    ],
)
def test_a_mark_of_a_chinese_keyboard_is_told(text: str, character: str, meant: str) -> None:
    with pytest.raises(FaultyInput) as caught:
        parse(text)
    values = caught.value.faults[0].values
    assert (values["character"], values["meant"]) == (character, meant)
    assert text[int(str(values["column"])) - 1] == character


@pytest.mark.parametrize("text", ['{"form": 是}', "{'form': 1}", '{"form": full}', "{"])
def test_what_stands_for_no_mark_of_json_is_not_guessed(text: str) -> None:
    with pytest.raises(FaultyInput) as caught:
        parse(text)
    assert "meant" not in caught.value.faults[0].values
