"""`roadmap`: a sheet and a budget or a target in, a plan in phases out."""

from collections.abc import Mapping
from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.cli.output import exits_cleanly, language_option, print_json, read_file, refuse
from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.retrofit.follow_up.feedback import KnownProjects
from diagnosis.domain.retrofit.plan.problem import Binding, Objective
from diagnosis.domain.text import Language
from diagnosis.present.retrofit.plan import show_plan
from diagnosis.present.retrofit.terminal import print_plan
from diagnosis.present.say import in_language
from diagnosis.services.intake.sheets import read
from diagnosis.services.read.plan_request import SECONDS, PlanRequest, read_plan_request
from diagnosis.services.retrofit.firm_plan import FirmPlan
from diagnosis.services.retrofit.make_plan import make_plan
from diagnosis.services.retrofit.plan_values import values_of

Option = str | float | bool | tuple[str, ...] | None
"""The value of an option; None where it was left out."""


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--form", help="Form (id or id@version) where the sheet names none.")
@click.option("--budget", type=float, help="Budget for the whole plan, 万元.")
@click.option(
    "--budget-binds",
    type=click.Choice(list(map(str, Binding))),
    default=str(Binding.MID),
    show_default=True,
    help="Which figure of the cost ranges has to stay within the budget.",
)
@click.option(
    "--target",
    metavar="STANDARD[:LEVEL]",
    help="Standard to rise by; with a level, reach that level at the least cost.",
)
@click.option(
    "--objective",
    type=click.Choice(list(map(str, Objective))),
    help="What the plan is to be best at; reach-level where --target has a level, else most-gain.",
)
@click.option(
    "--done", multiple=True, metavar="PROJECT", help="Project done already; may be repeated."
)
@click.option(
    "--want", multiple=True, metavar="PROJECT", help="Project that must be in the plan; likewise."
)
@click.option(
    "--refuse",
    "refused",
    multiple=True,
    metavar="PROJECT",
    help="Project that must not be in the plan; likewise.",
)
@click.option(
    "--goal",
    multiple=True,
    metavar="GOAL",
    help="quality, delivery, cost, energy, safety or scene:<id>; may be repeated.",
)
@click.option("--frontier", is_flag=True, help="Show efficient plans over all budgets as well.")
@click.option("--exact", is_flag=True, help="Search for the best plan, up to --seconds.")
@click.option(
    "--seconds", type=float, default=SECONDS, show_default=True, help="Time limit of --exact."
)
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON alone.")
@language_option
@exits_cleanly
def roadmap(
    sheet: Path, form: str | None, as_json: bool, language: Language, **options: Option
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
        request = read_plan_request(content, _as_request(options), running.today())
    except FaultyInput as error:
        faults += error.faults
    if answers is None or request is None:
        refuse(FaultyInput(faults), language, as_json=as_json)
    made = make_plan(content, running.solver, answers, request)
    plan = values_of(content, FirmPlan(made, request.starts_on, KnownProjects(), False))
    if as_json:
        print_json(show_plan(content, plan, in_language(language)))
    else:
        print_plan(content, plan, language)


def _as_request(options: Mapping[str, Option]) -> dict[str, Option | list[str]]:
    """Return the options as the request that the API takes."""
    names = {"budget": "budget_wan", "want": "wanted", "goal": "goals"}
    return {
        names.get(name, name): list(value) if isinstance(value, tuple) else value
        for name, value in options.items()
        if value is not None
    }
