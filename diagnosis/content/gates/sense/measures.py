"""Gate 3 for the action plan's measures."""

from collections.abc import Iterator

from diagnosis.content.documents.yaml_file import ContentFault
from diagnosis.content.gates.sense.known import MEASURES, Documents, Known, twice
from diagnosis.domain.fault import pointer


def check_measures(documents: Documents, known: Known) -> Iterator[ContentFault]:
    """Yield every fault of the measures: parts that exist, each measure served or said why not."""
    document = documents.get(MEASURES)
    if document is None:
        return
    parts = [part["part"] for part in document.value["parts"]]
    names = [measure["id"] for measure in document.value["measures"]]
    yield from twice(document, "/measures", names, "the measure")
    served = _served(known)
    for place, measure in enumerate(document.value["measures"]):
        where = pointer("measures", place)
        if "part" in measure and measure["part"] not in parts:
            yield document.fault("sense", where + "/part", f"no part {measure['part']}")
        is_served = measure["id"] in served or "services" in measure
        if is_served and "unserved" in measure:
            message = f"{measure['id']} is served: take its `unserved` away"
            yield document.fault("sense", where + "/unserved", message)
        if known.packages and not is_served and "unserved" not in measure:
            message = f"nothing serves {measure['id']}: name services, or say why in `unserved`"
            yield document.fault("sense", where, message)


def _served(known: Known) -> set[str]:
    """Return the measures that some package or instrument serves."""
    entries = (*known.packages.values(), *known.instruments.values())
    return {measure for entry in entries for measure in entry.value.get("measures", ())}
