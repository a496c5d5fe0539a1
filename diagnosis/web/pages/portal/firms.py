"""`/portal`: the firms of the organisation, entered or granted, how far each is, their levels."""

from flask import Response
from markupsafe import Markup

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.present.pages.firm_list import brief_name, show_level_counts, show_listed_firm
from diagnosis.present.say import Shown
from diagnosis.report.charts.caption import Caption
from diagnosis.report.charts.histogram import CountedBin, draw_histogram
from diagnosis.services.intake.registers import list_register
from diagnosis.services.ports.records import Basis, Register
from diagnosis.services.ports.store import Page
from diagnosis.services.scoring.firm_list import (
    ListedFirm,
    count_levels,
    list_firms,
    list_firms_with_result,
)
from diagnosis.web import parameters as query
from diagnosis.web.api.filters import MEMBERSHIP, NAME, PLACE, PLACE_DIGITS, level_parameter, where
from diagnosis.web.exchange import caller, content, say
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.choices import NamedValue, cities, divisions, sizes
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site
from diagnosis.web.pages.typed_query import TypedQuery, messages, read_cursor, read_typed
from diagnosis.web.schemas import closed_sets

FIRMS_SHOWN = 25
_ENTRIES_CHOSEN_FROM = 200
WITH_RESULT = "with_result"
_ANY = (
    NAME,
    query.text("division", 3, "GB/T 4754 division, C13 to C43. 行业大类。"),
    query.text("city", PLACE_DIGITS, PLACE),
    query.choice("size_class", tuple(closed_sets.SIZES), "Size class. 规模。"),
    *MEMBERSHIP,
)
_OF_RESULTS = (
    query.text("standard", 80, "Read by this standard. 有该标准的结果。"),
    level_parameter("level", "On this level by the `standard`. 该标准的级别。"),
    query.choice("basis", (str(Basis.SELF), str(Basis.VERIFIED)), "Whose word it is. 谁说的。"),
)
_WITH_RESULT = query.choice(WITH_RESULT, ("yes",), "Firms with a result alone. 只看有结果的。")
_FILTERS = (*_ANY, *_OF_RESULTS, _WITH_RESULT)
_CURSOR = query.STORED_PAGING[1]


@site.get("/portal")
def show_firms() -> Response:
    """Show the firms that the organisation entered or that are granted to it."""
    typed = read_typed(_FILTERS)
    firms, faults = _wanted(typed)
    counts = show_level_counts(count_levels(content().standards, firms.items), say())
    has_levels = any(firm.diagnosis is not None for firm in firms.items)
    return page(
        "portal/firms.html",
        422 if faults else 200,
        firms=[show_listed_firm(content(), firm, say()) for firm in firms.items],
        counts=[_with_chart(count) for count in counts] if has_levels else [],
        typed=typed.typed,
        errors=messages(faults),
        is_first=read_cursor(_CURSOR) is None,
        next_link=typed.next_link(firms.next),
        **_choices(),
    )


def _wanted(typed: TypedQuery) -> tuple[Page[ListedFirm], tuple[Fault, ...]]:
    """Return the page of firms that is asked for; none, and the faults, where it cannot be."""
    nothing: Page[ListedFirm] = Page((), None)
    if typed.faults:
        return nothing, typed.faults
    after, who, values = read_cursor(_CURSOR), caller(), dict(typed.values)
    by_result = values.pop(WITH_RESULT) is not None
    by_result |= any(values[each.name] is not None for each in _OF_RESULTS)
    try:
        if by_result:
            return list_firms_with_result(who, where(values), after, FIRMS_SHOWN), ()
        facts = {each.name: values[each.name] for each in _ANY}
        return list_firms(who, where(facts), after, FIRMS_SHOWN), ()
    except FaultyInput as error:
        return nothing, error.faults


def _choices() -> dict[str, object]:
    """Return what the filters may be set to."""
    standards = content().standards
    return {
        "cities": cities(),
        "divisions": divisions(),
        "sizes": sizes(),
        "standards": [NamedValue(each.id, str(say()(brief_name(each)))) for each in standards],
        "levels": [str(level) for level in range(max(len(each.levels) for each in standards))],
        "chains": _entries(Register.CHAIN),
        "parks": _entries(Register.PARK),
    }


def _entries(register: Register) -> list[NamedValue]:
    entries = list_register(caller(), register, None, _ENTRIES_CHOSEN_FROM).items
    return [NamedValue(entry.id, entry.name) for entry in entries]


def _with_chart(count: Shown) -> Shown:
    """Return the counts of a standard with their chart."""
    bins = [CountedBin(level["name"], level["count"]) for level in count["levels"]]
    caption = Caption(f"levels-{count['standard']}", count["brief"], wanted_language())
    return count | {"chart": Markup(draw_histogram(bins, "", caption))}
