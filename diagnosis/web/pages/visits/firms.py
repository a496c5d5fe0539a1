"""`/visits`: the firms that are granted to whoever visits them; a visit is begun."""

import re
from uuid import UUID, uuid4

from flask import Response, request

from diagnosis.domain.fault import FaultyInput
from diagnosis.present.access.visit_words import show_assigned, why_choices
from diagnosis.services.ports.scope import AccessRole
from diagnosis.services.visits import visit
from diagnosis.services.visits.assigned import assigned_firms, firm_of_diagnosis
from diagnosis.services.visits.visit import as_visitor
from diagnosis.web.access.who_asks import asker_of_request
from diagnosis.web.bodies import read_form
from diagnosis.web.exchange import caller, container, say, sent_on
from diagnosis.web.idempotency import keyed
from diagnosis.web.pages.page import page, with_query
from diagnosis.web.pages.site import site
from diagnosis.web.pages.visits.typed import faults_of

_FIRMS_SHOWN = 50
_KEY = re.compile("[0-9a-f]{32}")
_NO_TIES = "none"


@site.get("/visits")
def show_assigned_firms() -> Response:
    """Show the firms granted to the organisation of who asks, and what to do next at each."""
    firms = assigned_firms(caller(), request.args.get("after"), _FIRMS_SHOWN)
    following = firms.next and with_query("/visits", after=firms.next)
    return page(
        "visits/firms.html",
        firms=[show_assigned(firm, say()) for firm in firms.items],
        following=following,
        is_consultant=asker_of_request().principal.role is AccessRole.CONSULTANT,
    )


@site.get("/visits/begin/<uuid:diagnosis_id>")
def show_visit_plan(diagnosis_id: UUID) -> Response:
    """Show the form that begins a visit: who goes there, when, why, and for whom they work."""
    who = caller()
    typed = {"planned_on": who.today.isoformat(), "key": uuid4().hex}
    return _plan_page(diagnosis_id, typed, [])


@site.post("/visits/begin/<uuid:diagnosis_id>")
def begin_visit_of_form(diagnosis_id: UUID) -> Response:
    """Begin a visit; sent twice it begins a single one."""
    typed = read_form()
    raw = _plan(typed)
    stated = typed.get("key", "")
    key = keyed(stated if _KEY.fullmatch(stated) else None, raw)
    versions = container().versions
    try:
        visit_id, _ = visit.begin_visit(versions, caller(), str(diagnosis_id), raw, key)
    except FaultyInput as error:
        return _plan_page(diagnosis_id, typed, faults_of(error, 1), 422)
    return sent_on(f"/visits/{visit_id}")


def _plan(typed: dict[str, str]) -> dict[str, object]:
    """Return what the form states, as the service reads it; no ties is a statement as well."""
    lines = [line.strip() for line in typed.get("vendor_ties", "").splitlines()]
    some = [line for line in lines if line] or [""]
    ties = {_NO_TIES: list[str](), "some": some}.get(typed.get("ties", ""))
    names = ("why", "planned_on", "visitor", "employer")
    return {**{name: typed.get(name) or None for name in names}, "vendor_ties": ties}


def _plan_page(
    diagnosis_id: UUID, typed: dict[str, str], faults: list[dict[str, str]], status: int = 200
) -> Response:
    firm = firm_of_diagnosis(as_visitor(caller()), str(diagnosis_id))
    return page(
        "visits/plan.html", status,
        diagnosis_id=str(diagnosis_id), name=firm.facts.name, whys=why_choices(say()),
        typed=typed, faults=faults,
    )  # fmt: skip
