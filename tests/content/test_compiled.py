"""Compiled copies: ours alone are deleted, a broken one is made anew, none is needed to start."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grimp
import pytest

from diagnosis.content import library
from diagnosis.content.compiled import (
    code_digest,
    code_files,
    compiled_path,
    keep_compiled,
    read_compiled,
)
from diagnosis.content.documents.content_files import content_digest, read_files
from diagnosis.content.library import Checked, check_content, load_content

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "diagnosis"
SMALL = "a bundle of 甲".encode()
PARTS = (
    "bank", "forms", "standards", "codes", "packages", "cases", "instruments", "measures",
    "context", "sources", "cited_in", "wording", "digest",
)  # fmt: skip
OURS = f"diagnosis-content-{'0' * 64}.compiled"


def keep(folder: Path, digest: str, bundle: bytes = SMALL) -> Path:
    path = compiled_path(folder, digest)
    keep_compiled(path, bundle)
    return path


def test_a_copy_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    assert read_compiled(keep(tmp_path / "not" / "there", "a")) == SMALL


def test_a_newer_copy_replaces_the_older_one_alone(tmp_path: Path) -> None:
    foreign = {
        "customers.json": "customers",
        f"{'a' * 64}.json": "another program names its files by a digest too",
        f"{'a' * 64}.compiled": "and so does a third",
        f"diagnosis-content-{'a' * 63}.compiled": "a digest has one digit more",
        f"{OURS}.bak": "a copy of a copy that somebody made",
        f"my-{OURS}": "the same",
    }
    for name, text in foreign.items():
        (tmp_path / name).write_text(text)
    (tmp_path / f"diagnosis-content-{'b' * 64}.compiled").mkdir()
    older = keep(tmp_path, "older")
    newer = keep(tmp_path, "newer")
    assert older != newer and not older.exists()
    assert read_compiled(newer) == SMALL
    left = {path.name: path.read_text() for path in tmp_path.iterdir() if path.is_file()}
    assert left.pop(newer.name)
    assert left == foreign


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def other_json(path: Path) -> None:
    path.write_text('{"documents": {}, "cited_in": {}}\n')


def another_type(path: Path) -> None:
    path.write_text("[1, 2, 3]")


def not_json(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00" * 100)


def one_byte_changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-9] ^= 1
    path.write_bytes(content)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def not_readable(path: Path) -> None:
    path.chmod(0)
    if os.geteuid() == 0:
        pytest.skip("the superuser reads everything")


def anybody_may_write_it(path: Path) -> None:
    path.chmod(0o666)


def written_by_another_user(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only the superuser gives files away")
    os.chown(path, 65534, 65534)


DAMAGES = [
    cut_off, emptied, other_json, another_type, not_json, one_byte_changed, a_folder, not_readable,
    anybody_may_write_it, written_by_another_user,
]  # fmt: skip


@pytest.fixture(scope="module")
def checked(content_dir: Path) -> Checked:
    return check_content(content_dir)


@pytest.fixture
def runs(checked: Checked, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each run of the gates, and answer with what they found the first time."""
    runs: list[str] = []

    def gates(files: object) -> Checked:
        runs.append("gates")
        return checked

    monkeypatch.setattr(library, "_check_files", gates)
    return runs


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_broken_copy_is_made_anew(
    damage: Callable[[Path], None], content_dir: Path, runs: list[str], tmp_path: Path
) -> None:
    whole = load_content(content_dir, tmp_path)
    (path,) = tmp_path.iterdir()
    text = path.read_bytes()
    assert load_content(content_dir, tmp_path).digest == whole.digest
    assert runs == ["gates"], "a whole copy is read"
    damage(path)
    assert load_content(content_dir, tmp_path).packages == whole.packages
    assert runs == ["gates", "gates"]
    assert [other.name for other in tmp_path.iterdir()] == [path.name]
    if path.is_file():
        assert path.read_bytes() == text
        assert load_content(content_dir, tmp_path).cited_in == whole.cited_in
        assert runs == ["gates", "gates"]


def test_content_from_a_copy_is_that_of_the_gates(
    content_dir: Path, checked: Checked, tmp_path: Path
) -> None:
    first, second = (load_content(content_dir, tmp_path) for _ in range(2))
    assert checked.content is not None
    for loaded in (first, second):
        for name in PARTS:
            assert getattr(loaded, name) == getattr(checked.content, name), name


def a_file(folder: Path) -> None:
    folder.write_text("not a folder")


def below_a_file(folder: Path) -> None:
    folder.parent.rmdir()
    folder.parent.write_text("not a folder")


def not_writable(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o500)
    if os.geteuid() == 0:
        pytest.skip("the superuser writes everywhere")


@pytest.mark.parametrize(
    "refuse", [a_file, below_a_file, not_writable], ids=lambda refuse: refuse.__name__
)
def test_a_folder_that_cannot_be_written_stops_no_start(
    refuse: Callable[[Path], None], content_dir: Path, runs: list[str], tmp_path: Path
) -> None:
    folder = tmp_path / "above" / "compiled"
    folder.parent.mkdir()
    refuse(folder)
    for _ in range(2):
        assert load_content(content_dir, folder).packages
    assert runs == ["gates", "gates"]


def test_a_copy_can_be_read_again_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert read_compiled(keep(tmp_path, "a")) == SMALL
    finally:
        os.umask(before)


def test_every_module_that_the_gates_run_is_in_the_key() -> None:
    graph = grimp.build_graph("diagnosis")
    gates = {name for name in graph.modules if name.startswith("diagnosis.content.")}
    run = gates.union(*map(graph.find_upstream_modules, gates))
    files = {
        path.relative_to(ROOT).with_suffix("").as_posix().removesuffix("/__init__")
        for path in code_files(PACKAGE)
    }
    assert {name.replace(".", "/") for name in run} - {"diagnosis"} <= files
    assert {"diagnosis/domain/scoring/one_sheet", "diagnosis/content/gates/shapes/golden"} <= files


@pytest.mark.parametrize(
    "place", ["domain/scoring/one_sheet.py", "content/gates/shapes/items.yaml"]
)
def test_a_copy_made_by_other_code_is_not_read(place: str, tmp_path: Path) -> None:
    for path in code_files(PACKAGE):
        copy = tmp_path / path.relative_to(PACKAGE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert code_digest(tmp_path) == code_digest(PACKAGE)
    (tmp_path / place).write_bytes((PACKAGE / place).read_bytes() + b"\n")
    assert code_digest(tmp_path) != code_digest(PACKAGE)


def test_whoever_reads_while_others_write_sees_a_whole_copy(tmp_path: Path) -> None:
    large = os.urandom(1_500_000)
    path = keep(tmp_path, "a", large)

    def write(_: int) -> bool:
        keep_compiled(path, large)
        return read_compiled(path) == large

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(write, range(80)))
    assert list(tmp_path.iterdir()) == [path]


def test_two_processes_start_at_the_same_time(content_dir: Path, tmp_path: Path) -> None:
    start = (
        "from pathlib import Path; from diagnosis.content.library import load_content; "
        f"print(load_content(Path({str(content_dir)!r}), Path({str(tmp_path)!r})).digest)"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", start], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    digest = content_digest(read_files(content_dir))
    for process in processes:
        output, errors = process.communicate(timeout=120)
        assert (output.decode().strip(), errors) == (digest, b"")
    (path,) = tmp_path.iterdir()
    assert read_compiled(path) is not None
