"""The settings, read once from `DIAGNOSIS_*` variables; the only reader of the environment."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

from diagnosis.domain.intake.number import whole_of
from diagnosis.services.intake.nameless import USUAL_KEPT_DAYS
from diagnosis.services.keys import USUAL_MOST_KEYS
from diagnosis.services.ports.audit import LEAST_AUDIT_DAYS
from diagnosis.services.ports.provider import (
    ALGORITHMS,
    USUAL_ALGORITHMS,
    USUAL_ROLES,
    USUAL_TOKEN_TYPES,
    ClaimNames,
    Client,
    Provider,
)
from diagnosis.services.ports.provider_address import is_safe_address
from diagnosis.services.ports.scope import KEY_ROLES, AccessRole
from diagnosis.services.sessions import MOST_SESSION_HOURS, USUAL_SESSION_HOURS

_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~/-]*)?")
_HOST = re.compile(r"\.?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*|\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]?")
"""A name, a number, or a number of IPv6; a port behind it is none of them."""
Network = IPv4Network | IPv6Network
_MOST = 1_000_000_000
ROOT = Path(__file__).resolve().parent.parent


_SHOWN = 40
_LONGEST_PATH = 200
"""The most characters of a path that are repeated in a message."""
_LEAST_PEPPER_BYTES = 32


class BadSetting(Exception):
    """A setting is malformed; the message names the variable and what was expected."""


USUAL_OBJECTION_DAYS = 14
"""How long after the signature of a visit its firm may object (ours; no rule sets it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; every field has its variable and meaning in the README."""

    content_dir: Path
    compiled_dir: Path
    models_dir: Path
    data_dir: Path
    database_url: str | None
    max_body_bytes: int
    workers: int
    threads: int
    lock_timeout_ms: int
    statement_timeout_ms: int
    idle_timeout_ms: int
    idempotency_days: int
    public_url: str | None
    log_level: str
    metrics_port: int | None = None
    objection_days: int = USUAL_OBJECTION_DAYS
    trusted_hosts: tuple[str, ...] = ()
    trusted_proxies: tuple[Network, ...] = ()
    draft_days: int
    grant_days: int
    audit_days: int
    session_hours: int = USUAL_SESSION_HOURS
    keys_per_organisation: int
    requests_per_organisation: int
    requests_per_address: int
    sheets_per_address: int
    nameless_days: int
    key_pepper: str | None = field(default=None, repr=False)
    key_pepper_file: Path | None = None
    provider: Provider | None = None

    @property
    def database(self) -> str | Path:
        """Return the URL of the database, or the file in the data folder where none is set."""
        return self.database_url or self.data_dir.absolute() / "diagnosis.db"


def _whole(environment: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    raw = environment.get(name, str(default))
    number = whole_of(raw)
    if number is None or not low <= number <= high:
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {_shown(raw)}")
    return number


def _shown(raw: str) -> str:
    """Return a setting as it may be repeated: in one line, and not for ever."""
    return repr(raw if len(raw) <= _SHOWN else f"{raw[:_SHOWN]}…")


def _database_url(environment: Mapping[str, str]) -> str | None:
    url = environment.get("DIAGNOSIS_DATABASE_URL") or None
    kind = (url or "sqlite:").partition(":")[0].partition("+")[0]
    if kind not in ("sqlite", "postgresql", "postgres"):
        raise BadSetting("DIAGNOSIS_DATABASE_URL must start with sqlite:/// or postgresql://")
    return url


def _folder(environment: Mapping[str, str], name: str, default: Path) -> Path:
    """Return a folder; an empty variable counts as not set, since it names no folder."""
    return Path(environment.get(name) or default)


def require_content(folder: Path, parts: Iterable[str]) -> None:
    """Refuse a folder that has not the parts of content; what they lack is told by the gates.

    Raises
    ------
    BadSetting
        When it is none.

    """
    try:
        is_folder = folder.is_dir()
        missing = [f"{name}/" for name in parts if not (folder / name).is_dir()]
    except OSError as error:  # it may not be looked at, or its name is too long
        reason = f"{str(folder)[:_LONGEST_PATH]}: {error.strerror}"
        raise BadSetting(f"DIAGNOSIS_CONTENT_DIR: {reason}") from error
    if not is_folder:
        raise BadSetting(f"DIAGNOSIS_CONTENT_DIR: there is no folder {folder}")
    if missing:
        raise BadSetting(f"DIAGNOSIS_CONTENT_DIR: {folder} has no {' and no '.join(missing)}")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the environment: that of this process where none is passed.

    Raises
    ------
    BadSetting
        For the first malformed variable.

    """
    variables = os.environ if environment is None else environment
    content = _folder(variables, "DIAGNOSIS_CONTENT_DIR", ROOT)
    level = variables.get("DIAGNOSIS_LOG_LEVEL", "info").lower()
    if level not in ("debug", "info", "warning", "error"):
        raise BadSetting(
            f"DIAGNOSIS_LOG_LEVEL must be debug, info, warning or error, not {_shown(level)}"
        )
    return Settings(
        content_dir=content,
        compiled_dir=_folder(variables, "DIAGNOSIS_COMPILED_DIR", content / ".compiled"),
        models_dir=_folder(variables, "DIAGNOSIS_MODELS_DIR", ROOT / "models"),
        data_dir=_folder(variables, "DIAGNOSIS_DATA_DIR", ROOT / "instance"),
        database_url=_database_url(variables),
        max_body_bytes=_whole(
            variables, "DIAGNOSIS_MAX_BODY_BYTES", default=1_000_000, low=1_000, high=100_000_000
        ),
        workers=_whole(variables, "DIAGNOSIS_WORKERS", default=2, low=1, high=64),
        threads=_whole(variables, "DIAGNOSIS_THREADS", default=8, low=1, high=64),
        lock_timeout_ms=_milliseconds(variables, "DIAGNOSIS_LOCK_TIMEOUT_MS"),
        statement_timeout_ms=_milliseconds(variables, "DIAGNOSIS_STATEMENT_TIMEOUT_MS"),
        idle_timeout_ms=_milliseconds(variables, "DIAGNOSIS_IDLE_TIMEOUT_MS"),
        public_url=_public_url(variables),
        log_level=level,
        trusted_hosts=_hosts(variables),
        trusted_proxies=_proxies(variables),
        metrics_port=_port(variables, "DIAGNOSIS_METRICS_PORT"),
        provider=_provider(variables),
        **_pepper(variables),
        **_shares(variables),
        **_retention(variables),
    )


class _Retention(TypedDict):
    objection_days: int
    idempotency_days: int
    session_hours: int
    draft_days: int
    grant_days: int
    audit_days: int


def _retention(environment: Mapping[str, str]) -> _Retention:
    """Return how long what is kept for a while is kept."""

    def whole(name: str, default: int, low: int = 1, high: int = 36_500) -> int:
        return _whole(environment, name, default=default, low=low, high=high)

    usual, most = USUAL_SESSION_HOURS, MOST_SESSION_HOURS
    return {
        "objection_days": whole("DIAGNOSIS_OBJECTION_DAYS", USUAL_OBJECTION_DAYS, high=365),
        "idempotency_days": whole("DIAGNOSIS_IDEMPOTENCY_DAYS", 30, high=3_650),
        "session_hours": whole("DIAGNOSIS_SESSION_HOURS", usual, high=most),
        "draft_days": whole("DIAGNOSIS_DRAFT_DAYS", 365),
        "grant_days": whole("DIAGNOSIS_GRANT_DAYS", 365),
        "audit_days": whole("DIAGNOSIS_AUDIT_DAYS", 1_095, LEAST_AUDIT_DAYS),
    }


class _Shares(TypedDict):
    keys_per_organisation: int
    requests_per_organisation: int
    requests_per_address: int
    sheets_per_address: int
    nameless_days: int


def _shares(environment: Mapping[str, str]) -> _Shares:
    """Return how much of the service everybody has: keys, requests a minute, nameless sheets."""

    def share(name: str, default: int, low: int = 0) -> int:
        return _whole(environment, name, default=default, low=low, high=_MOST)

    return {
        "keys_per_organisation": share("DIAGNOSIS_KEYS_PER_ORGANISATION", USUAL_MOST_KEYS, 1),
        "requests_per_organisation": share("DIAGNOSIS_REQUESTS_PER_ORGANISATION", 1_200),
        "requests_per_address": share("DIAGNOSIS_REQUESTS_PER_ADDRESS", 300),
        "sheets_per_address": share("DIAGNOSIS_SHEETS_PER_ADDRESS", 20),
        "nameless_days": _whole(
            environment, "DIAGNOSIS_NAMELESS_DAYS", default=USUAL_KEPT_DAYS, low=1, high=3650
        ),
    }


class _Pepper(TypedDict):
    key_pepper: str | None
    key_pepper_file: Path | None


def _pepper(environment: Mapping[str, str]) -> _Pepper:
    """Return the pepper of keys or the file that holds it; no message repeats it."""
    pepper = environment.get("DIAGNOSIS_KEY_PEPPER", "").strip() or None
    file = environment.get("DIAGNOSIS_KEY_PEPPER_FILE") or None
    if pepper is not None and file is not None:
        raise BadSetting("set DIAGNOSIS_KEY_PEPPER or DIAGNOSIS_KEY_PEPPER_FILE, not both")
    if pepper is not None and len(pepper.encode(errors="surrogateescape")) < _LEAST_PEPPER_BYTES:
        raise BadSetting(f"DIAGNOSIS_KEY_PEPPER must have at least {_LEAST_PEPPER_BYTES} bytes")
    return {"key_pepper": pepper, "key_pepper_file": None if file is None else Path(file)}


def _provider(environment: Mapping[str, str]) -> Provider | None:
    """Return the identity provider whose tokens count, None where no issuer is set."""
    issuer = _address(environment, "DIAGNOSIS_OIDC_ISSUER")
    if issuer is None:
        return None
    audience = environment.get("DIAGNOSIS_OIDC_AUDIENCE", "").strip()
    if not audience:
        raise BadSetting("DIAGNOSIS_OIDC_AUDIENCE must say what tokens are issued for")
    types = (*USUAL_TOKEN_TYPES, "jwt")
    roles = _chosen(environment, "DIAGNOSIS_OIDC_ROLES", KEY_ROLES, USUAL_ROLES)
    usual, client = ClaimNames(), _client(environment)
    kinds = _chosen(environment, "DIAGNOSIS_OIDC_TOKEN_TYPES", types, USUAL_TOKEN_TYPES)
    if client is not None and client.id == audience and "jwt" in kinds:
        raise BadSetting(
            "DIAGNOSIS_OIDC_AUDIENCE must not be DIAGNOSIS_OIDC_CLIENT_ID where "
            "DIAGNOSIS_OIDC_TOKEN_TYPES has jwt: ID tokens would pass for access tokens"
        )
    return Provider(
        issuer=issuer,
        audience=audience,
        key_set_url=_address(environment, "DIAGNOSIS_OIDC_JWKS_URL"),
        algorithms=_chosen(environment, "DIAGNOSIS_OIDC_ALGORITHMS", ALGORITHMS, USUAL_ALGORITHMS),
        token_types=kinds,
        roles=tuple(AccessRole(role) for role in roles),
        claims=ClaimNames(
            organisation=environment.get("DIAGNOSIS_OIDC_ORGANISATION_CLAIM")
            or usual.organisation,
            role=environment.get("DIAGNOSIS_OIDC_ROLE_CLAIM") or usual.role,
            subject=environment.get("DIAGNOSIS_OIDC_SUBJECT_CLAIM") or usual.subject,
        ),
        client=client,
    )


def _client(environment: Mapping[str, str]) -> Client | None:
    """Return what this service is to the provider, None where nobody logs in by a page."""
    identity = environment.get("DIAGNOSIS_OIDC_CLIENT_ID", "").strip()
    if not identity:
        return None
    if _public_url(environment) is None:
        raise BadSetting("DIAGNOSIS_OIDC_CLIENT_ID needs DIAGNOSIS_PUBLIC_URL, to return to")
    secret = environment.get("DIAGNOSIS_OIDC_CLIENT_SECRET", "").strip() or None
    file = environment.get("DIAGNOSIS_OIDC_CLIENT_SECRET_FILE")
    if file:
        if secret is not None:
            raise BadSetting(
                "set DIAGNOSIS_OIDC_CLIENT_SECRET or DIAGNOSIS_OIDC_CLIENT_SECRET_FILE, not both"
            )
        secret = _secret_of(Path(file), "DIAGNOSIS_OIDC_CLIENT_SECRET_FILE")
    scope = environment.get("DIAGNOSIS_OIDC_SCOPE", "").split() or ["openid"]
    if "openid" not in scope:
        raise BadSetting("DIAGNOSIS_OIDC_SCOPE must have openid, as in: openid profile")
    return Client(identity, secret, " ".join(scope))


def _secret_of(file: Path, name: str) -> str:
    """Return the text of a file that holds a secret; no message repeats it."""
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise BadSetting(f"{name}: {str(file)[:_LONGEST_PATH]} cannot be read") from error
    if not secret:
        raise BadSetting(f"{name}: {str(file)[:_LONGEST_PATH]} is empty")
    return secret


def _address(environment: Mapping[str, str], name: str) -> str | None:
    """Return an address of the identity provider."""
    url = environment.get(name, "").strip()
    if url and not is_safe_address(url):
        raise BadSetting(
            f"{name} must look like https://id.example/realm; http is for this machine alone, "
            f"not {_shown(url)}"
        )
    return url or None


def _chosen(
    environment: Mapping[str, str], name: str, allowed: tuple[str, ...], usual: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the parts of a setting, each out of a list; the usual ones where none is set."""
    chosen = tuple(_listed(environment, name)) or usual
    for part in chosen:
        if part not in allowed:
            raise BadSetting(f"{name} must be of {', '.join(allowed)}, not {_shown(part)}")
    return chosen


def _public_url(environment: Mapping[str, str]) -> str | None:
    """Return the address that callers know this service by, without the slash at its end."""
    url = environment.get("DIAGNOSIS_PUBLIC_URL", "").strip()
    if not url:
        return None
    if not _URL.fullmatch(url) or not _names_a_host(url):
        raise BadSetting(
            f"DIAGNOSIS_PUBLIC_URL must look like https://host.example, not {_shown(url)}"
        )
    return url.rstrip("/")


def _names_a_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket that is not closed, a port that there is not
        return False


def _hosts(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the hosts that requests may name, in small letters; a dot before one is any below."""
    hosts = _listed(environment, "DIAGNOSIS_TRUSTED_HOSTS")
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise BadSetting(
                "DIAGNOSIS_TRUSTED_HOSTS must be hosts without ports, such as "
                f"host.example,.inside.example,10.0.0.5, not {_shown(host)}"
            )
    return tuple(host.strip("[]").lower() for host in hosts)


def _proxies(environment: Mapping[str, str]) -> tuple[Network, ...]:
    """Return the networks whose word on where a request comes from is taken."""
    networks = _listed(environment, "DIAGNOSIS_TRUSTED_PROXIES")
    try:
        return tuple(ip_network(network) for network in networks)
    except ValueError:
        raise BadSetting(
            "DIAGNOSIS_TRUSTED_PROXIES must be addresses or networks, such as "
            f"10.0.0.5,172.16.0.0/12, not {_shown(','.join(networks))}"
        ) from None


def _listed(environment: Mapping[str, str], name: str) -> list[str]:
    """Return the parts of a setting between its commas, without those that are empty."""
    return [part.strip() for part in environment.get(name, "").split(",") if part.strip()]


def _port(environment: Mapping[str, str], name: str) -> int | None:
    """Return a port, None where none is set."""
    if not environment.get(name):
        return None
    return _whole(environment, name, default=1, low=1, high=65_535)


def _milliseconds(environment: Mapping[str, str], name: str) -> int:
    return _whole(environment, name, default=10_000, low=100, high=600_000)
