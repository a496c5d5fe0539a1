"""Which versions of a thing a caller saw: a change is made to one of these, or not at all."""

from dataclasses import dataclass

from diagnosis.services.errors import Stale


@dataclass(frozen=True, slots=True)
class SeenVersions:
    """The versions that may be changed, and those that may not, by their numbers.

    None stands for any version.
    """

    numbers: frozenset[int] | None
    ruled_out: frozenset[int] | None = frozenset()

    def check(self, version: int) -> None:
        """Let a version pass that the caller saw and did not rule out.

        Raises
        ------
        Stale
            When it is another one.

        """
        is_seen = self.numbers is None or version in self.numbers
        if not is_seen or self.ruled_out is None or version in self.ruled_out:
            raise Stale


def seen(*numbers: int, ruled_out: frozenset[int] | None = frozenset()) -> SeenVersions:
    """Return the versions of some numbers, but for those that are ruled out."""
    return SeenVersions(frozenset(numbers), ruled_out)
