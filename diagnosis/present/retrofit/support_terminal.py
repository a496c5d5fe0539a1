"""Support on the terminal: a table for each group, then what is not for the firm."""

from collections.abc import Sequence

from rich.console import Console, JustifyMethod
from rich.markup import escape
from rich.table import Table

from diagnosis.domain.retrofit.support.eligibility import Offer
from diagnosis.domain.retrofit.support.groups import deadline, sort_support
from diagnosis.domain.text import Language, Text
from diagnosis.present import names
from diagnosis.present.numbers import amount
from diagnosis.present.retrofit.support import (
    ELIGIBLE,
    GROUPS,
    HIDDEN,
    notices,
    rule_text,
    too_late_text,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.support import SupportMatch

_COLUMNS = (
    (Text("政策", "support"), False),
    (Text("最高万元", "at most, 万元"), True),
    (Text("怎么算", "how it is worked out"), False),
    (Text("贵企业", "your firm"), False),
    (Text("待确认条件", "open questions"), True),
    (Text("现状", "status"), False),
    (Text("期限", "deadline"), False),
)
_NONE = Text("没有找到。", "None was found.")
_CONTEXT = Text("背景（不能申报）", "Context (nothing to apply for)")
_DECISIONS = Text("国家背景：对贵企业意味着什么", "National context: what it means for you")
_ENDED = Text("已到期", "Ended")
_REFUSED = Text("不符合条件", "Not eligible")


def print_support(content: Content, match: SupportMatch, language: Language) -> None:
    """Write what a firm may have to stdout, in groups, and what is not for it."""
    console = Console()
    arranged = sort_support(match.offers)
    for group, offers in arranged.groups.items():
        console.print(f"\n[bold]{GROUPS[group].say(language)}[/bold]")
        console.print(_table(offers, language) if offers else _NONE.say(language))
    for title, offers in (
        (_CONTEXT, arranged.context),
        (_ENDED, arranged.ended),
        (_REFUSED, arranged.refused),
    ):
        if offers:
            console.print(f"\n[bold]{title.say(language)}[/bold]")
            for offer in offers:
                reason = too_late_text(offer)
                name = escape(offer.instrument.name.say(language))
                console.print(f"· {name}", "" if reason is None else reason.say(language))
    console.print(f"\n[bold]{_DECISIONS.say(language)}[/bold]")
    for card in content.context.values():
        console.print(f"· {escape(card.name.say(language))}: {card.means.say(language)}")
    console.print()
    for why, offers in arranged.hidden.items():
        console.print(f"{len(offers)} · {HIDDEN[why].say(language)}", style="dim")
    for text in notices(match):
        console.print(text.say(language), style="dim")


def _table(offers: Sequence[Offer], language: Language) -> Table:
    table = Table(show_edge=False, pad_edge=False)
    for title, is_number in _COLUMNS:
        justify: JustifyMethod = "right" if is_number else "left"
        table.add_column(title.say(language), justify=justify, overflow="fold")
    for offer in offers:
        most, day = offer.most_wan, deadline(offer)
        table.add_row(
            escape(offer.instrument.name.say(language)),
            "–" if most is None else amount(most),
            escape(rule_text(offer).say(language)),
            ELIGIBLE[offer.answer][1].say(language),
            str(len(offer.unknown)),
            names.STANDINGS[offer.standing].say(language),
            "–" if day is None else day.isoformat(),
        )
    return table
