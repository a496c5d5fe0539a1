"""The reader of a caller's objects: what is there is read, every fault is noted with its place."""

from datetime import date
from typing import Any

import pytest

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.fields import Fields, merge_patch


def fields(**values: Any) -> Fields:
    """Return the fields of an object that may have `wish` alone, inside `/plan`."""
    return Fields(values, ("wish",), "/plan")


def noted(reader: Fields) -> list[tuple[str, str]]:
    """Return the faults noted so far."""
    return [(fault.pointer, fault.code) for fault in reader.faults]


def test_what_is_absent_or_null_is_not_there_and_no_fault() -> None:
    for reader in (fields(), fields(wish=None)):
        assert not reader.has("wish")
        assert reader.text("wish", 9) is reader.flag("wish") is reader.day("wish") is None
        assert reader.number("wish", 0, 9) is reader.whole("wish", 0, 9) is None
        assert reader.choice("wish", ("a",), required=False) is None
        assert reader.part("wish", str) is None and list(reader.texts("wish", most=9)) == []
        reader.stop()


def test_what_is_required_is_missed_once_and_named_where_it_belongs() -> None:
    reader = fields()
    assert reader.text("wish", 9, required=True) is None
    assert noted(reader) == [("/plan/wish", "missing-field")]
    assert reader.faults[0].values == {"name": "wish"}
    no_object = Fields([], ("wish",))
    assert no_object.has("wish", required=True) is False
    assert noted(no_object) == [("", "wrong-type")]


def test_an_unknown_field_is_named_with_those_there_are() -> None:
    reader = fields(wsh=1)
    assert noted(reader) == [("/plan/wsh", "unknown-field")]
    assert reader.faults[0].values["allowed"] == "wish"


@pytest.mark.parametrize(
    ("raw", "value"), [("a", "a"), (" a\nb ", "a\nb"), ("x" * 9, "x" * 9), ("  ", None)]
)
def test_a_text_is_read_without_its_margins(raw: str, value: str | None) -> None:
    reader = fields(wish=raw)
    assert reader.text("wish", 9) == value and noted(reader) == []


@pytest.mark.parametrize(
    ("raw", "code"),
    [(3, "wrong-type"), ("\x00", "bad-text"), ("\ud800", "bad-text"), ("x" * 10, "too-long")],
)
def test_what_is_no_such_text_is_refused(raw: Any, code: str) -> None:
    reader = fields(wish=raw)
    assert reader.text("wish", 9) is None and noted(reader) == [("/plan/wish", code)]


def test_a_required_text_of_blanks_is_missing() -> None:
    reader = fields(wish=" ")
    assert reader.text("wish", 9, required=True) is None
    assert noted(reader) == [("/plan/wish", "missing-field")]


@pytest.mark.parametrize(("raw", "value"), [(0, 0), (9, 9), (10, None), (-1, None), (2.0, 2)])
def test_a_whole_number_lies_within_its_limits(raw: Any, value: int | None) -> None:
    assert fields(wish=raw).whole("wish", 0, 9) == value


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (True, "wrong-type"),
        ("2", "number-as-text"),
        ("two", "wrong-type"),
        (float("nan"), "not-a-number"),
        (9.5, "out-of-range"),
        (10**400, "out-of-range"),
    ],
)
def test_what_is_no_such_number_is_refused(raw: Any, code: str) -> None:
    reader = fields(wish=raw)
    assert reader.number("wish", 0, 9) is None and noted(reader) == [("/plan/wish", code)]


def test_limits_are_shown_as_people_write_them() -> None:
    reader = fields(wish=-1)
    reader.number("wish", 0.5, 1e6)
    assert reader.faults[0].values == {"low": 0.5, "high": 1_000_000}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2026-13-01", "bad-date"),
        ("2026-W48-1", "bad-date"),
        (20261123, "bad-date"),
        ("1999-12-31", "out-of-range"),
        ("2026-11-24", "out-of-range"),
    ],
)
def test_a_day_is_written_plainly_and_lies_within_its_limits(raw: Any, code: str) -> None:
    latest = date(2026, 11, 23)
    assert fields(wish="2026-11-23").day("wish", latest=latest) == latest
    reader = fields(wish=raw)
    assert reader.day("wish", latest=latest) is None and noted(reader) == [("/plan/wish", code)]


def test_true_and_false_are_no_words() -> None:
    assert [fields(wish=flag).flag("wish") for flag in (True, False)] == [True, False]
    reader = fields(wish="yes")
    assert reader.flag("wish") is None and noted(reader) == [("/plan/wish", "wrong-type")]


def test_a_choice_is_one_of_the_values_there_are() -> None:
    assert fields(wish="low").choice("wish", ("low", "mid")) == "low"
    for raw in ("high", 3, True):
        reader = fields(wish=raw)
        assert reader.choice("wish", ("low", "mid")) is None
        assert noted(reader) == [("/plan/wish", "unknown-value")]
        assert reader.faults[0].values["allowed"] == "low, mid"
    for raw in (["low"], {"low": True}):
        reader = fields(wish=raw)
        assert reader.choice("wish", ("low", "mid")) is None
        assert noted(reader) == [("/plan/wish", "wrong-type")]


def test_texts_come_with_their_places() -> None:
    assert list(fields(wish=["a", "b"]).texts("wish", most=9)) == [
        ("a", "/wish/0"),
        ("b", "/wish/1"),
    ]
    reader = fields(wish="a")
    assert list(reader.texts("wish", most=9)) == []
    assert noted(reader) == [("/plan/wish", "wrong-type")]
    reader = fields(wish=["a", 3, "b", "a"])
    assert [text for text, _ in reader.texts("wish", most=9)] == ["a", "b"]
    assert noted(reader) == [("/plan/wish/1", "wrong-type"), ("/plan/wish/3", "stands-twice")]


def test_faults_of_a_part_are_noted_below_it() -> None:
    def refuse(_raw: object) -> str:
        raise FaultyInput([Fault("/x", "unknown-field", {"name": "x"})])

    assert fields(wish={"a": 1}).part("wish", repr) == "{'a': 1}"
    reader = fields(wish={"x": 1})
    assert reader.part("wish", refuse) is None
    assert noted(reader) == [("/plan/wish/x", "unknown-field")]


def test_reading_stops_with_every_fault() -> None:
    reader = Fields({"wish": 3, "more": 1}, ("wish", "day"))
    reader.text("wish", 9)
    reader.has("day", required=True)
    with pytest.raises(FaultyInput) as caught:
        reader.stop()
    assert [fault.code for fault in caught.value.faults] == [
        "unknown-field",
        "wrong-type",
        "missing-field",
    ]


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        ({"a": 1, "b": 2}, {"b": 3, "c": 4}, {"a": 1, "b": 3, "c": 4}),
        ({"a": 1, "b": 2}, {"a": None}, {"b": 2}),
        ({"a": {"b": 1}}, {"a": {"c": 2}}, {"a": {"c": 2}}),
        ({"a": 1}, "all new", "all new"),
        (None, {"a": 1}, {"a": 1}),
    ],
)
def test_a_change_is_put_over_what_was_there(before: Any, change: Any, after: Any) -> None:
    assert merge_patch(before, change) == after
