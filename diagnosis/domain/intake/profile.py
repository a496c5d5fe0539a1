"""The profile facts of an enterprise as a form asks them."""

from dataclasses import dataclass

from diagnosis.domain.text import Text


@dataclass(frozen=True, slots=True)
class ProfileFact:
    """A fact of the enterprise: the question, its help and format, and what it is used for."""

    id: str
    text: Text
    help: Text
    format: Text
    used_for: Text
