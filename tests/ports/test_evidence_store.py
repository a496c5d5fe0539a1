"""What a store must do with the rows of files to answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.scope import AccessRole, Grant, Principal
from diagnosis.storage.identifiers import new_id
from tests.ports.records import NOW, a_file, add_firm, open_nameless_sheet

OWNER, OTHER = Principal("local", "boss"), Principal("office", "x")
VISITOR = Principal("office", "x", AccessRole.CONSULTANT)


def test_files_are_added_listed_and_removed(store: Any) -> None:
    with store.begin(OWNER) as work:
        _, sheet = add_firm(work)
        first, second = a_file(sheet), a_file(sheet, "b")
        assert work.add_evidence(first) is True
        assert work.add_evidence(second) is True
        assert work.add_evidence(a_file(sheet)) is False
        other_item = a_file(sheet, item="b")
        assert work.add_evidence(other_item) is True
    with store.read(OWNER) as reader:
        assert reader.evidence(first.id) == first
        assert reader.evidence_of(sheet.id) == (first, second, other_item)
        assert reader.owner_of_evidence(first.id) == "local"
        assert reader.evidence_bytes() == 3_000
        assert reader.named_files() == {"a" * 64, "b" * 64}
        assert reader.named_files(["b" * 64, "c" * 64]) == {"b" * 64}
        assert reader.files_of_firm(sheet.enterprise_id) == {"a" * 64, "b" * 64}
        kinds = [each.kind for each in reader.changes(0, 9)][-3:]
    assert kinds == [ChangeKind.EVIDENCE_ADDED] * 3
    with store.begin(OWNER) as work:
        assert work.remove_evidence(first, NOW) is True
        assert work.remove_evidence(first, NOW) is False
        assert work.named_files() == {"a" * 64, "b" * 64}
        assert work.remove_evidence(other_item, NOW) is True
        assert work.named_files() == {"b" * 64}
    with store.read(OWNER) as reader:
        assert [each.kind for each in reader.changes(0, 9)][-1] is ChangeKind.EVIDENCE_REMOVED


def test_files_of_others_are_not_there_until_their_firm_is_granted(store: Any) -> None:
    with store.begin(OWNER) as work:
        firm, sheet = add_firm(work)
        file = a_file(sheet)
        work.add_evidence(file)
    with store.begin(OTHER) as work:
        assert work.evidence(file.id) is None and work.evidence_of(sheet.id) == ()
        assert work.remove_evidence(file, NOW) is False
        assert (work.named_files(), work.evidence_bytes()) == (frozenset(), 0)
    now = datetime.now(UTC)
    grant = Grant(
        id=new_id(now), enterprise_id=firm.id, grantee="office", role=AccessRole.CONSULTANT,
        purpose="visit", starts_at=now - timedelta(days=1), granted_by="boss",
    )  # fmt: skip
    with store.begin(OWNER) as work:
        work.add_grant(grant)
    with store.read(VISITOR) as reader:
        assert reader.evidence_of(sheet.id) == (file,)
        assert reader.owner_of_evidence(file.id) == "local"
        assert (reader.named_files(), reader.evidence_bytes()) == (frozenset(), 0)
        assert reader.files_of_firm(firm.id) == frozenset()
    with store.read(replace(VISITOR, role=AccessRole.PORTAL)) as reader:
        assert reader.evidence(file.id) is None
    with store.begin(OWNER) as work:
        assert work.revoke_grant(grant.id, now)
    with store.read(VISITOR) as reader:
        assert reader.evidence(file.id) is None and reader.owner_of_evidence(file.id) is None


def test_files_go_with_a_draft(store: Any) -> None:
    with store.begin(OWNER) as work:
        _, sheet = add_firm(work)
        work.add_evidence(a_file(sheet))
        assert work.delete_draft(sheet.id, 1, NOW) is True
        assert work.evidence_of(sheet.id) == ()


def test_files_go_with_a_nameless_sheet(store: Any) -> None:
    code, firm, sheet = open_nameless_sheet(store)
    with store.begin(code.principal) as work:
        work.add_evidence(a_file(sheet))
    with store.begin(OWNER) as work:
        assert work.take_over(code.owner) is True
        assert [each.digest for each in work.evidence_of(sheet.id)] == ["a" * 64]
    with store.read(OWNER) as reader:
        assert reader.named_files() == {"a" * 64}
        assert reader.files_of_firm(firm.id) == {"a" * 64}
    with store.read(code.principal) as reader:
        assert reader.named_files() == frozenset()


def test_files_of_a_nameless_sheet_are_erased_with_it(store: Any) -> None:
    code, _, sheet = open_nameless_sheet(store)
    with store.begin(code.principal) as work:
        work.add_evidence(a_file(sheet))
        assert work.named_files() == {"a" * 64}
        work.erase(NOW)
    with store.read(code.principal) as reader:
        assert reader.named_files() == frozenset()
