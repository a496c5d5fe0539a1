"""Answers kept short: what can be asked for apart is left out of rows until the rest fits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import orjson

from diagnosis.present.say import Shown


class Spared(NamedTuple):
    """Rows of an answer, the most useful first, and what each of them can do without."""

    rows: Sequence[Shown]
    without: Mapping[str, object]


def bytes_of(shown: object) -> int:
    """Return how long a JSON value is as it is sent, bytes."""
    return len(orjson.dumps(shown))


def shorten(shown: Shown, most: int, stages: Iterable[Spared]) -> None:
    """Leave things out of an answer's rows until it is at most so many bytes, the last row first.

    Stage by stage; a row that something was taken from says `in_full: false`.

    Examples
    --------
    >>> answer = {"rows": [{"text": "a" * 50, "in_full": True} for _ in range(2)]}
    >>> shorten(answer, 120, [Spared(answer["rows"], {"text": None})])
    >>> [row["in_full"] for row in answer["rows"]]
    [True, False]
    """
    over = bytes_of(shown) - most
    for stage in stages:
        for row in reversed(stage.rows):
            if over <= 0:
                return
            before = bytes_of(row)
            changed = {name: empty for name, empty in stage.without.items() if row[name] != empty}
            if changed:
                row.update(changed, in_full=False)
            over -= before - bytes_of(row)
