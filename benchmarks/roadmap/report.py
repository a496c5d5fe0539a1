"""The report on roadmaps as Markdown, and the raw numbers behind it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.roadmap.measure import Measured
from diagnosis.domain.retrofit.plan.problem import Objective

Runs = Sequence[Sequence[Measured]]
"""What was measured, run by run, in the same order of instances."""
SAME = 1e-9
LEVEL_MS, MOST_LOST = 20.0, 0.1
"""Goals: the 99th percentile of the way to a level, and what the calendar loses at most."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan beside the judge's: discounted worth of ours, and of the judge's two.

    `free` is of any packages, `same` of ours (None: they find no place at the starts of quarters);
    `is_proven` is whether `free` is the best there is.
    """

    group: str
    name: str
    ours: float
    free: float
    same: float | None
    is_proven: bool

    @property
    def loss(self) -> float:
        """Return by how much the plan is below the better of ours and `free`, 0–1."""
        return _loss(self.ours, self.free)

    @property
    def order_loss(self) -> float:
        """Return by how much the plan is below the better of ours and `same`, 0–1."""
        return _loss(self.ours, self.ours if self.same is None else self.same)


def _loss(ours: float, judged: float) -> float:
    best = max(ours, judged)
    return (best - ours) / best if best > 0 else 0.0


HEAD = (
    "| instances | number | packages up for choice | state | choice p50 / p99 | calendar p99 | "
    "plan mean | plan p50 | plan p99 | gap 0 | gap mean / p99 | repaired | cut short |\n"
    "|---|---|---|---|---|---|---|---|---|---|---|---|---|"
)
LEVEL_HEAD = (
    "| instances | number | level reached | plan p99 where reached | plan p99 of all | gap 0 |\n"
    "|---|---|---|---|---|---|"
)
JUDGE_HEAD = (
    "| instances | number | judge proven | loss mean | loss max | ours is the better | equal | "
    "same packages: loss mean | loss max |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def report(
    about: str, runs: Mapping[Objective, Runs], judged: Sequence[Judged], goals: str
) -> str:
    """Return the report."""
    balanced, level = runs[Objective.BALANCED], runs[Objective.LEVEL]
    groups = dict.fromkeys(each.group for each in balanced[0])
    return "\n".join(
        [
            "# Roadmaps: how good and how fast",
            "",
            about,
            "",
            goals,
            "",
            "## The plan of the most worth (`balanced`)",
            "",
            HEAD,
            *(_line(group, _of(group, balanced)) for group in groups),
            _line("all", balanced),
            "",
            "## The cheapest way to a level (`level`)",
            "",
            "Where no plan reaches the level, that is proven, and the plan of the most worth is "
            "made beside it: two searches in one.",
            "",
            LEVEL_HEAD,
            *(_level_line(group, _of(group, level)) for group in groups),
            _level_line("all", level),
            "",
            "## The calendar beside its judge",
            "",
            "The judge chooses packages and the quarters in which they begin in one program, for "
            "the most weighed worth that has come about on average over the ends of the quarters; "
            "of what comes before all weighing it has in the end no less than our plan. It need "
            "not leave the spine half of the first phase's money, nor a place for a wish, nor "
            "hurry what serves one; it begins nothing within a quarter. Loss is what our plan "
            "lacks of the better of both. Part of it is the choice, which looks at the end of the "
            "plan alone; with the same packages the order is left.",
            "",
            JUDGE_HEAD,
            *(
                _judge_line(group, [each for each in judged if each.group == group])
                for group in dict.fromkeys(each.group for each in judged)
            ),
            _judge_line("all", judged),
            "",
            "## Where we lose",
            "",
            *_losses(balanced[0], judged),
            *_missed(level, judged),
            "",
        ]
    )


def raw(about: str, runs: Mapping[Objective, Runs], judged: Sequence[Judged]) -> str:
    """Return the numbers behind the report as JSON, a line for each instance."""
    lines = [
        json.dumps(
            {
                "objective": objective,
                "group": each.group,
                "name": each.name,
                "options": each.options,
                "packages": each.packages,
                "gap": each.gap,
                "repaired": each.repaired,
                "cut_short": each.cut_short,
                "has_level": each.has_level,
                "state_plan_calendar_ms": [
                    [round(m, 2) for m in (run.state_ms, run.plan_ms, run.calendar_ms)]
                    for run in (one[place] for one in of)
                ],
            },
            ensure_ascii=False,
        )
        for objective, of in runs.items()
        for place, each in enumerate(of[0])
    ]
    beside = [
        json.dumps(
            {"group": e.group, "name": e.name, "ours": e.ours, "judge": e.free, "same": e.same,
             "proven": e.is_proven},
            ensure_ascii=False,
        )
        for e in judged
    ]  # fmt: skip
    plans, judge = ",\n  ".join(lines), ",\n  ".join(beside)
    shown = json.dumps(about, ensure_ascii=False)
    return f'{{"about": {shown},\n "plans": [\n  {plans}],\n "judge": [\n  {judge}]}}\n'


def _of(group: str, runs: Runs) -> Runs:
    return [[each for each in run if each.group == group] for run in runs]


def _line(group: str, runs: Runs) -> str:
    first = runs[0]
    gaps = np.array([each.gap or 0.0 for each in first])
    plan = [[each.plan_ms for each in run] for run in runs]
    choice = [[each.plan_ms - each.calendar_ms for each in run] for run in runs]
    calendar = [[each.calendar_ms for each in run] for run in runs]
    state = [[each.state_ms for each in run] for run in runs]
    options = [each.options for each in first]
    cells = (
        group,
        len(first),
        f"{np.mean(options):.0f} (at most {max(options)})",
        _range(state, _mean),
        f"{_range(choice, _p50)} / {_range(choice, _p99)}",
        _range(calendar, _p99),
        _range(plan, _mean),
        _range(plan, _p50),
        _range(plan, _p99),
        _share(gaps <= SAME),
        f"{100 * gaps.mean():.2f} / {100 * np.percentile(gaps, 99):.2f} %",
        sum(each.repaired for each in first),
        max(sum(each.cut_short for each in run) for run in runs),
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _level_line(group: str, runs: Runs) -> str:
    first = runs[0]
    reached = [[each.plan_ms for each in run if each.has_level] or [0.0] for run in runs]
    everything = [[each.plan_ms for each in run] for run in runs]
    gaps = np.array([each.gap or 0.0 for each in first])
    cells = (
        group,
        len(first),
        sum(each.has_level for each in first),
        _range(reached, _p99),
        _range(everything, _p99),
        _share(gaps <= SAME),
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _judge_line(group: str, judged: Sequence[Judged]) -> str:
    losses = np.array([each.loss for each in judged])
    orders = np.array([each.order_loss for each in judged])
    better = sum(each.ours > each.free * (1 + 1e-6) for each in judged)
    cells = (
        group,
        len(judged),
        sum(each.is_proven for each in judged),
        f"{100 * losses.mean():.2f} %",
        f"{100 * losses.max():.2f} %",
        better,
        len(judged) - better - int((losses > 1e-6).sum()),
        f"{100 * orders.mean():.2f} %",
        f"{100 * orders.max():.2f} %",
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |"


Statistic = Callable[[Sequence[float]], float]


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def _p50(values: Sequence[float]) -> float:
    return float(np.percentile(values, 50))


def _p99(values: Sequence[float]) -> float:
    return float(np.percentile(values, 99))


def _range(runs: Sequence[Sequence[float]], statistic: Statistic) -> str:
    """Return the least and the most of a statistic over the runs."""
    values = [statistic(run) for run in runs]
    return f"{min(values):.1f}–{max(values):.1f}"


def _share(true: np.ndarray) -> str:
    return f"{100 * true.mean():.1f} %"


def _losses(plans: Sequence[Measured], judged: Sequence[Judged]) -> list[str]:
    lines = [
        f"- {each.group}, {each.name}: the best set of packages did not fit in time; the plan is "
        f"{100 * (each.gap or 0.0):.2f} % below the bound."
        for each in plans
        if each.repaired or (each.gap or 0.0) > SAME
    ]
    worst = sorted(judged, key=lambda each: -each.loss)[:3]
    lines += [
        f"- {each.group}, {each.name}: {100 * each.loss:.2f} % below the judge's plan."
        for each in worst
        if each.loss > SAME
    ]
    return lines


def _missed(level: Runs, judged: Sequence[Judged]) -> list[str]:
    """Return the goals of the way to a level and of the calendar that are not met."""
    lines = []
    for group in dict.fromkeys(each.group for each in level[0]):
        reached = [
            [each.plan_ms for each in run if each.has_level] or [0.0] for run in _of(group, level)
        ]
        if max(map(_p99, reached)) > LEVEL_MS:
            lines.append(
                f"- {group}: p99 of the way to a level is {_range(reached, _p99)} ms, above "
                f"{LEVEL_MS:g}: at tight budgets one search follows the other down the levels."
            )
    lost = sum(each.loss > MOST_LOST for each in judged)
    if lost:
        lines.append(f"- {lost} of {len(judged)} calendars lose more than {MOST_LOST:.0%}.")
    return lines
