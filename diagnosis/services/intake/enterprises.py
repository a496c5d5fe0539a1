"""Enterprises: register a site, change what is known of it, find it."""

from dataclasses import replace
from typing import NamedTuple

from diagnosis.domain.characters import capitals, identifying
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.enterprise import (
    FIELDS,
    Enterprise,
    facts_as_plain,
    read_enterprise,
    size_class,
)
from diagnosis.domain.intake.fields import Fields, merge_patch
from diagnosis.services.errors import AlreadyRegistered, Stale
from diagnosis.services.intake.evidence_files import drop_files
from diagnosis.services.intake.sheets import missing_identity
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import EnterpriseRecord, Register
from diagnosis.services.ports.store import IdempotencyKey, Page, Where, Work
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller, Made, require, run_once

FIXED = ("credit_code", "site")


def read_facts(content: Content, raw: object) -> Enterprise:
    """Return the facts of an enterprise that says who it is.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    facts, faults = read_enterprise(raw, content.codes, "")
    if isinstance(raw, dict):
        faults += missing_identity(raw, "", faults)
    if faults:
        raise FaultyInput(faults)
    return facts


class Registered(NamedTuple):
    """A registered enterprise, and whether it is new."""

    firm: EnterpriseRecord
    is_new: bool


def first_record(
    content: Content, caller: Caller, work: Work, facts: Enterprise
) -> EnterpriseRecord:
    """Return an enterprise as it is registered, not yet stored."""
    return EnterpriseRecord(
        id=caller.make_id(),
        facts=facts,
        size=size_class(facts.employees, facts.revenue_wan, content.codes.sizes),
        version=1,
        created_at=caller.now,
        updated_at=caller.now,
        chain_id=belongs_to(work, Register.CHAIN, facts.chain),
        park_id=belongs_to(work, Register.PARK, facts.park),
    )


def belongs_to(work: Work, register: Register, name: str | None) -> str | None:
    """Return the id of the registered chain or park of exactly this name."""
    entry = None if name is None else work.register_entry_named(register, name)
    return None if entry is None else entry.id


def with_facts(
    content: Content, caller: Caller, work: Work, before: EnterpriseRecord, facts: Enterprise
) -> EnterpriseRecord:
    """Return an enterprise with other facts, its next version, not yet stored.

    Its chain and park follow their names in the facts; where the register's owner has put it into
    one of another name, it stays there.
    """

    def membership(register: Register, member_of: str | None) -> str | None:
        old, new = getattr(before.facts, register.value), getattr(facts, register.value)
        if old == new:
            return member_of
        by_name = belongs_to(work, register, new)
        follows_its_name = member_of == belongs_to(work, register, old)
        return by_name or (None if follows_its_name else member_of)

    return replace(
        before,
        facts=facts,
        size=size_class(facts.employees, facts.revenue_wan, content.codes.sizes),
        version=before.version + 1,
        updated_at=caller.now,
        chain_id=membership(Register.CHAIN, before.chain_id),
        park_id=membership(Register.PARK, before.park_id),
    )


def find_or_register(
    content: Content, caller: Caller, work: Work, facts: Enterprise
) -> Registered:
    """Return the enterprise of a credit code and site, registering it where it is new.

    What is registered already is left as it is.
    """
    code, site = facts.credit_code or "", facts.site or ""
    known = work.enterprise_at(code, site)
    if known is not None:
        return Registered(known, False)
    record = first_record(content, caller, work, facts)
    if work.add_enterprise(record):
        return Registered(record, True)
    return Registered(require(work.enterprise_at(code, site)), False)


def register_enterprise(
    content: Content, caller: Caller, raw: object, key: IdempotencyKey | None
) -> Made[EnterpriseRecord]:
    """Return the enterprise that a request registers, as it was registered.

    Raises
    ------
    FaultyInput, KeyReused
        When the facts are faulty, or the key stood for another request.
    AlreadyRegistered
        When the credit code and site are taken.

    """
    facts = read_facts(content, raw)

    def register(work: Work) -> EnterpriseRecord:
        record = first_record(content, caller, work, facts)
        if not work.add_enterprise(record):
            known = require(work.enterprise_at(facts.credit_code or "", facts.site or ""))
            raise AlreadyRegistered("enterprise", known.id)
        return record

    return run_once(caller, key, EnterpriseRecord, register)


def change_enterprise(
    content: Content, caller: Caller, enterprise_id: str, raw: object, versions: SeenVersions
) -> EnterpriseRecord:
    """Return an enterprise after some facts were changed; null takes a fact away.

    Raises
    ------
    FaultyInput
        With every fault; credit code and site cannot change.
    NotThere, Stale
        When there is none, or it was changed in between.

    """
    change = Fields(raw, FIELDS)
    if not change.is_object:
        change.stop()
    with caller.store.begin(caller.principal) as work:
        before = require(work.enterprise(enterprise_id))
        facts = _changed_facts(content, before.facts, change)
        after = with_facts(content, caller, work, before, facts)
        versions.check(before.version)
        if not work.change_enterprise(after):
            raise Stale
    return after


def delete_enterprise(caller: Caller, enterprise_id: str, versions: SeenVersions) -> None:
    """Delete an enterprise with all that is of it, for good.

    Raises
    ------
    NotThere, Stale
        When there is none, or it was changed in between.

    """
    with caller.store.begin(caller.principal) as work:
        record = require(work.enterprise(enterprise_id))
        versions.check(record.version)
        digests = work.files_of_firm(record.id)
        work.remove_enterprise(record, caller.now)
    drop_files(caller, digests)


def _changed_facts(content: Content, before: Enterprise, change: Fields) -> Enterprise:
    """Return the facts as a change leaves them; those that cannot change are faults.

    What the change does not name stays as it was taken, whatever is asked of a new firm by now.
    """
    for name in FIXED:
        if name in change.values and differs(name, change.values[name], before):
            change.fault(name, "fixed-field", name=name)
    # What cannot change is not read as well: that would be a second fault of the same field.
    wanted = {
        name: value
        for name, value in change.values.items()
        if name in FIELDS and name not in FIXED
    }
    stated = {name: value for name, value in wanted.items() if value is not None}
    facts, faults = read_enterprise(stated, content.codes, "")
    faults += missing_identity(merge_patch(facts_as_plain(before), wanted), "", faults)
    if change.faults or faults:
        raise FaultyInput((*change.faults, *faults))
    return replace(before, **{name: getattr(facts, name) for name in wanted})


def differs(name: str, stated: object, known: Enterprise) -> bool:
    """Return whether a fact that cannot change is stated otherwise than it is known.

    Widths, blanks round it and, in a code, capitals make no difference.
    """
    kept = capitals if name == "credit_code" else identifying
    value = getattr(known, name)
    if isinstance(stated, str):
        return kept(stated) != kept(value or "")
    return stated is not None or bool(value)


def get_enterprise(caller: Caller, enterprise_id: str) -> EnterpriseRecord:
    """Return a registered enterprise.

    Raises
    ------
    NotThere
        When the caller has none of this id.

    """
    with caller.store.read(caller.principal) as reader:
        return require(reader.enterprise(enterprise_id))


def list_enterprises(
    caller: Caller, where: Where, after: str | None, limit: int
) -> Page[EnterpriseRecord]:
    """Return a page of the caller's enterprises, newest first."""
    with caller.store.read(caller.principal) as reader:
        return reader.enterprises(where, after, limit)


def list_entered(
    caller: Caller, where: Where, after: str | None, limit: int
) -> Page[EnterpriseRecord]:
    """Return a page of what the caller's organisation entered itself, newest first.

    What is granted to it is not among them: it may be read, and nothing of it changed.
    """
    return list_enterprises(_as_owner(caller), where, after, limit)


def is_entered(caller: Caller, enterprise_id: str) -> bool:
    """Return whether the caller's organisation entered an enterprise itself."""
    owner = _as_owner(caller)
    with owner.store.read(owner.principal) as reader:
        return reader.enterprise(enterprise_id) is not None


def _as_owner(caller: Caller) -> Caller:
    return replace(caller, principal=replace(caller.principal, is_writing=True))
