"""Random full sheets as request bodies, for the benchmarks over HTTP."""

import json
import random
from typing import Any

from diagnosis.domain.intake.item import POSITION_VALUES, ItemType
from diagnosis.services.ports.content import Content


def random_body(content: Content, chance: random.Random) -> bytes:
    """Return a request of the full form, every item answered at random."""
    answers: dict[str, Any] = {}
    for entry in list(content.forms["full"].values())[-1].entries.values():
        item = content.bank[entry.item]
        options = [option.id for option in item.options]
        if item.type is ItemType.LADDER:
            positions = [position for position in POSITION_VALUES if position <= entry.top]
            answers[item.id] = chance.choice(positions)
        elif item.type is ItemType.SINGLE:
            answers[item.id] = chance.choice(options)
        elif item.type is ItemType.MULTIPLE:
            chosen = [option for option in options if option != "none"]
            answers[item.id] = chance.sample(chosen, chance.randrange(1, len(chosen) + 1))
        else:
            answers[item.id] = {"part": chance.randrange(100), "whole": 100}
    enterprise = {
        "name": "示例有限公司",
        "credit_code": "91441900EXAMPLE11Y",
        "industry": "C35",
        "city": "441900",
        "employees": chance.randrange(10, 900),
        "revenue_wan": chance.randrange(300, 40_000),
        "production_type": "discrete",
    }
    return json.dumps({"form": "full", "enterprise": enterprise, "answers": answers}).encode()
