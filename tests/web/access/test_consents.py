"""A firm agrees to uses of its rows and withdraws; whatever serves others reads by that."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from diagnosis.bootstrap import Container
from diagnosis.domain.consent import ConsentUse
from diagnosis.services.consents import consented
from diagnosis.services.ports.scope import AccessRole, Principal
from tests.builders import an_example
from tests.keys import add_key, bearer, key_named

PORTAL = key_named("aportalofone")
AGREES = {"use": "statistics", "consent": "given", "text_version": 1}
WITHDRAWS = {"use": "statistics", "consent": "withdrawn"}
USES = [str(use) for use in ConsentUse]


class Firm:
    """A firm with a diagnosis, and what it states."""

    def __init__(self, app: Flask) -> None:
        self.service: Container = app.extensions["diagnosis"]
        self.service.clock.now = datetime.now(UTC)  # type: ignore[attr-defined]
        add_key(self.service.store, PORTAL, organisation="bureau", role=AccessRole.PORTAL)
        self.client = app.test_client()
        made: Any = self.client.post("/v1/diagnoses", json=an_example("dongguan-mould-shop")).json
        self.id = made["enterprise_id"]
        self.place = f"/v1/enterprises/{self.id}/consents"

    def state(self, body: Any, **headers: str) -> Any:
        """Return the answer to what the firm states."""
        return self.client.post(self.place, json=body, headers=headers)

    def standing(self, key: str | None = None) -> dict[str, Any]:
        """Return how the firm stands to each use."""
        answer: Any = self.client.get(self.place, headers=bearer(key) if key else {})
        assert answer.status_code == 200, answer.text
        return {item["use"]: item for item in answer.json["items"]}

    def readers_of(self, use: ConsentUse) -> list[bool]:
        """Return whether its owner, and a portal, read the firm for a use."""
        seen = []
        for principal in (
            Principal("local", "local"), Principal("bureau", "x", AccessRole.PORTAL)
        ):  # fmt: skip
            caller = self.service.caller(principal)
            with consented(self.service.content, caller, use) as reader:
                is_there = reader.enterprise(self.id) is not None
                assert bool(reader.diagnoses({}, None, 9).items) is is_there
                seen.append(is_there)
        return seen


@pytest.fixture
def firm(app: Flask) -> Firm:
    """Return a firm that agreed to nothing."""
    return Firm(app)


def test_nothing_is_agreed_to_by_default(firm: Firm) -> None:
    standing = firm.standing()
    assert list(standing) == USES
    for item in standing.values():
        assert (item["counts"], item["consent"], item["text_version"]) == (False, None, None)
        assert (item["current_version"], item["stated_at"], item["actor"]) == (1, None, None)
    assert all(firm.readers_of(use) == [False, False] for use in ConsentUse)


def test_a_firm_agrees_and_withdraws(firm: Firm) -> None:
    answer = firm.state(AGREES)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == firm.place
    agreed = answer.json
    assert AGREES.items() <= agreed.items()
    assert (agreed["enterprise_id"], agreed["actor"]) == (firm.id, "local")
    counts = {use: item["counts"] for use, item in firm.standing().items()}
    assert counts == dict.fromkeys(USES, False) | {"statistics": True}
    assert firm.readers_of(ConsentUse.STATISTICS) == [True, False]
    assert firm.readers_of(ConsentUse.BENCHMARKING) == [False, False]
    withdrawn = firm.state(WITHDRAWS).json
    assert (withdrawn["consent"], withdrawn["text_version"]) == ("withdrawn", 1)
    assert firm.readers_of(ConsentUse.STATISTICS) == [False, False]
    history: Any = firm.client.get(f"{firm.place}/history").json
    assert history["items"] == [withdrawn, agreed]
    kinds = [item["kind"] for item in firm.client.get("/v1/changes?limit=200").json["items"]]  # type: ignore[index]
    assert kinds[-2:] == ["consent-given", "consent-withdrawn"]


def test_a_firm_may_withdraw_from_what_it_never_agreed_to(firm: Firm) -> None:
    answer = firm.state(WITHDRAWS)
    assert (answer.status_code, answer.json["text_version"]) == (201, None)
    assert firm.standing()["statistics"]["counts"] is False


def test_a_portal_reads_a_granted_firm_and_counts_one_that_consents(firm: Firm) -> None:
    grant = {"grantee": "bureau", "role": "portal", "purpose": "园区服务"}
    path = f"/v1/enterprises/{firm.id}"
    assert firm.client.get(firm.place, headers=bearer(PORTAL)).status_code == 404
    assert firm.client.post(f"{path}/grants", json=grant).status_code == 201
    assert firm.client.get(path, headers=bearer(PORTAL)).status_code == 200
    assert firm.standing(PORTAL) == firm.standing()
    assert firm.readers_of(ConsentUse.STATISTICS) == [False, False]
    firm.state(AGREES)
    assert firm.readers_of(ConsentUse.STATISTICS) == [True, True]
    for method, place in (("POST", firm.place), ("GET", f"{firm.place}/history")):
        refused = firm.client.open(place, method=method, json=AGREES, headers=bearer(PORTAL))
        assert refused.status_code == 403


def test_the_same_request_again_is_kept_a_single_time(firm: Firm) -> None:
    key = {"Idempotency-Key": "c"}
    first, again = (firm.state(AGREES, **key) for _ in range(2))
    assert (first.json, again.headers["Idempotency-Replayed"]) == (again.json, "true")
    assert firm.state(WITHDRAWS, **key).status_code == 409
    history: Any = firm.client.get(f"{firm.place}/history").json
    assert len(history["items"]) == 1


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        (AGREES | {"use": "advertising"}, "/use", "unknown-value"),
        (AGREES | {"consent": "maybe"}, "/consent", "unknown-value"),
        (AGREES | {"text_version": None}, "/text_version", "missing-field"),
        (AGREES | {"text_version": 2}, "/text_version", "not-the-present-text"),
        (AGREES | {"text_version": 0}, "/text_version", "out-of-range"),
        (AGREES | {"text_version": "1"}, "/text_version", "number-as-text"),
        (WITHDRAWS | {"text_version": 1}, "/text_version", "withdrawn-from-any-text"),
        (AGREES | {"for": "ever"}, "/for", "unknown-field"),
        ([], "", "wrong-type"),
    ],
)
def test_what_is_no_statement_is_refused(firm: Firm, body: Any, pointer: str, code: str) -> None:
    answer = firm.state(body)
    assert answer.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]] == [
        (pointer, code)
    ]
    assert firm.readers_of(ConsentUse.STATISTICS) == [False, False]


def test_the_texts_are_for_all(firm: Firm, app: Flask) -> None:
    anonymous = {"Authorization": ""}
    answer: Any = firm.client.get("/v1/consents/texts", headers=anonymous)
    assert [item["id"] for item in answer.json["items"]] == USES
    for item in answer.json["items"]:
        assert (item["version"], item["counts_from"], item["earlier"]) == (1, 1, [])
        assert len(item["text"]) > 60
    assert firm.client.get(firm.place, headers=anonymous).status_code == 401


def test_a_diagnosis_hangs_on_no_consent(firm: Firm) -> None:
    for use in USES:
        firm.state({"use": use, "consent": "withdrawn"})
    made = firm.client.post("/v1/diagnoses", json=an_example("dongguan-mould-shop"))
    assert made.status_code == 201
