"""Keys: issue, list, rotate, revoke; an admin for all, others for their own organisation."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from diagnosis.domain.intake.fields import Fields, missing_field
from diagnosis.services.errors import HasKeys, KeyEnded, NotAllowed, OtherPepper, TooManyKeys
from diagnosis.services.ports.keys import (
    LOCAL_OWNER,
    OPERATOR,
    FreshKey,
    KeyMaker,
    KeyRecord,
    KeyRows,
    KeyStore,
    Organisation,
)
from diagnosis.services.ports.scope import (
    KEY_ROLES,
    SCOPES_OF_ROLE,
    USUAL_SCOPES,
    AccessRole,
    KeyScope,
    Principal,
)
from diagnosis.services.ports.store import NewId, Page
from diagnosis.services.transaction import require

LONGEST_NAME_OF_ORGANISATION = 200
LONGEST_ACTOR = 100
USUAL_DAYS, MOST_DAYS = 365, 1825
"""How long a key counts unless another time is wished, and at most."""
USUAL_OVERLAP_HOURS, MOST_OVERLAP_HOURS = 24, 720
"""How long the old key still counts after it was rotated, unless another time is wished."""
USUAL_MOST_KEYS = 20
"""How many keys of an organisation may count at once unless a setting says otherwise."""
ORGANISATION_ID = r"[a-z0-9][a-z0-9-]{1,62}"
_ID = re.compile(ORGANISATION_ID)
_KEYS_AT_ONCE = 500
_WISH = ("organisation", "organisation_name", "actor", "role", "scopes", "days")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDesk:
    """Who manages keys at what time, and what with.

    `key` is the key that asks. `on_machine` is whoever runs the commands: the database is theirs,
    so they may issue and rotate any key; `most_keys` of an organisation count at once. `clock`
    tells the moment after a wait, `now` where there is none.
    """

    store: KeyStore
    principal: Principal
    now: datetime
    new_id: NewId
    maker: KeyMaker
    key: KeyRecord | None = None
    on_machine: bool = False
    most_keys: int = USUAL_MOST_KEYS
    clock: Callable[[], datetime] | None = None

    def after_wait(self) -> "KeyDesk":
        """Return the desk at the moment that it is now: others may have ended keys meanwhile."""
        return self if self.clock is None else replace(self, now=max(self.now, self.clock()))

    @property
    def is_admin(self) -> bool:
        """Return whether the keys of all organisations are seen, and may be revoked."""
        return self.principal.role is AccessRole.ADMIN


class RevokedKey(NamedTuple):
    """A key that was revoked, and how many that were issued with it were revoked as well."""

    record: KeyRecord
    also_revoked: int


class IssuedKey(NamedTuple):
    """A new key as it is kept, and its text, which is shown now and never again."""

    record: KeyRecord
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    organisation: str
    actor: str
    role: AccessRole
    scopes: tuple[KeyScope, ...]
    organisation_name: str | None = None
    days: int = USUAL_DAYS


def issue_key(desk: KeyDesk, raw: object) -> IssuedKey:
    """Return the key that a request asks for; its organisation is kept where it is new.

    A key issues keys of its own organisation and role, with no more scopes than it has, that end
    no later. An admin's also issues the first key of an organisation that never had one.

    Raises
    ------
    FaultyInput
        With every fault.
    HasKeys
        When an admin may not issue it, since the organisation has or had keys.
    TooManyKeys
        When as many of its keys count as may.
    NotAllowed
        When the key that asks has ended meanwhile.
    OtherPepper
        When the keys that are kept were hashed with another pepper.

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
    rows.hold(wish.organisation)
    desk = desk.after_wait()
    parent = _asking_key(desk, rows)
    if not desk.on_machine and wish.organisation != desk.principal.owner:
        # Whoever issued a second key of an organisation could read what it keeps.
        if wish.organisation == LOCAL_OWNER or rows.has_keys(wish.organisation):
            raise HasKeys
        parent = None
    end = desk.now + timedelta(days=wish.days)
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
        expires_at=end if parent is None else min(end, parent.expires_at),
        parent_id=None if parent is None else parent.id,
    )
    return _keep(desk, rows, record)


def _asking_key(desk: KeyDesk, rows: KeyRows) -> KeyRecord | None:
    """Return the key that asks as it is kept now: it may have been looked up a while ago."""
    if desk.key is None:
        return None
    key = rows.key(desk.key.id)
    if key is None or not key.counts_at(desk.now):
        raise NotAllowed
    return key


def _keep(desk: KeyDesk, rows: KeyRows, record: KeyRecord) -> IssuedKey:
    if rows.count_active(record.organisation, desk.now) >= desk.most_keys:
        raise TooManyKeys(desk.most_keys)
    if rows.keep_check(desk.maker.check) != desk.maker.check:
        raise OtherPepper
    fresh: FreshKey = desk.maker()
    kept = replace(record, prefix=fresh.prefix, digest=fresh.digest)
    rows.add_key(kept)
    return IssuedKey(kept, fresh.text)


def issue_first_keys(desk: KeyDesk, organisation: str) -> tuple[IssuedKey, IssuedKey] | None:
    """Return an admin key and a key of an enterprise; None where the store has any key already."""
    firm = _Wish(
        organisation=organisation,
        actor="demo",
        role=AccessRole.ENTERPRISE,
        scopes=_ordered(USUAL_SCOPES[AccessRole.ENTERPRISE]),
    )
    admin = _Wish(
        organisation=OPERATOR, actor="admin", role=AccessRole.ADMIN, scopes=(KeyScope.KEYS,)
    )
    with desk.store.keys(desk.principal, writes=True) as rows:
        if rows.keys(None, 1).items:
            return None
        return _issue(desk, rows, admin), _issue(desk, rows, firm)


def abandon_keys(store: KeyStore, principal: Principal, now: datetime) -> int:
    """Revoke every key, whatever its pepper, and let the next be of another; return how many."""
    with store.keys(principal, writes=True) as rows:
        return rows.abandon(now)


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

    The new one has the same parent, and is for as many days from now on; but it ends no later than
    its parent and the key that asks, unless the old one did.

    Raises
    ------
    FaultyInput, NotThere
        With every fault; when there is no key of this id.
    KeyEnded
        When the old key has expired or was revoked.
    NotAllowed
        When the old key may more than the key that asks, or is of another organisation.
    TooManyKeys
        When as many keys of the organisation count as may, and the old one goes on to.

    """
    fields = Fields(raw, ("overlap_hours",))
    wished = fields.whole("overlap_hours", 0, MOST_OVERLAP_HOURS)
    fields.stop()
    overlap = timedelta(hours=USUAL_OVERLAP_HOURS if wished is None else wished)
    with desk.store.keys(desk.principal, writes=True) as rows:
        old = _held(rows, key_id)
        desk = desk.after_wait()
        if not _is_within(desk, old):
            raise NotAllowed
        if not old.counts_at(desk.now):
            raise KeyEnded
        end = _end_of_following(desk, rows, old)
        rows.end_key(old.id, desk.now + overlap)
        following = replace(
            old,
            id=desk.new_id(desk.now),
            created_at=desk.now,
            issued_by=desk.principal.actor,
            expires_at=end,
            last_used_at=None,
        )
        return _keep(desk, rows, following)


def _held(rows: KeyRows, key_id: str) -> KeyRecord:
    """Return a key whose organisation's keys nobody else changes meanwhile."""
    rows.hold(require(rows.key(key_id)).organisation)
    return require(rows.key(key_id))


def _end_of_following(desk: KeyDesk, rows: KeyRows, old: KeyRecord) -> datetime:
    """Return when a key ends that takes the place of another.

    A parent may end before what was issued with it: where it was rotated itself.
    """
    end = desk.now + (old.expires_at - old.created_at)
    parent = None if old.parent_id is None else rows.key(old.parent_id)
    asking = _asking_key(desk, rows)
    for bound in (parent, asking):
        if bound is not None and bound.id != old.id:
            end = min(end, max(bound.expires_at, old.expires_at))
    return end


def _is_within(desk: KeyDesk, record: KeyRecord) -> bool:
    """Return whether a key is of the organisation and role that ask, and may no more."""
    mine, other = desk.principal, record.principal
    is_mine = (other.owner, other.role) == (mine.owner, mine.role)
    return desk.on_machine or (is_mine and other.allowed <= mine.allowed)


def revoke_key(desk: KeyDesk, key_id: str) -> RevokedKey:
    """Return a key after it was revoked with all that was issued with it; none is taken again.

    An admin revokes any key, every key itself.

    Raises
    ------
    NotThere
        When there is none of this id.
    NotAllowed
        When it may more than the key that asks.

    """
    with desk.store.keys(desk.principal, writes=True) as rows:
        record = _held(rows, key_id)
        is_itself = desk.key is not None and desk.key.id == record.id
        if not (desk.is_admin or is_itself or _is_within(desk, record)):
            raise NotAllowed
        rows.revoke_key(record.id, desk.now)
        also = rows.revoke_issued(record.id, desk.now)
        return RevokedKey(require(rows.key(record.id)), also)


def _read_wish(desk: KeyDesk, raw: object) -> _Wish:
    """Return what a request asks for, with what it leaves out filled in."""
    fields = Fields(raw, _WISH)
    mine = desk.principal
    roles: Collection[AccessRole] = KEY_ROLES if desk.is_admin else (mine.role,)
    role = fields.choice("role", roles, required=desk.is_admin)
    role = AccessRole(role) if role is not None else mine.role
    organisation = _read_organisation(desk, fields, role)
    name = fields.text("organisation_name", LONGEST_NAME_OF_ORGANISATION, lines=False)
    actor = fields.text("actor", LONGEST_ACTOR, required=True, lines=False)
    most = SCOPES_OF_ROLE[role] if desk.is_admin else mine.allowed
    scopes = _read_scopes(fields, most) or _ordered(USUAL_SCOPES[role].intersection(most))
    if not scopes:  # none of the usual ones is the caller's to hand on
        fields.faults.append(missing_field("scopes"))
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
    return _ordered(chosen)


def _ordered(scopes: Collection[KeyScope]) -> tuple[KeyScope, ...]:
    return tuple(scope for scope in KeyScope if scope in scopes)
