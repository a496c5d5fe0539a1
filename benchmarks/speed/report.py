"""The report in Markdown: every measure against its floor and goal, then where it goes."""

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.speed.goals import GOALS, Goal, floor_of
from benchmarks.speed.lists import MeasuredPage
from benchmarks.speed.outcome import Outcome, Run
from benchmarks.speed.runners import HELLO, RUNNERS
from benchmarks.speed.spread import Spread, ratios
from benchmarks.speed.writers import Load

BESIDE: Mapping[str, str] = {
    "filters-postgres": "P5 on PostgreSQL, wall time",
    "levels": "preview with estimate, `?view=levels` ÷ hello",
    "textbook-preview": "textbook preview ÷ preview with estimate",
    "textbook-stored": "textbook stored ÷ stored with estimate",
    "textbook-minimal": "textbook stored ÷ stored with estimate, minimal",
}
"""What is measured beside the goals."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown.

    Examples
    --------
    >>> print(table(["a", "b"], [["1", "2"]]))
    | a | b |
    |---|---|
    | 1 | 2 |

    """
    lines = [list(head), *map(list, rows)]
    written = [f"| {' | '.join(cells)} |" for cells in lines]
    return "\n".join([written[0], "|" + "---|" * len(head), *written[1:]])


def runs_of(values: Sequence[float | None], form: str) -> str:
    """Return the median of the runs' values and their range."""
    known = [value for value in values if value is not None]
    return format(Spread.of(known), form) if known else "–"


def goal_rows(outcome: Outcome, goals: Sequence[Goal] = GOALS) -> list[list[str]]:
    """Return a row for each goal: the median of the runs, floor, goal and verdict."""
    rows = []
    for goal in goals:
        values = outcome.values(goal.id)
        if goal.id == "bytes":
            values = [kept.per_diagnosis for kept in outcome.kept[-1:]]
        sign = "≥" if goal.more_is_better else "≤"
        lines = [f"{sign} {format(line, goal.form.replace('.2f', 'g'))}"
                 for line in (goal.floor, goal.goal)]  # fmt: skip
        rows.append([goal.about, runs_of(values, goal.form), *lines, goal.judge(values)])
    return rows


def lap_rows(outcome: Outcome) -> list[list[str]]:
    """Return a row for each contender: CPU, ratio to hello, wall and slow requests."""
    rows = []
    for runner in RUNNERS:
        runs = [run for run in outcome.runs if runner.name in run.laps]
        if not runs:
            continue
        laps = [lap for run in runs for lap in run.laps[runner.name]]
        by_hello = [ratio for run in runs for ratio in _by_hello(run, runner.name)]
        rows.append(
            [
                runner.name,
                f"{Spread.of(lap.cpu_us for lap in laps):.0f}",
                f"{Spread.of(by_hello):.2f}",
                f"{Spread.of(lap.wall_us for lap in laps):.0f}",
                f"{Spread.of(lap.p99_ms for lap in laps):.1f}",
            ]
        )
    return rows


def _by_hello(run: Run, name: str) -> list[float]:
    cpu, base = ([lap.cpu_us for lap in run.laps[each]] for each in (name, HELLO.name))
    return ratios(cpu, base)


def byte_rows(outcome: Outcome) -> list[list[str]]:
    """Return a row for each table: bytes a diagnosis at few and at many rows, and of what."""
    if not outcome.kept:
        return []
    few, many = outcome.kept
    before = {each.table: each.total / few.diagnoses for each in few.tables}
    rows = []
    for each in many.tables:
        share = each.total / many.diagnoses
        if share < 1:
            continue
        rows.append(
            [
                f"`{each.table}`",
                f"{each.rows / many.diagnoses:.2f}",
                f"{before.get(each.table, 0):,.0f}",
                f"{share:,.0f}",
                f"{each.data / many.diagnoses:,.0f}",
                f"{each.indexes / many.diagnoses:,.0f}",
                f"{each.unused / many.diagnoses:,.0f}",
            ]
        )
    return rows


def page_rows(pages: Iterable[MeasuredPage]) -> list[list[str]]:
    """Return a row for each page."""
    return [
        [
            page.about,
            str(page.rows),
            f"{page.few_us:,.0f}",
            f"{page.many_us:,.0f}",
            f"{page.ratio:.2f}",
        ]
        for page in pages
    ]


def plan_lines(pages: Iterable[MeasuredPage]) -> list[str]:
    """Return how the database answers pages that miss the floor: a line for each way."""
    floor = floor_of("filters")
    names: dict[str, list[str]] = {}
    for page in pages:
        if page.ratio > floor:
            names.setdefault("; ".join(page.plan), []).append(page.about)
    return [f"- {plan}: {' · '.join(slow)}" for plan, slow in names.items()]


def writer_rows(outcome: Outcome) -> list[list[str]]:
    """Return a row for the queue and one for none, over all rounds of all runs."""
    loads: dict[str, list[Load]] = {}
    for run in outcome.runs:
        for name, measured in run.writers.items():
            loads.setdefault(name, []).extend(measured)
    parts = (("rate", ".0f"), ("middle", ".1f"), ("high", ".1f"), ("longest", ".1f"))
    return [
        [
            name,
            *(f"{Spread.of(getattr(load, part) for load in each):{form}}" for part, form in parts),
            f"{Spread.of(load.spread for load in each):.2f}",
        ]
        for name, each in loads.items()
    ]


def start_rows(outcome: Outcome) -> list[list[str]]:
    """Return a row for each run: the start, the first roadmap, the next ones."""
    return [
        [
            f"run {number}",
            f"{Spread.of(start.seconds for start in run.starts):.2f}",
            f"{Spread.of(start.first_ms for start in run.starts):.0f}",
            f"{Spread.of(start.next_ms for start in run.starts):.0f}",
        ]
        for number, run in enumerate(outcome.runs, start=1)
        if run.starts
    ]
