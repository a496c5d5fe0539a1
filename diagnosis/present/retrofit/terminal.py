"""A plan on the terminal: phases as a table, a bar for each phase, what was left out."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diagnosis.domain.retrofit.catalogue.project import Money, total_of
from diagnosis.domain.retrofit.plan.kept_plan import KeptPhase, KeptPlan
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Language, Text
from diagnosis.present import names
from diagnosis.present.numbers import amount, decimals, number, percent
from diagnosis.present.retrofit.hints import hint_text
from diagnosis.present.retrofit.plan import notices
from diagnosis.present.retrofit.plan_words import what_works, why_chosen, why_left_out
from diagnosis.present.say import COLON, joined
from diagnosis.present.scoring.level_lines import written
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.standards import find_standard

_BAR = 30
_TOP = 5.0
_TOP_POINTS = 100.0
_LEFT_OUT = 8
_QUIET = (
    LeftOutReason.NO_GAIN,
    LeftOutReason.SIZE,
    LeftOutReason.INDUSTRY,
    LeftOutReason.IN_PLACE,
    LeftOutReason.COVERED,
)
_COST = Text("投入", "cost")
_RUNNING = Text("每年运行", "running a year")
_VALUE = Text("均分提高", "rise of the mean")
_GAP = Text("离最优至多", "from the best at most")
_MONTHS = Text("个月", "months")
_COLUMNS = (
    (Text("项目", "project"), False),
    (Text("阶段", "stage"), False),
    (Text("月", "months"), True),
    (Text("万元", "万元"), True),
    (Text("为什么", "why"), False),
)
_NOW = Text("现在", "now")
_FRONTIER = Text("花多少、到哪里", "How far for how much")
_OMITTED = Text("没有选的", "Left out")
_MORE = Text("另有 {rest} 项，见 --json", "{rest} more: see --json")


def print_plan(content: Content, plan: KeptPlan, language: Language) -> None:
    """Write the report of a plan to stdout."""
    _PlanReport(content, plan, language).print()


def _range(money: Money) -> str:
    return f"{amount(money.mid)} ({amount(money.low)}–{amount(money.high)})"


def _share(value: float, top: float) -> int:
    return round(_BAR * min(1.0, value / top))


class _PlanReport:
    """Writes a report in one language."""

    def __init__(self, content: Content, plan: KeptPlan, language: Language) -> None:
        self._content = content
        self._plan = plan
        self._language = language
        self._console = Console()
        self._standard = find_standard(content, plan.target.standard_id)

    def print(self) -> None:
        """Write the report."""
        plan, write = self._plan, self._console.print
        self._head()
        for wish in plan.infeasible:
            works = what_works(self._content, self._standard.id, wish)
            write(f"[bold red]✗ {self._say(works)}[/bold red]")
        for hint in plan.hints:
            write(f"[yellow]! {self._say(hint_text(hint))}[/yellow]")
        for phase in plan.phases:
            self._phase(phase)
        self._bars()
        self._frontier()
        self._left_out()
        write()
        for notice in notices(self._content, plan):
            write(f"[dim]{self._say(notice)}[/dim]")

    def _say(self, text: Text) -> str:
        return escape(text.say(self._language))

    def _head(self) -> None:
        plan, target = self._plan, self._plan.target
        level = "" if target.level is None else f" → {target.level}"
        name = self._say(self._standard.name)
        self._console.print(f"[bold cyan]{name}[/bold cyan] {self._standard.ref}{level}")
        gap, projects = plan.proof.gap, list(plan.projects)
        cost = _range(total_of(project.cost for project in projects))
        running = _range(total_of(project.running for project in projects))
        self._console.print(
            f"{self._say(_COST)} [bold]{cost}[/bold] 万元 · "
            f"{self._say(_RUNNING)} {running} 万元 · "
            f"{self._say(_VALUE)} [bold]{decimals(plan.value, 2)}[/bold] · "
            f"{self._say(_GAP)} {'–' if gap is None else f'{percent(gap, 1, limits=(0.0,))}%'}"
        )

    def _phase(self, phase: KeptPhase) -> None:
        months = f"{number(phase.start)}–{number(phase.end)} {self._say(_MONTHS)}"
        cost = _range(total_of(project.cost for project in phase.projects))
        table = Table(
            title=f"{phase.number} · {months} · {cost} 万元",
            title_justify="left",
            show_edge=False,
        )
        for name, right in _COLUMNS:
            table.add_column(
                self._say(name), justify="right" if right else "left", overflow="fold"
            )
        for planned in phase.projects:
            project = self._content.projects[planned.id]
            table.add_row(
                self._say(project.name),
                self._say(names.STAGES[project.stage]),
                f"{decimals(planned.start_month, 0)}–{decimals(planned.end_month, 0)}",
                amount(planned.cost.mid),
                self._say(why_chosen(self._content, self._standard.id, planned.why)),
            )
        self._console.print()
        self._console.print(table)

    def _bars(self) -> None:
        """Print the target standard's state before and after each phase, as a bar."""
        rows = [(self._say(_NOW), self._plan.before)]
        rows += [(str(phase.number), phase.readings) for phase in self._plan.phases]
        table = Table.grid(padding=(0, 2))
        for name, after in rows:
            table.add_row(name, *self._bar(after))
        self._console.print()
        self._console.print(table)

    def _bar(self, after: tuple[Reading, ...]) -> tuple[str, str, str, str]:
        target = next(reading for reading in after if reading.standard == self._standard.ref)
        level, score = target.level, target.score
        if level is None and target.provisional is not None:
            level, score = target.provisional
        top = _TOP if score is None or score <= _TOP else _TOP_POINTS
        filled = 0 if score is None else _share(score, top)
        others = " · ".join(
            f"{reading.standard_id} {'–' if reading.level is None else reading.level}"
            for reading in after
            if reading is not target
        )
        return (
            "█" * filled + "░" * (_BAR - filled),
            "–" if score is None else written(self._standard, score),
            f"[bold]L{'–' if level is None else level}[/bold]",
            f"[dim]{others}[/dim]",
        )

    def _frontier(self) -> None:
        frontier = self._plan.frontier
        if not frontier:
            return
        write = self._console.print
        write()
        write(f"[bold]{self._say(_FRONTIER)}[/bold]")
        top = max(point.value for point in frontier) or 1.0
        for point in frontier:
            filled = _share(point.value, top)
            write(
                f"  {amount(point.cost.mid):>9} 万元  {'█' * filled:<{_BAR}} "
                f"+{decimals(point.value, 2)}  L{point.level}"
            )

    def _left_out(self) -> None:
        """Print what was left out and might be asked after: the most gain first."""
        shown = sorted(
            (left for left in self._plan.left_out if left.reason not in _QUIET),
            key=lambda left: -left.gain,
        )
        if not shown:
            return
        write = self._console.print
        write()
        write(f"[bold]{self._say(_OMITTED)}[/bold]")
        for left in shown[:_LEFT_OUT]:
            name = self._content.projects[left.project].name
            why = why_left_out(self._content, left)
            write(f"  {self._say(joined((name, why), COLON))}")
        rest = len(self._plan.left_out) - min(len(shown), _LEFT_OUT)
        write(f"  [dim]{self._say(_MORE.fill(rest=rest))}[/dim]")
