"""The port of deleted firms: the list that keeps a backup from bringing one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedFirm:
    """A firm that was deleted: its id, whose it was, and when."""

    id: str
    organisation: str
    deleted_at: datetime


class DeletionStore(Protocol):
    """Where firms were deleted."""

    def deleted_firms(self) -> tuple[DeletedFirm, ...]:
        """Return every firm that was deleted, the earliest first."""

    def delete_firms_again(self, firms: Sequence[DeletedFirm]) -> int:
        """Delete those of some firms that are back; return how many were. All are listed."""
