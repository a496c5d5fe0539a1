"""`/look/{link}` and `/results/{id}`: a result for whom its firm gave a link, and nothing else."""

from datetime import date
from uuid import UUID

from flask import Response

from diagnosis.present.moments import day_in_china, day_words
from diagnosis.present.result.first_things import first_note
from diagnosis.present.result.shared import show_shared_result
from diagnosis.report.drawings import draw_ladder
from diagnosis.services.intake.result_links import MOST_SHOWN_DAYS
from diagnosis.services.promotion.shared_result import get_shared_result
from diagnosis.web.access.page_cookies import keep_result_link
from diagnosis.web.access.who_asks import (
    NobodyKnown,
    known_by_result_link,
    result_link_of_request,
)
from diagnosis.web.exchange import caller, container, planning, sent_on
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.page import page
from diagnosis.web.pages.result.at_hand import page_say
from diagnosis.web.pages.result.drawings import for_others
from diagnosis.web.pages.site import site


@site.get("/look/<text>")
def open_result_link(text: str) -> Response:
    """Open a result with its link, which the browser keeps; its address is without it then."""
    try:
        link = known_by_result_link(text)
    except NobodyKnown:
        return page("link_over.html", 404, is_sent=False)
    keep_result_link(link.id, text, MOST_SHOWN_DAYS)
    return sent_on(f"/results/{link.id}")


@site.get("/results/<uuid:result_link_id>")
def show_shared_result_page(result_link_id: UUID) -> Response:
    """Show the result of a link: levels, what to do first, weak points, the plan in brief."""
    shared = get_shared_result(
        planning(),
        container().estimator,
        caller(),
        result_link_of_request(),
        str(result_link_id),
    )
    say, language = page_say(to_firm=False), wanted_language()
    shown = show_shared_result(shared, say)
    note = first_note(shared.at_hand.content, shared.at_hand.diagnosis)
    return page(
        "result/shared.html",
        result=shown,
        first_note=None if note is None else say(note),
        has_answers=bool(shared.at_hand.diagnosis.sheet.answers),
        stairs=[
            {"name": each["name"], "drawing": for_others(draw_ladder(each, number, language))}
            for number, each in enumerate(shown["standards"], 1)
            if each["level"] is not None
        ],
        made_on=say(day_words(date.fromisoformat(shown["made_on"]))),
        until=say(day_in_china(shared.link.ends_at)),
    )
