"""Gate 4, meaning: golden cases worked by hand give the scores that the scorer gives."""

from collections.abc import Iterator, Mapping
from typing import Any

from diagnosis.content.yaml_file import ContentFault, Document
from diagnosis.domain.fault import FaultyInput, pointer
from diagnosis.domain.intake.item import ItemType
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose

_CLOSE = 1e-9


def golden_sheet(content: Content, sheet: Mapping[str, Any]) -> dict[str, Any]:
    """Return the full sheet of a golden case.

    `every` answers all ladder items that the form asks with one position; `answers` override it,
    and null there takes an answer back.
    """
    sheet = dict(sheet)
    answers = dict(sheet.pop("answers", {}))
    every = sheet.pop("every", None)
    if every is not None:
        form = list(content.forms[sheet["form"].partition("@")[0]].values())[-1]
        ladders = (i for i in form.entries if content.bank[i].type is ItemType.LADDER)
        answers = {**dict.fromkeys(ladders, every), **answers}
    sheet["answers"] = {item: value for item, value in answers.items() if value is not None}
    return sheet


def golden_result(content: Content, sheet: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a golden case may expect of every standard, by standard id."""
    diagnosis = diagnose(content, read(content, golden_sheet(content, sheet)))
    found = {}
    for verdict in diagnosis.verdicts:
        result: dict[str, Any] = {
            name: getattr(verdict, name)
            for name in ("level", "score", "coverage", "level_low", "level_high")
        }
        result["provisional"] = verdict.provisional and list(verdict.provisional)
        result["cuts"] = [cut.part for cut in verdict.cuts]
        result["cuts_as_zero"] = verdict.cuts_as_zero and list(verdict.cuts_as_zero)
        result["held_back_by"] = [hold.part for hold in verdict.holds]
        result["dimensions"] = {one.id: one.score for one in verdict.dimensions}
        result["aggregations"] = {one.rule: [one.score, one.level] for one in verdict.aggregations}
        found[verdict.standard.id] = result
    return found


def check_meaning(content: Content, documents: Mapping[str, Document]) -> Iterator[ContentFault]:
    """Yield every golden case whose result is not the one worked out by hand."""
    for path, document in documents.items():
        if not path.startswith("knowledge/standards/golden/"):
            continue
        for place, case in enumerate(document.value["cases"]):
            where = pointer("cases", place, "expect")
            try:
                found = golden_result(content, case["sheet"])
            except FaultyInput as error:
                yield document.fault("meaning", where, f"{case['id']}: refused: {error}")
                continue
            for message in differences(case["expect"], found):
                yield document.fault("meaning", where, f"{case['id']}: {message}")


def differences(expected: Any, found: Any, where: str = "") -> Iterator[str]:
    """Yield where a result departs from what was expected; numbers agree to 1e-9."""
    if isinstance(expected, dict):
        for key, value in expected.items():
            if not isinstance(found, dict) or key not in found:
                yield f"{where}{key} is missing"
            else:
                yield from differences(value, found[key], f"{where}{key}.")
    elif isinstance(expected, list):
        if not isinstance(found, list) or len(expected) != len(found):
            yield f"{where[:-1]}: expected {expected}, found {found}"
        else:
            for place, (one, other) in enumerate(zip(expected, found, strict=True)):
                yield from differences(one, other, f"{where}{place}.")
    elif isinstance(expected, float | int) and isinstance(found, float | int):
        if abs(expected - found) > _CLOSE:
            yield f"{where[:-1]}: expected {expected}, found {found}"
    elif expected != found:
        yield f"{where[:-1]}: expected {expected}, found {found}"
