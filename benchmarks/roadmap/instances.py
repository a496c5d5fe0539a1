"""What is planned for: the examples, firms of every trade and size, seeded random problems."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.problem import Objective, Problem
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.state_problem import state_problem
from tests.builders import LOOSE, MIDDLE, TIGHT, Shape, random_problem
from tests.builders.firms import budgets_for, usual_firms

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
DAY = date(2026, 11, 26)
EXAMPLE_BUDGETS = (30.0, 100.0, None)
"""Three-year budgets of the examples, 万元."""
SEEDS = range(24)
SIZES = (50, 60)


@dataclass(frozen=True, slots=True)
class Instance:
    """A problem to be stated and solved: the group that it is reported with, its name."""

    group: str
    name: str
    state: Callable[[], Problem]


def instances(content: Content, objective: Objective) -> Iterator[Instance]:
    """Yield everything that is planned for by an objective."""
    yield from _of_sheets(content, objective, "five examples", _examples(content))
    yield from _of_sheets(content, objective, "60 firms", _firms(content))
    for n in SIZES:
        for seed in SEEDS:
            for share in (TIGHT, MIDDLE, LOOSE):
                yield Instance(
                    f"random, n = {n}",
                    f"n {n} seed {seed} budget {share:.0%}",
                    _drawn(n, seed, share, objective),
                )


Named = tuple[str, Sheet, tuple[float | None, ...]]


def _examples(content: Content) -> Iterator[Named]:
    for path in sorted(EXAMPLES.glob("*.json")):
        raw = json.loads(path.read_text(encoding="utf-8"))
        yield path.stem, read(content, raw), EXAMPLE_BUDGETS


def _firms(content: Content) -> Iterator[Named]:
    for firm in usual_firms(content):
        yield firm.name, firm.sheet(content), budgets_for(firm.employees)


def _of_sheets(
    content: Content, objective: Objective, group: str, sheets: Iterator[Named]
) -> Iterator[Instance]:
    for name, sheet, budgets in sheets:
        for budget in budgets:
            request = PlanRequest(starts_on=DAY, budget_wan=budget, objective=objective)
            shown = "none" if budget is None else f"{budget:g}"
            yield Instance(group, f"{name} budget {shown}", _stated(content, sheet, request))


def _stated(content: Content, sheet: Sheet, request: PlanRequest) -> Callable[[], Problem]:
    return lambda: state_problem(content, sheet, request)


def _drawn(n: int, seed: int, share: float, objective: Objective) -> Callable[[], Problem]:
    return lambda: random_problem(Shape(n, share), seed, objective=objective)
