"""The shares of levels in a region on the terminal: a table, and what to know of it."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diagnosis.domain.promotion.regional_shares import RegionalShares, ShareEstimate
from diagnosis.domain.scoring.standard import AnyStandard
from diagnosis.domain.text import Language, Text
from diagnosis.present.numbers import percent
from diagnosis.present.promotion.shares import remarks
from diagnosis.services.promotion.region_shares import RegionReport

_HEAD = Text(
    "{standard}：{firms} 家企业，随机核查 {visits} 家",
    "{standard}: {firms} firms, {visits} random visits",
)
_HEADINGS = (
    Text("级别", "Level"),
    Text("正好这一级", "At this level"),
    Text("至少这一级", "At least this level"),
    Text("只看核查", "By visits alone"),
)
_RANGE = Text("{share}%（{low}–{high}）", "{share} % ({low}–{high})")
_CONFIDENCE = Text("括号里是 95% 的范围。", "In brackets: the range that holds 95 % of the time.")


def print_region(report: RegionReport, language: Language) -> None:
    """Write the shares of a region to stdout."""
    console = Console()
    head = _HEAD.fill(
        standard=report.standard.name, firms=report.firms, visits=report.visits.random
    )
    console.print(f"[bold]{escape(head.say(language))}[/bold]")
    if report.shares is not None:
        console.print(_table(report.standard, report.shares, language))
        console.print(_CONFIDENCE.say(language))
    for text in remarks(report):
        console.print(f"· {escape(text.say(language))}")


def _table(standard: AnyStandard, shares: RegionalShares, language: Language) -> Table:
    """Return a row for each level; the last column is what visits alone say of the third."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in _HEADINGS:
        table.add_column(heading.say(language), no_wrap=heading is not _HEADINGS[0])
    at_least = {each.level: each for each in shares.at_least}
    names = {level.level: level.name for level in standard.levels}
    for each in shares.at_level:
        reached = at_least.get(each.level)
        cells = [_written(each)]
        cells += [] if reached is None else [_written(reached), _written_alone(reached)]
        named = f"{each.level} {escape(names[each.level].say(language))}"
        table.add_row(named, *(cell.say(language) for cell in cells))
    return table


def _written(each: ShareEstimate) -> Text:
    return _RANGE.fill(share=percent(each.share), low=percent(each.low), high=percent(each.high))


def _written_alone(each: ShareEstimate) -> Text:
    return _RANGE.fill(
        share=percent(each.alone), low=percent(each.alone_low), high=percent(each.alone_high)
    )
