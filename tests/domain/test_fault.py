"""Faults: pointers, and what they tell of themselves."""

import pytest

from diagnosis.domain.fault import (
    LONGEST_POINTER,
    UNTOLD,
    Fault,
    FaultyInput,
    below,
    has_room,
    pointer,
    read_both,
)


def test_pointer_escapes_tilde_and_slash() -> None:
    assert pointer("a~b", 0, "c/d") == "/a~0b/0/c~1d"


def test_refused_input_tells_all_its_faults() -> None:
    error = FaultyInput([Fault("/a", "blank-null"), Fault("/b", "bad-share")])
    assert str(error) == "/a blank-null; /b bad-share"


def test_faults_of_a_part_point_into_the_whole() -> None:
    (fault,) = below("/sheet", [Fault("/form", "unknown-form", {"form": "x"})])
    assert fault == Fault("/sheet/form", "unknown-form", {"form": "x"})


def test_what_is_longer_than_is_told_of_a_pointer_is_not_kept() -> None:
    long = pointer("answers", "/" * 1_000_000)
    assert LONGEST_POINTER < len(long) < 1_000
    assert pointer("x" * LONGEST_POINTER) == "/" + "x" * LONGEST_POINTER


def test_a_fault_that_is_counted_alone_stays_what_it_is() -> None:
    (fault,) = below("/sheet", [UNTOLD])
    assert fault is UNTOLD
    assert has_room([UNTOLD] * 99) and not has_room([UNTOLD] * 100)


def refuse(code: str) -> None:
    raise FaultyInput([Fault("", code)])


def test_two_readers_refuse_together() -> None:
    assert read_both(lambda: 1, lambda: "b") == (1, "b")
    for first, second, codes in (
        (lambda: refuse("a"), lambda: refuse("b"), ["a", "b"]),
        (lambda: refuse("a"), lambda: None, ["a"]),
        (lambda: None, lambda: refuse("b"), ["b"]),
    ):
        with pytest.raises(FaultyInput) as caught:
            read_both(first, second)
        assert [fault.code for fault in caught.value.faults] == codes
