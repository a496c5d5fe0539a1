"""The process that prints: what it may use, and what becomes of a document that is too much."""

import subprocess
import sys
from pathlib import Path

import pytest

from diagnosis.report import printer
from diagnosis.report.child import FILE_BYTES, PRINTING_SECONDS, printer_of
from diagnosis.report.document import Passage, ReportTable
from diagnosis.report.file_format import FileFormat
from diagnosis.report.printer import ChildPrinter
from diagnosis.report.wire import written
from diagnosis.services.errors import PrinterMissing
from tests.report.documents import a_document

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_PANGO = (
    "import sys, cffi\n"
    "def dlopen(self, name, flags=0): raise OSError(f'cannot load library {name!r}')\n"
    "cffi.FFI.dlopen = dlopen\n"
)
RUN = "from diagnosis.report.child import main; main()\n"


def child(code: str, *arguments: str, content: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input=content, cwd=ROOT, capture_output=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_child_may_start_nothing_take_little_and_compute_for_a_while() -> None:
    limits = (
        "from diagnosis.report.child import limit_itself\n"
        "import resource, pathlib, tempfile\n"
        "limit_itself()\n"
        "try: bytearray(1600 << 20)\n"
        "except MemoryError: print('no memory')\n"
        "with tempfile.TemporaryFile() as file:\n"
        "    try: file.truncate(FILE + 1)\n"
        "    except OSError: print('no long file')\n"
        "kinds = resource.RLIMIT_CPU, resource.RLIMIT_NPROC\n"
        "print(*(resource.getrlimit(kind)[1] for kind in kinds))\n"
    ).replace("FILE", str(FILE_BYTES))
    shown = child(limits).stdout.decode().splitlines()
    assert shown == ["no memory", "no long file", f"{PRINTING_SECONDS} 0"]


@pytest.mark.parametrize("file_format", ["xlsx", "html", "md"])
def test_what_needs_no_pango_is_printed_without(file_format: str) -> None:
    answer = child(WITHOUT_PANGO + RUN, file_format, content=written(a_document()))
    head, _, files = answer.stdout.partition(b"\n")
    assert head.decode() == f'{{"{file_format}": {len(files)}}}'
    assert files


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_a_missing_library_is_told_by_name(file_format: str) -> None:
    answer = child(WITHOUT_PANGO + RUN, file_format, content=written(a_document()))
    assert answer.stdout.startswith(b'{"missing": "cannot load library')
    assert answer.stdout.count(b"\n") == 1


def test_the_printer_says_that_a_library_is_missing(
    print_files: ChildPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = subprocess.run

    def without(command: list[str], **more: object) -> object:
        return real([sys.executable, "-c", WITHOUT_PANGO + RUN, *command[4:]], **more)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", without)
    with pytest.raises(PrinterMissing, match="gobject"):
        print_files(a_document(), [FileFormat.PDF])


def test_several_formats_come_from_a_single_child(print_files: ChildPrinter) -> None:
    formats = [FileFormat.MARKDOWN, FileFormat.XLSX, FileFormat.HTML]
    document = a_document()
    files = print_files(document, formats)
    assert files == {each: printer_of(each)(document) for each in formats}
    assert {each.media_type.partition("/")[0] for each in FileFormat} == {"text", "application"}


@pytest.mark.usefixtures("pango")
def test_a_document_far_too_large_ends_with_a_clear_error(
    print_files: ChildPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "CHILD_SECONDS", 4)
    rows = tuple(("很长的一行" * 9, "x", "y") for _ in range(20_000))
    with pytest.raises(RuntimeError, match=r"^no report: .*timed out after 4 seconds"):
        print_files(a_document(ReportTable("t", ("a", "b", "c"), rows)), [FileFormat.PDF])


@pytest.mark.usefixtures("pango")
@pytest.mark.parametrize(
    ("limit", "ending"),
    [("RLIMIT_CPU: 2", b""), ("RLIMIT_AS: 720 << 20", b"MemoryError")],
)
def test_a_child_that_reaches_a_limit_ends_at_that(limit: str, ending: bytes) -> None:
    code = (
        "import resource; from diagnosis.report import child\n"
        f"child.LIMITS.update({{resource.{limit}}})\n"
        "child.main()\n"
    )
    rows = tuple(("很长的一行" * 9, "x", "y") for _ in range(20_000))
    content = written(a_document(ReportTable("t", ("a", "b", "c"), rows)))
    ended = child(code, "pdf", content=content)
    assert ended.returncode != 0 and ended.stdout == b""
    assert ending in ended.stderr


def test_a_child_that_fails_is_an_error_with_its_last_words(print_files: ChildPrinter) -> None:
    broken = a_document(Passage("x"))
    with pytest.raises(RuntimeError, match=r"^no report: .*is not a valid FileFormat"):
        print_files(broken, ["odt"])  # type: ignore[list-item]


def test_the_child_gets_no_secret(
    print_files: ChildPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[set[str]] = []
    real = subprocess.run

    def noted(*arguments: object, **more: object) -> object:
        started.append(set(more["env"]))  # type: ignore[call-overload]
        return real(*arguments, **more)  # type: ignore[call-overload]

    monkeypatch.setenv("DIAGNOSIS_KEY_PEPPER", "p" * 32)
    monkeypatch.setattr(subprocess, "run", noted)
    print_files(a_document(), [FileFormat.MARKDOWN])
    assert started == [{"TMPDIR", "HOME", "LANG"}]
