"""Parsed inferences into domain values: by which rules answers propose the answer to an item."""

from collections.abc import Mapping
from typing import Any

from diagnosis.domain.intake.inference import Inference, ProposedValue
from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.intake.rules.language import compile_rule

Plain = Mapping[str, Any]


def build_inferences(document: Plain | None, bank: Mapping[str, Item]) -> dict[str, Inference]:
    """Return the inferences of their file by item; content that was kept before may have none."""
    plain = () if document is None else document["inferences"]
    return {each["item"]: _inference(each, bank[each["item"]]) for each in plain}


def _inference(plain: Plain, item: Item) -> Inference:
    rules = [(each["value"], *compile_rule(each["when"])) for each in plain["values"]]
    return Inference(
        item=item.id,
        takes_several=item.type is ItemType.MULTIPLE,
        values=tuple(ProposedValue(_value(value), rule) for value, rule, _ in rules),
        sources=tuple(dict.fromkeys(source for *_, sources in rules for source in sources)),
    )


def _value(plain: str | int) -> str | float:
    return plain if isinstance(plain, str) else float(plain)
