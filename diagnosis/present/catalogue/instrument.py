"""Support instruments as JSON values, with where each stands at a date."""

from datetime import date

from diagnosis.domain.retrofit.support.instrument import Instrument, Period
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.catalogue.rule import show_rule
from diagnosis.present.marks import cited, show_mark, show_sources
from diagnosis.present.say import Say, Shown, named
from diagnosis.services.ports.content import Content

REPOST = Text(
    "条款读自转载或报道，未读到官方原文，申报前请核对原文。",
    "Read in a re-post or report, not in the official text: check that before applying.",
)
UNCONFIRMED = Text(
    "金额或比例有未核实之处，已标出。", "Amounts or rates are in part unconfirmed, as marked."
)
STALE = Text(
    "核对日期距此已超过一年，请重新核对。",
    "Checked more than a year before this date: check again.",
)
DATES_UNKNOWN = Text("有效期未查明。", "Its period of validity is not known.")
ADVICE = Text(
    "仅供参考，不构成申报或法律意见。", "For orientation; not advice on applications or law."
)


def show_instrument(content: Content, one: Instrument, say: Say, *, on: date) -> Shown:
    """Return an instrument as JSON values, with where it stands at a date."""
    standing = one.standing(on)
    return {
        "id": one.id,
        "name": say(one.name),
        "kind": one.kind,
        "kind_name": say(names.KINDS[one.kind]),
        "jurisdiction": {
            "level": one.level,
            "places": named({**content.codes.places, **names.REGIONS}, one.codes, say),
        },
        "offer": say(one.offer),
        "date": on.isoformat(),
        "status": str(standing),
        "status_name": say(names.STANDINGS[standing]),
        "open": one.is_open(on),
        "stated": {
            "status": str(one.stated),
            "name": say(names.STATED[one.stated]),
            "on": one.checked_on.isoformat(),
            "stale": one.is_stale(on),
        },
        "valid": _period(one.valid, say),
        "window": one.window and _period(one.window, say),
        "eligible": show_rule(content, one, one.eligible, say),
        "declarations": [
            {"id": name, "text": say(text)} for name, text in one.declarations.items()
        ],
        **_money(content, one, say),
        "route": one.route and say(one.route),
        "measures": named({m.id: m.name for m in content.measures.values()}, one.measures, say),
        "read_in": one.read_in,
        "confidence": one.confidence,
        "checked": one.checked,
        "unconfirmed": one.checked == "unconfirmed",
        "note": one.note and say(one.note),
        "cautions": [say(text) for text in cautions(one, on)],
        "sources": show_sources(content, cited(one.sources, one.marks), say),
    }


def _money(content: Content, one: Instrument, say: Say) -> Shown:
    pays = one.pays
    return {
        "pays": {
            "rate_pct": pays.rate_pct,
            "cap_wan": pays.cap_wan,
            "pool_wan": pays.pool_wan,
            "base": pays.base,
            "base_name": say(names.PAY_BASES[pays.base]),
            "mark": show_mark(pays.mark, say),
        },
        "by_level": [
            {
                "standard": row.standard,
                "level": row.level,
                "cap_wan": row.cap_wan,
                "mark": show_mark(row.mark, say),
            }
            for row in one.by_level
        ],
        "pays_for": [
            {"id": project.id, "name": say(project.name)}
            for project in content.projects.values()
            if one.pays_for(project)
        ],
        "timing": one.timing,
        "timing_name": say(names.TIMINGS[one.timing]),
        "overlap_class": one.overlap_class,
    }


def _period(period: Period, say: Say) -> Shown:
    """Return a period with its mark; null = not known or open-ended."""
    return {
        "from": period.start and period.start.isoformat(),
        "to": period.end and period.end.isoformat(),
        "mark": show_mark(period.mark, say),
    }


def cautions(one: Instrument, on: date) -> list[Text]:
    """Return what a reader must be told beside an instrument."""
    found = [ADVICE]
    if one.read_in == "repost":
        found.append(REPOST)
    if one.checked == "unconfirmed" or any(mark.is_unconfirmed for mark in one.marks.values()):
        found.append(UNCONFIRMED)
    if not one.valid.is_known:
        found.append(DATES_UNKNOWN)
    if one.is_stale(on):
        found.append(STALE)
    return found
