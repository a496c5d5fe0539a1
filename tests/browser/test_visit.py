"""A visit on a phone with a bad network: what is typed stays until the server has it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.axe import axe
from tests.browser.conftest import OpenPage
from tests.browser.network import offline
from tests.browser.people import OFFICE, sign_in
from tests.browser.pictures import shot
from tests.browser.screens import PHONE, Screen
from tests.builders import an_example
from tests.evidence_files import a_picture
from tests.journeys.server import Server
from tests.keys import KEY

VISIT = {
    "why": "requested", "planned_on": "2026-12-08", "visitor": "陈工",
    "employer": "示例咨询有限公司", "vendor_ties": [],
}  # fmt: skip
WAITING = "还有 1 题没传上去"


def ask(server: Server, method: str, path: str, key: str = KEY, **more: Any) -> Any:
    """Return what a request of the API is answered with."""
    return people.ask(server.url, method, path, key, **more)


@pytest.fixture(scope="module")
def diagnosis(server: Server) -> Any:
    """Return a diagnosis whose firm an office of consultants may visit."""
    made = ask(server, "post", "/v1/diagnoses", json=an_example("dongguan-mould-shop"))
    grant = {"grantee": "office", "role": "consultant", "purpose": "现场诊断"}
    ask(server, "post", f"/v1/enterprises/{made['enterprise_id']}/grants", json=grant)
    return made


@pytest.fixture
def visit(server: Server, diagnosis: dict[str, Any]) -> str:
    """Return the path of a visit that was begun."""
    path = f"/v1/diagnoses/{diagnosis['id']}/visits"
    return f"/visits/{ask(server, 'post', path, OFFICE, json=VISIT)['id']}"


def answers(server: Server, visit: str) -> dict[str, Any]:
    """Return what the server has of a visit, by item."""
    kept = ask(server, "get", f"/v1{visit}/answers", OFFICE)["answers"]
    return {each["item"]: each for each in kept}


def opened(page: Page, visit: str, item: str = "ai-plan") -> Any:
    """Return the form of a question, its card open."""
    if visit not in page.url:
        page.goto(visit)
    page.locator(f"details:has(#item-{item})").evaluate("each => each.open = true")
    return page.locator(f"form[data-item={item}]")


def test_what_is_typed_without_a_network_survives_and_is_sent_when_it_is_back(
    phone: Page, server: Server, visit: str
) -> None:
    sign_in(phone, OFFICE)
    form = opened(phone, visit)
    banner = phone.locator("#unsent")
    expect(banner).to_be_hidden()
    with offline(phone.context):
        form.locator("input[name=value][value='1']").check()
        form.locator("textarea[name=reason]").fill("只有口头计划")
        form.get_by_role("button", name="保存").click()
        expect(banner).to_contain_text(WAITING)
        expect(form.locator(".message")).to_contain_text("没传上去")
        assert answers(server, visit) == {}
    # It is tried again by itself as soon as the network is back.
    expect(banner).to_be_hidden()
    expect(form.locator(".message")).to_contain_text("已保存")
    assert answers(server, visit)["ai-plan"]["reason"] == "只有口头计划"
    assert phone.evaluate("localStorage.length") == 0


def test_what_was_typed_and_not_saved_is_there_after_a_reload(
    phone: Page, server: Server, visit: str
) -> None:
    sign_in(phone, OFFICE)
    form = opened(phone, visit)
    with offline(phone.context):
        form.locator("textarea[name=note]").fill("下月发文")
        form.locator("input[name=value][value='2']").check()
    phone.goto("/visits")
    phone.goto(visit)
    form = opened(phone, visit)
    expect(form.locator("textarea[name=note]")).to_have_value("下月发文")
    expect(form.locator("input[name=value][value='2']")).to_be_checked()
    expect(phone.locator("#unsent")).to_contain_text(WAITING)
    assert answers(server, visit) == {}
    phone.get_by_role("button", name="再传一次").click()
    expect(phone.locator("#unsent")).to_be_hidden()
    assert answers(server, visit)["ai-plan"]["note"] == "下月发文"


def test_a_refused_answer_is_told_at_the_question_and_stays(
    phone: Page, server: Server, visit: str
) -> None:
    sign_in(phone, OFFICE)
    form = opened(phone, visit)
    form.locator("textarea[name=note]").fill("下月发文")
    form.get_by_role("button", name="保存").click()
    expect(form.locator(".message")).to_contain_text("这里要填")
    expect(phone.locator("#unsent")).to_contain_text(WAITING)
    form.locator("input[name=value][value='1']").check()
    form.get_by_role("button", name="保存").click()
    expect(form.locator(".message")).to_contain_text("已保存")
    assert answers(server, visit)["ai-plan"]["value"] == 1


@pytest.mark.parametrize(("button", "value"), [("用我填的", 2), ("用已保存的", 0)])
def test_of_two_phones_both_answers_are_shown_and_the_person_chooses(
    phone: Page, server: Server, visit: str, button: str, value: int
) -> None:
    sign_in(phone, OFFICE)
    form = opened(phone, visit)
    other = {"ai-plan": {"value": 0, "grade": "stated-only", "reason": "没有计划"}}
    ask(server, "patch", f"/v1{visit}/answers", OFFICE, json={"answers": other})
    form.locator("input[name=value][value='2']").check()
    form.get_by_role("button", name="保存").click()
    expect(form.locator(".message")).to_contain_text("没有计划")
    form.get_by_role("button", name=button).click()
    expect(phone.locator("#unsent")).to_be_hidden()
    assert answers(server, visit)["ai-plan"]["value"] == value
    checked = opened(phone, visit).locator(f"input[name=value][value='{value}']")
    expect(checked).to_be_checked()


def test_a_visit_that_is_settled_elsewhere_says_what_came_too_late(
    phone: Page, server: Server, visit: str
) -> None:
    sign_in(phone, OFFICE)
    form = opened(phone, visit)
    form.locator("textarea[name=reason]").fill("只有口头计划")
    ask(server, "post", f"/v1{visit}/withdrawal", OFFICE)
    form.locator("input[name=value][value='1']").check()
    form.get_by_role("button", name="保存").click()
    expect(form.locator(".message")).to_contain_text("已签字或已取消")
    phone.goto(visit)
    expect(phone.locator("#unsent")).to_contain_text("只有口头计划")
    phone.get_by_role("button", name="从手机上删掉").click()
    expect(phone.locator("#unsent")).to_be_hidden()
    assert phone.evaluate("localStorage.length") == 0


def test_nobody_signs_off_or_out_past_what_was_not_sent(
    phone: Page, server: Server, visit: str
) -> None:
    sign_in(phone, OFFICE)
    ask(
        server, "patch", f"/v1{visit}/answers", OFFICE,
        json={"answers": {"ai-plan": {"value": 0, "grade": "seen-running", "reason": "x"}}},
    )  # fmt: skip
    opened(phone, visit, "equipment-automation").locator("textarea[name=note]").fill("没看完")
    phone.goto(f"{visit}/signature")
    phone.get_by_role("button", name="签字").click()
    expect(phone.locator("#unsent")).to_contain_text("先把这 1 题传上去")
    phone.once("dialog", lambda dialog: dialog.dismiss())
    phone.get_by_role("button", name="退出").click()
    expect(phone.locator("#unsent")).to_be_visible()
    phone.once("dialog", lambda dialog: dialog.accept())
    phone.get_by_role("button", name="退出").click()
    phone.wait_for_url("**/")
    assert phone.evaluate("localStorage.length") == 0


def test_pages_of_a_visit_are_for_all(
    open_page: OpenPage, server: Server, visit: str, diagnosis: dict[str, Any],
    screen: Screen, locale: str,
) -> None:  # fmt: skip
    page = open_page(screen, locale=locale)
    sign_in(page, OFFICE)
    seen = {
        "value": 0,
        "grade": "seen-running",
        "reason": "只有口头计划，没有文件",
        "note": "下月发文",
    }
    ask(server, "patch", f"/v1{visit}/answers", OFFICE, json={"answers": {"ai-plan": seen}})
    plan = f"/visits/begin/{diagnosis['id']}"

    def look(path: str, name: str) -> None:
        page.goto(path)
        shot(page, f"visit-{name}-{screen.name}-{locale}")
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= screen.width, path

    look("/visits", "firms")
    look(plan, "plan")
    look(visit, "sheet")
    look(f"{visit}/items/ai-plan", "item")
    look(f"{visit}/signature", "signature")
    look(f"{visit}/withdrawal", "withdrawal")
    page.goto(f"{visit}/signature")
    page.locator("form[data-sign] button").click()
    ask(
        server, "post", f"/v1{visit}/objections",
        json={"item": "ai-plan", "note": "计划上周已发文"},
    )  # fmt: skip
    look(visit, "settled")
    look(f"{visit}/levels", "levels")
    page.locator("header form button").click()
    sign_in(page, KEY)
    look(f"/sheets/{diagnosis['assessment_id']}/visits", "of-firm")


def test_a_visit_is_filled_in_without_scripts(
    open_page: OpenPage, server: Server, visit: str
) -> None:
    page = open_page(PHONE, javascript=False)
    sign_in(page, OFFICE)
    page.goto(f"{visit}/items/ai-plan")
    page.locator("input[name=value][value='1']").check()
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**#item-*")
    assert answers(server, visit)["ai-plan"]["value"] == 1


def test_a_photo_is_added_without_a_script(
    visit: str, diagnosis: dict[str, Any], open_page: OpenPage
) -> None:
    page = open_page(PHONE, javascript=False)
    sign_in(page, OFFICE)
    page.goto(f"{visit}/items/ai-plan")
    page.locator("details.files > summary").click()
    photo = {"name": "photo.png", "mimeType": "image/png", "buffer": a_picture()}
    page.locator("#photo").set_input_files(photo)
    page.locator("details.files button").click()
    page.wait_for_url(f"**{visit}#item-ai-plan")
    expect(page.get_by_text("顾问拍的")).to_have_count(1)
