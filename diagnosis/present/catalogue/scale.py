"""Scales that others ask for, as JSON values: told and mapped, never a score."""

from diagnosis.domain.scoring.mapped_scale import MappedScale, ScaleFeed
from diagnosis.present import names
from diagnosis.present.marks import cited, show_mark, show_sources
from diagnosis.present.parts import name_of_feed
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content


def show_scale_row(scale: MappedScale, say: Say) -> Shown:
    """Return a scale as a list shows it: `computed` is always false."""
    return {
        "id": scale.id,
        "computed": False,
        "why_not_computed": say(scale.why_not_computed),
        "name": say(scale.name),
        "issuer": say(scale.issuer),
        "about": say(scale.about),
        "standing": str(scale.standing),
        "standing_name": say(names.SCALE_STANDINGS[scale.standing]),
        "notice": scale.notice and say(scale.notice),
        "revises": scale.revises,
        "unconfirmed": scale.mark.is_unconfirmed,
    }


def show_scale(content: Content, scale: MappedScale, say: Say) -> Shown:
    """Return a scale in full: who asks for it, its levels, what feeds it, where to fill it in."""
    shown = show_scale_row(scale, say)
    shown["since"] = scale.since and {
        "date": scale.since.date,
        "mark": show_mark(scale.since.mark, say),
    }
    shown["asked_by"] = [
        {
            "who": say(asker.who),
            "what_for": say(asker.what_for),
            "mark": show_mark(asker.mark, say),
        }
        for asker in scale.asked_by
    ]
    shown["levels"] = scale.levels and {
        "names": [say(name) for name in scale.levels.names],
        "mark": show_mark(scale.levels.mark, say),
    }
    shown["fed_by"] = [_feed(content, feed, say) for feed in scale.fed_by]
    shown["map_mark"] = show_mark(scale.map_mark, say)
    shown["fill_in"] = say(scale.fill_in)
    shown["mark"] = show_mark(scale.mark, say)
    shown["sources"] = show_sources(content, cited((), scale.marks), say)
    return shown


def _feed(content: Content, feed: ScaleFeed, say: Say) -> Shown:
    """Return what feeds a scale: a standard, a part of it or an item, with its name."""
    return {
        "standard": feed.standard,
        "part": feed.part,
        "item": feed.item,
        "name": say(name_of_feed(content, feed)),
        "note": say(feed.note),
    }
