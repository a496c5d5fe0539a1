"""Answers of every type: what is read, what is refused and why."""

from typing import Any

import pytest

from diagnosis.domain.intake.answer import (
    NOT_KNOWN,
    NotApplicable,
    Share,
    as_plain,
    explain,
    from_plain,
    reader,
)
from diagnosis.domain.intake.form import Entry
from diagnosis.services.ports.content import Content

LADDER, SINGLE = "design-management", "miit-systems"
MULTIPLE, SHARE = "miit-network-security", "miit-equipment-digital"


def outcome(content: Content, item: str, raw: Any, entry: Entry | None = None) -> Any:
    """Return the value read, or the code of the fault."""
    entry = entry or Entry(item)
    value = reader(content.bank[item], entry)(raw)
    return explain(content.bank[item], entry, raw, "/x").code if value is None else value


@pytest.mark.parametrize(
    ("item", "raw", "expected"),
    [
        (LADDER, 0, 0.0),
        (LADDER, 2.5, 2.5),
        (LADDER, 4.8, 4.8),
        (LADDER, 5, 5.0),
        (SINGLE, "over-80", "over-80"),
        (MULTIPLE, ["products", "rules"], ("rules", "products")),
        (MULTIPLE, ["none"], ("none",)),
        (SHARE, {"part": 12, "whole": 40}, Share(12, 40)),
        (SHARE, {"part": 0, "whole": 0.5}, Share(0, 0.5)),
        (SHARE, {"part": 7, "whole": 7}, Share(7, 7)),
        (LADDER, "not_known", NOT_KNOWN),
        (SHARE, "not_known", NOT_KNOWN),
        (LADDER, {"not_applicable": "no-own-design"}, NotApplicable("no-own-design")),
    ],
)
def test_good_answers_are_read(content: Content, item: str, raw: Any, expected: Any) -> None:
    assert outcome(content, item, raw) == expected


@pytest.mark.parametrize(
    ("item", "raw", "code"),
    [
        (LADDER, 7, "bad-position"),
        (LADDER, 5.5, "bad-position"),
        (LADDER, 2.9, "bad-position"),
        (LADDER, -1, "bad-position"),
        (LADDER, True, "bad-position"),
        (LADDER, False, "bad-position"),
        (LADDER, "2", "number-as-text"),
        (LADDER, "２．５", "number-as-text"),
        (LADDER, "7", "bad-position"),
        (LADDER, [2], "bad-position"),
        (LADDER, 10**400, "bad-position"),
        (LADDER, float("nan"), "not-a-number"),
        (LADDER, float("inf"), "not-a-number"),
        (LADDER, None, "blank-null"),
        (LADDER, "not-known", "bad-position"),
        (LADDER, {"not_applicable": "lazy"}, "unknown-reason"),
        (LADDER, {"not_applicable": ["no-own-design"]}, "unknown-reason"),
        (LADDER, {"not_applicable": "no-own-design", "x": 1}, "unknown-reason"),
        ("strategy-plan", {"not_applicable": "no-own-design"}, "not-applicable-refused"),
        (SINGLE, "most", "unknown-option"),
        (SINGLE, ["all"], "bad-choice"),
        (SINGLE, 1, "bad-choice"),
        (MULTIPLE, [], "bad-choices"),
        (MULTIPLE, "rules", "bad-choices"),
        (MULTIPLE, ["rules", "rules"], "bad-choices"),
        (MULTIPLE, ["rules", "walls"], "unknown-option"),
        (MULTIPLE, ["rules", 3], "unknown-option"),
        (MULTIPLE, ["none", "rules"], "none-with-others"),
        (SHARE, {"part": 41, "whole": 40}, "bad-share"),
        (SHARE, {"part": -1, "whole": 40}, "bad-share"),
        (SHARE, {"part": 0, "whole": 0}, "bad-share"),
        (SHARE, {"part": "1", "whole": 40}, "number-as-text"),
        (SHARE, {"part": "one", "whole": 40}, "bad-share"),
        (SHARE, {"part": 1, "whole": 1e13}, "bad-share"),
        (SHARE, {"part": True, "whole": 40}, "bad-share"),
        (SHARE, {"part": 1, "whole": 10**400}, "bad-share"),
        (SHARE, {"part": 1}, "bad-share"),
        (SHARE, {"part": 1, "whole": 2, "of": 3}, "bad-share"),
        (SHARE, 0.3, "bad-share"),
    ],
)
def test_bad_answers_are_refused(content: Content, item: str, raw: Any, code: str) -> None:
    assert outcome(content, item, raw) == code


@pytest.mark.parametrize(
    ("item", "raw", "near"),
    [
        ("declared-accounts", "是", "yes"),
        ("declared-accounts", "No", "no"),
        ("miit-energy-result", "持平", "flat"),
        (MULTIPLE, ["Data ledger"], None),
        ("declared-accounts", "不清楚", None),
        (SINGLE, "全部环节", "all"),
        (SINGLE, "Ａll areas", "all"),
        (SINGLE, "两个", None),
        (MULTIPLE, ["rules", "以上都没有"], "none"),
        (MULTIPLE, [3], None),
    ],
)
def test_an_option_in_its_words_is_told_with_its_id(
    content: Content, item: str, raw: object, near: str | None
) -> None:
    assert explain(content.bank[item], Entry(item), raw, "/x").values["near"] == near


@pytest.mark.parametrize(("raw", "fine"), [(4, True), (5, False), (2.5, False), (0, True)])
def test_whole_levels_only(content: Content, raw: float, fine: bool) -> None:
    entry = Entry(LADDER, top=4, whole_only=True)
    assert outcome(content, LADDER, raw, entry) == (float(raw) if fine else "bad-position")


@pytest.mark.parametrize(
    ("part", "whole", "percent", "expected"),
    [
        (4, 40, 10, True),
        (4.01, 40, 10, False),
        (7, 35, 20, True),
        (1.1, 11, 10, True),
        (0.3, 3, 10, True),
        (1.4, 7, 20, True),
        (2.2, 5.5, 40, True),
        (2.2000001, 5.5, 40, False),
        (0, 1, 0, True),
        (1e-12, 1, 0, False),
        (33.0, 55.0, 60, True),
    ],
)
def test_interval_ends_are_exact(
    part: float, whole: float, percent: float, expected: bool
) -> None:
    assert Share(part, whole).at_most(percent) is expected


def test_answers_are_written_back_as_they_came() -> None:
    assert as_plain(("rules", "products")) == ["rules", "products"]
    assert as_plain(NotApplicable("x")) == {"not_applicable": "x"}
    assert as_plain(NOT_KNOWN) == "not_known"
    assert as_plain(2.5) == 2.5
    assert repr(NOT_KNOWN) == "NOT_KNOWN"


@pytest.mark.parametrize(
    "answer",
    [
        2.5,
        "two-or-more",
        ("rules", "products"),
        Share(12, 40),
        NOT_KNOWN,
        NotApplicable("no-line"),
    ],
)
def test_a_kept_answer_is_read_back_without_its_form(answer: Any) -> None:
    assert from_plain(as_plain(answer)) == answer


@pytest.mark.parametrize(
    "raw", [None, True, float("inf"), {}, {"part": 1}, {"part": 3, "whole": 2}]
)
def test_what_was_never_written_is_read_back_as_no_answer(raw: Any) -> None:
    assert from_plain(raw) is None
