"""Many sheets, one a line: each is scored as if it came alone, and none stops the others."""

import json
from typing import Any

import pytest

from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.scoring.score_many import readable_sheets, score_lines
from tests.builders import a_sheet, an_example
from tests.fakes.estimator import FakeEstimator

GOOD = an_example("dongguan-mould-shop")


def lines(*raw: Any) -> list[bytes]:
    """Return each value as a line of JSON; bytes are left as they are."""
    return [value if isinstance(value, bytes) else json.dumps(value).encode() for value in raw]


def test_a_line_is_scored_as_if_it_came_alone(content: Content) -> None:
    estimator = FakeEstimator()
    (line,) = score_lines(content, estimator, lines(GOOD), form=None)
    alone = diagnose(content, read(content, GOOD), estimator=estimator)
    assert line.diagnosis is not None and (line.number, line.id, line.faults) == (1, None, ())
    assert line.diagnosis.sheet == alone.sheet
    assert line.diagnosis.verdicts == alone.verdicts
    assert line.diagnosis.estimates == alone.estimates != ()


def test_a_line_keeps_the_id_that_its_caller_gave_it(content: Content) -> None:
    named = [GOOD | {"id": name} for name in ("firm-7", 7, None)]
    scored = score_lines(content, None, lines(*named), form=None)
    assert [line.id for line in scored] == ["firm-7", 7, None]


def test_a_faulty_line_names_its_faults_and_stops_no_other(content: Content) -> None:
    faulty = {"id": "b", "form": "full", "answers": {"ai-plan": 9, "ai-pln": 1}}
    first, second, third, fourth, fifth = score_lines(
        content, None, lines(GOOD, faulty, b"{", [], GOOD | {"id": "e"}), form=None
    )
    assert first.diagnosis is not None and fifth.diagnosis is not None and fifth.id == "e"
    assert (second.id, second.diagnosis) == ("b", None)
    assert [(fault.pointer, fault.code) for fault in second.faults] == [
        ("/answers/ai-plan", "bad-position"),
        ("/answers/ai-pln", "unknown-item"),
    ]
    assert [fault.code for fault in third.faults] == ["bad-json"]
    assert [fault.code for fault in fourth.faults] == ["wrong-type"]


def test_a_line_is_numbered_as_in_its_file(content: Content) -> None:
    """Blank lines count, a byte order mark does not, and lines may end as on Windows."""
    good = json.dumps(GOOD).encode()
    file = [b"\xef\xbb\xbf\r\n", good + b"\r\n", b" \n", b"\n", good[:95] + b"\n", good]
    scored = list(score_lines(content, None, file, form=None))
    assert [line.number for line in scored] == [2, 5, 6]
    assert [line.diagnosis is not None for line in scored] == [True, False, True]
    (fault,) = scored[1].faults
    assert (fault.code, fault.values["line"]) == ("bad-json", 5)
    marked = list(score_lines(content, None, [b"\xef\xbb\xbf" + good], form=None))
    assert marked[0].diagnosis is not None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        (True, "wrong-type"),
        ([1], "wrong-type"),
        ({"a": 1}, "wrong-type"),
        (7.5, "wrong-type"),
        (10**400, "out-of-range"),
        (2**53, "out-of-range"),
        ("\ud800", "bad-text"),
        ("x" * 201, "too-long"),
    ],
)
def test_an_id_that_cannot_be_written_back_is_a_fault_beside_the_others(
    content: Content, name: Any, code: str
) -> None:
    faulty = {"id": name, "form": "full", "answers": {"ai-plan": 9}}
    (line,) = score_lines(content, None, lines(faulty), form=None)
    assert line.id is None and line.diagnosis is None
    assert [(fault.pointer, fault.code) for fault in line.faults] == [
        ("/id", code),
        ("/answers/ai-plan", "bad-position"),
    ]


def test_one_form_may_be_named_for_all_lines(content: Content) -> None:
    bare = {"answers": {"ai-plan": 1}}
    unnamed, asked_for = (
        next(score_lines(content, None, lines(bare), form=form)) for form in (None, "screening")
    )
    assert [fault.code for fault in unnamed.faults] == ["missing-field"]
    assert asked_for.diagnosis is not None
    assert asked_for.diagnosis.sheet.form.ref == "screening@2.0.0"


def test_lines_are_scored_one_by_one_as_they_come(content: Content) -> None:
    def endless() -> Any:
        while True:
            yield from lines(a_sheet("screening"))

    scored = score_lines(content, None, endless(), form=None)
    assert next(scored).diagnosis is not None


def test_readable_sheets_pass_over_what_cannot_be_read(content: Content) -> None:
    sheets = readable_sheets(
        content,
        lines(
            GOOD | {"id": 1}, b"\xff", {"form": "none"}, "text", a_sheet("full", {"ai-plan": 2})
        ),
        form=None,
    )
    assert [sheet.answers.get("ai-plan") for sheet in sheets] == [
        float(GOOD["answers"]["ai-plan"]),
        2.0,
    ]


def test_an_id_alone_may_be_the_fault_of_a_line(content: Content) -> None:
    first, second = score_lines(
        content, None, lines(GOOD | {"id": True}, GOOD | {"id": "b"}), form=None
    )
    assert (first.id, first.diagnosis) == (None, None)
    assert [(fault.pointer, fault.code) for fault in first.faults] == [("/id", "wrong-type")]
    assert second.diagnosis is not None and second.id == "b"
