"""What a transaction tells PostgreSQL of itself: who asks, and which row it looks up."""

from sqlalchemy import Connection, text

from diagnosis.services.ports.scope import Principal

_WHO = text(
    "SELECT set_config('diagnosis.owner', :owner, true),"
    " set_config('diagnosis.reads', :reads, true)"
)
_LOOKS_UP = text("SELECT set_config('diagnosis.' || :kind, :value, true)")
MAINTENANCE = "*"
"""The owner that a transaction says it is that looks through the rows of all."""


def say_who(connection: Connection, owner: str, reads: str) -> None:
    """Tell PostgreSQL's row-level security, for this transaction, who asks, and what it reads."""
    if connection.dialect.name == "postgresql":
        connection.execute(_WHO, {"owner": owner, "reads": reads})


def look_up(connection: Connection, kind: str, value: str) -> None:
    """Tell PostgreSQL's row-level security which single row this transaction looks up."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOOKS_UP, {"kind": kind, "value": value})


def reads_of(principal: Principal) -> str:
    """Return what a principal reads, as row security names it."""
    return principal.reads_as or "own"
