"""A result is read by whoever has its link, who sees no answer and changes nothing."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.web.access.policy import POLICIES
from diagnosis.web.openapi.document import document
from tests.builders import an_example
from tests.contract.spec import hold_to_document, operations
from tests.keys import KEY, add_key, bearer, key_named
from tests.web.access.nameless import Holder, problem_of

NOWHERE = "01a20786-0000-7000-8000-000000000000"
CANARY = "canary-of-the-firm"
SHOWN = {
    "recipient", "ends_at", "firm", "about", "form", "made_on", "is_draft", "is_withdrawn",
    "headline", "standards", "first", "weak_points", "plan", "notice",
}  # fmt: skip


class Shared:
    """A submitted sheet of an organisation, and links to its result."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client = app, app.test_client()
        sheet = an_example("dongguan-mould-shop") | {"reference": CANARY}
        made: Any = self.client.post("/v1/diagnoses", json=sheet)
        assert made.status_code == 201, made.text
        self.sheet: Any = sheet
        self.firm = made.json["enterprise_id"]
        self.id = made.json["assessment_id"]
        self.links = f"/v1/assessments/{self.id}/result-links"

    def give(self, **more: Any) -> Any:
        """Return the answer to giving a link."""
        return self.client.post(self.links, json={"recipient": "bank"} | more)

    def look(self, given: Any, method: str = "GET", path: str | None = None, **more: Any) -> Any:
        """Return the answer to a request with a link and no key."""
        client = FlaskClient(self.app, self.app.response_class)
        headers = {"Result-Link": given["link"]} | more.pop("headers", {})
        path = path or f"/v1/results/{given['id']}"
        return client.open(path, method=method, headers=headers, **more)


@pytest.fixture
def shared(app: Flask) -> Shared:
    """Return a submitted sheet of the organisation of the tests."""
    return Shared(app)


def test_a_link_shows_its_result_and_no_answer(shared: Shared, app: Flask) -> None:
    given = shared.give(open_days=7)
    assert given.headers["Cache-Control"] == "no-store"
    assert given.headers["Location"] == f"{shared.links}/{given.json['id']}"
    assert re.fullmatch(r"dr_[\w-]{43}", given.json["link"])
    listed: Any = shared.client.get(shared.links)
    assert given.json["link"] not in listed.text
    (shown,) = listed.json["items"]
    assert shown == {name: value for name, value in given.json.items() if name != "link"}
    assert (shown["state"], shown["recipient"], shown["created_by"]) == ("active", "bank", "local")
    result = shared.look(given.json)
    assert result.status_code == 200, result.text
    assert result.headers["Cache-Control"] == "no-store"
    hold_to_document(app, result, "/v1/results/{result_link_id}", "get")
    assert set(result.json) == SHOWN
    facts = shared.sheet["enterprise"]
    assert result.json["firm"] == facts["name"]
    assert len(result.json["first"]) == 3 and result.json["plan"]["packages"]
    assert len(result.json["standards"]) == 4 and result.json["weak_points"]
    assert not result.json["is_draft"]
    hidden = (CANARY, facts["credit_code"], shared.id, shared.firm, given.json["link"])
    assert not [each for each in hidden if each in result.text]
    content = app.extensions["diagnosis"].content
    for item, answer in shared.sheet["answers"].items():
        assert f'"{item}"' not in result.text
        options = getattr(content.bank[item], "options", ())
        if isinstance(answer, int) and len(options) > answer:
            own, other = options[answer], options[min(answer + 1, len(options) - 1)]
            assert own is other or str(own) not in result.text


def test_a_viewer_at_every_operation(shared: Shared, app: Flask) -> None:
    given, other, checked = shared.give().json, shared.give().json, 0
    for path, method, operation in operations(document(app)):
        policy = POLICIES[operation["operationId"]]
        if not policy.roles or policy.changes_hands:
            continue
        names = dict.fromkeys(re.findall(r"{(\w+)}", path), NOWHERE) | {"project": "pkg-agv"}
        names |= {"assessment_id": shared.id, "enterprise_id": shared.firm}
        if path == "/v1/results/{result_link_id}":
            for link_id in (other["id"], NOWHERE):
                answer = shared.look(given, path=path.format(result_link_id=link_id))
                assert problem_of(answer) == (404, "not-found")
            continue
        answer = shared.look(given, method, path.format(**names), headers={"If-Match": "*"})
        assert problem_of(answer) == (403, "not-allowed"), (path, method, answer.text)
        checked += 1
    assert checked > 50


def test_a_link_that_is_revoked_or_has_ended_shows_nothing(shared: Shared, app: Flask) -> None:
    first, second = shared.give().json, shared.give(open_days=1).json
    assert shared.client.delete(f"{shared.links}/{first['id']}").status_code == 204
    assert shared.client.delete(f"{shared.links}/{first['id']}").status_code == 204
    assert problem_of(shared.look(first)) == (401, "link-needed")
    assert shared.look(second).status_code == 200
    app.extensions["diagnosis"].clock.now += timedelta(days=1)
    assert problem_of(shared.look(second)) == (401, "link-needed")
    states = [item["state"] for item in (shared.client.get(shared.links).json or {})["items"]]
    assert states == ["ended", "revoked"]
    for text in ("", "dr_x", "dr_" + "A" * 43, "dl_" + "A" * 43):
        assert shared.look(second, headers={"Result-Link": text}).status_code == 401
    mixed = shared.look(second, headers=bearer(KEY))
    assert [each["pointer"] for each in mixed.json["errors"]] == ["/Result-Link"]


def test_links_of_another_organisation_are_not_there(shared: Shared, app: Flask) -> None:
    given, key = shared.give().json, key_named("foreignofall")
    add_key(app.extensions["diagnosis"].store, key, organisation="stranger")
    client = FlaskClient(app, app.response_class)
    place = f"{shared.links}/{given['id']}"
    for method, path in (("get", shared.links), ("post", shared.links), ("delete", place)):
        body = {"recipient": "x"} if method == "post" else None
        answer = client.open(path, method=method.upper(), headers=bearer(key), json=body)
        assert problem_of(answer) == (404, "not-found"), (method, path)
    assert shared.look(given).status_code == 200


def test_each_link_given_and_taken_back_is_entered(shared: Shared) -> None:
    given = shared.give().json
    shared.client.delete(f"{shared.links}/{given['id']}")
    audit: Any = shared.client.get(f"/v1/enterprises/{shared.firm}/audit").json
    kinds = [each["kind"] for each in audit["items"] if each["subject_id"] == given["id"]]
    assert kinds == ["result-link-revoked", "result-link-given"]
    assert given["link"] not in str(audit)
    feed: Any = shared.client.get("/v1/changes?limit=200").json
    assert {"result-link-given", "result-link-revoked"} <= {e["kind"] for e in feed["items"]}


def test_a_nameless_sheet_gives_links_that_go_with_it(app: Flask) -> None:
    holder = Holder(app)
    sheet_id = holder.opened["assessment"]["id"]
    given = holder.ask("post", f"/v1/assessments/{sheet_id}/result-links", json={"recipient": "b"})
    assert given.status_code == 201, given.text
    client = FlaskClient(app, app.response_class)
    place, link = f"/v1/results/{given.json['id']}", {"Result-Link": given.json["link"]}
    shown: Any = client.get(place, headers=link)
    assert shown.status_code == 200, shown.text
    assert (shown.json["firm"], shown.json["is_draft"]) == (None, True)
    assert holder.code not in shown.text
    assert holder.ask("delete", f"/v1/sheets/{sheet_id}").status_code == 204
    assert problem_of(client.get(place, headers=link)) == (401, "link-needed")


def test_a_sheet_without_an_answer_is_shown_as_such(app: Flask) -> None:
    client = app.test_client()
    facts = an_example("dongguan-mould-shop")["enterprise"]
    draft: Any = client.post("/v1/assessments", json={"form": "full", "enterprise": facts}).json
    place = f"/v1/assessments/{draft['id']}/result-links"
    given: Any = client.post(place, json={"recipient": "bank"}).json
    link = {"Result-Link": given["link"]}
    shown: Any = FlaskClient(app, app.response_class).get(
        f"/v1/results/{given['id']}", headers=link
    )
    assert shown.status_code == 200, shown.text
    hold_to_document(app, shown, "/v1/results/{result_link_id}", "get")
    assert shown.json["plan"] is None
