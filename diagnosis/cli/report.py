"""`report`: a sheet in, its report out."""

from datetime import date, datetime
from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.cli.check_report import check_file_of_report
from diagnosis.cli.output import exits_cleanly, language_option, read_file, refuse
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.text import Language
from diagnosis.report.chapters.whole import ReportKind, report_of
from diagnosis.report.file_format import FileFormat
from diagnosis.services.errors import PrinterMissing
from diagnosis.services.intake.sheets import read
from diagnosis.services.promotion.report_facts import facts_of_sheet


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--form", help="Form (id or id@version) where the sheet names none.")
@click.option(
    "--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today if left out."
)
@click.option("--brief", is_flag=True, help="The page in brief alone.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help=f"The file to write; its ending is one of {', '.join(FileFormat)}.",
)
@click.option(
    "--check",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Say whether a file is genuine, of which day, altered, withdrawn or unknown. 核验报告。",
)
@click.option("--code", help="The check code on the last page of the file to --check.")
@language_option
@exits_cleanly
def report(
    sheet: Path | None,
    form: str | None,
    on: datetime | None,
    brief: bool,
    out: Path | None,
    check: Path | None,
    code: str | None,
    language: Language,
) -> None:
    """Write the report of SHEET (a JSON file, - for stdin), or check one. 诊断报告。"""
    if check is not None:
        check_file_of_report(check, code, language)
    elif sheet is None or out is None:
        raise click.UsageError("name a SHEET and --out FILE, or --check FILE")
    else:
        _write(sheet, form, on, brief=brief, out=out, language=language)


def _write(
    sheet: Path,
    form: str | None,
    on: datetime | None,
    *,
    brief: bool,
    out: Path,
    language: Language,
) -> None:
    """Write the report of a sheet."""
    running = container()
    content = running.content
    day: date = running.today() if on is None else on.date()
    try:
        file_format = FileFormat(out.suffix.removeprefix(".").lower())
    except ValueError:
        endings = ", ".join(FileFormat)
        raise click.BadParameter(f"{out}: the ending is none of {endings}") from None
    if not out.parent.is_dir():
        raise click.BadParameter(f"there is no folder {out.parent}")
    try:
        answers = read(content, parse(read_file(sheet)), form=form)
    except FaultyInput as error:
        refuse(error, language, as_json=False)
    facts = facts_of_sheet(content, running.solver, running.estimator, answers, day)
    document = report_of(facts, language, ReportKind.BRIEF if brief else ReportKind.WHOLE)
    try:
        files = running.report_printer(document, (file_format,))
    except PrinterMissing as error:
        raise click.ClickException(f"a library is not installed: {error}") from None
    out.write_bytes(files[file_format])
