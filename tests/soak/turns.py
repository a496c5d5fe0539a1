"""A turn of somebody: who it is, among whom, and what chance decides."""

from dataclasses import dataclass
from random import Random
from uuid import uuid4

from tests.soak.users import User, World


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Whose turn it is, among whom, and what chance decides."""

    user: User
    world: World
    chance: Random

    def once(self) -> dict[str, str]:
        """Return the header that makes a request count once."""
        return {"Idempotency-Key": uuid4().hex}
