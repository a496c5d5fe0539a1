"""Find a standard."""

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.services.ports.content import Content


def find_standard(content: Content, name: str) -> AnyStandard:
    """Return the standard of an id, with or without `@revision`.

    Raises
    ------
    FaultyInput
        When there is no such standard.

    """
    for standard in content.standards:
        if name in (standard.id, standard.ref):
            known: AnyStandard = standard
            return known
    allowed = ", ".join(standard.id for standard in content.standards)
    raise FaultyInput([Fault("", "unknown-standard", {"standard": name, "allowed": allowed})])
