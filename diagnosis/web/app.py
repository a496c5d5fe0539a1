"""The application factory."""

from types import ModuleType

from flask import Flask, Response, current_app, request

from diagnosis import __version__
from diagnosis.bootstrap import Container, container
from diagnosis.web.access.who_asks import check_who_asks
from diagnosis.web.api import (
    assessments,
    cases,
    chains,
    changes,
    context,
    diagnoses,
    enterprises,
    evidence,
    feedback,
    keys,
    measures,
    models,
    packages,
    parks,
    projects,
    questionnaires,
    roadmaps,
    scales,
    standards,
    support,
    trades,
    typical_firms,
)
from diagnosis.web.api.access import (
    audit,
    consents,
    export,
    grants,
    objections,
    reports,
    result_links,
    section_links,
    sessions,
    sheets,
    visit_files,
    visits,
)
from diagnosis.web.api.access.log_in import log_in
from diagnosis.web.api.health import health
from diagnosis.web.compression import compress
from diagnosis.web.door.hosts import check_hosts
from diagnosis.web.door.limits import limit_requests
from diagnosis.web.door.security_headers import stamp_headers
from diagnosis.web.observe import add_meters, observe
from diagnosis.web.openapi.document import make_api
from diagnosis.web.openapi.pages import pages
from diagnosis.web.pages import account, check, home, sign_in
from diagnosis.web.pages import keys as key_pages
from diagnosis.web.pages.admin import audit as audit_pages
from diagnosis.web.pages.admin import overview as admin_overview
from diagnosis.web.pages.portal import enter_firm, registers
from diagnosis.web.pages.portal import firm as portal_firm
from diagnosis.web.pages.portal import firms as portal_firms
from diagnosis.web.pages.portal import sheets as portal_sheets
from diagnosis.web.pages.result import cases as cases_pages
from diagnosis.web.pages.result import plan as plan_pages
from diagnosis.web.pages.result import reports as report_pages
from diagnosis.web.pages.result import result as result_pages
from diagnosis.web.pages.result import shared as shared_pages
from diagnosis.web.pages.result import support as support_pages
from diagnosis.web.pages.sheet import (
    attach,
    begin,
    firm,
    keep,
    overview,
    respond,
    section,
    share,
)
from diagnosis.web.pages.site import register_pages
from diagnosis.web.pages.visits import after_visit, visit_sheet
from diagnosis.web.pages.visits import files as visit_file_pages
from diagnosis.web.pages.visits import firms as assigned_firms
from diagnosis.web.pages.visits import sign_off as visit_sign_off
from diagnosis.web.problems import register_problems
from diagnosis.web.request_line import check_request_lines

RESOURCES: tuple[ModuleType, ...] = (
    questionnaires,
    standards,
    scales,
    diagnoses,
    assessments,
    sheets,
    section_links,
    result_links,
    reports,
    evidence,
    enterprises,
    grants,
    consents,
    audit,
    export,
    visits,
    visit_files,
    objections,
    chains,
    parks,
    roadmaps,
    feedback,
    packages,
    trades,
    typical_firms,
    projects,
    cases,
    support,
    measures,
    context,
    models,
    changes,
    keys,
    sessions,
)
"""One module a resource, each with its blueprint `resource`, in the order of the document."""
PAGES: tuple[ModuleType, ...] = (
    *(home, sign_in, account, key_pages, check),
    *(begin, firm, section, overview, keep, respond, attach, share),
    *(assigned_firms, visit_sheet, visit_file_pages, visit_sign_off, after_visit),
    *(portal_firms, portal_firm, portal_sheets, enter_firm, registers),
    *(admin_overview, audit_pages),
    *(result_pages, plan_pages, support_pages, cases_pages, report_pages, shared_pages),
)
"""The modules of pages: each gives its views to the one blueprint of pages."""


def create_app(
    wiring: Container | None = None, *, processes: int = 1, hosts: tuple[str, ...] = ()
) -> Flask:
    """Return the application over a container, that of this process where None is passed.

    `processes` is how many may be forked from this one, this one among them, and count together;
    `hosts` are those that requests may name, none for any.
    """
    running = wiring or container()
    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = running.settings.max_body_bytes
    app.extensions["diagnosis"] = running
    observe(app)
    check_request_lines(app)
    check_hosts(app, hosts)
    limit_requests(app)
    check_who_asks(app)
    api = app.extensions["diagnosis.api"] = make_api(app)
    for module in RESOURCES:
        api.register_blueprint(module.resource)
    app.register_blueprint(health)
    app.register_blueprint(pages)
    app.register_blueprint(log_in)
    register_problems(app)
    app.after_request(compress)
    app.after_request(_stamp)
    register_pages(app)
    add_meters(app, processes)
    return app


def _stamp(response: Response) -> Response:
    response.headers["Diagnosis-Version"] = __version__
    running: Container = current_app.extensions["diagnosis"]
    stamp_headers(response, running.settings.public_url)
    # A firm's data, and what went wrong, are kept by nobody on the way; content says otherwise.
    response.headers.setdefault("Cache-Control", "no-store")
    if response.status_code == 204 or (
        request.method == "OPTIONS" and response.status_code == 200
    ):
        response.headers.pop("Content-Type", None)  # Flask names a type of what is not there
    return response
