"""Reports are made of a sheet, kept for a while, withdrawn; whoever has one checks it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.identity.api_keys import KeyMint
from diagnosis.identity.resume_codes import CROCKFORD, CodeMint, plain_report_code
from diagnosis.optimiser.planner import Planner
from diagnosis.services.errors import Busy, KeyReused, MistypedCode, NotThere, ReportsBusy
from diagnosis.services.intake.drafts import begin_draft, give_up_draft
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.limits import PlanningLimits
from diagnosis.services.ports.reports import ReportState
from diagnosis.services.ports.store import IdempotencyKey
from diagnosis.services.promotion import kept_reports
from diagnosis.services.promotion.check_reports import (
    CheckedReport,
    CheckOutcome,
    check_file,
    check_report,
)
from diagnosis.services.promotion.kept_reports import (
    KeptReport,
    PrintedReport,
    ReportDesk,
    ReportWish,
    get_report,
    get_report_file,
    list_reports,
    make_report,
    withdraw_report,
)
from diagnosis.services.promotion.report_facts import ReportFacts
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller
from tests.builders import an_example
from tests.fakes.store import FakeStore

Ask = Callable[..., Caller]
MINT = CodeMint(KeyMint(b"p" * 32))
PINS = ("code 1",)


class FakePress:
    """Prints what it is asked for in a line."""

    kinds = ("whole", "brief")
    formats = ("pdf", "docx")

    def __init__(self) -> None:
        self.printed: list[str] = []
        self.is_busy = False

    def __call__(self, facts: ReportFacts, wish: ReportWish, code: str) -> PrintedReport:
        if self.is_busy:
            raise ReportsBusy
        self.printed.append(code)
        line = f"{wish.kind} {wish.language} {code} {facts.on} {len(self.printed)}"
        return PrintedReport(PINS, {name: f"{name} {line}".encode() for name in wish.formats})


@pytest.fixture
def press() -> FakePress:
    """Return a press that has printed nothing."""
    return FakePress()


@pytest.fixture
def desk(diagnosing: Diagnosing, press: FakePress) -> ReportDesk:
    """Return what reports are made with here."""
    planning = Planning(contents=diagnosing.contents, solver=Planner())
    return ReportDesk(planning=planning, estimator=None, maker=MINT, press=press)


@pytest.fixture
def sheet(content: Content, ask: Ask) -> str:
    """Return the id of a draft."""
    return begin_draft(content, ask(), an_example("dongguan-mould-shop"), None).value.id


def made(desk: ReportDesk, ask: Ask, sheet: str, **wish: Any) -> KeptReport:
    report_id = make_report(desk, ask(), sheet, wish, None).value
    return get_report(MINT, ask(), report_id)


def test_a_report_is_made_in_the_formats_that_are_wished(
    desk: ReportDesk, ask: Ask, sheet: str, press: FakePress
) -> None:
    usual = made(desk, ask, sheet)
    record = usual.record
    assert (record.kind, record.language, record.pins) == ("whole", "zh-Hans", PINS)
    assert record.day == ask().today and record.expires_at == (
        record.created_at + timedelta(days=180)
    )
    brief = made(desk, ask, sheet, kind="brief", formats=["docx", "pdf"], language="en")
    assert [file.format for file in brief.record.files] == ["docx", "pdf"]
    kept = get_report_file(ask(), brief.record.id, "docx")
    line = f"docx brief en {brief.code} {record.day} 2".encode()
    assert kept.content == line
    assert (kept.file.sha256, kept.file.size) == (sha256(line).hexdigest(), len(line))
    assert press.printed == [usual.code, brief.code]
    page = list_reports(MINT, ask(), sheet, None, 9)
    assert page.items == (brief, usual)


def test_a_check_code_is_of_eighty_bits_and_is_kept_nowhere(
    desk: ReportDesk, ask: Ask, sheet: str
) -> None:
    codes = {made(desk, ask, sheet).code for _ in range(3)}
    assert len(codes) == 3
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
        assert set(code) <= set(CROCKFORD) | {"-"}
    kept = repr(made(desk, ask, sheet).record)
    assert "seed" not in kept and "digest" not in kept
    other = CodeMint(KeyMint(b"q" * 32))
    assert other.report_code("5" * 32).text != MINT.report_code("5" * 32).text
    for none in ("", "0" * 15, "U" * 16, "0" * 17):
        with pytest.raises(MistypedCode):
            plain_report_code(none)


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        ({"kind": "long"}, ("/kind", "unknown-value")),
        ({"formats": ["pdf", "exe"]}, ("/formats/1", "unknown-value")),
        ({"formats": "pdf"}, ("/formats", "wrong-type")),
        ({"formats": ["pdf", "pdf"]}, ("/formats/1", "stands-twice")),
        ({"language": "fr"}, ("/language", "unknown-value")),
        ({"colour": "red"}, ("/colour", "unknown-field")),
    ],
)
def test_what_is_no_wish_is_refused(
    desk: ReportDesk, ask: Ask, sheet: str, wish: Any, fault: tuple[str, str]
) -> None:
    with pytest.raises(FaultyInput) as caught:
        made(desk, ask, sheet, **wish)
    assert [(each.pointer, each.code) for each in caught.value.faults] == [fault]


def test_a_request_that_is_sent_twice_makes_one_report(
    desk: ReportDesk, ask: Ask, sheet: str, press: FakePress
) -> None:
    key = IdempotencyKey("k", "f")
    first = make_report(desk, ask(), sheet, {}, key)
    again = make_report(desk, ask(), sheet, {}, key)
    assert (again.value, first.replayed, again.replayed) == (first.value, False, True)
    assert len(press.printed) == 1
    with pytest.raises(KeyReused):
        make_report(desk, ask(), sheet, {}, IdempotencyKey("k", "g"))


def test_nothing_is_kept_where_none_can_be_printed(
    desk: ReportDesk, ask: Ask, sheet: str, press: FakePress
) -> None:
    key = IdempotencyKey("k", "f")
    press.is_busy = True
    with pytest.raises(ReportsBusy):
        make_report(desk, ask(), sheet, {}, key)
    press.is_busy = False
    assert make_report(desk, ask(), sheet, {}, key).replayed is False

    def no_turn() -> Any:
        raise Busy

    planning = replace(desk.planning, limits=PlanningLimits(turn=no_turn))
    with pytest.raises(Busy):
        made(replace(desk, planning=planning), ask, sheet)
    assert len(list_reports(MINT, ask(), sheet, None, 9).items) == 1


def test_a_report_is_of_its_owner_alone(desk: ReportDesk, ask: Ask, sheet: str) -> None:
    report_id = made(desk, ask, sheet).record.id
    stranger = lambda: ask("stranger")  # noqa: E731
    for refused in (
        lambda: made(desk, stranger, sheet),
        lambda: list_reports(MINT, stranger(), sheet, None, 9),
        lambda: get_report(MINT, stranger(), report_id),
        lambda: get_report_file(stranger(), report_id, "pdf"),
        lambda: withdraw_report(stranger(), report_id),
        lambda: get_report_file(ask(), report_id, "docx"),
    ):
        with pytest.raises(NotThere):
            refused()


def test_files_of_withdrawn_old_and_many_reports_are_gone(
    desk: ReportDesk, ask: Ask, sheet: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_reports, "MOST_WITH_FILES", 2)
    first = made(desk, ask, sheet).record.id
    withdraw_report(ask(), first)
    withdraw_report(ask(), first)
    late = ask()
    late = replace(late, now=late.now + timedelta(days=181))
    second = made(desk, ask, sheet).record
    assert second.state_at(late.now) is ReportState.EXPIRED
    for caller, report_id in ((ask(), first), (late, second.id)):
        with pytest.raises(NotThere):
            get_report_file(caller, report_id, "pdf")
    made(desk, ask, sheet), made(desk, ask, sheet)
    with pytest.raises(NotThere):
        get_report_file(ask(), second.id, "pdf")
    are_kept = [
        report.record.files[0].is_kept
        for report in list_reports(MINT, ask(), sheet, None, 200).items
    ]
    assert are_kept == [True, True, False, False]


def test_whoever_has_a_report_checks_it(
    desk: ReportDesk, ask: Ask, sheet: str, store: FakeStore
) -> None:
    report = made(desk, ask, sheet)
    file = get_report_file(ask(), report.record.id, "pdf")
    day = report.record.day
    as_read = report.code.lower().replace("-", " ").replace("0", "O").replace("1", "l")
    other = "1" * 64

    def told(**raw: str) -> CheckedReport:
        return check_report(store, MINT, raw)

    genuine, altered, unknown = CheckOutcome.GENUINE, CheckOutcome.ALTERED, CheckOutcome.UNKNOWN
    assert told(code=as_read) == CheckedReport(genuine, day, False)
    assert told(code=report.code, sha256=file.file.sha256.upper()) == (genuine, day, True)
    assert told(code=report.code, sha256=other) == (altered, day, True)
    assert told(code="0000-0000-0000-0000", sha256=other) == (unknown, None, True)
    assert check_file(store, file.file.sha256) == (genuine, day, True)
    assert check_file(store, other) == (unknown, None, True)
    give_up_draft(ask(), sheet, SeenVersions(None))
    withdrawn = CheckOutcome.WITHDRAWN
    assert told(code=report.code) == (withdrawn, day, False)
    assert check_file(store, file.file.sha256) == (withdrawn, day, True)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ({}, ("/code", "missing-field")),
        ({"code": "0000-0000"}, ("/code", "bad-check-code")),
        ({"code": "0" * 16, "sha256": "f" * 63}, ("/sha256", "bad-sha256")),
        ({"code": "0" * 16, "sha256": 1}, ("/sha256", "bad-sha256")),
        ({"code": "0" * 16, "firm": "x"}, ("/firm", "unknown-field")),
    ],
)
def test_what_is_no_code_is_refused(store: FakeStore, raw: Any, fault: tuple[str, str]) -> None:
    with pytest.raises(FaultyInput) as caught:
        check_report(store, MINT, raw)
    assert [(each.pointer, each.code) for each in caught.value.faults] == [fault]
