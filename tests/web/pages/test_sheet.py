"""A nameless sheet from the profile to the submission, page by page."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.services.ports.content import Content
from tests.builders import an_example
from tests.keys import KEY
from tests.web.access.nameless import Holder
from tests.web.pages.browsing import Browser

SECTION = "money-stock"


def begun(app: Flask, form: str = "screening", language: str = "en", **profile: str) -> Browser:
    """Return a browser on the first section of a new nameless sheet."""
    browser = Browser(app, language).open(f"/begin/{form}")
    browser.send(f"/begin/{form}", dict(profile))
    assert "/sections/" in browser.path, browser.page.words
    return browser


def sheet_of(browser: Browser) -> str:
    return browser.path.split("/")[2]


def answer_all(browser: Browser, answer: str) -> None:
    """Answer every question of the first look alike, and come to the check."""
    for _ in range(4):
        section = browser.path.partition("?")[0].rpartition("/")[2]
        form = browser.page.form(f"/sections/{section}")
        ticked = {name: answer for name in form.names if name.startswith("a:")}
        browser.send(f"/sections/{section}", {**ticked, "then": "next"})


def answers_of(app: Flask, browser: Browser) -> Any:
    """Return the sheet as the API has it, asked for with the code that the browser keeps."""
    sheet = sheet_of(browser)
    cookie = browser.client.get_cookie(f"diagnosis-sheet-{sheet}")
    assert cookie is not None
    program = FlaskClient(app, app.response_class)
    answer = program.get(f"/v1/assessments/{sheet}", headers={"Resume-Code": cookie.value})
    assert answer.status_code == 200, answer.text
    return (answer.json or {})["sheet"]


def test_a_profile_in_the_words_of_its_trade_opens_a_sheet(app: Flask) -> None:
    browser = begun(
        app, industry="3525", employees="约60人", revenue_wan="0.26亿", exports="yes",
        sells="both", pain1="late-delivery", yearly_budget_wan="20",
    )  # fmt: skip
    sheet = answers_of(app, browser)
    assert sheet["form"].startswith("screening@")
    assert sheet["enterprise"]["industry"] == "C3525"
    assert (sheet["enterprise"]["employees"], sheet["enterprise"]["revenue_wan"]) == (60, 2600)
    assert sheet["business"]["pains"] == ["late-delivery"]
    assert sheet["business"]["traits"] == {"exports": True, "sells": "both"}
    browser.open(f"/sheets/{sheet_of(browser)}/firm")
    form = browser.page.form("/firm")
    assert form.fields["employees"] == ["60"] and form.fields["exports"] == ["yes"]
    assert "43" in browser.page.words
    browser.send("/firm", {"employees": "", "exports": "no"})
    changed = answers_of(app, browser)
    assert "employees" not in changed["enterprise"]
    assert changed["business"]["traits"]["exports"] is False
    assert changed["enterprise"]["industry"] == sheet["enterprise"]["industry"]


def test_a_word_that_means_several_trades_is_asked_about(app: Flask) -> None:
    browser = Browser(app).open("/begin/screening")
    browser.send("/begin/screening", {"industry": "注塑", "employees": "35"})
    assert "industry_code" in browser.page.form("/begin/screening").names
    assert browser.page.form("/begin/screening").fields["employees"] == ["35"]
    browser.send("/begin/screening", {"industry_code": "C2929"})
    assert answers_of(app, browser)["enterprise"] == {"industry": "C2929", "employees": 35}


def test_where_a_word_is_not_understood_there_is_a_list_to_choose_from(app: Flask) -> None:
    browser = Browser(app).open("/begin/screening")
    browser.send("/begin/screening", {"industry": "皮卡丘", "employees": "35"})
    assert browser.status == 422 and "或者选最接近的一个" in browser.page.words
    assert "可能指几个行业" not in browser.page.words
    assert "industry_code" in browser.page.form("/begin/screening").names
    browser.send("/begin/screening", {"industry_code": "C1361"})
    assert answers_of(app, browser)["enterprise"] == {"industry": "C1361", "employees": 35}


def test_what_cannot_be_taken_of_a_profile_stays_typed(app: Flask) -> None:
    browser = Browser(app, "en").open("/begin/screening")
    typed = {"industry": "qwertz", "employees": "many", "revenue_wan": "-5", "pain1": "defects",
             "pain2": "defects"}  # fmt: skip
    browser.send("/begin/screening", dict(typed))
    assert browser.status == 422 and browser.path == "/begin/screening"
    fields = browser.page.form("/begin/screening").fields
    assert {name: fields[name][0] for name in typed} == typed
    for words in ("This trade is not known here", "Write a whole number"):
        assert browser.page.words.count(words) == 2, "in the summary and at the field"
    assert {"#industry", "#employees"} <= set(browser.page.links)


def test_a_section_is_saved_and_leads_on(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    browser.send(
        f"/sections/{SECTION}",
        {
            "a:sales-management": "2", "p:sales-management": "0.5",
            "a:procurement-management": "not_known", "a:warehouse-management": "5",
            "p:warehouse-management": "0.8", "then": "next",
        },
    )  # fmt: skip
    assert browser.path == f"/sheets/{sheet}/sections/work?after={SECTION}"
    assert answers_of(app, browser)["answers"] == {
        "sales-management": 2.5, "procurement-management": "not_known",
        "warehouse-management": 5,
    }  # fmt: skip
    assert "answered 3/13" in browser.page.words
    browser.open(f"/sheets/{sheet}/sections/{SECTION}")
    fields = browser.page.form(SECTION).fields
    assert fields["a:sales-management"] == ["2"] and fields["p:sales-management"] == ["0.5"]
    browser.send(f"/sections/{SECTION}", {"then": "stop"})
    assert browser.path == f"/sheets/{sheet}"
    assert "3/13" in browser.page.words and "3/4" in browser.page.words


def test_a_town_that_was_chosen_stays_chosen(app: Flask) -> None:
    browser = Browser(app).open("/begin/screening")
    browser.send("/begin/screening", {"city": "441900119", "employees": "many"})
    assert browser.status == 422
    chosen = browser.page.form("/begin/screening").fields["city"]
    assert chosen == ["441900119"]
    browser.send("/begin/screening", {"employees": "60"})
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/firm")
    assert browser.page.form("/firm").fields["city"] == ["441900119"]
    browser.send("/firm", {})
    assert answers_of(app, browser)["enterprise"]["city"] == "441900119"


def test_a_revenue_in_yuan_is_asked_about_once(app: Flask) -> None:
    browser = Browser(app, "en").open("/begin/screening")
    browser.send("/begin/screening", {"employees": "60", "revenue_wan": "26000000"})
    sheet = sheet_of(browser)
    assert browser.path == f"/sheets/{sheet}/firm"
    assert "Is it in units of 10,000 yuan?" in browser.page.words
    assert answers_of(app, browser)["enterprise"]["revenue_wan"] == 26_000_000
    browser.send("/firm", {"revenue_wan": "2600"})
    assert browser.path == f"/sheets/{sheet}"
    browser.open(f"/sheets/{sheet}/firm")
    browser.send("/firm", {"revenue_wan": "26000000"})
    assert browser.path == f"/sheets/{sheet}/firm"
    browser.send("/firm", {})
    assert browser.path == f"/sheets/{sheet}", "who says it twice is believed"


def test_two_tabs_lose_nothing_and_see_where_they_differ(app: Flask) -> None:
    browser = begun(app)
    sheet, address = sheet_of(browser), browser.path
    other = Browser(app, "en")
    other.client = browser.client
    other.open(address)
    browser.send(f"/sections/{SECTION}", {"a:sales-management": "1", "then": "stop"})
    other.send(f"/sections/{SECTION}", {"a:finance-management": "3", "then": "stop"})
    assert answers_of(app, other)["answers"] == {"sales-management": 1, "finance-management": 3}
    for tab in (browser, other):
        tab.open(address)
    browser.send(f"/sections/{SECTION}", {"a:sales-management": "2", "then": "stop"})
    other.send(f"/sections/{SECTION}", {"a:sales-management": "3", "then": "stop"})
    assert other.status == 409 and "answered this otherwise elsewhere" in other.page.words
    assert other.page.form(SECTION).fields["a:sales-management"] == ["3"]
    assert answers_of(app, browser)["answers"]["sales-management"] == 2
    other.send(f"/sections/{SECTION}", {"then": "stop"})
    assert other.path == f"/sheets/{sheet}"
    assert answers_of(app, other)["answers"]["sales-management"] == 3


def test_what_is_ticked_is_saved_at_once(app: Flask) -> None:
    browser = begun(app)
    form = browser.page.form(f"/sections/{SECTION}")
    fields = form.fields | {"a:sales-management": ["4"]}
    answer = browser.post(f"{form.action}/autosave", fields)
    assert answer.status_code == 200 and answer.text.startswith('<div id="saved">')
    assert 'name="seen:sales-management" value="4' in answer.text
    assert answers_of(app, browser)["answers"] == {"sales-management": 4}


def test_what_another_tab_answered_is_not_taken_back_after_a_page_saved_itself(app: Flask) -> None:
    browser = begun(app)
    form = browser.page.form(f"/sections/{SECTION}")
    browser.send(f"/sections/{SECTION}", {"a:sales-management": "1", "then": "stop"})
    ticked = form.fields | {"a:finance-management": ["3"]}
    saved = browser.post(f"{form.action}/autosave", ticked)
    assert 'name="seen:finance-management" value="3' in saved.text
    assert "seen:sales-management" not in saved.text, "this page does not show it"
    seen = {"seen:finance-management": ["3"]}
    assert browser.post(form.action, ticked | seen | {"then": ["stop"]}).status_code == 303
    assert answers_of(app, browser)["answers"] == {"sales-management": 1, "finance-management": 3}


def test_numbers_that_do_not_fit_stay_typed_and_the_rest_is_saved(app: Flask) -> None:
    browser = begun(app, "full")
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/sections/machines")
    browser.send(
        "/sections/machines",
        {
            "part:miit-equipment-digital": "40", "whole:miit-equipment-digital": "12",
            "part:miit-equipment-networked": "5", "whole:miit-equipment-networked": "１２",
            "a:equipment-monitoring": "1", "then": "next",
        },
    )  # fmt: skip
    assert browser.status == 422 and "Both numbers are needed" in browser.page.words
    fields = browser.page.form("/sections/machines").fields
    assert fields["part:miit-equipment-digital"] == ["40"]
    answers = answers_of(app, browser)["answers"]
    assert answers["miit-equipment-networked"] == {"part": 5, "whole": 12}
    assert answers["equipment-monitoring"] == 1 and "miit-equipment-digital" not in answers
    browser.send("/sections/machines", {"whole:miit-equipment-digital": "60", "then": "next"})
    assert "/sections/machines" not in browser.path.partition("?")[0]


def test_what_follows_from_earlier_answers_is_proposed_and_confirmed(app: Flask) -> None:
    browser = begun(app, "full")
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/sections/security")
    browser.send("/sections/security", {"a:network-coverage": "2", "then": "stop"})
    browser.open(f"/sheets/{sheet}/sections/sme-index")
    assert "Proposed from your earlier answers" in browser.page.words
    assert browser.page.form("/sme-index").fields["a:miit-network"] == ["control-network"]
    form = browser.page.form("/sme-index")
    saved = browser.post(f"{form.action}/autosave", form.fields | {"a:miit-systems": ["none"]})
    assert "miit-network" not in answers_of(app, browser)["answers"], "nobody may have read it"
    assert 'name="proposed:miit-network"' in saved.text
    browser.send("/sections/sme-index", {"then": "stop"})
    kept = answers_of(app, browser)
    assert kept["answers"]["miit-network"] == ["control-network"]
    assert "miit-network" in kept["confirmed_inferences"]


def test_scenes_are_ticked_row_by_row(app: Flask, content: Content) -> None:
    browser = begun(app, "full")
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/sections/scenes")
    browser.send(
        "/sections/scenes",
        {"g:plant-planning": "use", "g:plant-twin": "model", "g:product-digital-design": "none",
         "then": "stop"},
    )  # fmt: skip
    answers = answers_of(app, browser)["answers"]
    assert answers["scenes-use-plant"] == ["plant-planning", "plant-twin"]
    assert answers["scenes-model-plant"] == ["plant-twin"]
    assert answers["scenes-use-product"] == ["none"] == answers["scenes-model-product"]
    assert "scenes-use-process" not in answers
    browser.open(f"/sheets/{sheet}/sections/scenes")
    fields = browser.page.form("/scenes").fields
    assert fields["g:plant-twin"] == ["model"] and fields["g:digital-infrastructure"] == ["none"]


def test_a_contradiction_is_told_and_blocks_nothing(app: Flask) -> None:
    browser = begun(app, "full")
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/sections/machines")
    browser.send(
        "/sections/machines",
        {"part:miit-equipment-digital": "10", "whole:miit-equipment-digital": "40",
         "part:miit-equipment-networked": "30", "whole:miit-equipment-networked": "40",
         "then": "next"},
    )  # fmt: skip
    assert "does not fit together" in browser.page.words
    question = f"/sheets/{sheet}/sections/machines#q-miit-equipment-networked"
    assert question in browser.page.links
    browser.open(f"/sheets/{sheet}/sections/machines")
    assert "1 does not fit together: please look" in browser.page.words
    assert "does not fit together" in browser.open(f"/sheets/{sheet}/check").page.words


def test_a_first_look_goes_on_in_full_with_its_answers(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    browser.send(f"/sections/{SECTION}", {"a:sales-management": "2", "then": "stop"})
    browser.send("/full")
    assert browser.path == f"/sheets/{sheet}"
    kept = answers_of(app, browser)
    assert kept["form"].startswith("full@") and kept["answers"] == {"sales-management": 2}


def test_a_sheet_that_is_hardly_answered_is_sent_in_when_that_is_meant(app: Flask) -> None:
    browser = begun(app, "full")
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/check").send("/submit")
    assert browser.status == 422 and "Less than half is answered" in browser.page.words
    browser.post(
        f"/sheets/{sheet}/submit",
        {"csrf_token": browser.page.form("/submit").fields["csrf_token"], "accept": "yes"},
    )
    for page in ("", "/firm", "/check", f"/sections/{SECTION}"):
        moved = browser.client.get(f"/sheets/{sheet}{page}")
        assert moved.status_code in (303, 404), page
        assert moved.status_code == 404 or moved.headers["Location"].endswith("/result")


def test_the_code_is_for_its_holder_and_opens_the_sheet_elsewhere(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    cookie = browser.client.get_cookie(f"diagnosis-sheet-{sheet}")
    assert cookie is not None and cookie.http_only
    code = cookie.value
    for page in ("", "/firm", "/check", "/links", f"/sections/{SECTION}"):
        assert code not in browser.open(f"/sheets/{sheet}{page}").html, page
    browser.open(f"/sheets/{sheet}/code")
    assert code in browser.page.words and "<svg" in browser.html and 'style="' not in browser.html
    stranger = Browser(app, "en").open(f"/sheets/{sheet}")
    assert stranger.path == f"/resume?next=%2Fsheets%2F{sheet}"
    stranger.send("/resume", {"code": code.upper().replace("-", " ")})
    assert stranger.path == f"/sheets/{sheet}" and stranger.status == 200
    browser.send("/code")
    assert code not in browser.page.words
    assert stranger.open(f"/sheets/{sheet}").path.startswith("/resume")


def test_a_section_is_answered_by_somebody_else(app: Flask) -> None:
    browser = begun(app, language="en")
    sheet = sheet_of(browser)
    browser.send(f"/sections/{SECTION}", {"a:sales-management": "1", "then": "stop"})
    browser.open(f"/sheets/{sheet}/links")
    browser.send("/links", {"section": SECTION, "respondent": " "})
    assert browser.status == 422 and "Say who is to fill it in" in browser.page.words
    browser.send("/links", {"section": SECTION, "respondent": "accountant"})
    (address,) = re.findall(r">http://localhost(/answer/dl_[-\w]+)<", browser.html)
    other = Browser(app, "en").open(address)
    assert other.path.startswith("/sections/") and "dl_" not in other.html
    assert "Sign out" not in other.page.words and sheet not in other.html
    link = other.path.split("/")[2]
    other.send(f"/sections/{link}", {"a:finance-management": "2", "a:sales-management": "3"})
    assert "Saved, thank you" in other.page.words
    assert answers_of(app, browser)["answers"] == {"sales-management": 1, "finance-management": 2}
    browser.open(f"/sheets/{sheet}/check")
    assert "Others answered otherwise" in browser.page.words and "accountant" in browser.page.words
    browser.open(f"/sheets/{sheet}/links").send("/revoke")
    assert "taken back" in browser.page.words
    assert other.open(f"/sections/{link}").status == 401
    assert "opens nothing any more" in other.page.words


def test_what_a_respondent_ticks_is_saved_at_once(app: Flask) -> None:
    browser = begun(app, language="en")
    browser.open(f"/sheets/{sheet_of(browser)}/links")
    browser.send("/links", {"section": SECTION, "respondent": "accountant"})
    (address,) = re.findall(r">http://localhost(/answer/dl_[-\w]+)<", browser.html)
    other = Browser(app, "en").open(address)
    form = other.page.form(other.path)
    ticked = form.fields | {"a:finance-management": ["2"]}
    saved = other.post(f"{form.action}/autosave", ticked)
    assert saved.status_code == 200 and saved.text.startswith('<div id="saved">')
    assert 'name="seen:finance-management" value="2' in saved.text
    assert re.search(r"Saved \d\d:\d\d", saved.text)
    assert answers_of(app, browser)["answers"] == {"finance-management": 2}
    strange = other.post(f"{form.action}/autosave", ticked | {"a:sales-management": ["9"]})
    assert "not complete yet" in strange.text and "seen:sales-management" not in strange.text
    assert other.post(f"{form.action}/autosave", ticked | {"csrf_token": ["x"]}).status_code == 403
    answers_there = other.open(other.path).page.form(other.path).fields
    assert answers_there["a:finance-management"] == ["2"]


def test_a_nameless_sheet_is_deleted_for_good(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/delete").send("/delete")
    assert browser.path == "/"
    assert browser.open(f"/sheets/{sheet}").path.startswith("/resume")


def test_an_account_takes_a_nameless_sheet_over(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    browser.open("/sign-in").send("/sign-in", {"key": KEY})
    browser.open(f"/sheets/{sheet}/attach")
    browser.send("/attach", {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11X"})
    assert browser.status == 422
    assert browser.page.form("/attach").fields["name"] == ["示例模具有限公司"]
    browser.send("/attach", {"credit_code": "91441900EXAMPLE11Y"})
    assert browser.path == f"/sheets/{sheet}" and browser.status == 200
    assert browser.client.get_cookie(f"diagnosis-sheet-{sheet}") is None
    assert sheet in browser.open("/account").html


def test_an_enterprise_that_is_signed_in_begins_under_its_name(app: Flask) -> None:
    browser = Browser(app, "en").open("/sign-in").send("/sign-in", {"key": KEY})
    browser.open("/begin/full").send("/begin/full", {"name": "", "credit_code": ""})
    assert browser.status == 422
    browser.send("/begin/full", {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11Y"})
    sheet = sheet_of(browser)
    assert browser.client.get_cookie(f"diagnosis-sheet-{sheet}") is None
    assert sheet in browser.open("/account").html
    stranger = Browser(app, "en").open(f"/sheets/{sheet}")
    assert stranger.path.startswith("/resume")


@pytest.mark.parametrize("page", ["", "/firm", "/check", "/links", "/code", "/sections/work"])
def test_a_sheet_of_others_is_not_there(app: Flask, page: str) -> None:
    sheet = sheet_of(begun(app))
    other = begun(app)
    other.open("/sign-in").send("/sign-in", {"key": KEY})
    other.open(f"/sheets/{sheet}{page}")
    assert other.status in (403, 404) or other.path.startswith("/resume")
    assert sheet not in other.page.words


def test_a_save_without_the_proof_is_refused(app: Flask) -> None:
    browser = begun(app)
    form = browser.page.form(f"/sections/{SECTION}")
    fields = {**form.fields, "a:sales-management": ["4"], "csrf_token": ["x"]}
    assert browser.post(form.action, fields).status_code == 403
    assert answers_of(app, browser)["answers"] == {}


def test_a_form_is_kept_in_the_history_of_the_browser_and_nowhere_else(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    for page in ("/firm", f"/sections/{SECTION}"):
        browser.open(f"/sheets/{sheet}{page}")
        assert browser.answer.headers["Cache-Control"] == "private, no-cache"
    for page in ("", "/check", "/code", "/links"):
        browser.open(f"/sheets/{sheet}{page}")
        assert browser.answer.headers["Cache-Control"] == "no-store"


def test_sections_that_are_not_there(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    assert browser.open(f"/sheets/{sheet}/sections/nowhere").status == 404
    assert browser.open("/begin/nowhere").status == 404
    assert Browser(app).open("/answer/dl_nothing").status == 404


def test_a_consultant_is_asked_to_come_and_no_longer(app: Flask) -> None:
    browser = Browser(app, "en").open("/sign-in").send("/sign-in", {"key": KEY})
    browser.open("/begin/full")
    browser.send("/begin/full", {"name": "示例模具有限公司", "credit_code": "91441900EXAMPLE11Y"})
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/share").send("/share", {"grantee": "No such id!"})
    assert browser.status == 422 and "This is needed" in browser.page.words
    assert browser.page.form("/share").fields["grantee"] == ["No such id!"]
    wish = {"grantee": "office-of-li", "purpose": "check it on site"}
    browser.send("/share", dict(wish))
    assert browser.status == 200 and "office-of-li (consultant)" in browser.page.words
    browser.send("/share", dict(wish))
    assert browser.status == 422 and "invited already" in browser.page.words
    browser.send("/revoke")
    assert "taken back" in browser.page.words


def test_a_nameless_firm_is_told_to_come_in_first(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/share")
    assert browser.status == 200 and "first take the sheet into an account" in browser.page.words
    token = browser.open(f"/sheets/{sheet}").page.form("/full").fields["csrf_token"]
    refused = browser.post(f"/sheets/{sheet}/share", {"csrf_token": token, "grantee": "office"})
    assert refused.status_code in (401, 403)


def test_a_sheet_that_looks_ticked_blindly_is_asked_about(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    answer_all(browser, "1")
    assert browser.path == f"/sheets/{sheet}/check" and browser.status == 200
    assert "Every ladder item has the same position" in browser.page.words


def test_a_question_that_was_left_blank_leads_back_to_the_check(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    browser.open(f"/sheets/{sheet}/check")
    (link,) = [each for each in browser.page.links if each.endswith("#q-sales-management")]
    browser.open(link.partition("#")[0])
    assert "Save and back to the check" in browser.page.words
    browser.send(f"/sections/{SECTION}", {"a:sales-management": "2", "then": "next"})
    assert browser.path == f"/sheets/{sheet}/check"


def test_the_start_leads_back_to_a_sheet_of_this_browser(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    assert f"/sheets/{sheet}" in browser.open("/").page.links
    assert "/sheets/" not in Browser(app).open("/").html


def test_what_nobody_knows_is_no_strength(app: Flask) -> None:
    browser = begun(app)
    sheet = sheet_of(browser)
    answer_all(browser, "not_known")
    browser.open(f"/sheets/{sheet}/result")
    assert browser.status == 200 and "strong in ." not in browser.page.words


@pytest.mark.parametrize(
    ("language", "count", "heading", "advice"),
    [
        ("zh-CN", "其中 13 题是「不清楚」", "同行一般先做这几件", "先别照着花钱"),
        ("en", "13 of them “not known”", "What the trade usually begins with", "spend nothing"),
    ],
)
def test_a_sheet_that_knows_nothing_is_told_no_price(
    app: Flask, language: str, count: str, heading: str, advice: str
) -> None:
    browser = begun(app, language=language, industry="3525", employees="60")
    answer_all(browser, "not_known")
    sheet = sheet_of(browser)
    assert count in browser.page.words
    assert count in browser.open(f"/sheets/{sheet}").page.words
    browser.open(f"/sheets/{sheet}/result")
    words = browser.page.words
    assert heading in words and advice in words
    first = re.search(r'<ol class="first">.*?</ol>', browser.html, re.DOTALL)
    assert first is not None
    closed = re.sub("<details>.*?</details>", "", first.group(), flags=re.DOTALL)
    assert "万" not in closed and "yuan" not in closed


def test_what_does_not_fit_together_names_both_questions(app: Flask) -> None:
    sheet = an_example("dongguan-mould-shop")
    sheet["answers"] |= {"ai-scene-depth": 3, "ai-models": 1}
    for name in ("name", "credit_code", "site"):
        sheet["enterprise"].pop(name, None)
    holder = Holder(app, sheet)
    place = f"/sheets/{holder.opened['assessment']['id']}"
    browser = Browser(app).open("/resume").send("/resume", {"code": holder.code})
    for page, query in (("check", "?back=check"), ("result", "")):
        links = browser.open(f"{place}/{page}").page.links
        for item in ("ai-scene-depth", "ai-models"):
            (link,) = [each for each in links if each.endswith(f"{query}#q-{item}")]
            assert f'id="q-{item}"' in browser.open(link.partition("#")[0]).html
    (section,) = {link.partition("?")[0].partition("#")[0] for link in links if "#q-ai-" in link}
    assert "#q-ai-models" in browser.open(section).page.links


@pytest.mark.parametrize("section", ["accountant", "declarations", "scenes"])
def test_the_sign_of_what_is_ours_is_never_without_its_line(app: Flask, section: str) -> None:
    browser = begun(app, "full", "zh-CN", industry="3525", employees="60")
    browser.open(f"/sheets/{sheet_of(browser)}/sections/{section}")
    for part in re.split(r'(?=<fieldset class="question")', browser.html):
        assert "※" not in part or "※ 公开的标准没有写明" in part
