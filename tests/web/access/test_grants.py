"""A firm lets others read its rows, for a while, and takes that back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from diagnosis.bootstrap import Container
from diagnosis.content.versions import Versions
from diagnosis.services.ports.scope import AccessRole
from diagnosis.web.problems import TYPE
from tests.builders import an_example
from tests.databases import migrated_database
from tests.keys import add_key, bearer, key_named
from tests.web.service import a_service, an_app

CONSULTANT, PORTAL, STRANGER = (
    key_named(name) for name in ("aconsultants", "aportalofone", "fillsstrange")
)
VISIT = {"grantee": "office", "role": "consultant", "purpose": "现场诊断"}


class Firm:
    """A firm with a diagnosis, and what its owner and others ask of it."""

    def __init__(self, app: Flask) -> None:
        service: Container = app.extensions["diagnosis"]
        # What is granted counts by the clock of the database.
        service.clock.now = datetime.now(UTC)  # type: ignore[attr-defined]
        add_key(service.store, CONSULTANT, organisation="office", role=AccessRole.CONSULTANT)
        add_key(service.store, PORTAL, organisation="office", role=AccessRole.PORTAL)
        add_key(service.store, STRANGER, organisation="stranger")
        self.client = app.test_client()
        made: Any = self.client.post("/v1/diagnoses", json=an_example("dongguan-mould-shop")).json
        self.diagnosis = f"/v1/diagnoses/{made['id']}"
        self.place = f"/v1/enterprises/{made['enterprise_id']}"

    def grant(self, **changes: Any) -> Any:
        """Return the answer to giving a grant."""
        return self.client.post(f"{self.place}/grants", json=VISIT | changes)

    def status(self, key: str, path: str | None = None) -> int:
        """Return the status with which somebody is answered who reads the diagnosis."""
        return self.client.get(path or self.diagnosis, headers=bearer(key)).status_code

    def held(self, key: str) -> list[Any]:
        """Return the grants that somebody holds."""
        answer: Any = self.client.get("/v1/grants", headers=bearer(key)).json
        items: list[Any] = answer["items"]
        return items


@pytest.fixture
def firm(app: Flask) -> Firm:
    """Return a firm that nobody else reads."""
    return Firm(app)


def test_a_grant_lets_its_grantee_in_until_it_is_taken_back(firm: Firm) -> None:
    assert firm.status(CONSULTANT) == 404
    answer = firm.grant()
    assert answer.status_code == 201, answer.text
    made = answer.json
    assert answer.headers["Location"] == f"{firm.place}/grants/{made['id']}"
    assert {name: made[name] for name in VISIT} == VISIT
    assert (made["state"], made["granted_by"], made["revoked_at"]) == ("active", "local", None)
    starts, ends = (datetime.fromisoformat(made[name]) for name in ("starts_at", "ends_at"))
    assert ends - starts == timedelta(days=90)
    assert firm.held(CONSULTANT) == [made]
    assert firm.held(PORTAL) == []
    assert [firm.status(key) for key in (CONSULTANT, PORTAL, STRANGER)] == [200, 404, 404]
    for _ in range(2):
        assert firm.client.delete(answer.headers["Location"]).status_code == 204
    assert firm.status(CONSULTANT) == 404
    (ended,) = firm.held(CONSULTANT)
    assert ended["state"] == "revoked"
    shown: Any = firm.client.get(f"{firm.place}/grants").json
    assert shown["items"] == [ended] == [firm.client.get(answer.headers["Location"]).json]


def test_a_grant_of_a_portal_opens_nothing_to_consultants(firm: Firm) -> None:
    assert firm.grant(role="portal").status_code == 201
    assert [firm.status(key) for key in (CONSULTANT, PORTAL)] == [404, 200]


def test_a_grant_ends(firm: Firm, app: Flask) -> None:
    clock = app.extensions["diagnosis"].clock
    ends_at = (clock.now + timedelta(days=400)).isoformat()
    assert firm.grant(ends_at=ends_at).json["state"] == "active"
    clock.now += timedelta(days=400)
    assert [grant["state"] for grant in firm.held(CONSULTANT)] == ["ended"]


def test_what_is_no_grant_is_refused(firm: Firm, app: Flask) -> None:
    now = app.extensions["diagnosis"].clock.now
    for name, value, code in (
        ("ends_at", (now - timedelta(seconds=1)).isoformat(), "out-of-range"),
        ("ends_at", (now + timedelta(days=401)).isoformat(), "out-of-range"),
        ("ends_at", "tomorrow", "bad-moment"),
        ("ends_at", 90, "bad-moment"),
        ("grantee", "local", "granted-to-itself"),
        ("grantee", "operator", "bad-organisation"),
        ("grantee", 7, "bad-organisation"),
        ("grantee", None, "missing-field"),
        ("role", "admin", "unknown-value"),
        ("role", "enterprise", "unknown-value"),
        ("purpose", " ", "missing-field"),
        ("purpose", "x" * 201, "too-long"),
        ("until", "2027-01-01", "unknown-field"),
    ):
        answer = firm.grant(**{name: value})
        assert answer.status_code == 422, (name, value)
        (fault,) = answer.json["errors"]
        assert (fault["pointer"], fault["code"]) == (f"/{name}", code)
    shown: Any = firm.client.get(f"{firm.place}/grants").json
    assert shown["items"] == []


def test_a_second_grant_names_the_first_and_the_way_to_extend_it(firm: Firm) -> None:
    first = firm.grant()
    for language, words in (("zh-Hans", "先收回那一份"), ("en", "take it back (DELETE)")):
        headers = {"Accept-Language": language}
        again: Any = firm.client.post(f"{firm.place}/grants", json=VISIT, headers=headers)
        assert (again.status_code, again.json["type"]) == (409, f"{TYPE}already-granted")
        assert again.headers["Location"] == first.headers["Location"]
        assert words in again.json["detail"]
    assert firm.client.delete(again.headers["Location"]).status_code == 204
    assert firm.status(CONSULTANT) == 404
    assert firm.grant().status_code == 201 and firm.status(CONSULTANT) == 200


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_two_requests_at_the_same_moment_a_single_one_gives(
    request: pytest.FixtureRequest, kind: str, versions: Versions, tmp_path: Path
) -> None:
    is_file = kind == "sqlite"
    url = None if is_file else migrated_database(request.getfixturevalue("postgres"))
    service = a_service(versions, tmp_path, url)
    app = an_app(service)
    firm = Firm(app)

    def give(_: int) -> int:
        client = app.test_client()
        return int(client.post(f"{firm.place}/grants", json=VISIT).status_code)

    with ThreadPoolExecutor(6) as pool:
        statuses = sorted(pool.map(give, range(6)))
    assert statuses == [201] + [409] * 5
    assert len(firm.held(CONSULTANT)) == 1
    service.store.engine.dispose()


def test_the_same_request_again_gives_a_single_grant(firm: Firm) -> None:
    first, again, other = (
        firm.client.post(
            f"{firm.place}/grants", json=VISIT | changes, headers={"Idempotency-Key": "g"}
        )
        for changes in ({}, {}, {"purpose": "something else"})
    )
    assert (first.json, again.headers["Idempotency-Replayed"]) == (again.json, "true")
    assert other.status_code == 409
    assert len(firm.held(CONSULTANT)) == 1


def test_what_is_granted_is_not_written(firm: Firm) -> None:
    firm.grant()
    chain: Any = firm.client.post("/v1/chains", json={"name": "ours"}, headers=bearer(CONSULTANT))
    theirs: Any = firm.client.post("/v1/chains", json={"name": "theirs"})
    nowhere = "01a20786-0000-7000-8000-000000000000"
    firm_id = firm.place.rpartition("/")[2]
    for key, path, status, code in (
        (CONSULTANT, firm.diagnosis + "/withdrawal", 403, "granted-to-read"),
        (CONSULTANT, f"/v1/diagnoses/{nowhere}/withdrawal", 404, "not-found"),
        (
            CONSULTANT,
            f"/v1/chains/{chain.json['id']}/enterprises/{firm_id}",
            403,
            "granted-to-read",
        ),
        (CONSULTANT, f"/v1/chains/{theirs.json['id']}/enterprises/{firm_id}", 404, "not-found"),
        (CONSULTANT, f"/v1/chains/{chain.json['id']}/enterprises/{nowhere}", 404, "not-found"),
        (PORTAL, firm.diagnosis + "/withdrawal", 404, "not-found"),
        (STRANGER, firm.diagnosis + "/withdrawal", 404, "not-found"),
    ):
        method = "PUT" if "/chains/" in path else "POST"
        answer: Any = firm.client.open(
            path, method=method, json={"reason": "a mistake"}, headers=bearer(key)
        )
        assert answer.status_code == status, (path, answer.text)
        assert answer.json["type"].endswith(code)
    assert firm.status(CONSULTANT) == 200


def test_who_else_may_read_is_the_owners_to_know(firm: Firm) -> None:
    made = firm.grant().json
    other = firm.grant(grantee="bureau", role="portal").json
    for path in (f"{firm.place}/grants", f"{firm.place}/grants/{other['id']}"):
        assert firm.status(CONSULTANT, path) == 403
        assert firm.status(STRANGER, path) == 404
    feeds = [
        firm.client.get("/v1/changes?limit=200", headers=headers).text
        for headers in ({}, bearer(CONSULTANT))
    ]
    assert [made["id"] in feed for feed in feeds] == [True, False]
    assert [other["id"] in feed for feed in feeds] == [True, False]


def test_a_grant_is_found_under_its_firm_alone(firm: Firm) -> None:
    made = firm.grant().json
    draft: Any = firm.client.post("/v1/diagnoses", json=an_example("foshan-furniture-maker")).json
    elsewhere = f"/v1/enterprises/{draft['enterprise_id']}/grants/{made['id']}"
    assert firm.client.get(elsewhere).status_code == 404
    assert firm.client.delete(elsewhere).status_code == 404
    assert firm.status(CONSULTANT) == 200
