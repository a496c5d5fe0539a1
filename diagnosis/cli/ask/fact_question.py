"""Ask for facts of the firm: what it makes, where, how large it is; each may be left out."""

from collections.abc import Callable, Sequence

from diagnosis.cli.ask import fact_words
from diagnosis.cli.ask.fact_prompt import read_fact
from diagnosis.cli.ask.fact_values import doubt_of_revenue, shown_fact
from diagnosis.cli.ask.sheet_so_far import PlainFact, SheetSoFar
from diagnosis.cli.ask.terminal import Move, Terminal
from diagnosis.cli.ask.words import KEPT
from diagnosis.domain.intake.enterprise import production_type_of, read_enterprise
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.intake.number import whole_of
from diagnosis.domain.intake.trade_search import industries_called, industry_of_code
from diagnosis.domain.text import Text
from diagnosis.present.faults import fault_message
from diagnosis.present.intake.typed_amounts import people, revenue
from diagnosis.present.names import PRODUCTION_TYPES
from diagnosis.present.say import SPACE, joined, plain
from diagnosis.services.intake.place_search import places_called

MOST_OFFERED = 9
_DIGITS = tuple("0123456789")


class FactQuestions:
    """Asks for facts, and keeps them in the sheet.

    Parameters
    ----------
    asks_type
        Whether the production type is a question of this interview.

    """

    def __init__(self, terminal: Terminal, so_far: SheetSoFar, *, asks_type: bool) -> None:
        self._terminal, self._so_far = terminal, so_far
        self._offers: Sequence[str] = ()
        self._take: dict[str, Callable[[str], bool]] = {
            "industry": self._take_industry,
            "production_type": self._take_type,
            "city": self._take_place,
            "employees": lambda typed: self._take_number("employees", typed, people(typed)),
            "revenue_wan": lambda typed: self._take_number("revenue_wan", typed, revenue(typed)),
        }
        if not asks_type:
            del self._take["production_type"]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the facts that are asked for, in order."""
        return tuple(self._take)

    def ask(self, name: str, place: int, count: int) -> Move:
        """Ask for a fact until it is understood, or left out; return where to go.

        `place` of `count` is said at the head.

        Raises
        ------
        InputEnded
            Where nothing more can be typed.

        """
        self._show(name, place, count)
        self._offers = ()
        return read_fact(
            self._terminal,
            lambda: fact_words.WHICH if self._offers else fact_words.ANSWER,
            take=self._take[name],
            clear=lambda: self._so_far.facts.pop(name, None),
            show_help=lambda: self._help(name),
        )

    def _show(self, name: str, place: int, count: int) -> None:
        terminal, facts = self._terminal, self._so_far.facts
        terminal.gap()
        text = fact_words.QUESTIONS.get(name) or self._profile(name)[0]
        head = fact_words.HEAD.fill(place=place, count=count, text=text)
        terminal.show(head, bold=True)
        if name == "production_type":
            self._show_types()
        if name in facts:
            terminal.show(KEPT.fill(answer=shown_fact(self._so_far.content, name, facts[name])))

    def _show_types(self) -> None:
        """Show both types, and which the firm counts as where it leaves the choice."""
        self._terminal.show_numbered(fact_words.KINDS.values())
        if "production_type" in self._so_far.facts:
            return
        kind, source = production_type_of(self._so_far.firm, self._so_far.content.codes)
        text = fact_words.BY_INDUSTRY if source == "division" else fact_words.BY_DEFAULT
        self._terminal.show(text.fill(kind=PRODUCTION_TYPES[kind]))

    def _profile(self, name: str) -> tuple[Text, Text]:
        """Return the question for a fact, and its help, as forms ask it."""
        fact = next(fact for fact in self._so_far.content.profile if fact.id == name)
        return fact.text, joined((fact.help, fact.used_for), SPACE)

    def _help(self, name: str) -> None:
        self._terminal.show(self._profile(name)[1])
        if name == "industry":
            for code, text in self._so_far.content.codes.industry_names.items():
                self._terminal.show(joined((plain(code), text), plain("  ")))

    def _take_industry(self, typed: str) -> bool:
        if self._is_beside_offers(typed):
            return False
        code = self._offered(typed) or industry_of_code(typed)
        if code is not None:
            return self._keep("industry", code)
        return self._offer("industry", typed, industries_called(self._so_far.content.codes, typed))

    def _take_place(self, typed: str) -> bool:
        if self._is_beside_offers(typed):
            return False
        code = self._offered(typed) or (typed if typed.isdigit() else None)
        if code is not None:
            return self._keep("city", code)
        places = places_called(self._so_far.content.codes, typed)
        return (
            self._keep("city", places[0])
            if len(places) == 1
            else self._offer("city", typed, places)
        )

    def _take_type(self, typed: str) -> bool:
        kinds = tuple(ProductionType)
        place = whole_of(typed)
        if place is not None and 0 < place <= len(kinds):
            return self._keep("production_type", str(kinds[place - 1]))
        return self._refuse("production_type", typed)

    def _take_number(self, name: str, typed: str, value: float | None) -> bool:
        if value is None:
            return self._refuse(name, typed)
        is_kept = self._keep(name, value)
        doubt = doubt_of_revenue(self._so_far.firm) if is_kept else None
        if doubt is not None:
            self._terminal.show(doubt)
        return is_kept

    def _is_beside_offers(self, typed: str) -> bool:
        """Return whether a number was typed that is none of those offered; say so."""
        count = len(self._offers)
        is_beside = bool(count) and typed in _DIGITS and not 0 < int(typed) <= count
        if is_beside:
            self._terminal.show(fact_words.BESIDE_OFFERS.fill(count=count))
        return is_beside

    def _offered(self, typed: str) -> str | None:
        """Return the code that was chosen by its number among those that were offered."""
        place = whole_of(typed)
        is_offered = place is not None and 0 < place <= len(self._offers)
        return self._offers[place - 1] if place is not None and is_offered else None

    def _offer(self, name: str, typed: str, codes: Sequence[str]) -> bool:
        """Show the codes that may be meant, for choosing by number; nothing is kept yet."""
        self._offers = codes[:MOST_OFFERED]
        if not codes:
            return self._refuse(name, typed)
        shown = [shown_fact(self._so_far.content, name, code) for code in self._offers]
        self._terminal.show_numbered(shown)
        if len(codes) > MOST_OFFERED:
            self._terminal.show(fact_words.MORE.fill(count=len(codes) - MOST_OFFERED))
        return False

    def _refuse(self, name: str, typed: str) -> bool:
        self._terminal.show(fact_words.NOT_RECOGNISED[name].fill(typed=typed))
        return False

    def _keep(self, name: str, value: PlainFact) -> bool:
        """Keep a fact that a sheet takes; say why where it does not."""
        firm, faults = read_enterprise({name: value}, self._so_far.content.codes)
        if faults:
            self._terminal.show_plain(fault_message(faults[0], self._terminal.language))
            return False
        fact: PlainFact = getattr(firm, name)
        self._so_far.facts[name] = str(fact) if isinstance(fact, str) else fact
        shown = shown_fact(self._so_far.content, name, self._so_far.facts[name])
        self._terminal.show(fact_words.TAKEN.fill(fact=shown))
        return True
