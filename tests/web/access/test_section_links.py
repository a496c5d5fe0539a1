"""A section of a draft is answered by whoever has its link, who sees nothing else of the firm."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from diagnosis.web.access.policy import POLICIES
from diagnosis.web.openapi.document import document
from tests.contract.spec import operations
from tests.keys import KEY, add_key, bearer, key_named
from tests.web.access.nameless import Holder, problem_of
from tests.web.access.respondents import CANARY, Draft, Respondent

MONEY = ("sales-management", "procurement-management", "warehouse-management")
WORK = ("planning-scheduling", "production-control")


@pytest.fixture
def draft(app: Flask) -> Draft:
    """Return a draft of the organisation of the tests."""
    return Draft(app)


def test_a_link_opens_its_section_and_nothing_else(draft: Draft) -> None:
    given = draft.give(open_days=7)
    assert given.headers["Cache-Control"] == "no-store"
    assert given.headers["Location"] == f"{draft.links}/{given.json['id']}"
    assert re.fullmatch(r"dl_[\w-]{43}", given.json["link"])
    listed: Any = draft.client.get(draft.links)
    assert given.json["link"] not in listed.text
    (shown,) = listed.json["items"]
    assert shown == {name: value for name, value in given.json.items() if name != "link"}
    assert (shown["state"], shown["created_by"], shown["respondent"]) == (
        "active",
        "local",
        "会计",
    )
    respondent = Respondent(draft.app, given.json)
    section = respondent.ask()
    assert section.status_code == 200, section.text
    assert section.json["section"]["id"] == "money-stock"
    assert (section.json["answers"], section.json["yours"]) == ({}, {})
    firm: Any = draft.client.get(draft.place).json
    facts = firm["sheet"]["enterprise"]
    for secret in (CANARY, facts["name"], facts["credit_code"], firm["enterprise_id"], "ai-plan"):
        assert secret not in section.text
    saved = respondent.answer({"sales-management": 2})
    assert saved.status_code == 200, saved.text
    assert saved.json["yours"] == saved.json["answers"] == {"sales-management": 2}
    assert draft.answers() == {"ai-plan": 1, "sales-management": 2}


def test_a_respondent_at_every_operation(draft: Draft, app: Flask) -> None:
    respondent, other, checked = draft.respondent(), draft.respondent(), 0
    nowhere = "01a20786-0000-7000-8000-000000000000"
    for path, method, operation in operations(document(app)):
        policy = POLICIES[operation["operationId"]]
        if not policy.roles or policy.changes_hands:
            continue
        names = dict.fromkeys(re.findall(r"{(\w+)}", path), nowhere) | {"project": "pkg-agv"}
        names |= {"assessment_id": draft.place.rpartition("/")[2]}
        if path == "/v1/sections/{link_id}":
            for link_id, status in ((other.place.rpartition("/")[2], 404), (nowhere, 404)):
                address = path.format(link_id=link_id)
                body = {"answers": {}}
                answer = respondent.ask(method, address, json=body, headers={"If-Match": "*"})
                assert answer.status_code == status
            continue
        answer = respondent.ask(method, path.format(**names), headers={"If-Match": "*"})
        assert problem_of(answer) == (403, "not-allowed"), (path, method, answer.text)
        checked += 1
    assert checked > 50


def test_a_link_that_is_revoked_or_has_ended_opens_nothing(draft: Draft, app: Flask) -> None:
    first, second = draft.respondent(), draft.respondent(open_days=1)
    first.answer({"sales-management": 2})
    revoked = draft.client.delete(f"{draft.links}/{first.place.rpartition('/')[2]}")
    assert revoked.status_code == 204
    assert problem_of(first.ask()) == (401, "link-needed")
    assert second.ask().status_code == 200
    app.extensions["diagnosis"].clock.now += timedelta(days=1)
    assert problem_of(second.ask()) == (401, "link-needed")
    states = [item["state"] for item in (draft.client.get(draft.links).json or {})["items"]]
    assert states == ["ended", "revoked"]
    assert draft.answers()["sales-management"] == 2
    for text in ("", "dl_x", "dl_" + "A" * 43):
        assert second.ask(headers={"Section-Link": text}).status_code == 401
    mixed = second.ask(headers=bearer(KEY))
    assert [each["pointer"] for each in mixed.json["errors"]] == ["/Section-Link"]


def test_a_link_of_what_was_submitted_says_that_it_was_handed_in(draft: Draft) -> None:
    respondent, other = draft.respondent(), draft.respondent()
    headers = {"If-Match": "*"}
    body = {"accept_incomplete": True}
    made = draft.client.post(f"{draft.place}/submit", json=body, headers=headers)
    assert made.status_code == 201
    for answer in (respondent.ask(), respondent.answer({"sales-management": 1})):
        assert problem_of(answer) == (409, "sheet-handed-in")
        assert "已经提交" in answer.json["title"]
        assert "Location" not in answer.headers
        assert CANARY not in answer.text
    assert respondent.ask(path=other.place).status_code == 404
    assert draft.give().status_code == 409


def test_a_disagreement_that_was_open_is_said_in_the_diagnosis(draft: Draft) -> None:
    """The owner says 3, the accountant 1; what the owner decided on is no more a disagreement."""
    accountant = draft.respondent()
    draft.save(**{"warehouse-management": 3, "sales-management": 2})
    accountant.answer({"warehouse-management": 1, "sales-management": 1})
    draft.save(**{"sales-management": 2})
    headers = {"If-Match": "*"}
    body = {"accept_incomplete": True}
    made: Any = draft.client.post(f"{draft.place}/submit", json=body, headers=headers).json
    item: Any = draft.client.get(f"{draft.place}/respondents").json
    (name,) = (each["name"] for each in item["items"] if each["is_open"])
    note = f"「{name}」提交时还有不同的填法：表上是 3，另有人填 1。自报以表上为准。"
    place = f"/v1/diagnoses/{made['id']}"
    later: Any = draft.client.get(place).json
    for notices in (made["notice"], later["notice"]):
        assert [each for each in notices if "不同的填法" in each] == [note]
    assert "表上是 3，另有人填 1" in draft.client.get(f"{place}/summary").text
    english: Any = draft.client.get(place, headers={"Accept-Language": "en"}).json
    assert any("the sheet says 3, somebody else 1." in each for each in english["notice"])


def test_what_others_answered_stays_and_the_other_answer_is_kept(draft: Draft) -> None:
    accountant, head = draft.respondent(), draft.respondent(respondent="生产主管")
    draft.save(**{"warehouse-management": 3})
    accountant.answer({"sales-management": 2, "warehouse-management": 1})
    seen = head.answer({"sales-management": 1, "procurement-management": 2}).json
    assert seen["answers"] == {
        "sales-management": 2, "warehouse-management": 3, "procurement-management": 2
    }  # fmt: skip
    assert seen["yours"] == {"sales-management": 1, "procurement-management": 2}
    accountant.answer({"sales-management": 2.5, "warehouse-management": None})
    head.answer({"procurement-management": None, "sales-management": 2.5})
    assert draft.answers() == {
        "ai-plan": 1, "sales-management": 2.5, "warehouse-management": 3
    }  # fmt: skip
    assert head.ask().json["yours"] == {"sales-management": 2.5}
    assert accountant.ask().json["yours"] == {"sales-management": 2.5}


def test_a_tag_is_of_the_section_alone(draft: Draft) -> None:
    accountant, head = draft.respondent(), draft.respondent("work", "生产主管")
    tag = accountant.ask().headers["ETag"]
    assert head.answer({"production-control": 1}).status_code == 200
    draft.save(**{"ai-plan": 2})
    assert accountant.answer({"sales-management": 1}, tag).status_code == 200
    late = accountant.answer({"sales-management": 2}, tag)
    assert problem_of(late) == (412, "stale")
    assert accountant.ask("PATCH", json={"answers": {}}).status_code == 428


def test_respondents_and_owner_write_at_once_and_lose_nothing(draft: Draft) -> None:
    accountant, other = draft.respondent(), draft.respondent()
    head = draft.respondent("work", "生产主管")
    verbs = [
        *(lambda item=item: accountant.answer({item: 2}) for item in MONEY[:2]),
        lambda: other.answer({MONEY[2]: 2}),
        *(lambda item=item: head.answer({item: 2}) for item in WORK),
        lambda: draft.save(**{"ai-plan": 2}),
    ]
    with ThreadPoolExecutor(len(verbs)) as pool:
        statuses = [each.result().status_code for each in [pool.submit(verb) for verb in verbs]]
    assert statuses == [200] * len(verbs)
    assert draft.answers() == dict.fromkeys((*MONEY, *WORK, "ai-plan"), 2)


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"answers": {"ai-plan": 1}}, "/answers/ai-plan", "not-in-section"),
        ({"answers": {"sales-management": 9}}, "/answers/sales-management", None),
        ({"answers": 3}, "/answers", "wrong-type"),
        ({}, "/answers", "missing-field"),
        ({"answers": {}, "enterprise": {}}, "/enterprise", "unknown-field"),
        ([], "", "wrong-type"),
    ],
)
def test_faults_point_into_what_was_sent(
    draft: Draft, body: Any, pointer: str, code: str | None
) -> None:
    answer = draft.respondent().ask("PATCH", json=body, headers={"If-Match": "*"})
    assert answer.status_code == 422, answer.text
    (fault,) = answer.json["errors"]
    assert fault["pointer"] == pointer and code in (None, fault["code"])
    assert draft.answers() == {"ai-plan": 1}


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"section": "nowhere"}, "/section", "unknown-value"),
        ({"section": None}, "/section", "missing-field"),
        ({"respondent": " "}, "/respondent", "missing-field"),
        ({"open_days": 31}, "/open_days", "out-of-range"),
        ({"name": "x"}, "/name", "unknown-field"),
    ],
)
def test_what_is_no_link_is_refused(draft: Draft, changes: Any, pointer: str, code: str) -> None:
    answer = draft.client.post(
        draft.links, json={"section": "money-stock", "respondent": "会计"} | changes
    )
    assert answer.status_code == 422
    shown: Any = answer.json
    assert [(each["pointer"], each["code"]) for each in shown["errors"]] == [(pointer, code)]


def test_links_are_the_owners_alone(draft: Draft, app: Flask) -> None:
    other = key_named("fillsstrange")
    add_key(app.extensions["diagnosis"].store, other, organisation="stranger")
    given = draft.give().json
    for method, path in (
        ("GET", draft.links), ("POST", draft.links), ("DELETE", f"{draft.links}/{given['id']}")
    ):  # fmt: skip
        body = {"section": "money-stock", "respondent": "x"}
        answer = draft.client.open(path, method=method, json=body, headers=bearer(other))
        assert answer.status_code == 404, (method, path)
    elsewhere = f"{Draft(app).links}/{given['id']}"
    assert draft.client.delete(elsewhere).status_code == 404
    assert Respondent(app, given).ask().status_code == 200


def test_links_go_with_the_sheet_that_is_attached(app: Flask) -> None:
    holder = Holder(app)
    body = {"section": "money-stock", "respondent": "会计"}
    given = holder.ask("POST", f"{holder.place}/links", json=body)
    assert given.status_code == 201, given.text
    respondent = Respondent(app, given.json)
    assert respondent.answer({"sales-management": 1}).status_code == 200
    who = {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11Y"}
    attached = holder.ask("POST", f"{holder.sheet}/attachment", json=who, headers=bearer(KEY))
    assert attached.status_code == 200, attached.text
    assert respondent.answer({"procurement-management": 1}).status_code == 200
    kept: Any = app.test_client().get(holder.place).json
    assert kept["sheet"]["answers"] == {"sales-management": 1, "procurement-management": 1}
    assert len((app.test_client().get(f"{holder.place}/links").json or {})["items"]) == 1
    other = Holder(app)
    given = other.ask("POST", f"{other.place}/links", json=body).json
    other.ask("DELETE", other.sheet)
    assert Respondent(app, given).ask().status_code == 401


def test_a_draft_that_is_given_up_takes_its_links_along(draft: Draft) -> None:
    respondent = draft.respondent()
    respondent.answer({"sales-management": 1})
    gone = draft.client.delete(draft.place, headers={"If-Match": "*"})
    assert gone.status_code == 204
    assert respondent.ask().status_code == 401


def test_the_owner_sees_who_disagrees_and_decides(draft: Draft) -> None:
    accountant, head = draft.respondent(), draft.respondent(respondent="生产主管")
    place = f"{draft.place}/respondents"

    def listed() -> Any:
        return (draft.client.get(place).json or {})["items"]

    assert listed() == []
    accountant.answer({"sales-management": 2, "procurement-management": 1})
    head.answer({"sales-management": 1, "procurement-management": 1})
    agreed, disagreed = listed()
    assert (agreed["id"], agreed["is_open"]) == ("procurement-management", False)
    assert (disagreed["id"], disagreed["answer"], disagreed["is_open"]) == (
        "sales-management", 2, True
    )  # fmt: skip
    said = [(each["respondent"], each["answer"]) for each in disagreed["respondents"]]
    assert said == [("会计", 2), ("生产主管", 1)]
    draft.save(**{"sales-management": 1.5})
    settled = listed()[1]
    assert (settled["answer"], settled["is_open"]) == (1.5, False)
    assert all(each["settled_at"] for each in settled["respondents"])
    head.answer({"sales-management": 1})
    assert listed()[1]["is_open"] is True
    assert draft.answers()["sales-management"] == 1.5
