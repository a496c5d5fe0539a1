"""What a store must do with section links, and with what was answered through them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from diagnosis.services.ports.links import AnswerNote, LinkRecord
from diagnosis.services.ports.records import AssessmentRecord, ChangeKind
from diagnosis.services.ports.scope import Principal
from diagnosis.storage.identifiers import new_id
from tests.ports.records import NOW, add_firm, open_nameless_sheet

OWNER, OTHER = Principal("local", "boss"), Principal("office", "x")


def a_link(sheet: AssessmentRecord, owner: str = "local", digest: str = "d" * 64) -> LinkRecord:
    return LinkRecord(
        id=new_id(NOW), owner=owner, digest=digest, enterprise_id=sheet.enterprise_id,
        assessment_id=sheet.id, section="work", respondent="会计", created_at=NOW,
        ends_at=NOW + timedelta(days=14), created_by="boss",
    )  # fmt: skip


def a_note(link: LinkRecord, item: str = "a") -> AnswerNote:
    return AnswerNote(
        id=new_id(NOW), enterprise_id=link.enterprise_id, assessment_id=link.assessment_id,
        item=item, link_id=link.id, respondent=link.respondent, value=1.5, entered=True,
        answered_at=NOW,
    )  # fmt: skip


def test_a_link_is_looked_up_listed_and_revoked(store: Any) -> None:
    with store.begin(OWNER) as work:
        _, sheet = add_firm(work)
        link, later = a_link(sheet), a_link(sheet, digest="e" * 64)
        work.add_link(link)
        work.add_link(later)
    assert [store.link_of(each) for each in ("d" * 64, "f" * 64)] == [link, None]
    with store.begin(OTHER) as work:
        work.revoke_link(link.id, NOW)
        assert work.link(link.id) is None and work.links(sheet.id, None, 9).items == ()
    with store.begin(OWNER) as work:
        for hours in (1, 2):
            work.revoke_link(link.id, NOW + timedelta(hours=hours))
    revoked = replace(link, revoked_at=NOW + timedelta(hours=1))
    with store.read(OWNER) as reader:
        assert reader.link(link.id) == revoked == store.link_of(link.digest)
        assert reader.links(sheet.id, None, 9).items == (later, revoked)
        kinds = [each.kind for each in reader.changes(0, 9)][-3:]
    assert kinds == [ChangeKind.LINK_GIVEN, ChangeKind.LINK_GIVEN, ChangeKind.LINK_REVOKED]


def test_the_last_answer_of_a_respondent_is_kept(store: Any) -> None:
    with store.begin(OWNER) as work:
        _, sheet = add_firm(work)
        link = a_link(sheet)
        work.add_link(link)
        first, other = a_note(link), a_note(link, "b")
        for note in (first, other):
            work.keep_note(note)
        later = replace(first, value="x", entered=False)
        work.keep_note(later)
        work.settle_item(sheet.id, "b", NOW)
    with store.begin(OTHER) as work:
        work.drop_note(first.id)
        work.settle_item(sheet.id, "a", NOW)
        assert work.notes(sheet.id) == ()
    with store.begin(OWNER) as work:
        assert work.notes(sheet.id) == (later, replace(other, settled_at=NOW))
        work.drop_note(other.id)
        assert work.notes(sheet.id) == (later,)
        assert work.delete_draft(sheet.id, 1, NOW) is True
    assert store.link_of(link.digest) is None
    with store.read(OWNER) as reader:
        assert reader.notes(sheet.id) == ()


def test_links_and_answers_go_with_a_nameless_sheet(store: Any) -> None:
    code, firm, sheet = open_nameless_sheet(store)
    link = a_link(sheet, code.owner)
    with store.begin(code.principal) as work:
        work.add_link(link)
        work.keep_note(a_note(link))
    with store.begin(OWNER) as work:
        assert work.take_over(code.owner) is True
    assert store.link_of(link.digest) == replace(link, owner="local")
    with store.begin(replace(link, owner="local").principal) as work:
        assert [note.item for note in work.notes(sheet.id)] == ["a"]
        assert work.enterprise(firm.id) is not None
