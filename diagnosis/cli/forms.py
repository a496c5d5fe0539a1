"""`forms`: a form for printing and filling in without a network."""

import sys
from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.cli.output import as_json, exits_cleanly, language_option, out_option, refuse
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.text import Language
from diagnosis.present.intake.form import show_form
from diagnosis.present.intake.form_pages import form_book
from diagnosis.present.say import in_language
from diagnosis.services.intake.forms import find_form


@click.group()
def forms() -> None:
    """Forms for printing and filling in. 问卷导出。"""


@forms.command("export")
@click.argument("form")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["json", "xlsx"]),
    default="json",
    show_default=True,
    help="JSON, or a workbook to print and fill in.",
)
@out_option("File to write; stdout if absent.")
@language_option
@exits_cleanly
def export(form: str, kind: str, out: Path | None, language: Language) -> None:
    """Print FORM (id or id@version) as JSON or as a workbook."""
    running = container()
    content = running.content
    try:
        known = find_form(content, form)
    except FaultyInput as error:
        refuse(error, language, as_json=False)
    if kind == "xlsx":
        body = running.form_workbook(form_book(content, known, language))
    else:
        body = as_json(show_form(content, known, in_language(language)))
    if out is None:
        sys.stdout.buffer.write(body)
    else:
        out.write_bytes(body)
