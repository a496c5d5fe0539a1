"""Firms and their sheets, raw as a caller sends them or read."""

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from diagnosis.domain.intake.form import Entry
from diagnosis.domain.intake.item import POSITION_VALUES, Item, ItemType
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content

Answers = Mapping[str, Any] | None
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def an_enterprise(**override: Any) -> dict[str, Any]:
    """Return the raw profile facts of a small discrete firm; None takes a fact away."""
    facts = {
        "name": "示例有限公司",
        "credit_code": "91441900EXAMPLE11Y",
        "industry": "C3525",
        "city": "441900",
        "employees": 60,
        "revenue_wan": 2600,
        "production_type": "discrete",
    } | override
    return {key: value for key, value in facts.items() if value is not None}


def a_sheet(form: str = "full", answers: Answers = None, **override: Any) -> Any:
    """Return a raw sheet without a fault; `override` replaces whole fields, None removes them."""
    sheet = {
        "form": form,
        "enterprise": an_enterprise(),
        "answers": dict(answers or {}),
    } | override
    return {key: value for key, value in sheet.items() if value is not None}


def a_submission(form: str = "full", answers: Answers = None, **override: Any) -> Any:
    """Return a raw sheet that is stored though little of it is answered."""
    return a_sheet(form, answers, **override) | {"accept_incomplete": True}


def an_example(name: str) -> Any:
    """Return one of the five example sheets."""
    return json.loads((EXAMPLES / f"{name}.json").read_bytes())


def every(content: Content, form: str, position: float, **override: Any) -> dict[str, Any]:
    """Return answers that put every ladder item of a form on one position."""
    entries = content.readers[form]["2.0.0"].form.entries
    ladders = [item for item in entries if content.bank[item].type is ItemType.LADDER]
    return dict.fromkeys(ladders, position) | override


def a_value(random: Random, item: Item, entry: Entry) -> Any:
    """Return a random raw answer to an item as a form asks it."""
    if item.type is ItemType.LADDER:
        fits = [v for v in POSITION_VALUES if v <= entry.top and not (entry.whole_only and v % 1)]
        return random.choice(fits)
    if item.type is ItemType.SHARE:
        whole = random.choice((10, 40, 97, 250.5))
        part = random.choice((0, 0.1, 0.2, 0.4, 0.6, random.random(), 1)) * whole
        return {"part": min(part, whole), "whole": whole}
    options = [option.id for option in item.options]
    if item.type is ItemType.SINGLE:
        return random.choice(options)
    real = [option for option in options if option != "none"]
    chosen = random.sample(real, random.randrange(len(real) + 1))
    return chosen or ["none"]


def random_sheet(
    content: Content,
    seed: int,
    *,
    form: str = "full",
    blanks: float = 0.0,
    cuts: float = 0.0,
    spread: int = 5,
) -> Any:
    """Return a random raw sheet.

    `blanks` is the chance of an answer to be left out or not known, `cuts` that of an item that
    allows it to be answered not applicable; `spread` narrows positions to a window, so that high
    levels occur too.
    """
    random = Random(seed)
    entries = list(content.forms[form].values())[-1].entries
    low = random.uniform(0, 5 - spread) if spread < 5 else 0.0
    answers: dict[str, Any] = {}
    for name, entry in entries.items():
        item = content.bank[name]
        if random.random() < blanks:
            if random.random() < 0.3:
                answers[name] = "not_known"
            continue
        if item.reasons and random.random() < cuts:
            answers[name] = {"not_applicable": random.choice(item.reasons).id}
            continue
        value = a_value(random, item, entry)
        while item.type is ItemType.LADDER and not low <= value <= max(low + spread, 1):
            value = a_value(random, item, entry)
        answers[name] = value
    kind = random.choice(("discrete", "process"))
    revenue = random.choice((None, 1500, 2000, 30000))
    firm = an_enterprise(production_type=kind, revenue_wan=revenue)
    if cuts:
        firm["industry"] = random.choice(("C3525", "C38"))
    return a_sheet(form, answers, enterprise=firm)


def read_random(content: Content, seed: int, **how: Any) -> Sheet:
    """Return a random sheet, read."""
    return read(content, random_sheet(content, seed, **how))


def as_before_release(shown: Any) -> Any:
    """Return a shown result with standards named as earlier releases did: `id@revision`."""
    if isinstance(shown, list):
        return [as_before_release(each) for each in shown]
    if not isinstance(shown, dict):
        return shown
    named = {name: as_before_release(each) for name, each in shown.items()}
    if {"standard", "revision"} <= named.keys():
        named["standard"] += f"@{named.pop('revision')}"
    return named
