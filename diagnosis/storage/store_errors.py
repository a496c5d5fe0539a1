"""What drivers raise when a database cannot serve, as the one error of the port."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from diagnosis.services.errors import StoreUnavailable


@contextmanager
def store_errors() -> Iterator[None]:
    """Raise StoreUnavailable for what a driver raises when its database cannot serve."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise StoreUnavailable(type(error).__name__) from error
    except DBAPIError as error:
        # The plain DatabaseError of sqlite3 is a file that is damaged, or no database.
        if error.connection_invalidated or type(error.orig) is sqlite3.DatabaseError:
            raise StoreUnavailable(type(error).__name__) from error
        raise
