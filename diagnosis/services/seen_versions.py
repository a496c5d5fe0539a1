"""Which versions of a thing a caller saw: a change is made to one of these, or not at all."""

from dataclasses import dataclass

from diagnosis.services.errors import Stale


@dataclass(frozen=True, slots=True)
class SeenVersions:
    """The versions that may be changed, by their numbers; None stands for any version."""

    numbers: frozenset[int] | None

    def check(self, version: int) -> None:
        """Let a version pass that the caller saw.

        Raises
        ------
        Stale
            When it is another one.

        """
        if self.numbers is not None and version not in self.numbers:
            raise Stale


def seen(*numbers: int) -> SeenVersions:
    """Return the versions of some numbers."""
    return SeenVersions(frozenset(numbers))


ANY_VERSION = SeenVersions(None)
"""Whatever version there is."""
