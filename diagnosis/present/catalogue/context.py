"""The national context as JSON values."""

from diagnosis.domain.retrofit.support.context import ContextCard
from diagnosis.present.marks import show_mark, show_sources
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content


def show_context_card(content: Content, card: ContextCard, say: Say) -> Shown:
    """Return a card of national context."""
    return {
        "id": card.id,
        "name": say(card.name),
        "issued": card.issued,
        "until": card.until and card.until.isoformat(),
        "says": say(card.says),
        "means": say(card.means),
        "unconfirmed": card.mark.is_unconfirmed,
        "mark": show_mark(card.mark, say),
        "sources": show_sources(content, card.mark.sources, say),
    }
