"""Who is asking, and one transaction for what is asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from diagnosis.services.errors import KeyReused, NotThere
from diagnosis.services.ports.store import NewId, Plain, Store, Ticket, Work

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Books:
    """The store as one request uses it: whose rows, at what moment, and new ids."""

    store: Store
    owner: str
    now: datetime
    new_id: NewId

    def make_id(self) -> str:
        """Return a new id of this moment."""
        return self.new_id(self.now)


def found(value: T | None) -> T:
    """Return what was asked for.

    Raises
    ------
    NotThere
        Where there is none.

    """
    if value is None:
        raise NotThere
    return value


def once(books: Books, ticket: Ticket | None, act: Callable[[Work], Plain]) -> tuple[Plain, bool]:
    """Act in one transaction; return the answer, and whether it is that of an earlier request.

    Raises
    ------
    KeyReused
        When the ticket's key stood for something else.

    """
    with books.store.begin(books.owner) as work:
        if ticket is not None:
            earlier = work.claim(ticket, books.now)
            if earlier is not None:
                if earlier[0] != ticket.fingerprint:
                    raise KeyReused
                return earlier[1], True
        answer = act(work)
        if ticket is not None:
            work.settle(ticket, answer)
    return answer, False
