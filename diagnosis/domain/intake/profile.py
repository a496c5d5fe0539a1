"""The profile facts of an enterprise as a form asks them."""

from dataclasses import dataclass

from diagnosis.domain.intake.item import Option
from diagnosis.domain.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFact:
    """A fact of the enterprise: the question, its help and format, and what it is used for.

    The id is that of the limits. `choices` are what may be answered, none where it is typed.
    """

    id: str
    text: Text
    help: Text
    format: Text
    used_for: Text
    choices: tuple[Option, ...] = ()
