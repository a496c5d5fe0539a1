"""The port of kept reports: their files, and what tells a genuine one from others.

What reports are checked by names no firm and leads to none. Nobody can read a code out of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

USUAL_REPORT_DAYS = 180
"""How long a report is kept unless another time is set."""


class ReportState(StrEnum):
    """Whether the files of a report are handed out, and why they are not."""

    KEPT = "kept"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file of a report: its SHA-256 in hexadecimal digits, how many bytes it has.

    Its bytes are gone where it is not `is_kept`.
    """

    format: str
    sha256: str
    size: int
    is_kept: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRecord:
    """A report as it is kept: of which sheet, of which day, in which language, made by whom.

    `pins` say by which versions it was made. Its check code is made of the `seed`, with a secret
    that is not kept here; `code_digest` is the keyed hash of the code. `files` are in the order
    of their formats.
    """

    id: str
    owner: str
    enterprise_id: str
    assessment_id: str
    kind: str
    language: str
    day: date
    pins: tuple[str, ...]
    seed: str = field(repr=False)
    code_digest: str = field(repr=False)
    created_at: datetime
    created_by: str
    expires_at: datetime
    files: tuple[ReportFile, ...]
    withdrawn_at: datetime | None = None

    def state_at(self, moment: datetime) -> ReportState:
        """Return whether its files are handed out at a moment."""
        if self.withdrawn_at is not None:
            return ReportState.WITHDRAWN
        return ReportState.EXPIRED if self.expires_at <= moment else ReportState.KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCheck:
    """What a report is checked by: its day, its pins, the SHA-256 of each file by format."""

    digest: str = field(repr=False)
    day: date
    pins: tuple[str, ...]
    files: Mapping[str, str]
    withdrawn_at: datetime | None = None


class ReportReader(Protocol):
    """What a principal can read of the reports of sheets."""

    def report(self, report_id: str) -> ReportRecord | None:
        """Return a report."""

    def report_content(self, report_id: str, file_format: str) -> bytes | None:
        """Return the bytes of a file of a report, None where they are gone."""


class ReportWork(Protocol):
    """What a transaction does to the reports of its owner's sheets."""

    def add_report(self, record: ReportRecord, contents: Mapping[str, bytes]) -> None:
        """Keep a new report with the bytes of its files, by format, and what it is checked by."""

    def drop_report_files(self, assessment_id: str, kept: int) -> None:
        """Drop the bytes of all reports of a sheet but so many, the newest."""

    def withdraw_report(self, report_id: str, at: datetime) -> None:
        """Withdraw a report, unless it is already: its bytes go, and whoever checks is told."""


class ReportCheckStore(Protocol):
    """Where reports are checked: nobody has to be known."""

    def report_check_of(self, digest: str) -> ReportCheck | None:
        """Return what the report of a code is checked by, by the keyed hash of the code."""

    def report_check_of_file(self, sha256: str) -> ReportCheck | None:
        """Return what the report is checked by that has a file of these bytes."""
