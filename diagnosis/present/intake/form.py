"""A form with everything a person needs to answer it, and the JSON Schema of its answers."""

from diagnosis.domain.fault import pointer
from diagnosis.domain.intake.business import BUSINESS, business_pointer, goals_of
from diagnosis.domain.intake.course import COURSE, AskedBy
from diagnosis.domain.intake.enterprise import FIELDS
from diagnosis.domain.intake.form import Entry, Form, Section, newest
from diagnosis.domain.intake.item import POSITION_VALUES, Item, ItemType
from diagnosis.domain.intake.limits import (
    BUSINESS_LIMITS,
    FACT_LIMITS,
    PERIOD,
    REFERENCE,
    SHARE_NUMBER,
)
from diagnosis.domain.intake.reading_time import reading_minutes
from diagnosis.domain.intake.sheet import ACCEPT_INCOMPLETE
from diagnosis.domain.intake.written_sheet import CONFIRMED
from diagnosis.domain.text import Text
from diagnosis.present.intake.limits import limit_schema, or_null
from diagnosis.present.intake.references import item_help
from diagnosis.present.intake.scene_grid import show_grid
from diagnosis.present.ours import OURS, SIGN
from diagnosis.present.per_object import per_content
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content

_LADDERS = (
    Text(
        "每一档都包含它下面的各档，选做到的最高一档。",
        "Each position includes those below it; choose the highest one that holds.",
    ),
    Text(
        "低一档的做法已被更好的做法代替的，算做到。",
        "A lower practice that a better one has replaced counts as met.",
    ),
)
_PARTLY = Text(
    "下一档有几个条件的：至少做到一个，加 0.5；过半但没全做到，加 0.8。"
    "第 1 档全做到、第 2 档做了一半，就是 1.5；第 0 档说中了、但第 1 档也做到一样，就是 0.5。",
    "Where the next position has several conditions: add 0.5 where at least one is met, 0.8 where "
    "more than half but not all are. All of position 1 and half of position 2 is 1.5; position 0 "
    "with one condition of position 1 is 0.5.",
)
_KEY = Text(
    "关键工序、关键设备：对质量、产量和交货影响最大的那几道、那几台，最好先列出来；多数：过半。"
    "只口头说过的，不算书面规定。",
    "Key processes and key machines are those that matter most to quality, output and delivery; "
    "best list them first. Most means more than half. What was only said is no written rule.",
)


def how_to_answer(content: Content, form: Form) -> tuple[Text, ...]:
    """Return what holds for all ladders of a form, and what its sign for what is ours means."""
    items = [content.bank[item] for item in form.entries]
    rules: list[Text] = []
    ladders = [form.entries[item.id] for item in items if item.type is ItemType.LADDER]
    if ladders:
        rules.extend((*_LADDERS, _KEY))
    if not all(entry.whole_only for entry in ladders):
        rules.append(_PARTLY)
    abouts = [section.about for section in form.sections if section.about is not None]
    signed = any(SIGN in text.zh for text in (*abouts, *(item.help for item in items)))
    if signed or any(place <= form.entries[i.id].top for i in items for place in i.anchors_ours):
        rules.append(OURS)
    return tuple(rules)


@per_content
def _minutes(content: Content) -> dict[str, tuple[int, int]]:
    """Return the minutes of each form by its reference: all of its text is counted for them."""
    return {
        form.ref: reading_minutes(form, content.bank)
        for versions in content.forms.values()
        for form in versions.values()
    }


def show_minutes(content: Content, form: Form) -> Shown:
    """Return how long the form takes to read, and with every help."""
    low, high = _minutes(content)[form.ref]
    return {"low": low, "high": high, "basis": "derived"}


def show_form(content: Content, form: Form, say: Say) -> Shown:
    """Return a form as JSON values: sections, items, options, help, evidence, terms."""
    return {
        "form": form.ref,
        "id": form.id,
        "version": form.version,
        "status": str(form.status),
        "title": say(form.title),
        "purpose": say(form.purpose),
        "how_to_answer": [say(rule) for rule in how_to_answer(content, form)],
        "minutes": show_minutes(content, form),
        "standards": list(form.standards),
        "profile": [
            {
                "id": fact.id,
                "pointer": _pointer(fact.id),
                "text": say(fact.text),
                "help": say(fact.help),
                "format": say(fact.format),
                "used_for": say(fact.used_for),
                "choices": [{"id": each.id, "text": say(each.text)} for each in fact.choices],
            }
            for fact in content.profile
        ],
        "sections": [show_section(content, form, section, say) for section in form.sections],
    }


def show_section(content: Content, form: Form, section: Section, say: Say) -> Shown:
    """Return a section of a form with its questions."""
    return {
        "id": section.id,
        "title": say(section.title),
        "about": section.about and say(section.about),
        "grid": show_grid(content, section, say),
        "items": [show_item(content, form, entry, say) for entry in section.entries],
    }


def _pointer(fact: str) -> str:
    """Return where a fact goes in a sheet: the year and the reference are none of the firm's."""
    if fact in BUSINESS_LIMITS:
        return business_pointer(fact)
    return pointer("enterprise", fact) if fact in FIELDS else pointer(fact)


def show_item_name(content: Content, item: str, say: Say) -> str:
    """Return what an item is called; its id where today's content has it no more."""
    known = content.bank.get(item)
    return item if known is None else str(say(known.name))


def show_item(content: Content, form: Form, entry: Entry, say: Say) -> Shown:
    """Return an item as a form asks it."""
    item, folded_from = content.bank[entry.item], form.folded_from
    shown: Shown = {
        "id": item.id,
        "type": str(item.type),
        "name": say(item.name),
        "text": say(item.text),
        "help": say(item_help(content, form, item)),
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
            {
                "position": place,
                "text": say(position),
                "ours": item.is_ours(place),
                "folded": folded_from is not None and place >= folded_from,
            }
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
                "properties": _fact_schemas(content),
            },
            BUSINESS: or_null(_business_schema(content)),
            "period": or_null(limit_schema(PERIOD)),
            "reference": or_null(limit_schema(REFERENCE)),
            CONFIRMED: _confirmed_schema(content, form),
            COURSE: _course_schema(form),
            ACCEPT_INCOMPLETE: {"type": ["boolean", "null"]},
            "answers": {
                "type": "object",
                "additionalProperties": False,
                "properties": answers,
            },
        },
    }


def _confirmed_schema(content: Content, form: Form) -> Shown:
    """Return the schema of the items whose inferred answer was confirmed."""
    inferable = [item for item in form.entries if item in content.inferences]
    item: Shown = {"enum": inferable} if inferable else {"type": "string"}
    most = len(inferable)
    return {"type": ["array", "null"], "uniqueItems": True, "maxItems": most, "items": item}


def _course_schema(form: Form) -> Shown:
    """Return the schema of how the questions without an answer came to be so.

    It cannot say that none of them has an answer, or stands in both lists: the reader does.
    """
    listed: Shown = {
        "type": ["array", "null"],
        "uniqueItems": True,
        "maxItems": len(form.entries),
        "items": {"enum": list(form.entries)},
    }
    course = _closed_object({"asked_by": {"enum": list(AskedBy)}})
    course["properties"] |= {"shown": listed, "skipped": listed}
    return or_null({**course, "required": ["asked_by"]})


def _fact_schemas(content: Content) -> Shown:
    """Return the schema of each fact of an enterprise; a place is one of those listed."""
    schemas = {name: limit_schema(limit) for name, limit in FACT_LIMITS.items()}
    schemas["city"]["enum"] = list(content.codes.places)
    return schemas


def _business_schema(content: Content) -> Shown:
    """Return the schema of what a firm says of its business; each field may be null.

    It cannot say that the parts of the cost are at most 100 per cent together: the reader does.
    """
    business = _closed_object({})
    for name, limit in BUSINESS_LIMITS.items():
        schema = limit_schema(limit)
        if name == "goals":
            schema["items"] = {"type": "string", "enum": list(goals_of(content.scenes))}
        part, _, inner = name.partition(".")
        if inner:
            whole = business["properties"].setdefault(part, or_null(_closed_object({})))
            whole["properties"][inner] = or_null(schema)
        else:
            business["properties"][part] = or_null(schema)
    return business


def _closed_object(properties: Shown) -> Shown:
    """Return the schema of an object that has no other properties."""
    return {"type": "object", "additionalProperties": False, "properties": properties}


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
        number = limit_schema(SHARE_NUMBER)
        value = {
            "type": "object",
            "additionalProperties": False,
            "required": ["part", "whole"],
            "properties": {"part": number, "whole": {**number, "exclusiveMinimum": 0}},
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
