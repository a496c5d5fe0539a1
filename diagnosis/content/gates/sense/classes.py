"""Gate 3 for groups and classes: each stands below another, the earlier list says what differs."""

from collections.abc import Iterator, Mapping

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.industry import DIVISION

CLASSES = "knowledge/codes/classes.yaml"


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
