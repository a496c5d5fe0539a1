"""Reports that are kept: made of a sheet as it stands, listed, read, withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple, Protocol

from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.text import Language
from diagnosis.services.errors import Busy, NotThere
from diagnosis.services.ports.codes import CodeMaker, FreshCode
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.ports.reports import (
    USUAL_REPORT_DAYS,
    ReportFile,
    ReportRecord,
    ReportState,
)
from diagnosis.services.ports.store import IdempotencyKey, Page, Work
from diagnosis.services.promotion.report_facts import ReportFacts, facts_at_hand
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.transaction import Caller, Made, require, run_reserved

MOST_WITH_FILES = 20
"""How many reports of a sheet keep their files: those of older ones go."""


class ReportWish(NamedTuple):
    """Which report is wished for: of a kind, in some formats, in a language."""

    kind: str
    formats: tuple[str, ...]
    language: Language


class PrintedReport(NamedTuple):
    """A report as it was printed: by which versions, and its files by format."""

    pins: tuple[str, ...]
    files: Mapping[str, bytes]


class ReportPress(Protocol):
    """Prints reports. The first of its `kinds` and `formats` are the usual ones."""

    @property
    def kinds(self) -> Sequence[str]:
        """Return the kinds of reports that there are."""

    @property
    def formats(self) -> Sequence[str]:
        """Return the formats in which it prints."""

    def __call__(self, facts: ReportFacts, wish: ReportWish, code: str) -> PrintedReport:
        """Return the report of some facts, with its check code.

        Raises
        ------
        ReportsBusy, PrinterMissing
            When as many are being printed as may be; when a library of the system is missing.

        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDesk:
    """What reports are made and kept with, for how many days, in which language unless wished."""

    planning: Planning
    estimator: Estimator | None
    maker: CodeMaker
    press: ReportPress
    language: Language = Language.ZH
    kept_days: int = USUAL_REPORT_DAYS


class KeptReport(NamedTuple):
    """A report as it is kept, and its check code."""

    record: ReportRecord
    code: str


class _Printed(NamedTuple):
    """A report that is printed and not kept yet."""

    wish: ReportWish
    seed: str
    code: FreshCode
    report: PrintedReport


def read_report_wish(desk: ReportDesk, raw: object) -> ReportWish:
    """Return which report a request wishes for; in the language of the desk where it names none.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    press, fields = desk.press, Fields(raw, ("kind", "formats", "language"))
    kind = fields.choice("kind", press.kinds, required=False)
    formats = []
    for text, place in fields.texts("formats", most=len(press.formats)):
        if text in press.formats:
            formats.append(text)
        else:
            allowed = ", ".join(press.formats)
            fields.fault_at(place, "unknown-value", value=text, allowed=allowed)
    language = fields.choice("language", tuple(Language), required=False)
    fields.stop()
    return ReportWish(
        kind=kind or press.kinds[0],
        formats=tuple(formats) or (press.formats[0],),
        language=Language(language or desk.language),
    )


def make_report(
    desk: ReportDesk,
    caller: Caller,
    assessment_id: str,
    raw: object,
    key: IdempotencyKey | None,
) -> Made[str]:
    """Return the id of the report of a sheet as it stands today, a draft or submitted.

    Raises
    ------
    FaultyInput, NotThere, ContentNotKept
        With every fault of the wish; when the caller has no such sheet; as `facts_at_hand` does.
    Busy, ReportsBusy, PrinterMissing
        When as many plans are being worked on as may be, or as many reports being printed; when a
        library of the system is missing.
    KeyReused, StillRunning
        When the key was used for another request, or by one that is still being worked on.

    """

    def prepare() -> _Printed:
        wish = read_report_wish(desk, raw)
        facts = facts_at_hand(desk.planning, desk.estimator, caller, assessment_id)
        if facts.plan is None and facts.diagnosis.sheet.answers:
            raise Busy
        seed = desk.maker.report_seed()
        code = desk.maker.report_code(seed)
        printed = desk.press(facts, wish, code.text)
        return _Printed(wish, seed, code, printed)

    def keep(work: Work, printed: _Printed) -> str:
        sheet = require(work.assessment(assessment_id))
        record = _record(desk, caller, assessment_id, sheet.enterprise_id, printed)
        work.add_report(record, printed.report.files)
        work.drop_report_files(assessment_id, MOST_WITH_FILES)
        return record.id

    return run_reserved(caller, key, prepare, keep)


def _record(
    desk: ReportDesk, caller: Caller, assessment_id: str, enterprise_id: str, printed: _Printed
) -> ReportRecord:
    wish, files = printed.wish, printed.report.files
    return ReportRecord(
        id=caller.make_id(),
        owner=caller.principal.owner,
        enterprise_id=enterprise_id,
        assessment_id=assessment_id,
        kind=wish.kind,
        language=wish.language.value,
        day=caller.today,
        pins=printed.report.pins,
        seed=printed.seed,
        code_digest=printed.code.digest,
        created_at=caller.now,
        created_by=caller.principal.actor,
        expires_at=caller.now + timedelta(days=desk.kept_days),
        files=tuple(
            ReportFile(format=name, sha256=sha256(content).hexdigest(), size=len(content))
            for name, content in sorted(files.items())
        ),
    )


def get_report(maker: CodeMaker, caller: Caller, report_id: str) -> KeptReport:
    """Return a report, also one that was withdrawn.

    Raises
    ------
    NotThere
        When the caller has none of this id.

    """
    with caller.store.read(caller.principal) as reader:
        return _kept(maker, require(reader.report(report_id)))


def list_reports(
    maker: CodeMaker, caller: Caller, assessment_id: str, after: str | None, limit: int
) -> Page[KeptReport]:
    """Return a page of the reports of a sheet, newest first, also withdrawn ones.

    Raises
    ------
    NotThere
        When the caller has no such sheet.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.assessment(assessment_id))
        page = reader.reports(assessment_id, after, limit)
    return Page(tuple(_kept(maker, record) for record in page.items), page.next)


class FileOfReport(NamedTuple):
    """A file of a report: of which, what is known of it, and its bytes."""

    report: ReportRecord
    file: ReportFile
    content: bytes


def get_report_file(caller: Caller, report_id: str, file_format: str) -> FileOfReport:
    """Return a file of a report.

    Raises
    ------
    NotThere
        When the caller has no such report, it has no such file, or its bytes are gone: it was
        withdrawn, is older than reports are kept, or many were made after it.

    """
    with caller.store.read(caller.principal) as reader:
        record = require(reader.report(report_id))
        if record.state_at(caller.now) is not ReportState.KEPT:
            raise NotThere
        file = next((each for each in record.files if each.format == file_format), None)
        content = require(reader.report_content(report_id, file_format))
        return FileOfReport(record, require(file), content)


def withdraw_report(caller: Caller, report_id: str) -> None:
    """Withdraw a report: its files go, and whoever checks it is told. Again changes nothing.

    Raises
    ------
    NotThere
        When the caller has none of this id.

    """
    with caller.store.begin(caller.principal) as work:
        require(work.report(report_id))
        work.withdraw_report(report_id, caller.now)


def _kept(maker: CodeMaker, record: ReportRecord) -> KeptReport:
    return KeptReport(record, maker.report_code(record.seed).text)
