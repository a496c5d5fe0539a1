"""Inferred answers that the firm confirmed: of what is inferred, answered, and listed once."""

from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.written_sheet import from_plain, still_confirmed
from diagnosis.services.intake.sheets import as_sent, read, read_kept
from diagnosis.services.ports.content import Content
from tests.builders import a_sheet

ANSWERS: dict[str, Any] = {"security-rules": 1, "miit-network-security": ["rules"]}


def faults(content: Content, confirmed: object, answers: Any = None) -> list[tuple[str, str]]:
    answers = ANSWERS if answers is None else answers
    raw = a_sheet("full", answers, confirmed_inferences=confirmed)
    with pytest.raises(FaultyInput) as refusal:
        read(content, raw)
    return [(fault.pointer, fault.code) for fault in refusal.value.faults]


def test_a_confirmed_inference_is_kept_with_its_sheet(content: Content) -> None:
    raw = a_sheet("full", ANSWERS, confirmed_inferences=["miit-network-security"])
    sheet = read(content, raw)
    assert sheet.confirmed_inferences == ("miit-network-security",)
    written = sheet.written()
    assert from_plain(written.as_plain()) == written
    assert read_kept(content, written).confirmed_inferences == sheet.confirmed_inferences


def test_nothing_confirmed_is_not_said(content: Content) -> None:
    for none in ({}, {"confirmed_inferences": []}):
        written = read(content, a_sheet("full", ANSWERS, **none)).written()
        assert "confirmed_inferences" not in written.as_plain()
    assert read(content, a_sheet("full", ANSWERS) | {"confirmed_inferences": None})


@pytest.mark.parametrize(
    ("confirmed", "where", "code"),
    [
        ("miit-network-security", "", "wrong-type"),
        ({"miit-network-security": True}, "", "wrong-type"),
        (["miit-network-security"] * 2, "/1", "stands-twice"),
        ([7], "/0", "wrong-type"),
        (["security-rules"], "/0", "never-inferred"),
        (["no-such-item"], "/0", "never-inferred"),
        (["miit-network"], "/0", "confirmed-without-answer"),
        (["miit-network-security"] * 1000, "", "too-many"),
    ],
)
def test_each_fault_is_told_at_its_place(
    content: Content, confirmed: object, where: str, code: str
) -> None:
    assert faults(content, confirmed) == [("/confirmed_inferences" + where, code)]


def test_a_faulty_answer_is_told_by_itself(content: Content) -> None:
    answers = {"miit-network-security": ["ruls"]}
    assert [place for place, _ in faults(content, ["miit-network-security"], answers)] == [
        "/answers/miit-network-security"
    ]


def test_what_is_inferred_no_more_is_an_answer_like_any_other(content: Content) -> None:
    """A rule may be taken back between two saves of a draft: nothing of it is the firm's fault."""
    raw = a_sheet("full", ANSWERS, confirmed_inferences=["miit-network-security"])
    written = from_plain(raw | {"confirmed_inferences": ["security-rules"]})
    assert "confirmed_inferences" not in as_sent(content, written)


def test_a_change_of_the_answer_takes_it_off_the_list() -> None:
    before = {"a": 1, "b": ["x"], "c": 2}
    after = {"a": 1, "b": ["y"]}
    assert still_confirmed(["a", "b", "c", "d", 7], before, after) == ["a", "d", 7]
    assert still_confirmed("a", before, after) == "a"
