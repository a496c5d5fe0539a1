"""A rendered roadmap as a terminal report: phases as a table, a bar per phase."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diagnosis.domain.text import Language, Text

_BAR = 30
_TOP = 5.0
_LEFT_OUT = 8
_QUIET = ("no-gain", "not-for-size", "not-for-industry", "in-place", "covered")


def print_roadmap(roadmap: dict[str, Any], language: Language) -> None:
    """Write the report of a roadmap rendered in `language` to stdout."""
    console = Console()
    _head(console, roadmap, language)
    for one in roadmap["infeasible"]:
        console.print(f"[bold red]✗ {escape(one['message'])}[/bold red]")
    for text in roadmap["warnings"]:
        console.print(f"[yellow]! {escape(text)}[/yellow]")
    for phase in roadmap["phases"]:
        _phase(console, phase, language)
    _bars(console, roadmap, language)
    _frontier(console, roadmap, language)
    _left_out(console, roadmap, language)
    console.print()
    for notice in roadmap["notice"]:
        console.print(f"[dim]{escape(notice)}[/dim]")


def _range(money: dict[str, float]) -> str:
    return f"{money['mid']:.1f} ({money['low']:.1f}–{money['high']:.1f})"


def _head(console: Console, roadmap: dict[str, Any], language: Language) -> None:
    target = roadmap["target"]
    level = "" if target["level"] is None else f" → {target['level']}"
    console.print(f"[bold cyan]{escape(target['name'])}[/bold cyan] {target['standard']}{level}")
    words = {
        "cost": Text("投入", "cost").say(language),
        "running": Text("每年运行", "running a year").say(language),
        "value": Text("均分提高", "rise of the mean").say(language),
        "gap": Text("离最优至多", "from the best at most").say(language),
    }
    gap = "–" if roadmap["gap"] is None else f"{roadmap['gap']:.1%}"
    console.print(
        f"{words['cost']} [bold]{_range(roadmap['cost_wan'])}[/bold] 万元 · {words['running']} "
        f"{_range(roadmap['running_wan_per_year'])} 万元 · {words['value']} "
        f"[bold]{roadmap['value']:.2f}[/bold] · {words['gap']} {gap}"
    )


def _phase(console: Console, phase: dict[str, Any], language: Language) -> None:
    months = Text("个月", "months").say(language)
    table = Table(
        title=f"{phase['number']} · {phase['from_month']:g}–{phase['until_month']:g} {months} · "
        f"{_range(phase['cost_wan'])} 万元",
        title_justify="left",
        show_edge=False,
    )
    for name, right in (
        (Text("项目", "project"), False),
        (Text("阶段", "stage"), False),
        (Text("月", "months"), True),
        (Text("万元", "万元"), True),
        (Text("为什么", "why"), False),
    ):
        table.add_column(name.say(language), justify="right" if right else "left", overflow="fold")
    for one in phase["projects"]:
        table.add_row(
            escape(one["name"]),
            escape(one["stage_name"]),
            f"{one['start_month']:.0f}–{one['end_month']:.0f}",
            f"{one['cost_wan']['mid']:.1f}",
            escape(one["reason"]),
        )
    console.print()
    console.print(table)


def _bars(console: Console, roadmap: dict[str, Any], language: Language) -> None:
    """Print the target standard's state before and after each phase, as a bar."""
    console.print()
    own = roadmap["target"]["standard"]
    rows = [(Text("现在", "now").say(language), roadmap["before"])]
    rows += [(str(phase["number"]), phase["standards"]) for phase in roadmap["phases"]]
    table = Table.grid(padding=(0, 2))
    for name, standings in rows:
        one = next(s for s in standings if s["standard"] == own)
        shown = one if one["level"] is not None else (one["provisional"] or one)
        score, level = shown["score"], shown["level"]
        top = _TOP if score is None or score <= _TOP else 100.0
        filled = 0 if score is None else round(_BAR * min(1.0, score / top))
        others = " · ".join(
            f"{s['standard'].partition('@')[0]} {'–' if s['level'] is None else s['level']}"
            for s in standings
            if s["standard"] != own
        )
        table.add_row(
            name,
            "█" * filled + "░" * (_BAR - filled),
            "–" if score is None else f"{score:.2f}",
            f"[bold]L{'–' if level is None else level}[/bold]",
            f"[dim]{others}[/dim]",
        )
    console.print(table)


def _frontier(console: Console, roadmap: dict[str, Any], language: Language) -> None:
    if not roadmap["frontier"]:
        return
    console.print()
    heading = Text("花多少、到哪里", "How far for how much").say(language)
    console.print(f"[bold]{heading}[/bold]")
    top = max(point["value"] for point in roadmap["frontier"]) or 1.0
    for point in roadmap["frontier"]:
        filled = round(_BAR * point["value"] / top)
        console.print(
            f"  {point['cost_wan']['mid']:>9.1f} 万元  {'█' * filled:<{_BAR}} "
            f"+{point['value']:.2f}  L{point['level']}"
        )


def _left_out(console: Console, roadmap: dict[str, Any], language: Language) -> None:
    """Print what was left out and might be asked after: the most gain first."""
    told = [one for one in roadmap["left_out"] if one["why"] not in _QUIET]
    told.sort(key=lambda one: -one["gain"])
    if not told:
        return
    console.print()
    console.print(f"[bold]{Text('没有选的', 'Left out').say(language)}[/bold]")
    for one in told[:_LEFT_OUT]:
        console.print(f"  {escape(one['name'])}: {escape(one['reason'])}")
    rest = len(roadmap["left_out"]) - min(len(told), _LEFT_OUT)
    more = Text(f"另有 {rest} 项，见 --json", f"{rest} more: see --json").say(language)
    console.print(f"  [dim]{more}[/dim]")
