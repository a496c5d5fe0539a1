"""What a store must do with resume codes: one sheet each, alone, and gone as a whole."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from diagnosis.services.errors import NotThere
from diagnosis.services.ports.records import (
    ChangeKind,
    EnterpriseRecord,
    RegisterEffect,
)
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.services.ports.store import IdempotencyKey
from tests.ports.records import (
    CODE,
    NOW,
    a_diagnosis,
    a_plan_record,
    add_firm,
    an_enterprise_record,
    open_nameless_sheet,
)

DAY = date(2026, 11, 23)
OWNER = Principal("local", "boss")


def test_a_code_is_looked_up_by_its_digest(store: Any) -> None:
    code, firm, sheet = open_nameless_sheet(store)
    other, _, _ = open_nameless_sheet(store, "e" * 64)
    assert [store.code_of(each) for each in ("d" * 64, "e" * 64, "f" * 64)] == [code, other, None]
    assert code.principal.role is AccessRole.HOLDER
    with store.begin(code.principal) as work:
        assert work.code() == code
        assert work.enterprise(firm.id) == firm
        assert work.assessment(sheet.id) == sheet
    with store.read(other.principal) as reader:
        assert (reader.enterprise(firm.id), reader.assessment(sheet.id)) == (None, None)


def test_a_nameless_firm_says_nothing_of_who_it_is_and_is_in_no_list(store: Any) -> None:
    code, firm, sheet = open_nameless_sheet(store)
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
    code, _, _ = open_nameless_sheet(store)
    with store.begin(code.principal) as work:
        assert work.replace_code("d" * 64, "e" * 64) is True
    with store.begin(code.principal) as work:
        assert work.replace_code("d" * 64, "f" * 64) is False
    assert store.code_of("d" * 64) is None
    assert store.code_of("e" * 64) == replace(code, digest="e" * 64)


def test_the_day_of_the_last_visit_is_kept(store: Any) -> None:
    code, _, _ = open_nameless_sheet(store)
    young, _, _ = open_nameless_sheet(store, "e" * 64, date(2026, 11, 25))
    assert store.unvisited(DAY, 9) == ()
    assert store.unvisited(date(2026, 11, 24), 9) == (code,)
    assert store.unvisited(date(2026, 11, 26), 9) == (code, young)
    assert store.unvisited(date(2026, 11, 26), 1) == (code,)
    for day in (date(2026, 11, 30), DAY):
        store.note_visit(code, day)
    assert store.code_of(code.digest) == replace(code, visited_on=date(2026, 11, 30))
    assert store.unvisited(date(2026, 11, 26), 9) == (young,)


def test_all_rows_of_a_code_are_erased_and_no_other(store: Any) -> None:
    code, firm, sheet = open_nameless_sheet(store)
    other, other_firm, _ = open_nameless_sheet(store, "e" * 64)
    with store.begin(code.principal) as work:
        work.claim(IdempotencyKey("k", "f"), NOW)
        work.add_diagnosis(a_diagnosis(sheet))
        work.add_plan(a_plan_record(firm.id, sheet.id))
    with store.begin(code.principal) as work:
        work.erase(NOW)
    assert store.code_of(code.digest) is None
    with store.read(code.principal) as reader:
        assert (reader.enterprise(firm.id), reader.assessment(sheet.id)) == (None, None)
        assert reader.plans({}, None, 9).items == reader.changes(0, 9) == ()
        assert reader.key_use("k") is None
    with store.read(other.principal) as reader:
        assert reader.enterprise(other_firm.id) == other_firm


def test_who_asks_with_a_dead_code_writes_nothing(store: Any) -> None:
    code, _, _ = open_nameless_sheet(store)
    with store.begin(code.principal) as work:
        work.erase(NOW)
    with pytest.raises(NotThere), store.begin(code.principal) as work:
        work.add_enterprise(an_enterprise_record())
    with store.read(code.principal) as reader:
        assert reader.changes(0, 9) == ()


def test_rows_are_taken_over_with_their_changes_last(store: Any) -> None:
    code, firm, sheet = open_nameless_sheet(store)
    diagnosis = a_diagnosis(sheet)
    with store.begin(code.principal) as work:
        work.add_diagnosis(diagnosis)
        work.add_plan(a_plan_record(firm.id, sheet.id))
        for key in ("both", "theirs"):
            work.claim(IdempotencyKey(key, "nameless"), NOW)
    with store.begin(OWNER) as work:
        work.add_enterprise(an_enterprise_record(site="2"))
        work.claim(IdempotencyKey("both", "mine"), NOW)
    with store.read(OWNER) as reader:
        (last,) = reader.changes(0, 9)
    with store.begin(OWNER) as work:
        assert work.take_over(code.owner) is True
        assert work.name_enterprise(named(firm)) is True
        work.name_sheet(replace(sheet, sheet=replace(sheet.sheet, enterprise=named(firm).facts)))
    assert store.code_of(code.digest) is None
    with store.read(OWNER) as reader:
        assert reader.enterprise(firm.id) == named(firm)
        kept = reader.assessment(sheet.id)
        assert kept is not None and kept.sheet.enterprise.name == "示例有限公司"
        assert reader.diagnosis(diagnosis.row.id) is not None
        assert len(reader.plans({}, None, 9).items) == 1
        assert len(reader.enterprises({}, None, 9).items) == 2
        uses = [reader.key_use(key) for key in ("both", "theirs")]
        assert [use and use.fingerprint for use in uses] == ["mine", "nameless"]
        changes = [each.kind for each in reader.changes(last.number, 9)]
    assert changes == [
        ChangeKind.ENTERPRISE_REGISTERED, ChangeKind.ASSESSMENT_BEGUN,
        ChangeKind.DIAGNOSIS_STORED, ChangeKind.ROADMAP_STORED, ChangeKind.ENTERPRISE_CHANGED,
    ]  # fmt: skip
    with store.read(code.principal) as reader:
        assert (reader.enterprise(firm.id), reader.changes(0, 9)) == (None, ())
    with store.begin(OWNER) as work:
        assert work.take_over(code.owner) is False


def named(firm: EnterpriseRecord) -> EnterpriseRecord:
    """Return a nameless firm, its next version, with a name."""
    who = {"name": "示例有限公司", "credit_code": CODE}
    return replace(firm, version=firm.version + 1, facts=replace(firm.facts, **who))


def test_a_nameless_firm_joins_one_that_is_registered(store: Any) -> None:
    code, firm, sheet = open_nameless_sheet(store)
    diagnosis, known = a_diagnosis(sheet), an_enterprise_record()
    plan = a_plan_record(firm.id, sheet.id)
    with store.begin(code.principal) as work:
        work.add_diagnosis(diagnosis)
        work.add_plan(plan)
    with store.begin(OWNER) as work:
        work.add_enterprise(known)
    with store.read(OWNER) as reader:
        (last,) = reader.changes(0, 9)
    with store.begin(OWNER) as work:
        work.take_over(code.owner)
        assert work.name_enterprise(named(firm)) is False
        work.join_enterprise(firm.id, known, RegisterEffect.OLDER)
    with store.read(OWNER) as reader:
        assert reader.enterprise(firm.id) is None
        assert [each.id for each in reader.enterprises({}, None, 9).items] == [known.id]
        kept, read = reader.assessment(sheet.id), reader.diagnosis(diagnosis.row.id)
        assert kept is not None and kept.enterprise_id == known.id
        assert read is not None and read.row.enterprise_id == known.id
        assert read.row.register_effect is RegisterEffect.OLDER
        assert reader.plans({}, None, 9).items[0].enterprise_id == known.id
        changes = reader.changes(last.number, 9)
    assert [(each.kind, each.enterprise_id) for each in changes] == [
        (kind, known.id)
        for kind in (
            ChangeKind.ASSESSMENT_BEGUN, ChangeKind.DIAGNOSIS_STORED, ChangeKind.ROADMAP_STORED
        )
    ]  # fmt: skip


def test_rows_of_an_organisation_are_never_taken_over(store: Any) -> None:
    with store.begin(OWNER) as work:
        firm, _ = add_firm(work)
    with store.begin(Principal("office", "x")) as work:
        assert work.take_over("local") is False
    with store.read(OWNER) as reader:
        assert reader.enterprise(firm.id) == firm
