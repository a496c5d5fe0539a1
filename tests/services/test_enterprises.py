"""Enterprises: registered once a site, changed only knowingly."""

from collections.abc import Callable

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.services.errors import AlreadyRegistered, KeyReused, NotThere, Stale
from diagnosis.services.intake.enterprises import (
    change_enterprise,
    find_or_register,
    get_enterprise,
    list_enterprises,
    read_facts,
    register_enterprise,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.seen_versions import seen
from diagnosis.services.transaction import Caller
from tests.builders import an_enterprise

KEY = IdempotencyKey("k", "f")


def refusals(caught: pytest.ExceptionInfo[FaultyInput]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_a_site_is_registered_with_its_size(content: Content, ask: Callable[..., Caller]) -> None:
    record, replayed = register_enterprise(content, ask(), an_enterprise(), None)
    assert (record.size, record.version, replayed) == (SizeClass.SMALL, 1, False)
    assert get_enterprise(ask(), record.id) == record
    with pytest.raises(NotThere):
        get_enterprise(ask("other"), record.id)


def test_a_site_is_registered_once(content: Content, ask: Callable[..., Caller]) -> None:
    first, _ = register_enterprise(content, ask(), an_enterprise(), None)
    with pytest.raises(AlreadyRegistered) as caught:
        register_enterprise(content, ask(), an_enterprise(name="另一名称"), None)
    assert caught.value.registered_id == first.id
    second, _ = register_enterprise(content, ask(), an_enterprise(site="二厂"), None)
    assert second.id != first.id


def test_the_same_request_again_is_answered_as_it_was(
    content: Content, ask: Callable[..., Caller]
) -> None:
    first, _ = register_enterprise(content, ask(), an_enterprise(), KEY)
    change_enterprise(content, ask(), first.id, {"employees": 7}, seen(1))
    again, replayed = register_enterprise(content, ask(), an_enterprise(), KEY)
    assert (again, replayed) == (first, True)
    with pytest.raises(KeyReused):
        register_enterprise(content, ask(), an_enterprise(), IdempotencyKey("k", "other"))


def test_every_missing_and_faulty_fact_is_named(content: Content) -> None:
    with pytest.raises(FaultyInput) as caught:
        read_facts(content, {"name": "", "employees": -1, "colour": "red"})
    assert refusals(caught) == [
        ("/employees", "out-of-range"),
        ("/colour", "unknown-field"),
        ("/name", "missing-field"),
        ("/credit_code", "missing-field"),
    ]
    with pytest.raises(FaultyInput):
        read_facts(content, "a firm")


def test_facts_change_from_the_version_seen(content: Content, ask: Callable[..., Caller]) -> None:
    first, _ = register_enterprise(content, ask(), an_enterprise(), None)
    after = change_enterprise(
        content, ask(), first.id, {"employees": 2000, "revenue_wan": 90000, "city": None}, seen(1)
    )
    assert (after.version, after.size, after.facts.city) == (2, SizeClass.LARGE, None)
    assert after.updated_at > first.updated_at == first.created_at
    with pytest.raises(Stale):
        change_enterprise(content, ask(), first.id, {"employees": 1}, seen(1))
    with pytest.raises(NotThere):
        change_enterprise(content, ask("other"), first.id, {}, seen(2))


def test_code_and_site_are_fixed(content: Content, ask: Callable[..., Caller]) -> None:
    first, _ = register_enterprise(content, ask(), an_enterprise(), None)
    with pytest.raises(FaultyInput) as caught:
        change_enterprise(content, ask(), first.id, {"site": "二厂", "employees": "many"}, seen(1))
    assert refusals(caught) == [("/site", "fixed-field"), ("/employees", "wrong-type")]
    with pytest.raises(FaultyInput) as caught:
        change_enterprise(content, ask(), first.id, {"site": "二厂"}, seen(1))
    assert refusals(caught) == [("/site", "fixed-field")]
    with pytest.raises(FaultyInput):
        change_enterprise(content, ask(), first.id, [], seen(1))
    assert change_enterprise(content, ask(), first.id, {"site": None}, seen(1)).version == 2


def test_every_fault_of_a_change_is_named(content: Content, ask: Callable[..., Caller]) -> None:
    first, _ = register_enterprise(content, ask(), an_enterprise(), None)
    change = {"colour": None, "site": "二厂", "name": None, "employees": -1}
    with pytest.raises(FaultyInput) as caught:
        change_enterprise(content, ask(), first.id, change, seen(1))
    assert refusals(caught) == [
        ("/colour", "unknown-field"),
        ("/site", "fixed-field"),
        ("/employees", "out-of-range"),
        ("/name", "missing-field"),
    ]


def test_a_known_site_is_found_and_left_as_it_is(
    content: Content, ask: Callable[..., Caller]
) -> None:
    first, _ = register_enterprise(content, ask(), an_enterprise(), None)
    caller = ask()
    facts = read_facts(content, an_enterprise(employees=999))
    with caller.store.begin(caller.principal) as work:
        assert find_or_register(content, caller, work, facts).firm == first


def test_lists_page_newest_first(content: Content, ask: Callable[..., Caller]) -> None:
    made = [
        register_enterprise(content, ask(), an_enterprise(site=site), None).value
        for site in ("一厂", "二厂", "三厂")
    ]
    page = list_enterprises(ask(), {"division": "C35"}, None, 2)
    rest = list_enterprises(ask(), {}, page.next, 2)
    assert [*page.items, *rest.items] == list(reversed(made))
