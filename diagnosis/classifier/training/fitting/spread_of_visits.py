"""Whether visits are spread widely enough that a model may learn its levels from them."""

import numpy as np

from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.fitting.why_weights import why_weights

FROM_VISITS = 50
"""Learning the head starts at so many verified visits that count."""
FEWEST_FIRMS = 40
FEWEST_LEVELS, FIRMS_A_LEVEL = 3, 3
"""How many levels must have been verified, each at so many firms."""
FEWEST_CONSULTANTS, FIRMS_A_CONSULTANT = 2, 5
"""How many consultants must have visited, each so many firms."""
LEAST_RANDOM = 0.2
"""The least share of visits drawn at random."""


def usable(model: Model, visits: Visits) -> Visits:
    """Return the visits that say something of all firms and whose sheets carry a level."""
    weights = why_weights(visits.records)
    if not len(visits):
        return visits
    return visits.rows((weights > 0) & ~model.predict(visits.sheets).insufficient)


def too_narrow(visits: Visits) -> str | None:
    """Return why nothing may be learned from visits that count, None where they are enough."""
    count = len(visits)
    if count < FROM_VISITS:
        return f"{count} verified visits; learning starts at {FROM_VISITS}"
    firms = visits.firm_numbers()
    distinct = len(np.unique(firms))
    if distinct < FEWEST_FIRMS:
        return f"{distinct} firms were visited; at least {FEWEST_FIRMS}"
    drawn = sum(record.why == "random" for record in visits.records) / count
    if drawn < LEAST_RANDOM:
        return f"{drawn:.0%} of the visits were drawn at random; at least {LEAST_RANDOM:.0%}"
    levels = _often([str(level) for level in visits.level], visits, FIRMS_A_LEVEL)
    if levels < FEWEST_LEVELS:
        return (
            f"{levels} levels were verified at {FIRMS_A_LEVEL} firms or more;"
            f" at least {FEWEST_LEVELS}"
        )
    consultants = [record.consultant for record in visits.records]
    visited = _often(consultants, visits, FIRMS_A_CONSULTANT)
    if visited < FEWEST_CONSULTANTS:
        return (
            f"{visited} consultants visited {FIRMS_A_CONSULTANT} firms or more;"
            f" at least {FEWEST_CONSULTANTS}"
        )
    return None


def _often(names: list[str], visits: Visits, firms: int) -> int:
    """Return how many names stand at `firms` firms or more."""
    pairs = {(name, record.firm) for name, record in zip(names, visits.records, strict=True)}
    counts = np.unique([name for name, _ in pairs], return_counts=True)[1]
    return int((counts >= firms).sum())
