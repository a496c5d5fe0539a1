"""Gate 3 for groups and classes, and for what people call them.

Each class stands below a group; the earlier list says what differs; what people call a trade is
the name of a current class.
"""

from collections.abc import Iterator, Mapping

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.industry import DIVISION

CLASSES = "knowledge/codes/classes.yaml"
TRADE_NAMES = "knowledge/codes/trade-names.yaml"


def check_classes(documents: Mapping[str, Document]) -> Iterator[ContentFault]:
    """Yield every class without its group, and what the earlier list says in vain.

    That list names codes that are not in the current one, and is without codes that are.
    """
    document = documents.get(CLASSES)
    if document is None:
        return
    current, earlier = document.value["current"]["names"], document.value["earlier"]
    before = current.keys() - {*earlier["without"]} | earlier["names"].keys()
    for part, names, listed in (
        ("current", current, current.keys()),
        ("earlier", earlier["names"], before),
    ):
        for code in names:
            if len(code[:-1]) > DIVISION and code[:-1] not in listed:
                where = pointer(part, "names", code)
                yield document.fault("sense", where, f"{code!r} stands without its group")
    for code in earlier["names"]:
        if code in current:
            where = pointer("earlier", "names", code)
            yield document.fault("sense", where, f"{code!r} is in the current list too")
    for place, code in enumerate(earlier["without"]):
        if code not in current:
            where = pointer("earlier", "without", place)
            yield document.fault("sense", where, f"{code!r} is not in the current list")


def check_trade_names(documents: Mapping[str, Document]) -> Iterator[ContentFault]:
    """Yield every name of a trade whose code is no current class, or that stands there twice.

    A class that is offered has a name of a trade.
    """
    document, classes = documents.get(TRADE_NAMES), documents.get(CLASSES)
    if document is None or classes is None:
        return
    current = classes.value["current"]["names"]
    seen: set[str] = set()
    for place, trade in enumerate(document.value["trade_names"]):
        code = trade["code"]
        where = pointer("trade_names", place, "code")
        if code not in current:
            yield document.fault("sense", where, f"{code!r} is no current class")
        if code in seen:
            yield document.fault("sense", where, f"{code!r} stands there twice")
        seen.add(code)
    for place, code in enumerate(document.value.get("offered", ())):
        if code not in seen:
            where = pointer("offered", place)
            yield document.fault("sense", where, f"{code!r} has no name of a trade")
