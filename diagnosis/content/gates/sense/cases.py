"""Gate 3 for cases: places, industries, scenes, packages, practices and published figures."""

from collections.abc import Iterator

from diagnosis.content.documents.walk import is_bibliography
from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.known import (
    CASES,
    Documents,
    Known,
    below,
    ladder_item,
    missing,
    twice,
    unit,
)
from diagnosis.domain.fault import pointer

_GUANGDONG = "44"
_NAMELESS = {"zh": ("某", "未写名称", "未署名"), "en": ("not named", "unnamed")}
"""What a company is called where the source names none."""


def check_cases(documents: Documents, known: Known) -> Iterator[ContentFault]:
    """Yield every fault of sense in the cases."""
    memories = _memories(documents)
    for document in below(documents, CASES).values():
        case = document.value
        scenes, packages = case.get("scenes", ()), case.get("packages", ())
        yield from _company(document)
        yield from _memory(document, memories)
        yield from _place(document, known)
        yield from _industry(document, known)
        yield from missing(document, "/scenes", scenes, known.scenes, "scene")
        yield from missing(document, "/packages", packages, known.packages, "package")
        practised = [practice["item"] for practice in case.get("practices", ())]
        yield from twice(document, "/practices", practised, "the item")
        for place, item in enumerate(practised):
            yield from ladder_item(document, pointer("practices", place, "item"), item, known)
        if not scenes and not packages:
            yield document.fault("sense", "", "names neither a scene nor a package: unmatchable")
        yield from _metrics(document)


def _company(document: Document) -> Iterator[ContentFault]:
    """A case names its firm; what an unnamed one did is a note to its trade, not a case."""
    for language, words in _NAMELESS.items():
        name = document.value["company"][language].lower()
        if any(word in name for word in words):
            message = "names no firm: this is a note to a trade, not a case"
            yield document.fault("sense", pointer("company", language), message)


def _memories(documents: Documents) -> frozenset[str]:
    """Return the sources that are memory alone."""
    return frozenset(
        source["id"]
        for path, document in documents.items()
        if is_bibliography(path)
        for source in document.value["sources"]
        if source["kind"] == "memory"
    )


def _memory(document: Document, memories: frozenset[str]) -> Iterator[ContentFault]:
    """A case from memory alone says so: it is never called near."""
    if document.value["checked"] != "unconfirmed" and memories.issuperset(
        document.value["sources"]
    ):
        message = "rests on memory alone, so it is 'unconfirmed'"
        yield document.fault("sense", "/checked", message)


def _place(document: Document, known: Known) -> Iterator[ContentFault]:
    """A place is a code of GB/T 2260, or a country's code outside China; null is not known."""
    place = document.value["site"]["place"]
    if place == "CN":
        message = "inside China a GB/T 2260 code is wanted, not CN"
        yield document.fault("sense", "/site/place", message)
    elif place and place.startswith(_GUANGDONG) and place not in known.places:
        yield document.fault("sense", "/site/place", f"no place {place!r} in Guangdong")


def _industry(document: Document, known: Known) -> Iterator[ContentFault]:
    industry = document.value["industry"]
    if industry["division"] not in known.divisions:
        message = f"no division {industry['division']!r}"
        yield document.fault("sense", "/industry/division", message)
    if industry["class"] and not industry["class"].startswith(industry["division"]):
        message = f"{industry['class']} does not lie in {industry['division']}"
        yield document.fault("sense", "/industry/class", message)


def _metrics(document: Document) -> Iterator[ContentFault]:
    for place, metric in enumerate(document.value.get("metrics", ())):
        where = pointer("metrics", place)
        yield from unit(document, where, metric["unit"])
        if (metric["direction"] == "level") != (metric["kind"] == "level"):
            message = f"direction {metric['direction']!r} does not fit kind {metric['kind']!r}"
            yield document.fault("sense", where + "/direction", message)
        if "baseline" in metric and metric["kind"] != "absolute-with-baseline":
            message = f"a baseline does not fit kind {metric['kind']!r}"
            yield document.fault("sense", where + "/baseline", message)
