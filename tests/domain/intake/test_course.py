"""How a sheet came to its blanks: read, kept, given back; every fault at its place."""

from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.course import AskedBy, Course, still_open
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.written_sheet import from_plain
from diagnosis.services.intake.sheets import as_sent, read, read_kept
from diagnosis.services.ports.content import Content
from tests.builders import a_sheet

ANSWERS = {"strategy-plan": 2, "network-coverage": 1}
COURSE: dict[str, Any] = {
    "asked_by": "form",
    "shown": ["equipment-automation", "sales-management"],
    "skipped": ["security-rules"],
}


def sheet_with(content: Content, course: object) -> Sheet:
    return read(content, a_sheet("full", ANSWERS, course=course))


def test_a_course_is_kept_with_its_sheet_and_given_back(content: Content) -> None:
    sheet = sheet_with(content, COURSE)
    assert sheet.course == Course(
        asked_by=AskedBy.FORM, shown=tuple(COURSE["shown"]), skipped=("security-rules",)
    )
    written = sheet.written()
    assert written.as_plain()["course"] == COURSE
    assert from_plain(written.as_plain()) == written
    assert read_kept(content, written).course == sheet.course
    assert read(content, as_sent(content, written)).course == sheet.course


@pytest.mark.parametrize("nothing", [{}, {"course": None}])
def test_earlier_sheets_have_none(content: Content, nothing: dict[str, Any]) -> None:
    sheet = read(content, a_sheet("full", ANSWERS) | nothing)
    assert sheet.course is None
    assert "course" not in sheet.written().as_plain()
    assert from_plain(sheet.written().as_plain()).course is None


def test_the_lists_may_be_left_out(content: Content) -> None:
    assert sheet_with(content, {"asked_by": "service"}).course == Course(asked_by=AskedBy.SERVICE)


@pytest.mark.parametrize(
    ("course", "where", "code"),
    [
        ("service", "", "wrong-type"),
        ({}, "/asked_by", "missing-field"),
        ({"asked_by": "nobody"}, "/asked_by", "unknown-value"),
        ({"asked_by": ["service"]}, "/asked_by", "wrong-type"),
        ({"asked_by": "firm", "hidden": []}, "/hidden", "unknown-field"),
        ({"asked_by": "firm", "shown": "all"}, "/shown", "wrong-type"),
        ({"asked_by": "firm", "shown": [7]}, "/shown/0", "wrong-type"),
        ({"asked_by": "firm", "shown": ["no-such"]}, "/shown/0", "item-not-asked"),
        ({"asked_by": "firm", "skipped": ["strategy-plan"]}, "/skipped/0",
         "skipped-though-answered"),
        ({"asked_by": "firm", "shown": ["security-rules"] * 2}, "/shown/1", "stands-twice"),
        ({"asked_by": "firm", "shown": ["security-rules"], "skipped": ["security-rules"]},
         "/skipped/0", "stands-twice"),
        ({"asked_by": "firm", "shown": ["security-rules"] * 1000}, "/shown", "too-many"),
    ],
)  # fmt: skip
def test_each_fault_is_told_at_its_place(
    content: Content, course: object, where: str, code: str
) -> None:
    with pytest.raises(FaultyInput) as refused:
        sheet_with(content, course)
    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        ("/course" + where, code)
    ]


def test_what_is_answered_later_was_not_passed_over() -> None:
    left = still_open(COURSE, {**ANSWERS, "security-rules": 1, "sales-management": 0})
    assert left == {"asked_by": "form", "shown": ["equipment-automation"], "skipped": []}
    assert still_open("no course", ANSWERS) == "no course"
