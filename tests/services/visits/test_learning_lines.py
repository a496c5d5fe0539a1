"""Models learn from signed visits of firms that agree to it, and nobody is named."""

import json
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.content.versions import Versions
from diagnosis.domain.intake.currency import china_day
from diagnosis.services.consents import state_consent
from diagnosis.services.ports.content import Content, ContentVersions
from diagnosis.services.ports.scope import Principal
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.visits import learning_lines as lines_module
from diagnosis.services.visits.learning_lines import learning_lines
from diagnosis.services.visits.visit import get_visit
from diagnosis.storage.database import Database
from tests.builders import a_sheet, a_submission, an_enterprise, every
from tests.fakes.versions import FakeVersions
from tests.ports.visit_records import FIRM, SECOND, STRANGER
from tests.services.visits.visiting import IN_BOTH, Visiting, seen_running

STAGED = "gbt-39116-2020"
OWNERS = (FIRM, Principal("office", "x"), Principal("bureau", "x"), STRANGER)
CONSULTANT = "3838e1d5623373c22a57b53fb2742898"
"""The first 32 digits of the SHA-256 of `office`, a line feed and `ms-chen`."""


def lines(
    visiting: Visiting,
    owners: tuple[Principal, ...] = OWNERS,
    contents: ContentVersions | None = None,
    standard: str = STAGED,
) -> list[dict[str, Any]]:
    """Return what some owners give to learn from."""
    callers = [visiting.reader(who) for who in owners]
    return list(learning_lines(contents or visiting.using.contents, callers, standard))


def agree(visiting: Visiting, status: str = "given") -> None:
    """State that the firm agrees to model learning, or withdraws."""
    content = visiting.using.contents.current
    wish: dict[str, Any] = {"use": "model-learning", "consent": status}
    if status == "given":
        terms = next(each for use, each in content.consents.items() if use == "model-learning")
        wish["text_version"] = terms.current.version
    state_consent(content, visiting.writer(FIRM), visiting.row.enterprise_id, wish, None)


@pytest.fixture
def even(database: Database, diagnosing: Diagnosing, content: Content) -> Visiting:
    """Return a firm that claims 2 of all that GB/T 39116 asks."""
    return Visiting(database, diagnosing, a_sheet("gbt-39116", every(content, "gbt-39116", 2)))


def test_a_line_says_what_was_claimed_and_verified_and_names_nobody(even: Visiting) -> None:
    """Two lowered answers leave level 2 standing: y(2) = 1 − .059136 × 2/6 = .980288."""
    lowered = ("process-optimisation", "quality-inspection")
    visit_id = even.signed({item: seen_running(1) for item in lowered})
    agree(even)
    (line,) = lines(even)
    signed_at = get_visit(even.reader(FIRM), visit_id).signed_at
    assert signed_at is not None
    assert line == {
        "firm": even.row.enterprise_id, "visit": visit_id, "consultant": CONSULTANT,
        "date": china_day(signed_at).isoformat(), "why": "random", "rule_revision": 1,
        "level": 2, "production_type": "discrete", "size": "small",
        "answers": dict.fromkeys(even.claims, 2.0), "verified": dict.fromkeys(lowered, 1.0),
        "confirmed_inferences": [],
    }  # fmt: skip
    written = json.dumps(line, ensure_ascii=False)
    facts = an_enterprise()
    for name in (facts["name"], facts["credit_code"], "陈工", "示例咨询", "现场没看到", "office"):
        assert name not in written


def test_only_answers_on_ladders_are_in_it(visiting: Visiting) -> None:
    visiting.signed({"ai-plan": seen_running(0), "miit-systems": seen_running("over-80")})
    agree(visiting)
    (line,) = lines(visiting)
    assert line["verified"] == {"ai-plan": 0.0}
    ladders = {
        item: float(claim)
        for item, claim in visiting.claims.items()
        if isinstance(claim, int | float)
    }
    assert line["answers"] == ladders


@IN_BOTH
def test_a_firm_is_learned_from_while_it_agrees(even: Visiting) -> None:
    even.signed({"sales-management": seen_running(1)})
    assert lines(even) == []
    agree(even)
    assert len(lines(even)) == 1
    agree(even, "withdrawn")
    assert lines(even) == []


def test_another_use_is_not_learning(even: Visiting) -> None:
    even.signed({"sales-management": seen_running(1)})
    content = even.using.contents.current
    wish = {"use": "statistics", "consent": "given", "text_version": 1}
    state_consent(content, even.writer(FIRM), even.row.enterprise_id, wish, None)
    assert lines(even) == []


@IN_BOTH
def test_a_visit_stands_in_the_lines_of_its_firm_alone(even: Visiting) -> None:
    even.signed({"sales-management": seen_running(1)})
    agree(even)
    assert lines(even, OWNERS[1:]) == []
    assert len(lines(even, OWNERS)) == 1


def test_what_is_open_or_taken_back_teaches_nothing(even: Visiting) -> None:
    even.save(even.begin(SECOND), {"sales-management": seen_running(1)}, SECOND)
    agree(even)
    assert lines(even) == []
    even.signed({"sales-management": seen_running(1)})
    assert len(lines(even)) == 1
    even.withdraw_diagnosis()
    assert lines(even) == []


def test_all_visits_are_read_page_by_page(even: Visiting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "_AT_ONCE", 2)
    visits = [even.signed({"sales-management": seen_running(1)}) for _ in range(5)]
    agree(even)
    assert [line["visit"] for line in lines(even)] == visits[::-1]


def test_without_a_level_or_such_a_standard_there_is_no_line(
    database: Database, diagnosing: Diagnosing
) -> None:
    """A single answer is too little for a level."""
    visiting = Visiting(database, diagnosing, a_submission("full", {"ai-plan": 1}))
    visiting.signed({"ai-plan": seen_running(1)})
    agree(visiting)
    assert lines(visiting) == [] == lines(visiting, standard="no-such-standard")


def test_a_firm_of_unknown_size_has_none_in_its_line(
    database: Database, diagnosing: Diagnosing, content: Content
) -> None:
    firm = an_enterprise(employees=None, revenue_wan=None)
    sheet = a_sheet("gbt-39116", every(content, "gbt-39116", 2), enterprise=firm)
    visiting = Visiting(database, diagnosing, sheet)
    visiting.signed({"sales-management": seen_running(2)})
    agree(visiting)
    (line,) = lines(visiting)
    assert "size" not in line and line["level"] == 2


def test_a_visit_whose_content_is_lost_is_left_out(
    database: Database, content: Content, both_in_use: Versions
) -> None:
    using = Diagnosing(contents=FakeVersions(content), estimator=None)
    visiting = Visiting(database, using, a_sheet("gbt-39116", every(content, "gbt-39116", 2)))
    visiting.signed({"sales-management": seen_running(1)})
    agree(visiting)
    assert len(lines(visiting)) == 1
    assert lines(visiting, contents=both_in_use) == []
    formless = replace(content, readers={})
    assert lines(visiting, contents=FakeVersions(formless)) == []
