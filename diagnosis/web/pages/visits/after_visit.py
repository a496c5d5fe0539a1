"""After the visit: levels beside each other, what the firm objects to, and the answer to it."""

from uuid import UUID

from flask import Response

from diagnosis.domain.fault import FaultyInput
from diagnosis.present.access.visit_words import (
    agreement_in_words,
    show_levels_in_words,
    show_visits_of_sheet,
    visit_line,
)
from diagnosis.present.access.visits import show_objections
from diagnosis.services.errors import AlreadyRemarked
from diagnosis.services.visits import remarks
from diagnosis.services.visits.agreement import visit_agreement
from diagnosis.services.visits.of_sheet import visits_of_sheet
from diagnosis.services.visits.side_by_side import compare_visit
from diagnosis.services.visits.visit import as_visitor, get_visit
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, container, content, say, sent_on
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site
from diagnosis.web.pages.visits.typed import faults_of


@site.get("/visits/<uuid:visit_id>/levels")
def show_visit_levels_page(visit_id: UUID) -> Response:
    """Show self, estimated and verified levels beside each other, standard by standard."""
    compared = compare_visit(container().versions, caller(), str(visit_id))
    shown = show_levels_in_words(compared, say())
    return page("visits/levels.html", visit=visit_line(compared.visit, say()), levels=shown)


@site.post("/visits/<uuid:visit_id>/replies")
def answer_objection_of_form(visit_id: UUID) -> Response:
    """Answer what the firm objects to."""
    typed = read_form()
    try:
        remarks.answer_objection(caller(), str(visit_id), _remark(typed), None)
    except AlreadyRemarked:
        pass
    except FaultyInput as error:
        return _reply_page(visit_id, typed, faults_of(error, 1))
    return sent_on(f"/visits/{visit_id}#objections")


def _remark(typed: dict[str, str]) -> dict[str, str | None]:
    return {name: typed.get(name) or None for name in ("item", "note")}


def _reply_page(visit_id: UUID, typed: dict[str, str], faults: list[dict[str, str]]) -> Response:
    """Return the page of the objections again, with what was typed."""
    who = as_visitor(caller())
    record = get_visit(who, str(visit_id))
    shown = show_objections(content(), remarks.get_objections(who, record.id), say())
    return page(
        "visits/reply.html", 422, visit=visit_line(record, say()),
        objections=shown["objections"], typed=typed, faults=faults,
    )  # fmt: skip


@site.get("/sheets/<uuid:assessment_id>/visits")
def show_visits_to_firm(assessment_id: UUID) -> Response:
    """Show a firm who visited it about a sheet, and what they verified."""
    return _firm_page(assessment_id)


def _firm_page(
    assessment_id: UUID,
    status: int = 200,
    *,
    typed: dict[str, str] | None = None,
    faults: list[dict[str, str]] | None = None,
    of_visit: UUID | None = None,
) -> Response:
    who, running = caller(), container()
    read = visits_of_sheet(running.versions, who, str(assessment_id))
    days = running.settings.objection_days
    visits = show_visits_of_sheet(content(), read, who.now, days, say())
    for shown in visits:
        if shown["state"] == "signed":
            compared = compare_visit(running.versions, who, shown["id"])
            shown["levels"] = show_levels_in_words(compared, say())
    diagnosis_id = read.record.diagnosis_id
    agreements = () if diagnosis_id is None else visit_agreement(who, diagnosis_id)
    return page(
        "visits/of_firm.html", status, assessment_id=str(assessment_id), visits=visits,
        agreements=agreement_in_words(agreements, say()), typed=typed or {},
        faults=faults or [], of_visit=str(of_visit),
    )  # fmt: skip


@site.post("/sheets/<uuid:assessment_id>/visits/<uuid:visit_id>/objections")
def object_to_visit_of_form(assessment_id: UUID, visit_id: UUID) -> Response:
    """Object to what a visit verified of a question."""
    typed, days = read_form(), container().settings.objection_days
    try:
        remarks.object_to_visit(caller(), str(visit_id), _remark(typed), None, days=days)
    except AlreadyRemarked:
        pass
    except FaultyInput as error:
        faults = faults_of(error, 1)
        return _firm_page(assessment_id, 422, typed=typed, faults=faults, of_visit=visit_id)
    return sent_on(f"/sheets/{assessment_id}/visits#visit-{visit_id}")
