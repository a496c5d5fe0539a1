"""Packages and trades over HTTP."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

EN = {"Accept-Language": "en"}


def test_a_package_says_what_to_do_on_monday_and_what_it_costs_the_firm(
    client: FlaskClient,
) -> None:
    package = client.get("/v1/packages/pkg-work-reporting?employees=60", headers=EN).get_json()
    assert package["name"] == "Work reporting by phone"
    assert package["first_step"] and package["done_when"]
    (cost,) = package["costs"]
    assert cost["build_wan"] == {"low": 2.0, "mid": 6.0, "high": 15.0}
    assert cost["three_years_wan"]["mid"] == 11.4
    assert [other["id"] for other in package["other_grades"]] == ["pkg-mes"]
    kinds = {effect["kind"] for effect in package["effects"]}
    assert {"position", "options", "systems"} <= kinds
    (term,) = package["build_terms"]
    assert (term["driver"], term["at"], term["exponent"]) == ("headcount", 60.0, 0.6)
    assert term["mark"]["basis"] == "estimated"


def test_a_position_that_asks_for_records_says_for_how_many_months(client: FlaskClient) -> None:
    pages = [
        client.get(f"/v1/packages?limit=200&grade={grade}").get_json()
        for grade in ("light", "full")
    ]
    ids = [row["id"] for page in pages for row in page["items"]]
    effects = [
        effect
        for name in ids
        for effect in client.get(f"/v1/packages/{name}").get_json()["effects"]
        if effect["item"] == "ai-data-history" and effect["to"] == 2
    ]
    assert effects
    assert {effect["months_of_records"] for effect in effects} == {12}


def test_a_package_costs_what_the_counts_of_the_trade_make_of_it(client: FlaskClient) -> None:
    row = next(
        row
        for row in client.get("/v1/packages?trade=trade-lamps&employees=35&limit=200").json[
            "items"
        ]
        if row["id"] == "pkg-machine-counter"
    )
    path = "/v1/packages/pkg-machine-counter?employees=35"
    assert client.get(f"{path}&trade=trade-lamps").json["costs"] == row["costs"]
    assert client.get(path).json["costs"] != row["costs"]
    refused = client.get(f"{path}&trade=trade-dreams")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "/trade"


def test_a_cost_says_whether_the_package_is_made_for_so_many(client: FlaskClient) -> None:
    for row in client.get("/v1/packages?limit=200").json["items"]:
        least, most = row["headcount"]["least"], row["headcount"]["most"]
        for cost in row["costs"]:
            fits = (least or 1) <= cost["employees"] <= (most or 100_000)
            assert cost["fits_headcount"] is fits
    (large,) = client.get("/v1/packages/pkg-orders-stock?employees=5000").json["costs"]
    assert large["fits_headcount"] is False


def test_a_list_keeps_what_a_firm_of_the_trade_may_buy(client: FlaskClient) -> None:
    rows = client.get("/v1/packages?trade=trade-lamps&employees=16&limit=200").get_json()["items"]
    ids = {row["id"] for row in rows}
    assert "pkg-mes" not in ids
    assert any(row["trades"] for row in rows)
    assert all(len(row["costs"]) == 1 for row in rows)


def test_an_industry_finds_its_trade_and_says_how_sure_that_is(client: FlaskClient) -> None:
    (row,) = client.get("/v1/trades?industry=C38", headers=EN).get_json()["items"]
    assert (row["id"], row["matched_by"]) == ("trade-small-appliances", "division")
    assert "commonest" in row["matched_how"]
    trade = client.get("/v1/trades/trade-lamps").get_json()
    assert len(trade["spine"]) >= 6
    assert all(pain["served_by"] for pain in trade["pains"])
    assert not any(figure["mark"]["unconfirmed"] for figure in trade["figures"])


EARLIER = (Path(__file__).parents[1] / "content" / "earlier_projects.txt").read_text().split()


def test_every_earlier_project_leads_to_its_package(client: FlaskClient) -> None:
    assert len(EARLIER) == 222
    packages = client.application.extensions["diagnosis"].content.packages
    for name in EARLIER:
        answer = client.get(f"/v1/projects/{name}")
        assert (answer.status_code, answer.data) == (301, b""), name
        package = answer.headers["Location"].removeprefix("/v1/packages/")
        assert name in packages[package].earlier_ids()
    assert client.get("/v1/projects/prj-mes", follow_redirects=True).json["id"] == "pkg-mes"


@pytest.mark.parametrize(
    ("path", "instead"),
    [
        ("/v1/projects/pkg-wms", "/v1/packages/pkg-wms"),
        ("/v1/packages/prj-wms-light", "/v1/packages/pkg-scan-store"),
    ],
)
def test_an_id_under_the_other_address_is_told_where_it_is(
    client: FlaskClient, path: str, instead: str
) -> None:
    answer = client.get(path, headers=EN)
    assert answer.status_code == 404 and instead in answer.get_json()["detail"]
    assert client.get(instead).status_code == 200


def test_the_list_of_projects_leads_to_the_packages(client: FlaskClient) -> None:
    answer = client.get("/v1/projects")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/v1/packages")
    assert client.get("/v1/projects?stage=ai").status_code == 422


@pytest.mark.parametrize("name", ["prj-dreams", "pkg-mes", "prj-mes/x", "%00"])
def test_what_was_no_project_leads_nowhere(client: FlaskClient, name: str) -> None:
    assert client.get(f"/v1/projects/{name}").status_code == 404


def test_a_package_names_the_cases_that_did_it(client: FlaskClient) -> None:
    cases = client.get("/v1/packages/pkg-hanger-line").json["cases"]
    assert "case-chuangxing-jeans" in [case["id"] for case in cases]
    listed = client.get("/v1/cases?package=pkg-hanger-line").json["items"]
    assert [case["id"] for case in listed] == [case["id"] for case in cases]
    by_earlier = client.get("/v1/cases?package=prj-esop").json["items"]
    assert by_earlier == client.get("/v1/cases?package=pkg-mes").json["items"] != []


@pytest.mark.parametrize("path", ["/v1/packages/pkg-dreams", "/v1/trades/trade-dreams"])
def test_what_is_not_there_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("/v1/packages?employees=0", "/employees"),
        ("/v1/packages?employees=many", "/employees"),
        ("/v1/packages?trade=trade-dreams", "/trade"),
        ("/v1/packages?pain=ennui", "/pain"),
        ("/v1/packages/pkg-mes?employees=1e9", "/employees"),
        ("/v1/trades?industry=C99", "/industry"),
    ],
)
def test_bad_wishes_are_refused_with_where_they_stand(
    client: FlaskClient, path: str, pointer: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.get_json()["errors"]] == [pointer]
