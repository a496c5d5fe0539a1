"""A form with everything a person needs to answer it, and the JSON Schema of its answers."""

from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.enterprise import FIELDS
from diagnosis.domain.intake.form import Entry, Form, newest
from diagnosis.domain.intake.item import POSITION_VALUES, Item, ItemType
from diagnosis.domain.intake.sheet import MOST_REFERENCE, PERIODS
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content


def show_form(content: Content, form: Form, say: Say) -> Shown:
    """Return a form as JSON values: sections, items, options, help, evidence, terms."""
    return {
        "form": form.ref,
        "id": form.id,
        "version": form.version,
        "status": str(form.status),
        "title": say(form.title),
        "purpose": say(form.purpose),
        "minutes": {"low": form.minutes[0], "high": form.minutes[1], "basis": "estimated"},
        "standards": list(form.standards),
        "profile": [
            {
                "id": fact.id,
                "pointer": _pointer(fact.id),
                "text": say(fact.text),
                "help": say(fact.help),
                "format": say(fact.format),
                "used_for": say(fact.used_for),
            }
            for fact in content.profile
        ],
        "sections": [
            {
                "id": section.id,
                "title": say(section.title),
                "items": [show_item(content.bank[e.item], e, say) for e in section.entries],
            }
            for section in form.sections
        ],
    }


def _pointer(fact: str) -> str:
    """Return where a fact goes in a sheet: the year and the reference are none of the firm's."""
    return pointer("enterprise", fact) if fact in FIELDS else pointer(fact)


def show_item(item: Item, entry: Entry, say: Say) -> Shown:
    """Return an item as a form asks it."""
    shown: Shown = {
        "id": item.id,
        "type": str(item.type),
        "text": say(item.text),
        "help": say(item.help),
        "terms": [{"term": say(t.term), "meaning": say(t.meaning)} for t in item.terms],
        "evidence": [say(evidence) for evidence in item.evidence],
        "asked_of": [str(kind) for kind in entry.asked_of],
        "not_applicable": [{"id": reason.id, "text": say(reason.text)} for reason in item.reasons],
        "sources": list(item.sources),
        "basis": item.basis,
        "checked": item.checked,
    }
    if item.type is ItemType.LADDER:
        shown["positions"] = [
            {"position": place, "text": say(position), "ours": place in item.anchors_ours}
            for place, position in enumerate(item.positions)
            if place <= entry.top
        ]
        shown["partial"] = not entry.whole_only
    elif item.share is not None:
        shown["share"] = {
            "part": say(item.share.part),
            "whole": say(item.share.whole),
            "unit": say(item.share.unit),
        }
    else:
        shown["options"] = [{"id": option.id, "text": say(option.text)} for option in item.options]
    return shown


def answer_schema(content: Content, form: Form) -> Shown:
    """Return the JSON Schema (2020-12) of a sheet that answers a form.

    The id alone names the form only where it means this version.
    """
    is_newest = form.ref == newest(content.forms[form.id].values()).ref
    answers = {
        item: _value_schema(content.bank[item], entry) for item, entry in form.entries.items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Sheet of {form.ref}",
        "type": "object",
        "additionalProperties": False,
        "required": ["form", "answers"],
        "properties": {
            "form": {"enum": [form.id, form.ref] if is_newest else [form.ref]},
            "enterprise": {
                "type": "object",
                "additionalProperties": False,
                "properties": {name: {} for name in FIELDS},
            },
            "period": {
                "type": ["integer", "null"],
                "minimum": PERIODS[0],
                "maximum": PERIODS[1],
            },
            "reference": {"type": ["string", "null"], "maxLength": MOST_REFERENCE},
            "answers": {
                "type": "object",
                "additionalProperties": False,
                "properties": answers,
            },
        },
    }


def _value_schema(item: Item, entry: Entry) -> Shown:
    options = [option.id for option in item.options]
    if item.type is ItemType.LADDER:
        value: Shown = {
            "enum": [
                v for v in POSITION_VALUES if v <= entry.top and not (entry.whole_only and v % 1)
            ]
        }
    elif item.type is ItemType.SINGLE:
        value = {"enum": options}
    elif item.type is ItemType.MULTIPLE:
        value = {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {"enum": options},
            "if": {"contains": {"const": "none"}},
            "then": {"maxItems": 1},
        }
    else:
        number = {"type": "number", "minimum": 0}
        value = {
            "type": "object",
            "additionalProperties": False,
            "required": ["part", "whole"],
            "properties": {"part": number, "whole": {"type": "number", "exclusiveMinimum": 0}},
        }
    choices = [value, {"const": "not_known"}]
    if item.reasons:
        choices.append(
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["not_applicable"],
                "properties": {"not_applicable": {"enum": [reason.id for reason in item.reasons]}},
            }
        )
    return {"anyOf": choices}
