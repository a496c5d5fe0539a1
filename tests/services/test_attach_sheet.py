"""A nameless sheet is attached to an organisation: all of it, once, and to the right firm."""

from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.services.errors import NotThere, OtherFirm
from diagnosis.services.intake.drafts import save_draft
from diagnosis.services.intake.enterprises import get_enterprise, list_enterprises
from diagnosis.services.intake.section_links import give_link, list_links
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import DiagnosisStanding, State
from diagnosis.services.retrofit.keep_plan import Planning, list_plans, plan_assessment
from diagnosis.services.scoring.stored_diagnoses import list_diagnoses
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.storage.database import Database
from tests.services.sheet_desk import ANY, FULL, MAKER, NAMELESS, WHO, Desk, faults


@pytest.fixture
def desk(store: Any, diagnosing: Diagnosing) -> Desk:
    """Return a desk over the store in memory."""
    return Desk(store, diagnosing)


def test_all_of_a_sheet_becomes_the_organisations(
    database: Database, diagnosing: Diagnosing, planning: Planning
) -> None:
    """Firm, sheet, link, diagnosis and plan change hands together, and the code is dead."""
    desk = Desk(database, diagnosing)
    opened = desk.open()
    code, sheet_id = opened.code, opened.draft.id
    wish = {"section": opened_section(desk.content), "respondent": "会计"}
    give_link(desk.content, desk.caller(code.principal), MAKER, sheet_id, wish)
    diagnosis_id = desk.submit(opened)
    holder, budget = desk.caller(code.principal), {"budget_wan": 60}
    plan_id = plan_assessment(planning, holder, sheet_id, budget, None).value
    sheet = desk.attach(opened)
    stated = sheet.sheet.enterprise
    assert (stated.name, stated.credit_code) == (WHO["name"], WHO["credit_code"])
    assert (sheet.state, sheet.diagnosis_id) == (State.SUBMITTED, diagnosis_id)
    firm = get_enterprise(desk.caller(), sheet.enterprise_id)
    assert (firm.facts.name, firm.facts.employees, firm.version) == (WHO["name"], 60, 2)
    (listed,) = list_plans(desk.caller(), {}, None, 9).items
    assert (listed.row.id, listed.row.enterprise_id) == (plan_id, firm.id)
    where = {"credit_code": WHO["credit_code"]}
    (row,) = list_diagnoses(desk.caller(), where, None, 9).items
    assert (row.id, row.enterprise_id, row.standing) == (
        diagnosis_id, firm.id, DiagnosisStanding.CURRENT
    )  # fmt: skip
    assert len(list_links(desk.caller(), sheet_id, None, 9).items) == 1
    assert database.code_of(code.digest) is None
    with pytest.raises(NotThere):
        desk.attach(opened)


def opened_section(content: Content) -> str:
    """Return the first section of the form of the sheet."""
    return content.forms["full"]["2.0.0"].sections[0].id


def test_a_known_firm_gets_a_further_sheet_and_learns_from_it(
    database: Database, diagnosing: Diagnosing
) -> None:
    """Of two periods the newer one is current; its 99 people are those of the firm from now on."""
    desk = Desk(database, diagnosing)
    known = FULL | {"enterprise": FULL["enterprise"] | WHO, "period": 2025}
    earlier = submit_sheet(diagnosing, desk.caller(), known, None).stored.row
    facts = NAMELESS["enterprise"] | {"employees": 99}
    opened = desk.open(NAMELESS | {"period": 2026, "enterprise": facts})
    later = desk.submit(opened)
    sheet = desk.attach(opened, WHO | {"name": f" {WHO['name']} "})
    assert sheet.enterprise_id == earlier.enterprise_id
    (firm,) = list_enterprises(desk.caller(), {}, None, 9).items
    assert (firm.id, firm.facts.employees, firm.size) == (sheet.enterprise_id, 99, SizeClass.SMALL)
    rows = list_diagnoses(desk.caller(), {}, None, 9).items
    assert {row.id: row.standing for row in rows} == {
        earlier.id: DiagnosisStanding.SUPERSEDED, later: DiagnosisStanding.CURRENT
    }  # fmt: skip


def test_an_older_sheet_joins_and_changes_nothing_of_the_firm(desk: Desk) -> None:
    known = FULL | {"enterprise": FULL["enterprise"] | WHO, "period": 2025}
    current = submit_sheet(desk.using, desk.caller(), known, None).stored.row
    facts = NAMELESS["enterprise"] | {"employees": 99}
    opened = desk.open(NAMELESS | {"period": 2024, "enterprise": facts})
    older = desk.submit(opened)
    sheet = desk.attach(opened)
    assert get_enterprise(desk.caller(), sheet.enterprise_id).facts.employees == 60
    rows = list_diagnoses(desk.caller(), {}, None, 9).items
    assert {row.id: row.standing for row in rows} == {
        current.id: DiagnosisStanding.CURRENT, older: DiagnosisStanding.SUPERSEDED
    }  # fmt: skip


def test_a_draft_joins_without_a_word_to_the_register(desk: Desk) -> None:
    known = FULL | {"enterprise": FULL["enterprise"] | WHO}
    firm_id = submit_sheet(desk.using, desk.caller(), known, None).stored.row.enterprise_id
    opened = desk.open(NAMELESS | {"enterprise": NAMELESS["enterprise"] | {"employees": 99}})
    sheet = desk.attach(opened)
    assert (sheet.enterprise_id, sheet.state) == (firm_id, State.DRAFT)
    assert get_enterprise(desk.caller(), firm_id).facts.employees == 60
    change = {"answers": {"ai-plan": 2}}
    saved = save_draft(desk.content, desk.caller(), sheet.id, change, ANY)
    assert saved.sheet.answers["ai-plan"] == 2.0


def test_another_firm_under_the_code_is_named_and_nothing_changes(desk: Desk) -> None:
    known = FULL | {"enterprise": FULL["enterprise"] | WHO}
    firm_id = submit_sheet(desk.using, desk.caller(), known, None).stored.row.enterprise_id
    opened = desk.open()
    with pytest.raises(OtherFirm) as caught:
        desk.attach(opened, WHO | {"name": "另一家有限公司"})
    assert caught.value.registered_id == firm_id
    assert desk.held(opened.code) == opened.draft
    assert desk.attach(opened).enterprise_id == firm_id


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ({}, {("/name", "missing-field"), ("/credit_code", "missing-field")}),
        (WHO | {"employees": 3}, {("/employees", "unknown-field")}),
        (WHO | {"name": " "}, {("/name", "missing-field")}),
        ([], {("", "wrong-type")}),
    ],
)
def test_who_the_firm_is_has_to_be_stated(
    desk: Desk, who: Any, expected: set[tuple[str, str]]
) -> None:
    opened = desk.open()
    with pytest.raises(FaultyInput) as caught:
        desk.attach(opened, who)
    assert faults(caught) == expected
    assert desk.held(opened.code) == opened.draft


def test_a_code_attaches_its_sheet_alone(desk: Desk) -> None:
    opened, other = desk.open(), desk.open()
    with pytest.raises(NotThere):
        desk.attach(opened, sheet_id=other.draft.id)
    assert desk.held(other.code) == other.draft
