"""Gate 4, meaning: golden cases worked by hand give the scores that the scorer gives."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from diagnosis.content.documents.yaml_file import ContentFault, Document
from diagnosis.domain.fault import FaultyInput, pointer
from diagnosis.domain.intake.item import ItemType
from diagnosis.services.intake.forms import find_form
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose

SCENES = "scenes"
"""The area of the bank whose items ask which of the typical scenes there are."""
_SHORTHANDS = ("every", "scenes", "answers")
_CLOSE = 1e-9


def golden_sheet(content: Content, sheet: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full sheet of a golden case, as a firm would send it.

    `every` answers all ladder items that the form asks with one position, and `scenes: none` all
    items about scenes with none of their options; `answers` override both, and null there takes
    an answer back.
    """
    items = [content.bank[item] for item in _entries(content, sheet["form"])]
    answers: dict[str, Any] = {}
    if "every" in sheet:
        answers |= {item.id: sheet["every"] for item in items if item.type is ItemType.LADDER}
    if "scenes" in sheet:
        answers |= {item.id: [sheet["scenes"]] for item in items if item.area == SCENES}
    answers |= sheet.get("answers", {})
    full = {key: value for key, value in sheet.items() if key not in _SHORTHANDS}
    full["answers"] = {item: value for item, value in answers.items() if value is not None}
    return full


def _entries(content: Content, form: str) -> Iterable[str]:
    """Return the items that an id or `id@version` asks, none for an unknown form."""
    try:
        return find_form(content, form).entries
    except FaultyInput:
        return ()


def golden_result(content: Content, sheet: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a golden case may expect of every standard, by standard id."""
    diagnosis = diagnose(content, read(content, golden_sheet(content, sheet), kept=True))
    results = {}
    for verdict in diagnosis.verdicts:
        result: dict[str, Any] = {
            name: getattr(verdict, name)
            for name in ("level", "score", "coverage", "level_low", "level_high")
        }
        result["provisional"] = verdict.provisional and list(verdict.provisional)
        result["cuts"] = [cut.part for cut in verdict.cuts]
        result["cuts_as_zero"] = verdict.cuts_as_zero and list(verdict.cuts_as_zero)
        result["counted_zero"] = {
            counted.item: list(counted.if_dropped) for counted in verdict.counted_zero
        }
        result["held_back_by"] = [hold.part for hold in verdict.holds]
        result["dimensions"] = {part.id: part.score for part in verdict.dimensions}
        result["aggregations"] = {
            other.rule: [other.score, other.level] for other in verdict.aggregations
        }
        results[verdict.standard.id] = result
    return results


def check_meaning(content: Content, documents: Mapping[str, Document]) -> Iterator[ContentFault]:
    """Yield every golden case whose result is not the one worked out by hand."""
    for path, document in documents.items():
        if not path.startswith("knowledge/standards/golden/"):
            continue
        for place, case in enumerate(document.value["cases"]):
            where = pointer("cases", place, "expect")
            try:
                results = golden_result(content, case["sheet"])
            except FaultyInput as error:
                yield document.fault("meaning", where, f"{case['id']}: refused: {error}")
                continue
            for message in differences(case["expect"], results):
                yield document.fault("meaning", where, f"{case['id']}: {message}")


def differences(expected: Any, actual: Any, where: str = "") -> Iterator[str]:
    """Yield where a result departs from what was expected; numbers agree to 1e-9."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if not isinstance(actual, dict) or key not in actual:
                yield f"{where}{key} is missing"
            else:
                yield from differences(value, actual[key], f"{where}{key}.")
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for place, pair in enumerate(zip(expected, actual, strict=True)):
            yield from differences(*pair, f"{where}{place}.")
    elif not _agree(expected, actual):
        yield f"{where[:-1]}: expected {expected}, found {actual}"


def _agree(expected: Any, actual: Any) -> bool:
    if isinstance(expected, float | int) and isinstance(actual, float | int):
        return abs(expected - actual) <= _CLOSE
    return bool(expected == actual)
