"""What a store must do with links to results."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from diagnosis.services.ports.records import AssessmentRecord, ChangeKind
from diagnosis.services.ports.result_links import ResultLink
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.identifiers import new_id
from tests.ports.records import NOW, add_firm, open_nameless_sheet

OWNER, OTHER = Principal("local", "boss"), Principal("office", "x")


def a_result_link(
    sheet: AssessmentRecord, owner: str = "local", digest: str = "d" * 64
) -> ResultLink:
    return ResultLink(
        id=new_id(NOW), owner=owner, digest=digest, enterprise_id=sheet.enterprise_id,
        assessment_id=sheet.id, recipient="bank", created_at=NOW,
        ends_at=NOW + timedelta(days=30), created_by="boss",
    )  # fmt: skip


def test_a_link_is_looked_up_listed_and_revoked(store: Any) -> None:
    with store.begin(OWNER) as work:
        _, sheet = add_firm(work)
        link, later = a_result_link(sheet), a_result_link(sheet, digest="e" * 64)
        work.add_result_link(link)
        work.add_result_link(later)
    assert [store.result_link_of(each) for each in ("d" * 64, "f" * 64)] == [link, None]
    assert store.link_of("d" * 64) is None
    with store.begin(OTHER) as work:
        work.revoke_result_link(link.id, NOW)
        assert work.result_link(link.id) is None
        assert work.result_links(sheet.id, None, 9).items == ()
    with store.begin(OWNER) as work:
        for hours in (1, 2):
            work.revoke_result_link(link.id, NOW + timedelta(hours=hours))
    revoked = replace(link, revoked_at=NOW + timedelta(hours=1))
    with store.read(OWNER) as reader:
        assert reader.result_link(link.id) == revoked == store.result_link_of(link.digest)
        assert reader.result_links(sheet.id, None, 9).items == (later, revoked)
        kinds = [each.kind for each in reader.changes(0, 9)][-3:]
    given = ChangeKind.RESULT_LINK_GIVEN
    assert kinds == [given, given, ChangeKind.RESULT_LINK_REVOKED]


def test_a_link_goes_with_its_draft(store: Any) -> None:
    with store.begin(OWNER) as work:
        _, sheet = add_firm(work)
        link = a_result_link(sheet)
        work.add_result_link(link)
    with store.begin(OWNER) as work:
        assert work.delete_draft(sheet.id, 1, NOW) is True
    assert store.result_link_of(link.digest) is None


def test_a_link_is_taken_over_with_a_nameless_sheet(store: Any) -> None:
    code, _, sheet = open_nameless_sheet(store)
    link = a_result_link(sheet, code.owner)
    with store.begin(code.principal) as work:
        work.add_result_link(link)
    with store.begin(OWNER) as work:
        assert work.take_over(code.owner) is True
    assert store.result_link_of(link.digest) == replace(link, owner="local")


def test_a_link_goes_with_the_rows_of_its_nameless_owner(store: Any) -> None:
    code, _, sheet = open_nameless_sheet(store)
    link = a_result_link(sheet, code.owner)
    with store.begin(code.principal) as work:
        work.add_result_link(link)
        work.erase(NOW)
    assert store.result_link_of(link.digest) is None
