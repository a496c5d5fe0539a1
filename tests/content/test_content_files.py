"""The bytes of content: read once, and the digest is that of what was read."""

from hashlib import sha256
from pathlib import Path

import pytest

from diagnosis.content.documents.content_files import (
    TOLERATED,
    content_digest,
    content_files,
    read_files,
    unread_files,
)
from diagnosis.content.library import FaultyContent, check_content, load_content
from tests.builders import copy_content


def test_digest_is_over_names_and_bytes() -> None:
    # Worked out in plain steps: name, a zero byte, the sha256 of the bytes; then the next file.
    text = b"a.yaml\0" + sha256(b"one").digest() + b"b/c.yaml\0" + sha256(b"").digest()
    assert content_digest({"a.yaml": b"one", "b/c.yaml": b""}) == sha256(text).hexdigest()


def test_another_order_or_place_of_bytes_is_another_digest() -> None:
    digests = {
        content_digest({"a.yaml": b"1", "b.yaml": b"2"}),
        content_digest({"b.yaml": b"2", "a.yaml": b"1"}),
        content_digest({"a.yaml": b"2", "b.yaml": b"1"}),
        content_digest({"a.yaml": b"12", "b.yaml": b""}),
    }
    assert len(digests) == 4


def test_files_are_those_of_the_two_folders(tmp_path: Path) -> None:
    for name in ("questionnaires/b.yaml", "knowledge/a.yaml", "knowledge/a.txt", "c.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    assert list(read_files(tmp_path).items()) == [
        ("knowledge/a.yaml", b"knowledge/a.yaml"),
        ("questionnaires/b.yaml", b"questionnaires/b.yaml"),
    ]


@pytest.mark.no_cover
def test_each_file_is_read_once(content_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changes between two readings would be pinned under the digest of another."""
    reads: list[Path] = []
    read_bytes = Path.read_bytes

    def counted(path: Path) -> bytes:
        if path.is_relative_to(content_dir / "knowledge"):
            reads.append(path)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    checked = check_content(content_dir)
    assert reads == [path for path in content_files(content_dir) if "knowledge" in path.parts]
    assert checked.content is not None
    assert checked.content.digest == content_digest(read_files(content_dir))


UNREAD = (
    "knowledge/.sources.yaml.swp",
    "knowledge/a.txt",
    "knowledge/cases/.ipynb_checkpoints/case-a.json",
    "knowledge/new-folder/figures.csv",
    "questionnaires/.git",
    "questionnaires/forms/screening@2.0.0.YAML",
    "questionnaires/forms/screening@2.0.0.yaml.orig",
    "questionnaires/forms/screening@2.0.0.yaml~",
    "questionnaires/items/miit.yml",
)


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: 1\n")


def test_what_nobody_reads_is_named_file_by_file(tmp_path: Path) -> None:
    put(tmp_path, *UNREAD, "knowledge/a.yaml", "models/notes.txt", "notes.txt")
    put(tmp_path, *(f"knowledge/cases/{name}" for name in TOLERATED))
    (tmp_path / "knowledge/empty").mkdir()
    assert unread_files(tmp_path) == list(UNREAD)


def test_a_link_that_is_not_followed_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, "elsewhere/b.yaml", "knowledge/a.yaml")
    for name, target in (
        ("to-a-folder", "elsewhere"),
        ("to-nothing.yaml", "nothing"),
        ("to-a-file.yaml", "elsewhere/b.yaml"),
    ):
        (tmp_path / "knowledge" / name).symlink_to(tmp_path / target)
    assert unread_files(tmp_path) == ["knowledge/to-a-folder", "knowledge/to-nothing.yaml"]
    assert list(read_files(tmp_path)) == ["knowledge/a.yaml", "knowledge/to-a-file.yaml"]


@pytest.mark.no_cover
def test_an_unread_file_is_a_fault_whether_or_not_content_is_compiled(
    content_dir: Path, tmp_path: Path
) -> None:
    root, compiled = tmp_path / "content", tmp_path / "compiled"
    copy_content(content_dir, root)
    assert load_content(root, compiled).digest == load_content(root, compiled).digest
    put(root, "questionnaires/items/miit.yml")
    message = "questionnaires/items/miit.yml:1: shape: no kind of content lives at this path"
    assert list(map(str, check_content(root).faults)) == [message]
    with pytest.raises(FaultyContent) as caught:
        load_content(root, compiled)
    assert list(map(str, caught.value.faults)) == [message]
    (root / "questionnaires/items/miit.yml").unlink()
    assert load_content(root, compiled).bank


@pytest.mark.parametrize(
    "name",
    ["knowledge/cases/more/case-a.yaml", "knowledge/sources.yaml.yaml", "questionnaires/a.yaml"],
)
def test_a_file_in_no_known_place_is_a_fault(name: str, tmp_path: Path) -> None:
    put(tmp_path, name)
    (fault,) = check_content(tmp_path).faults
    assert str(fault) == f"{name}:1: shape: no kind of content lives at this path"
