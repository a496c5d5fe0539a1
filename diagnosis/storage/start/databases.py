"""One database twice: as the service has it, and as the role that owns its tables."""

from pathlib import Path

from diagnosis.services.errors import StoreUnavailable
from diagnosis.storage.database import Database
from diagnosis.storage.engine import BadDatabaseUrl, Timeouts

_URL, _OWNER_URL = "DIAGNOSIS_DATABASE_URL", "DIAGNOSIS_DATABASE_OWNER_URL"


class Databases:
    """A database as the service has it (`service`), and as its owner (`owner`).

    Where no owner's URL is passed they are one. Nothing is connected to yet.

    Raises
    ------
    BadDatabaseUrl
        When a URL names no database that can be used, or both name one role, or the URL of the
        service names none; the message names the setting.

    """

    def __init__(
        self,
        url: str | Path,
        owner_url: str | None,
        *,
        threads: int,
        timeouts: Timeouts,
        requires_row_security: bool,
    ) -> None:
        self.service = self.owner = _opened(
            _URL, url, threads, timeouts, requires_row_security=requires_row_security
        )
        if owner_url is not None:
            self.owner = _opened(_OWNER_URL, owner_url, threads, timeouts)
            if not self.service.url.username:
                raise BadDatabaseUrl(f"{_URL} must name the role that the service has")
            if self.service.url.username == self.owner.url.username:
                raise BadDatabaseUrl(f"{_URL} and {_OWNER_URL} must be of two roles")

    @property
    def has_owner(self) -> bool:
        """Return whether another role than that of the service owns the tables."""
        return self.owner is not self.service

    def bring_up(self) -> str | None:
        """Bring the database to the newest migration, as its owner where one is set.

        What the service needs is granted to its role. Return why row security does not bind that
        role, None where it does.

        Raises
        ------
        StoreUnavailable
            When the database cannot be reached or migrated, or row security is required and does
            not bind.

        """
        if self.service.requires_row_security:
            self._require_binding()
        self.migrate()
        return self._require_binding()

    def migrate(self) -> None:
        """Bring the database to the newest migration, and grant what the service needs.

        Raises
        ------
        StoreUnavailable
            When it cannot be reached or migrated.

        """
        if not self.has_owner:
            self.service.migrate()
            return
        try:
            self.owner.migrate(service_role=self.service.url.username)
        except StoreUnavailable as error:
            raise StoreUnavailable(f"{_OWNER_URL}: {error}") from error
        finally:
            self.owner.close()

    def _require_binding(self) -> str | None:
        reason = self.service.why_unbound()
        if reason is not None and self.service.requires_row_security:
            raise StoreUnavailable(
                f"{reason}, so row security does not bind the service, which "
                "DIAGNOSIS_REQUIRE_ROW_SECURITY asks for"
            )
        return reason


def _opened(
    variable: str,
    url: str | Path,
    threads: int,
    timeouts: Timeouts,
    *,
    requires_row_security: bool = False,
) -> Database:
    try:
        return Database(
            url,
            threads=threads,
            timeouts=timeouts,
            requires_row_security=requires_row_security,
        )
    except BadDatabaseUrl as error:
        raise BadDatabaseUrl(f"{variable} cannot be used: {error}") from None
