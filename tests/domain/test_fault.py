"""Faults: pointers, and what they tell of themselves."""

from diagnosis.domain.fault import Fault, FaultyInput, below, pointer


def test_pointer_escapes_tilde_and_slash() -> None:
    assert pointer("a~b", 0, "c/d") == "/a~0b/0/c~1d"


def test_refused_input_tells_all_its_faults() -> None:
    error = FaultyInput([Fault("/a", "blank-null"), Fault("/b", "bad-share")])
    assert str(error) == "/a blank-null; /b bad-share"


def test_faults_of_a_part_point_into_the_whole() -> None:
    (fault,) = below("/sheet", [Fault("/form", "unknown-form", {"form": "x"})])
    assert fault == Fault("/sheet/form", "unknown-form", {"form": "x"})
