"""What a store must do with resume codes: one sheet each, alone, and gone as a whole."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diagnosis.services.errors import NotThere
from diagnosis.services.ports.codes import CodeRecord, owner_of_sheet
from diagnosis.services.ports.records import AssessmentRecord, EnterpriseRecord
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.services.ports.store import IdempotencyKey
from tests.ports.records import (
    NOW,
    a_diagnosis,
    a_plan_record,
    an_assessment,
    an_enterprise_record,
)

DAY = date(2026, 11, 23)


def open_sheet(
    store: Any, digest: str = "d" * 64, on_day: date = DAY
) -> tuple[CodeRecord, EnterpriseRecord, AssessmentRecord]:
    """Keep a nameless sheet with its code."""
    firm = an_enterprise_record(name=None, credit_code=None)
    sheet = an_assessment(firm)
    named = replace(sheet.sheet.enterprise, name=None, credit_code=None)
    sheet = replace(sheet, sheet=replace(sheet.sheet, enterprise=named))
    owner = owner_of_sheet(sheet.id)
    code = CodeRecord(
        owner=owner, digest=digest, assessment_id=sheet.id, opened_on=on_day, visited_on=on_day
    )
    with store.begin(Principal(owner, "holder")) as work:
        assert work.add_enterprise(firm) is True
        work.add_assessment(sheet)
        work.open_code(code)
    return code, firm, sheet


def test_a_code_is_looked_up_by_its_digest(store: Any) -> None:
    code, firm, sheet = open_sheet(store)
    other, _, _ = open_sheet(store, "e" * 64)
    assert [store.code_of(each) for each in ("d" * 64, "e" * 64, "f" * 64)] == [code, other, None]
    assert code.principal.role is AccessRole.HOLDER
    with store.begin(code.principal) as work:
        assert work.code() == code
        assert work.enterprise(firm.id) == firm
        assert work.assessment(sheet.id) == sheet
    with store.read(other.principal) as reader:
        assert (reader.enterprise(firm.id), reader.assessment(sheet.id)) == (None, None)


def test_a_nameless_firm_says_nothing_of_who_it_is_and_is_in_no_list(store: Any) -> None:
    code, firm, sheet = open_sheet(store)
    diagnosis = a_diagnosis(sheet)
    diagnosis = replace(
        diagnosis,
        row=replace(diagnosis.row, credit_code=None, site=None),
        sheet=sheet.sheet,
    )
    with store.begin(code.principal) as work:
        work.add_diagnosis(diagnosis)
        changed = replace(firm, version=2, facts=replace(firm.facts, employees=61))
        assert work.change_enterprise(changed) is True
        assert work.change_assessment(replace(sheet, version=2)) is True
    with store.read(code.principal) as reader:
        assert reader.enterprise(firm.id) == changed
        assert reader.enterprises({}, None, 9).items == ()
        assert reader.enterprise_at("", "") is None
        kept = reader.diagnosis(diagnosis.row.id)
        assert kept is not None and kept.sheet.enterprise.name is None
        assert (kept.row.credit_code, kept.row.site) == (None, None)
    for owner in ("local", "operator"):
        with store.read(Principal(owner, owner)) as reader:
            assert reader.diagnoses({}, None, 9).items == ()
            assert reader.changes(0, 9) == ()


def test_a_code_is_replaced_a_single_time(store: Any) -> None:
    code, _, _ = open_sheet(store)
    with store.begin(code.principal) as work:
        assert work.replace_code("d" * 64, "e" * 64) is True
    with store.begin(code.principal) as work:
        assert work.replace_code("d" * 64, "f" * 64) is False
    assert store.code_of("d" * 64) is None
    assert store.code_of("e" * 64) == replace(code, digest="e" * 64)


def test_the_day_of_the_last_visit_is_kept(store: Any) -> None:
    code, _, _ = open_sheet(store)
    young, _, _ = open_sheet(store, "e" * 64, date(2026, 11, 25))
    assert store.unvisited(DAY, 9) == ()
    assert store.unvisited(date(2026, 11, 24), 9) == (code,)
    assert store.unvisited(date(2026, 11, 26), 9) == (code, young)
    assert store.unvisited(date(2026, 11, 26), 1) == (code,)
    for day in (date(2026, 11, 30), DAY):
        store.note_visit(code, day)
    assert store.code_of(code.digest) == replace(code, visited_on=date(2026, 11, 30))
    assert store.unvisited(date(2026, 11, 26), 9) == (young,)


def test_all_rows_of_a_code_are_erased_and_no_other(store: Any) -> None:
    code, firm, sheet = open_sheet(store)
    other, other_firm, _ = open_sheet(store, "e" * 64)
    with store.begin(code.principal) as work:
        work.claim(IdempotencyKey("k", "f"), NOW)
        work.add_diagnosis(a_diagnosis(sheet))
        work.add_plan(a_plan_record(firm.id, sheet.id))
    with store.begin(code.principal) as work:
        work.erase()
    assert store.code_of(code.digest) is None
    with store.read(code.principal) as reader:
        assert (reader.enterprise(firm.id), reader.assessment(sheet.id)) == (None, None)
        assert reader.plans({}, None, 9).items == reader.changes(0, 9) == ()
        assert reader.key_use("k") is None
    with store.read(other.principal) as reader:
        assert reader.enterprise(other_firm.id) == other_firm


def test_who_asks_with_a_dead_code_writes_nothing(store: Any) -> None:
    code, _, _ = open_sheet(store)
    with store.begin(code.principal) as work:
        work.erase()
    with pytest.raises(NotThere), store.begin(code.principal) as work:
        work.add_enterprise(an_enterprise_record())
    with store.read(code.principal) as reader:
        assert reader.changes(0, 9) == ()
