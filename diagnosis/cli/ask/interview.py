"""An interview: facts of the firm, then the questions of a form, back and forth.

Those by which the level is estimated come first, in the order of the service: a firm may stop
after any of them. The others follow as the form has them.
"""

from collections.abc import Mapping

from diagnosis.cli.ask import words
from diagnosis.cli.ask.business_question import BusinessQuestions
from diagnosis.cli.ask.fact_question import FactQuestions
from diagnosis.cli.ask.item_question import ItemQuestion
from diagnosis.cli.ask.scene_question import SceneQuestion
from diagnosis.cli.ask.sheet_so_far import SheetSoFar
from diagnosis.cli.ask.stop_advice import StopAdvice
from diagnosis.cli.ask.terminal import InputEnded, Move, Terminal
from diagnosis.domain.intake.form import Layout, Section
from diagnosis.domain.intake.reading_time import reading_minutes
from diagnosis.domain.intake.scene_grid import grid_rows
from diagnosis.present.intake.form import how_to_answer


class Interview:
    """Asks for facts and answers, and keeps them in the sheet so far."""

    def __init__(
        self, terminal: Terminal, so_far: SheetSoFar, facts: FactQuestions, advice: StopAdvice
    ) -> None:
        self._terminal, self._so_far = terminal, so_far
        self._facts, self._advice = facts, advice
        self._business = BusinessQuestions(terminal, so_far)
        self._section: Section | None = None
        self._entered: list[Section] = []
        self._has_explained = False

    def run(self) -> bool:
        """Ask until all was asked or the user ends; return whether more could be typed."""
        self._open()
        try:
            self._ask_all()
        except InputEnded:
            return False
        return True

    def _open(self) -> None:
        form, terminal = self._so_far.form, self._terminal
        low, high = reading_minutes(form, self._so_far.content.bank)
        terminal.show(form.title, bold=True)
        terminal.show(form.purpose)
        terminal.show(words.OPENING.fill(low=low, high=high, count=len(self._names())))

    def _ask_all(self) -> None:
        """Go from step to step; a fact may change which questions there are."""
        place = 0
        while (move := self._step(place)) not in (None, Move.END):
            if move is Move.BACK and place == 0:
                self._terminal.show(words.IS_FIRST)
            place = max(0, place - 1) if move is Move.BACK else place + 1

    def _step(self, place: int) -> Move | None:
        """Ask for a fact or a question by its place; None where all is asked."""
        names = self._names()
        if place < len(names):
            asks = self._facts if names[place] in self._facts.names else self._business
            return asks.ask(names[place], place + 1, len(names))
        questions = self._questions()
        number = place - len(names)
        if number >= len(questions):
            return None
        section, question = questions[number]
        self._explain()
        self._enter(section)
        move = question.ask(number + 1, len(questions))
        if move is Move.NEXT and self._advice.ends(self._terminal, self._so_far):
            return Move.END
        return move

    def _names(self) -> tuple[str, ...]:
        """Return the facts that are asked for before the questions, in order."""
        return (*self._facts.names, *self._business.names)

    def _questions(self) -> list[tuple[Section, ItemQuestion | SceneQuestion]]:
        """Return the questions that such a firm is asked, in order; a grid has one a scene.

        The first are those that tell most of the level.
        """
        so_far, terminal = self._so_far, self._terminal
        kind = so_far.production_type
        questions: list[tuple[Section, ItemQuestion | SceneQuestion]] = []
        for section in so_far.form.sections:
            for row in grid_rows(section, so_far.content.bank):
                questions.append((section, SceneQuestion(terminal, so_far, row)))
            if section.layout is Layout.QUESTIONS:
                questions += [
                    (section, ItemQuestion(terminal, so_far, entry.item))
                    for entry in section.entries
                    if kind in entry.asked_of
                ]
        turns = {item: turn for turn, item in enumerate(self._advice.order(so_far))}
        return sorted(questions, key=lambda row: _turn(row[1], turns))

    def _explain(self) -> None:
        """Show how to answer, before the first question of the form."""
        if self._has_explained:
            return
        self._has_explained = True
        rules = how_to_answer(self._so_far.content, self._so_far.form)
        self._terminal.gap()
        self._terminal.show(words.HOW_TO_ANSWER, bold=True)
        for rule in (*rules, words.KEYS):
            self._terminal.show(words.BULLET.fill(text=rule))

    def _enter(self, section: Section) -> None:
        """Show the title of a section, and what holds for all of it, where it begins."""
        if section is self._section:
            return
        self._section = section
        self._terminal.gap()
        self._terminal.show(words.SECTION.fill(title=section.title), bold=True)
        if section.about is not None and section not in self._entered:
            self._terminal.show(section.about)
        self._entered.append(section)


def _turn(question: ItemQuestion | SceneQuestion, turns: Mapping[str, int]) -> int:
    """Return when a question is asked; those that are in no order come last, as they stand."""
    return min(turns.get(item, len(turns)) for item in question.items)
