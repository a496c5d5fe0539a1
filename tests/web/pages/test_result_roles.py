"""Who sees what a sheet comes to, and who may keep a plan: on granted and foreign rows."""

from collections.abc import Iterator

import pytest

from diagnosis.content.versions import Versions
from diagnosis.services.ports.scope import AccessRole
from tests.web.access.tenants import GRANTER, KEYS, STRANGER, Tenants, fill
from tests.web.pages.browsing import Browser
from tests.web.service import a_service, an_app

PAGES = ("result", "plan", "support", "cases")
WHOSE = {
    AccessRole.ENTERPRISE: "local", AccessRole.CONSULTANT: GRANTER, AccessRole.PORTAL: GRANTER,
}  # fmt: skip
"""Whose sheets a role reads: an enterprise its organisation's, others what is granted."""


@pytest.fixture(scope="module")
def tenants(versions: Versions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    """Yield an application with rows of several organisations."""
    service = a_service(versions, tmp_path_factory.mktemp("tenants"))
    yield fill(an_app(service))
    service.store.engine.dispose()


def signed_in(tenants: Tenants, role: AccessRole) -> Browser:
    """Return a browser in which a role has signed in."""
    return Browser(tenants.app).open("/sign-in").send("/sign-in", {"key": KEYS[role]})


@pytest.mark.parametrize("role", WHOSE)
def test_each_role_reads_what_is_its_or_granted_and_nothing_foreign(
    tenants: Tenants, role: AccessRole
) -> None:
    browser = signed_in(tenants, role)
    for name in PAGES:
        for state in ("submitted", "assessment_id"):
            sheet = tenants.rows[WHOSE[role]][state]
            assert browser.open(f"/sheets/{sheet}/{name}").status == 200, (name, state)
            foreign = tenants.rows[STRANGER][state]
            assert browser.open(f"/sheets/{foreign}/{name}").status == 404


@pytest.mark.parametrize("role", [AccessRole.CONSULTANT, AccessRole.PORTAL])
def test_who_is_no_firm_is_offered_nothing_that_a_firm_decides(
    tenants: Tenants, role: AccessRole
) -> None:
    browser = signed_in(tenants, role)
    sheet = tenants.rows[GRANTER]["submitted"]
    for name in PAGES:
        browser.open(f"/sheets/{sheet}/{name}")
        posting = [form.action for form in browser.page.forms if form.method == "post"]
        assert posting == ["/sign-out"]
        assert f"/sheets/{sheet}/share" not in browser.page.links


@pytest.mark.parametrize(
    ("role", "status"),
    [(AccessRole.CONSULTANT, 404), (AccessRole.PORTAL, 403), (AccessRole.ADMIN, 403)],
)
def test_nobody_else_keeps_a_plan_for_a_firm(
    tenants: Tenants, role: AccessRole, status: int
) -> None:
    browser = signed_in(tenants, role)
    (proof,) = browser.page.form("/sign-out").fields["csrf_token"]
    sheet = tenants.rows[GRANTER]["submitted"]
    answer = browser.post(f"/sheets/{sheet}/plan", {"csrf_token": proof})
    assert answer.status_code == status and answer.mimetype == "text/html"


def test_an_admin_sees_no_result(tenants: Tenants) -> None:
    browser = signed_in(tenants, AccessRole.ADMIN)
    for name in PAGES:
        sheet = tenants.rows[GRANTER]["submitted"]
        assert browser.open(f"/sheets/{sheet}/{name}").status == 403


@pytest.mark.parametrize("role", [AccessRole.CONSULTANT, AccessRole.PORTAL])
def test_who_is_no_firm_is_not_spoken_to_as_one(tenants: Tenants, role: AccessRole) -> None:
    browser = signed_in(tenants, role)
    sheet = tenants.rows[GRANTER]["submitted"]
    for name in PAGES:
        words = browser.open(f"/sheets/{sheet}/{name}").page.words
        assert "贵厂" not in words and "贵企业" not in words, name
    assert "该" in words
    firm = signed_in(tenants, AccessRole.ENTERPRISE)
    own = tenants.rows[WHOSE[AccessRole.ENTERPRISE]]["submitted"]
    assert "贵厂" in firm.open(f"/sheets/{own}/result").page.words
