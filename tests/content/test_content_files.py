"""The bytes of content: read once, and the digest is that of what was read."""

from hashlib import sha256
from pathlib import Path

import pytest

from diagnosis.content.documents.content_files import content_digest, content_files, read_files
from diagnosis.content.library import check_content


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
