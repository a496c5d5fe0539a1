"""Grants: leave that a firm gives another organisation to read its rows, for a purpose and a time.

Who may read is the firm's to say. A grant is an invitation: its grantee finds it among those that
it holds, and reads from then on what is of the firm.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from diagnosis.domain.intake.fields import Fields
from diagnosis.services.errors import AlreadyGranted, NotThere
from diagnosis.services.keys import ORGANISATION_ID
from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.records import Register
from diagnosis.services.ports.scope import MAY_BE_GRANTED, AccessRole, Grant, GrantState
from diagnosis.services.ports.store import IdempotencyKey, Page, Reader, Work
from diagnosis.services.transaction import Caller, Made, require, run_once

USUAL_GRANT_DAYS, MOST_GRANT_DAYS = 90, 400
"""How long a grant lasts unless another end is wished, and at most."""
LONGEST_PURPOSE = 200
_ORGANISATION = re.compile(ORGANISATION_ID)
_FIELDS = ("grantee", "role", "purpose", "ends_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Invitation:
    grantee: str
    role: AccessRole
    purpose: str
    ends_at: datetime


def give_grant(
    caller: Caller, enterprise_id: str, raw: object, key: IdempotencyKey | None
) -> Made[str]:
    """Return the id of the grant of a firm that a request gives; it counts from now on.

    Whether there is such an organisation is not looked at, and so not told.

    Raises
    ------
    FaultyInput, KeyReused
        With every fault; when the key stood for another request.
    NotThere
        When the caller has no such firm.
    AlreadyGranted
        When a grant to this organisation in this role is active: who takes it back closes all.

    """
    wish = _read(caller, raw)

    def give(work: Work) -> str:
        # The firm is kept from other writers from here on: two requests give a single grant.
        firm = require(work.enterprise(enterprise_id))
        active = work.active_grant(firm.id, wish.grantee, wish.role, caller.now)
        if active is not None:
            raise AlreadyGranted(firm.id, active.id)
        grant = Grant(
            id=caller.make_id(),
            enterprise_id=firm.id,
            grantee=wish.grantee,
            role=wish.role,
            purpose=wish.purpose,
            starts_at=caller.now,
            granted_by=caller.principal.actor,
            ends_at=wish.ends_at,
        )
        work.add_grant(grant)
        return grant.id

    return run_once(caller, key, str, give)


def _read(caller: Caller, raw: object) -> _Invitation:
    """Return what a request asks for, with the usual end where it names none."""
    fields = Fields(raw, _FIELDS)
    grantee = _read_grantee(caller, fields)
    role = fields.choice("role", MAY_BE_GRANTED)
    purpose = fields.text("purpose", LONGEST_PURPOSE, required=True, lines=False)
    latest = caller.now + timedelta(days=MOST_GRANT_DAYS)
    ends_at = fields.moment("ends_at", after=caller.now, latest=latest)
    fields.stop()
    return _Invitation(
        grantee=grantee,
        role=AccessRole(require(role)),
        purpose=require(purpose),
        ends_at=ends_at or caller.now + timedelta(days=USUAL_GRANT_DAYS),
    )


def _read_grantee(caller: Caller, fields: Fields) -> str:
    if not fields.has("grantee", required=True):
        return ""
    grantee = fields.values["grantee"]
    if not isinstance(grantee, str) or grantee == OPERATOR or not _ORGANISATION.fullmatch(grantee):
        fields.fault("grantee", "bad-organisation", value=grantee)
    elif grantee == caller.principal.owner:
        fields.fault("grantee", "granted-to-itself")
    return str(grantee)


def get_grant(caller: Caller, enterprise_id: str, grant_id: str) -> Grant:
    """Return a grant of a firm.

    Raises
    ------
    NotThere
        When the caller has no such firm, or the firm no such grant.

    """
    with caller.store.read(caller.principal) as reader:
        return _grant_of(reader, enterprise_id, grant_id)


def _grant_of(reader: Reader, enterprise_id: str, grant_id: str) -> Grant:
    grant = require(reader.grant(grant_id))
    if grant.enterprise_id != enterprise_id:
        raise NotThere
    return grant


def list_grants(caller: Caller, enterprise_id: str, after: str | None, limit: int) -> Page[Grant]:
    """Return a page of the grants of a firm, newest first, also those that have ended.

    Raises
    ------
    NotThere
        When the caller has no such firm.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.enterprise(enterprise_id))
        return reader.grants(enterprise_id, after, limit)


def list_held_grants(caller: Caller, after: str | None, limit: int) -> Page[Grant]:
    """Return a page of the grants to the caller in its role, newest first, also ended ones."""
    with caller.store.read(caller.principal) as reader:
        return reader.held_grants(after, limit)


def is_granted_to_read(caller: Caller, rows: Mapping[str, str]) -> bool:
    """Return whether the caller reads all of some rows, and not each of them as its own.

    `rows` are ids by the name that they have in addresses; what is no row of a firm or register
    counts as not read.
    """
    if caller.principal.role not in MAY_BE_GRANTED:
        return False
    reads = replace(caller.principal, is_writing=False)
    with caller.store.read(reads) as reader:
        if not all(_is_there(reader, name, row_id) for name, row_id in rows.items()):
            return False
    with caller.store.read(replace(caller.principal, is_writing=True)) as reader:
        return not all(_is_there(reader, name, row_id) for name, row_id in rows.items())


def _is_there(reader: Reader, name: str, row_id: str) -> bool:
    finders: dict[str, Callable[[str], object]] = {
        "enterprise_id": reader.enterprise,
        "assessment_id": reader.assessment,
        "evidence_id": reader.evidence,
        "report_id": reader.report,
        "diagnosis_id": reader.diagnosis,
        "roadmap_id": reader.plan,
        "chain_id": partial(reader.register_entry, Register.CHAIN),
        "park_id": partial(reader.register_entry, Register.PARK),
    }
    return name in finders and finders[name](row_id) is not None


def revoke_grant(caller: Caller, enterprise_id: str, grant_id: str) -> None:
    """Take back a grant of a firm; nobody reads through it any more. Again changes nothing.

    Earlier releases gave equal ones: those that are active go with it.

    Raises
    ------
    NotThere
        When the caller has no such firm, or the firm no such grant.

    """
    with caller.store.begin(caller.principal) as work:
        grant = _grant_of(work, enterprise_id, grant_id)
        if not work.revoke_grant(grant.id, caller.now):
            raise NotThere
        if grant.state_at(caller.now) is not GrantState.ACTIVE:
            return
        wanted = grant.enterprise_id, grant.grantee, grant.role, caller.now
        while (equal := work.active_grant(*wanted)) is not None:
            work.revoke_grant(equal.id, caller.now)
