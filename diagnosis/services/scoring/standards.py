"""Find a standard."""

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.services.ports.content import Content
from diagnosis.services.read.standards import known_standard, unknown_standard


def find_standard(content: Content, name: str) -> AnyStandard:
    """Return the standard of an id, with or without `@revision`.

    Raises
    ------
    FaultyInput
        When there is no such standard.

    """
    standard = known_standard(content, name)
    if standard is None:
        raise FaultyInput([unknown_standard(content, name, "")])
    return standard
