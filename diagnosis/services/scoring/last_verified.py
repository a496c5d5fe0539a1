"""What the last signed visit verified of a diagnosis."""

from dataclasses import dataclass

from diagnosis.services.ports.records import Basis, KeptReading
from diagnosis.services.ports.store import Reader
from diagnosis.services.ports.visits import KeptVisit, VisitState

_MOST_VISITS = 100
"""Among so many of the newest visits of a diagnosis the last signed is looked for."""


@dataclass(frozen=True, slots=True)
class LastVerified:
    """The visit that was signed last, of those that are seen, and its verified readings."""

    visit: KeptVisit
    readings: tuple[KeptReading, ...]


def last_verified(reader: Reader, diagnosis_id: str) -> LastVerified | None:
    """Return what the last signed visit verified of a diagnosis, None where there is none."""
    where = {"diagnosis_id": diagnosis_id, "state": VisitState.SIGNED.value}
    signed = reader.visits(where, None, _MOST_VISITS).items
    if not signed:
        return None
    visit = max(signed, key=lambda each: (each.signed_at or each.created_at, each.id))
    readings = reader.visit_readings(visit.id)
    verified = tuple(reading for reading in readings if reading.basis is Basis.VERIFIED)
    return LastVerified(visit, verified)
