"""Who signs in on pages by a key: a firm, an office of consultants, a bureau, an administrator."""

from contextlib import suppress
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page
from sqlalchemy.exc import IntegrityError

from diagnosis.services.ports.keys import OPERATOR
from diagnosis.services.ports.scope import AccessRole
from diagnosis.storage.database import Database
from tests import asking
from tests.keys import KEY, add_key, bearer, key_named, let_in

FIRM = KEY
OFFICE, BUREAU, ADMIN = (
    key_named(name) for name in ("aconsultants", "aportalofone", "anadminofall")
)
_KEYS = (
    (OFFICE, "office", AccessRole.CONSULTANT, "陈工"),
    (BUREAU, "bureau", AccessRole.PORTAL, "李科员"),
    (ADMIN, OPERATOR, AccessRole.ADMIN, "值班员"),
)


def let_people_in(database: str) -> None:
    """Keep the keys of all of them in the database at an address, which a server has migrated."""
    opened = Database(database)
    try:
        let_in(opened)
        for text, organisation, role, actor in _KEYS:
            with suppress(IntegrityError):  # it is kept already
                add_key(opened, text, organisation=organisation, role=role, actor=actor)
    finally:
        opened.engine.dispose()


def ask(url: str, method: str, path: str, key: str = FIRM, **more: Any) -> Any:
    """Return what a request of the API at a server's `url` is answered with."""
    headers = bearer(key) | {"If-Match": "*"}
    answer = asking.request(method, url + path, headers=headers, timeout=60, **more)
    assert answer.status_code < 400, answer.text
    return answer.json()


def sign_in(page: Page, key: str, place: str = "/account") -> None:
    """Sign in with a key, and be led to a page of who did."""
    page.goto(f"/sign-in?next={quote(place)}")
    page.locator("#key").fill(key)
    with page.expect_navigation() as shown:
        page.locator("form[action^='/sign-in'] button").click()
    assert page.url.endswith(place), page.url
    assert shown.value is not None and shown.value.status == 200, place
