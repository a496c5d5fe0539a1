"""`/sheets/{id}/firm`: the profile of a sheet's firm, which may be changed until it is sent in."""

from uuid import UUID

from flask import Response

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.retrofit.catalogue.amounts import YUAN_PER_WAN
from diagnosis.present.intake.typed_amounts import (
    is_likely_per_head,
    people,
    revenue,
)
from diagnosis.present.numbers import amount
from diagnosis.present.pages.form_faults import field_message
from diagnosis.services.intake import drafts
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, content, say, sent_on
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.choices import pain_options, place_options
from diagnosis.web.pages.page import keep_in_history, page
from diagnosis.web.pages.sheet.drafts_only import draft_of, until_sent_in
from diagnosis.web.pages.sheet.firm_form import (
    PAINS,
    StatedFirm,
    Typed,
    read_firm,
    shown_offers,
    shown_profile,
    typed_of,
)
from diagnosis.web.pages.site import site

_ANY = SeenVersions(None)
_SEEN = "per_head_seen"


def firm_page(
    place: str,
    typed: Typed,
    *,
    names_itself: bool,
    is_new: bool,
    stated: StatedFirm | None = None,
    mark: str | None = None,
) -> Response:
    """Return the form of a profile, with what was typed and what of it cannot be taken.

    `mark` tells the form that begins a sheet from others of its kind.
    """
    wrong = stated.wrong if stated else {}
    offers = stated.offers if stated else ()
    known, speak = content(), say()
    shown_page = page(
        "sheet/firm.html",
        422 if wrong else 200,
        place=place,
        typed=typed,
        mark=mark,
        names_itself=names_itself,
        is_new=is_new,
        profile=shown_profile(known, speak),
        place_options=place_options(typed.get("city")),
        pain_options=[pain_options(typed.get(name)) for name in PAINS],
        offers=shown_offers(known, offers, speak),
        must_choose=stated is not None and stated.must_choose,
        wrong={name: field_message(fault, wanted_language()) for name, fault in wrong.items()},
        per_head=_per_head(typed),
    )
    return keep_in_history(shown_page)


def _per_head(typed: Typed) -> dict[str, object] | None:
    """Return the revenue a head, for whoever typed both numbers to look at."""
    count, wan = people(typed.get("employees", "")), revenue(typed.get("revenue_wan", ""))
    if not count or wan is None or count < 0:
        return None
    each = wan / count
    return {
        "wan": round(each) or amount(each),
        "yuan": f"{each * YUAN_PER_WAN:,.0f}",
        "is_likely": is_likely_per_head(each),
    }


def must_look(typed: Typed) -> bool:
    """Return whether the revenue a head is unlikely, and whoever typed it was not shown it yet."""
    each = _per_head(typed)
    return each is not None and not each["is_likely"] and typed.get(_SEEN) != str(each["wan"])


@site.get("/sheets/<uuid:assessment_id>/firm")
@until_sent_in
def show_firm_page(assessment_id: UUID) -> Response:
    """Show the profile of a sheet's firm."""
    record = draft_of(assessment_id)
    return firm_page(
        f"/sheets/{assessment_id}/firm",
        typed_of(content(), record.sheet),
        names_itself=False,
        is_new=False,
    )


@site.post("/sheets/<uuid:assessment_id>/firm")
@until_sent_in
def save_firm_page(assessment_id: UUID) -> Response:
    """Save the profile; what cannot be taken stays typed, and the rest is saved.

    Where the revenue a head is unlikely the page is shown again, a single time.
    """
    typed, place = read_form(), f"/sheets/{assessment_id}"
    stated = read_firm(content(), typed, names_itself=False)
    save_profile(caller(), str(assessment_id), stated)
    if stated.wrong or stated.must_choose:
        return firm_page(f"{place}/firm", typed, names_itself=False, is_new=False, stated=stated)
    return sent_on(f"{place}/firm" if must_look(typed) else place)


def save_profile(who: Caller, assessment_id: str, stated: StatedFirm) -> None:
    """Save what can be taken of a profile; note the faults of the rest at their fields."""
    for _ in range(2):
        facts, business = stated.without_wrong()
        if stated.must_choose:
            facts.pop("industry", None)
        change = {"enterprise": facts, "business": business}
        try:
            drafts.save_draft(content(), who, assessment_id, change, _ANY)
        except FaultyInput as error:
            stated.note(error.faults)
        else:
            return
