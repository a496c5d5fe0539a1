"""The pages of a visit: granted, begun, filled in question by question, signed, objected to."""

import gzip
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.web.access.visiting import (
    FIRM,
    OFFICE,
    PORTAL,
    SECOND,
    STRANGER,
    Visiting,
    seen,
)
from tests.web.pages.browsing import Browser

REASON = "现场没看到"
PLAN = {
    "why": "requested", "planned_on": "2026-12-08", "visitor": "陈工",
    "employer": "示例咨询有限公司", "ties": "none",
}  # fmt: skip


@pytest.fixture
def visiting(app: Flask) -> Visiting:
    """Return a firm that may be visited."""
    return Visiting(app)


def signed_in(app: Flask, key: str, language: str = "zh-CN") -> Browser:
    """Return a browser in which somebody is signed in."""
    browser = Browser(app, language).open("/sign-in").send("/sign-in", {"key": key})
    assert browser.path == "/account"
    return browser


def begun(visiting: Visiting, key: str = OFFICE) -> str:
    """Return the id of a visit that was begun."""
    return visiting.begin(key)[-36:]


def signed(visiting: Visiting, key: str = OFFICE, **answers: Any) -> str:
    """Return the id of a visit that was signed."""
    path = visiting.begin(key)
    kept = answers or {"ai_plan": seen(0, reason=REASON)}
    assert visiting.save(path, key, **kept).status_code == 200
    answer = visiting.ask("post", f"{path}/signature", key, headers={"If-Match": "*"})
    assert answer.status_code == 201, answer.text
    return path[-36:]


def sheet_of(visiting: Visiting) -> str:
    """Return the id of the sheet that was diagnosed."""
    answer = visiting.ask("get", visiting.diagnosis, FIRM)
    sheet_id: str = answer.json["assessment_id"]
    return sheet_id


def test_a_consultant_goes_the_whole_way(app: Flask, visiting: Visiting) -> None:
    browser = signed_in(app, OFFICE).open("/visits")
    assert browser.status == 200 and "企业已填完" in browser.page.words
    (to_plan,) = [link for link in browser.page.links if link.startswith("/visits/begin/")]
    browser.open(to_plan).send(to_plan, PLAN)
    path = browser.path
    assert re.fullmatch("/visits/[0-9a-f-]{36}", path), browser.page.words
    assert "已核实 0 题" in browser.page.words and "企业填的" in browser.page.words
    first = re.findall(
        r'<details class="card question" open>.*?id="item-([a-z0-9-]+)"', browser.html, re.S
    )
    assert len(first) == 1
    browser.send("/items/ai-plan", {"value": "1", "partly": "0.5", "grade": "record-shown",
                                    "reason": "只有口头计划", "note": "下月发文"})  # fmt: skip
    assert browser.path.startswith(f"{path}#item-") and "已核实 1 题" in browser.page.words
    assert browser.page.form("/items/ai-plan").fields["value"] == ["1"]
    assert browser.page.form("/items/ai-plan").fields["partly"] == ["0.5"]
    browser.open(f"{path}/signature")
    assert "签了就不能再改" in browser.page.words and "14 天" in browser.page.words
    browser.send("/signature")
    assert browser.path == path and "已签字" in browser.page.words
    assert "只有口头计划" in browser.page.words
    browser.open(f"{path}/levels")
    assert "企业自己填的" in browser.page.words and "核实前的估计" in browser.page.words
    assert "已签字" in browser.open("/visits").page.words
    firm = signed_in(app, FIRM).open(f"/sheets/{sheet_of(visiting)}/visits")
    assert "只有口头计划" in firm.page.words and "可以在" in firm.page.words
    firm.send("/objections", {"note": "计划上周已发文"})
    assert firm.path.partition("#")[0] == f"/sheets/{sheet_of(visiting)}/visits"
    assert "贵厂的异议：计划上周已发文" in firm.page.words
    assert "企业有异议" in browser.open("/visits").page.words
    browser.open(path)
    assert "计划上周已发文" in browser.page.words
    browser.send("/replies", {"note": "走访那天还没有"})
    assert "顾问回复：走访那天还没有" in browser.page.words
    assert "走访那天还没有" in firm.open(f"/sheets/{sheet_of(visiting)}/visits").page.words
    assert "企业有异议" not in browser.open("/visits").page.words


def test_the_pages_are_whole_in_english(app: Flask, visiting: Visiting) -> None:
    open_id, signed_id = begun(visiting), signed(visiting)
    browser = signed_in(app, OFFICE, "en")
    english = {"Accept-Language": "en"}
    meant = (
        "".join(
            visiting.ask("get", path, headers=english).text
            for path in (
                f"/v1/visits/{open_id}/sheet",
                f"/v1/enterprises/{visiting.enterprise_id}",
            )
        )
        + f"中文 {REASON} 现场诊断"
    )
    for path in (
        "/visits", f"/visits/{open_id}", f"/visits/{open_id}/items/ai-plan",
        f"/visits/{open_id}/signature", f"/visits/{open_id}/withdrawal", f"/visits/{signed_id}",
        f"/visits/{signed_id}/levels", f"/visits/begin/{visiting.diagnosis_id}",
    ):  # fmt: skip
        browser.open(path)
        assert browser.status == 200, path
        chinese = set(re.findall("[\u3000-\u9fff\uff00-\uffef]+", browser.page.words))
        assert not {each for each in chinese if each not in meant}, path
        assert 'style="' not in browser.html and "onclick" not in browser.html


def test_a_visit_sheet_is_small_enough_for_a_phone(app: Flask, visiting: Visiting) -> None:
    for language in ("zh-CN", "en"):
        browser = signed_in(app, OFFICE, language).open(f"/visits/{begun(visiting)}")
        size = len(gzip.compress(browser.html.encode()))
        assert size <= 60_000
        page = browser.page
        assert len(page.ids) == len(set(page.ids)), "every id stands once"
        assert {each for each in page.labels if each not in page.ids} == set()


def test_what_is_wrong_is_told_at_the_question_and_nothing_typed_is_lost(
    app: Flask, visiting: Visiting
) -> None:
    visit_id = begun(visiting)
    browser = signed_in(app, OFFICE).open(f"/visits/{visit_id}")
    browser.send("/items/ai-plan", {"reason": "只有口头计划", "note": "下月发文"})
    assert browser.status == 422 and "有 1 处要改" in browser.page.words
    fields = browser.page.form("/items/ai-plan").fields
    assert (fields["reason"], fields["note"]) == (["只有口头计划"], ["下月发文"])
    browser.send("/items/ai-plan", {"value": "5", "partly": "0.8"})
    assert browser.status == 422 and "最高一档上面没有下一档" in browser.page.words
    browser.send("/items/ai-plan", {"partly": "", "value": "0"})
    assert browser.path.startswith(f"/visits/{visit_id}#item-")
    long = "长" * 501
    browser.open(f"/visits/{visit_id}/items/ai-plan").send("/items/ai-plan", {"reason": long})
    assert browser.status == 422 and "最多 500 个字符" in browser.page.words
    assert browser.page.form("/items/ai-plan").fields["reason"] == [long]
    assert browser.open(f"/visits/{visit_id}/items/nothing").status == 404
    answer = browser.post(f"/visits/{visit_id}/items/ai-plan", {"value": "0"})
    assert answer.status_code == 403


@pytest.mark.parametrize("kind", ["share", "multiple", "single"])
def test_every_kind_of_question_is_saved_and_shown_again(app: Flask, kind: str) -> None:
    visiting = Visiting(app)
    visit_id = begun(visiting)
    sheet = visiting.ask("get", f"/v1/visits/{visit_id}/sheet").json
    line = next(each for each in sheet["lines"] if each["question"]["type"] == kind)
    item, options = line["item"], line["question"].get("options", [])
    typed: dict[str, Any] = {
        "share": {"part": "3", "whole": "12"},
        "multiple": {"value": [each["id"] for each in options if each["id"] != "none"][:2]},
        "single": {"value": options[0]["id"] if options else ""},
    }[kind]
    browser = signed_in(app, OFFICE).open(f"/visits/{visit_id}/items/{item}")
    wrong: dict[str, Any] = {"part": "12", "whole": "3"} if kind == "share" else {"value": None}
    browser.send(f"/items/{item}", wrong)
    assert browser.status == 422 and "还没有保存" in browser.page.words
    browser.send(f"/items/{item}", typed | {"grade": "seen-running", "reason": REASON})
    assert "已核实 1 题" in browser.page.words
    fields = browser.open(f"/visits/{visit_id}/items/{item}").page.form(f"/items/{item}").fields
    for name, value in typed.items():
        assert fields[name] == ([value] if isinstance(value, str) else value)
    browser.send(f"/items/{item}", {"drop": "1"})
    assert "已核实 0 题" in browser.page.words


def test_two_phones_lose_nothing(app: Flask, visiting: Visiting) -> None:
    visit_id = begun(visiting)
    one, two = (signed_in(app, OFFICE).open(f"/visits/{visit_id}") for _ in range(2))
    one.send("/items/ai-plan", {"value": "0", "grade": "stated-only", "reason": "没有计划"})
    # Another question is saved whatever the first phone did meanwhile.
    two.send("/items/equipment-automation", {"value": "1", "reason": REASON})
    assert "已核实 2 题" in two.page.words
    two.open(f"/visits/{visit_id}/items/ai-plan")
    one.open(f"/visits/{visit_id}/items/ai-plan").send("/items/ai-plan", {"value": "2"})
    two.send("/items/ai-plan", {"value": "1", "reason": "只有口头计划"})
    assert two.status == 409
    assert "刚被别人改过" in two.page.words and "没有计划" in two.page.words
    assert two.page.form("/items/ai-plan").fields["reason"] == ["只有口头计划"]
    two.send("/items/ai-plan")
    kept = visiting.ask("get", f"/v1/visits/{visit_id}/answers").json["answers"]
    assert {each["item"]: each["value"] for each in kept}["ai-plan"] == 1


def test_the_script_of_the_page_is_answered_in_short(app: Flask, visiting: Visiting) -> None:
    visit_id = begun(visiting)
    browser = signed_in(app, OFFICE).open(f"/visits/{visit_id}")
    fields: dict[str, Any] = browser.page.form("/items/ai-plan").fields | {
        "value": ["1"],
        "reason": [REASON],
    }

    def sent(**changes: Any) -> Any:
        return browser.client.post(
            f"/visits/{visit_id}/items/ai-plan", data=fields | changes,
            headers={"Accept": "application/json", "Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip

    saved = sent()
    assert saved.status_code == 200 and saved.json["kept"]["value"] == 1
    # The answer was lost on the way, so the phone sends the same once more.
    assert sent().json == saved.json
    changed = sent(value="2")
    assert changed.status_code == 409 and changed.json["kept"] == saved.json["kept"]
    faulty = sent(seen=saved.json["kept"]["changed_at"], value="9")
    assert faulty.status_code == 422 and len(faulty.json["messages"]) == 1
    assert sent(seen=saved.json["kept"]["changed_at"], value="2").json["kept"]["value"] == 2
    assert sent(csrf_token="x").status_code == 403
    visiting.revoke()
    refused = sent(value="0")
    assert refused.status_code == 409 and refused.mimetype == "text/html"


def test_a_plan_that_is_wrong_keeps_what_was_typed_and_one_that_is_sent_twice_begins_once(
    app: Flask, visiting: Visiting
) -> None:
    browser = signed_in(app, OFFICE).open(f"/visits/begin/{visiting.diagnosis_id}")
    browser.send(browser.path, PLAN | {"visitor": "", "ties": "some"})
    assert browser.status == 422 and "有 2 处要改" in browser.page.words
    form = browser.page.forms[-1]
    assert form.fields["employer"] == [PLAN["employer"]] and form.fields["ties"] == ["some"]
    changed = {name: [value] for name, value in PLAN.items()}
    places = {
        browser.post(browser.path, form.fields | changed).headers["Location"] for _ in range(2)
    }
    assert len(places) == 1


def test_a_signature_is_refused_until_it_may_be(app: Flask, visiting: Visiting) -> None:
    visit_id = begun(visiting)
    browser = signed_in(app, OFFICE).open(f"/visits/{visit_id}/signature")
    assert "一题都还没核实" in browser.page.words and "签字意味着什么" not in browser.page.words
    visiting.save(f"/v1/visits/{visit_id}", ai_plan=seen(0, reason=REASON))
    browser.open(f"/visits/{visit_id}/signature")
    visiting.save(f"/v1/visits/{visit_id}", ai_plan=seen(1, reason=REASON))
    browser.send("/signature")
    assert browser.status == 409 and "有人又改了" in browser.page.words
    visiting.save(f"/v1/visits/{visit_id}", ai_plan=seen(4))
    form = browser.page.forms[-1].fields
    version = visiting.ask("get", f"/v1/visits/{visit_id}").json["version"]
    answer = browser.post(f"/visits/{visit_id}/signature", form | {"version": [str(version)]})
    assert answer.status_code == 422 and "请写明原因" in answer.text
    browser.open(f"/visits/{visit_id}/withdrawal").send("/withdrawal")
    assert browser.path == f"/visits/{visit_id}" and "已取消" in browser.page.words


def test_the_firm_objects_in_time_and_with_a_note(app: Flask, visiting: Visiting) -> None:
    visit_id, sheet_id = signed(visiting), sheet_of(visiting)
    browser = signed_in(app, FIRM).open(f"/sheets/{sheet_id}/visits")
    browser.send("/objections", {"note": "x" * 1001})
    assert browser.status == 422 and "还没有保存" in browser.page.words
    assert browser.page.form("/objections").fields["note"] == ["x" * 1001]
    clock: Any = visiting.service.clock
    fields = browser.page.form("/objections").fields
    clock.now += timedelta(days=14, seconds=1)
    browser = signed_in(app, FIRM).open(f"/sheets/{sheet_id}/visits")
    assert "已经过了" in browser.page.words and "我有不同意见" not in browser.page.words
    fields["csrf_token"] = browser.page.form("/sign-out").fields["csrf_token"]
    path = f"/sheets/{sheet_id}/visits/{visit_id}/objections"
    assert browser.post(path, fields | {"note": ["ja"]}).status_code == 409


def test_an_unsigned_visit_shows_the_firm_nothing_verified(app: Flask, visiting: Visiting) -> None:
    path = visiting.begin()
    visiting.save(path, ai_plan=seen(0, reason=REASON))
    browser = signed_in(app, FIRM).open(f"/sheets/{sheet_of(visiting)}/visits")
    assert "陈工" in browser.page.words and REASON not in browser.page.words


def test_a_second_visit_is_compared(app: Flask, visiting: Visiting) -> None:
    plan = seen(0, reason=REASON)
    first, second = (
        signed(visiting, key, ai_plan=plan, equipment_automation=seen(place, reason=REASON))
        for key, place in ((OFFICE, 1), (SECOND, 2))
    )
    words = "两位顾问都核实了 2 题，1 题一样，占 50%"
    for key, path in (
        (FIRM, f"/sheets/{sheet_of(visiting)}/visits"),
        (PORTAL, f"/visits/{first}"),
    ):
        assert words in signed_in(app, key).open(path).page.words
    office = signed_in(app, OFFICE)
    assert office.open(f"/visits/{second}").status == 404
    assert words not in office.open(f"/visits/{first}").page.words


def test_who_may_open_and_write_what(app: Flask, visiting: Visiting) -> None:
    visit_id, open_id, sheet_id = signed(visiting), begun(visiting), sheet_of(visiting)
    portal, firm, stranger = (signed_in(app, key) for key in (PORTAL, FIRM, STRANGER))
    for path in ("/visits", f"/visits/{visit_id}", f"/visits/{visit_id}/levels"):
        assert portal.open(path).status == 200
        assert firm.open(path).status == 403
    assert "登记走访" not in portal.open("/visits").page.words
    assert portal.open(f"/visits/{open_id}").status == 404
    for path in (f"/visits/begin/{visiting.diagnosis_id}", f"/visits/{visit_id}/signature"):
        assert portal.open(path).status == 403
    proof = portal.open("/visits").page.form("/sign-out").fields
    for path in (
        f"/visits/{open_id}/items/ai-plan", f"/visits/{open_id}/signature",
        f"/visits/{open_id}/withdrawal", f"/visits/{visit_id}/replies",
        f"/visits/begin/{visiting.diagnosis_id}",
        f"/sheets/{sheet_id}/visits/{visit_id}/objections",
    ):  # fmt: skip
        assert portal.post(path, proof).status_code == 403, path
    other = signed_in(app, SECOND)
    proof = other.open("/visits").page.form("/sign-out").fields
    for part in ("", "/levels", "/signature", "/items/ai-plan", "/withdrawal"):
        assert other.open(f"/visits/{open_id}{part}").status == 404, part
    for part in ("/signature", "/items/ai-plan", "/withdrawal", "/replies"):
        assert other.post(f"/visits/{open_id}{part}", proof | {"value": ["1"]}).status_code == 404
    assert stranger.open(f"/sheets/{sheet_id}/visits").status == 404
    assert portal.open(f"/sheets/{sheet_id}/visits").status == 403
    assert Browser(app).open("/visits").path.startswith("/resume?next=")


def test_what_a_consultant_wrote_stays_readable_when_the_grant_is_over(
    app: Flask, visiting: Visiting
) -> None:
    visit_id = signed(visiting)
    visiting.revoke()
    browser = signed_in(app, OFFICE).open("/visits")
    assert "授权已结束" in browser.page.words
    browser.open(f"/visits/{visit_id}")
    assert "授权已结束" in browser.page.words and REASON in browser.page.words
    assert browser.open(f"/visits/{visit_id}/levels").status == 404
