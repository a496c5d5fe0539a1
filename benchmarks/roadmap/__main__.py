"""How good and how fast roadmaps are: CPU, gaps, and the calendar beside its judge.

Run: `make setup && .venv/bin/python -m benchmarks.roadmap [--out docs/reports]` (about ten
minutes). Every plan is checked by `faults_of`, which shares no code with the planner.
"""

import os
import platform
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.roadmap.instances import Instance, instances
from benchmarks.roadmap.judge import discounted, judge
from benchmarks.roadmap.measure import PLANNER, Measured, measured
from benchmarks.roadmap.report import Judged, raw, report
from diagnosis.content.library import load_content
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.services.ports.content import Content

ROOT = Path(__file__).resolve().parents[2]
RUNS = 3
JUDGE_SECONDS = 30.0
JUDGED = {"five examples": 3, "60 firms": 9, "random, n = 50": 3}
"""Of each group the judge sees every so manieth instance, so that budgets and sizes are mixed."""
GOALS = (
    "Goals at 50 packages at most: plan mean ≤ 40, p50 ≤ 25, p99 ≤ 150; at 60 p99 ≤ 250; the way "
    "to a level p99 ≤ 20; half of it is hoped for. Gap 0 on examples and firms and on 96 % of "
    "random problems, mean ≤ .3 %, p99 ≤ 5 %; repaired ≤ 2 %; cut short never; the calendar loses "
    "mean ≤ 2, max ≤ 10 %."
)


def main() -> None:
    """Print the report, or write it and the raw numbers into the folder of `--out`."""
    parser = ArgumentParser(prog="python -m benchmarks.roadmap", description=__doc__)
    parser.add_argument("--out", type=Path, help="folder for the report; printed where absent")
    parser.add_argument("--runs", type=int, default=RUNS, help="how often everything is measured")
    chosen = parser.parse_args()
    out: Path | None = chosen.out
    content = load_content(ROOT)
    runs = {
        objective: _runs(content, objective, chosen.runs)
        for objective in (Objective.BALANCED, Objective.LEVEL)
    }
    judged = list(_judged(content))
    about = _about(chosen.runs)
    text = report(about, runs, judged, GOALS)
    if out is None:
        print(text)
        return
    (out / "roadmap.md").write_text(text, encoding="utf-8")
    (out / "roadmap.json").write_text(raw(about, runs, judged), encoding="utf-8")


def _runs(content: Content, objective: Objective, number: int) -> Sequence[Sequence[Measured]]:
    """Return every instance, measured so many times; the first, cold ones are not counted."""
    everything = list(instances(content, objective))
    measured(everything[:3])
    return [measured(everything) for _ in range(number)]


def _judged(content: Content) -> Iterator[Judged]:
    groups: dict[str, list[Instance]] = {}
    for instance in instances(content, Objective.BALANCED):
        groups.setdefault(instance.group, []).append(instance)
    for group, every in JUDGED.items():
        for place, instance in enumerate(groups[group]):
            # One of three budgets of each firm and seed, each budget as often as the others.
            if place % every != (place // every) % every:
                continue
            problem = instance.state()
            plan = PLANNER.plan(problem).plan
            assert plan is not None, instance.name
            free, same = (judge(problem, plan, JUDGE_SECONDS, same=each) for each in (False, True))
            if free is not None:
                yield Judged(
                    group=group,
                    name=instance.name,
                    ours=discounted(problem, plan),
                    free=free.worth,
                    same=None if same is None else same.worth,
                    is_proven=free.is_proven,
                )


def _about(runs: int) -> str:
    load = os.getloadavg()[0]
    return (
        f"Made by `python -m benchmarks.roadmap --out docs/reports`; do not edit. {date.today()}, "
        f"Python {platform.python_version()}, highspy {version('highspy')}, {os.cpu_count()} "
        f"shared cores (load {load:.1f} at the end), one thread. Milliseconds are CPU; a range is "
        f"the least and the most over {runs} runs. Every plan passed a check that shares no code "
        "with the planner. `state` is stating the problem from a sheet, or drawing it; `calendar` "
        "the calendar of the chosen set; `choice` is the rest of the plan."
    )


if __name__ == "__main__":
    main()
