"""Visits that are copies of another firm's with some answers nudged."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from scipy import sparse

Cell = tuple[str, str, str]
"""One answer of a visit: claimed or verified, its item, and its value as text."""
Cells = frozenset[Cell]

ALIKE_SHARE = 0.9
"""Visits to two firms that agree in so much of all that either has, 0–1, are no two visits."""
COMMON_VALUES = 3
LEAST_TELLING = 6
"""In so many answers, beside the `COMMON_VALUES` that they share most often, copies agree.

Firms that answer with few values are alike honestly. Derived: in 19 kinds of simulated worlds, 24
of each and each standard with 1,000 to 1,500 firms, no two that agree in nine tenths share more
than 3 such answers.
"""
_BLOCK = 500
"""So many visits are compared with all others at once."""


def near_copies(contents: Sequence[Cells], firms: Sequence[str]) -> list[list[int]]:
    """Return groups of places of visits to different firms that are nearly copies of the first.

    `contents` are the claims and verified answers of each visit, `firms` whom it was paid to: the
    visits to one firm count once, so that they may be alike.
    """
    places = [place for place, cells in enumerate(contents) if _telling(cells) >= LEAST_TELLING]
    groups: dict[int, list[int]] = {}
    joined: set[int] = set()
    for first, second in _candidates([contents[place] for place in places]):
        original, copy = places[first], places[second]
        if original in joined or copy in joined or firms[original] == firms[copy]:
            continue
        if are_copies(contents[original], contents[copy]):
            groups.setdefault(original, [original]).append(copy)
            joined.add(copy)
    return list(groups.values())


def are_copies(first: Cells, second: Cells) -> bool:
    """Return whether two visits agree in so much, and in so many ways, that one is a copy."""
    share, telling = agreement(first, second)
    return share >= ALIKE_SHARE and telling >= LEAST_TELLING


def agreement(first: Cells, second: Cells) -> tuple[float, int]:
    """Return the share of cells, 0–1, in which two visits agree, and how many of them tell.

    The share is of the cells that either has; the values that they share most often tell nothing.
    """
    same = first & second
    either = {cell[:2] for cell in first} | {cell[:2] for cell in second}
    return len(same) / max(1, len(either)), _telling(same)


def _telling(cells: Cells) -> int:
    """Return how many cells have another value than the commonest ones."""
    values = Counter(value for _, _, value in cells)
    return len(cells) - sum(count for _, count in values.most_common(COMMON_VALUES))


def _candidates(contents: Sequence[Cells]) -> Iterator[tuple[int, int]]:
    """Yield pairs of places, the lower first and in order, that may be alike: no other pair is."""
    columns: dict[Cell, int] = {}
    ends, places = [0], []
    for cells in contents:
        places += [columns.setdefault(cell, len(columns)) for cell in cells]
        ends.append(len(places))
    shape = (len(contents), len(columns))
    table = sparse.csr_array((np.ones(len(places), dtype=np.float32), places, ends), shape=shape)
    count = np.diff(ends)
    for start in range(0, len(contents), _BLOCK):
        same = (table[start : start + _BLOCK] @ table[start:].T).toarray()
        least = np.maximum(count[start : start + _BLOCK, None], count[None, start:])
        pairs = np.argwhere(same >= ALIKE_SHARE * least - 0.5)
        yield from ((start + int(a), start + int(b)) for a, b in pairs if a < b)
