"""Chains and parks as JSON values."""

from diagnosis.present.moments import iso
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import RegisterEntry


def show_chain(entry: RegisterEntry) -> Shown:
    """Return a registered chain."""
    return {"id": entry.id, "name": entry.name, "created_at": iso(entry.created_at)}


def show_park(content: Content, entry: RegisterEntry, say: Say) -> Shown:
    """Return a registered park with its city named."""
    city = content.codes.places.get(entry.city or "")
    return show_chain(entry) | {"city": entry.city, "city_name": city and say(city)}
