"""What an answer may weigh, whatever was sent: faults are counted, pointers and lists cut."""

import json
import tracemalloc
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.builders import a_sheet

MOST_ANSWERED = 300_000
"""Bytes of an answer to a body of at most 1 MB."""
MOST_HELD = 200_000_000
"""Bytes held meanwhile."""
PREVIEW, PLAN = "/v1/diagnoses/preview", "/v1/roadmaps/preview"


def many(count: int, prefix: str = "n") -> dict[str, int]:
    return {f"{prefix}{number}": 1 for number in range(count)}


def text(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def plan(**more: Any) -> str:
    return text({"sheet": a_sheet(), "roadmap": {"budget_wan": 100}, **more})


def wishes(**wish: Any) -> str:
    return plan(roadmap={"budget_wan": 100, **wish})


def marks(**facts: str) -> str:
    """Return a sheet with some facts, as many characters as letters."""
    return json.dumps(a_sheet(enterprise=facts), ensure_ascii=False)


LONG_KEY = "😀" + "k" * 900_000
UNORDERED = "a" + "\u0301\u0316" * 200_000
"""Marks that Unicode has in the other order: putting them in order takes the square."""
CHANGED = {"answers": many(30_000), "enterprise": many(30_000)}
BODIES = {
    "a NaN below a long key": (PREVIEW, '{"' + "k" * 60_000 + '":[' + "0," * 100_000 + "NaN]}"),
    "many NaN below a long key": (PREVIEW, '{"' + "k" * 20_000 + '":[' + "NaN," * 20_000 + "0]}"),
    "many NaN nested deeply": (PREVIEW, '{"k":' * 400 + "[" + "NaN," * 20_000 + "0]" + "}" * 400),
    "one key twice among many": (PREVIEW, '{"n1":0,' + text(many(60_000))[1:]),
    "many keys twice": (PREVIEW, text(many(40_000))[:-1] + "," + text(many(40_000))[1:]),
    "unknown fields": (PREVIEW, text(many(70_000))),
    "unknown items": (PREVIEW, text(a_sheet(answers=many(70_000)))),
    "an item with a name of half a megabyte": (PREVIEW, text(a_sheet(answers={"x" * 500_000: 1}))),
    "unknown facts": (PREVIEW, text(a_sheet(enterprise=many(70_000)))),
    "unknown claims": (PLAN, plan(facts={"declared": many(60_000)})),
    "unknown roles": (PLAN, plan(facts={"roles": many(60_000)})),
    "unknown packages": (PLAN, wishes(wanted=["pkg-mes-lite"] * 50_000)),
    "unknown packages, as many as may be": (PLAN, wishes(refused=["pkg-mes-lite"] * 400)),
    "unknown goals": (PLAN, wishes(goals=["gold"] * 90_000)),
    "unknown fields of a wish": (PLAN, wishes(**many(60_000))),
    "many phases": (PLAN, wishes(phases=[{}] * 90_000)),
    "faults before a change and after it": (
        PLAN, text({"sheet": a_sheet(answers=many(30_000)), "roadmap": {}, "what_if": CHANGED})
    ),
    "many NaN below a key of nearly a megabyte": (
        PREVIEW, f'{{"{LONG_KEY}":[{"NaN," * 20_000}0]}}'
    ),
    "very many faults before a change and after it": (
        PLAN,
        text({"sheet": a_sheet(answers=many(60_000)), "roadmap": {}, "what_if": {"answers": {}}}),
    ),
    "marks out of order in a place": (PREVIEW, marks(city=UNORDERED)),
    "marks out of order in an industry": (PREVIEW, marks(industry=UNORDERED)),
    "marks out of order in a name": (
        "/v1/enterprises", json.dumps({"name": UNORDERED}, ensure_ascii=False)
    ),
    "a level of many digits": (PLAN, wishes(target="gbt-39116-2020:" + "9" * 5_000)),
}  # fmt: skip


@pytest.mark.parametrize(("path", "body"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_answer_is_bounded(client: FlaskClient, path: str, body: str, language: str) -> None:
    assert len(body.encode()) < 1_000_000
    tracemalloc.start()
    try:
        answer = client.post(
            path,
            data=body.encode(),
            headers={"Content-Type": "application/json", "Accept-Language": language},
        )
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert 400 <= answer.status_code < 500
    assert answer.json["errors"]
    assert len(answer.get_data()) <= MOST_ANSWERED
    assert held <= MOST_HELD


def test_faults_beyond_a_hundred_are_counted(client: FlaskClient) -> None:
    body = many(250) | {"answers": {}}
    problem = client.post(PREVIEW, json=body, headers={"Accept-Language": "en"}).json

    assert problem["detail"].startswith("Faults in the input: 251, the first 100 listed")
    assert (len(problem["errors"]), problem["more"]) == (100, 151)


def test_a_hundred_faults_are_listed(client: FlaskClient) -> None:
    problem = client.post(PREVIEW, json=many(99) | {"answers": {}}).json

    assert len(problem["errors"]) == 100 and "more" not in problem


def test_faults_of_the_writing_are_counted(client: FlaskClient) -> None:
    body = "[" + "NaN," * 300 + "0]"
    problem = client.post(PREVIEW, data=body, content_type="application/json").json

    assert (len(problem["errors"]), problem["more"]) == (100, 200)
    assert [fault["pointer"] for fault in problem["errors"][:2]] == ["/0", "/1"]


def test_faults_before_a_change_and_after_it_are_counted(client: FlaskClient) -> None:
    changed = {"answers": many(300), "enterprise": {"city": "x"}}
    sheet = a_sheet(answers=many(250))
    body = {"sheet": sheet, "roadmap": {"budget_wan": 1}, "what_if": changed}
    problem = client.post(PLAN, json=body).json

    listed = problem["errors"]
    assert len(listed) == 100 and {fault["code"] for fault in listed} == {"unknown-item"}
    assert problem["more"] > 250


@pytest.mark.parametrize("number", ["1e308", "-1.5e300", "5e-324", "9" * 30])
def test_numbers_under_a_key_take_no_more_than_they_are_long(
    client: FlaskClient, number: str
) -> None:
    body = f"[0.0,{','.join([number] * (900_000 // (len(number) + 1)))}]"
    tracemalloc.start()
    try:
        answer = client.post(
            "/v1/diagnoses", data=body, content_type="application/json",
            headers={"Idempotency-Key": "many numbers"},
        )  # fmt: skip
        held = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.status_code == 422 and held < MOST_HELD / 2


def test_a_long_list_is_told_by_its_beginning(client: FlaskClient) -> None:
    sheet = {"sheet": a_sheet(), "roadmap": {"budget_wan": 1}, "facts": {"declared": {"x": True}}}
    problem = client.post(PLAN, json=sheet, headers={"Accept-Language": "en"}).json

    (fault,) = problem["errors"]
    assert fault["message"].endswith(" in all).") and len(fault["message"]) < 600
