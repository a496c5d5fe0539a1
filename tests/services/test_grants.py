"""A firm lets others read its rows, for a purpose and a while, and takes that back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import AlreadyGranted, KeyReused, NotThere
from diagnosis.services.grants import (
    get_grant,
    give_grant,
    is_granted_to_read,
    list_grants,
    list_held_grants,
    revoke_grant,
)
from diagnosis.services.intake.enterprises import register_enterprise
from diagnosis.services.intake.registers import add_to_register
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Register
from diagnosis.services.ports.scope import AccessRole, GrantState, Principal
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.scoring.submissions import Diagnosing, submit_sheet
from diagnosis.services.transaction import Caller
from tests.builders import an_enterprise, an_example

Ask = Callable[..., Caller]
WISH = {"grantee": "office", "role": "consultant", "purpose": "现场诊断"}
CONSULTANT = Principal("office", "ms-chen", AccessRole.CONSULTANT)
PORTAL = Principal("office", "desk", AccessRole.PORTAL)


@pytest.fixture
def firm(content: Content, ask: Ask) -> str:
    """Return the id of a registered firm."""
    return register_enterprise(content, ask(), an_enterprise(), None).value.id


def give(ask: Ask, firm_id: str, key: IdempotencyKey | None = None, **changes: Any) -> str:
    """Return the id of a grant that its owner gives."""
    return give_grant(ask(), firm_id, WISH | changes, key).value


def reads(ask: Ask, who: Principal, **rows: str) -> bool:
    """Return whether rows are granted to somebody."""
    return is_granted_to_read(replace(ask(), principal=who), rows)


def held(ask: Ask, who: Principal) -> list[str]:
    """Return the ids of the grants that somebody holds."""
    page = list_held_grants(replace(ask(), principal=who), None, 9)
    return [grant.id for grant in page.items]


def test_a_grant_says_to_whom_for_what_and_how_long(ask: Ask, firm: str) -> None:
    grant = get_grant(ask(), firm, give(ask, firm))
    assert (grant.enterprise_id, grant.grantee, grant.role, grant.purpose) == (
        firm, "office", AccessRole.CONSULTANT, "现场诊断"
    )  # fmt: skip
    assert grant.ends_at == grant.starts_at + timedelta(days=90)
    assert (grant.granted_by, grant.revoked_at) == ("local", None)
    assert grant.state_at(ask().now) is GrantState.ACTIVE
    assert grant.state_at(grant.ends_at) is GrantState.ENDED
    revoke_grant(ask(), firm, grant.id)
    moment = ask().now + timedelta(days=400)
    longest = get_grant(ask(), firm, give(ask, firm, ends_at=moment.isoformat()))
    assert longest.ends_at == moment


def test_what_is_no_grant_is_refused(ask: Ask, firm: str) -> None:
    now = ask().now
    for name, value, code in (
        ("ends_at", (now - timedelta(seconds=1)).isoformat(), "out-of-range"),
        ("ends_at", (now + timedelta(days=401)).isoformat(), "out-of-range"),
        ("ends_at", "tomorrow", "bad-moment"),
        ("grantee", "local", "granted-to-itself"),
        ("grantee", "operator", "bad-organisation"),
        ("grantee", 7, "bad-organisation"),
        ("grantee", None, "missing-field"),
        ("role", "admin", "unknown-value"),
        ("purpose", " ", "missing-field"),
        ("until", "2027-01-01", "unknown-field"),
    ):
        with pytest.raises(FaultyInput) as caught:
            give(ask, firm, **{name: value})
        (fault,) = caught.value.faults
        assert (fault.pointer, fault.code) == (f"/{name}", code)
    assert list_grants(ask(), firm, None, 9).items == ()


def test_a_grantee_reads_in_its_role_until_the_grant_is_taken_back(ask: Ask, firm: str) -> None:
    assert reads(ask, CONSULTANT, enterprise_id=firm) is False
    grant_id = give(ask, firm)
    assert held(ask, CONSULTANT) == [grant_id] and held(ask, PORTAL) == []
    assert reads(ask, CONSULTANT, enterprise_id=firm) is True
    assert reads(ask, PORTAL, enterprise_id=firm) is False
    for _ in range(2):
        revoke_grant(ask(), firm, grant_id)
    assert reads(ask, CONSULTANT, enterprise_id=firm) is False
    (revoked,) = list_grants(ask(), firm, None, 9).items
    assert revoked.state_at(ask().now) is GrantState.REVOKED
    assert held(ask, CONSULTANT) == [grant_id]


def test_the_same_request_gives_a_single_grant(ask: Ask, firm: str) -> None:
    key = IdempotencyKey("g", "f")
    assert give(ask, firm, key) == give(ask, firm, key)
    with pytest.raises(KeyReused):
        give(ask, firm, replace(key, fingerprint="another request"))
    assert len(list_grants(ask(), firm, None, 9).items) == 1


def test_a_grantee_has_a_single_active_grant_in_a_role(ask: Ask, firm: str) -> None:
    first = give(ask, firm)
    with pytest.raises(AlreadyGranted) as caught:
        give(ask, firm, purpose="another purpose")
    assert (caught.value.enterprise_id, caught.value.grant_id) == (firm, first)
    portal, other = give(ask, firm, role="portal"), give(ask, firm, grantee="another-office")
    revoke_grant(ask(), firm, first)
    second = give(ask, firm)
    # To take the first back again leaves the second.
    revoke_grant(ask(), firm, first)
    states = {grant.id: grant.revoked_at for grant in list_grants(ask(), firm, None, 9).items}
    assert states.keys() == {first, portal, other, second}
    assert {name for name, revoked in states.items() if revoked} == {first}


def test_a_grant_that_has_ended_makes_way_for_another(ask: Ask, firm: str) -> None:
    ends_at = ask().now + timedelta(days=1)
    give(ask, firm, ends_at=ends_at.isoformat())
    later = replace(ask(), now=ends_at)
    assert give_grant(later, firm, WISH, None).value


def test_equal_grants_of_before_are_taken_back_together(ask: Ask, firm: str) -> None:
    first = get_grant(ask(), firm, give(ask, firm))
    caller = ask()
    with caller.store.begin(caller.principal) as work:
        work.add_grant(replace(first, id=caller.make_id()))
    revoke_grant(ask(), firm, first.id)
    assert all(grant.revoked_at for grant in list_grants(ask(), firm, None, 9).items)
    assert reads(ask, CONSULTANT, enterprise_id=firm) is False


def test_a_grant_is_of_its_firm_and_of_its_owner(content: Content, ask: Ask, firm: str) -> None:
    grant_id = give(ask, firm)
    facts = an_enterprise(credit_code="91440600EXAMPLE2XT")
    other = register_enterprise(content, ask(), facts, None).value.id
    for caller, firm_id in ((ask(), other), (ask("stranger"), firm)):
        with pytest.raises(NotThere):
            get_grant(caller, firm_id, grant_id)
        with pytest.raises(NotThere):
            revoke_grant(caller, firm_id, grant_id)
    for verb in (lambda: list_grants(ask("stranger"), firm, None, 9),
                 lambda: give_grant(ask("stranger"), firm, WISH, None)):  # fmt: skip
        with pytest.raises(NotThere):
            verb()
    office = replace(ask(), principal=CONSULTANT)
    with pytest.raises(NotThere):
        revoke_grant(office, firm, grant_id)
    assert reads(ask, CONSULTANT, enterprise_id=firm) is True


def test_only_rows_that_are_all_there_are_granted(
    content: Content, diagnosing: Diagnosing, ask: Ask
) -> None:
    """A chain of the office's is its own, the firm is not: together they are read by a grant."""
    row = submit_sheet(diagnosing, ask(), an_example("dongguan-mould-shop"), None).stored.row
    give(ask, row.enterprise_id)
    rows = {"enterprise_id": row.enterprise_id, "diagnosis_id": row.id}
    assert reads(ask, CONSULTANT, **rows, assessment_id=row.assessment_id) is True
    assert reads(ask, CONSULTANT, **rows, roadmap_id="none-such") is False
    assert reads(ask, CONSULTANT, **rows, project="pkg-agv") is False
    assert reads(ask, Principal("local", "local"), **rows) is False
    office = replace(ask(), principal=CONSULTANT)
    mine = add_to_register(content, office, Register.CHAIN, {"name": "ours"}, None).value
    assert reads(ask, CONSULTANT, chain_id=mine) is False
    assert reads(ask, CONSULTANT, chain_id=mine, enterprise_id=row.enterprise_id) is True
    assert reads(ask, CONSULTANT, park_id=mine, enterprise_id=row.enterprise_id) is False
