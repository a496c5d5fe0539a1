"""Support instruments as JSON values, with where each stands at a date."""

from datetime import date

from diagnosis.domain.retrofit.catalogue.package import CostPart, PackageArea
from diagnosis.domain.retrofit.support.instrument import Instrument, Period
from diagnosis.domain.retrofit.support.paid_packages import PaidPackages
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
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


def show_instrument_row(content: Content, instrument: Instrument, say: Say, *, on: date) -> Shown:
    """Return an instrument as a list shows it, with where it stands at a date."""
    standing = instrument.standing(on)
    return {
        "id": instrument.id,
        "name": say(instrument.name),
        "kind": instrument.kind,
        "kind_name": say(names.KINDS[instrument.kind]),
        "jurisdiction": {
            "level": instrument.level,
            "places": named(names.names_of_places(content), instrument.codes, say),
        },
        "offer": say(instrument.offer),
        "date": on.isoformat(),
        "status": str(standing),
        "status_name": say(names.STANDINGS[standing]),
        "open": instrument.is_open(on),
        "valid": _period(instrument.valid, say),
        "window": instrument.window and _period(instrument.window, say),
        "finish_by": instrument.finish_by and instrument.finish_by.day.isoformat(),
        **_money(instrument, say),
        "unconfirmed": instrument.checked == "unconfirmed",
    }


def show_instrument(content: Content, instrument: Instrument, say: Say, *, on: date) -> Shown:
    """Return an instrument in full: rule, declarations, what it pays for, how it was read."""
    return {
        **show_instrument_row(content, instrument, say, on=on),
        "stated": {
            "status": str(instrument.stated),
            "name": say(names.STATED[instrument.stated]),
            "on": instrument.checked_on.isoformat(),
            "stale": instrument.is_stale(on),
        },
        "eligible_if": show_rule(content, instrument, instrument.eligible, say),
        "declarations": [
            {"id": name, "text": say(text)} for name, text in instrument.declarations.items()
        ],
        "pays_for": _paid(content, instrument.paid, say),
        "timing": instrument.timing,
        "timing_name": say(names.TIMINGS[instrument.timing]),
        "overlap_class": instrument.overlap_class,
        "route": instrument.route and say(instrument.route),
        "measures": named(names.names_of_measures(content), instrument.measures, say),
        "read_in": instrument.read_in,
        "confidence": instrument.confidence,
        "checked": instrument.checked,
        "note": instrument.note and say(instrument.note),
        "cautions": [say(text) for text in cautions(instrument, on)],
        "sources": show_sources(content, cited(instrument.sources, instrument.marks), say),
    }


def _money(instrument: Instrument, say: Say) -> Shown:
    pays = instrument.pays
    return {
        "pays": {
            "rate_pct": numbers.share(pays.rate_pct),
            "cap_wan": numbers.wan(pays.cap_wan),
            "pool_wan": numbers.wan(pays.pool_wan),
            "base": pays.base,
            "base_name": say(names.PAY_BASES[pays.base]),
            "mark": show_mark(pays.mark, say),
        },
        "by_level": [
            {
                "standard": row.standard,
                "level": row.level,
                "cap_wan": numbers.wan(row.cap_wan),
                "mark": show_mark(row.mark, say),
            }
            for row in instrument.by_level
        ],
    }


def _paid(content: Content, paid: PaidPackages, say: Say) -> Shown | None:
    """Return which packages count, and what of their money; None where none does."""
    if paid.is_nothing:
        return None
    packages = names.names_of_packages(content)
    areas = [area for area in PackageArea if area in paid.areas]
    parts = [part for part in CostPart if part in paid.parts]
    return {
        "every_package": paid.every_package,
        "with_ai": paid.with_ai,
        "areas": named(names.PACKAGE_AREAS, map(str, areas), say),
        "packages": named(packages, sorted(paid.packages), say),
        "excepted": named(packages, sorted(paid.excepted), say),
        "parts": named(names.COST_PARTS, map(str, parts), say),
    }


def _period(period: Period, say: Say) -> Shown:
    """Return a period with its mark; null = not known or open-ended."""
    return {
        "from": period.start and period.start.isoformat(),
        "to": period.end and period.end.isoformat(),
        "mark": show_mark(period.mark, say),
    }


def cautions(instrument: Instrument, on: date) -> list[Text]:
    """Return what a reader must be told beside an instrument."""
    texts = [ADVICE]
    if instrument.read_in == "repost":
        texts.append(REPOST)
    if instrument.checked == "unconfirmed" or any(
        mark.is_unconfirmed for mark in instrument.marks.values()
    ):
        texts.append(UNCONFIRMED)
    if not instrument.valid.is_known:
        texts.append(DATES_UNKNOWN)
    if instrument.is_stale(on):
        texts.append(STALE)
    return texts
