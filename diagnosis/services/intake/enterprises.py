"""Register an enterprise's site, change what is known of it, show it."""

from dataclasses import replace
from typing import Any

from diagnosis.domain.fault import Fault, FaultyInput, pointer
from diagnosis.domain.intake.enterprise import FIELDS, Enterprise, read_enterprise, size_class
from diagnosis.domain.text import Say, Text
from diagnosis.services.errors import AlreadyRegistered, Stale
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.store import EnterpriseRecord, Page, Plain, Ticket, Work, iso
from diagnosis.services.transaction import Books, found, once

REQUIRED = ("name", "credit_code")
FIXED = ("credit_code", "site")


def missing_identity(raw: object, where: str) -> list[Fault]:
    """Return the faults of facts that do not say who the enterprise is."""
    facts = raw if isinstance(raw, dict) else {}
    return [
        Fault(where, "missing-field", {"name": name})
        for name in REQUIRED
        if name not in facts or facts[name] == ""
    ]


def plain_facts(facts: Enterprise) -> dict[str, Any]:
    """Return the given facts as a caller writes them."""
    plain = {name: value for name in FIELDS if (value := getattr(facts, name)) is not None}
    if facts.production_type is not None:
        plain["production_type"] = facts.production_type.value
    return plain


def read_facts(content: Content, raw: object) -> Enterprise:
    """Return the facts of an enterprise that says who it is.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    facts, faults = read_enterprise(raw, content.codes, "")
    if isinstance(raw, dict):
        faults += missing_identity(raw, "")
    if faults:
        raise FaultyInput(faults)
    return facts


def _record(content: Content, books: Books, facts: Enterprise) -> EnterpriseRecord:
    size = size_class(facts.employees, facts.revenue_wan, content.codes.sizes)
    return EnterpriseRecord(books.make_id(), facts, size, 1, books.now, books.now)


def find_or_register(
    content: Content, books: Books, work: Work, facts: Enterprise
) -> EnterpriseRecord:
    """Return the enterprise of a credit code and site, registering it where it is new.

    What is registered already is left as it is; a sheet's own facts stay with the sheet.
    """
    code, site = facts.credit_code or "", facts.site or ""
    known = work.enterprise_at(code, site)
    if known is not None:
        return known
    record = _record(content, books, facts)
    if work.add_enterprise(record):
        return record
    return found(work.enterprise_at(code, site))


def register_enterprise(
    content: Content, books: Books, raw: object, ticket: Ticket | None
) -> tuple[Plain, bool]:
    """Return the newly registered enterprise, and whether an earlier request registered it.

    Raises
    ------
    FaultyInput, KeyReused
        When the facts are faulty, or the key stood for another request.
    AlreadyRegistered
        When the credit code and site are taken.

    """
    facts = read_facts(content, raw)

    def act(work: Work) -> Plain:
        record = _record(content, books, facts)
        if not work.add_enterprise(record):
            known = found(work.enterprise_at(facts.credit_code or "", facts.site or ""))
            raise AlreadyRegistered(known.id)
        return stored_enterprise(record)

    return once(books, ticket, act)


def change_enterprise(
    content: Content, books: Books, enterprise_id: str, raw: object, version: int
) -> Plain:
    """Return an enterprise after some facts were changed; null takes a fact away.

    Raises
    ------
    FaultyInput
        With every fault; credit code and site cannot change.
    NotThere, Stale
        When there is none, or it was changed in between.

    """
    if not isinstance(raw, dict):
        expected = {"expected": Text("对象", "an object")}
        raise FaultyInput([Fault("", "wrong-type", expected)])
    with books.store.begin(books.owner) as work:
        before = found(work.enterprise(enterprise_id))
        old = plain_facts(before.facts)
        fixed = [
            Fault(pointer(name), "fixed-field", {"name": name})
            for name in FIXED
            if name in raw and raw[name] != old.get(name)
        ]
        merged = {name: value for name, value in (old | raw).items() if value is not None}
        try:
            facts = read_facts(content, merged)
        except FaultyInput as error:
            raise FaultyInput((*fixed, *error.faults)) from None
        if fixed:
            raise FaultyInput(fixed)
        size = size_class(facts.employees, facts.revenue_wan, content.codes.sizes)
        after = replace(before, facts=facts, size=size, version=version + 1, updated_at=books.now)
        if not work.change_enterprise(after):
            raise Stale
    return stored_enterprise(after)


def get_enterprise(books: Books, enterprise_id: str) -> EnterpriseRecord:
    """Return a registered enterprise.

    Raises
    ------
    NotThere
        When the owner has none of this id.

    """
    with books.store.read(books.owner) as reading:
        return found(reading.enterprise(enterprise_id))


def list_enterprises(
    books: Books, where: Plain, after: str | None, limit: int
) -> Page[EnterpriseRecord]:
    """Return a page of the owner's enterprises, newest first."""
    with books.store.read(books.owner) as reading:
        return reading.enterprises(where, after, limit)


def stored_enterprise(record: EnterpriseRecord) -> dict[str, Any]:
    """Return an enterprise as JSON values, without names of codes."""
    facts = dict.fromkeys(FIELDS) | plain_facts(record.facts)
    return {
        "id": record.id,
        "version": record.version,
        "created_at": iso(record.created_at),
        "updated_at": iso(record.updated_at),
        **facts,
        "size_class": record.size and record.size.value,
    }


def show_enterprise(content: Content, stored: Plain, say: Say) -> dict[str, Any]:
    """Return a stored enterprise with its codes named."""
    division, city = (stored["industry"] or "")[:3], stored["city"]
    named = content.codes.industry_names.get(division), content.codes.places.get(city or "")
    return {
        **stored,
        "division_name": named[0] and say(named[0]),
        "city_name": named[1] and say(named[1]),
    }
