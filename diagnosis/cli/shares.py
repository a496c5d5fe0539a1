"""`shares`: the sheets of a region's firms and visits in, the shares of levels out."""

from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.cli.output import (
    NumberRange,
    exits_cleanly,
    fail,
    language_option,
    print_json,
    refuse,
    say_refused_overstatement,
)
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.text import Language
from diagnosis.present.promotion.shares import show_region
from diagnosis.present.promotion.shares_terminal import print_region
from diagnosis.present.say import in_language
from diagnosis.services.promotion.region_firms import read_region
from diagnosis.services.promotion.region_shares import WITHIN, report_region
from diagnosis.services.promotion.visit_lines import read_visit_lines
from diagnosis.services.read.standards import known_standard

_POINTS = 100


@click.command()
@click.argument("sheets", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--visits",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of visits, one JSON object {firm, visit, why, level} a line: `firm` is the id, "
    "credit code or reference of its sheet; those with why = random count. Without it the visits "
    "are planned alone.",
)
@click.option("--form", help="Form (id or id@version) where a line names none.")
@click.option(
    "--standard",
    "standard_id",
    default="gbt-39116-2020",
    show_default=True,
    type=click.Choice(["gbt-39116-2020", "ai-readiness", "miit-sme-2024"]),
    help="Standard whose levels were verified.",
)
@click.option(
    "--within",
    default=WITHIN * _POINTS,
    show_default=True,
    type=NumberRange(0.5, 50),
    help="How near to the truth shares should be, ± percentage points: visits are planned for it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON alone.")
@language_option
@exits_cleanly
def shares(
    sheets: Path,
    visits: Path | None,
    form: str | None,
    standard_id: str,
    within: float,
    as_json: bool,
    language: Language,
) -> None:
    """Estimate how many firms hold each level: SHEETS has one sheet a line. 各级企业比例。"""
    running = container()
    say_refused_overstatement(running.refused_overstatement, language)
    content = running.content
    standard = known_standard(content, standard_id)
    assert standard is not None
    lines = [] if visits is None else visits.read_bytes().splitlines()
    try:
        read_visits = read_visit_lines(lines, standard.levels[-1].level)
    except FaultyInput as error:
        refuse(error, language, as_json=as_json)
    firms = read_region(content, sheets.read_bytes().splitlines(), form=form)
    if not firms.sheets:
        fail(f"{sheets}: no line holds a sheet without a fault")
    report = report_region(
        content,
        running.estimator,
        firms,
        read_visits,
        standard=standard,
        within=within / _POINTS,
    )
    if as_json:
        print_json(show_region(report, in_language(language)))
    else:
        print_region(report, language)
