"""Each fault of content is found by its gate, with file and line: one fixture, one fault.

A fixture in invalid/ names a file of the real content, what to replace there and by what (or the
whole `text`, or `bytes` that are no text), the gate, the words expected and, where it is not the
patched file or 1, the `file` and the number of `faults` (null: whatever follows from the one).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from diagnosis.content.build.content import build_content
from diagnosis.content.documents.content_files import content_files
from diagnosis.content.documents.shared_marks import with_shared_marks
from diagnosis.content.documents.yaml_file import ContentFault, Document, parse_yaml, read_yaml
from diagnosis.content.gates.meaning import check_meaning
from diagnosis.content.gates.sense.gate import check_sense
from diagnosis.content.gates.sense.published import digest_of
from diagnosis.content.gates.shape import KINDS, check_shape
from diagnosis.content.library import FaultyContent, check_content, load_content

INVALID = sorted((Path(__file__).parent / "invalid").glob("*.yaml"))
CATALOGUE = ("knowledge/cases/", "knowledge/support/")


@pytest.fixture(scope="module")
def documents(content_dir: Path) -> dict[str, Document]:
    """All content but the catalogue, which would make each fixture slow."""
    read = {}
    for path in content_files(content_dir):
        if path.relative_to(content_dir).as_posix().startswith(CATALOGUE):
            continue
        document, faults = read_yaml(content_dir, path)
        assert document is not None and not faults
        read[document.path] = document
    return read


def patched(root: Path, documents: dict[str, Document], patch: Any) -> tuple[str, Path]:
    """Write the patched file below `root`; return its name and path."""
    name = patch["path"]
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if "bytes" in patch:
        path.write_bytes(bytes.fromhex(patch["bytes"]))
        return name, path
    text = patch.get("text")
    if text is None:
        text = documents[name].text
        assert patch["replace"] in text, f"{patch['replace']!r} no longer stands in {name}"
        text = text.replace(patch["replace"], patch["by"], -1 if patch.get("all") else 1)
    path.write_text(text, encoding="utf-8")
    return name, path


@pytest.fixture(scope="module")
def as_it_is(documents: dict[str, Document]) -> set[tuple[str, str]]:
    """What gate 3 says of the documents unchanged: the catalogue is missing."""
    return {(fault.path, fault.message) for fault in check_sense(documents)}


@dataclass(frozen=True)
class Trial:
    """Runs the gates on the documents with some files changed."""

    root: Path
    documents: dict[str, Document]
    as_it_is: set[tuple[str, str]]

    def faults(self, patches: list[Any]) -> Iterator[ContentFault]:
        """Yield what the first gate that objects finds, as `check_content` does.

        What only the missing catalogue gives rise to (a source cited nowhere else) is left out.
        """
        changed = dict(self.documents)
        names = {patch["path"] for patch in patches}
        faults: list[ContentFault] = []
        for patch in patches:
            name, path = patched(self.root, changed, patch)
            document, syntax_faults = read_yaml(self.root, path)
            faults += syntax_faults
            if document is not None:
                changed[name] = document
        both = names & changed.keys()
        faults += [fault for name in both for fault in check_shape(changed[name])]
        faults = faults or self.new_sense_faults(changed)
        yield from faults or check_meaning_of(names, changed)

    def new_sense_faults(self, changed: dict[str, Document]) -> list[ContentFault]:
        return [
            fault
            for fault in check_sense(changed)
            if (fault.path, fault.message) not in self.as_it_is
        ]


@pytest.fixture
def trial(documents: dict[str, Document], as_it_is: set[tuple[str, str]], tmp_path: Path) -> Trial:
    return Trial(tmp_path, documents, as_it_is)


def check_meaning_of(names: set[str], changed: dict[str, Document]) -> Iterator[ContentFault]:
    """Yield what gate 4 says of the golden cases among some files; the others stay as they are."""
    checked = {
        path: document
        for path, document in changed.items()
        if "/golden/" not in path or path in names
    }
    plain = with_shared_marks({path: document.value for path, document in checked.items()})
    return check_meaning(build_content(plain, "trial"), checked)


@pytest.mark.parametrize("fixture", INVALID, ids=lambda path: path.stem)
def test_fault_is_found_by_its_gate(fixture: Path, trial: Trial) -> None:
    case = yaml.safe_load(fixture.read_text(encoding="utf-8"))
    patches = case.get("patches", [case])
    faults = list(trial.faults(patches))
    shown = "\n".join(map(str, faults))
    wanted = [fault for fault in faults if case["expect"] in fault.message]
    assert wanted, f"expected {case['expect']!r}, found:\n{shown}"
    assert len(faults) == (case.get("faults", 1) or len(faults)), shown
    assert wanted[0].gate == case["gate"]
    assert wanted[0].path == case.get("file", patches[-1]["path"])
    if "line_of" in case:
        lines = (trial.root / wanted[0].path).read_text(encoding="utf-8").splitlines()
        assert case["line_of"] in lines[wanted[0].line - 1]


def test_nesting_without_end_is_a_fault_of_syntax() -> None:
    document, faults = parse_yaml("knowledge/odd.yaml", b"[" * 2000 + b"]" * 2000)
    assert document is None
    assert list(map(str, faults)) == ["knowledge/odd.yaml:1: syntax: nested too deeply"]


REQUIRED = [
    "knowledge/codes/sizes.yaml",
    "knowledge/sources.yaml",
    "knowledge/standards/ai-readiness.yaml",
    "questionnaires/profile.yaml",
]


@pytest.mark.parametrize("name", REQUIRED)
def test_missing_file_is_named(name: str, documents: dict[str, Document]) -> None:
    rest = {path: document for path, document in documents.items() if path != name}
    assert f"{name}:1: sense: the file is missing" in map(str, check_sense(rest))


def test_empty_folder_is_refused_file_by_file(tmp_path: Path) -> None:
    faults = check_content(tmp_path).faults
    assert len(faults) >= 14
    assert {fault.message for fault in faults} == {"the file is missing"}


def test_published_content_is_frozen(documents: dict[str, Document], trial: Trial) -> None:
    """A published form that is listed with its digest passes; one changed letter does not."""
    name = "questionnaires/forms/screening@2.0.0.yaml"
    published = documents[name].text.replace("status: draft", "status: published")
    entry = f"  - {{path: {name}, sha256: {digest_of(published.encode())}}}\n"
    listed = {"path": "questionnaires/published.yaml", "text": "published:\n" + entry}
    fine = [{"path": name, "text": published}, listed]
    assert list(trial.faults(fine)) == []
    changed = [{"path": name, "text": published + "# one more word\n"}, listed]
    (fault,) = trial.faults(changed)
    assert "changed after it was published" in fault.message
    assert (fault.path, fault.line) == ("questionnaires/published.yaml", 2)


def small_copy(content_dir: Path, target: Path) -> Path:
    """Copy all content but the catalogue, by links."""
    for path in content_files(content_dir):
        name = path.relative_to(content_dir).as_posix()
        if not name.startswith((*CATALOGUE, "knowledge/standards/golden/")):
            copy = target / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    return target


def test_every_fault_of_every_file_is_told_at_once(content_dir: Path, tmp_path: Path) -> None:
    root = small_copy(content_dir, tmp_path)
    form = root / "questionnaires/forms/screening@2.0.0.yaml"
    form.write_text(form.read_text().replace("status: draft", "status: ready"))
    item = root / "questionnaires/items/miit.yaml"
    item.write_text(item.read_text().replace("type: share", "type: part", 1))
    (root / "knowledge/odd.yaml").write_text("a: 1\n")
    checked = check_content(root)
    assert checked.content is None
    assert {fault.path for fault in checked.faults} == {
        "questionnaires/forms/screening@2.0.0.yaml",
        "questionnaires/items/miit.yaml",
        "knowledge/odd.yaml",
    }
    assert all(f"{fault.path}:{fault.line}: shape: " in str(fault) for fault in checked.faults)


def test_faulty_content_refuses_to_start(content_dir: Path, tmp_path: Path) -> None:
    root = small_copy(content_dir, tmp_path)
    (root / "questionnaires/profile.yaml").write_text("")
    with pytest.raises(FaultyContent) as caught:
        load_content(root)
    assert "questionnaires/profile.yaml:1: syntax: the file is empty" in str(caught.value)


def test_every_kind_has_a_schema_that_is_valid() -> None:
    from jsonschema import Draft202012Validator

    from diagnosis.content.gates.shape import _schema

    for _, kind in KINDS:
        Draft202012Validator.check_schema(_schema(kind).schema)
