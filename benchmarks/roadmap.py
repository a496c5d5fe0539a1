"""How good and how fast roadmaps are: gaps, feasibility, times; seeded instances, one run.

Run: `make setup && .venv/bin/python -m benchmarks.roadmap [--out docs/reports/roadmap.md]`
(about three minutes). The gap that a plan returns comes from linear programming, sharpened at the
root of branch and cut where n ≤ 100; beside it stands the gap to plain linear programming, and the
one to the exact solver's bound. Plans are checked by `faults_of`, which shares no code with the
planner. A reference that knows no grid, plain greedy by gain per cost, shows what the family buys.
"""

import os
import platform
import sys
from argparse import ArgumentParser
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import scipy

from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.retrofit.plan.plan import Criterion
from diagnosis.domain.retrofit.plan.prerequisites import Prerequisites, StartableSet
from diagnosis.domain.retrofit.plan.problem import Objective, Problem
from diagnosis.optimiser.formulation import Formulation
from diagnosis.optimiser.instance import Instance
from diagnosis.optimiser.planner import Planner
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.state_problem import state_problem
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import LOOSE, MIDDLE, TIGHT, Shape, faults_of, random_problem

SEEDS = range(6)
SECONDS = 4.0
TIMED = 5
EXAMPLE_BUDGETS = (20, 60, 120, 400, 2000)
PLANNER = Planner()


@dataclass
class Row:
    """What was measured of one family of instances; shares in per cent, times in ms."""

    name: str
    linear: list[float] = field(default_factory=list)
    returned: list[float] = field(default_factory=list)
    proven: list[float] = field(default_factory=list)
    lost: list[float] = field(default_factory=list)
    greedy: list[float] = field(default_factory=list)
    plan: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    bounded: list[float] = field(default_factory=list)
    open: int = 0


def share(worth: float, bound: float) -> float:
    """Return how far below a bound a worth is, per cent."""
    return 0.0 if bound <= 1e-12 else max(0.0, 100 * (bound - worth) / bound)


def linear_bound(problem: Problem) -> float:
    """Return the bound of plain linear programming."""
    formulation = Formulation(Instance(problem), Criterion.RISE)
    if not formulation.step_gain:
        return 0.0
    return -float(formulation.linear_program().fun)


def greedy_value(problem: Problem) -> float:
    """Return what buying by gain per cost comes to, each project with what it needs."""
    prerequisites = Prerequisites(problem)
    startable = StartableSet(prerequisites, prerequisites.full_cost.__getitem__)
    left = problem.budget_wan or 0.0
    while True:
        held = list(startable.order)
        now = problem.value(held)
        best: tuple[float, list[str]] | None = None
        for name in sorted(problem.options):
            added = None if name in startable.order else startable.with_needs(name)
            if not added or (cost := problem.cost(added)) > left:
                continue
            rate = (problem.value([*held, *added]) - now) / max(cost, 1e-9)
            if rate > 1e-12 and (best is None or rate > best[0]):
                best = rate, added
        if best is None:
            return now
        startable.hold(best[1])
        left -= problem.cost(best[1])


def measure(row: Row, problem: Problem) -> None:
    """Add one instance to a row; it must be feasible, and the bounds must hold."""
    proposal = PLANNER.plan(problem)
    assert proposal.plan is not None and proposal.bound is not None
    faults = faults_of(problem, proposal.plan)
    assert not faults, faults
    exact = PLANNER.exact(problem, seconds=SECONDS)
    assert exact.plan is not None and exact.bound is not None
    assert not faults_of(problem, exact.plan)
    assert exact.worth <= proposal.bound + 1e-6 and proposal.worth <= exact.bound + 1e-6
    row.linear.append(share(proposal.worth, linear_bound(problem)))
    row.returned.append(share(proposal.worth, proposal.bound))
    row.proven.append(share(proposal.worth, exact.bound))
    row.lost.append(share(proposal.worth, exact.worth))
    row.greedy.append(share(greedy_value(problem), proposal.worth))
    row.open += not exact.finished
    times = [time_once(problem, number) for number in range(TIMED)]
    for kept, values in zip(
        (row.plan, row.bounded, row.wall), zip(*times, strict=True), strict=True
    ):
        kept.append(median(values))


def time_once(problem: Problem, number: int) -> tuple[float, float, float]:
    """Return milliseconds: CPU of the plan, CPU with the bound, wall time of the plan.

    The budget differs a little each time: nothing that an earlier call worked out may help.
    """
    fresh = replace(problem, budget_wan=(problem.budget_wan or 0.0) * (1 + number * 1e-4))
    start, wall = process_time(), perf_counter()
    PLANNER.plan(fresh, bounded=False)
    middle, passed = process_time(), perf_counter() - wall
    PLANNER.plan(fresh)
    return 1e3 * (middle - start), 1e3 * (process_time() - middle), 1e3 * passed


def random_rows() -> list[Row]:
    """Return the rows of random instances."""
    rows = []
    for n in (10, 25, 60):
        for overlap in (True, False):
            row = Row(f"n = {n}, {'overlap' if overlap else 'no overlap'}")
            for budget in (TIGHT, MIDDLE, LOOSE):
                for seed in SEEDS:
                    measure(row, random_problem(Shape(n, overlap, budget), seed))
            rows.append(row)
            print(row.name, "done", file=sys.stderr)
    return rows


def example_problem(content: Content, path: Path, **raw: object) -> Problem:
    """Return the problem of an example sheet and the whole catalogue."""
    sheet = read(content, parse(path.read_bytes()))
    size = diagnose(content, sheet).size
    assert size is not None
    return state_problem(content, sheet, read_plan_request(content, raw, date(2026, 11, 25)), size)


def example_row(content: Content, paths: list[Path]) -> Row:
    """Return the row of the example sheets with the whole catalogue."""
    row = Row("the catalogue, five example sheets")
    for path in paths:
        for budget in EXAMPLE_BUDGETS:
            measure(row, example_problem(content, path, budget_wan=budget))
        print(path.stem, "done", file=sys.stderr)
    return row


def reach_lines(content: Content, paths: list[Path]) -> list[str]:
    """Return a line per example and level: cost found, cost proven, time; nothing is promised."""
    lines = []
    for path in paths:
        free = example_problem(content, path, target="gbt-39116-2020:1")
        for level in range(free.yardstick.level + 1, free.yardstick.top + 1):
            problem = replace(free, level=level, objective=Objective.REACH)
            start = process_time()
            proposal = PLANNER.plan(problem)
            spent = 1e3 * (process_time() - start)
            reached = proposal.plan is not None and level <= problem.yardstick.level_after(
                problem.reached(proposal.plan.projects)
            )
            if not reached:
                lines.append(f"| {path.stem} | {level} | out of reach | – | – | {spent:.0f} |")
                continue
            exact = PLANNER.exact(problem, seconds=SECONDS)
            lines.append(
                f"| {path.stem} | {level} | {proposal.worth:.1f} | {exact.worth:.1f} | "
                f"{exact.bound or 0:.1f} | {spent:.0f} |"
            )
    return lines


def _two(values: list[float]) -> str:
    return f"{np.mean(values):.2f} / {np.max(values):.2f}"


def _times(values: list[float]) -> str:
    return f"{np.percentile(values, 50):.1f} / {np.percentile(values, 99):.1f}"


HEAD = (
    "| instances | number | gap to LP | gap returned | gap to exact bound | lost to exact plan | "
    "greedy below plan | plan ms | plan + bound ms | plan wall ms | exact open |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|"
)


def line(row: Row) -> str:
    """Return a row of the table."""
    return (
        f"| {row.name} | {len(row.lost)} | {_two(row.linear)} | {_two(row.returned)} | "
        f"{_two(row.proven)} | {_two(row.lost)} | {_two(row.greedy)} | {_times(row.plan)} | "
        f"{_times(row.bounded)} | {_times(row.wall)} | {row.open} |"
    )


def losses(rows: list[Row]) -> str:
    """Return where the plan is not the best."""
    lines = []
    for row in rows:
        behind = [loss for loss in row.lost if loss > 1e-4]
        if behind:
            lines.append(
                f"- {row.name}: {len(behind)} of {len(row.lost)} plans are below the exact one, "
                f"by {np.mean(behind):.2f} % on average, {max(behind):.2f} % at most."
            )
    return "\n".join(lines) or "- Nowhere in this run."


def report(content: Content, paths: list[Path]) -> str:
    """Return the report as Markdown."""
    rows = [*random_rows(), example_row(content, paths)]
    reach = reach_lines(content, paths)
    return "\n".join(
        [
            "# Roadmaps: how good and how fast",
            "",
            "Made by `python -m benchmarks.roadmap`; do not edit. "
            f"Python {platform.python_version()}, numpy {np.__version__}, scipy "
            f"{scipy.__version__}, {os.cpu_count()} shared cores, BLAS threads 1; seeds "
            f"{SEEDS.start}–{SEEDS.stop - 1}, budgets 10, 25 and 50 % of what everything costs; "
            f"exact solver {SECONDS:g} s each.",
            "",
            "Gaps in per cent, mean / max; times in milliseconds of CPU, p50 / p99 "
            f"over instances of the median of {TIMED} runs (wall time beside them, with whatever "
            "else ran on the machine). Every plan passed a check that shares no code with the "
            "planner. Goals (n = 60): gap to a bound from a "
            "different method at most 6 / 15 with overlap and 2.5 / 5 without; plan p99 < 20 ms, "
            "with bound < 100 ms.",
            "",
            HEAD,
            *(line(row) for row in rows),
            "",
            "`gap to LP` is plain linear programming; `gap returned` is what a plan carries: the "
            "same, sharpened by the cuts of the first node of branch and cut up to n = 100; "
            "`exact open` counts instances that the exact solver did not finish in its time.",
            "",
            "## Where we lose",
            "",
            losses(rows),
            "- Plain linear programming alone misses the goal without overlap: tight budgets buy "
            "few projects, and half a project is a great deal of a small plan.",
            "- The catalogue has 90 to 220 relevant projects a firm: above 100 the returned gap "
            "is that of linear programming, mostly its own slack, and a plan takes longer than at "
            "n = 60.",
            "",
            "## Reaching a level at least cost (nothing promised)",
            "",
            "| sheet | level | fast, 万元 | exact, 万元 | proven not below | fast + bound, ms |",
            "|---|---|---|---|---|---|",
            *reach,
            "",
        ]
    )


def main() -> None:
    """Print the report, or write it where `--out` says."""
    parser = ArgumentParser(prog="python -m benchmarks.roadmap", description=__doc__)
    parser.add_argument("--out", type=Path, help="file for the report; printed where absent")
    out: Path | None = parser.parse_args().out

    from diagnosis.bootstrap import container

    root = Path(__file__).resolve().parent.parent
    text = report(container().content, sorted((root / "examples").glob("*.json")))
    if out is None:
        print(text)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
