"""`/visits/{id}`: what to look at, question by question; each is saved by itself."""

import re
from collections.abc import Mapping
from uuid import UUID

from flask import Response, request

from diagnosis.domain.fault import FaultyInput
from diagnosis.present.access.visit_words import (
    agreement_in_words,
    grade_choices,
    show_visit_cards,
    verified_words,
    visit_line,
)
from diagnosis.present.access.visits import show_objections
from diagnosis.present.intake.form import show_item_name
from diagnosis.present.say import Shown
from diagnosis.services.errors import NotThere
from diagnosis.services.ports.scope import AccessRole
from diagnosis.services.ports.visits import KeptVisit, VisitState
from diagnosis.services.visits import answers, remarks, visit
from diagnosis.services.visits.agreement import visit_agreement
from diagnosis.services.visits.answers import AnswerChanged
from diagnosis.services.visits.sheet import visit_sheet
from diagnosis.services.visits.visit import as_visitor
from diagnosis.web.access.who_asks import asker_of_request
from diagnosis.web.bodies import read_form_lists
from diagnosis.web.exchange import answer, caller, container, content, sent_on
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site
from diagnosis.web.pages.visits.typed import TypedAnswer, faults_of, read_typed, typed_of
from diagnosis.web.pages.visits.wording import to_reader

_ITEM = re.compile("[a-z0-9-]{1,80}")
_IN_SCRIPT = "application/json"
"""What the script of the page accepts; a browser that sends a form accepts pages."""


@site.get("/visits/<uuid:visit_id>")
def show_visit_page(visit_id: UUID) -> Response:
    """Show a visit: the questions to look at while it is open, what was verified afterwards."""
    who = caller()
    record = visit.get_visit(who, str(visit_id))
    may_write = asker_of_request().principal.role is AccessRole.CONSULTANT
    is_open = record.state is VisitState.OPEN and may_write
    try:
        sheet = show_visit_cards(visit_sheet(container().diagnosing, who, record.id), to_reader())
    except NotThere:
        return _page_without_claims(record)
    if is_open:
        cards = [{**card, "typed": typed_of(_kept(card))} for card in sheet["lines"]]
        return page(
            "visits/sheet.html", visit=sheet["line"], sheet=sheet, cards=cards,
            grades=grade_choices(to_reader()),
        )  # fmt: skip
    shown = show_objections(content(), remarks.get_objections(who, record.id), to_reader())
    return page(
        "visits/settled.html",
        visit=sheet["line"],
        answers=[card for card in sheet["lines"] if card["verified"]],
        objections=shown["objections"],
        agreements=agreement_in_words(visit_agreement(who, record.diagnosis_id), to_reader()),
        diagnosis_id=record.diagnosis_id,
        may_write=may_write,
    )


def _page_without_claims(record: KeptVisit) -> Response:
    """Return what was verified, where the firm itself may be read no longer."""
    who, known = caller(), content()
    kept = answers.get_answers(who, record.id)
    shown = show_objections(known, remarks.get_objections(who, record.id), to_reader())
    return page(
        "visits/ungranted.html",
        visit=visit_line(record, to_reader()),
        answers=[
            {
                "name": show_item_name(known, each.item, to_reader()),
                **verified_words(known, each, to_reader()),
            }
            for each in kept
        ],
        objections=shown["objections"],
        may_write=asker_of_request().principal.role is AccessRole.CONSULTANT,
    )


def _kept(card: Shown) -> Shown | None:
    kept: Shown | None = card["verified_words"]
    return kept


@site.get("/visits/<uuid:visit_id>/items/<item>")
def show_visit_item(visit_id: UUID, item: str) -> Response:
    """Show the form of a single question."""
    return item_page(visit_id, item)


@site.post("/visits/<uuid:visit_id>/items/<item>")
def save_visit_item(visit_id: UUID, item: str) -> Response:
    """Save what was verified of a question, and go on to the next.

    Where somebody else saved another answer in between both are shown, and nothing is saved.
    """
    typed = read_typed(read_form_lists())
    is_script = request.headers.get("Accept") == _IN_SCRIPT
    versions, sent = container().versions, {item: typed.answer()}
    try:
        kept = answers.save_answer(versions, caller(), str(visit_id), sent, typed.seen_at)
    except FaultyInput as error:
        faults = faults_of(error, 3)
        if is_script:
            return answer({"messages": [fault["message"] for fault in faults]}, 422)
        return item_page(visit_id, item, 422, typed=typed, faults=faults)
    except AnswerChanged as error:
        other = error.kept and verified_words(content(), error.kept, to_reader())
        if is_script:
            return answer({"kept": other}, 409)
        current = {**typed.texts, "seen": other["changed_at"] if other else ""}
        typed = TypedAnswer(typed.chosen, current)
        return item_page(visit_id, item, 409, typed=typed, is_changed=True)
    if is_script:
        return answer({"kept": kept and verified_words(content(), kept, to_reader())})
    following = typed["next"] if _ITEM.fullmatch(typed["next"]) else item
    return sent_on(f"/visits/{visit_id}#item-{following}")


def item_page(
    visit_id: UUID,
    item: str,
    status: int = 200,
    *,
    typed: TypedAnswer | None = None,
    faults: list[dict[str, str]] | None = None,
    is_changed: bool = False,
    is_busy: bool = False,
) -> Response:
    """Return the page of a single question, with what was typed and what is wrong with it."""
    who = as_visitor(caller())
    sheet = show_visit_cards(visit_sheet(container().diagnosing, who, str(visit_id)), to_reader())
    places: Mapping[str, int] = {card["item"]: n for n, card in enumerate(sheet["lines"])}
    if item not in places:
        raise NotThere
    card = sheet["lines"][places[item]]
    following = sheet["lines"][(places[item] + 1) % len(places)]["item"]
    card["typed"] = typed_of(_kept(card)) if typed is None else typed
    return page(
        "visits/item.html", status, visit=sheet["line"], card=card, following=following,
        faults=faults or [], is_changed=is_changed, is_busy=is_busy,
        grades=grade_choices(to_reader()),
    )  # fmt: skip
