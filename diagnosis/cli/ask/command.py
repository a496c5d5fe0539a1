"""`ask`: the command."""

from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.cli.ask.fact_question import FactQuestions
from diagnosis.cli.ask.interview import Interview
from diagnosis.cli.ask.keep import offer_file, print_sheet, write_sheet
from diagnosis.cli.ask.sheet_so_far import SheetSoFar
from diagnosis.cli.ask.stop_advice import StopAdvice
from diagnosis.cli.ask.terminal import Terminal
from diagnosis.cli.output import (
    REFUSED,
    NumberRange,
    exits_cleanly,
    fail,
    language_option,
    out_option,
    say_refused_overstatement,
)
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.currency import year_of
from diagnosis.domain.intake.form import Form, ProductionType
from diagnosis.domain.text import Language
from diagnosis.present.faults import fault_message
from diagnosis.present.scoring.in_plain_words import in_plain_words
from diagnosis.report.chapters.whole_diagnosis import diagnosis_of
from diagnosis.report.formats.terminal import print_terminal
from diagnosis.services.intake.forms import find_open_form
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.standards import known_standard, unknown_standard
from diagnosis.services.scoring.advise import AGREEMENT, AGREEMENT_RANGE, standard_of
from diagnosis.services.scoring.diagnose import diagnose


@click.command()
@click.option("--form", default="full", show_default=True, help="Form, id or id@version.")
@click.option(
    "--standard",
    help="Standard whose level is looked at after each answer; the form's own if absent. Where it "
    "has no model, or the form has no standard, all is asked without advice to stop.",
)
@click.option(
    "--agreement",
    default=AGREEMENT,
    show_default=True,
    type=NumberRange(*AGREEMENT_RANGE),
    help="Advise to stop when the level would stay as it is with this probability if all were "
    "answered.",
)
@click.option(
    "--production-type",
    type=click.Choice([str(kind) for kind in ProductionType]),
    help="How the firm produces, which decides which items are asked; not asked for then.",
)
@click.option("--whole", is_flag=True, help="Print the whole diagnosis after the result.")
@out_option("File to write the sheet to.")
@language_option
@exits_cleanly
def ask(
    form: str,
    standard: str | None,
    agreement: float,
    production_type: str | None,
    whole: bool,
    out: Path | None,
    language: Language,
) -> None:
    """Ask a firm the questions of a form, and say in plain words what comes of it. 问答。"""
    running = container()
    say_refused_overstatement(running.refused_overstatement, language)
    content = running.content
    try:
        chosen = find_open_form(content, form)
        judged_by = _standard(content, chosen, standard)
    except FaultyInput as error:
        fail(fault_message(error.faults[0], language))
    terminal, so_far = Terminal(language), SheetSoFar(content, chosen)
    if production_type is not None:
        so_far.facts["production_type"] = production_type
    asks_type = production_type is None and _depends_on_type(content, chosen)
    facts = FactQuestions(terminal, so_far, asks_type=asks_type)
    advice = StopAdvice(running.estimator, judged_by, agreement)
    goes_on = Interview(terminal, so_far, facts, advice).run()

    diagnosis = diagnose(
        content,
        read(content, so_far.written()),
        estimator=running.estimator,
        year=year_of(None, running.clock()),
    )
    for paragraph in in_plain_words(content, diagnosis, advice.outlook(so_far)):
        terminal.gap()
        terminal.show(paragraph.heading, bold=True)
        for line in paragraph.lines:
            terminal.show(line)
    if whole:
        terminal.gap()
        print_terminal(diagnosis_of(content, diagnosis, running.today(), language))
    terminal.gap()
    _keep(terminal, so_far, out, goes_on=goes_on)


def _standard(content: Content, form: Form, name: str | None) -> str | None:
    """Return the standard whose level is looked at, None where the form is for none."""
    if name is None:
        return standard_of(content, form) if form.standards else None
    standard = known_standard(content, name)
    if standard is None:
        raise FaultyInput([unknown_standard(content, name, "/standard")])
    return standard.id if form.standards else None


def _depends_on_type(content: Content, form: Form) -> bool:
    """Return whether items or weights of a form depend on how the firm produces."""
    return len({*form.items_of.values()}) > 1 or content.standards.staged.id in form.standards


def _keep(terminal: Terminal, so_far: SheetSoFar, out: Path | None, *, goes_on: bool) -> None:
    """Write the sheet, or let the user say where; print it rather than lose it."""
    if out is not None:
        if not write_sheet(terminal, so_far, out):
            print_sheet(terminal, so_far)
            raise SystemExit(REFUSED)
    elif so_far.answers and goes_on:
        offer_file(terminal, so_far)
    elif so_far.answers:
        print_sheet(terminal, so_far)
