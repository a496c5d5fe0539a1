"""The artefact: plain numbers with a strict schema, a manifest and a golden file; no pickle."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from diagnosis.classifier.completion import CODES
from diagnosis.classifier.model import Model, Numbers, Sheets
from diagnosis.classifier.numbers import numbers_as_plain, numbers_from_plain
from diagnosis.classifier.refusal import ModelRefused
from diagnosis.classifier.structure import Structure
from diagnosis.domain.estimate import RefusalCode

MODEL, GOLDEN, STRUCTURE = "model.json", "golden.json", "structure.json"
MANIFEST, CARD = "manifest.json", "card.json"
TOLERANCE = 1e-9
GOLDEN_SHEETS = 24
LARGEST = 64 * 1024


def _text(plain: Any) -> bytes:
    return (json.dumps(plain, sort_keys=True, separators=(",", ":")) + "\n").encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def golden_of(model: Model, seed: int = 0) -> dict[str, Any]:
    """Return fixed sheets with what the model says of them; some are sparse, some have cuts."""
    rng = np.random.default_rng(seed)
    items, structure = len(model.structure.items), model.structure
    codes = rng.integers(1, CODES, (GOLDEN_SHEETS, items))
    codes = np.where(
        rng.random(codes.shape) < np.linspace(0, 0.95, GOLDEN_SHEETS)[:, None], 0, codes
    )
    cut = rng.random((GOLDEN_SHEETS, len(structure.subdomains))) < 0.15
    cut &= np.array(structure.may_be_cut)
    sheets = Sheets(
        codes, rng.integers(0, 2, GOLDEN_SHEETS), cut, rng.integers(0, 5, GOLDEN_SHEETS)
    )
    found = model.estimate(sheets)
    return {
        "codes": codes.tolist(),
        "kind": sheets.kind.tolist(),
        "cut": [np.flatnonzero(row).tolist() for row in cut],
        "size": sheets.size.tolist(),
        "level": found.level.tolist(),
        "probabilities": np.round(found.probabilities, 12).tolist(),
        "expected_score": np.round(found.expected_score, 12).tolist(),
    }


def save_model(
    folder: Path, structure: Structure, numbers: Numbers, identity: str, record: Mapping[str, Any]
) -> str:
    """Write an artefact and return its digest: the sha256 of the manifest.

    `record` goes into the manifest: seeds, versions, configuration digest, what it was trained on.
    """
    model = Model(structure, numbers, identity)
    content = {
        MODEL: _text(numbers_as_plain(structure, numbers)),
        GOLDEN: _text(golden_of(model)),
        STRUCTURE: _text(structure.as_plain()),
    }
    if len(content[MODEL]) > LARGEST:
        raise ValueError(f"{MODEL}: {len(content[MODEL])} bytes; at most {LARGEST}")
    manifest = {
        "format": 1,
        "id": identity,
        "standard": structure.standard,
        "structure": structure.digest(),
        "visits": numbers.visits,
        "sha256": {name: _sha256(text) for name, text in content.items()},
        "record": dict(record),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in content.items():
        (folder / name).write_bytes(text)
    text = json.dumps(manifest, sort_keys=True, indent=2).encode() + b"\n"
    (folder / MANIFEST).write_bytes(text)
    return _sha256(text)


def load_model(folder: Path, structure: Structure, digest: str) -> Model:
    """Return the model of a folder, checked against the digest that the registry expects.

    Raises
    ------
    ModelRefused
        Missing or damaged files, a digest that differs, another form structure, numbers outside
        the schema, or golden values that do not come out.

    """
    try:
        manifest_text = (folder / MANIFEST).read_bytes()
        content = {name: (folder / name).read_bytes() for name in (MODEL, GOLDEN)}
    except OSError as error:
        raise ModelRefused(
            RefusalCode.MISSING, f"cannot read {folder.name}: {error.strerror}"
        ) from error
    if _sha256(manifest_text) != digest:
        raise ModelRefused(
            RefusalCode.DIGEST, f"{MANIFEST} of {folder.name} is not the registered one"
        )
    try:
        manifest = json.loads(manifest_text)
        expected = manifest["sha256"]
        for name, text in content.items():
            if _sha256(text) != expected[name]:
                raise ModelRefused(RefusalCode.DIGEST, f"{name} of {folder.name} has been changed")
        if manifest["structure"] != structure.digest():
            raise ModelRefused(
                RefusalCode.STRUCTURE, f"{folder.name} is for another form structure"
            )
        numbers = numbers_from_plain(structure, json.loads(content[MODEL]))
        model = Model(structure, numbers, manifest["id"])
        _check_golden(model, json.loads(content[GOLDEN]))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ModelRefused(RefusalCode.SCHEMA, f"{folder.name}: {error}") from error
    return model


def _check_golden(model: Model, golden: Mapping[str, Any]) -> None:
    cut = np.zeros((len(golden["cut"]), len(model.structure.subdomains)), dtype=bool)
    for row, places in enumerate(golden["cut"]):
        cut[row, places] = True
    sheets = Sheets(
        np.array(golden["codes"]), np.array(golden["kind"]), cut, np.array(golden["size"])
    )
    found = model.estimate(sheets)
    same = (
        np.array_equal(found.level, golden["level"])
        and np.abs(found.probabilities - np.array(golden["probabilities"])).max() <= TOLERANCE
        and np.abs(found.expected_score - np.array(golden["expected_score"])).max() <= TOLERANCE
    )
    if not same:
        raise ModelRefused(RefusalCode.GOLDEN, "the golden sheets do not come out as recorded")
