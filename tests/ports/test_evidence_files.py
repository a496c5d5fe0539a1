"""What keeps the bytes of files to answers must do, and what the folder does on the way."""

import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from diagnosis.services.errors import StoreUnavailable
from diagnosis.storage.evidence import evidence_folder
from diagnosis.storage.evidence.evidence_folder import EvidenceFolder
from tests.fakes.evidence import FakeEvidenceFiles

BYTES = b"a photo"
DIGEST = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture(params=["fake", "folder"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """Return what keeps files, of each kind in turn; nothing is kept yet."""
    return FakeEvidenceFiles() if request.param == "fake" else EvidenceFolder(tmp_path / "files")


def test_bytes_are_kept_by_owner(files: Any) -> None:
    with files.adding("local"):
        assert files.keep("local", BYTES) == DIGEST
        assert files.keep("local", BYTES) == DIGEST
    assert files.read("local", DIGEST) == BYTES
    assert files.read("office", DIGEST) is None
    assert list(files.digests("local")) == [DIGEST]
    assert list(files.digests("office")) == []
    with files.clearing("local"):
        files.remove("local", DIGEST)
        files.remove("local", DIGEST)
    assert files.read("local", DIGEST) is None and list(files.owners()) == []


def test_bytes_are_handed_over_and_stay_where_they_were(files: Any) -> None:
    files.keep("code:1", BYTES)
    for _ in range(2):
        files.hand_over("code:1", DIGEST, "local")
    files.hand_over("code:1", "0" * 64, "local")
    assert list(files.owners()) == ["code:1", "local"]
    files.remove("code:1", DIGEST)
    assert files.read("local", DIGEST) == BYTES
    assert list(files.digests("local")) == [DIGEST]


def test_there_is_nothing_to_clear_where_nothing_was_kept(files: Any) -> None:
    with files.clearing("local"):
        assert list(files.owners()) == [] and list(files.digests("local")) == []
        files.tidy("local")


def test_others_on_the_machine_cannot_read_them(tmp_path: Path) -> None:
    files = EvidenceFolder(tmp_path / "files")
    with files.adding("local"):
        files.keep("local", BYTES)
    for path in (tmp_path / "files").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_bytes_that_were_changed_are_not_there(tmp_path: Path) -> None:
    files = EvidenceFolder(tmp_path / "files")
    files.keep("local", BYTES)
    (tmp_path / "files" / "local" / DIGEST).write_bytes(b"others")
    assert files.read("local", DIGEST) is None
    files.keep("local", BYTES)
    assert files.read("local", DIGEST) == BYTES


def test_a_file_has_its_name_once_it_is_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, real, seen = EvidenceFolder(tmp_path / "files"), os.fsync, []

    def noted(descriptor: int) -> None:
        place = Path(f"/proc/self/fd/{descriptor}").readlink()
        folder = tmp_path / "files" / "local"
        seen.append((place.name.rpartition(".")[2], (folder / DIGEST).exists()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    files.keep("local", BYTES)
    assert seen[-2:] == [("part", False), ("local", True)]


def test_a_disk_that_is_full_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = EvidenceFolder(tmp_path / "files")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with files.adding("local"):
        files.keep("local", b"before")
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(StoreUnavailable, match="No space left"):
            files.keep("local", BYTES)
    assert files.read("local", DIGEST) is None
    assert len(list((tmp_path / "files" / "local").iterdir())) == 1


def test_what_a_kill_left_behind_is_tidied_away(tmp_path: Path) -> None:
    files = EvidenceFolder(tmp_path / "files")
    files.keep("local", BYTES)
    (tmp_path / "files" / "local" / ".0123.part").write_bytes(b"half")
    with files.clearing("local"):
        files.tidy("local")
    assert [path.name for path in (tmp_path / "files" / "local").iterdir()] == [DIGEST]


def test_nobody_clears_while_somebody_adds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_folder, "_WAIT_SECONDS", 0.05)
    files, others = EvidenceFolder(tmp_path / "files"), EvidenceFolder(tmp_path / "files")
    refused = pytest.raises(StoreUnavailable)
    with files.adding("local"), others.adding("local"), refused, others.clearing("local"):
        raise AssertionError("it was let in")
    with files.clearing("local"), pytest.raises(StoreUnavailable), others.adding("local"):
        raise AssertionError("it was let in")
    with others.adding("local"):
        pass


def test_without_links_bytes_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        raise OSError(95, "Operation not supported")

    files = EvidenceFolder(tmp_path / "files")
    files.keep("code:1", BYTES)
    monkeypatch.setattr(os, "link", refused)
    files.hand_over("code:1", DIGEST, "local")
    assert files.read("local", DIGEST) == BYTES


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "files").write_bytes(b"a file")
    with pytest.raises(StoreUnavailable):
        EvidenceFolder(tmp_path / "files").keep("local", BYTES)
