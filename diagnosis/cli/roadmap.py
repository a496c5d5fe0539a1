"""`roadmap`: a sheet and a budget or a target in, a plan out."""

from collections.abc import Mapping
from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.cli.output import exits_cleanly, language_option, print_json, read_file, refuse
from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.limits import PAINS
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.problem import Binding, BudgetCovers, Objective
from diagnosis.domain.text import Language
from diagnosis.present.retrofit.plan import show_plan
from diagnosis.present.say import in_language
from diagnosis.report.chapters.plan_at_hand import plan_of
from diagnosis.report.formats.terminal import print_terminal
from diagnosis.services.intake.sheets import read
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.read.plan_request import PlanRequest, read_plan_request
from diagnosis.services.retrofit.firm_plan import FirmPlan
from diagnosis.services.retrofit.make_plan import make_plan
from diagnosis.services.retrofit.plan_values import values_of
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import find_support

Option = str | float | bool | tuple[str, ...] | tuple[float, ...] | None
"""The value of an option; None where it was left out."""
_NAMES = {
    "budget": "budget_wan", "budgets": "budgets_wan", "want": "wanted", "pain": "pains",
    "goal": "goals",
}  # fmt: skip
"""The fields of the API's request whose options have other names."""


@click.command()
@click.argument("sheet", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--form", help="Form (id or id@version) where the sheet names none.")
@click.option("--budget", type=float, help="Budget for the whole plan, 万元.")
@click.option(
    "--budget-covers",
    type=click.Choice(list(map(str, BudgetCovers))),
    default=str(BudgetCovers.TOTAL),
    show_default=True,
    help="What it is for: building and three years of running, or building alone.",
)
@click.option(
    "--budget-binds",
    type=click.Choice(list(map(str, Binding))),
    default=str(Binding.MID),
    show_default=True,
    help="Which figure of the cost ranges has to stay within the budget.",
)
@click.option(
    "--budgets",
    multiple=True,
    type=float,
    metavar="WAN",
    help="Another budget, 万元: how far it gets; may be repeated.",
)
@click.option(
    "--target",
    metavar="STANDARD[:LEVEL]",
    help="Standard to rise by; with a level, reach that level at the least cost.",
)
@click.option(
    "--objective",
    type=click.Choice(list(map(str, Objective))),
    help="What the plan is to be best at; level where --target has one, else balanced.",
)
@click.option(
    "--done", multiple=True, metavar="PACKAGE", help="Package done already; may be repeated."
)
@click.option(
    "--want", multiple=True, metavar="PACKAGE", help="Package that must be in the plan; likewise."
)
@click.option(
    "--refuse",
    "refused",
    multiple=True,
    metavar="PACKAGE",
    help="Package that must not be in the plan; likewise.",
)
@click.option(
    "--pain",
    multiple=True,
    metavar="PAIN",
    help=f"What hurts, the worst first ({', '.join(PAINS.values)}); may be repeated.",
)
@click.option(
    "--goal", multiple=True, metavar="GOAL", help="Scene to reach, scene:<id>; may be repeated."
)
@click.option("--left-out", is_flag=True, help="With --json: list every package left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON alone.")
@language_option
@exits_cleanly
def roadmap(
    sheet: Path, form: str | None, as_json: bool, language: Language, **options: Option
) -> None:
    """Plan the retrofit of SHEET (a JSON file, - for stdin). 改造路线图。"""
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
    plan = values_of(content, FirmPlan(made, request.starts_on, KnownPackages(), False))
    if as_json:
        print_json(show_plan(content, plan, in_language(language)))
    else:
        work = planned_work(content, plan, plan.starts_on, FirmClaims())
        firm, today = answers.enterprise, running.today()
        support = find_support(content, firm, FirmClaims(), on=today, work=work)
        print_terminal(plan_of(content, plan, language, support))


def _as_request(options: Mapping[str, Option]) -> dict[str, object]:
    """Return the options as the request that the API takes."""
    return {
        _NAMES.get(name, name): list(value) if isinstance(value, tuple) else value
        for name, value in options.items()
        if value is not None and value != ()
    }
