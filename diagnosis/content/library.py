"""All content through the gates; a state of the files that passed them is not checked again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from diagnosis.content.build.content import build_content
from diagnosis.content.build.questionnaires import build_form
from diagnosis.content.bundle import Packed, pack, unpack
from diagnosis.content.compiled import compiled_path, keep_compiled, read_compiled
from diagnosis.content.documents.content_files import (
    content_digest,
    read_files,
    unread_files,
)
from diagnosis.content.documents.shared_marks import with_shared_marks
from diagnosis.content.documents.walk import citations
from diagnosis.content.documents.yaml_file import ContentFault, Document, parse_yaml, read_yaml
from diagnosis.content.gates.meaning import check_meaning
from diagnosis.content.gates.sense.gate import check_sense
from diagnosis.content.gates.shape import NO_KIND, check_shape
from diagnosis.content.versions import Versions
from diagnosis.domain.intake.form import Form
from diagnosis.services.ports.content import Content

Plain = Mapping[str, Any]


class FaultyContent(Exception):
    """Content did not pass the gates; carries every fault with file and line."""

    def __init__(self, faults: list[ContentFault]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults in content, the first: {faults[0]}")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the gates found: the content where it could be built, and every fault."""

    content: Content | None
    documents: Mapping[str, Plain]
    faults: list[ContentFault]


def check_content(root: Path) -> Checked:
    """Return the content below a root after all four gates, with every fault found.

    A later gate runs only where the earlier ones left something to look at: sense needs shapes
    that hold, meaning needs content that could be built. A file in a content folder that nobody
    reads is a fault of shape.
    """
    checked = _check_files(_read(root))
    return replace(checked, faults=[*_unread(root), *checked.faults])


def _read(root: Path) -> dict[str, bytes]:
    """Return the bytes of every content file by name.

    Raises
    ------
    FaultyContent
        When a file or a folder cannot be read.

    """
    try:
        return read_files(root)
    except OSError as error:
        name = str(error.filename).removeprefix(f"{root}/")
        message = f"it cannot be read: {error.strerror}"
        raise FaultyContent([ContentFault(name, 1, "syntax", message)]) from error


def _unread(root: Path) -> list[ContentFault]:
    return [ContentFault(name, 1, "shape", NO_KIND) for name in unread_files(root)]


def _check_files(files: Mapping[str, bytes]) -> Checked:
    documents: dict[str, Document] = {}
    faults: list[ContentFault] = []
    for name, content in files.items():
        document, syntax_faults = parse_yaml(name, content)
        faults += syntax_faults
        if document is not None:
            documents[name] = document
    for document in documents.values():
        faults += check_shape(document)
    if faults:
        return Checked(None, {}, faults)
    faults += check_sense(documents)
    plain = with_shared_marks({path: document.value for path, document in documents.items()})
    if faults:
        return Checked(None, plain, faults)
    built = build_content(plain, content_digest(files))
    faults += check_meaning(built, documents)
    return Checked(built, plain, faults)


def load_content(root: Path, compiled_dir: Path | None = None) -> Content:
    """Return the content below a root: what `load_versions` serves."""
    return load_versions(root, compiled_dir).current


def load_versions(root: Path, compiled_dir: Path | None = None) -> Versions:
    """Return the content below a root; the gates run once for each state of files and code.

    Files that nobody reads are looked for at every start: no digest holds them.

    Parameters
    ----------
    compiled_dir
        A folder that keeps a compiled copy of the last state that passed. Without one, or where
        the copy is missing, broken or cannot be written, the gates run at every start.

    Raises
    ------
    FaultyContent
        When a gate finds a fault.

    """
    files, unread = _read(root), _unread(root)
    digest = content_digest(files)
    path = compiled_path(compiled_dir, digest) if compiled_dir else None
    bundle = read_compiled(path) if path and not unread else None
    content = bundle and unpack(bundle, digest)
    if bundle and content:
        return Versions(content, bundle)
    checked = _check_files(files)
    if unread or checked.faults or checked.content is None:
        raise FaultyContent([*unread, *checked.faults])
    bundle = pack(Packed(checked.documents, citations(checked.documents)))
    if path is not None:
        keep_compiled(path, bundle)
    return Versions(checked.content, bundle)


def read_form_file(path: Path) -> Form:
    """Return the form of one file, after gates 1 and 2.

    Raises
    ------
    FaultyContent
        When the file is not a form.

    """
    document, faults = read_yaml(path.parent, path)
    if document is not None and not faults:
        renamed = Document(
            f"questionnaires/forms/{document.path}", document.value, document.lines, document.text
        )
        faults += check_shape(renamed)
        if not faults:
            return build_form(document.value)
    raise FaultyContent(faults)
