"""A stored plan as tables: the packages with their progress, the levels, what was left out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from diagnosis.domain.decimals import half_up
from diagnosis.domain.retrofit.catalogue.package import Package
from diagnosis.domain.retrofit.follow_up.progress import PackageProgress, Status
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPhase, KeptPlan
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Language, Text
from diagnosis.present.names import STATUSES
from diagnosis.present.numbers import wan
from diagnosis.present.retrofit.plan_words import WHY_LEFT_OUT, name_of
from diagnosis.present.retrofit.spoken import days_of, people_months, three_years
from diagnosis.present.retrofit.why_here import reasons_shown_before, why_here
from diagnosis.present.scoring.level_lines import written
from diagnosis.present.tables import Cell, Table, make_table
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.keep_plan import StoredPlan
from diagnosis.services.retrofit.progress import PlanProgress

_DECIMALS = 2
"""The decimals of money and of people-months."""
_ID = Text("编号", "Id")
_NAME = Text("改造包", "Package")
_COLUMNS = (
    Text("阶段", "Phase"),
    _ID,
    _NAME,
    Text("开始", "Start"),
    Text("最后一天", "Last day"),
    (Text("建设低（万元）", "Build low (万元)"), _DECIMALS),
    (Text("建设中（万元）", "Build mid (万元)"), _DECIMALS),
    (Text("建设高（万元）", "Build high (万元)"), _DECIMALS),
    (Text("每年运行中（万元）", "Run a year, mid (万元)"), _DECIMALS),
    (Text("三年总账中（万元）", "Three years, mid (万元)"), _DECIMALS),
    (Text("自有人力（人月）", "Own people-months"), _DECIMALS),
    Text("为什么在这里", "Why here"),
    Text("第一步", "First step"),
    Text("怎样算做成", "Done when"),
    Text("进展", "Status"),
    (Text("实际花费（万元）", "Real cost (万元)"), _DECIMALS),
    Text("进展说明", "Note"),
)
_SUMMED = range(5, 11)
"""The columns of money and people-months: their totals are sums of their cells."""
_SPENT = 15
"""The column of what was spent: its sum stands beside what was planned for the same packages."""
_OF_SPENT = Text("其中记了花费的", "Of these with real cost")
_TOTAL = Text("合计", "Total")
_MORE = Text("另有 {count} 项", "{count} more")
_PLAN = Text("计划", "Plan")
_LEVELS = Text("各阶段后的级别", "Levels after each phase")
_LEFT = Text("没有选的", "Left out")
_BEFORE = Text("现在", "now")
_AFTER = Text("第 {number} 阶段后", "after phase {number}")
_LEVEL = Text("{when}：级别", "{when}: level")
_SCORE = Text("{when}：得分", "{when}: score")
_STANDARD = Text("标准", "Standard")
_LEFT_COLUMNS = (_ID, _NAME, Text("为什么没选", "Why not"))


def plan_tables(
    stored: StoredPlan, progress: PlanProgress, language: Language
) -> tuple[Table, Table, Table]:
    """Return plan, levels and left-out packages of a stored plan as tables."""
    plan = stored.record.plan
    noted = {package.id: package for package in progress.packages}
    rows = _Rows(stored, noted, language)
    of_plan = rows.of(plan)
    sums = len(of_plan) - len(tuple(plan.packages))
    return (
        make_table(_PLAN, _COLUMNS, of_plan, language, sums=sums),
        _levels(stored, language),
        make_table(_LEFT, _LEFT_COLUMNS, list(_left_out(stored, language)), language),
    )


def _left_out(stored: StoredPlan, language: Language) -> Iterator[Sequence[Cell]]:
    """Yield what is left out and why; packages of other trades are counted alone."""
    for why, ids in stored.record.plan.left_out.items():
        reason = WHY_LEFT_OUT[LeftOutReason(why)].say(language)
        if LeftOutReason(why) is LeftOutReason.TRADE:
            yield None, _MORE.fill(count=len(ids)).say(language), reason
            continue
        for each in ids:
            yield each, name_of(stored.content, each).say(language), reason


class _Rows:
    """Writes the rows of a plan in one language."""

    def __init__(
        self, stored: StoredPlan, noted: Mapping[str, PackageProgress], language: Language
    ) -> None:
        self._plan = stored.record.plan
        self._content: Content = stored.content
        self._starts_on = stored.record.row.starts_on
        self._reasons = reasons_shown_before(stored)
        self._noted = noted
        self._language = language

    def of(self, plan: KeptPlan) -> Sequence[Sequence[Cell]]:
        """Return a row for each package, and the sums."""
        rows = [self._row(phase, package) for phase in plan.phases for package in phase.packages]
        spent = [row for row in rows if row[_SPENT] is not None]
        sums = [self._sums(_OF_SPENT, spent, _sum(row[_SPENT] for row in spent))] if spent else []
        return [*rows, *sums, self._sums(_TOTAL, rows, None)]

    def _sums(self, title: Text, rows: Sequence[Sequence[Cell]], spent: Cell) -> Sequence[Cell]:
        """Return the sums of what rows plan, and what was spent on all of them."""
        planned = [_sum(row[place] for row in rows) or 0.0 for place in _SUMMED]
        first: list[Cell] = [title.say(self._language), None, None, None, None]
        return [*first, *planned, None, None, None, None, spent, None]

    def _row(self, phase: KeptPhase, planned: KeptPackage) -> Sequence[Cell]:
        noted = self._noted.get(planned.id)
        status = noted.status if noted else Status.PLANNED
        build, package = planned.build, self._content.packages.get(planned.id)
        reason = self._reasons.get(planned.id) or why_here(self._content, self._plan, planned)
        return [
            phase.number,
            planned.id,
            self._say(name_of(self._content, planned.id)),
            *days_of(self._starts_on, planned),
            *(wan(end) for end in (build.low, build.mid, build.high)),
            wan(planned.run.mid),
            three_years(build, planned.run).mid,
            people_months(planned),
            self._say(reason),
            *self._done(package),
            self._say(STATUSES[status]),
            wan(noted.cost_wan) if noted else None,
            noted.note.reason if noted and noted.note else None,
        ]

    def _done(self, package: Package | None) -> tuple[Cell, Cell]:
        """Return the first step, and what shows that it is done."""
        if package is None:
            return None, None
        return self._say(package.first_step), self._say(package.done_when)

    def _say(self, text: Text) -> str:
        return text.say(self._language)


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
            _standard_name(known.get(reading.standard), reading).say(language),
            *(
                cell
                for stage in by_standard
                for cell in _level(plan, known.get(reading.standard), stage.get(reading.standard))
            ),
        ]
        for reading in plan.before
    ]
    headings = [text.fill(when=name) for name, _ in stages for text in (_LEVEL, _SCORE)]
    return make_table(_LEVELS, [_STANDARD, *headings], rows, language)


def _standard_name(standard: Standard | None, reading: Reading) -> Text:
    """Return the name of a standard; its id and revision where it is no more."""
    return Text(reading.standard, reading.standard) if standard is None else standard.name


def _level(
    plan: KeptPlan, standard: Standard | None, reading: Reading | None
) -> tuple[Cell, Cell]:
    """Return the cells of the level that is promised, and of the score that comes out."""
    level = None if reading is None else plan.promised(reading)
    if reading is None or level is None:
        return "–", None
    score = reading.score
    return level, None if score is None else float(written(standard, score))
