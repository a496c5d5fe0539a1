"""Files to answers: who may add, read and remove them, how many, and what becomes of bytes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import FileNotKept, NotThere, StoreUnavailable
from diagnosis.services.intake.drafts import begin_draft, give_up_draft
from diagnosis.services.intake.evidence import (
    MOST_OF_ITEM,
    MOST_OF_SHEET,
    EvidenceDesk,
    add_evidence,
    get_evidence,
    list_evidence,
    remove_evidence,
)
from diagnosis.services.intake.evidence_files import hand_over_files, sweep_files
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.evidence import FileKind, FileRefused
from diagnosis.services.ports.scope import Principal
from diagnosis.services.seen_versions import seen
from diagnosis.services.transaction import Caller
from tests.builders import a_sheet
from tests.fakes.evidence import FakeEvidenceFiles, as_it_is
from tests.fakes.store import FakeStore

Ask = Callable[..., Caller]
PHOTO, PDF = FileKind.PNG, FileKind.PDF
ITEM = "ai-plan"


class Shelf:
    """A sheet that files are added to, with what keeps their bytes."""

    def __init__(self, content: Content, ask: Ask) -> None:
        self.files = FakeEvidenceFiles()
        self.desk = EvidenceDesk(content=content, files=self.files, clean=as_it_is)
        self._ask = ask
        self.sheet = begin_draft(content, ask(), a_sheet("full", {ITEM: 1}), None).value

    def ask(self, owner: str = "local") -> Caller:
        """Return a caller who can reach the files."""
        return replace(self._ask(owner), files=self.files)

    def add(self, sent: bytes, item: str = ITEM, **changes: Any) -> Any:
        """Return what adding a file returns; `changes` are those of the desk."""
        desk = replace(self.desk, **changes)
        return add_evidence(desk, self.ask(), self.sheet.id, item, sent, PHOTO)

    def codes(self, sent: bytes, item: str = ITEM, **changes: Any) -> list[str]:
        """Return the codes of the faults that refuse a file."""
        with pytest.raises(FaultyInput) as caught:
            self.add(sent, item, **changes)
        return [fault.code for fault in caught.value.faults]


@pytest.fixture
def shelf(content: Content, ask: Ask) -> Shelf:
    """Return a sheet without a file."""
    return Shelf(content, ask)


def test_a_file_is_kept_listed_read_and_removed(shelf: Shelf) -> None:
    record = shelf.add(b"a photo")
    assert (record.item, record.kind, record.size) == (ITEM, PHOTO, 7)
    assert shelf.add(b"a photo") == record, "the same file again adds nothing"
    other = shelf.add(b"a photo", "equipment-automation")
    assert list_evidence(shelf.ask(), shelf.sheet.id) == (record, other)
    kept = get_evidence(shelf.files, shelf.ask(), shelf.sheet.id, record.id)
    assert (kept.record, kept.content) == (record, b"a photo")
    remove_evidence(shelf.ask(), shelf.sheet.id, record.id)
    assert len(shelf.files.kept) == 1, "the other answer has the same bytes"
    remove_evidence(shelf.ask(), shelf.sheet.id, other.id)
    assert shelf.files.kept == {}
    with pytest.raises(NotThere):
        remove_evidence(shelf.ask(), shelf.sheet.id, other.id)


def test_strangers_find_no_file(shelf: Shelf, content: Content, ask: Ask) -> None:
    record = shelf.add(b"a photo")
    stranger = shelf.ask("stranger")
    for attempt in (
        lambda: list_evidence(stranger, shelf.sheet.id),
        lambda: get_evidence(shelf.files, stranger, shelf.sheet.id, record.id),
        lambda: remove_evidence(stranger, shelf.sheet.id, record.id),
        lambda: add_evidence(shelf.desk, stranger, shelf.sheet.id, ITEM, b"x", PHOTO),
    ):
        with pytest.raises(NotThere):
            attempt()
    again = begin_draft(content, ask(), a_sheet("screening", {ITEM: 1}), None).value
    with pytest.raises(NotThere):  # it is of another sheet
        get_evidence(shelf.files, shelf.ask(), again.id, record.id)
    assert set(shelf.files.kept) == {("local", record.digest)}


def test_what_the_form_does_not_ask_has_no_file(shelf: Shelf) -> None:
    assert shelf.codes(b"x", "no-such-question") == ["not-in-form"]
    assert shelf.files.kept == {}


def test_there_are_as_many_files_as_may_be(shelf: Shelf, content: Content) -> None:
    for number in range(MOST_OF_ITEM):
        shelf.add(b"%d" % number)
    assert shelf.codes(b"one more") == ["too-many-files-of-item"]
    assert len(shelf.files.kept) == MOST_OF_ITEM, "the bytes of what was refused are gone"
    asked = [item for item in content.forms["full"]["2.0.0"].entries if item != ITEM]
    for number in range(MOST_OF_SHEET - MOST_OF_ITEM):
        shelf.add(b"%d" % number, asked[number // MOST_OF_ITEM])
    assert shelf.codes(b"one more", asked[-1]) == ["too-many-files-of-sheet"]


def test_an_organisation_has_room_for_so_many_bytes(shelf: Shelf) -> None:
    shelf.add(b"1234567", most_total=10)
    assert shelf.codes(b"1234", most_total=10) == ["no-room-for-files"]
    shelf.add(b"123", most_total=10)


def test_what_is_refused_or_grows_when_it_is_cleaned_is_not_kept(shelf: Shelf) -> None:
    def refuse(_sent: bytes, _stated: FileKind) -> Any:
        raise FileRefused("encrypted")

    assert shelf.codes(b"x", clean=refuse) == ["encrypted"]
    assert shelf.codes(b"12345", most_bytes=4) == ["too-large-when-clean"]
    assert shelf.files.kept == {}


def test_lost_bytes_are_told_and_a_file_that_went_meanwhile_is_not_there(shelf: Shelf) -> None:
    record = shelf.add(b"a photo")
    shelf.files.kept.clear()
    with pytest.raises(FileNotKept):
        get_evidence(shelf.files, shelf.ask(), shelf.sheet.id, record.id)


def test_a_draft_that_is_given_up_takes_its_files_along(shelf: Shelf) -> None:
    shelf.add(b"a photo")
    give_up_draft(shelf.ask(), shelf.sheet.id, seen(shelf.sheet.version))
    assert shelf.files.kept == {}


def test_what_no_row_names_is_swept(shelf: Shelf, store: FakeStore) -> None:
    record = shelf.add(b"a photo")
    shelf.files.keep("local", b"left behind")
    shelf.files.keep("gone", b"a photo")
    assert sweep_files(store, shelf.files, only_count=True) == 2
    assert len(shelf.files.kept) == 3
    assert sweep_files(store, shelf.files) == 2
    assert set(shelf.files.kept) == {("local", record.digest)}


def test_bytes_that_cannot_be_reached_are_left_to_the_sweep(
    shelf: Shelf, store: FakeStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = shelf.add(b"a photo")

    def away(_owner: str) -> Any:
        raise StoreUnavailable("the folder is away")

    with monkeypatch.context() as broken:
        broken.setattr(shelf.files, "clearing", away)
        remove_evidence(shelf.ask(), shelf.sheet.id, record.id)
    assert len(shelf.files.kept) == 1
    assert sweep_files(store, shelf.files) == 1


def test_bytes_are_handed_over_to_who_takes_a_sheet_over(shelf: Shelf, store: FakeStore) -> None:
    record = shelf.add(b"a photo")
    caller = shelf.ask()
    with store.begin(Principal("local", "boss")) as work:
        assert hand_over_files(caller, work, shelf.sheet.id, "local") == {record.digest}
        nowhere = replace(caller, files=None)
        assert hand_over_files(nowhere, work, shelf.sheet.id, "local") == {record.digest}
