"""The pages of who signs in: of a firm, a consultant, a portal and an administrator.

Of each server there is a diagnosis that an office may visit and a bureau may see: a visit of it is
open, another is signed and objected to. The bureau has a firm, a chain and a park of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.forms import go
from tests.browser.people import ADMIN, BUREAU, FIRM, OFFICE, ask, sign_in
from tests.builders import an_enterprise, an_example

_VISIT = {
    "why": "requested", "planned_on": "2026-12-08", "visitor": "陈工",
    "employer": "示例咨询有限公司", "vendor_ties": ["某软件商的代理"],
}  # fmt: skip
_SEEN = {"value": 0, "grade": "seen-running", "reason": "现场没看到", "note": "下次带资料"}
_OBJECTED, _SEEN_TOO = "sales-management", "equipment-automation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands at a server: ids of rows, as places of pages name them."""

    sheet: str
    diagnosis: str
    granted: str
    """The firm of the diagnosis, which the bureau may see."""
    open_visit: str
    signed_visit: str
    firm: str
    """A firm that the bureau entered."""
    chain: str
    park: str


_STANDING: dict[str, Standing] = {}


def standing_at(url: str) -> Standing:
    """Return what stands at a server; it is put there when it is wanted first."""
    if url not in _STANDING:
        _STANDING[url] = _put_up(url)
    return _STANDING[url]


def _put_up(url: str) -> Standing:
    made = ask(url, "post", "/v1/diagnoses", json=an_example("zhongshan-lamp-maker"))
    granted, sheet = made["enterprise_id"], made["assessment_id"]
    for grantee, role in (("office", "consultant"), ("bureau", "portal")):
        grant = {"grantee": grantee, "role": role, "purpose": "现场诊断"}
        ask(url, "post", f"/v1/enterprises/{granted}/grants", json=grant)
    ask(url, "post", f"/v1/assessments/{sheet}/roadmaps", json={})
    visits = [_begun(url, made["id"]) for _ in range(2)]
    signed = f"/v1/visits/{visits[1]}"
    ask(url, "post", f"{signed}/signature", OFFICE)
    note = {"item": _OBJECTED, "note": "计划上周已发文"}
    ask(url, "post", f"{signed}/objections", json=note)
    names = {"chain": "灯饰产业链", "park": "古镇灯饰园"}
    ids = {
        name: ask(url, "post", f"/v1/{name}s", BUREAU, json={"name": text})["id"]
        for name, text in names.items()
    }
    facts = an_enterprise(name="中山市成员灯饰厂", **names)
    firm = ask(url, "post", "/v1/enterprises", BUREAU, json=facts)["id"]
    return Standing(
        sheet=sheet, diagnosis=made["id"], granted=granted, firm=firm,
        open_visit=visits[0], signed_visit=visits[1], **ids,
    )  # fmt: skip


def _begun(url: str, diagnosis: str) -> str:
    """Return the id of a visit that verified two answers."""
    visit: str = ask(url, "post", f"/v1/diagnoses/{diagnosis}/visits", OFFICE, json=_VISIT)["id"]
    answers = {"answers": {_OBJECTED: _SEEN, _SEEN_TOO: _SEEN}}
    ask(url, "patch", f"/v1/visits/{visit}/answers", OFFICE, json=answers)
    return visit


def url_of(page: Page) -> str:
    """Return the address of the server that a page is of."""
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"


def _at(
    key: str, place: str, then: Callable[[Page], None] | None = None
) -> Callable[[Page], None]:
    """Return the walk of who has a key to a place, whose braces name what stands."""

    def walk(page: Page) -> None:
        sign_in(page, key, place.format(**asdict(standing_at(url_of(page)))))
        if then is not None:
            then(page)

    return walk


def _refused(form: str, **typed: str) -> Callable[[Page], None]:
    """Return what sends a form with faults; typed are texts by the name of their field."""

    def send(page: Page) -> None:
        sent = page.locator(form).first
        for name, text in typed.items():
            sent.locator(f"[name={name}]").fill(text)
        sent.locator("button:not(.second)").first.click()
        page.wait_for_selector(".summary")

    return send


def _level_of_nothing(page: Page) -> None:
    page.locator("details > summary").first.click()
    page.locator("#level").select_option("2")
    page.locator("form[action='/portal'] button").click()
    page.wait_for_selector(".summary")


def _no_id(page: Page) -> None:
    page.locator("form details > summary").click()
    _refused("form[action='/admin/audit']", enterprise_id="firm")(page)


def _first_key(page: Page) -> None:
    go(page, page.locator(".list a[href^='/keys/']").first.get_attribute("href") or "")


def _issued_key(page: Page) -> None:
    page.locator("#actor").fill("ERP")
    page.locator("main form button").click()
    page.wait_for_selector("#new-key")


def _unstated_plan(page: Page) -> None:
    page.locator("input[name=why]").first.check()
    page.locator("input[name=ties]").first.check()
    _refused("main form", visitor=" ", employer=" ")(page)


def _empty_objection(page: Page) -> None:
    page.locator("details:has(form[action$='/objections']) > summary").first.click()
    _refused("form[action$='/objections']", note=" ")(page)


_unclear_firm = _refused(
    "main form", name="示例厂", credit_code="123", industry="注塑", employees="many"
)
_FIRM_PLACES = {
    "firm-account": "/account", "begin-signed-in": "/begin/screening",
    "invite": "/sheets/{sheet}/share", "visits-of-sheet": "/sheets/{sheet}/visits",
    "keys": "/keys",
}  # fmt: skip
_OFFICE_PLACES = {
    "office-account": "/account", "visits": "/visits", "visit-plan": "/visits/begin/{diagnosis}",
    "visit-sheet": "/visits/{open_visit}",
    "visit-item": f"/visits/{{open_visit}}/items/{_OBJECTED}",
    "visit-signature": "/visits/{open_visit}/signature",
    "visit-withdrawal": "/visits/{open_visit}/withdrawal",
    "visit-settled": "/visits/{signed_visit}", "visit-levels": "/visits/{signed_visit}/levels",
    "visited-result": "/sheets/{sheet}/result",
}  # fmt: skip
_BUREAU_PLACES = {
    "bureau-account": "/account", "portal": "/portal", "portal-filtered": "/portal?name=nobody",
    "portal-firm": "/portal/firms/{granted}", "portal-entered": "/portal/firms/{firm}",
    "portal-sheets": "/portal/sheets", "portal-new-firm": "/portal/firms/new",
    "chains": "/portal/chains", "chain": "/portal/chains/{chain}",
    "parks": "/portal/parks", "park": "/portal/parks/{park}",
    "portal-result": "/sheets/{sheet}/result", "portal-visits": "/visits",
    "portal-visit": "/visits/{signed_visit}",
}  # fmt: skip
_ADMIN_PLACES = {
    "admin-account": "/account", "admin": "/admin", "audit": "/admin/audit",
    "audit-filtered": "/admin/audit?kind=grant-given", "admin-keys": "/keys",
}  # fmt: skip
_PLACES = {
    FIRM: _FIRM_PLACES, OFFICE: _OFFICE_PLACES, BUREAU: _BUREAU_PLACES, ADMIN: _ADMIN_PLACES,
}  # fmt: skip
DESK_WALKS: Mapping[str, Callable[[Page], None]] = {
    **{name: _at(key, place) for key, places in _PLACES.items() for name, place in places.items()},
    "key": _at(FIRM, "/keys", _first_key),
    "issued-key": _at(FIRM, "/keys", _issued_key),
    "visit-plan-faults": _at(OFFICE, "/visits/begin/{diagnosis}", _unstated_plan),
    "portal-faults": _at(BUREAU, "/portal", _level_of_nothing),
    "portal-new-firm-faults": _at(BUREAU, "/portal/firms/new", _unclear_firm),
    "chain-faults": _at(
        BUREAU, "/portal/chains", _refused("form[method=post][action^='/portal']", name=" ")
    ),
    "audit-faults": _at(ADMIN, "/admin/audit", _no_id),
}
"""How one gets to each page, by its name: in a context without cookies, from any page."""
OBJECTION_WALKS: Mapping[str, Callable[[Page], None]] = {
    "objection-faults": _at(FIRM, "/sheets/{sheet}/visits", _empty_objection),
    "reply-faults": _at(
        OFFICE, "/visits/{signed_visit}", _refused("form[action$='/replies']", note=" ")
    ),
}
"""Those that end on an answer to a form, which cannot be asked for again."""
