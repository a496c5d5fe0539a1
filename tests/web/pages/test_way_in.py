"""The start, the language, the ways in, and what goes wrong told as a page."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from diagnosis.domain.intake.reading_time import CHARACTERS_A_MINUTE
from diagnosis.web.pages import assets
from diagnosis.web.pages.site import POLICY
from tests.keys import KEY
from tests.web.pages.browsing import Browser, characters_read


@pytest.mark.parametrize(
    ("language", "heading", "other"),
    [
        ("zh-CN", "分钟看看", "A first look"),
        ("en", "A first look in", "分钟"),
    ],
)
def test_the_start_has_its_doors_in_both_languages(
    app: Flask, language: str, heading: str, other: str
) -> None:
    browser = Browser(app, language).open("/")
    assert browser.status == 200 and heading in browser.page.words
    assert other not in browser.page.words
    assert {"/begin/screening", "/begin/full", "/resume", "/sign-in"} <= set(browser.page.links)
    assert browser.answer.headers["Content-Security-Policy"] == POLICY
    assert browser.answer.headers["Cache-Control"] == "no-store"
    assert 'style="' not in browser.html and "<style" not in browser.html


def test_a_chosen_language_stays_and_goes_back_to_the_page(app: Flask) -> None:
    browser = Browser(app, "en").open("/sign-in")
    (to_chinese,) = [link for link in browser.page.links if link.startswith("/language/")]
    browser.open(to_chinese)
    assert browser.path == "/sign-in" and "密钥" in browser.page.words
    assert "分钟看看" in browser.open("/").page.words
    assert (
        "A first look in" in Browser(app, "en").open("/language/xx?next=//evil.example").page.words
    )


def test_somebody_with_a_key_signs_in_and_out(app: Flask) -> None:
    browser = Browser(app, "en").open("/sign-in")
    browser.send("/sign-in", {"key": "dk_nonsense"})
    assert browser.status == 401 and "There is no such key" in browser.page.words
    browser.send("/sign-in", {"key": " "})
    assert browser.status == 422
    browser.send("/sign-in", {"key": KEY})
    assert browser.path == "/account" and "There is no sheet yet" in browser.page.words
    browser.send("/sign-out")
    assert browser.path == "/" and "Sign out" not in browser.page.words
    browser.open("/account")
    assert browser.path == "/resume?next=%2Faccount"


def test_a_form_of_another_site_opens_no_session(app: Flask) -> None:
    browser = Browser(app)
    headers = {"Sec-Fetch-Site": "cross-site"}
    for path, data in (("/sign-in", {"key": KEY}), ("/resume", {"code": "2"})):
        answer = browser.client.post(path, data=data, headers=headers)
        assert answer.status_code == 403 and answer.mimetype == "text/html"
        assert "Set-Cookie" not in answer.headers


def test_signing_out_needs_the_proof(app: Flask) -> None:
    browser = Browser(app).open("/sign-in").send("/sign-in", {"key": KEY})
    assert browser.post("/sign-out", {}).status_code == 403
    assert browser.open("/account").status == 200


def test_a_key_in_a_header_opens_no_page(app: Flask) -> None:
    answer = Browser(app).client.get("/account", headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [("", 422, "Type the resume code"), ("222", 422, "has a slip"),
     ("222-222-222-222-222-222-222-222-222", 401, "no such sheet")],
)  # fmt: skip
def test_a_wrong_code_says_what_is_wrong(app: Flask, typed: str, status: int, words: str) -> None:
    browser = Browser(app, "en").open("/resume").send("/resume", {"code": typed})
    assert browser.status == status and words in browser.page.words


def test_what_is_not_there_is_a_page_for_people_and_a_problem_for_programs(app: Flask) -> None:
    for path in ("/nothing", "/sheets"):
        browser = Browser(app, "en").open(path)
        assert browser.status == 404 and browser.answer.mimetype == "text/html"
        assert "There is no such page" in browser.page.words
    for path in ("/v1/nothing", "/health/nothing", "/docs/nothing", "/V1/standards", "/nothing"):
        answer = Browser(app).client.get(path, headers={"Accept": "*/*"})
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    slashes = Browser(app).client.get("/", environ_overrides={"PATH_INFO": "///"})
    assert (slashes.status_code, slashes.mimetype) == (404, "application/problem+json")
    for path in ("/v1/nothing", "/health/nothing"):
        answer = Browser(app).client.get(path, headers={"Accept": "text/html"})
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_scripts_and_styles_are_small_and_kept_by_browsers(app: Flask) -> None:
    html = Browser(app).open("/").html
    total = 0
    for name in ("style.css", assets.HTMX, "page.js"):
        address = assets.address_of(name)
        assert address in html
        answer = Browser(app).client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200 and "immutable" in answer.headers["Cache-Control"]
        total += len(answer.data)
    answer = Browser(app).client.get(
        assets.address_of("visit.js"), headers={"Accept-Encoding": "gzip"}
    )
    assert answer.status_code == 200 and total + len(answer.data) <= 40_000
    assert Browser(app).open("/static/style.css").status == 404


def test_the_library_is_the_publishers(app: Flask) -> None:
    file = Path(assets.__file__).parent / "static" / assets.HTMX
    assert sha256(file.read_bytes()).hexdigest() == assets.HTMX_SHA256


def test_the_minutes_of_a_first_look_are_those_that_its_pages_take_to_read(app: Flask) -> None:
    """The start said a quarter of an hour where reading alone took twenty minutes."""
    browser = Browser(app).open("/")
    (minutes,) = re.findall(r"花 (\d+) 分钟看看", browser.page.words)
    read = characters_read(browser.open("/begin/screening").html)
    browser.send(
        "/begin/screening",
        {"industry": "3525", "employees": "60", "revenue_wan": "2600", "pain1": "late-delivery"},
    )
    while "/sections/" in browser.path:
        read += characters_read(browser.html)
        section = browser.path.partition("?")[0].rpartition("/")[2]
        names = browser.page.form(f"/sections/{section}").names
        ticked = {name: "1" for name in names if name.startswith("a:")}
        browser.send(f"/sections/{section}", {**ticked, "then": "next"})
    read += characters_read(browser.html)
    read += characters_read(browser.open(browser.path.replace("/check", "/result")).html)
    assert abs(read / CHARACTERS_A_MINUTE - int(minutes)) <= 3


def test_the_minutes_of_the_full_form_are_those_that_its_pages_take_to_read(app: Flask) -> None:
    """The start said 54 minutes of reading where the pages took 75."""
    browser = Browser(app).open("/")
    (minutes,) = re.findall(r"读题约 (\d+) 分钟", browser.page.words)
    browser.open("/begin/full")
    browser.send(
        "/begin/full",
        {"industry": "3525", "employees": "60", "revenue_wan": "2600", "pain1": "late-delivery"},
    )
    read = 0
    seen: set[str] = set()
    while "/sections/" in browser.path and browser.path not in seen:
        seen.add(browser.path)
        read += characters_read(browser.html)
        section = browser.path.partition("?")[0].rpartition("/")[2]
        browser.send(f"/sections/{section}", {"then": "next"})
    assert len(seen) > 10
    assert abs(read / CHARACTERS_A_MINUTE - int(minutes)) <= 5


@pytest.mark.parametrize(
    ("language", "path", "words"),
    [
        ("zh-CN", "/sheets/01a20786-bb41-7799-928d-b5b38d336125/result", "请企业发一个链接给您"),
        ("en", "/sheets/01a20786-bb41-7799-928d-b5b38d336125/plan", "ask the firm for a link"),
        ("zh-CN", "/visits", "要先登录"),
        ("en", "/visits", "open to who has signed in"),
    ],
)
def test_who_is_sent_to_the_ways_in_is_told_why(
    app: Flask, language: str, path: str, words: str
) -> None:
    browser = Browser(app, language).open(path)
    assert browser.path.startswith("/resume?next=") and words in browser.page.words
    assert words not in browser.open("/resume").page.words
