"""`/visits/{id}/signature` and `/withdrawal`: a visit is signed for good, or given up."""

from uuid import UUID

from flask import Response

from diagnosis.domain.fault import FaultyInput
from diagnosis.present.access.visit_words import visit_line
from diagnosis.present.access.visits import show_findings
from diagnosis.services.errors import Stale, VisitSettled
from diagnosis.services.ports.visits import VisitState
from diagnosis.services.seen_versions import SeenVersions, seen
from diagnosis.services.visits import sign_off, visit
from diagnosis.services.visits.findings import get_findings
from diagnosis.services.visits.visit import as_visitor
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, container, content, sent_on
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site
from diagnosis.web.pages.visits.wording import to_reader


def _version() -> SeenVersions:
    """Return the version that the form was made of; one that is none was never seen."""
    stated = read_form().get("version", "")
    return seen(int(stated)) if stated.isascii() and stated.isdigit() else seen()


def _address(visit_id: UUID) -> str:
    return f"/visits/{visit_id}"


@site.get("/visits/<uuid:visit_id>/signature")
def show_signature(visit_id: UUID) -> Response:
    """Show what is still amiss in a visit, and what its signature means."""
    record = visit.get_visit(caller(), str(visit_id))
    return _signature_page(visit_id) if record.state is VisitState.OPEN else _settled(visit_id)


def _settled(visit_id: UUID) -> Response:
    return sent_on(_address(visit_id))


def _signature_page(visit_id: UUID, status: int = 200, *, is_changed: bool = False) -> Response:
    who = as_visitor(caller())
    record = visit.get_visit(who, str(visit_id))
    amiss = get_findings(container().diagnosing, who, record.id)
    return page(
        "visits/signature.html", status,
        visit=visit_line(record, to_reader()), visit_version=record.version, is_changed=is_changed,
        days=container().settings.objection_days, **show_findings(content(), amiss, to_reader()),
    )  # fmt: skip


@site.post("/visits/<uuid:visit_id>/signature")
def sign_visit_of_form(visit_id: UUID) -> Response:
    """Sign a visit in the version that was shown; what is amiss or changed is shown again."""
    using = container().diagnosing
    try:
        sign_off.sign_visit(using, caller(), str(visit_id), _version(), None)
    except VisitSettled:
        return _settled(visit_id)
    except FaultyInput:
        return _signature_page(visit_id, 422)
    except Stale:
        return _signature_page(visit_id, 409, is_changed=True)
    return _settled(visit_id)


@site.get("/visits/<uuid:visit_id>/withdrawal")
def show_withdrawal(visit_id: UUID) -> Response:
    """Ask whether a visit is to be given up."""
    return _withdrawal_page(visit_id)


def _withdrawal_page(visit_id: UUID, status: int = 200, *, is_changed: bool = False) -> Response:
    record = visit.get_visit(as_visitor(caller()), str(visit_id))
    return page(
        "visits/withdrawal.html", status,
        visit=visit_line(record, to_reader()), visit_version=record.version, is_changed=is_changed,
    )  # fmt: skip


@site.post("/visits/<uuid:visit_id>/withdrawal")
def withdraw_visit_of_form(visit_id: UUID) -> Response:
    """Give up a visit in the version that was shown."""
    try:
        visit.withdraw_visit(caller(), str(visit_id), _version())
    except VisitSettled:
        return _settled(visit_id)
    except Stale:
        return _withdrawal_page(visit_id, 409, is_changed=True)
    return _settled(visit_id)
