"""`/portal/chains` and `/portal/parks`: industrial chains and parks, and the firms in them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Response

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.fields import read_id
from diagnosis.present.intake.register import show_park
from diagnosis.present.pages.firm_list import show_listed_firm
from diagnosis.services.errors import AlreadyRegistered, HasMembers
from diagnosis.services.intake import registers
from diagnosis.services.intake.enterprises import list_entered
from diagnosis.services.ports.records import Register
from diagnosis.services.scoring.firm_list import list_firms
from diagnosis.web import parameters as query
from diagnosis.web.api.filters import NAME
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, content, say, sent_on
from diagnosis.web.pages.choices import places
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site
from diagnosis.web.pages.typed_query import messages, read_cursor, read_typed

_ENTRIES_SHOWN, _MEMBERS_SHOWN, _OFFERED = 50, 25, 25
_REGISTERS = {"chains": Register.CHAIN, "parks": Register.PARK}
_KIND = "<any(chains, parks):kind>"
_FIELDS = {Register.CHAIN: ("name",), Register.PARK: ("name", "city")}
_CURSOR = query.STORED_PAGING[1]


@site.get(f"/portal/{_KIND}")
def show_register(kind: str) -> Response:
    """Show the chains or the parks of the organisation."""
    return _register_page(kind, {})


@site.post(f"/portal/{_KIND}")
def enter_in_register(kind: str) -> Response:
    """Make a chain or a park, and go to its page."""
    typed, register = read_form(), _REGISTERS[kind]
    try:
        wanted = _stated(register, typed)
        entry_id, _ = registers.add_to_register(content(), caller(), register, wanted, None)
    except FaultyInput as error:
        return _register_page(kind, typed, error.faults)
    except AlreadyRegistered:
        return _register_page(kind, typed, [Fault("/name", "name-taken")])
    return sent_on(f"/portal/{kind}/{entry_id}")


def _stated(register: Register, typed: Mapping[str, str]) -> dict[str, str]:
    stated = {name: typed.get(name, "").strip() for name in _FIELDS[register]}
    return {name: text for name, text in stated.items() if text}


def _register_page(kind: str, typed: Mapping[str, str], faults: Sequence[Fault] = ()) -> Response:
    after = read_cursor(_CURSOR)
    entries = registers.list_register(caller(), _REGISTERS[kind], after, _ENTRIES_SHOWN)
    following = None if entries.next is None else f"/portal/{kind}?cursor={entries.next}"
    return page(
        "portal/register.html",
        422 if faults else 200,
        kind=kind,
        entries=[show_park(content(), entry, say()) for entry in entries.items],
        is_first=after is None,
        next_link=following,
        typed=typed,
        errors=messages(faults),
        places=places(),
    )


@site.get(f"/portal/{_KIND}/<uuid:entry_id>")
def show_register_entry(kind: str, entry_id: UUID) -> Response:
    """Show a chain or park: the firms in it, and those that may be put there."""
    return _entry_page(kind, str(entry_id), None)


@site.post(f"/portal/{_KIND}/<uuid:entry_id>/name")
def change_register_entry(kind: str, entry_id: UUID) -> Response:
    """Give a chain or park another name, a park another place."""
    typed, register = read_form(), _REGISTERS[kind]
    try:
        wanted = _stated(register, typed)
        registers.change_in_register(content(), caller(), register, str(entry_id), wanted)
    except FaultyInput as error:
        return _entry_page(kind, str(entry_id), typed, error.faults)
    except AlreadyRegistered:
        return _entry_page(kind, str(entry_id), typed, [Fault("/name", "name-taken")])
    return sent_on(f"/portal/{kind}/{entry_id}")


def _entry_page(
    kind: str,
    entry_id: str,
    typed: Mapping[str, str] | None,
    faults: Sequence[Fault] = (),
    *,
    has_members: bool = False,
) -> Response:
    """Return the page of a chain or park, with what was typed where that was refused."""
    register, who = _REGISTERS[kind], caller()
    entry = registers.get_from_register(who, register, entry_id)
    after, sought = read_cursor(_CURSOR), read_typed((NAME,))
    members = list_firms(who, {f"{register}_id": entry_id}, after, _MEMBERS_SHOWN)
    inside = {firm.record.id for firm in members.items}
    name = sought.values["name"]
    offered = list_entered(who, {} if name is None else {"name": name}, None, _OFFERED)
    return page(
        "portal/register_entry.html",
        422 if faults else 409 if has_members else 200,
        kind=kind,
        entry=show_park(content(), entry, say()),
        members=[show_listed_firm(content(), firm, say()) for firm in members.items],
        is_first=after is None,
        next_link=None
        if members.next is None
        else f"/portal/{kind}/{entry_id}?cursor={members.next}",
        sought=str(name or ""),
        offered=[
            (record.id, record.facts.name)
            for record in offered.items
            if record.id not in inside and getattr(record, f"{register}_id") != entry_id
        ],
        has_more_offered=offered.next is not None,
        typed={"name": entry.name, "city": entry.city} if typed is None else typed,
        errors=messages(faults),
        has_members=has_members,
        places=places(),
    )


@site.post(f"/portal/{_KIND}/<uuid:entry_id>/firms")
def put_into_register(kind: str, entry_id: UUID) -> Response:
    """Put a firm that the organisation entered into a chain or park."""
    firm_id = read_id(read_form().get("firm", "")) or ""
    return _set_membership(kind, entry_id, firm_id, belongs=True)


@site.post(f"/portal/{_KIND}/<uuid:entry_id>/firms/<uuid:enterprise_id>/removal")
def take_out_of_register(kind: str, entry_id: UUID, enterprise_id: UUID) -> Response:
    """Take a firm out of a chain or park."""
    return _set_membership(kind, entry_id, str(enterprise_id), belongs=False)


def _set_membership(kind: str, entry_id: UUID, firm_id: str, *, belongs: bool) -> Response:
    register, entry = _REGISTERS[kind], str(entry_id)
    registers.set_membership(caller(), register, entry, firm_id, belongs=belongs)
    return sent_on(f"/portal/{kind}/{entry_id}")


@site.post(f"/portal/{_KIND}/<uuid:entry_id>/deletion")
def delete_register_entry(kind: str, entry_id: UUID) -> Response:
    """Delete a chain or park that no firm is in, and go back to the others."""
    try:
        registers.remove_from_register(caller(), _REGISTERS[kind], str(entry_id))
    except HasMembers:
        return _entry_page(kind, str(entry_id), None, has_members=True)
    return sent_on(f"/portal/{kind}")
