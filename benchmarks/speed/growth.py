"""What a stored call costs at many rows beside what it costs at few, in process and undone."""

import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from statistics import median

from benchmarks.sheets import Sheet, Sheets
from benchmarks.speed.register import OpenStore
from benchmarks.speed.spread import ratios
from diagnosis.bootstrap import LOCAL, Container
from diagnosis.services.scoring.submissions import submit_sheet
from diagnosis.services.transaction import Caller

NEW_FIRMS = 1_000_000
"""From this number on, no firm is in any database."""
SHEETS = 40


class Undone(Exception):
    """Ends a transaction whose rows are not to stay."""


def stored_growth(few: Container, many: Container, *, turns: int) -> list[float]:
    """Return, turn by turn, the CPU of a stored call at many rows ÷ that at few."""
    sheets = Sheets(few.content).full(NEW_FIRMS)
    spent: dict[str, list[float]] = {"few": [], "many": []}
    for _ in range(turns + 1):
        same = list(islice(sheets, SHEETS))
        for name, container in (("few", few), ("many", many)):
            spent[name].append(median(_calls(container, same)))
    return ratios(spent["many"][1:], spent["few"][1:])


def _calls(container: Container, sheets: list[Sheet]) -> Iterator[float]:
    """Yield the CPU seconds of each stored call; nothing stays stored."""
    spent = []
    with suppress(Undone), container.store.begin(LOCAL) as work:
        for sheet in sheets:
            caller = Caller(
                store=OpenStore(work),
                principal=LOCAL,
                now=container.clock(),
                new_id=container.new_id,
            )
            raw = sheet.plain()
            began = time.process_time()
            submit_sheet(container.diagnosing, caller, raw, None)
            spent.append(time.process_time() - began)
        raise Undone
    yield from spent
