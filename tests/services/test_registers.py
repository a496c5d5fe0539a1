"""Chains and parks: firms belong by the exact name, or because the register's owner says so."""

from collections.abc import Callable

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import AlreadyRegistered, HasMembers, NotThere
from diagnosis.services.intake.enterprises import (
    change_enterprise,
    get_enterprise,
    register_enterprise,
)
from diagnosis.services.intake.registers import (
    add_to_register,
    change_in_register,
    get_from_register,
    list_register,
    remove_from_register,
    set_membership,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Register
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.read.stored_filters import read_where
from diagnosis.services.scoring.stored_diagnoses import list_diagnoses
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.seen_versions import seen
from diagnosis.services.transaction import Caller
from tests.builders import a_submission, an_enterprise

Ask = Callable[..., Caller]
CHAIN, PARK = Register.CHAIN, Register.PARK
NAME = "模具—注塑—家电"


def add(content: Content, ask: Ask, register: Register = CHAIN, name: str = NAME) -> str:
    return add_to_register(content, ask(), register, {"name": name}, None).value


def chain_of(ask: Ask, enterprise_id: str) -> str | None:
    return get_enterprise(ask(), enterprise_id).chain_id


def test_a_name_is_registered_a_single_time(content: Content, ask: Ask) -> None:
    key = IdempotencyKey("k", "f")
    raw = {"name": "松山湖", "city": "441900119"}
    first = add_to_register(content, ask(), PARK, raw, key)
    again = add_to_register(content, ask(), PARK, raw, key)
    assert (again.value, again.replayed) == (first.value, True)
    entry = get_from_register(ask(), PARK, first.value)
    assert (entry.name, entry.city) == ("松山湖", "441900119")
    with pytest.raises(AlreadyRegistered) as caught:
        add(content, ask, PARK, "松山湖")
    assert (caught.value.kind, caught.value.registered_id) == ("park", first.value)
    assert list_register(ask(), PARK, None, 5).items == (entry,)
    assert list_register(ask(), CHAIN, None, 5).items == ()
    with pytest.raises(NotThere):
        get_from_register(ask("other"), PARK, first.value)


@pytest.mark.parametrize(
    ("register", "raw", "refused"),
    [
        (CHAIN, {}, [("/name", "missing-field")]),
        (CHAIN, {"name": " ", "city": "441900"},
         [("/city", "unknown-field"), ("/name", "missing-field")]),
        (PARK, {"name": "x" * 201, "city": "9"},
         [("/name", "too-long"), ("/city", "unknown-place")]),
        (CHAIN, {"name": "模具\n注塑"}, [("/name", "bad-text")]),
        (PARK, 7, [("", "wrong-type")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_entry_is_told_together(
    content: Content, ask: Ask, register: Register, raw: object, refused: list[tuple[str, str]]
) -> None:
    with pytest.raises(FaultyInput) as caught:
        add_to_register(content, ask(), register, raw, None)
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == refused


def test_firms_belong_by_the_exact_name(content: Content, ask: Ask) -> None:
    raw = an_enterprise(chain=NAME)
    before = register_enterprise(content, ask(), raw, None).value
    near = register_enterprise(content, ask(), raw | {"site": "2", "chain": "模具"}, None).value
    assert before.chain_id is None
    entry = add(content, ask)
    assert (chain_of(ask, before.id), chain_of(ask, near.id)) == (entry, None)
    after = register_enterprise(content, ask(), raw | {"site": "3"}, None).value
    assert after.chain_id == entry
    change_enterprise(content, ask(), near.id, {"chain": NAME}, seen(1))
    change_enterprise(content, ask(), after.id, {"chain": None}, seen(1))
    change_enterprise(content, ask(), before.id, {"employees": 61}, seen(2))
    assert [chain_of(ask, firm.id) for firm in (before, near, after)] == [entry, entry, None]
    assert get_enterprise(ask(), near.id).facts.chain == NAME


def test_the_owner_puts_a_firm_in_and_it_stays(content: Content, ask: Ask) -> None:
    entry = add(content, ask)
    firm = register_enterprise(content, ask(), an_enterprise(chain="家电"), None).value
    after = set_membership(ask(), CHAIN, entry, firm.id, belongs=True)
    assert (after.chain_id, after.facts.chain, after.version) == (entry, "家电", 2)
    again = set_membership(ask(), CHAIN, entry, firm.id, belongs=True)
    assert again.version == 2
    change_enterprise(content, ask(), firm.id, {"chain": "小家电"}, seen(2))
    assert chain_of(ask, firm.id) == entry
    other = add(content, ask, name="小家电 2")
    assert set_membership(ask(), CHAIN, other, firm.id, belongs=False).chain_id == entry
    assert set_membership(ask(), CHAIN, entry, firm.id, belongs=False).chain_id is None


def test_members_of_a_chain_stay_when_it_is_renamed(content: Content, ask: Ask) -> None:
    entry, raw = add(content, ask), an_enterprise(chain=NAME)
    member = register_enterprise(content, ask(), raw, None).value
    near = register_enterprise(content, ask(), raw | {"site": "2", "chain": "家电"}, None).value
    after = change_in_register(content, ask(), CHAIN, entry, {"name": "家电"})
    assert (after.id, after.name) == (entry, "家电")
    assert get_from_register(ask(), CHAIN, entry) == after
    assert [chain_of(ask, firm.id) for firm in (member, near)] == [entry, entry]
    late = register_enterprise(content, ask(), raw | {"site": "3"}, None).value
    assert late.chain_id is None
    assert change_in_register(content, ask(), CHAIN, entry, {"name": "家电"}) == after


def test_a_park_is_given_another_place(content: Content, ask: Ask) -> None:
    entry = add(content, ask, PARK, "松山湖")
    moved = change_in_register(
        content, ask(), PARK, entry, {"name": "松山湖", "city": "441900119"}
    )
    assert moved.city == "441900119"
    assert change_in_register(content, ask(), PARK, entry, {"name": "松山湖"}).city is None


def test_a_chain_is_not_renamed_to_another_ones_name(content: Content, ask: Ask) -> None:
    first, second = add(content, ask), add(content, ask, name="家电")
    with pytest.raises(AlreadyRegistered) as caught:
        change_in_register(content, ask(), CHAIN, second, {"name": NAME})
    assert caught.value.registered_id == first
    with pytest.raises(FaultyInput):
        change_in_register(content, ask(), CHAIN, second, {"name": ""})
    for caller, chain in ((ask("other"), first), (ask(), "x")):
        with pytest.raises(NotThere):
            change_in_register(content, caller, CHAIN, chain, {"name": "新"})
        with pytest.raises(NotThere):
            remove_from_register(caller, CHAIN, chain)
    assert get_from_register(ask(), CHAIN, second).name == "家电"


def test_a_chain_with_members_is_not_removed(content: Content, ask: Ask) -> None:
    entry = add(content, ask)
    firm = register_enterprise(content, ask(), an_enterprise(chain=NAME), None).value
    with pytest.raises(HasMembers) as caught:
        remove_from_register(ask(), CHAIN, entry)
    assert (caught.value.kind, caught.value.registered_id) == ("chain", entry)
    set_membership(ask(), CHAIN, entry, firm.id, belongs=False)
    remove_from_register(ask(), CHAIN, entry)
    with pytest.raises(NotThere):
        get_from_register(ask(), CHAIN, entry)
    assert chain_of(ask, firm.id) is None
    again = add(content, ask)
    assert chain_of(ask, firm.id) == again != entry


def test_only_ones_own_firms_and_chains(content: Content, ask: Ask) -> None:
    entry = add(content, ask)
    firm = register_enterprise(content, ask(), an_enterprise(), None).value
    stranger = register_enterprise(content, ask("other"), an_enterprise(), None).value
    for caller, chain, enterprise_id in (
        (ask("other"), entry, stranger.id), (ask(), entry, stranger.id), (ask(), "x", firm.id),
    ):  # fmt: skip
        with pytest.raises(NotThere):
            set_membership(caller, CHAIN, chain, enterprise_id, belongs=True)


def test_diagnoses_go_with_their_firm(content: Content, diagnosing: Diagnosing, ask: Ask) -> None:
    sheet = a_submission("screening", enterprise=an_enterprise(chain=NAME, park="松山湖"))
    early = submit_sheet(diagnosing, ask(), sheet, None).stored.row
    chain, park = add(content, ask), add(content, ask, PARK, "松山湖")
    late = submit_sheet(diagnosing, ask(), sheet, None).stored.row
    assert (early.chain_id, late.chain_id, late.park_id) == (None, chain, park)

    def listed(**filters: str) -> list[str]:
        where = read_where(content, ask(), filters)
        return [row.id for row in list_diagnoses(ask(), where, None, 9).items]

    assert listed(chain=chain.upper()) == [late.id, early.id]
    assert listed(chain=NAME) == listed(chain=chain) == listed(park=park) == [late.id, early.id]
    set_membership(ask(), PARK, park, late.enterprise_id, belongs=False)
    assert listed(park="松山湖") == []
    assert listed(chain=NAME) == [late.id, early.id]


def test_a_filter_that_names_nothing_is_a_fault(content: Content, ask: Ask) -> None:
    wrong = {
        "city": "4406", "division": "21", "form": "nope", "standard": "iso", "chain": "无",
        "park": "无", "credit_code": "9144", "enterprise_id": "x", "assessment_id": "y",
        "period": None, "name": "甲",
    }  # fmt: skip
    with pytest.raises(FaultyInput) as caught:
        read_where(content, ask(), wrong)
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
        ("/city", "unknown-place"),
        ("/division", "unknown-industry"),
        ("/form", "unknown-form"),
        ("/standard", "unknown-standard"),
        ("/chain", "unknown-chain"),
        ("/park", "unknown-park"),
        ("/credit_code", "bad-credit-code"),
        ("/enterprise_id", "unknown-enterprise"),
        ("/assessment_id", "unknown-assessment"),
    ]
    for alone in (
        {"level": 2, "basis": None}, {"basis": "self"}, {"level": 2, "basis": "self"},
        {"margin_below": 0.25, "basis": None},
    ):  # fmt: skip
        with pytest.raises(FaultyInput) as caught:
            read_where(content, ask(), alone)
        assert [fault.code for fault in caught.value.faults] == ["missing-field"]


def test_filters_that_name_something_are_taken(content: Content, ask: Ask) -> None:
    firm = register_enterprise(content, ask(), an_enterprise(), None).value
    entry = add(content, ask)
    filters = {
        "city": "441900119", "division": "C35", "form": "screening@2.0.0", "level": 2,
        "standard": "ai-readiness", "chain": NAME, "enterprise_id": firm.id, "basis": None,
        "credit_code": an_enterprise()["credit_code"], "reference": "nobody's",
    }  # fmt: skip
    where = read_where(content, ask(), filters)
    assert where["chain_id"] == entry
    assert "chain" not in where and "basis" not in where
    assert {name: where[name] for name in filters if name in where} == {
        name: value for name, value in filters.items() if name not in ("chain", "basis")
    }
    assert read_where(content, ask(), {"city": None}) == {}
