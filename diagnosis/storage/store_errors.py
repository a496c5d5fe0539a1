"""What drivers raise when a database cannot serve, as the one error of the port."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from diagnosis.services.errors import StoreUnavailable

_CANNOT_SERVE = frozenset(("25006", "3F000", "42501", "42703", "42P01"))
"""What PostgreSQL says (SQLSTATE) where it is read-only, denies a right, or has lost a schema, a
column or a table. SQLite says the same by an OperationalError."""


def driver_words(error: DBAPIError) -> str:
    """Return the first line of what a driver says is wrong."""
    return (str(error.orig).splitlines() or [type(error.orig).__name__])[0]


@contextmanager
def store_errors() -> Iterator[None]:
    """Raise StoreUnavailable for what a driver raises when its database cannot serve."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise StoreUnavailable(type(error).__name__) from error
    except sqlite3.DatabaseError as error:  # while it is connected, before SQLAlchemy has it
        raise StoreUnavailable(type(error).__name__) from error
    except DBAPIError as error:
        # The plain DatabaseError of sqlite3 is a file that is damaged, or no database.
        if error.connection_invalidated or type(error.orig) is sqlite3.DatabaseError:
            raise StoreUnavailable(type(error).__name__) from error
        if getattr(error.orig, "sqlstate", None) in _CANNOT_SERVE:
            raise StoreUnavailable(driver_words(error)) from error  # it names no row
        raise
