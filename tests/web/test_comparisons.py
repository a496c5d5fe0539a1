"""Two roadmaps side by side: what only one of them does, and why the other does not."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.builders import an_example

WISH = {"budget_wan": 60, "starts_on": "2027-01-04"}
NOTED = ("done", "running", "dropped")


@pytest.fixture
def compared(client: FlaskClient) -> dict[str, Any]:
    """Return the ids that were noted, a roadmap and its follow-up, and both beside each other."""
    made = client.post("/v1/diagnoses", json=an_example("foshan-furniture-maker")).get_json()
    path = f"/v1/assessments/{made['assessment_id']}/roadmaps"
    first = client.post(path, json=WISH).get_json()
    cards = [card["id"] for phase in first["phases"] for card in phase["packages"]]
    noted = dict(zip(cards, NOTED, strict=False))
    notes = [
        {"project": name, "status": status, "reason": "换了负责人"}
        for name, status in noted.items()
    ]
    first_path = f"/v1/roadmaps/{first['id']}"
    assert client.post(f"{first_path}/progress", json={"projects": notes}).status_code == 201
    second = client.post(path, json=WISH).get_json()
    english = {"Accept-Language": "en"}
    there = client.get(f"{first_path}/compare?with={second['id']}", headers=english).get_json()
    back = client.get(f"/v1/roadmaps/{second['id']}/compare?with={first['id']}").get_json()
    return {"noted": noted, "there": there, "back": back}


def test_what_is_done_or_in_hand_is_not_shown_as_left_out(compared: dict[str, Any]) -> None:
    for side, comparison in (("only_first", compared["there"]), ("only_second", compared["back"])):
        rows = {row["id"]: row for row in comparison[side]}
        assert {name: rows[name]["why"] for name in compared["noted"]} == compared["noted"]
        assert all(row["reason"] for row in rows.values())


def test_the_sentence_counts_what_is_no_loss(compared: dict[str, Any]) -> None:
    there, back = (compared[name] for name in ("there", "back"))
    for part in ("1 done already", "1 in hand already", "1 noted as dropped"):
        assert part in there["summary"]
    assert f"{len(there['only_first'])} of the first are not in the second" in there["summary"]
    for part in ("1 项已经做过", "1 项正在做", "1 项记了放弃"):
        assert part in back["summary"]


def test_what_a_what_if_takes_for_done_is_marked(client: FlaskClient) -> None:
    body = {"sheet": an_example("foshan-furniture-maker"), "roadmap": WISH}
    plan = client.post("/v1/roadmaps/preview", json=body).get_json()["roadmap"]
    done, refused = (card["id"] for card in plan["phases"][0]["packages"][:2])
    change = {"what_if": {"roadmap": {"done": [done], "refused": [refused]}}}
    shown = client.post("/v1/roadmaps/preview", json=body | change).get_json()["comparison"]
    why = {row["id"]: row["why"] for row in shown["only_first"]}
    assert (why[done], why[refused]) == ("done", "refused")
    assert "1 项已经做过" in shown["summary"]


def test_the_same_plan_twice_is_said_to_be_the_same(client: FlaskClient) -> None:
    body = {"sheet": an_example("foshan-furniture-maker"), "roadmap": WISH, "what_if": {}}
    shown = client.post("/v1/roadmaps/preview", json=body).get_json()["comparison"]
    assert shown["summary"] == "两份计划做的是同样的事。"


PLAN_MOST, PAIR_MOST = 40_000, 60_000
"""Bytes of a roadmap, and of one beside a what-if, where `details` does not ask for all."""


def test_stored_roadmaps_are_short_and_in_full_on_request(client: FlaskClient) -> None:
    sheet = an_example("shenzhen-electronics-plant")
    made = client.post("/v1/diagnoses", json=sheet).get_json()
    wish = {"budget_wan": 3000, "budgets_wan": [10, 50, 250, 1250], "left_out": True}
    path = f"/v1/assessments/{made['assessment_id']}/roadmaps"
    created = client.post(path, json=wish)
    address = created.headers["Location"]
    for language in ("zh", "en"):
        headers = {"Accept-Language": language}
        short = client.get(address, headers=headers)
        full = client.get(f"{address}?details=true", headers=headers)
        assert len(short.data) <= PLAN_MOST < len(full.data)
        flags = [[card["in_full"] for phase in answer.get_json()["phases"]
                  for card in phase["packages"]] for answer in (short, full)]  # fmt: skip
        assert all(flags[1]) and not all(flags[0]) and len(flags[0]) == len(flags[1])
        pair = client.post(f"{address}/compare", json={"budget_wan": 700}, headers=headers)
        assert len(pair.data) <= PAIR_MOST and pair.get_json()["what_if"]["details"] is None
        both = client.post(
            f"{address}/compare?details=true", json={"budget_wan": 700}, headers=headers
        )
        assert both.get_json()["roadmap"] == full.get_json()
        assert both.get_json()["what_if"]["details"]["account"]
    assert len(created.data) <= PLAN_MOST
