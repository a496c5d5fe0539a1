"""A roadmap as tables, for CSV and workbooks; text that a spreadsheet would run is defused."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from diagnosis.domain.text import Language, Text
from diagnosis.services.retrofit.planned_work import after_months

Plain = Mapping[str, Any]
Cell = str | float | int | None
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula, full-width forms too."""

_COLUMNS = (
    Text("阶段", "Phase"),
    Text("项目编号", "Project id"),
    Text("项目", "Project"),
    Text("类别", "Stage"),
    Text("开始", "Start"),
    Text("结束", "End"),
    Text("投入低（万元）", "Cost low (万元)"),
    Text("投入中（万元）", "Cost mid (万元)"),
    Text("投入高（万元）", "Cost high (万元)"),
    Text("每年运行费中（万元）", "Running cost a year, mid (万元)"),
    Text("自有人力（人月）", "Own people-months"),
    Text("为什么做", "Why"),
    Text("进展", "Status"),
    Text("实际投入（万元）", "Real cost (万元)"),
    Text("进展说明", "Note"),
)
_TOTAL = Text("合计", "Total")
_PLAN = Text("计划", "Plan")
_LEVELS = Text("各阶段后的级别", "Levels after each phase")
_LEFT = Text("没有选的项目", "Left out")
_BEFORE = Text("现在", "now")
_STANDARD = Text("标准", "Standard")
_LEFT_COLUMNS = (_COLUMNS[1], _COLUMNS[2], Text("为什么没选", "Why not"))
STATUSES = {
    "planned": Text("计划中", "planned"),
    "running": Text("进行中", "running"),
    "done": Text("已完成", "done"),
    "dropped": Text("已放弃", "dropped"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table: a row of headings and rows of cells."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def defused(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs: text that could be a formula gets a quote before it.

    Examples
    --------
    >>> defused("=1+1"), defused("MES"), defused(-3)
    ("'=1+1", 'MES', -3)
    """
    if isinstance(cell, str) and cell.startswith(RUNS):
        return "'" + cell
    return cell


def _table(
    title: Text, headings: Sequence[Text], rows: Sequence[Sequence[Cell]], language: Language
) -> Table:
    return Table(
        title.say(language),
        tuple(one.say(language) for one in headings),
        tuple(tuple(defused(cell) for cell in row) for row in rows),
    )


def roadmap_tables(
    plan: Plain, starts_on: date, progress: Mapping[str, Plain], language: Language
) -> tuple[Table, Table, Table]:
    """Return plan, levels and left-out projects as tables.

    Parameters
    ----------
    plan
        A roadmap rendered in `language`.
    progress
        The progress of each project, as `record_progress` renders it.

    """
    rows = [
        _row(phase, project, starts_on, progress.get(project["id"]), language)
        for phase in plan["phases"]
        for project in phase["projects"]
    ]
    cost, running = plan["cost_wan"], plan["running_wan_per_year"]["mid"]
    spent = [one["cost_wan"] for one in progress.values() if one["cost_wan"] is not None]
    rows.append(
        [_TOTAL.say(language), None, None, None, None, None]
        + [_round(cost[end]) for end in ("low", "mid", "high")]
        + [_round(running), _round(plan["people_months"]), None, None]
        + [_round(sum(spent)) if spent else None, None]
    )
    left = [[one["id"], one["name"], one["reason"]] for one in plan["left_out"]]
    return (
        _table(_PLAN, _COLUMNS, rows, language),
        _levels(plan, language),
        _table(_LEFT, _LEFT_COLUMNS, left, language),
    )


def _round(value: float) -> float:
    return round(value, 2)


def _row(
    phase: Plain, project: Plain, starts_on: date, noted: Plain | None, language: Language
) -> list[Cell]:
    cost = project["cost_wan"]
    status = STATUSES[noted["status"] if noted else "planned"]
    return [
        phase["number"],
        project["id"],
        project["name"],
        project["stage_name"],
        after_months(starts_on, project["start_month"]).isoformat(),
        after_months(starts_on, project["end_month"]).isoformat(),
        *(_round(cost[end]) for end in ("low", "mid", "high")),
        _round(project["running_wan_per_year"]["mid"]),
        _round(project["people_months"]),
        project["reason"],
        status.say(language),
        noted["cost_wan"] if noted else None,
        noted["reason"] if noted else None,
    ]


def _levels(plan: Plain, language: Language) -> Table:
    stages = [(_BEFORE, plan["before"])] + [
        (Text(f"第 {one['number']} 阶段后", f"after phase {one['number']}"), one["standards"])
        for one in plan["phases"]
    ]
    rows = [
        [one["standard"], *(_level(standings[place]) for _, standings in stages)]
        for place, one in enumerate(plan["before"])
    ]
    return _table(_LEVELS, [_STANDARD, *(name for name, _ in stages)], rows, language)


def _level(standing: Plain) -> Cell:
    level, score = standing["level"], standing["score"]
    if level is None:
        return "–"
    return f"{level}" if score is None else f"{level} ({score:.2f})"


def as_csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180, UTF-8 with a mark so that Excel reads Chinese)."""
    body = StringIO()
    writer = csv.writer(body)
    writer.writerow(table.headings)
    writer.writerows(table.rows)
    return body.getvalue().encode("utf-8-sig")
