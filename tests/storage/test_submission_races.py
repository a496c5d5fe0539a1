"""Sheets of one firm that are submitted at the same moment, on both databases."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from diagnosis.services.errors import HasMembers, NotThere
from diagnosis.services.intake.enterprises import register_enterprise
from diagnosis.services.intake.registers import (
    add_to_register,
    change_in_register,
    remove_from_register,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import (
    ChangeKind,
    DiagnosisRow,
    Register,
    RegisterEffect,
)
from diagnosis.services.ports.scope import Principal
from diagnosis.services.scoring.currency import withdraw_diagnosis
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from diagnosis.storage.database import Database
from diagnosis.storage.identifiers import new_id
from tests.builders import a_submission, an_enterprise
from tests.fakes.versions import FakeVersions

WRITERS, SHEETS = 6, 24
LOCAL = Principal("local", "local")


def caller_of(database: Database) -> Caller:
    return Caller(store=database, principal=LOCAL, now=datetime.now(UTC), new_id=new_id)


def test_one_sheet_is_current_and_the_register_has_its_facts(
    database: Database, content: Content
) -> None:
    diagnosing = Diagnosing(contents=FakeVersions(content), estimator=None)

    def submit(number: int) -> None:
        firm = an_enterprise(employees=100 + number)
        sheet = a_submission("screening", enterprise=firm, period=2000 + number)
        submit_sheet(diagnosing, caller_of(database), sheet, None)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(submit, range(SHEETS)))
    with database.read(LOCAL) as reader:
        (firm,) = reader.enterprises({}, None, 9).items
        rows = reader.diagnoses({}, None, 99).items
    standings = Counter(str(row.standing) for row in rows)
    assert standings == {"current": 1, "superseded": SHEETS - 1}
    (current,) = (row for row in rows if row.standing == "current")
    assert current.period == 2000 + SHEETS - 1
    assert firm.facts.employees == 100 + SHEETS - 1
    effects = Counter(row.register_effect for row in rows)
    assert effects[RegisterEffect.NEW] == 1
    assert firm.version == 1 + effects[RegisterEffect.UPDATED]


def test_sheets_of_one_firm_are_withdrawn_at_the_same_moment(
    database: Database, content: Content
) -> None:
    diagnosing = Diagnosing(contents=FakeVersions(content), estimator=None)
    for number in range(SHEETS // 2):
        firm = an_enterprise(employees=100 + number)
        sheet = a_submission("screening", enterprise=firm, period=2000 + number)
        submit_sheet(diagnosing, caller_of(database), sheet, None)
    with database.read(LOCAL) as reader:
        rows = reader.diagnoses({}, None, 99).items

    def withdraw(row: DiagnosisRow) -> str:
        reason = {"reason": "filled in for the wrong plant"}
        return withdraw_diagnosis(content, caller_of(database), row.id, reason).standing

    with ThreadPoolExecutor(WRITERS) as pool:
        assert set(pool.map(withdraw, rows * 2)) == {"withdrawn"}
    with database.read(LOCAL) as reader:
        kinds = Counter(change.kind for change in reader.changes(0, 999))
    assert kinds[ChangeKind.DIAGNOSIS_WITHDRAWN] == len(rows)


@pytest.mark.parametrize("number", range(3))
def test_a_chain_misses_no_firm_that_comes_while_it_is_registered(
    database: Database, content: Content, number: int
) -> None:
    def come(place: int) -> None:
        caller = caller_of(database)
        if place == SHEETS // 4 + number:
            add_to_register(content, caller, Register.CHAIN, {"name": "模具"}, None)
        else:
            firm = an_enterprise(site=str(place), chain="模具")
            register_enterprise(content, caller, firm, None)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(come, range(SHEETS)))
    with database.read(LOCAL) as reader:
        firms = reader.enterprises({}, None, 99).items
        chain = reader.register_entry_named(Register.CHAIN, "模具")
    assert chain is not None
    assert [firm.chain_id for firm in firms] == [chain.id] * (SHEETS - 1)


@pytest.mark.parametrize("number", range(3))
def test_no_firm_is_left_in_a_chain_that_is_removed_while_it_comes(
    database: Database, content: Content, number: int
) -> None:
    chain = add_to_register(content, caller_of(database), Register.CHAIN, {"name": "模具"}, None)
    is_removed = []

    def come(place: int) -> None:
        caller = caller_of(database)
        if place == number:
            with suppress(NotThere):
                new = {"name": "注塑"}
                change_in_register(content, caller, Register.CHAIN, chain.value, new)
        elif place < number + 3:
            with suppress(HasMembers, NotThere):
                remove_from_register(caller, Register.CHAIN, chain.value)
                is_removed.append(place)
        else:
            name = ("模具", "注塑")[place % 2]
            firm = an_enterprise(site=str(place), chain=name)
            register_enterprise(content, caller, firm, None)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(come, range(SHEETS)))
    with database.read(LOCAL) as reader:
        firms = reader.enterprises({}, None, 99).items
        entry = reader.register_entry(Register.CHAIN, chain.value)
    assert len(is_removed) == (entry is None)
    assert {firm.chain_id for firm in firms} <= {None, entry and entry.id}
