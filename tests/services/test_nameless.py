"""Nameless sheets: opened by anybody, found by the code alone, deleted when left alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.identity.api_keys import KeyMint
from diagnosis.identity.resume_codes import CodeMint
from diagnosis.services.errors import NotThere, OtherPepper
from diagnosis.services.intake.enterprises import get_enterprise
from diagnosis.services.intake.nameless import delete_sheet, expire_codes, open_sheet, renew_code
from diagnosis.services.ports.codes import CodeRecord
from diagnosis.services.scoring.submissions import Diagnosing
from tests.services.sheet_desk import MAKER, NAMELESS, WHO, Desk, faults


@pytest.fixture
def desk(store: Any, diagnosing: Diagnosing) -> Desk:
    """Return a desk over the store in memory."""
    return Desk(store, diagnosing)


@pytest.mark.parametrize("name", ["name", "credit_code", "site"])
def test_a_nameless_sheet_says_nothing_of_who_its_firm_is(desk: Desk, name: str) -> None:
    facts = NAMELESS["enterprise"] | {name: "91441900EXAMPLE11Y"}
    with pytest.raises(FaultyInput) as caught:
        desk.open(NAMELESS | {"enterprise": facts})
    assert faults(caught) == {(f"/enterprise/{name}", "told-when-attached")}


def test_faults_of_an_opening_are_named_together(desk: Desk) -> None:
    raw = {"form": "none", "enterprise": {"name": "x"}, "from": "x"}
    with pytest.raises(FaultyInput) as caught:
        desk.open(raw)
    assert faults(caught) >= {
        ("/from", "unknown-field"), ("/enterprise/name", "told-when-attached"),
        ("/form", "unknown-form"),
    }  # fmt: skip
    for bad, code in (([], "wrong-type"), (NAMELESS | {"from": "x"}, "unknown-field")):
        with pytest.raises(FaultyInput) as caught:
            desk.open(bad)
        assert {each for _, each in faults(caught)} == {code}


def test_keys_of_another_pepper_open_nothing(desk: Desk) -> None:
    desk.open()
    maker = CodeMint(KeyMint(b"q" * 32))
    with pytest.raises(OtherPepper):
        open_sheet(desk.content, desk.caller(), maker, NAMELESS)


def test_another_code_takes_the_place_of_the_first(desk: Desk) -> None:
    opened, other = desk.open(), desk.open()
    holder = desk.caller(opened.code.principal)
    with pytest.raises(NotThere):
        renew_code(holder, MAKER, opened.code, other.draft.id)
    renewed, text = renew_code(holder, MAKER, opened.code, opened.draft.id)
    assert renewed.digest == MAKER.digest(text) and text != opened.text
    assert desk.store.code_of(opened.code.digest) is None
    assert desk.store.code_of(renewed.digest) == renewed
    with pytest.raises(NotThere):
        renew_code(holder, MAKER, opened.code, opened.draft.id)


def test_a_holder_deletes_its_sheet_and_no_other(desk: Desk) -> None:
    opened, other = desk.open(), desk.open()
    holder = desk.caller(opened.code.principal)
    with pytest.raises(NotThere):
        delete_sheet(holder, opened.code, other.draft.id)
    delete_sheet(holder, opened.code, opened.draft.id)
    with pytest.raises(NotThere):
        desk.held(opened.code)
    with pytest.raises(NotThere):
        delete_sheet(desk.caller(opened.code.principal), opened.code, opened.draft.id)
    assert desk.held(other.code) == other.draft


def test_sheets_that_nobody_comes_to_are_deleted(desk: Desk) -> None:
    """They are kept for 90 days after the day of the last visit."""
    left, visited = desk.open(), desk.open()
    day = left.code.visited_on
    desk.store.note_visit(visited.code, day + timedelta(days=1))
    assert expire_codes(desk.store, desk.now, day + timedelta(days=90), 90) == 0
    assert expire_codes(desk.store, desk.now, day + timedelta(days=91), 90) == 1
    with pytest.raises(NotThere):
        desk.held(left.code)
    assert desk.held(visited.code) == visited.draft


class ComesBack:
    """A store whose old codes are used, or gone, by the time that they are deleted."""

    def __init__(self, desk: Desk, meanwhile: Callable[[CodeRecord], None]) -> None:
        self.store, self.meanwhile = desk.store, meanwhile
        self.begin = self.store.begin

    def unvisited(self, before: Any, limit: int) -> Any:
        """Return old codes, after something happened to each meanwhile."""
        codes = self.store.unvisited(before, limit)
        for code in codes:
            self.meanwhile(code)
        return codes


def test_who_comes_back_in_time_keeps_the_sheet(desk: Desk) -> None:
    opened = desk.open()
    today = opened.code.visited_on + timedelta(days=91)
    store: Any = ComesBack(desk, lambda code: desk.store.note_visit(code, today))
    assert expire_codes(store, desk.now, today, 90) == 0
    assert desk.held(opened.code) == opened.draft


def test_a_sheet_that_is_attached_meanwhile_is_not_deleted(desk: Desk) -> None:
    opened = desk.open()
    today = opened.code.visited_on + timedelta(days=91)

    def attach(_code: CodeRecord) -> None:
        desk.attach(opened)

    store: Any = ComesBack(desk, attach)
    assert expire_codes(store, desk.now, today, 90) == 0
    firm = get_enterprise(desk.caller(), opened.draft.enterprise_id)
    assert firm.facts.credit_code == WHO["credit_code"]


def test_a_sheet_may_be_opened_without_a_fact_of_its_firm(desk: Desk) -> None:
    opened = desk.open({"form": "screening", "answers": {"ai-plan": 1}})
    stated = opened.draft.sheet
    assert (stated.form, dict(stated.answers)) == ("screening@2.0.0", {"ai-plan": 1.0})
    assert (stated.enterprise.name, stated.enterprise.industry) == (None, None)
