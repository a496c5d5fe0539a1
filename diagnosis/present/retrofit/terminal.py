"""A plan on one screen of a terminal: what it comes to, the packages, what nearly came in."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan, KeptPoint
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Language, Text
from diagnosis.present import names
from diagnosis.present.numbers import amount, number
from diagnosis.present.retrofit.account import account_note
from diagnosis.present.retrofit.first_ai import say_first_ai
from diagnosis.present.retrofit.hints import hint_text
from diagnosis.present.retrofit.money_lines import money_lines
from diagnosis.present.retrofit.plan import notices
from diagnosis.present.retrofit.plan_words import name_of, standard_named, summary_of, why_nearly
from diagnosis.present.retrofit.spoken import months_of, sums_of
from diagnosis.present.retrofit.ways_out import what_works
from diagnosis.present.retrofit.why_here import why_in_short
from diagnosis.present.scoring.level_lines import written
from diagnosis.present.wrapped import wrapped
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.support import SupportMatch

_FIRM = Text("{trade} · {size}{people}", "{trade} · {size}{people}")
_PEOPLE = Text("，{count} 人", ", {count} people")
_COLUMNS = (
    (Text("月份", "months"), "left"),
    (Text("做什么", "what"), "left"),
    (Text("建设", "build"), "right"),
    (Text("每年", "a year"), "right"),
    (Text("为什么在这里", "why here"), "left"),
)
_NAME_WIDTH = 42
"""So wide may the name of a standard be, in characters of half width."""
_TOTAL = Text("合计", "in all")
_UNIT = Text("（万元）", " (万元)")
_MONDAY = Text("星期一先做：{step}（{name}）", "On Monday: {step} ({name})")
_MONEY = Text("公家的钱", "Public money")
_NEARLY = Text("差一点选上的", "Nearly chosen")
_LEVELS = Text("级别：现在{months}", "Levels: now{months}")
_AFTER = Text(" → 第 {month} 个月", " → month {month}")
_CURVE = Text("多少钱到哪里（照{standard}）", "How far for how much, by {standard}")
_POINT = Text(
    "{budget} 万元：{packages} 项，三年共 {cost} 万元，{level}",
    "{budget} 万元: {packages} packages, {cost} 万元 over three years, {level}",
)
_LEVEL = Text("到 {level} 级", "level {level}")
_NO_LEVEL = Text("级别说不准", "level not known")


def print_plan(
    content: Content, plan: KeptPlan, language: Language, support: SupportMatch | None = None
) -> None:
    """Write the report of a plan to stdout, with the support matched with it."""
    _PlanReport(content, plan, language, support).print()


class _PlanReport:
    """Writes a report in one language."""

    def __init__(
        self, content: Content, plan: KeptPlan, language: Language, support: SupportMatch | None
    ) -> None:
        self._content = content
        self._support = support
        self._plan = plan
        self._language = language
        self._console = Console(highlight=False)

    def print(self) -> None:
        """Write the report."""
        plan, content, standard = self._plan, self._content, self._plan.target.standard_id
        self._write("dim", self._firm())
        self._write("bold", summary_of(content, plan))
        for wish in plan.infeasible:
            self._write("bold red", what_works(content, plan, wish), mark="✗")
        for hint in plan.hints:
            self._write("yellow", hint_text(content, hint, standard), mark="!")
        packages = tuple(plan.packages)
        if packages:
            self._console.print(self._table(packages))
            self._write("bold", self._monday(packages[0]))
        note = account_note(plan)
        if note is not None:
            self._write("none", note)
        if self._support is not None and packages:
            self._lines(_MONEY, tuple(money_lines(self._support)))
        if plan.first_ai is not None:
            self._write("cyan", say_first_ai(content, plan.first_ai))
        self._lines(_NEARLY, [why_nearly(content, plan, near) for near in plan.nearly])
        self._levels()
        curve = _CURVE.fill(standard=standard_named(content, standard))
        self._lines(curve, [_point(point) for point in plan.curve])
        for notice in notices(content, plan):
            self._write("dim", notice)

    def _say(self, text: Text) -> str:
        return escape(text.say(self._language))

    def _write(self, style: str, text: Text, *, mark: str = "", indent: str = "") -> None:
        """Write a text in a style, behind a mark: before Chinese without a blank."""
        words = text.say(self._language)
        blank = " " if mark and self._language is not Language.ZH else ""
        lines = wrapped(f"{mark}{blank}{words}", self._console.width, indent=indent)
        self._console.print(escape(lines), style=style)

    def _cell(self, text: Text) -> str:
        """Return a text for a narrow column: Chinese without blanks, at which a line would end."""
        is_chinese = self._language is Language.ZH
        return self._say(text).replace(" ", "") if is_chinese else self._say(text)

    def _firm(self) -> Text:
        firm = self._plan.firm
        trade = self._content.trades.by_id.get(firm.trade)
        people = Text("", "") if firm.employees is None else _PEOPLE.fill(count=firm.employees)
        name = Text("–", "–") if trade is None else trade.name
        return _FIRM.fill(trade=name, size=names.SIZES[firm.size], people=people)

    def _monday(self, first: KeptPackage) -> Text:
        """Return what to do first of all: the first step of the package that starts first."""
        known = self._content.packages.get(first.id)
        name = name_of(self._content, first.id)
        step = known.first_step if known else name
        return _MONDAY.fill(name=name, step=step)

    def _table(self, packages: Sequence[KeptPackage]) -> Table:
        table = Table(show_edge=False, pad_edge=False, show_footer=True, box=None)
        build, run, _ = sums_of(packages)
        footers = (None, _TOTAL, amount(build.mid), amount(run.mid), _UNIT)
        for (heading, justify), footer in zip(_COLUMNS, footers, strict=True):
            shown = self._say(footer) if isinstance(footer, Text) else footer or ""
            options: dict[str, Any] = {"justify": justify, "overflow": "fold", "footer": shown}
            table.add_column(self._say(heading), **options)
        for package in packages:
            table.add_row(
                self._say(months_of(package)),
                self._cell(name_of(self._content, package.id)),
                amount(package.build.mid),
                amount(package.run.mid),
                self._cell(why_in_short(self._content, self._plan, package)),
            )
        return table

    def _lines(self, title: Text, lines: Sequence[Text]) -> None:
        if lines:
            self._write("bold", title)
        for line in lines:
            self._write("none", line, indent="  ")

    def _levels(self) -> None:
        """Print the levels by each standard: now and at the end of each phase, as promised."""
        plan = self._plan
        ends = [_AFTER.fill(month=number(phase.end)) for phase in plan.phases]
        months = "".join(self._say(end) for end in ends)
        self._console.print(f"[bold]{self._say(_LEVELS.fill(months=months))}[/bold]")
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True, overflow="ellipsis", max_width=_NAME_WIDTH)
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        for before in plan.before:
            rows = [before]
            rows += [
                r for phase in plan.phases for r in phase.readings if r.standard == before.standard
            ]
            table.add_row(*self._line(before.standard_id, rows))
        self._console.print(table)

    def _line(self, standard_id: str, rows: Sequence[Reading]) -> tuple[str, str, str]:
        name = names.names_of_standards(self._content).get(standard_id)
        standard = next((s for s in self._content.standards if s.id == standard_id), None)
        levels = [self._plan.promised(reading) for reading in rows]
        scores = [written(standard, r.score) for r in (rows[0], rows[-1]) if r.score is not None]
        return (
            f"  {self._say(name) if name else standard_id}",
            " → ".join("–" if level is None else str(level) for level in levels),
            "[dim]" + " → ".join(dict.fromkeys(scores)) + "[/dim]",
        )


def _point(point: KeptPoint) -> Text:
    budget = "–" if point.budget_wan is None else amount(point.budget_wan)
    level = _NO_LEVEL if point.level is None else _LEVEL.fill(level=point.level)
    return _POINT.fill(
        budget=budget, packages=len(point.packages), cost=amount(point.cost.mid), level=level
    )
