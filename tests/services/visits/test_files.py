"""A consultant adds files at a visit: they are the firm's, within its limits, seen by both."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import GrantOver, NotThere, VisitSettled
from diagnosis.services.intake.evidence import (
    MOST_OF_ITEM,
    EvidenceDesk,
    get_evidence,
    list_evidence,
    remove_evidence,
)
from diagnosis.services.ports.evidence import EvidenceRecord, FileKind
from diagnosis.services.ports.records import ChangeKind
from diagnosis.services.ports.scope import Principal
from diagnosis.services.transaction import Caller
from diagnosis.services.visits.files import add_visit_evidence, remove_visit_evidence
from diagnosis.services.visits.of_sheet import visits_of_sheet
from diagnosis.services.visits.sheet import visit_sheet
from tests.fakes.evidence import FakeEvidenceFiles, as_it_is
from tests.ports.visit_records import FIRM, OFFICE, PORTAL, SECOND
from tests.services.visits.visiting import IN_BOTH, Visiting, seen_running

ITEM = "ai-plan"


class Camera:
    """Consultants at a visit, with what keeps the bytes of files."""

    def __init__(self, visiting: Visiting) -> None:
        self.visiting = visiting
        self.files = FakeEvidenceFiles()
        content = visiting.using.contents.current
        self.desk = EvidenceDesk(content=content, files=self.files, clean=as_it_is)
        self.sheet = visiting.row.assessment_id
        self.visit = visiting.begin()

    def ask(self, who: Principal, *, writes: bool = True) -> Caller:
        caller = self.visiting.writer(who) if writes else self.visiting.reader(who)
        return replace(caller, files=self.files)

    def add(
        self, sent: bytes, who: Principal = OFFICE, item: str = ITEM, **desk: Any
    ) -> EvidenceRecord:
        using = replace(self.desk, **desk)
        return add_visit_evidence(using, self.ask(who), self.visit, item, sent, FileKind.JPEG)

    def remove(self, evidence_id: str, who: Principal = OFFICE) -> None:
        remove_visit_evidence(self.ask(who), self.visit, evidence_id)

    def codes(self, sent: bytes, **changes: Any) -> list[str]:
        with pytest.raises(FaultyInput) as caught:
            self.add(sent, **changes)
        return [fault.code for fault in caught.value.faults]


@pytest.fixture
def camera(visiting: Visiting) -> Camera:
    """Return consultants at a visit that was begun."""
    return Camera(visiting)


@IN_BOTH
def test_a_file_of_a_visit_is_the_firms_and_seen_by_both(camera: Camera) -> None:
    record = camera.add(b"a photo")
    assert (record.item, record.visit_id, record.added_by) == (ITEM, camera.visit, OFFICE.actor)
    assert camera.add(b"a photo") == record, "the same file again adds nothing"
    assert list(camera.files.kept) == [(FIRM.owner, record.digest)]
    for who in (FIRM, OFFICE, PORTAL):
        caller = camera.ask(who, writes=False)
        assert list_evidence(caller, camera.sheet) == (record,)
        kept = get_evidence(camera.files, caller, camera.sheet, record.id)
        assert (kept.record, kept.content) == (record, b"a photo")
    using = camera.visiting.using
    lines = visit_sheet(using, camera.ask(OFFICE, writes=False), camera.visit).lines
    assert [line.entry.item for line in lines if line.evidence == (record,)] == [ITEM]
    (read,) = visits_of_sheet(using.contents, camera.ask(FIRM), camera.sheet).visits
    assert read.files == (record,)
    assert camera.visiting.kinds(FIRM)[-1] is ChangeKind.EVIDENCE_ADDED


@IN_BOTH
def test_a_file_is_removed_by_whoever_added_it_while_the_visit_is_open(camera: Camera) -> None:
    record, other = camera.add(b"a photo"), camera.add(b"another")
    with pytest.raises(NotThere):
        camera.remove(record.id, SECOND)
    camera.remove(record.id)
    assert [digest for _, digest in camera.files.kept] == [other.digest]
    assert camera.visiting.kinds(FIRM)[-1] is ChangeKind.EVIDENCE_REMOVED
    with pytest.raises(NotThere):
        camera.remove(record.id)
    camera.visiting.save(camera.visit, {ITEM: seen_running(1)})
    camera.visiting.sign(camera.visit)
    for act in (lambda: camera.remove(other.id), lambda: camera.add(b"a third")):
        with pytest.raises(VisitSettled):
            act()
    remove_evidence(camera.ask(FIRM), camera.sheet, other.id)
    assert camera.files.kept == {}, "what is the firm's it may remove"


@IN_BOTH
def test_nobody_else_adds_a_file_and_nobody_without_a_grant(camera: Camera) -> None:
    for who in (SECOND, FIRM, PORTAL):
        with pytest.raises(NotThere):
            camera.add(b"a photo", who)
    camera.visiting.revoke()
    with pytest.raises(GrantOver):
        camera.add(b"a photo")
    assert camera.files.kept == {}


def test_a_file_that_the_firm_added_is_not_of_the_visit(camera: Camera) -> None:
    mine = camera.add(b"a photo")
    with camera.visiting.store.begin(FIRM) as work:
        theirs = replace(mine, id="x", digest="d" * 64, visit_id=None)
        work.add_evidence(theirs)
    with pytest.raises(NotThere):
        camera.remove(theirs.id)


def test_the_limits_are_those_of_the_firm(camera: Camera) -> None:
    assert camera.codes(b"x", item="no-such-item") == ["not-in-form"]
    assert camera.codes(b"12345", most_bytes=4) == ["too-large-when-clean"]
    camera.add(b"12345")
    assert camera.codes(b"123456", most_total=10) == ["no-room-for-files"]
    for number in range(MOST_OF_ITEM - 1):
        camera.add(b"%d" % number)
    assert camera.codes(b"one too many") == ["too-many-files-of-item"]
    assert len(camera.files.kept) == MOST_OF_ITEM, "what is refused leaves no bytes"


def test_a_visit_that_is_settled_in_between_leaves_no_bytes(
    camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep: Callable[..., str] = camera.files.keep

    def keep_and_revoke(owner: str, content: bytes) -> str:
        camera.visiting.revoke()
        return keep(owner, content)

    monkeypatch.setattr(camera.files, "keep", keep_and_revoke)
    with pytest.raises(GrantOver):
        camera.add(b"a photo")
    assert camera.files.kept == {}
