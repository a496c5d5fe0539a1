"""Ask what hurts the firm and what it may spend; either may be left out, neither is scored."""

import re

from diagnosis.cli.ask import fact_words
from diagnosis.cli.ask.fact_prompt import read_fact
from diagnosis.cli.ask.fact_values import shown_money
from diagnosis.cli.ask.sheet_so_far import PlainBusiness, SheetSoFar
from diagnosis.cli.ask.terminal import Move, Terminal
from diagnosis.cli.ask.words import KEPT
from diagnosis.domain.intake.business import read_business
from diagnosis.domain.intake.profile import ProfileFact
from diagnosis.domain.text import Text
from diagnosis.present.faults import fault_message
from diagnosis.present.intake.typed_amounts import revenue
from diagnosis.present.say import SEMICOLON, SPACE, joined

_NAMES = ("pains", "yearly_budget_wan")
_NUMBERS = re.compile(r"\d+")


class BusinessQuestions:
    """Asks for pains and yearly budget, and keeps them in the sheet."""

    def __init__(self, terminal: Terminal, so_far: SheetSoFar) -> None:
        self._terminal, self._so_far = terminal, so_far
        profile = {fact.id: fact for fact in so_far.content.profile}
        self._facts = {name: profile[name] for name in _NAMES if name in profile}

    @property
    def names(self) -> tuple[str, ...]:
        """Return what is asked for, in order."""
        return tuple(self._facts)

    def ask(self, name: str, place: int, count: int) -> Move:
        """Ask until the answer is understood, or left out; return where to go.

        `place` of `count` is said at the head.

        Raises
        ------
        InputEnded
            Where nothing more can be typed.

        """
        fact = self._facts[name]
        self._show(fact, place, count)
        return read_fact(
            self._terminal,
            lambda: fact_words.NUMBERS if fact.choices else fact_words.ANSWER,
            take=lambda typed: self._take(fact, typed),
            clear=lambda: self._so_far.business.pop(name, None),
            show_help=lambda: self._terminal.show(joined((fact.help, fact.used_for), SPACE)),
        )

    def _show(self, fact: ProfileFact, place: int, count: int) -> None:
        self._terminal.gap()
        head = fact_words.HEAD.fill(place=place, count=count, text=fact.text)
        self._terminal.show(head, bold=True)
        self._terminal.show_numbered(choice.text for choice in fact.choices)
        if fact.id in self._so_far.business:
            kept = self._shown(fact, self._so_far.business[fact.id])
            self._terminal.show(KEPT.fill(answer=kept))

    def _take(self, fact: ProfileFact, typed: str) -> bool:
        """Keep what a sheet takes; say why where it does not."""
        value = _chosen(fact, typed) if fact.choices else revenue(typed)
        if value is None:
            text = fact_words.NOT_RECOGNISED[fact.id]
            self._terminal.show(text.fill(typed=typed, count=len(fact.choices)))
            return False
        _, faults = read_business({fact.id: value}, self._so_far.content.scenes)
        if faults:
            self._terminal.show_plain(fault_message(faults[0], self._terminal.language))
            return False
        self._so_far.business[fact.id] = value
        self._terminal.show(fact_words.TAKEN.fill(fact=self._shown(fact, value)))
        return True

    def _shown(self, fact: ProfileFact, value: PlainBusiness) -> Text:
        """Return an answer as people read it."""
        if not isinstance(value, list):
            return shown_money(value)
        texts = {choice.id: choice.text for choice in fact.choices}
        return joined([texts[name] for name in value], SEMICOLON)


def _chosen(fact: ProfileFact, typed: str) -> list[str] | None:
    """Return the ids of the choices that were typed by number, None for what is none."""
    places = [int(number) for number in _NUMBERS.findall(typed)]
    if not places or not all(0 < place <= len(fact.choices) for place in places):
        return None
    return [fact.choices[place - 1].id for place in places]
