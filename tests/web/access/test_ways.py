"""A cookie beside other ways to say who asks: a browser sends it along with whatever it sends."""

from typing import Any

import pytest
from flask import Flask

from tests.keys import KEY, bearer
from tests.web.access.nameless import Holder, problem_of

HERE = "/v1/session"
WHO = {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11Y"}


@pytest.fixture
def holder(app: Flask) -> Holder:
    """Return somebody with a nameless sheet, in a browser with a session of an enterprise."""
    holder = Holder(app)
    assert holder.client.post(HERE, json={"key": KEY}).status_code == 201
    return holder


def proof_of(holder: Holder) -> dict[str, str]:
    session: Any = holder.client.get(HERE).json
    return {"X-CSRF-Token": session["csrf_token"]}


def test_a_code_counts_before_the_cookie(holder: Holder) -> None:
    assert len(holder.ask("GET", "/v1/sheets").json["items"]) == 1
    assert problem_of(holder.ask("GET", "/v1/chains")) == (403, "not-allowed")
    assert problem_of(holder.ask("GET", "/v1/chains", "22")) == (401, "mistyped-code")
    assert holder.client.get("/v1/chains").status_code == 200
    # No other site makes a browser send the line: it needs no proof.
    assert holder.ask("DELETE", holder.sheet).status_code == 204


def test_a_cookie_is_no_code(holder: Holder) -> None:
    assert problem_of(holder.client.get("/v1/sheets")) == (401, "code-needed")


def test_a_key_counts_before_the_cookie_and_not_beside_a_code(holder: Holder) -> None:
    known: Any = holder.client.get(HERE, headers=bearer(KEY)).json
    assert known["known_by"] == "key"
    chain = {"name": "模具"}
    assert problem_of(holder.client.post("/v1/chains", json=chain)) == (403, "cross-site")
    assert holder.client.post("/v1/chains", json=chain, headers=bearer(KEY)).status_code == 201
    wrong = bearer(KEY[:-1] + "B")
    assert problem_of(holder.client.get("/v1/chains", headers=wrong)) == (401, "key-needed")
    (fault,) = holder.ask("GET", "/v1/sheets", headers=bearer(KEY)).json["errors"]
    assert (fault["pointer"], fault["code"]) == ("/Resume-Code", "told-twice-who")


def test_a_sheet_is_attached_with_a_session_and_its_code(holder: Holder) -> None:
    path = f"{holder.sheet}/attachment"
    assert problem_of(holder.ask("POST", path, json=WHO)) == (403, "cross-site")
    answer = holder.client.post(path, json=WHO, headers=proof_of(holder))
    assert problem_of(answer) == (401, "code-needed")
    answer = holder.ask("POST", path, json=WHO, headers=proof_of(holder))
    assert answer.status_code == 200, answer.text
    firms: Any = holder.client.get("/v1/enterprises").json["items"]
    assert [firm["name"] for firm in firms] == [WHO["name"]]
