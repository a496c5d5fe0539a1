"""Support on the terminal: a list for each group, then what is not for the firm."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.groups import deadline, sort_support
from diagnosis.domain.text import Language, Text
from diagnosis.present import names
from diagnosis.present.retrofit.support import GROUPS, HIDDEN, notices
from diagnosis.present.retrofit.support_offer import ELIGIBLE, rule_text
from diagnosis.present.retrofit.support_reasons import open_questions, reasons
from diagnosis.present.say import joined
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.support import SupportMatch

_OPEN = Text("待确认：{claims}", "to be settled: {claims}")
_DEADLINE = Text("期限 {day}", "deadline {day}")
_SEMICOLON = Text("；", "; ")
_DOT = Text(" · ", " · ")
_CARD = Text("{name}：{means}", "{name}: {means}")
_NONE = Text("没有找到。", "None was found.")
_CONTEXT = Text("背景（不能申报）", "Context (nothing to apply for)")
_DECISIONS = Text("国家背景：对贵厂意味着什么", "National context: what it means for you")
_ENDED = Text("已到期", "Ended")
_REFUSED = Text("不符合条件", "Not eligible")


def print_support(content: Content, match: SupportMatch, language: Language) -> None:
    """Write what a firm may have to stdout, in groups, and what is not for it."""
    console = Console()
    arranged = sort_support(match.offers)
    for group, offers in arranged.groups.items():
        _print_list(console, GROUPS[group], [_lines(content, offer) for offer in offers], language)
    for title, offers in ((_CONTEXT, arranged.context), (_ENDED, arranged.ended)):
        if offers:
            _print_list(console, title, [[offer.instrument.name] for offer in offers], language)
    if arranged.refused:
        refused = [
            [offer.instrument.name, *reasons(content, offer, match.on)]
            for offer in arranged.refused
        ]
        _print_list(console, _REFUSED, refused, language)
    cards = [[_CARD.fill(name=card.name, means=card.means)] for card in content.context.values()]
    _print_list(console, _DECISIONS, cards, language)
    console.print()
    counts = [
        (str(len(offers)), HIDDEN[why].say(language)) for why, offers in arranged.hidden.items()
    ]
    remarks = [("·", text.say(language)) for text in notices(match)]
    console.print(_grid([*counts, *remarks]), style="dim")


def _lines(content: Content, offer: Offer) -> list[Text]:
    """Return an offer in lines: name, how it pays, how it stands, what is to be settled."""
    day = deadline(offer)
    standing = [
        ELIGIBLE[offer.answer][1],
        names.STANDINGS[offer.standing],
        *([_DEADLINE.fill(day=day.isoformat())] if day else []),
    ]
    lines = [offer.instrument.name, rule_text(offer), joined(standing, _DOT)]
    if offer.unknown:
        claims = joined(open_questions(content, offer), _SEMICOLON)
        lines.append(_OPEN.fill(claims=claims))
    return lines


def _print_list(
    console: Console, title: Text, entries: Sequence[Sequence[Text]], language: Language
) -> None:
    console.print(f"\n[bold]{title.say(language)}[/bold]")
    rows = []
    for lines in entries:
        first, *others = (escape(line.say(language)) for line in lines)
        rows.append(("·", "\n".join([first, *(f"[dim]{line}[/dim]" for line in others)])))
    console.print(_grid(rows) if rows else _NONE.say(language))


def _grid(rows: Sequence[tuple[str, str]]) -> Table:
    """Return rows as a mark and a text beside it, where long Chinese lines break at the edge."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right")
    grid.add_column(overflow="fold")
    for mark, text in rows:
        grid.add_row(mark, text)
    return grid
