"""`support`: a sheet in, the public money and help for its firm out."""

from datetime import date, datetime
from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.cli.output import exits_cleanly, language_option, print_json, read_file, refuse
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.text import Language
from diagnosis.present.retrofit.support import show_support
from diagnosis.present.say import in_language
from diagnosis.report.chapters.support_at_hand import support_of
from diagnosis.report.formats.terminal import print_terminal
from diagnosis.services.intake.sheets import read
from diagnosis.services.read.firm_claims import parse_claims
from diagnosis.services.retrofit.support import support_for_sheet

_CLAIM = "; comma between, a hyphen before what does not hold."


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--form", help="Form (id or id@version) where the sheet names none.")
@click.option(
    "--date", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day; today if left out."
)
@click.option("--roles", help=f"Roles of the firm{_CLAIM}")
@click.option("--listed", help=f"Lists that the firm is on{_CLAIM}")
@click.option("--declared", help=f"Declarations of the instruments{_CLAIM}")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON alone.")
@language_option
@exits_cleanly
def support(
    sheet: Path,
    form: str | None,
    on: datetime | None,
    as_json: bool,
    language: Language,
    **claims: str | None,
) -> None:
    """Find public money and help for the firm of SHEET (a JSON file, - for stdin). 扶持政策。"""
    running = container()
    content = running.content
    day: date = running.today() if on is None else on.date()
    try:
        answers = read(content, parse(read_file(sheet)), form=form)
        stated = parse_claims(content, {kind: text for kind, text in claims.items() if text})
    except FaultyInput as error:
        refuse(error, language, as_json=as_json)
    match = support_for_sheet(content, answers, stated, day)
    if as_json:
        print_json(show_support(content, match, in_language(language)))
    else:
        print_terminal(support_of(content, match, answers.enterprise.name, language))
