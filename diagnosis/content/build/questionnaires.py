"""Parsed questionnaires into domain values: items, forms, consistency checks."""

from collections.abc import Iterable, Mapping
from typing import Any

from diagnosis.content.build.texts import text
from diagnosis.domain.intake.consistency import Check, Severity
from diagnosis.domain.intake.form import Entry, Form, FormStatus, Layout, ProductionType, Section
from diagnosis.domain.intake.item import Item, ItemType, Option, Reason, ShareText, Term
from diagnosis.domain.intake.rules.language import compile_rule
from diagnosis.domain.text import Text

Plain = Mapping[str, Any]
_PLEASE_CHECK = {"zh": "请核对。", "en": "Please check."}
TOP_OF_WHOLE_LEVELS = 4
"""The highest position where a form takes whole levels alone (`positions: whole-0-4`)."""


def build_items(documents: Iterable[Plain]) -> dict[str, Item]:
    """Return the bank by item id, in the order of the files."""
    return {
        plain["id"]: _item(document["area"], plain)
        for document in documents
        for plain in document["items"]
    }


def _item(area: str, plain: Plain) -> Item:
    """Return an item; those of content that was kept before had no name but their question."""
    share = plain.get("share")
    evidence = plain["evidence"]
    return Item(
        id=plain["id"],
        area=area,
        type=ItemType(plain["type"]),
        name=text(plain.get("name", plain["text"])),
        text=text(plain["text"]),
        help=text(plain["help"]),
        terms=tuple(
            Term(text(term["term"]), text(term["meaning"])) for term in plain.get("terms", ())
        ),
        evidence=tuple(
            Text(zh, en) for zh, en in zip(evidence["zh"], evidence["en"], strict=True)
        ),
        positions=tuple(text(position) for position in plain.get("positions", ())),
        options=build_options(plain.get("options", ())),
        share=share and ShareText(text(share["part"]), text(share["whole"]), text(share["unit"])),
        reasons=tuple(_reason(reason) for reason in plain.get("not_applicable", ())),
        sources=tuple(plain["sources"]),
        basis=plain["basis"],
        checked=plain["checked"],
        anchors_ours=tuple(plain.get("anchors_ours", ())),
    )


def build_options(values: Iterable[Plain]) -> tuple[Option, ...]:
    """Return the options of a choice, in their order."""
    return tuple(Option(option["id"], text(option["text"])) for option in values)


def _reason(plain: Plain) -> Reason:
    proof = plain.get("proved_by", {})
    return Reason(
        plain["id"],
        text(plain["text"]),
        tuple(ProductionType(kind) for kind in proof.get("production_types", ())),
        tuple(proof.get("classes", ())),
    )


def build_form(document: Plain) -> Form:
    """Return the form of one file."""
    return Form(
        id=document["id"],
        version=document["version"],
        status=FormStatus(document["status"]),
        title=text(document["title"]),
        purpose=text(document["purpose"]),
        standards=tuple(document.get("standards", ())),
        sections=tuple(_section(section) for section in document["sections"]),
        folded_from=document.get("folded_from"),
    )


def _section(plain: Plain) -> Section:
    about = plain.get("about")
    return Section(
        id=plain["id"],
        title=text(plain["title"]),
        entries=tuple(_entry(entry) for entry in plain["items"]),
        about=about and text(about),
        layout=Layout(plain.get("layout", Layout.QUESTIONS)),
    )


def _entry(value: str | Plain) -> Entry:
    if isinstance(value, str):
        return Entry(value)
    kinds = tuple(ProductionType(kind) for kind in value.get("asked_of", ProductionType))
    if value.get("positions") == "whole-0-4":
        return Entry(value["item"], kinds, top=TOP_OF_WHOLE_LEVELS, whole_only=True)
    return Entry(value["item"], kinds)


def build_checks(document: Plain) -> tuple[Check, ...]:
    """Return the consistency checks of their file."""
    return tuple(_check(check) for check in document["checks"])


def _check(plain: Plain) -> Check:
    """Return a check; those of content that was kept before may lack what is new."""
    rule, items = compile_rule(plain["when"])
    return Check(
        id=plain["id"],
        severity=Severity(plain.get("severity", Severity.CONTRADICTION)),
        basis=plain.get("basis", "wording"),
        message=text(plain["message"]),
        question=text(plain.get("ask", _PLEASE_CHECK)),
        items=items,
        rule=rule,
    )
