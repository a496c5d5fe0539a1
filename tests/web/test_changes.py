"""What changed, and which diagnosis is current, as a portal asks it over HTTP."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from diagnosis.web.problems import TYPE
from tests.builders import a_submission, an_enterprise


def submit(client: FlaskClient, period: int) -> str:
    sheet = a_submission("screening", enterprise=an_enterprise(), period=period)
    made = client.post("/v1/diagnoses", json=sheet)
    assert made.status_code == 201
    return str(made.json["id"])


def standings(client: FlaskClient, query: str = "") -> dict[str, str]:
    rows = client.get(f"/v1/diagnoses{query}").json["items"]
    return {row["id"]: row["standing"] for row in rows}


def test_a_newer_sheet_supersedes_and_a_withdrawal_restores(client: FlaskClient) -> None:
    before, after = submit(client, 2025), submit(client, 2026)
    assert standings(client) == {before: "superseded", after: "current"}
    assert standings(client, "?standing=current") == {after: "current"}
    withdrawn = client.post(f"/v1/diagnoses/{after}/withdrawal", json={"reason": "填错了厂区"})
    assert (withdrawn.status_code, withdrawn.json["standing"]) == (200, "withdrawn")
    assert standings(client) == {before: "current", after: "withdrawn"}
    shown = client.get(f"/v1/diagnoses/{after}").json
    assert shown["standing"] == "withdrawn"
    assert shown["withdrawn"].keys() == {"reason", "at", "by"}
    assert (shown["withdrawn"]["reason"], shown["withdrawn"]["by"]) == ("填错了厂区", "local")
    assert client.get(f"/v1/diagnoses/{before}").json["withdrawn"] is None
    assert "withdrawn" not in withdrawn.json
    headers = {"Accept-Language": "en"}
    page = client.get(f"/v1/diagnoses/{after}/summary", headers=headers).get_data(as_text=True)
    assert "> This diagnosis was withdrawn: do not use it." in page
    moment = "23 Nov 2026 16:30 (China time, UTC+8)"  # 08:30 UTC
    assert f"\n\n- Reason: 填错了厂区\n- Withdrawn: {moment} · local\n" in page
    page = client.get(f"/v1/diagnoses/{before}/summary", headers=headers).get_data(as_text=True)
    assert "withdrawn" not in page


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("zh-Hans", "这个信用代码和厂区登记的企业是「示例有限公司」。"),
        ("en", "This credit code and site are registered as 示例有限公司."),
    ],
)
def test_another_name_under_a_code_is_told_with_the_registered_name(
    client: FlaskClient, language: str, message: str
) -> None:
    submit(client, 2025)
    sheet = a_submission("screening", enterprise=an_enterprise(name="另一家有限公司"))
    headers = {"Accept-Language": language}
    made = client.post("/v1/diagnoses", json=sheet, headers=headers)
    assert made.json["register"]["effect"] == "other-name"
    assert made.json["register"]["message"].startswith(message)
    assert client.get(made.headers["Location"], headers=headers).json == made.json


def test_a_withdrawal_without_a_reason_is_refused(client: FlaskClient) -> None:
    stored = submit(client, 2026)
    refused = client.post(f"/v1/diagnoses/{stored}/withdrawal", json={})
    assert refused.status_code == 422
    assert standings(client) == {stored: "current"}
    nobody = client.post(f"/v1/diagnoses/{'0' * 8}-0000-7000-8000-{'0' * 12}/withdrawal",
                         json={"reason": "x"})  # fmt: skip
    assert nobody.status_code == 404


def changes(client: FlaskClient, after: int, limit: int = 200) -> Any:
    answer = client.get(f"/v1/changes?after={after}&limit={limit}")
    assert answer.status_code == 200
    return answer.json


def test_changes_are_read_on_from_the_last_number_without_a_gap(client: FlaskClient) -> None:
    assert changes(client, 0) == {"items": [], "after": 0, "more": False}
    stored = [submit(client, period) for period in (2024, 2025, 2026)]
    whole = changes(client, 0)
    assert whole["more"] is False and whole["after"] == whole["items"][-1]["number"]
    read, after, more = [], 0, True
    while more:
        page = changes(client, after, limit=2)
        read += page["items"]
        after, more = page["after"], page["more"]
    assert read == whole["items"]
    made = [each["id"] for each in read if each["kind"] == "diagnosis-stored"]
    assert made == stored
    superseded = [each["id"] for each in read if each["kind"] == "diagnosis-superseded"]
    assert superseded == stored[:2]
    assert {each["actor"] for each in read} == {"local"}
    assert changes(client, after) == {"items": [], "after": after, "more": False}


def test_every_way_into_and_out_of_a_chain_is_told(client: FlaskClient) -> None:
    firm = an_enterprise(chain="模具")
    early = client.post("/v1/enterprises", json=firm).json["id"]
    chain = client.post("/v1/chains", json={"name": "模具"}).json["id"]
    late = client.post("/v1/enterprises", json=firm | {"site": "2"}).json["id"]
    for method in (client.delete, client.put):
        for _ in range(2):  # the second time changes nothing
            assert method(f"/v1/chains/{chain}/enterprises/{late}").status_code == 204
    client.patch(f"/v1/enterprises/{late}", json={"chain": None}, headers={"If-Match": '"v3"'})
    assert [(each["kind"], each["id"]) for each in changes(client, 0)["items"]] == [
        ("enterprise-registered", early),
        ("chain-registered", chain),
        ("enterprise-changed", early),
        ("enterprise-registered", late),
        ("enterprise-changed", late),
        ("enterprise-changed", late),
        ("enterprise-changed", late),
    ]


@pytest.mark.parametrize("register", ["chain", "park"])
def test_chains_and_parks_are_renamed_and_removed(client: FlaskClient, register: str) -> None:
    firm = client.post("/v1/enterprises", json=an_enterprise(**{register: "模具"})).json["id"]
    address = f"/v1/{register}s"
    entry, other = (
        client.post(address, json={"name": name}).json["id"] for name in ("模具", "汽车")
    )
    renamed = client.put(f"{address}/{entry}", json={"name": "模具（东莞）"})
    assert (renamed.status_code, renamed.json["name"]) == (200, "模具(东莞)")
    assert client.get(f"{address}/{entry}").json == renamed.json
    taken = client.put(f"{address}/{entry}", json={"name": "汽车"})
    assert (taken.status_code, taken.json["type"]) == (409, f"{TYPE}already-registered")
    assert taken.headers["Location"] == f"{address}/{other}"
    assert client.put(f"{address}/{entry}", json={"city": 7}).status_code == 422
    refused = client.delete(f"{address}/{entry}")
    assert (refused.status_code, refused.json["type"]) == (409, f"{TYPE}has-members")
    assert [each["id"] for each in client.get(refused.headers["Location"]).json["items"]] == [firm]
    assert client.delete(f"{address}/{entry}/enterprises/{firm}").status_code == 204
    for status in (204, 404):
        assert client.delete(f"{address}/{entry}").status_code == status
    feed = [(each["kind"], each["id"], each["actor"]) for each in changes(client, 4)["items"]]
    assert feed == [
        (f"{register}-changed", entry, "local"),
        ("enterprise-changed", firm, "local"),
        (f"{register}-removed", entry, "local"),
    ]


def test_a_number_that_is_none_is_refused(client: FlaskClient) -> None:
    assert client.get("/v1/changes?after=x").status_code == 422
