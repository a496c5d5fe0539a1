"""`roadmap`: a sheet and a budget or a target in, a plan in phases out."""

from pathlib import Path
from typing import Any

import click

from diagnosis.bootstrap import container
from diagnosis.cli.output import language_option, print_json, read_file, refuse, told
from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.retrofit.plan.problem import Binding, Objective
from diagnosis.domain.text import Language
from diagnosis.present.retrofit.plan import render_roadmap
from diagnosis.present.retrofit.terminal import print_roadmap
from diagnosis.present.say import in_language
from diagnosis.services.read.plan_request import SECONDS, read_request
from diagnosis.services.retrofit.make_plan import make_roadmap
from diagnosis.services.scoring.diagnose import read


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--form", help="Form (id or id@version) where the sheet names none.")
@click.option("--budget", type=float, help="Budget in all, 万元.")
@click.option(
    "--budget-binds",
    type=click.Choice(list(map(str, Binding))),
    default=str(Binding.MID),
    show_default=True,
    help="Which end of the cost ranges the budget binds.",
)
@click.option(
    "--target", metavar="STANDARD[:LEVEL]", help="Reach a level at least cost; else most gain."
)
@click.option("--objective", type=click.Choice(list(map(str, Objective))))
@click.option("--done", multiple=True, metavar="PROJECT", help="Done already; may be repeated.")
@click.option("--want", multiple=True, metavar="PROJECT", help="Must be in the plan.")
@click.option("--refuse", "refused", multiple=True, metavar="PROJECT", help="Must not be in it.")
@click.option("--goal", multiple=True, metavar="GOAL", help="quality … or scene:<id>.")
@click.option("--frontier", is_flag=True, help="Show efficient plans over all budgets as well.")
@click.option("--exact", is_flag=True, help="Search for the best plan within --seconds.")
@click.option("--seconds", type=float, default=SECONDS, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON alone.")
@language_option
@told
def roadmap(
    sheet: Path, form: str | None, as_json: bool, language: Language, **asked: Any
) -> None:
    """Plan the retrofit of SHEET (a JSON file, - for stdin) in phases. 改造路线图。"""
    wired = container()
    faults: list[Fault] = []
    own = request = None
    try:
        own = read(wired.content, parse(read_file(sheet)), form=form)
    except FaultyInput as error:
        faults += error.faults
    try:
        request = read_request(wired.content, _as_request(asked))
    except FaultyInput as error:
        faults += error.faults
    if own is None or request is None:
        refuse(FaultyInput(faults), language, as_json=as_json)
    made = make_roadmap(wired.content, wired.solver, own, request)
    rendered = render_roadmap(wired.content, made, in_language(language))
    if as_json:
        print_json(rendered)
    else:
        print_roadmap(rendered, language)


def _as_request(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the options as the request that the API takes."""
    request = {
        "budget_wan": asked["budget"],
        "budget_binds": asked["budget_binds"],
        "target": asked["target"],
        "objective": asked["objective"],
        "done": list(asked["done"]),
        "wanted": list(asked["want"]),
        "refused": list(asked["refused"]),
        "goals": list(asked["goal"]),
        "frontier": asked["frontier"],
        "exact": asked["exact"],
        "seconds": asked["seconds"],
    }
    return {name: value for name, value in request.items() if value is not None}
