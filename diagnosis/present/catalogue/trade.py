"""Trades as JSON values: as lists show them, and in full."""

from diagnosis.domain.retrofit.catalogue.trade import AiUse, MatchedBy, SpineStep, Trade, TradePain
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.marks import cited, show_mark, show_sources
from diagnosis.present.say import Say, Shown, named
from diagnosis.services.ports.content import Content

MATCHED_BY = {
    MatchedBy.CLASS: Text("按行业小类对上的。", "Matched by the class of the industry."),
    MatchedBy.DIVISION: Text(
        "只知道行业大类，这是该大类里最常见的一族，请核对。",
        "Only the division is known; this is its commonest family: please check.",
    ),
    MatchedBy.PRODUCTION_TYPE: Text(
        "没有专门的行业族，用的是通用的一族。",
        "No family of its own was found; this is the generic one.",
    ),
}


def show_trade_row(trade: Trade, by: MatchedBy | None, content: Content, say: Say) -> Shown:
    """Return a trade as a list shows it, with what it was matched by."""
    return {
        "id": trade.id,
        "name": say(trade.name),
        "about": trade.about and say(trade.about),
        "production_type": str(trade.production_type),
        "production_type_name": say(names.PRODUCTION_TYPES[trade.production_type]),
        "divisions": named(content.codes.industry_names, trade.divisions, say),
        "matched_by": by and str(by),
        "matched_how": by and say(MATCHED_BY[by]),
    }


def show_trade(content: Content, trade: Trade, say: Say) -> Shown:
    """Return a trade in full: classes, process, pains, spine, packages, AI uses, figures."""
    packages = names.names_of_packages(content)
    current = content.codes.classes.current
    shown = show_trade_row(trade, None, content, say)
    shown.update(
        {
            "classes": [
                {"code": listed.code, "name": current.get(listed.code), "main": listed.is_main}
                for listed in trade.classes
            ],
            "process": [say(step) for step in trade.process],
            "pains": [_pain(content, trade, entry, say) for entry in trade.pains],
            "spine": [_spine_step(content, step, say) for step in trade.spine],
            "packages": [
                {"id": package.id, "name": say(package.name)}
                for package in content.packages.values()
                if trade.id in package.trades
            ],
            "ai_uses": [_ai_use(content, use, say) for use in trade.ai_uses],
            "not_apply": [
                {"name": say(entry.name), "packages": named(packages, entry.packages, say)}
                for entry in trade.not_apply
            ],
            "figures": [
                {
                    "name": say(figure.name),
                    "says": say(figure.says),
                    "mark": show_mark(figure.mark, say),
                }
                for figure in trade.figures
            ],
            "notes": [
                {"says": say(note.says), "mark": show_mark(note.mark, say)} for note in trade.notes
            ],
            "sources": show_sources(content, cited(trade.sources, trade.marks), say),
        }
    )
    return shown


def _pain(content: Content, trade: Trade, entry: TradePain, say: Say) -> Shown:
    """Return a pain in the words of a boss, with the packages on offer that serve it."""
    return {
        "id": entry.pain,
        "name": say(names.names_of_pains(content)[entry.pain]),
        "says": say(entry.says),
        "served_by": [
            {"id": package.id, "name": say(package.name)}
            for package in trade.offers(content.packages.values())
            if entry.pain in package.pains
        ],
    }


def _spine_step(content: Content, step: SpineStep, say: Say) -> Shown:
    return {
        "name": say(step.name),
        "why": say(step.why),
        "before": None if step.before is None else say(step.before),
        "done_when": say(step.done_when),
        "packages": named(names.names_of_packages(content), step.packages, say),
    }


def _ai_use(content: Content, use: AiUse, say: Say) -> Shown:
    return {
        "name": say(use.name),
        "data_first": say(use.data_first),
        "rules_first": say(use.rules_first),
        "package": {"id": use.package, "name": say(content.packages[use.package].name)},
        "example": use.example and say(use.example),
        "example_mark": use.example_mark and show_mark(use.example_mark, say),
    }
