"""Gate 3 for the overstatement: its value lies inside its range."""

from collections.abc import Iterator, Mapping

from diagnosis.content.documents.yaml_file import ContentFault, Document

OVERSTATEMENT = "knowledge/overstatement.yaml"


def check_overstatement(documents: Mapping[str, Document]) -> Iterator[ContentFault]:
    """Yield a fault where the value of the overstatement lies outside its range."""
    document = documents.get(OVERSTATEMENT)
    if document is None:
        return
    steps = document.value["overstatement"]
    if not steps["low"] <= steps["value"] <= steps["high"]:
        message = f"{steps['value']} does not lie from {steps['low']} to {steps['high']}"
        yield document.fault("sense", "/overstatement/value", message)
