"""`ask`: a questionnaire in a terminal that ends when further answers would change little."""

import json
from pathlib import Path
from typing import TypedDict

import click

from diagnosis.bootstrap import container
from diagnosis.cli.output import NumberRange, exits_cleanly, fail, language_option, out_option
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.form import Form, ProductionType
from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.intake.number import written_number
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.text import Language, Text
from diagnosis.present.faults import fault_message
from diagnosis.present.intake.references import item_help
from diagnosis.present.numbers import percent
from diagnosis.present.say import COLON, joined
from diagnosis.present.scoring.terminal import print_diagnosis
from diagnosis.services.intake.forms import find_open_form
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.read.standards import known_standard
from diagnosis.services.scoring.advise import can_have_model, standard_of
from diagnosis.services.scoring.diagnose import diagnose

_PROMPT = Text(
    "答案（输入 ? 看说明，直接回车跳过，u 是不清楚，q 结束）",
    "Answer (? for help, empty to skip, u not known, q to end)",
)
_DONE = Text("{n} 题后结束，把握 {p}%。", "Done after {n} answers, agreement {p}%.")
_DONE_IN_ORDER = Text("问卷问完，共答 {n} 题。", "The form is done, with {n} answers.")
_AGAIN = Text("没看懂这个答案：{why}", "That answer was not understood: {why}")

PlainAnswer = str | float | list[str] | dict[str, float]
"""An answer as a sheet writes it."""


class PlainSheet(TypedDict):
    """A sheet as its file writes it."""

    form: str
    enterprise: dict[str, str]
    answers: dict[str, PlainAnswer]


@click.command()
@click.option("--form", default="full", show_default=True, help="Form, id or id@version.")
@click.option(
    "--standard",
    help="Standard whose level is estimated after each answer; the form's own if absent. A form "
    "whose standard has no model is asked from first to last.",
)
@click.option(
    "--agreement",
    default=0.96,
    show_default=True,
    type=NumberRange(0.5, 0.999),
    help="Stop when the level would stay as it is with this probability if all were answered.",
)
@click.option(
    "--production-type",
    type=click.Choice([str(kind) for kind in ProductionType]),
    default=str(ProductionType.DISCRETE),
    show_default=True,
    help="How the firm produces; it decides which items are asked.",
)
@out_option("File to write the sheet to.")
@language_option
@exits_cleanly
def ask(
    form: str,
    standard: str | None,
    agreement: float,
    production_type: str,
    out: Path | None,
    language: Language,
) -> None:
    """Ask the questions that tell most first, stop early, and print the diagnosis. 自适应问答。"""
    running = container()
    content = running.content
    try:
        chosen = find_open_form(content, form)
    except FaultyInput as error:
        fail(fault_message(error.faults[0], language))
    interview = _Interview(content, chosen, production_type, language)
    wanted = _standard_id(content, standard) or standard_of(content, chosen)
    if running.estimator is not None:
        if standard is None and not can_have_model(content, wanted):
            interview.ask_in_order()
        else:
            interview.ask_most_telling(running.estimator, wanted, agreement)
    sheet = interview.sheet()
    if out is not None:
        _write_sheet(out, json.dumps(sheet, ensure_ascii=False, indent=1) + "\n")
    diagnosis = diagnose(content, read(content, sheet), estimator=running.estimator)
    print_diagnosis(content, diagnosis, language)


def _standard_id(content: Content, name: str | None) -> str | None:
    """Return the id of the standard that is named as id or id@revision; others as written."""
    standard = known_standard(content, name)
    return name if standard is None else standard.id


def _write_sheet(out: Path, text: str) -> None:
    """Write a sheet to a file, or print it where that fails: its answers took long to give."""
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        click.echo(text)
        fail(f"{out}: {error.strerror}; the sheet is printed instead")


class _Interview:
    """Asks the items of a form one after another, and gathers the answers."""

    def __init__(
        self, content: Content, form: Form, production_type: str, language: Language
    ) -> None:
        self._content = content
        self._form = form
        self._production_type = production_type
        self._language = language
        self._answers: dict[str, PlainAnswer] = {}
        self._skipped: set[str] = set()

    def sheet(self) -> PlainSheet:
        """Return the answers so far as a sheet."""
        return self._sheet({})

    def _sheet(self, passed: dict[str, PlainAnswer]) -> PlainSheet:
        """Return the answers so far, and those of passed items, as a sheet."""
        return {
            "form": self._form.ref,
            "enterprise": {"production_type": self._production_type},
            "answers": {**self._answers, **passed},
        }

    def ask_most_telling(self, estimator: Estimator, standard: str, agreement: float) -> None:
        """Ask until the agreement is reached, nothing is left, or the user ends."""
        while True:
            advice = estimator.next_item(self._with_passed(), standard, agreement)
            if advice is None:
                fail(f"{standard}: no model is served")
            if advice.item is None or advice.stop:
                sure = percent(advice.agreement, lines=(agreement,))
                self._end(_DONE.fill(n=len(self._answers), p=sure))
                return
            if not self._take(advice.item):
                return

    def ask_in_order(self) -> None:
        """Ask what the form asks of the firm, from first to last, or until the user ends."""
        for item in self._form.items_of[ProductionType(self._production_type)]:
            if not self._take(item):
                return
        self._end(_DONE_IN_ORDER.fill(n=len(self._answers)))

    def _with_passed(self) -> Sheet:
        """Return the answers so far, with what was skipped as not known."""
        passed: dict[str, PlainAnswer] = dict.fromkeys(self._skipped, "not_known")
        return read(self._content, self._sheet(passed))

    def _take(self, item: str) -> bool:
        """Ask an item and keep its answer; return whether the user goes on."""
        answer = self._ask(item)
        if answer == "":
            self._skipped.add(item)
        elif answer is not None:
            self._answers[item] = answer
        return answer is not None

    def _end(self, line: Text) -> None:
        click.echo(line.say(self._language), err=True)

    def _ask(self, item: str) -> PlainAnswer | None:
        """Return the answer to an item: "" where skipped, None where the user ends."""
        self._show(item)
        while True:
            try:
                prompt = _PROMPT.say(self._language)
                typed = click.prompt(prompt, default="", show_default=False).strip()
            except click.Abort:
                return None
            if typed in ("", "q"):
                return None if typed == "q" else ""
            if typed == "?":
                self._help(item)
                continue
            answer = _plain_answer(self._content.bank[item].type, typed)
            why = self._refusal(item, answer)
            if why is None:
                return answer
            click.echo(_AGAIN.fill(why=why).say(self._language))

    def _show(self, name: str) -> None:
        item, entry = self._content.bank[name], self._form.entries[name]
        click.echo()
        click.secho(item.name.say(self._language), bold=True)
        click.echo(item.text.say(self._language))
        for place, position in enumerate(item.positions):
            if place <= entry.top:
                click.echo(f"  {place}  {position.say(self._language)}")
        for option in item.options:
            click.echo(f"  {option.id}  {option.text.say(self._language)}")

    def _help(self, name: str) -> None:
        item = self._content.bank[name]
        click.echo(item_help(self._content, self._form, item).say(self._language))
        for term in item.terms:
            meaning = joined((term.term, term.meaning), COLON).say(self._language)
            click.echo(f"  {meaning}")

    def _refusal(self, item: str, answer: PlainAnswer) -> str | None:
        """Return why an answer cannot be taken, None where it can."""
        try:
            read(self._content, {"form": self._form.ref, "answers": {item: answer}})
        except FaultyInput as error:
            return fault_message(error.faults[0], self._language)
        return None


def _plain_answer(kind: ItemType, typed: str) -> PlainAnswer:
    """Return what was typed as a sheet writes it; what cannot be read stays as it was typed."""
    if typed == "u":
        return "not_known"
    if kind is ItemType.LADDER:
        position = written_number(typed)
        return typed if position is None else float(position)
    if kind is ItemType.MULTIPLE:
        return [part.strip() for part in typed.replace("，", ",").split(",") if part.strip()]
    if kind is ItemType.SHARE:
        left, _, right = typed.replace("／", "/").partition("/")
        part, whole = written_number(left), written_number(right)
        if part is None or whole is None:
            return typed
        return {"part": float(part), "whole": float(whole)}
    return typed
