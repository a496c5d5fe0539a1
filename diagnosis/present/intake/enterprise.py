"""Registered enterprises as JSON values."""

from diagnosis.domain.intake.enterprise import FIELDS, facts_as_plain
from diagnosis.present import numbers
from diagnosis.present.moments import iso
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import EnterpriseRecord


def show_enterprise(content: Content, record: EnterpriseRecord, say: Say) -> Shown:
    """Return an enterprise with its codes named; facts that are not known are null."""
    facts, codes = record.facts, content.codes
    division = codes.industry_names.get(facts.division or "")
    city = codes.places.get(facts.city or "")
    revenue = numbers.wan(facts.revenue_wan)
    return {
        "id": record.id,
        "version": record.version,
        "created_at": iso(record.created_at),
        "updated_at": iso(record.updated_at),
        **dict.fromkeys(FIELDS),
        **facts_as_plain(facts),
        "revenue_wan": revenue,
        "size_class": record.size and str(record.size),
        "chain_id": record.chain_id,
        "park_id": record.park_id,
        "division_name": division and say(division),
        "city_name": city and say(city),
    }
