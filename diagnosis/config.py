"""The settings, read once from `DIAGNOSIS_*` variables; the only reader of the environment."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_URL = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+(?:/[A-Za-z0-9._~/-]*)?")
ROOT = Path(__file__).resolve().parent.parent


class BadSetting(Exception):
    """A setting is malformed; the message names the variable and what was expected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings; every field has its variable and meaning in the README."""

    content_dir: Path
    compiled_dir: Path
    models_dir: Path
    data_dir: Path
    database_url: str
    max_body_bytes: int
    workers: int
    threads: int
    lock_timeout_ms: int
    statement_timeout_ms: int
    idle_timeout_ms: int
    idempotency_days: int
    public_url: str | None
    log_level: str


def _whole(environment: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    raw = environment.get(name, str(default))
    if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
        raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {raw!r}")
    return int(raw)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings of the environment: that of this process where none is passed.

    Raises
    ------
    BadSetting
        For the first malformed variable.

    """
    variables = os.environ if environment is None else environment
    content = Path(variables.get("DIAGNOSIS_CONTENT_DIR", str(ROOT)))
    data = Path(variables.get("DIAGNOSIS_DATA_DIR", str(ROOT / "instance")))
    level = variables.get("DIAGNOSIS_LOG_LEVEL", "info").lower()
    if level not in ("debug", "info", "warning", "error"):
        raise BadSetting(f"DIAGNOSIS_LOG_LEVEL must be debug, info, warning or error: {level!r}")
    url = variables.get("DIAGNOSIS_DATABASE_URL", f"sqlite:///{data / 'diagnosis.db'}")
    if url.partition(":")[0].partition("+")[0] not in ("sqlite", "postgresql", "postgres"):
        raise BadSetting("DIAGNOSIS_DATABASE_URL must start with sqlite:/// or postgresql://")
    return Settings(
        content_dir=content,
        compiled_dir=Path(variables.get("DIAGNOSIS_COMPILED_DIR", str(content / ".compiled"))),
        models_dir=Path(variables.get("DIAGNOSIS_MODELS_DIR", str(ROOT / "models"))),
        data_dir=data,
        database_url=url,
        max_body_bytes=_whole(
            variables, "DIAGNOSIS_MAX_BODY_BYTES", default=1_000_000, low=1_000, high=100_000_000
        ),
        workers=_whole(variables, "DIAGNOSIS_WORKERS", default=2, low=1, high=64),
        threads=_whole(variables, "DIAGNOSIS_THREADS", default=4, low=1, high=64),
        lock_timeout_ms=_milliseconds(variables, "DIAGNOSIS_LOCK_TIMEOUT_MS"),
        statement_timeout_ms=_milliseconds(variables, "DIAGNOSIS_STATEMENT_TIMEOUT_MS"),
        idle_timeout_ms=_milliseconds(variables, "DIAGNOSIS_IDLE_TIMEOUT_MS"),
        public_url=_public_url(variables),
        idempotency_days=_whole(
            variables, "DIAGNOSIS_IDEMPOTENCY_DAYS", default=30, low=1, high=3650
        ),
        log_level=level,
    )


def _public_url(environment: Mapping[str, str]) -> str | None:
    """Return the address that callers know this service by, without the slash at its end."""
    url = environment.get("DIAGNOSIS_PUBLIC_URL", "").strip()
    if not url:
        return None
    if not _URL.fullmatch(url):
        raise BadSetting(f"DIAGNOSIS_PUBLIC_URL must look like https://host.example, not {url!r}")
    return url.rstrip("/")


def _milliseconds(environment: Mapping[str, str], name: str) -> int:
    return _whole(environment, name, default=10_000, low=100, high=600_000)


def share_metrics(folder: Path) -> None:
    """Let the worker processes of a server count together, in files below a folder.

    prometheus-client looks for this variable when it is first imported.
    """
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def metrics_folder() -> Path | None:
    """Return the folder of `share_metrics`, None where one process counts alone."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(folder) if folder else None
