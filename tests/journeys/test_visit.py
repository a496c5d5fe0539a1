"""A whole visit over HTTP, two workers: invited, begun, verified, signed, objected to."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diagnosis.services.ports.scope import AccessRole
from diagnosis.storage.database import Database
from tests import asking as requests
from tests.builders import an_example
from tests.databases import migrated_database
from tests.journeys.server import Server, serving
from tests.keys import KEY, add_key, bearer, key_named

FIRM = KEY
OFFICE, SECOND, PORTAL = (
    key_named(name) for name in ("aconsultants", "asecondoffic", "aportalofone")
)
WHO = (
    (OFFICE, "office", AccessRole.CONSULTANT),
    (SECOND, "second-office", AccessRole.CONSULTANT),
    (PORTAL, "bureau", AccessRole.PORTAL),
)
VISIT = {
    "why": "random", "planned_on": "2026-12-08", "visitor": "陈工", "employer": "示例咨询",
    "vendor_ties": [],
}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """Yield a server that knows a firm, two offices of consultants and a portal."""
    url = None
    if request.param == "postgresql":
        url = migrated_database(request.getfixturevalue("postgres"))
    with serving(tmp_path, url=url) as running:
        database = Database(url or tmp_path / "data" / "diagnosis.db")
        for key, organisation, role in WHO:
            add_key(database, key, organisation=organisation, role=role)
        database.engine.dispose()
        yield running


def ask(server: Server, method: str, path: str, key: str, status: int = 200, **more: Any) -> Any:
    headers = bearer(key) | {"If-Match": "*"} if method in ("post", "patch") else bearer(key)
    answer = requests.request(method, server.url + path, headers=headers, timeout=60, **more)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def pay(server: Server, diagnosis: str, key: str, position: float) -> str:
    """Return the address of a signed visit that verified what the sheet puts first."""
    begun = ask(server, "post", f"{diagnosis}/visits", key, 201, json=VISIT)
    path = f"/v1/visits/{begun['id']}"
    sheet = ask(server, "get", f"{path}/sheet", key)
    assert sheet["proposed"] >= 3
    for line in [line for line in sheet["lines"] if isinstance(line["claim"], int | float)][:3]:
        answer = {"value": position, "grade": "seen-running", "reason": "看了现场"}
        body = {"answers": {line["item"]: answer}}
        for _ in range(2):  # as a phone does that did not get the answer
            ask(server, "patch", f"{path}/answers", key, json=body)
    assert ask(server, "get", f"{path}/findings", key)["can_be_signed"] is True
    assert ask(server, "post", f"{path}/signature", key, 201)["state"] == "signed"
    return path


def test_a_visit_from_the_invitation_to_the_second_opinion(server: Server) -> None:
    made = ask(server, "post", "/v1/diagnoses", FIRM, 201, json=an_example("dongguan-mould-shop"))
    diagnosis, firm = f"/v1/diagnoses/{made['id']}", f"/v1/enterprises/{made['enterprise_id']}"
    ask(server, "post", f"{diagnosis}/visits", OFFICE, 404, json=VISIT)
    grants = {}
    for _, organisation, role in WHO:
        leave = {"grantee": organisation, "role": role.value, "purpose": "现场诊断"}
        grants[organisation] = ask(server, "post", f"{firm}/grants", FIRM, 201, json=leave)["id"]
    path = pay(server, diagnosis, OFFICE, 0)
    ask(server, "get", path, SECOND, 404)
    for key in (FIRM, OFFICE, PORTAL):
        levels = ask(server, "get", f"{path}/levels", key)
        assert len(levels["changed"]) == 3
        (maturity,) = [
            each for each in levels["standards"] if each["standard"] == "gbt-39116-2020"
        ]
        assert maturity["verified"]["score"] < maturity["self"]["score"]
        assert maturity["estimated"] is not None and maturity["estimated_after_visit"] is not None
    item = levels["changed"][0]["item"]
    for part, key in (("objections", FIRM), ("replies", OFFICE)):
        ask(server, "post", f"{path}/{part}", key, 201, json={"item": item, "note": "请再看"})
    (objection,) = ask(server, "get", f"{path}/objections", PORTAL)["objections"]
    assert objection["reply"]["note"] == "请再看"
    second = pay(server, diagnosis, SECOND, 0)
    (agreement,) = ask(server, "get", f"{diagnosis}/agreement", FIRM)["agreement"]
    assert (agreement["items"], agreement["share"]) == (3, 1.0)
    shown = ask(server, "get", diagnosis, FIRM)["verified"]
    assert shown["visit_id"] == second.rpartition("/")[2]
    ask(server, "delete", f"{firm}/grants/{grants['office']}", FIRM, 204)
    ask(server, "get", diagnosis, OFFICE, 404)
    assert ask(server, "get", path, OFFICE)["state"] == "signed"
    kinds = [each["kind"] for each in ask(server, "get", "/v1/changes", FIRM)["items"]]
    assert [kind for kind in kinds if kind.startswith(("visit", "objection"))] == [
        "visit-begun", "visit-signed", "visit-objected", "objection-answered", "visit-begun",
        "visit-signed",
    ]  # fmt: skip
