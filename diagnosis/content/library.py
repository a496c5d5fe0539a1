"""All content through the gates, compiled once and kept beside the files it was made from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from diagnosis.content.build_catalogue import (
    build_adoption,
    build_cases,
    build_instruments,
    build_measures,
    build_projects,
)
from diagnosis.content.build_codes import build_codes, build_scenes
from diagnosis.content.build_questionnaires import build_checks, build_form, build_items
from diagnosis.content.build_standards import build_standards
from diagnosis.content.meaning import check_meaning
from diagnosis.content.sense import check_sense, wording_of
from diagnosis.content.shape import check_shape
from diagnosis.content.walk import citations
from diagnosis.content.yaml_file import ContentFault, Document, read_yaml
from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.item import Item
from diagnosis.domain.intake.sheet import FormReader
from diagnosis.domain.retrofit.plan.next_steps import NextSteps
from diagnosis.domain.scoring.one_sheet import OneSheetScorer
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.standard import Standards
from diagnosis.domain.text import Text
from diagnosis.services.ports.content import Content

FOLDERS = ("questionnaires", "knowledge")
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
    documents: dict[str, Plain]
    faults: list[ContentFault]


def content_files(root: Path) -> list[Path]:
    """Return every content file below the root, in a fixed order."""
    return sorted(
        path for folder in FOLDERS for path in (root / folder).rglob("*.yaml") if path.is_file()
    )


def _digest(root: Path, files: list[Path]) -> str:
    """Return the sha256 over every content file and its name."""
    total = sha256()
    for path in files:
        name = path.relative_to(root).as_posix()
        total.update(name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _compiler() -> bytes:
    """Return a digest of this room: what compiled content has to be made anew for."""
    own = Path(__file__).parent
    total = sha256()
    for path in sorted([*own.rglob("*.py"), *own.rglob("shapes/*.yaml")]):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.digest()


def check_content(root: Path) -> Checked:
    """Return the content below a root after all four gates, with every fault found.

    A later gate runs only where the earlier ones left something to look at: sense needs shapes
    that hold, meaning needs content that could be built.
    """
    files = content_files(root)
    documents: dict[str, Document] = {}
    faults: list[ContentFault] = []
    for path in files:
        document, found = read_yaml(root, path)
        faults += found
        if document is not None:
            documents[document.path] = document
    for document in documents.values():
        faults += check_shape(document)
    if faults:
        return Checked(None, {}, faults)
    faults += check_sense(documents)
    plain = {path: document.value for path, document in documents.items()}
    if faults:
        return Checked(None, plain, faults)
    content = build_content(plain, _digest(root, files))
    faults += check_meaning(content, documents)
    return Checked(content, plain, faults)


def load_content(root: Path, compiled: Path | None = None) -> Content:
    """Return the content below a root; the gates run once for each state of the files.

    Parameters
    ----------
    compiled
        A folder that keeps the parsed content of the last state that passed; left alone where it
        cannot be written.

    Raises
    ------
    FaultyContent
        When a gate finds a fault.

    """
    files = content_files(root)
    digest = _digest(root, files)
    state = sha256(digest.encode() + _compiler()).hexdigest()
    kept = compiled / f"{state}.json" if compiled else None
    if kept is not None and kept.is_file():
        stored = orjson.loads(kept.read_bytes())
        return build_content(stored["documents"], digest, stored["cited_in"])
    checked = check_content(root)
    if checked.faults or checked.content is None:
        raise FaultyContent(checked.faults)
    if kept is not None:
        _keep(kept, checked.documents)
    return checked.content


def _keep(kept: Path, documents: Mapping[str, Plain]) -> None:
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in kept.parent.glob("*.json"):
            old.unlink(missing_ok=True)
        fresh = kept.with_suffix(".writing")
        stored = {"documents": documents, "cited_in": citations(documents)}
        fresh.write_text(json.dumps(stored, ensure_ascii=False), encoding="utf-8")
        fresh.replace(kept)
    except OSError:
        return


def _below(documents: Mapping[str, Plain], folder: str) -> Iterator[tuple[str, Plain]]:
    for path, value in documents.items():
        if path.startswith(folder) and "/" not in path.removeprefix(folder):
            yield path, value


def _values(documents: Mapping[str, Plain], folder: str) -> Iterator[Plain]:
    return (value for _, value in _below(documents, folder))


def build_content(
    documents: Mapping[str, Plain],
    digest: str,
    cited_in: Mapping[str, Sequence[str]] | None = None,
) -> Content:
    """Return the content that parsed and checked documents hold.

    `cited_in` (source → files) is found from the documents where it is not given.
    """
    bank = build_items(value for _, value in _below(documents, "questionnaires/items/"))
    forms = _forms(documents)
    standards = build_standards(
        dict(_below(documents, "knowledge/standards/")),
        {
            path.rpartition("/")[2].removesuffix(".yaml"): value
            for path, value in _below(documents, "knowledge/standards/readings/")
        },
    )
    codes = build_codes(
        *(documents[f"knowledge/codes/{name}.yaml"] for name in ("industries", "places", "sizes"))
    )
    scorers = Scorers(bank, standards)
    projects = build_projects(_values(documents, "knowledge/projects/"))
    adoption = build_adoption(documents["knowledge/adoption.yaml"])
    return Content(
        bank=bank,
        forms=forms,
        readers=_readers(forms, bank, standards),
        wording=_wording(documents),
        checks=build_checks(documents["questionnaires/consistency.yaml"]),
        standards=standards,
        scorers=scorers,
        one_sheet=OneSheetScorer(scorers),
        codes=codes,
        scenes=build_scenes(documents["knowledge/codes/scenes.yaml"]),
        crosswalk=documents["knowledge/crosswalk.yaml"],
        profile=documents["questionnaires/profile.yaml"],
        sources={one["id"]: one for one in documents["knowledge/sources.yaml"]["sources"]},
        cited_in=citations(documents) if cited_in is None else cited_in,
        projects=projects,
        cases=build_cases(_values(documents, "knowledge/cases/")),
        instruments=build_instruments(_values(documents, "knowledge/support/")),
        measures=build_measures(documents["knowledge/measures.yaml"]),
        adoption=adoption,
        next_steps=NextSteps(scorers, projects, adoption),
        digest=digest,
    )


def _forms(documents: Mapping[str, Plain]) -> dict[str, dict[str, Form]]:
    built = [build_form(value) for _, value in _below(documents, "questionnaires/forms/")]
    ordered = sorted(built, key=lambda form: [int(part) for part in form.version.split(".")])
    forms: dict[str, dict[str, Form]] = {}
    for form in sorted(ordered, key=lambda form: form.id):
        forms.setdefault(form.id, {})[form.version] = form
    return forms


def _readers(
    forms: Mapping[str, Mapping[str, Form]], bank: Mapping[str, Item], standards: Standards
) -> dict[str, dict[str, FormReader]]:
    never_cut: dict[str, Text] = {
        item: sub.name
        for sub in standards.staged.subdomains
        if not sub.may_be_cut
        for item in sub.items
    }
    return {
        name: {version: FormReader(form, bank, never_cut) for version, form in versions.items()}
        for name, versions in forms.items()
    }


def _wording(documents: Mapping[str, Plain]) -> dict[str, str]:
    """Return a digest of everything an item says, by item id."""
    return {
        item["id"]: wording_of(item)
        for _, value in _below(documents, "questionnaires/items/")
        for item in value["items"]
    }


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
