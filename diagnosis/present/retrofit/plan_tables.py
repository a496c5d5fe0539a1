"""A stored plan as tables: the projects with their progress, the levels, what was left out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from diagnosis.domain.decimals import half_up
from diagnosis.domain.retrofit.follow_up.progress import ProjectProgress, Status
from diagnosis.domain.retrofit.plan.kept_plan import KeptPhase, KeptPlan, KeptProject
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Language, Text
from diagnosis.present.names import STATUSES
from diagnosis.present.numbers import wan
from diagnosis.present.retrofit.plan_texts import PlanTexts, texts_of
from diagnosis.present.scoring.level_lines import written
from diagnosis.present.tables import Cell, Table, make_table
from diagnosis.services.retrofit.keep_plan import StoredPlan
from diagnosis.services.retrofit.planned_work import after_months
from diagnosis.services.retrofit.progress import PlanProgress

_DECIMALS = 2
"""The decimals of money and of people-months."""
_ID = Text("项目编号", "Project id")
_NAME = Text("项目", "Project")
_COLUMNS = (
    Text("阶段", "Phase"),
    _ID,
    _NAME,
    Text("类别", "Stage"),
    Text("开始", "Start"),
    Text("结束", "End"),
    (Text("投入低（万元）", "Cost low (万元)"), _DECIMALS),
    (Text("投入中（万元）", "Cost mid (万元)"), _DECIMALS),
    (Text("投入高（万元）", "Cost high (万元)"), _DECIMALS),
    (Text("每年运行费中（万元）", "Running cost a year, mid (万元)"), _DECIMALS),
    (Text("自有人力（人月）", "Own people-months"), _DECIMALS),
    Text("为什么做", "Why"),
    Text("进展", "Status"),
    (Text("实际投入（万元）", "Real cost (万元)"), _DECIMALS),
    Text("进展说明", "Note"),
)
_SUMMED = range(6, 11)
"""The columns of costs, running costs and people-months: their totals are sums of their cells."""
_SPENT = 13
"""The column of what was spent, which has no total where nothing was."""
_TOTAL = Text("合计", "Total")
_PLAN = Text("计划", "Plan")
_LEVELS = Text("各阶段后的级别", "Levels after each phase")
_LEFT = Text("没有选的项目", "Left out")
_BEFORE = Text("现在", "now")
_AFTER = Text("第 {number} 阶段后", "after phase {number}")
_LEVEL = Text("{when}：级别", "{when}: level")
_SCORE = Text("{when}：得分", "{when}: score")
_STANDARD = Text("标准", "Standard")
_LEFT_COLUMNS = (_ID, _NAME, Text("为什么没选", "Why not"))


def plan_tables(
    stored: StoredPlan, progress: PlanProgress, language: Language
) -> tuple[Table, Table, Table]:
    """Return plan, levels and left-out projects of a stored plan as tables."""
    record = stored.record
    plan, words = record.plan, texts_of(stored)
    noted = {project.project: project for project in progress.projects}
    rows = _Rows(words, record.row.starts_on, noted, language)
    left_out = [
        (identity, name.say(language), why.say(language)) for identity, name, why in words.left_out
    ]
    return (
        make_table(_PLAN, _COLUMNS, rows.of(plan), language, sums=1),
        _levels(stored, language),
        make_table(_LEFT, _LEFT_COLUMNS, left_out, language),
    )


class _Rows:
    """Writes the rows of a plan in one language."""

    def __init__(
        self,
        words: PlanTexts,
        starts_on: date,
        noted: Mapping[str, ProjectProgress],
        language: Language,
    ) -> None:
        self._words = words
        self._starts_on = starts_on
        self._noted = noted
        self._language = language

    def of(self, plan: KeptPlan) -> Sequence[Sequence[Cell]]:
        """Return a row for each project, and the sums."""
        rows = [self._row(phase, project) for phase in plan.phases for project in phase.projects]
        total: list[Cell] = [_TOTAL.say(self._language), None, None, None, None, None]
        total += [_sum(row[place] for row in rows) or 0.0 for place in _SUMMED]
        total += [None, None, _sum(row[_SPENT] for row in rows), None]
        return [*rows, total]

    def _row(self, phase: KeptPhase, project: KeptProject) -> Sequence[Cell]:
        noted = self._noted.get(project.id)
        status = noted.status if noted else Status.PLANNED
        cost = project.cost
        return [
            phase.number,
            project.id,
            self._words.names[project.id].say(self._language),
            self._words.stages[project.id].say(self._language),
            self._day(project.start_month),
            self._day(project.end_month),
            *(wan(end) for end in (cost.low, cost.mid, cost.high)),
            wan(project.running.mid),
            half_up(project.people_months, _DECIMALS),
            self._words.reasons[project.id].say(self._language),
            STATUSES[status].say(self._language),
            wan(noted.cost_wan) if noted else None,
            noted.note.reason if noted and noted.note else None,
        ]

    def _day(self, month: float) -> date:
        return after_months(self._starts_on, month)


def _sum(cells: Iterable[Cell]) -> float | None:
    """Return the sum of a column as its cells are shown, None where they are all empty."""
    shown = [cell for cell in cells if isinstance(cell, float)]
    return half_up(sum(shown), _DECIMALS) if shown else None


def _levels(stored: StoredPlan, language: Language) -> Table:
    plan = stored.record.plan
    known = {standard.ref: standard for standard in stored.content.standards}
    stages = [(_BEFORE, plan.before)]
    stages += [(_AFTER.fill(number=phase.number), phase.readings) for phase in plan.phases]
    by_standard = [{each.standard: each for each in readings} for _, readings in stages]
    rows = [
        [
            reading.standard,
            *(
                cell
                for stage in by_standard
                for cell in _level(known.get(reading.standard), stage.get(reading.standard))
            ),
        ]
        for reading in plan.before
    ]
    headings = [text.fill(when=name) for name, _ in stages for text in (_LEVEL, _SCORE)]
    return make_table(_LEVELS, [_STANDARD, *headings], rows, language)


def _level(standard: Standard | None, reading: Reading | None) -> tuple[Cell, Cell]:
    """Return the cells of a level and of the score that it comes with."""
    if reading is None or reading.level is None:
        return "–", None
    score = reading.score
    return reading.level, None if score is None else float(written(standard, score))
