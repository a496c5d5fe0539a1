"""Whether a report is one of ours: told by its check code, or by the bytes of a file of it."""

import re
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from diagnosis.domain.intake.fields import Fields
from diagnosis.services.errors import MistypedCode
from diagnosis.services.ports.codes import CodeMaker
from diagnosis.services.ports.reports import ReportCheck, ReportCheckStore

LONGEST_CODE = 40
_SHA256 = re.compile("[0-9a-f]{64}")


class CheckOutcome(StrEnum):
    """What is told of a report: whose it is and what it says never is."""

    GENUINE = "genuine"
    ALTERED = "altered"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


class CheckedReport(NamedTuple):
    """What is told of a report, and of which day it is; None where there is no such report.

    `has_file` says whether a file was compared, or the code looked up alone.
    """

    outcome: CheckOutcome
    day: date | None
    has_file: bool


def check_report(store: ReportCheckStore, maker: CodeMaker, raw: object) -> CheckedReport:
    """Return what is told of a report by its code, and by the SHA-256 of a file where one is sent.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    fields = Fields(raw, ("code", "sha256"))
    code = fields.text("code", LONGEST_CODE, required=True, lines=False)
    digest = None
    if code is not None:
        try:
            digest = maker.report_digest(code)
        except MistypedCode:
            fields.fault("code", "bad-check-code")
    sha256 = None
    if fields.has("sha256"):
        sha256 = fields.values["sha256"]
        if not isinstance(sha256, str) or _SHA256.fullmatch(sha256.lower()) is None:
            fields.fault("sha256", "bad-sha256")
    fields.stop()
    check = None if digest is None else store.report_check_of(digest)
    return _outcome_of(check, None if sha256 is None else str(sha256).lower())


def check_file(store: ReportCheckStore, sha256: str) -> CheckedReport:
    """Return what is told of a file by its SHA-256 alone: of a changed one nothing is known."""
    return _outcome_of(store.report_check_of_file(sha256), sha256)


def _outcome_of(check: ReportCheck | None, sha256: str | None) -> CheckedReport:
    has_file = sha256 is not None
    if check is None:
        return CheckedReport(CheckOutcome.UNKNOWN, None, has_file)
    outcome = CheckOutcome.GENUINE
    if check.withdrawn_at is not None:
        outcome = CheckOutcome.WITHDRAWN
    elif has_file and sha256 not in check.files.values():
        outcome = CheckOutcome.ALTERED
    return CheckedReport(outcome, check.day, has_file)
