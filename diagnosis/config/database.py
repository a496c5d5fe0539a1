"""The settings of the database: its two roles, and whether row security has to bind."""

from collections.abc import Mapping
from typing import TypedDict

from diagnosis.config.variables import BadSetting, secret, switch

_URL, _OWNER_URL = "DIAGNOSIS_DATABASE_URL", "DIAGNOSIS_DATABASE_OWNER_URL"
_POSTGRESQL = ("postgresql", "postgres")


class DatabaseSettings(TypedDict):
    """Where the database is for the service and for the role that owns its tables."""

    database_url: str | None
    database_owner_url: str | None
    require_row_security: bool


def database_settings(environment: Mapping[str, str]) -> DatabaseSettings:
    """Return the settings of the database.

    Raises
    ------
    BadSetting
        When a URL is of another database than SQLite or PostgreSQL, or an owner is set without a
        service on PostgreSQL. No message repeats a URL.

    """
    url = secret(environment, "DIAGNOSIS_DATABASE_URL")
    owner_url = secret(environment, "DIAGNOSIS_DATABASE_OWNER_URL")
    if _kind(url or "sqlite:") not in ("sqlite", *_POSTGRESQL):
        raise BadSetting(f"{_URL} must start with sqlite:/// or postgresql://")
    if owner_url is not None:
        if _kind(owner_url) not in _POSTGRESQL:
            raise BadSetting(f"{_OWNER_URL} must start with postgresql://")
        if _kind(url or "") not in _POSTGRESQL:
            raise BadSetting(
                f"{_OWNER_URL} needs {_URL} on PostgreSQL, of the role that the service has"
            )
    return {
        "database_url": url,
        "database_owner_url": owner_url,
        "require_row_security": switch(environment, "DIAGNOSIS_REQUIRE_ROW_SECURITY"),
    }


def _kind(url: str) -> str:
    return url.partition(":")[0].partition("+")[0]
