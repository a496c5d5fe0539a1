"""Keys: issue, list, rotate, revoke; an admin for all, others for their own organisation."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from diagnosis.domain.intake.fields import Fields
from diagnosis.services.errors import KeyEnded, NotAllowed
from diagnosis.services.ports.keys import (
    OPERATOR,
    FreshKey,
    KeyMaker,
    KeyRecord,
    KeyRows,
    KeyStore,
    Organisation,
)
from diagnosis.services.ports.scope import SCOPES_OF_ROLE, AccessRole, KeyScope, Principal
from diagnosis.services.ports.store import NewId, Page
from diagnosis.services.transaction import require

LONGEST_NAME_OF_ORGANISATION = 200
LONGEST_ACTOR = 100
USUAL_DAYS, MOST_DAYS = 365, 1825
"""How long a key counts unless another time is wished, and at most."""
USUAL_OVERLAP_HOURS, MOST_OVERLAP_HOURS = 24, 720
"""How long the old key still counts after it was rotated, unless another time is wished."""
ORGANISATION_ID = r"[a-z0-9][a-z0-9-]{1,62}"
_ID = re.compile(ORGANISATION_ID)
_KEYS_AT_ONCE = 500
_WISH = ("organisation", "organisation_name", "actor", "role", "scopes", "days")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDesk:
    """Who manages keys at what time, and what with."""

    store: KeyStore
    principal: Principal
    now: datetime
    new_id: NewId
    maker: KeyMaker

    @property
    def is_admin(self) -> bool:
        """Return whether the keys of all organisations are managed."""
        return self.principal.role is AccessRole.ADMIN


class IssuedKey(NamedTuple):
    """A new key as it is kept, and its text, which is shown now and never again."""

    record: KeyRecord
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    organisation: str
    actor: str
    role: AccessRole
    organisation_name: str | None = None
    scopes: tuple[KeyScope, ...] = ()
    days: int = USUAL_DAYS


def issue_key(desk: KeyDesk, raw: object) -> IssuedKey:
    """Return the key that a request asks for; its organisation is kept where it is new.

    Who is no admin issues keys of its own organisation and role, with no more scopes than it has.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    wish = _read_wish(desk, raw)
    with desk.store.keys(desk.principal, writes=True) as rows:
        return _issue(desk, rows, wish)


def _issue(desk: KeyDesk, rows: KeyRows, wish: _Wish) -> IssuedKey:
    rows.add_organisation(
        Organisation(
            id=wish.organisation,
            name=wish.organisation_name or wish.organisation,
            created_at=desk.now,
        )
    )
    record = KeyRecord(
        id=desk.new_id(desk.now),
        prefix="",
        digest="",
        organisation=wish.organisation,
        actor=wish.actor,
        role=wish.role,
        scopes=wish.scopes,
        created_at=desk.now,
        issued_by=desk.principal.actor,
        expires_at=desk.now + timedelta(days=wish.days),
    )
    return _keep(rows, record, desk.maker())


def _keep(rows: KeyRows, record: KeyRecord, fresh: FreshKey) -> IssuedKey:
    kept = replace(record, prefix=fresh.prefix, digest=fresh.digest)
    rows.add_key(kept)
    return IssuedKey(kept, fresh.text)


def issue_first_keys(desk: KeyDesk, organisation: str) -> tuple[IssuedKey, IssuedKey] | None:
    """Return an admin key and a key of an enterprise; None where the store has any key already."""
    firm = _Wish(organisation=organisation, actor="demo", role=AccessRole.ENTERPRISE)
    admin = _Wish(organisation=OPERATOR, actor="admin", role=AccessRole.ADMIN)
    with desk.store.keys(desk.principal, writes=True) as rows:
        if rows.keys(None, 1).items:
            return None
        return _issue(desk, rows, admin), _issue(desk, rows, firm)


def list_keys(desk: KeyDesk, after: str | None, limit: int) -> Page[KeyRecord]:
    """Return a page of the keys that the caller manages, newest first."""
    with desk.store.keys(desk.principal, writes=False) as rows:
        return rows.keys(after, limit)


def owners_of_keys(desk: KeyDesk) -> set[str]:
    """Return every organisation that has a key, among those that the caller manages."""
    owners: set[str] = set()
    cursor = None
    with desk.store.keys(desk.principal, writes=False) as rows:
        while True:
            page = rows.keys(cursor, _KEYS_AT_ONCE)
            owners |= {record.organisation for record in page.items}
            cursor = page.next
            if cursor is None:
                return owners


def get_key(desk: KeyDesk, key_id: str) -> KeyRecord:
    """Return a key that the caller manages.

    Raises
    ------
    NotThere
        When there is none of this id.

    """
    with desk.store.keys(desk.principal, writes=False) as rows:
        return require(rows.key(key_id))


def rotate_key(desk: KeyDesk, key_id: str, raw: object) -> IssuedKey:
    """Return a new key in the place of another, which still counts for the overlap that is wished.

    The new one is for as many days, from now on.

    Raises
    ------
    FaultyInput, NotThere
        With every fault; when there is no key of this id.
    KeyEnded
        When the old key has expired or was revoked.
    NotAllowed
        When the old key may more than the caller.

    """
    fields = Fields(raw, ("overlap_hours",))
    wished = fields.whole("overlap_hours", 0, MOST_OVERLAP_HOURS)
    fields.stop()
    overlap = timedelta(hours=USUAL_OVERLAP_HOURS if wished is None else wished)
    with desk.store.keys(desk.principal, writes=True) as rows:
        old = require(rows.key(key_id))
        if not desk.is_admin and not _is_within(old.principal, desk.principal):
            raise NotAllowed
        if not old.counts_at(desk.now):
            raise KeyEnded
        rows.end_key(old.id, desk.now + overlap)
        following = replace(
            old,
            id=desk.new_id(desk.now),
            created_at=desk.now,
            issued_by=desk.principal.actor,
            expires_at=desk.now + (old.expires_at - old.created_at),
            last_used_at=None,
        )
        return _keep(rows, following, desk.maker())


def _is_within(principal: Principal, other: Principal) -> bool:
    """Return whether a principal may no more than another."""
    return principal.role is other.role and principal.allowed <= other.allowed


def revoke_key(desk: KeyDesk, key_id: str) -> KeyRecord:
    """Return a key after it was revoked; it is never taken again.

    Raises
    ------
    NotThere
        When there is none of this id.

    """
    with desk.store.keys(desk.principal, writes=True) as rows:
        rows.revoke_key(key_id, desk.now)
        return require(rows.key(key_id))


def _read_wish(desk: KeyDesk, raw: object) -> _Wish:
    """Return what a request asks for, with what it leaves out filled in."""
    fields = Fields(raw, _WISH)
    mine = desk.principal
    roles: Collection[AccessRole] = tuple(AccessRole) if desk.is_admin else (mine.role,)
    role = fields.choice("role", roles, required=desk.is_admin)
    role = AccessRole(role) if role is not None else mine.role
    organisation = _read_organisation(desk, fields, role)
    name = fields.text("organisation_name", LONGEST_NAME_OF_ORGANISATION, lines=False)
    actor = fields.text("actor", LONGEST_ACTOR, required=True, lines=False)
    most = SCOPES_OF_ROLE[role] if desk.is_admin else mine.allowed
    scopes = _read_scopes(fields, most) or (() if desk.is_admin else mine.scopes)
    days = fields.whole("days", 1, MOST_DAYS)
    fields.stop()
    return _Wish(
        organisation=organisation,
        organisation_name=name,
        actor=require(actor),
        role=role,
        scopes=scopes,
        days=USUAL_DAYS if days is None else days,
    )


def _read_organisation(desk: KeyDesk, fields: Fields, role: AccessRole) -> str:
    """Return whose key it is: the operator's of an admin, the caller's own of who is none."""
    fixed = desk.principal.owner
    if desk.is_admin:
        fixed = OPERATOR if role is AccessRole.ADMIN else ""
    required = not fixed
    if not fields.has("organisation", required=required):
        return fixed
    raw = fields.values["organisation"]
    if fixed:
        fields.choice("organisation", (fixed,))
        return fixed
    if not isinstance(raw, str) or raw == OPERATOR or not _ID.fullmatch(raw):
        fields.fault("organisation", "bad-organisation", value=raw)
    return str(raw)


def _read_scopes(fields: Fields, most: Collection[KeyScope]) -> tuple[KeyScope, ...]:
    allowed = [scope for scope in KeyScope if scope in most]
    chosen = []
    for text, place in fields.texts("scopes", most=len(KeyScope)):
        if text in allowed:
            chosen.append(KeyScope(text))
        else:
            listed = ", ".join(allowed)
            fields.fault_at(place, "unknown-value", value=text, allowed=listed)
    return tuple(scope for scope in KeyScope if scope in chosen)
