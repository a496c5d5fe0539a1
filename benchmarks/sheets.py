"""Simulated sheets of the full form as request bodies: varied firms, varied answers."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from benchmarks.firms import RARE, Firm, Firms
from diagnosis.domain.intake.form import Form, ProductionType
from diagnosis.domain.intake.item import POSITION_VALUES, Item, ItemType
from diagnosis.services.ports.content import Content

Answer = float | str | list[str] | dict[str, float] | dict[str, str]
RARE_PERIOD = 2019
_PERIODS = (2023, 2024, 2025, 2025, 2026, 2026)
_RETURNS = 0.3
"""The share of sheets that come from a firm that has handed in others."""
_REJECTED_EVERY = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet as a request writes it."""

    form: str
    firm: Firm
    answers: dict[str, Answer]
    period: int
    reference: str

    def plain(self) -> dict[str, str | int | dict[str, str | int] | dict[str, Answer]]:
        """Return the sheet as JSON values."""
        return {
            "form": self.form,
            "enterprise": self.firm.facts(),
            "answers": self.answers,
            "period": self.period,
            "reference": self.reference,
        }

    def body(self) -> bytes:
        """Return the body of a request."""
        return json.dumps(self.plain(), ensure_ascii=False).encode()


@dataclass
class Sheets:
    """Makes the sheet of a number: the same one whenever it is asked for."""

    content: Content
    seed: int = 1
    firms: Firms = field(init=False)

    def __post_init__(self) -> None:
        self.firms = Firms(self.content.codes, self.seed)

    def sheet(self, number: int) -> Sheet:
        """Return the sheet of a number, from 0; the first five are those of the rare firms."""
        chance = random.Random(f"{self.seed} sheet {number}")
        returns = number > RARE and chance.random() < _RETURNS
        firm = self.firms.firm(chance.randrange(RARE, number) if returns else number)
        form = newest(self.content, "screening" if number < RARE else "full")
        return Sheet(
            form=form.id,
            firm=firm,
            answers=_answers(self.content, form, firm, chance),
            period=RARE_PERIOD if number < RARE else chance.choice(_PERIODS),
            reference=f"S-{number}",
        )

    def full(self, start: int = RARE) -> Iterator[Sheet]:
        """Yield sheets of the full form without end, each of the next firm from a number on."""
        number = start
        while True:
            chance = random.Random(f"{self.seed} sheet {number}")
            firm, form = self.firms.firm(number), newest(self.content, "full")
            answers = _answers(self.content, form, firm, chance)
            yield Sheet(
                form=form.id, firm=firm, answers=answers, period=2026, reference=f"S-{number}"
            )
            number += 1


def newest(content: Content, form_id: str) -> Form:
    """Return the newest version of a form."""
    return list(content.forms[form_id].values())[-1]


def is_rejected(number: int) -> bool:
    """Return whether the request of a number, from 0, is one that is to be refused."""
    return number % _REJECTED_EVERY == _REJECTED_EVERY - 1


def spoilt(sheet: Sheet) -> bytes:
    """Return the body of a sheet with one answer that no ladder has."""
    ladder = next(item for item, answer in sheet.answers.items() if isinstance(answer, float))
    return replace(sheet, answers={**sheet.answers, ladder: 7.0}).body()


def _answers(content: Content, form: Form, firm: Firm, chance: random.Random) -> dict[str, Answer]:
    """Return the answers of a firm to the items that it is asked; some firms leave some out."""
    kind = ProductionType(firm.production_type)
    blanks = chance.choice((0.0, 0.0, 0.0, 0.03, 0.06))
    answers: dict[str, Answer] = {}
    for name, entry in form.entries.items():
        if kind not in entry.asked_of or chance.random() < blanks:
            continue
        item = content.bank[name]
        if item.reasons and chance.random() < 0.1:
            answers[name] = {"not_applicable": chance.choice(item.reasons).id}
        elif chance.random() < blanks:
            answers[name] = "not_known"
        else:
            answers[name] = _answer(item, entry.top, firm.maturity, chance)
    return answers


def _answer(item: Item, top: int, maturity: float, chance: random.Random) -> Answer:
    if item.type is ItemType.LADDER:
        aim = min(float(top), max(0.0, chance.gauss(maturity, 0.8)))
        positions = [position for position in POSITION_VALUES if position <= top]
        return min(positions, key=lambda position: abs(position - aim))
    if item.type is ItemType.SHARE:
        whole = float(chance.randrange(10, 300))
        return {"part": round(whole * min(1.0, chance.random() * maturity / 3)), "whole": whole}
    options = [option.id for option in item.options]
    if item.type is ItemType.SINGLE:
        return "yes" if "yes" in options and chance.random() < 0.9 else chance.choice(options)
    chosen = [option for option in options if option != "none"]
    chosen = [option for option in chosen if chance.random() < maturity / 5]
    return chosen or ["none"]
