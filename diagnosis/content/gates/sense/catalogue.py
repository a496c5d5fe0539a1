"""Gate 3 for the catalogue: what can be done, who did it, who supports it, and the dates."""

from collections.abc import Iterator
from datetime import date

from diagnosis.content.documents.walk import is_bibliography, walk
from diagnosis.content.documents.yaml_file import ContentFault
from diagnosis.content.gates.sense.cases import check_cases
from diagnosis.content.gates.sense.context import check_context
from diagnosis.content.gates.sense.known import (
    CASES,
    SUPPORT,
    Documents,
    Items,
    below,
    falling,
    what_is_known,
)
from diagnosis.content.gates.sense.measures import check_measures
from diagnosis.content.gates.sense.needs_by_size import check_needs_by_size
from diagnosis.content.gates.sense.packages import check_packages
from diagnosis.content.gates.sense.scales import check_scales
from diagnosis.content.gates.sense.support import check_support
from diagnosis.content.gates.sense.trade_families import TRADES, check_trades

_DATED = ("from", "to", "on", "checked_on")


def check_catalogue(documents: Documents, items: Items) -> Iterator[ContentFault]:
    """Yield every fault of sense in the catalogue; `items` is the bank by item id."""
    known = what_is_known(documents, items)
    faults = [*check_packages(documents, items, known), *check_trades(documents, known)]
    yield from faults
    if not faults:
        yield from check_needs_by_size(below(documents, TRADES), known.packages)
    yield from check_support(known)
    yield from check_cases(documents, known)
    yield from check_measures(documents, known)
    yield from check_scales(documents, items)
    yield from check_context(documents)
    yield from _dates(documents)


def _dates(documents: Documents) -> Iterator[ContentFault]:
    """Yield every date of the catalogue that no calendar has, and every period that runs back."""
    for path, document in documents.items():
        if not path.startswith((CASES, SUPPORT)) and not is_bibliography(path):
            continue
        for where, key, value in walk(document.value):
            if isinstance(value, dict) and {"from", "to"} <= value.keys():
                yield from falling(document, where, value["from"], value["to"])
            if key in _DATED and isinstance(value, str) and not _is_date(value):
                yield document.fault("sense", where, f"{value!r} is no date")


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
