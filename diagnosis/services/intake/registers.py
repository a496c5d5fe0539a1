"""Chains and parks: register, change, remove and list them, put firms in or take them out."""

from dataclasses import replace
from typing import Any

from diagnosis.domain.intake.enterprise import Codes, read_listed_place
from diagnosis.domain.intake.fields import Fields, noted
from diagnosis.services.errors import AlreadyRegistered, HasMembers, Stale
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import EnterpriseRecord, Register, RegisterEntry
from diagnosis.services.ports.store import IdempotencyKey, Page, Work
from diagnosis.services.transaction import Caller, Made, require, run_once

LONGEST_NAME = 200
"""The longest name of a chain or park, as in the facts of a firm."""
FIELDS = {Register.CHAIN: ("name",), Register.PARK: ("name", "city")}


def add_to_register(
    content: Content, caller: Caller, register: Register, raw: object, key: IdempotencyKey | None
) -> Made[str]:
    """Return the id of the chain or park that a request registers.

    Firms whose facts state exactly its name belong to it from now on.

    Raises
    ------
    FaultyInput, KeyReused
        With every fault; when the key stood for another request.
    AlreadyRegistered
        When the name is taken.

    """
    name, city = _read(content.codes, register, raw)

    def add(work: Work) -> str:
        entry = RegisterEntry(id=caller.make_id(), name=name, city=city, created_at=caller.now)
        if not work.add_register_entry(register, entry):
            raise _taken(work, register, name)
        return entry.id

    return run_once(caller, key, str, add)


def _taken(work: Work, register: Register, name: str) -> AlreadyRegistered:
    """Return the refusal of a name that another chain or park has."""
    known = require(work.register_entry_named(register, name))
    return AlreadyRegistered(str(register), known.id)


def _read(codes: Codes, register: Register, raw: object) -> tuple[str, str | None]:
    """Return the name that a request states, and the city, district or town of a park."""
    fields = Fields(raw, FIELDS[register])
    name = fields.text("name", LONGEST_NAME, required=True, lines=False)
    city = fields.text("city", LONGEST_NAME, lines=False) if register is Register.PARK else None
    if city is not None:
        noted(read_listed_place(city, "/city", codes), fields.faults)
    fields.stop()
    return require(name), city


def get_from_register(caller: Caller, register: Register, entry_id: str) -> RegisterEntry:
    """Return a registered chain or park.

    Raises
    ------
    NotThere
        When the caller has none of this id.

    """
    with caller.store.read(caller.principal) as reader:
        return require(reader.register_entry(register, entry_id))


def change_in_register(
    content: Content, caller: Caller, register: Register, entry_id: str, raw: object
) -> RegisterEntry:
    """Return a chain or park after it has the name, and the place, that a request states.

    Its members stay, whatever they state; firms whose facts state exactly the new name join.

    Raises
    ------
    FaultyInput
        With every fault.
    NotThere
        When the caller has none of this id.
    AlreadyRegistered
        When another has the name.

    """
    name, city = _read(content.codes, register, raw)
    with caller.store.begin(caller.principal) as work:
        before = require(work.register_entry(register, entry_id))
        after = replace(before, name=name, city=city)
        if after == before:
            return before
        if not work.change_register_entry(register, after, caller.now):
            raise _taken(work, register, name)
    return after


def remove_from_register(caller: Caller, register: Register, entry_id: str) -> None:
    """Remove a chain or park that no firm belongs to.

    Raises
    ------
    NotThere
        When the caller has none of this id.
    HasMembers
        When firms belong to it.

    """
    with caller.store.begin(caller.principal) as work:
        entry = require(work.register_entry(register, entry_id))
        if not work.remove_register_entry(register, entry, caller.now):
            raise HasMembers(str(register), entry_id)


def list_register(
    caller: Caller, register: Register, after: str | None, limit: int
) -> Page[RegisterEntry]:
    """Return a page of the caller's chains or parks, newest first."""
    with caller.store.read(caller.principal) as reader:
        return reader.register_entries(register, after, limit)


def set_membership(
    caller: Caller, register: Register, entry_id: str, enterprise_id: str, *, belongs: bool
) -> EnterpriseRecord:
    """Return a firm after it was put into a chain or park, or taken out of it.

    Its facts stay as they are, whatever name they state; its diagnoses go with it.

    Raises
    ------
    NotThere
        When the caller has no such firm, chain or park.

    """
    member = f"{register}_id"
    with caller.store.begin(caller.principal) as work:
        require(work.register_entry(register, entry_id))
        before = require(work.enterprise(enterprise_id))
        is_member = getattr(before, member) == entry_id
        if is_member is belongs:
            return before
        moved: dict[str, Any] = {member: entry_id if belongs else None}
        after = replace(before, **moved, version=before.version + 1, updated_at=caller.now)
        if not work.change_enterprise(after):
            raise Stale
    return after
