"""Parsed questionnaires into domain values: items, forms, consistency checks."""

from collections.abc import Iterable, Mapping
from typing import Any

from diagnosis.domain.intake.consistency import Check, compile_check
from diagnosis.domain.intake.form import Entry, Form, ProductionType, Section
from diagnosis.domain.intake.item import Item, ItemType, Option, ShareText, Term
from diagnosis.domain.text import Text

Plain = Mapping[str, Any]


def text(value: Plain) -> Text:
    """Return the text of a `{zh, en}` map."""
    return Text(value["zh"], value["en"])


def build_items(documents: Iterable[Plain]) -> dict[str, Item]:
    """Return the bank by item id, in the order of the files."""
    return {
        one["id"]: _item(document["area"], one)
        for document in documents
        for one in document["items"]
    }


def _options(values: Iterable[Plain]) -> tuple[Option, ...]:
    return tuple(Option(one["id"], text(one["text"])) for one in values)


def _item(area: str, one: Plain) -> Item:
    share = one.get("share")
    evidence = one["evidence"]
    return Item(
        id=one["id"],
        area=area,
        type=ItemType(one["type"]),
        text=text(one["text"]),
        help=text(one["help"]),
        terms=tuple(Term(text(t["term"]), text(t["meaning"])) for t in one["terms"]),
        evidence=tuple(
            Text(zh, en) for zh, en in zip(evidence["zh"], evidence["en"], strict=True)
        ),
        positions=tuple(text(position) for position in one.get("positions", ())),
        options=_options(one.get("options", ())),
        share=share and ShareText(text(share["part"]), text(share["whole"]), text(share["unit"])),
        reasons=_options(one["not_applicable"]),
        sources=tuple(one["sources"]),
        basis=one["basis"],
        checked=one["checked"],
        anchors_ours=tuple(one.get("anchors_ours", ())),
    )


def build_form(document: Plain) -> Form:
    """Return the form of one file."""
    minutes = document["minutes"]
    return Form(
        id=document["id"],
        version=document["version"],
        status=document["status"],
        title=text(document["title"]),
        purpose=text(document["purpose"]),
        minutes=(minutes["low"], minutes["high"]),
        standards=tuple(document["standards"]),
        sections=tuple(
            Section(one["id"], text(one["title"]), tuple(_entry(e) for e in one["items"]))
            for one in document["sections"]
        ),
    )


def _entry(value: str | Plain) -> Entry:
    if isinstance(value, str):
        return Entry(value)
    whole = value.get("positions") == "whole-0-4"
    return Entry(
        value["item"],
        tuple(ProductionType(kind) for kind in value.get("asked_of", ProductionType)),
        4 if whole else 5,
        whole,
    )


def build_checks(document: Plain) -> tuple[Check, ...]:
    """Return the consistency checks of their file."""
    return tuple(
        compile_check(one["id"], text(one["message"]), one["when"]) for one in document["checks"]
    )
