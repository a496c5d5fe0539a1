"""Gate 3 for the profile: it asks exactly what is read, with a choice for each value."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.content.gates.sense.known import twice
from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.limits import PROFILE_LIMITS, ChoiceLimit, ListLimit

PROFILE = "questionnaires/profile.yaml"


def check_profile(documents: Mapping[str, Document]) -> Iterator[ContentFault]:
    """Yield where the questions of the profile depart from the limits that its answers have."""
    document = documents.get(PROFILE)
    if document is None:
        return
    facts = document.value["facts"]
    names = [fact["id"] for fact in facts]
    yield from twice(document, pointer("facts"), names, "the fact")
    for name in PROFILE_LIMITS:
        if name not in names:
            yield document.fault("sense", "/facts", f"the fact {name!r} is not asked")
    for place, fact in enumerate(facts):
        where = pointer("facts", place)
        if fact["id"] not in PROFILE_LIMITS:
            message = f"no fact {fact['id']!r} is read"
            yield document.fault("sense", where + "/id", message)
        else:
            yield from _choices(document, where, fact)


def _choices(document: Document, where: str, fact: Mapping[str, Any]) -> Iterator[ContentFault]:
    choices = [choice["id"] for choice in fact.get("choices", ())]
    values = _values(fact["id"])
    yield from twice(document, where + "/choices", choices, "the choice")
    for value in values:
        if value not in choices:
            yield document.fault("sense", where, f"no choice says {value!r}")
    for place, choice in enumerate(choices):
        if choice not in values:
            message = f"the choice {choice!r} is not read"
            yield document.fault("sense", where + pointer("choices", place), message)


def _values(name: str) -> Sequence[str]:
    """Return what is chosen from in answer to a question, nothing where it is typed or listed."""
    limit = PROFILE_LIMITS[name]
    return limit.values if isinstance(limit, ChoiceLimit | ListLimit) else ()
