"""A rendered diagnosis as a terminal report: levels, bars, what holds back, largest gaps."""

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diagnosis.domain.text import Language, Text

_BAR = 20
_GAPS = 5
_LEVEL = Text("级别", "Level")
_NONE = Text("给不出", "none")


def _bar(score: float | None, top: float) -> str:
    if score is None:
        return "·" * _BAR
    filled = round(_BAR * min(1.0, score / top)) if top else 0
    return "█" * filled + "░" * (_BAR - filled)


def print_report(diagnosis: dict[str, Any], language: Language) -> None:
    """Write the report of a diagnosis rendered in `language` to stdout."""
    console = Console()
    name = diagnosis["enterprise"].get("name", "")
    console.print(f"[bold]{escape(name)}[/bold]  {diagnosis['form']}")
    for standard in diagnosis["standards"]:
        _standard(console, standard, language)
    for estimate in diagnosis["estimate"]:
        _estimate(console, estimate, language)
    _gaps(console, diagnosis, language)
    for one in diagnosis["consistency"]:
        console.print(f"[yellow]! {escape(one['message'])}[/yellow]")
    for one in diagnosis["ignored"]:
        console.print(f"[dim]{one['item']}: {escape(one['why'])}[/dim]")
    console.print()
    for notice in diagnosis["notice"]:
        console.print(f"[dim]{escape(notice)}[/dim]")


def _standard(console: Console, standard: dict[str, Any], language: Language) -> None:
    level, shown = standard["level"], standard["level_name"] or ""
    number = _NONE.say(language) if level is None else str(level)
    score = "" if standard["score"] is None else f"  {standard['score']:.2f}"
    console.print()
    console.print(f"[bold cyan]{escape(standard['name'])}[/bold cyan]  {standard['standard']}")
    console.print(
        f"[bold]{_LEVEL.say(language)} {number}[/bold] {escape(shown)}{score}"
        f"  ({Text('覆盖', 'coverage').say(language)} {standard['coverage']:.0%})"
    )
    if standard["why"]:
        console.print(f"[yellow]{escape(standard['why'])}[/yellow]")
    own = standard["provisional"]
    if own is not None:
        heading = Text("参考", "Provisional").say(language)
        value = "" if own["score"] is None else f" {own['score']:.2f}"
        console.print(f"{heading}: {own['level']} {escape(own['level_name'])}{value}")
    if standard["reading"]:
        console.print(escape(standard["reading"]))
    table = Table.grid(padding=(0, 2))
    for one in standard["dimensions"]:
        value = "–" if one["score"] is None else f"{one['score']:.2f} / {one['top']:g}"
        table.add_row(escape(one["name"]), _bar(one["score"], one["top"]), value)
    console.print(table)
    if standard["aggregations"]:
        parts = [
            f"{one['rule']}: {one['level'] if one['level'] is not None else '–'}"
            + (f" ({one['score']:.2f})" if one["score"] is not None else "")
            for one in standard["aggregations"]
        ]
        console.print("[dim]" + escape(" · ".join(parts)) + "[/dim]")
    for hold in standard["held_back_by"]:
        console.print(f"  ▸ {escape(hold['message'])}")
    for cut in standard["cuts"]:
        text = Text("裁剪", "cut").say(language)
        console.print(f"  ✂ {text}: {escape(cut['name'])} (−{cut['weight_removed']:.1%})")
    for notice in standard.get("notices", ()):
        console.print(f"  [dim]{escape(notice)}[/dim]")


def _estimate(console: Console, estimate: dict[str, Any], language: Language) -> None:
    """Print what the model expects a consultant would verify."""
    console.print()
    heading = Text("现场核实后的估计级别", "Level a visit would likely verify").say(language)
    console.print(f"[bold]{heading}[/bold]  {estimate['standard']}")
    if estimate["why"]:
        console.print(f"[yellow]{escape(estimate['why'])}[/yellow]")
        return
    level = _NONE.say(language) if estimate["level"] is None else str(estimate["level"])
    levels = ", ".join(str(one) for one in estimate["set"])
    span = Text("可能是", "probably one of").say(language)
    console.print(f"[bold]{level}[/bold]  ({span} {levels})")
    shares = [f"{place}: {share:.0%}" for place, share in enumerate(estimate["probabilities"])]
    console.print("  " + " · ".join(shares))
    console.print(f"[dim]{escape(estimate['basis'])}[/dim]")


def _gaps(console: Console, diagnosis: dict[str, Any], language: Language) -> None:
    """Print the largest gaps: those of the first standard with any, then of the others."""
    gaps = diagnosis["gaps"]
    by_standard: dict[str, list[dict[str, Any]]] = {}
    for gap in gaps:
        by_standard.setdefault(gap["standard"], []).append(gap)
    console.print()
    heading = Text("最大的差距", "Largest gaps").say(language)
    console.print(f"[bold]{heading}[/bold]")
    shown = [gap for own in by_standard.values() for gap in own[:_GAPS]]
    for gap in shown[:_GAPS]:
        has = "–" if gap["has"] is None else f"{gap['has']:g}"
        console.print(
            f"  {has} → {gap['needs']:g}  {escape(gap['text'])}  [dim]{gap['item']}[/dim]"
        )
        if gap["next_practice"]:
            console.print(f"      → {escape(gap['next_practice'])}")
