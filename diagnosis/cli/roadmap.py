"""`roadmap`: a sheet and a budget or a target in, a plan in phases out."""

from collections.abc import Mapping
from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.cli.output import exits_cleanly, language_option, print_json, read_file, refuse
from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.retrofit.plan.problem import Binding, Objective
from diagnosis.domain.text import Language
from diagnosis.present.retrofit.plan import show_plan
from diagnosis.present.retrofit.terminal import print_plan
from diagnosis.present.say import in_language
from diagnosis.services.intake.sheets import read
from diagnosis.services.read.plan_request import SECONDS, PlanRequest, read_plan_request
from diagnosis.services.retrofit.make_plan import make_plan


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
@exits_cleanly
def roadmap(
    sheet: Path, form: str | None, as_json: bool, language: Language, **options: object
) -> None:
    """Plan the retrofit of SHEET (a JSON file, - for stdin) in phases. 改造路线图。"""
    running = container()
    content = running.content
    faults: list[Fault] = []
    answers: Sheet | None = None
    request: PlanRequest | None = None
    try:
        answers = read(content, parse(read_file(sheet)), form=form)
    except FaultyInput as error:
        faults += error.faults
    try:
        request = read_plan_request(content, _as_request(options), running.clock().date())
    except FaultyInput as error:
        faults += error.faults
    if answers is None or request is None:
        refuse(FaultyInput(faults), language, as_json=as_json)
    plan = make_plan(content, running.solver, answers, request)
    if as_json:
        print_json(show_plan(content, plan, in_language(language)))
    else:
        print_plan(content, plan, language)


def _as_request(options: Mapping[str, object]) -> dict[str, object]:
    """Return the options as the request that the API takes."""
    names = {"budget": "budget_wan", "want": "wanted", "goal": "goals"}
    request = {
        names.get(name, name): list(value) if isinstance(value, tuple) else value
        for name, value in options.items()
    }
    return {name: value for name, value in request.items() if value is not None}
