"""Ask a question of a form, until its answer is understood or left out."""

from diagnosis.cli.ask import item_words
from diagnosis.cli.ask.sheet_so_far import PlainAnswer, SheetSoFar
from diagnosis.cli.ask.terminal import Command, Move, Terminal
from diagnosis.cli.ask.typed_answer import chosen_options, read_typed, typed_like
from diagnosis.cli.ask.words import IMPLIED, KEPT
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.form import Entry
from diagnosis.domain.intake.item import Item
from diagnosis.domain.intake.number import whole_of
from diagnosis.domain.text import Text
from diagnosis.present.faults import fault_message
from diagnosis.present.intake.references import item_help
from diagnosis.present.ours import practice
from diagnosis.present.say import COLON, SEMICOLON, joined, plain
from diagnosis.services.intake.sheets import read

_NOT_KNOWN = "not_known"
_REASON = "not_applicable"


class ItemQuestion:
    """One question: shows it, reads what is typed, and keeps the answer in the sheet."""

    def __init__(self, terminal: Terminal, so_far: SheetSoFar, name: str) -> None:
        self._terminal, self._so_far = terminal, so_far
        self._item: Item = so_far.content.bank[name]
        self._entry: Entry = so_far.form.entries[name]
        self._implied: PlainAnswer | None = None

    @property
    def items(self) -> tuple[str, ...]:
        """Return the items that it answers."""
        return (self._item.id,)

    def ask(self, place: int, count: int) -> Move:
        """Ask it as the n-th of so many until it is understood; return where to go.

        Raises
        ------
        InputEnded
            Where nothing more can be typed.

        """
        if self._item.id not in self._so_far.answers:
            self._implied = self._so_far.inferred().get(self._item.id)
        self._show(place, count)
        prompt = item_words.prompt_of(self._item, self._entry)
        return self._terminal.read_until_moved(prompt, self._follow)

    def _follow(self, typed: str) -> Move | None:
        """Do what was typed; return where to go, None where the question stands."""
        match typed:
            case "":
                return self._pass_over()
            case Command.BACK:
                return Move.BACK
            case Command.END:
                return Move.END
            case Command.CLEAR:
                self._implied = None
                self._so_far.answers.pop(self._item.id, None)
                return self._pass_over()
            case Command.HELP:
                self._help()
            case Command.HIGHER if self._folded:
                self._show_positions(self._folded)
            case Command.UNKNOWN:
                return self._keep(_NOT_KNOWN)
            case _ if typed == Command.NOT_APPLICABLE or self._is_reason(typed):
                return self._keep_reason(typed[1:].strip())
            case _:
                return self._take(typed)
        return None

    def _pass_over(self) -> Move:
        """Leave the question as it is: with the answer that it had, or what others imply."""
        if self._implied is not None and self._keep(self._implied) is Move.NEXT:
            self._so_far.confirmed.add(self._item.id)
            return Move.NEXT
        if self._item.id not in self._so_far.answers:
            self._so_far.skipped.add(self._item.id)
        return Move.NEXT

    def _is_reason(self, typed: str) -> bool:
        return typed[:1] == Command.NOT_APPLICABLE and whole_of(typed[1:].strip()) is not None

    def _take(self, typed: str) -> Move | None:
        answer = read_typed(self._item, self._entry, typed)
        if isinstance(answer, Text):
            self._terminal.show(answer)
            return None
        return self._keep(answer)

    def _keep_reason(self, typed: str) -> Move | None:
        """Keep that it does not apply, for the reason of a number that is typed, now or next."""
        reasons = self._item.reasons
        if not reasons:
            self._terminal.show(item_words.NO_REASONS)
            return None
        if not typed:
            self._terminal.show(item_words.REASONS)
            self._terminal.show_numbered(reason.text for reason in reasons)
            typed = self._terminal.read_answer(item_words.WHICH_REASON)
        place = whole_of(typed)
        if place is None or not 0 < place <= len(reasons):
            return None
        return self._keep({_REASON: reasons[place - 1].id})

    def _keep(self, answer: PlainAnswer) -> Move | None:
        """Keep an answer that the form takes; say why where it does not."""
        name, so_far = self._item.id, self._so_far
        try:
            read(so_far.content, {"form": so_far.form.ref, "answers": {name: answer}})
        except FaultyInput as error:
            self._terminal.show_plain(fault_message(error.faults[0], self._terminal.language))
            return None
        so_far.answers[name] = answer
        so_far.confirmed.discard(name)
        so_far.skipped.discard(name)
        return Move.NEXT

    @property
    def _folded(self) -> range:
        """Return the positions that are shown only when they are wanted."""
        form, top = self._so_far.form, self._entry.top + 1
        if not self._item.positions or form.folded_from is None:
            return range(0)
        return range(form.folded_from, top)

    def _show(self, place: int, count: int) -> None:
        item, terminal, folded = self._item, self._terminal, self._folded
        terminal.gap()
        head = item_words.HEAD.fill(place=place, count=count, name=item.name)
        terminal.show(head, bold=True)
        terminal.show(item.text)
        self._show_positions(range(folded.start if folded else self._entry.top + 1))
        if folded:
            text = item_words.HIGHER if len(folded) > 1 else item_words.HIGHEST
            terminal.show(text.fill(low=folded.start, high=folded.stop - 1))
        terminal.show_numbered(option.text for option in item.options)
        if item.share is not None:
            share = item.share
            terminal.show(
                item_words.SHARE.fill(part=share.part, whole=share.whole, unit=share.unit)
            )
        if item.id in self._so_far.answers:
            terminal.show(KEPT.fill(answer=self._in_words(self._so_far.answers[item.id])))
        elif self._implied is not None:
            terminal.show(IMPLIED.fill(answer=self._in_words(self._implied)))

    def _show_positions(self, places: range) -> None:
        offered = places[: len(self._item.positions)]
        texts = [practice(self._item, place) for place in offered]
        self._terminal.show_numbered(texts, places.start)

    def _help(self) -> None:
        item, terminal = self._item, self._terminal
        terminal.show(item_help(self._so_far.content, self._so_far.form, item))
        for term in item.terms:
            terminal.show(joined((term.term, term.meaning), COLON))
        if item.evidence:
            evidence = joined(item.evidence, SEMICOLON)
            terminal.show(item_words.EVIDENCE.fill(evidence=evidence))
        self._show_positions(self._folded)

    def _in_words(self, answer: PlainAnswer) -> Text:
        """Return an answer as it was typed, with the options that it chooses."""
        if answer == _NOT_KNOWN:
            return item_words.NOT_KNOWN_ANSWER
        if isinstance(answer, dict) and _REASON in answer:
            reasons = {reason.id: reason.text for reason in self._item.reasons}
            return item_words.NOT_APPLICABLE_ANSWER.fill(reason=reasons[str(answer[_REASON])])
        options = [option.text for option in chosen_options(self._item, answer)]
        return joined((plain(typed_like(self._item, answer)), *options), plain("  "))
