"""The settings, read once from `DIAGNOSIS_*` variables; the only reader of the environment."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from diagnosis.config.database import database_settings
from diagnosis.config.provider import provider_of
from diagnosis.config.public import Network, hosts, proxies, public_url
from diagnosis.config.variables import (
    LONGEST_SHOWN_PATH,
    BadSetting,
    folder,
    milliseconds,
    port,
    shown,
    whole,
)
from diagnosis.services.intake.evidence import (
    MOST_FILE_BYTES,
    USUAL_FILE_BYTES,
    USUAL_TOTAL_MEGABYTES,
)
from diagnosis.services.intake.nameless import USUAL_KEPT_DAYS
from diagnosis.services.keys import USUAL_MOST_KEYS
from diagnosis.services.ports.audit import LEAST_AUDIT_DAYS
from diagnosis.services.ports.provider import Provider
from diagnosis.services.ports.reports import USUAL_REPORT_DAYS
from diagnosis.services.sessions import MOST_SESSION_HOURS, USUAL_SESSION_HOURS

_MOST = 1_000_000_000
ROOT = Path(__file__).resolve().parents[2]


_LEAST_PEPPER_BYTES = 32


USUAL_OBJECTION_DAYS = 14
"""How long after the signature of a visit its firm may object (ours; no rule sets it)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; every field has its variable and meaning in the README."""

    content_dir: Path
    compiled_dir: Path
    models_dir: Path
    data_dir: Path
    database_url: str | None = field(repr=False)
    database_owner_url: str | None = field(default=None, repr=False)
    require_row_security: bool = False
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
    report_days: int = USUAL_REPORT_DAYS
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
    evidence_dir: Path | None = None
    evidence_bytes: int = USUAL_FILE_BYTES
    evidence_megabytes: int = USUAL_TOTAL_MEGABYTES

    @property
    def evidence_folder(self) -> Path:
        """Return the folder of files to answers, that in the data folder where none is set."""
        return self.evidence_dir or self.data_dir.absolute() / "evidence"

    @property
    def database(self) -> str | Path:
        """Return the URL of the database, or the file in the data folder where none is set."""
        return self.database_url or self.data_dir.absolute() / "diagnosis.db"

    @property
    def owner_database(self) -> str | Path:
        """Return the database as its owner has it, as the service has it where none is set."""
        return self.database_owner_url or self.database

    @property
    def databases(self) -> tuple[str | Path, str | None]:
        """Return the database as the service has it, and the URL of its owner where one is set."""
        return self.database, self.database_owner_url


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
        reason = f"{str(folder)[:LONGEST_SHOWN_PATH]}: {error.strerror}"
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
    content = folder(variables, "DIAGNOSIS_CONTENT_DIR", ROOT)
    level = variables.get("DIAGNOSIS_LOG_LEVEL", "info").lower()
    if level not in ("debug", "info", "warning", "error"):
        raise BadSetting(
            f"DIAGNOSIS_LOG_LEVEL must be debug, info, warning or error, not {shown(level)}"
        )
    return Settings(
        content_dir=content,
        compiled_dir=folder(variables, "DIAGNOSIS_COMPILED_DIR", content / ".compiled"),
        models_dir=folder(variables, "DIAGNOSIS_MODELS_DIR", ROOT / "models"),
        data_dir=folder(variables, "DIAGNOSIS_DATA_DIR", ROOT / "instance"),
        max_body_bytes=whole(
            variables, "DIAGNOSIS_MAX_BODY_BYTES", default=1_000_000, low=1_000, high=100_000_000
        ),
        workers=whole(variables, "DIAGNOSIS_WORKERS", default=2, low=1, high=64),
        threads=whole(variables, "DIAGNOSIS_THREADS", default=8, low=1, high=64),
        lock_timeout_ms=milliseconds(variables, "DIAGNOSIS_LOCK_TIMEOUT_MS"),
        statement_timeout_ms=milliseconds(variables, "DIAGNOSIS_STATEMENT_TIMEOUT_MS"),
        idle_timeout_ms=milliseconds(variables, "DIAGNOSIS_IDLE_TIMEOUT_MS"),
        public_url=public_url(variables),
        log_level=level,
        trusted_hosts=hosts(variables),
        trusted_proxies=proxies(variables),
        metrics_port=port(variables, "DIAGNOSIS_METRICS_PORT"),
        provider=provider_of(variables),
        **database_settings(variables),
        **_pepper(variables),
        **_shares(variables),
        **_retention(variables),
        **_evidence(variables),
    )


class _Retention(TypedDict):
    objection_days: int
    idempotency_days: int
    session_hours: int
    draft_days: int
    grant_days: int
    report_days: int
    audit_days: int


def _retention(environment: Mapping[str, str]) -> _Retention:
    """Return how long what is kept for a while is kept."""

    def bounded(name: str, default: int, low: int = 1, high: int = 36_500) -> int:
        return whole(environment, name, default=default, low=low, high=high)

    usual, most = USUAL_SESSION_HOURS, MOST_SESSION_HOURS
    return {
        "objection_days": bounded("DIAGNOSIS_OBJECTION_DAYS", USUAL_OBJECTION_DAYS, high=365),
        "idempotency_days": bounded("DIAGNOSIS_IDEMPOTENCY_DAYS", 30, high=3_650),
        "session_hours": bounded("DIAGNOSIS_SESSION_HOURS", usual, high=most),
        "draft_days": bounded("DIAGNOSIS_DRAFT_DAYS", 365),
        "grant_days": bounded("DIAGNOSIS_GRANT_DAYS", 365),
        "report_days": bounded("DIAGNOSIS_REPORT_DAYS", USUAL_REPORT_DAYS),
        "audit_days": bounded("DIAGNOSIS_AUDIT_DAYS", 1_095, LEAST_AUDIT_DAYS),
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
        return whole(environment, name, default=default, low=low, high=_MOST)

    return {
        "keys_per_organisation": share("DIAGNOSIS_KEYS_PER_ORGANISATION", USUAL_MOST_KEYS, 1),
        "requests_per_organisation": share("DIAGNOSIS_REQUESTS_PER_ORGANISATION", 1_200),
        "requests_per_address": share("DIAGNOSIS_REQUESTS_PER_ADDRESS", 300),
        "sheets_per_address": share("DIAGNOSIS_SHEETS_PER_ADDRESS", 20),
        "nameless_days": whole(
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


class _OfFiles(TypedDict):
    evidence_dir: Path | None
    evidence_bytes: int
    evidence_megabytes: int


def _evidence(environment: Mapping[str, str]) -> _OfFiles:
    """Return where files to answers lie, the bytes of one, the megabytes of an organisation."""
    place = environment.get("DIAGNOSIS_EVIDENCE_DIR") or None

    def bounded(name: str, default: int, low: int, high: int) -> int:
        return whole(environment, name, default=default, low=low, high=high)

    usual, most = USUAL_FILE_BYTES, MOST_FILE_BYTES
    total = USUAL_TOTAL_MEGABYTES
    return {
        "evidence_dir": None if place is None else Path(place),
        "evidence_bytes": bounded("DIAGNOSIS_EVIDENCE_BYTES", usual, 1_000, most),
        "evidence_megabytes": bounded("DIAGNOSIS_EVIDENCE_MEGABYTES", total, 1, 1_000_000),
    }
