"""Support by itself: what a firm may have, group by group, then what is not for it."""

from collections.abc import Iterable, Iterator

from diagnosis import __version__
from diagnosis.domain.retrofit.support.groups import sort_support
from diagnosis.domain.text import Language, Text
from diagnosis.present.result.support_shown import show_support_page
from diagnosis.present.retrofit.support import HIDDEN
from diagnosis.present.say import COLON, SEMICOLON, Shown
from diagnosis.report.chapters.doing import what_does_not_fit
from diagnosis.report.chapters.wording import Wording
from diagnosis.report.document import (
    Block,
    Chapter,
    Framed,
    Manner,
    Passage,
    Points,
    ReportDocument,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.support import SupportMatch

_OPEN = Text("待确认", "to be settled")


def support_of(
    content: Content, match: SupportMatch, firm: str | None, language: Language
) -> ReportDocument:
    """Return the support that was matched with a firm on a day."""
    wording = Wording(language)
    return ReportDocument(
        language=language,
        title=wording.words("公家的钱和帮助", "Public money and help"),
        subtitle=wording.subtitle(),
        firm=firm,
        day=match.on,
        chapters=tuple(_chapters(wording, content, match)),
        pins=(f"code {__version__}", f"content {content.digest}"),
        is_brief=True,
    )


def _chapters(wording: Wording, content: Content, match: SupportMatch) -> Iterator[Chapter]:
    shown = show_support_page(content, match, wording.say)
    for group in shown["groups"]:
        offers = tuple(_offer(wording, offer) for offer in group["offers"])
        nothing = Passage(str(group["nothing"]))
        yield Chapter(str(group["id"]), str(group["name"]), offers or (nothing,))
    if shown["long_shots"]:
        offers = tuple(_offer(wording, offer) for offer in shown["long_shots"])
        yield wording.chapter("long-shots", "难度很大，先知道", "Hard to get, to know of", offers)
    for name, chinese, english in (
        ("context", "背景（不能申报）", "Context (nothing to apply for)"),
        ("ended", "已到期", "Ended"),
    ):
        if shown[name]:
            yield wording.chapter(name, chinese, english, [_names(shown[name])])
    if shown["refused"]:
        table = what_does_not_fit(wording, shown["refused"])
        yield wording.chapter("refused", "不符合条件", "Not eligible", [table])
    colon = wording.say(COLON)
    cards = tuple(
        f"{wording.say(card.name)}{colon}{wording.say(card.means)}"
        for card in content.context.values()
    )
    yield wording.chapter(
        "national",
        "国家背景：对贵企业意味着什么",
        "National context: what it means for you",
        [Points(cards)],
    )
    yield wording.chapter("notes", "说明", "Notes", _notes(wording, match, shown))


def _offer(wording: Wording, offer: Shown) -> Framed:
    """Return an offer: how it pays, how it stands, what is to be settled, what to mind."""
    lines = [str(offer["rule"]), " · ".join(map(str, _standing(offer)))]
    if offer["conditions"]:
        claims = wording.say(SEMICOLON).join(map(str, offer["conditions"]))
        lines.append(f"{wording.say(_OPEN)}{wording.say(COLON)}{claims}")
    return Framed(str(offer["name"]), (), (*lines, *map(str, offer["first"])))


def _standing(offer: Shown) -> Iterable[object]:
    return offer["chance"], offer["standing"], offer["deadline"]


def _names(offers: Iterable[Shown]) -> Points:
    return Points(tuple(str(offer["name"]) for offer in offers))


def _notes(wording: Wording, match: SupportMatch, shown: Shown) -> Iterator[Block]:
    hidden = sort_support(match.offers).hidden
    counts = tuple(f"{len(offers)} {wording.say(HIDDEN[why])}" for why, offers in hidden.items())
    if counts:
        yield Points(counts)
    for text in (shown["sum"], shown["office"], *shown["notices"]):
        yield Passage(str(text), Manner.NOTE)
