"""What a store must do with reports, and with what they are checked by."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnosis.services.ports.records import AssessmentRecord, ChangeKind
from diagnosis.services.ports.reports import ReportCheck, ReportRecord, ReportState
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.storage.identifiers import new_id
from tests.ports.records import CONTENTS, NOW, a_report, add_firm, open_nameless_sheet

OWNER, OTHER = Principal("local", "boss"), Principal("office", "x")
CONSULTANT = Principal("office", "x", AccessRole.CONSULTANT)
LATER = NOW + timedelta(hours=1)


def kept(store: Any, owner: Principal = OWNER) -> tuple[AssessmentRecord, ReportRecord]:
    """Return a draft of an owner and a report of it."""
    with store.begin(owner) as work:
        _, sheet = add_firm(work)
        report = a_report(sheet, owner.owner)
        work.add_report(report, CONTENTS)
    return sheet, report


def without_bytes(report: ReportRecord, **changed: Any) -> ReportRecord:
    files = tuple(replace(file, is_kept=False) for file in report.files)
    return replace(report, files=files, **changed)


def test_a_report_is_kept_with_its_files_for_its_owner(store: Any) -> None:
    sheet, report = kept(store)
    with store.begin(OWNER) as work:
        later = a_report(sheet, digest="e" * 64, contents={"pdf": b"x"})
        work.add_report(later, {"pdf": b"x"})
    with store.read(OWNER) as reader:
        assert reader.report(report.id) == report
        page = reader.reports(sheet.id, None, 1)
        assert page.items == (later,)
        assert reader.reports(sheet.id, page.next, 9).items == (report,)
        contents = {name: reader.report_content(report.id, name) for name in ("pdf", "html")}
        assert contents == CONTENTS and reader.report_content(later.id, "html") is None
        assert [each.kind for each in reader.changes(0, 9)][-2:] == [ChangeKind.REPORT_MADE] * 2
    with store.read(OTHER) as reader:
        assert reader.report(report.id) is None is reader.report_content(report.id, "pdf")
        assert reader.reports(sheet.id, None, 9).items == ()
    assert report.state_at(NOW) is ReportState.KEPT
    assert report.state_at(report.expires_at) is ReportState.EXPIRED


def test_a_report_is_checked_by_nobody_in_particular(store: Any) -> None:
    _, report = kept(store)
    files = {file.format: file.sha256 for file in report.files}
    check = ReportCheck(digest="d" * 64, day=report.day, pins=report.pins, files=files)
    assert store.report_check_of("d" * 64) == check
    assert store.report_check_of("f" * 64) is None
    assert store.report_check_of_file(files["pdf"]) == check
    assert store.report_check_of_file("d" * 64) is None


def test_a_withdrawn_report_has_no_bytes_and_whoever_checks_is_told(store: Any) -> None:
    _, report = kept(store)
    with store.begin(OTHER) as work:
        work.withdraw_report(report.id, NOW)
    check = store.report_check_of(report.code_digest)
    assert check.withdrawn_at is None
    with store.begin(OWNER) as work:
        work.withdraw_report(report.id, LATER)
        work.withdraw_report(report.id, LATER + timedelta(hours=1))
    with store.read(OWNER) as reader:
        assert reader.report(report.id) == without_bytes(report, withdrawn_at=LATER)
        assert reader.report_content(report.id, "pdf") is None
        kinds = [each.kind for each in reader.changes(0, 9)]
        assert kinds.count(ChangeKind.REPORT_WITHDRAWN) == 1
    assert store.report_check_of(report.code_digest) == replace(check, withdrawn_at=LATER)


def test_so_many_reports_of_a_sheet_keep_their_bytes(store: Any) -> None:
    sheet, first = kept(store)
    with store.begin(OWNER) as work:
        second = a_report(sheet, digest="e" * 64)
        work.add_report(second, CONTENTS)
        work.drop_report_files(sheet.id, 1)
    with store.read(OWNER) as reader:
        assert reader.reports(sheet.id, None, 9).items == (second, without_bytes(first))
    assert store.report_check_of(first.code_digest).withdrawn_at is None


def test_reports_go_with_their_draft_and_are_told_to_be_withdrawn(store: Any) -> None:
    sheet, report = kept(store)
    with store.begin(OWNER) as work:
        assert work.delete_draft(sheet.id, 9, LATER) is False
    assert store.report_check_of(report.code_digest).withdrawn_at is None
    with store.begin(OWNER) as work:
        assert work.delete_draft(sheet.id, 1, LATER) is True
        assert work.report(report.id) is None
    assert store.report_check_of(report.code_digest).withdrawn_at == LATER


def test_reports_go_with_their_firm_and_are_told_to_be_withdrawn(store: Any) -> None:
    sheet, report = kept(store)
    with store.begin(OWNER) as work:
        work.remove_enterprise(work.enterprise(sheet.enterprise_id), LATER)
    with store.read(OWNER) as reader:
        assert reader.report(report.id) is None is reader.report_content(report.id, "pdf")
    assert store.report_check_of(report.code_digest).withdrawn_at == LATER


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_reports_go_with_the_rows_of_a_nameless_owner(store: Any, is_forgotten: bool) -> None:
    code, _, sheet = open_nameless_sheet(store)
    report = a_report(sheet, code.owner)
    with store.begin(code.principal) as work:
        work.add_report(report, CONTENTS)
        work.erase(LATER, is_forgotten=is_forgotten)
    withdrawn_at = store.report_check_of(report.code_digest).withdrawn_at
    assert withdrawn_at == (None if is_forgotten else LATER)


def test_paper_of_a_draft_that_is_forgotten_can_still_be_checked(store: Any) -> None:
    sheet, report = kept(store)
    with store.begin(OWNER) as work:
        assert work.delete_draft(sheet.id, 1, LATER, is_forgotten=True) is True
        assert work.report(report.id) is None
    assert store.report_check_of(report.code_digest).withdrawn_at is None


def test_reports_are_taken_over_with_a_nameless_sheet(store: Any) -> None:
    code, _, sheet = open_nameless_sheet(store)
    report = a_report(sheet, code.owner)
    with store.begin(code.principal) as work:
        work.add_report(report, CONTENTS)
    with store.begin(OWNER) as work:
        assert work.take_over(code.owner) is True
    with store.read(OWNER) as reader:
        assert reader.report(report.id) == replace(report, owner="local")
        assert reader.report_content(report.id, "pdf") == CONTENTS["pdf"]
    assert store.report_check_of(report.code_digest).withdrawn_at is None


def test_whoever_a_firm_is_granted_to_reads_its_reports_and_withdraws_none(store: Any) -> None:
    sheet, report = kept(store)
    now = datetime.now(UTC)
    grant = Grant(
        id=new_id(now), enterprise_id=sheet.enterprise_id, grantee="office",
        role=AccessRole.CONSULTANT, purpose="visit", starts_at=now - timedelta(days=1),
        granted_by="boss",
    )  # fmt: skip
    with store.begin(OWNER) as work:
        work.add_grant(grant)
    with store.read(CONSULTANT) as reader:
        assert reader.report(report.id) == report
        assert reader.report_content(report.id, "pdf") == CONTENTS["pdf"]
    with store.begin(replace(CONSULTANT, is_writing=True)) as work:
        assert work.report(report.id) is None
        work.withdraw_report(report.id, LATER)
    assert store.report_check_of(report.code_digest).withdrawn_at is None
