"""Files are told by their content alone, and opened in a child process with limits."""

import fcntl
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from diagnosis.files.evidence.child import CPU_SECONDS
from diagnosis.files.evidence.cleaner import ChildCleaner
from diagnosis.services.errors import FilesBusy
from diagnosis.services.ports.evidence import FileKind, FileRefused
from tests.evidence_files import PAGES, a_pdf, a_pdf_of, a_photo, a_picture, a_zip

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def clean(tmp_path: Path) -> ChildCleaner:
    """Return a cleaner that waits for nobody."""
    return ChildCleaner(tmp_path / "turn", wait_seconds=0)


def refusal(clean: ChildCleaner, content: bytes, stated: FileKind) -> FileRefused:
    """Return why a file is refused."""
    with pytest.raises(FileRefused) as refused:
        clean(content, stated)
    return refused.value


@pytest.mark.parametrize(
    ("content", "stated", "kept"),
    [
        (a_photo(), FileKind.JPEG, FileKind.JPEG),
        (a_picture("PNG"), FileKind.PNG, FileKind.PNG),
        (a_picture("WEBP"), FileKind.WEBP, FileKind.JPEG),
        (a_pdf(), FileKind.PDF, FileKind.PDF),
    ],
)
def test_each_kind_comes_back_clean(
    clean: ChildCleaner, content: bytes, stated: FileKind, kept: FileKind
) -> None:
    assert clean(content, stated).kind is kept


@pytest.mark.parametrize(
    ("content", "stated", "code"),
    [
        (b"", FileKind.PNG, "empty-file"),
        (SVG, FileKind.PNG, "unknown-kind"),
        (b"<html><script>alert(1)</script>", FileKind.PDF, "unknown-kind"),
        (b"MZ\x90\0", FileKind.JPEG, "unknown-kind"),
        (a_zip(), FileKind.PDF, "unknown-kind"),
        (b"x" + a_pdf(), FileKind.PDF, "unknown-kind"),
        (a_picture("GIF"), FileKind.PNG, "unknown-kind"),
        (a_picture("PNG"), FileKind.JPEG, "other-kind"),
        (a_pdf(), FileKind.PNG, "other-kind"),
        (a_pdf() + a_zip(), FileKind.PDF, "archive-in-file"),
        (a_picture("JPEG") + a_zip(), FileKind.JPEG, "archive-in-file"),
        (a_picture("JPEG") + b"Rar!\x1a\x07\0", FileKind.JPEG, "archive-in-file"),
        (a_photo()[:-200], FileKind.JPEG, "broken-file"),
        (a_pdf(lambda writer: writer.encrypt("a")), FileKind.PDF, "encrypted-file"),
    ],
)
def test_what_is_not_taken_is_refused(
    clean: ChildCleaner, content: bytes, stated: FileKind, code: str
) -> None:
    assert refusal(clean, content, stated).code == code


def test_a_bomb_ends_within_its_limits(clean: ChildCleaner) -> None:
    catalogue = b"<</Type/Catalog/Pages 2 0 R>>"
    start = time.monotonic()
    for content in (
        a_pdf_of([catalogue, *PAGES], b" " * 300_000_000),
        a_pdf_of([catalogue, *PAGES, b"[" * 100_000 + b"]" * 100_000]),
    ):
        assert refusal(clean, content, FileKind.PDF).code in ("broken-file", "too-complex-file")
    assert time.monotonic() - start < 2 * CPU_SECONDS


def test_the_child_may_not_write_open_or_compute_for_long() -> None:
    limits = (
        "from diagnosis.files.evidence.child import limit_itself\n"
        "import resource, pathlib\n"
        "limit_itself()\n"
        "try: bytearray(600 << 20)\n"
        "except MemoryError: print('no memory')\n"
        "try: pathlib.Path(r'{folder}/x').write_bytes(b'x')\n"
        "except OSError: print('no file')\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU))\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", limits.format(folder="/tmp")],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert shown.stdout.splitlines() == ["no memory", "no file", f"({CPU_SECONDS}, {CPU_SECONDS})"]


def test_a_child_that_is_ended_by_its_limits_is_a_refusal(
    clean: ChildCleaner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(*args: Any, **more: Any) -> Any:
        raise subprocess.TimeoutExpired("child", 1)

    monkeypatch.setattr(subprocess, "run", endless)
    assert refusal(clean, a_pdf(), FileKind.PDF).code == "too-complex-file"


def test_another_file_is_waited_for_and_then_refused(tmp_path: Path) -> None:
    turn = tmp_path / "turn"
    clean = ChildCleaner(turn, wait_seconds=0.05)
    with turn.open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(FilesBusy):
            clean(a_picture("PNG"), FileKind.PNG)
    assert clean(a_picture("PNG"), FileKind.PNG).kind is FileKind.PNG
    assert clean(a_picture("PNG"), FileKind.PNG).kind is FileKind.PNG


def test_the_child_gets_no_secret(clean: ChildCleaner, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Any] = []
    real = subprocess.run

    def noted(*args: Any, **more: Any) -> Any:
        started.append(more["env"])
        return real(*args, **more)

    monkeypatch.setenv("DIAGNOSIS_KEY_PEPPER", "p" * 32)
    monkeypatch.setattr(subprocess, "run", noted)
    clean(a_picture("PNG"), FileKind.PNG)
    assert started == [{}]
