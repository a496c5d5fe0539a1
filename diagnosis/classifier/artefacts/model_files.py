"""The artefact: plain numbers with a strict schema, a manifest and a golden file; no pickle."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

from diagnosis.classifier.artefacts.golden import Golden, golden_of
from diagnosis.classifier.artefacts.numbers import numbers_as_json, numbers_from_json
from diagnosis.classifier.artefacts.refusal import ModelRefused
from diagnosis.classifier.inference.model import Model, Numbers
from diagnosis.classifier.inference.structure import Structure, canonical_json
from diagnosis.domain.estimate import RefusalCode
from diagnosis.domain.overstatement import LevelBy, ServedLevel

MODEL, GOLDEN, STRUCTURE = "model.json", "golden.json", "structure.json"
MANIFEST, CARD = "manifest.json", "card.json"
FILES_FORMAT = 1
LARGEST = 64 * 1024
"""The most bytes that the numbers of a model may take."""

Record = Mapping[str, str | int | float | Mapping[str, int] | None]
"""What a manifest keeps of how a model was made: seeds, versions, labels, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an artefact is: its standard, the digests of its files, how it was made.

    `structure` is the digest of the structure it fits, `visits` the labels it has seen, `sha256`
    the digest of each file by name.
    """

    format: int
    id: str
    standard: str
    structure: str
    visits: int
    sha256: Mapping[str, str]
    record: Record


def save_model(
    folder: Path, structure: Structure, numbers: Numbers, identity: str, record: Record
) -> str:
    """Write an artefact and return its digest: the sha256 of the manifest.

    `record` goes into the manifest: seeds, versions, configuration digest, what it was trained on.
    """
    golden = golden_of(Model(structure, numbers, identity))
    texts = {
        MODEL: numbers_as_json(structure, numbers),
        GOLDEN: canonical_json(asdict(golden)),
        STRUCTURE: structure.as_json(),
    }
    files = {name: f"{text}\n".encode() for name, text in texts.items()}
    if len(files[MODEL]) > LARGEST:
        raise ValueError(f"{MODEL}: {len(files[MODEL])} bytes; at most {LARGEST}")
    manifest = Manifest(
        format=FILES_FORMAT,
        id=identity,
        standard=structure.standard,
        structure=structure.digest(),
        visits=numbers.visits,
        sha256={name: _sha256(content) for name, content in files.items()},
        record=record,
    )
    files[MANIFEST] = json.dumps(asdict(manifest), sort_keys=True, indent=2).encode() + b"\n"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return _sha256(files[MANIFEST])


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of an artefact, whatever its digest."""
    return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def level_by_of_card(folder: Path) -> ServedLevel:
    """Return whose level the card of a model says is to be served, and from what share on.

    Raises ValueError where there is no card, or it is not of this model as it is now, or it was
    written before cards said so: such a model has not been evaluated.
    """
    identity = folder.name
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        level, of = card["level"], (card["model"], card["record"])
        served = ServedLevel(
            level_by=LevelBy(level["level_by"]), blank_share=level.get("blank_share")
        )
        manifest = read_manifest(folder)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(
            f"{identity}: no card says whose level to serve; evaluate it, then promote it"
        ) from error
    if of != (identity, manifest.record):
        raise ValueError(f"{identity}: its card is of another model; evaluate it again")
    return served


def load_model(folder: Path, structure: Structure, digest: str) -> Model:
    """Return the model of a folder, checked against the digest that the registry expects.

    Raises
    ------
    ModelRefused
        Missing or damaged files, a digest that differs, another form structure (its gates too),
        numbers outside the schema, or golden values that do not come out.

    """
    try:
        files = {
            name: (folder / name).read_bytes() for name in (MANIFEST, MODEL, GOLDEN, STRUCTURE)
        }
    except OSError as error:
        detail = f"cannot read {folder.name}: {error.strerror}"
        raise ModelRefused(RefusalCode.MISSING, detail) from error
    if _sha256(files[MANIFEST]) != digest:
        detail = f"{MANIFEST} of {folder.name} is not the registered one"
        raise ModelRefused(RefusalCode.DIGEST, detail)
    try:
        return _checked_model(folder.name, structure, files)
    except ValueError as error:
        raise ModelRefused(RefusalCode.SCHEMA, f"{folder.name}: {error}") from error
    except (LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        detail = f"{folder.name}: its files are not those of a model"
        raise ModelRefused(RefusalCode.SCHEMA, detail) from error


def _checked_model(name: str, structure: Structure, files: Mapping[str, bytes]) -> Model:
    """Return the model of an artefact's files, held to its manifest and its golden file."""
    manifest = Manifest(**json.loads(files[MANIFEST]))
    for file in (MODEL, GOLDEN, STRUCTURE):
        if _sha256(files[file]) != manifest.sha256[file]:
            raise ModelRefused(RefusalCode.DIGEST, f"{file} of {name} has been changed")
    if manifest.structure != structure.digest():
        raise ModelRefused(RefusalCode.STRUCTURE, f"{name} is for another form structure")
    model = Model(structure, numbers_from_json(structure, files[MODEL]), manifest.id)
    golden = Golden(**json.loads(files[GOLDEN]))
    if not golden.is_met_by(model.predict(golden.sheets(len(structure.subdomains)))):
        detail = "the golden sheets do not come out as recorded"
        raise ModelRefused(RefusalCode.GOLDEN, detail)
    return model


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a text in the place of a file: the whole of it, or nothing.

    Raises OSError where it cannot be written; what was there before then stands.
    """
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
