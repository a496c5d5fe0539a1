"""The catalogue as Markdown tables for experts; docs/ keeps them, fresh by test."""

from collections.abc import Iterator

from diagnosis.domain.retrofit.catalogue.package import CostPart, PackageArea
from diagnosis.domain.retrofit.support.context import ContextCard
from diagnosis.domain.retrofit.support.instrument import Instrument, Period
from diagnosis.domain.retrofit.support.paid_packages import PaidPackages
from diagnosis.domain.scoring.mapped_scale import MappedScale, ScaleFeed
from diagnosis.present import names
from diagnosis.present.catalogue.case_table import case_table
from diagnosis.present.catalogue.markdown import both, head, row
from diagnosis.present.catalogue.package_tables import packages_table, trades_table
from diagnosis.present.numbers import number
from diagnosis.present.parts import name_of_feed
from diagnosis.services.ports.content import Content

_SUPPORT_HEAD = """# Support instruments 支持措施

Generated from `knowledge/support/`; do not edit. Money in 万元. Whether an instrument is open
depends on the date: `python -m diagnosis` and the API say it for a given one. What was read only
in a re-post says so; check the official text before applying.
"""

_SUPPORT_COLUMNS = (
    "Instrument", "Kind", "Rate", "Cap", "Of", "Pays for", "Valid", "Stated", "Checked",
)  # fmt: skip
_CONTEXT_HEAD = """## National context 国家背景

From `knowledge/context.yaml`: nothing to apply for.
"""


_SCALES_HEAD = """# Scales that are not computed 不计算的量表

Generated from `knowledge/scales/`; do not edit. Others ask firms for these; this service tells
what is known of each and what here is near, and gives no score or level by any of them.
这些量表本服务只作对照，不打分、不定级。

What sheets are scored by stands in `knowledge/standards/`.
"""


def expert_tables(content: Content) -> dict[str, str]:
    """Return the generated documents: path below the root → Markdown, ending in a newline."""
    return {
        "docs/cases.md": case_table(content),
        "docs/packages.md": packages_table(content),
        "docs/trades.md": trades_table(content),
        "docs/support.md": support_table(content),
        "docs/scales.md": scales_table(content),
    }


def support_table(content: Content) -> str:
    """Return the instruments by place: kind, what they pay, how long, what was checked."""
    by_place: dict[str, list[Instrument]] = {}
    for instrument in content.instruments.values():
        by_place.setdefault(_places(content, instrument), []).append(instrument)
    lines = [_SUPPORT_HEAD]
    for place, instruments in by_place.items():
        lines.append(f"## {place} ({len(instruments)})\n")
        lines += head(_SUPPORT_COLUMNS)
        lines += [row(_instrument_cells(instrument)) for instrument in instruments]
        lines.append("")
    lines += [_CONTEXT_HEAD, *head(("Decision", "Issued", "Says", "Means for a firm", "Checked"))]
    lines += [row(_card_cells(card)) for card in content.context.values()]
    return "\n".join(lines).rstrip() + "\n"


def _card_cells(card: ContextCard) -> Iterator[str]:
    yield f"{both(card.name)}<br>`{card.id}`"
    yield card.issued if card.until is None else f"{card.issued}, to {card.until.isoformat()}"
    yield both(card.says)
    yield both(card.means)
    yield names.CHECKED[card.mark.checked].en


def _places(content: Content, instrument: Instrument) -> str:
    places = names.names_of({**content.codes.places, **names.REGIONS}, instrument.codes)
    return both(places)


def _instrument_cells(instrument: Instrument) -> Iterator[str]:
    pays = instrument.pays
    yield f"{both(instrument.name)}<br>`{instrument.id}`"
    yield both(names.KINDS[instrument.kind])
    yield "–" if pays.rate_pct is None else f"{number(pays.rate_pct)} %"
    yield "–" if pays.cap_wan is None else number(pays.cap_wan)
    yield "–" if pays.base == "none" else names.PAY_BASES[pays.base].en
    yield _pays_for(instrument.paid)
    yield _period(instrument.valid)
    yield names.STATED[instrument.stated].en
    repost = ", re-post" if instrument.read_in == "repost" else ""
    yield f"{instrument.checked_on.isoformat()}, {names.CHECKED[instrument.checked].en}{repost}"


def _pays_for(paid: PaidPackages) -> str:
    """Return which packages count, and which parts of their money where not all do."""
    named = [*(["every package"] if paid.every_package else ["uses of AI"] * paid.with_ai)]
    named += [names.PACKAGE_AREAS[area].en for area in PackageArea if area in paid.areas]
    named += [f"`{package}`" for package in sorted(paid.packages)]
    text = "<br>".join(named) or "–"
    if paid.excepted:
        text += "<br>but not " + ", ".join(f"`{package}`" for package in sorted(paid.excepted))
    if paid.parts != frozenset(CostPart):
        parts = [names.COST_PARTS[part].en for part in CostPart if part in paid.parts]
        text += f"<br>{', '.join(parts)} alone"
    return text


def _period(period: Period) -> str:
    if not period.is_known:
        return "not known"
    start, end = (day.isoformat() if day else "…" for day in (period.start, period.end))
    return f"{start} to {end}"


def scales_table(content: Content) -> str:
    """Return the scales that are only mapped: who asks, levels, what is near, why not computed."""
    lines = [
        _SCALES_HEAD,
        *head(
            ("Scale", "Since", "Asked by", "Levels", "Near here", "Why not computed", "Checked")
        ),
    ]
    lines += [row(_scale_cells(content, scale)) for scale in content.scales.values()]
    lines += ["", "## Look out 留意", ""]
    lines += [
        f"- {both(scale.name)}: {both(scale.notice)}"
        for scale in content.scales.values()
        if scale.notice is not None
    ]
    return "\n".join(lines).rstrip() + "\n"


def _scale_cells(content: Content, scale: MappedScale) -> Iterator[str]:
    yield f"{both(scale.name)}<br>`{scale.id}`"
    standing = names.SCALE_STANDINGS[scale.standing]
    yield f"{standing.en}, {scale.since.date if scale.since else 'date not known'}"
    yield "<br>".join(f"{both(each.who)}: {both(each.what_for)}" for each in scale.asked_by)
    yield "<br>".join(map(both, scale.levels.names)) if scale.levels else "not known"
    yield "<br>".join(_feed(content, feed) for feed in scale.fed_by)
    yield both(scale.why_not_computed)
    yield names.CHECKED[scale.mark.checked].en


def _feed(content: Content, feed: ScaleFeed) -> str:
    ids = [name for name in (feed.standard, feed.part, feed.item) if name is not None]
    return f"{both(name_of_feed(content, feed))} `{'/'.join(ids)}`"
