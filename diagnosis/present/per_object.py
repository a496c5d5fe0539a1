"""What is worked out a single time for each object of the content, or for each content."""

from collections.abc import Callable
from typing import TypeVar

from diagnosis.services.ports.content import Content

K = TypeVar("K")
V = TypeVar("V")

MOST_KEPT = 1024
"""So many objects have their results kept; then all are forgotten."""
CONTENTS_KEPT = 8
"""So many contents have: the one that is served, and those that kept results are pinned to."""


def per_object(work: Callable[[K], V], *, most: int = MOST_KEPT) -> Callable[[K], V]:
    """Return a function of one object that keeps its results by the identity of the object.

    For what never changes and has no cheap hash, as standards and packages. The objects are kept
    with the results, so that none of them makes way for another one of the same identity.
    """
    results: dict[int, tuple[K, V]] = {}

    def result_of(thing: K) -> V:
        kept = results.get(id(thing))
        if kept is None:
            if len(results) >= most:
                results.clear()
            kept = results[id(thing)] = (thing, work(thing))
        return kept[1]

    return result_of


def per_content(work: Callable[[Content], V]) -> Callable[[Content], V]:
    """Return a function of the content that keeps its results."""
    return per_object(work, most=CONTENTS_KEPT)
