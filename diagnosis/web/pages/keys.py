"""`/keys`: the keys of an organisation; of all of them for an administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Response

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.number import whole_of
from diagnosis.present.keys import show_issued
from diagnosis.present.pages.key_words import show_key_in_words
from diagnosis.services.errors import HasKeys, KeyEnded, NotAllowed, TooManyKeys
from diagnosis.services.keys import (
    MOST_DAYS,
    MOST_OVERLAP_HOURS,
    USUAL_DAYS,
    USUAL_OVERLAP_HOURS,
    IssuedKey,
    get_key,
    issue_key,
    list_keys,
    revoke_key,
    rotate_key,
)
from diagnosis.services.ports.scope import KEY_ROLES, SCOPES_OF_ROLE, KeyScope
from diagnosis.web import parameters as query
from diagnosis.web.access.who_asks import asker_of_request
from diagnosis.web.bodies import read_form_lists
from diagnosis.web.exchange import key_desk, say, sent_on
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site
from diagnosis.web.pages.typed_query import messages, read_cursor

_KEYS_SHOWN = 25
_CURSOR = query.STORED_PAGING[1]
_TEXTS = ("actor", "role", "organisation", "organisation_name")
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a key was not issued or rotated: faults of fields, or something beyond the form."""

    faults: Sequence[Fault] = ()
    most_keys: int | None = None
    has_ended: bool = False
    is_not_allowed: bool = False


@site.get("/keys")
def show_keys() -> Response:
    """Show the keys, and the form that another is issued by."""
    return _keys_page({})


@site.post("/keys")
def issue_typed_key() -> Response:
    """Issue a key; its text is on this page and on no other, so that nothing is sent on."""
    typed = read_form_lists()
    try:
        issued = issue_key(key_desk(), _wish(typed))
    except FaultyInput as error:
        return _keys_page(typed, Refused(error.faults))
    except HasKeys:
        return _keys_page(typed, Refused([Fault("/organisation", "has-keys")]))
    except TooManyKeys as error:
        return _keys_page(typed, Refused(most_keys=error.most))
    return _issued_page(issued)


def _wish(typed: Typed) -> dict[str, object]:
    """Return what a form asks for as the service reads it; what is empty is left out."""
    wish: dict[str, object] = {
        name: text for name in _TEXTS if (text := typed.get(name, [""])[-1].strip())
    }
    days = typed.get("days", [""])[-1].strip()
    if days:
        wish["days"] = _number(days)
    if "scopes" in typed:
        wish["scopes"] = list(dict.fromkeys(typed["scopes"]))
    return wish


def _number(text: str) -> int | str:
    number = whole_of(text)
    return text if number is None else number


def _issued_page(issued: IssuedKey) -> Response:
    return page("keys/issued.html", 201, issued=show_issued(issued, key_desk().now))


def _keys_page(typed: Typed, refused: Refused | None = None) -> Response:
    desk, after = key_desk(), read_cursor(_CURSOR)
    keys = list_keys(desk, after, _KEYS_SHOWN)
    mine = desk.principal.allowed
    scopes = set().union(*SCOPES_OF_ROLE.values()) if desk.is_admin else mine
    return page(
        "keys/keys.html",
        _status(refused),
        keys=[show_key_in_words(record, desk.now, say()) for record in keys.items],
        is_admin=desk.is_admin,
        roles=[str(role) for role in KEY_ROLES],
        scopes=[str(scope) for scope in KeyScope if scope in scopes],
        typed={"days": str(USUAL_DAYS)} | {name: texts[-1] for name, texts in typed.items()},
        chosen=typed.get("scopes", () if desk.is_admin else ("read",)),
        errors=messages(refused.faults if refused else ()),
        most_keys=refused and refused.most_keys,
        most_days=MOST_DAYS,
        is_first=after is None,
        next_link=None if keys.next is None else f"/keys?cursor={keys.next}",
    )


def _status(refused: Refused | None) -> int:
    """Return the status of a page that says why something was refused; 200 where nothing was."""
    if refused is None:
        return 200
    if refused.is_not_allowed:
        return 403
    return 422 if refused.faults else 409


@site.get("/keys/<uuid:key_id>")
def show_key_details(key_id: UUID) -> Response:
    """Show a key, and what may be done with it."""
    return _key_page(str(key_id))


def _key_page(key_id: str, refused: Refused | None = None, hours: str = "") -> Response:
    desk = key_desk()
    record = get_key(desk, key_id)
    return page(
        "keys/key.html",
        _status(refused),
        key=show_key_in_words(record, desk.now, say()),
        counts=record.counts_at(desk.now),
        is_asking=desk.key is not None and desk.key.id == record.id,
        typed={"overlap_hours": hours or str(USUAL_OVERLAP_HOURS)},
        errors=messages(refused.faults if refused else ()),
        refused=refused,
        most_hours=MOST_OVERLAP_HOURS,
    )


@site.post("/keys/<uuid:key_id>/rotation")
def replace_key(key_id: UUID) -> Response:
    """Issue a key in the place of another; its text is on this page and on no other."""
    hours = read_form_lists().get("overlap_hours", [""])[-1].strip()
    wish = {"overlap_hours": _number(hours)} if hours else {}
    try:
        issued = rotate_key(key_desk(), str(key_id), wish)
    except FaultyInput as error:
        return _key_page(str(key_id), Refused(error.faults), hours)
    except TooManyKeys as error:
        return _key_page(str(key_id), Refused(most_keys=error.most), hours)
    except KeyEnded:
        return _key_page(str(key_id), Refused(has_ended=True), hours)
    except NotAllowed:
        return _key_page(str(key_id), Refused(is_not_allowed=True), hours)
    return _issued_page(issued)


@site.post("/keys/<uuid:key_id>/revocation")
def end_key(key_id: UUID) -> Response:
    """Revoke a key for good; whoever revokes that which it came with is signed out by it."""
    key = asker_of_request().key
    is_asking = key is not None and key.id == str(key_id)
    try:
        revoke_key(key_desk(), str(key_id))
    except NotAllowed:
        return _key_page(str(key_id), Refused(is_not_allowed=True))
    return sent_on("/" if is_asking else f"/keys/{key_id}")
