"""Small structures, sheets and a short configuration; valid by default."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets
from diagnosis.classifier.inference.structure import LADDER, NO_GATE, Structure
from diagnosis.classifier.training.config import Config, read_config
from diagnosis.domain.overstatement import Overstatement

MODELS = Path(__file__).resolve().parents[2] / "models"
SHIPPED = ("gbt-39116-2020", "ai-readiness")
ASSUMED = Overstatement(value=0.25, low=0.0, high=0.6)
"""What visits start from in tests: as the content of the service has it."""


def a_staged_structure() -> Structure:
    """Return a small staged structure: 2 elements, 3 domains, 5 sub-domains, 12 items."""
    owner = (0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4)
    counts = [owner.count(part) for part in range(5)]
    return Structure(
        standard="small-staged", rule="staged", items=tuple(f"item-{n}" for n in range(12)),
        steps=(LADDER,) * 12, owner=owner, item_weights=tuple(1 / counts[part] for part in owner),
        subdomains=("a", "b", "c", "d", "e"), may_be_cut=(False, False, False, True, True),
        domain_of=(0, 0, 1, 2, 2), element_of=(0, 0, 1),
        sub_weights=((0.5, 0.5, 1.0, 0.5, 0.5), (0.5, 0.5, 1.0, 1.0, 0.0)),
        domain_weights=((0.6, 0.4, 1.0), (0.5, 0.5, 1.0)),
        element_weights=((0.5, 0.5), (0.4, 0.6)),
    )  # fmt: skip


def a_gated_structure() -> Structure:
    """Return a small gated structure: 4 dimensions, 10 items, two of them choices."""
    gates = [[NO_GATE] * 4 for _ in range(5)]
    gates[1][0], gates[3][2], gates[4][3] = 1.0, 3.0, 4.0
    return Structure(
        standard="small-gated", rule="gated", items=tuple(f"item-{n}" for n in range(10)),
        steps=(LADDER,) * 8 + ((0.0, 2.5, 5.0),) * 2, owner=(0, 0, 0, 1, 1, 2, 2, 2, 3, 3),
        item_weights=(0.4, 0.3, 0.3, 0.5, 0.5, 0.4, 0.3, 0.3, 0.5, 0.5),
        subdomains=("a", "b", "c", "d"), may_be_cut=(False,) * 4, domain_of=(0, 1, 2, 3),
        element_of=(0, 0, 0, 0), sub_weights=((1.0,) * 4,) * 2,
        domain_weights=((0.4, 0.3, 0.2, 0.1),) * 2, element_weights=((1.0,),) * 2,
        gates=tuple(tuple(row) for row in gates),
    )  # fmt: skip


def a_structure_of_parts(parts: int, items: int) -> Structure:
    """Return a staged structure of so many sub-domains with so many items, all of one weight."""
    owner = tuple(part for part in range(parts) for _ in range(items))
    return Structure(
        standard="parts", rule="staged", items=tuple(f"item-{n}" for n in range(len(owner))),
        steps=(LADDER,) * len(owner), owner=owner, item_weights=(1 / items,) * len(owner),
        subdomains=tuple(f"part-{n}" for n in range(parts)), may_be_cut=(False,) * parts,
        domain_of=(0,) * parts, element_of=(0,), sub_weights=((1 / parts,) * parts,) * 2,
        domain_weights=((1.0,),) * 2, element_weights=((1.0,),) * 2,
    )  # fmt: skip


def a_config() -> Config:
    """Return the shipped configuration, shortened to a second of work."""
    return replace(read_config(), worlds=4, firms_per_world=500)


def some_sheets(structure: Structure, n: int, seed: int = 0, blank: float = 0.3) -> CodedSheets:
    """Return random sheets with blanks, cuts, both kinds and every size."""
    rng = np.random.default_rng(seed)
    codes = rng.integers(1, 17, (n, len(structure.items)))
    codes = np.where(rng.random(codes.shape) < blank, 0, codes)
    cut = rng.random((n, len(structure.subdomains))) < 0.2
    cut &= np.array(structure.may_be_cut)
    return CodedSheets(codes, rng.integers(0, 2, n), cut, rng.integers(0, 5, n))
