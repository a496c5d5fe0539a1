"""How much a visit says about all firms, by why it was paid.

A visit drawn at random stands for the firms like it, and so does one that checks such a visit. Who
asks for a visit rather expects to be confirmed; who is visited again has seen the first verdict
when it answers: they count less, by judgement, not by measurement. A firm is suspected because of
the very overstatement that is to be learned, so it says nothing of the others and counts nothing.
"""

from collections.abc import Sequence

import numpy as np

from diagnosis.classifier.training.fitting.visit_records import VisitRecord
from diagnosis.domain.scoring.encode import Floats, Ints

WHY_WEIGHTS = {
    "random": 1.0,
    "double": 1.0,
    "requested": 0.5,
    "follow-up": 0.25,
    "suspected": 0.0,
}


def why_weights(records: Sequence[VisitRecord]) -> Floats:
    """Return (n,) what each visit counts for by its `why`, 0–1."""
    return np.array([WHY_WEIGHTS[record.why] for record in records], dtype=float)


def firm_weights(records: Sequence[VisitRecord], firms: Ints) -> Floats:
    """Return (n,) weights, 0–1, by which no firm counts for more than its weightiest visit.

    `firms` (n,) numbers the firms.
    """
    weights = why_weights(records)
    total = np.bincount(firms, weights)
    top = np.zeros(len(total))
    np.maximum.at(top, firms, weights)
    share: Floats = weights * (top / np.maximum(total, 1e-12))[firms]
    return share
