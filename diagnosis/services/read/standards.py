"""Standards by name, as callers name them."""

from diagnosis.domain.fault import Expected, Fault
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.services.ports.content import Content


def known_standard(content: Content, name: object) -> AnyStandard | None:
    """Return the standard of an id, with or without `@revision`; None where there is none."""
    for standard in content.standards:
        if name in (standard.id, standard.ref):
            known: AnyStandard = standard
            return known
    return None


def unknown_standard(content: Content, name: object, place: str) -> Fault:
    """Return the fault of a name that no standard has, or of what is no name."""
    if not isinstance(name, str):
        return Fault(place, "wrong-type", {"expected": Expected.TEXT})
    allowed = ", ".join(standard.id for standard in content.standards)
    return Fault(place, "unknown-standard", {"standard": name, "allowed": allowed})
