"""A consultant adds photos on the page of a visit, without a script; the firm sees them."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from diagnosis.services.errors import FilesBusy
from tests.evidence_files import a_pdf, a_picture
from tests.web.access.visiting import FIRM, OFFICE, SECOND, Visiting
from tests.web.pages.browsing import Browser

LINK = re.compile(r"/v1/assessments/[0-9a-f-]{36}/evidence/[0-9a-f-]{36}")


@pytest.fixture
def visiting(app: Flask) -> Visiting:
    """Return a firm that may be visited."""
    return Visiting(app)


def signed_in(app: Flask, key: str, language: str = "zh-CN") -> Browser:
    """Return a browser in which somebody is signed in."""
    return Browser(app, language).open("/sign-in").send("/sign-in", {"key": key})


def begun(visiting: Visiting, key: str = OFFICE) -> str:
    """Return the id of a visit that was begun."""
    return visiting.begin(key)[-36:]


def sheet_of(visiting: Visiting) -> str:
    """Return the id of the sheet that was diagnosed."""
    sheet_id: str = visiting.ask("get", visiting.diagnosis, FIRM).json["assessment_id"]
    return sheet_id


def a_file(content: bytes, name: str = "photo.jpg", kind: str = "image/png") -> FileStorage:
    return FileStorage(stream=BytesIO(content), filename=name, content_type=kind)


def nothing_chosen() -> FileStorage:
    """Return what a browser sends of a field in which no file was chosen."""
    return a_file(b"", "", "application/octet-stream")


def send(browser: Browser, path: str, token: str | None = None, **files: FileStorage) -> Any:
    """Return the answer to files that the page sends; no file stands for an empty field."""
    fields: dict[str, Any] = {name: nothing_chosen() for name in ("photo", "file")}
    form = browser.page.form("/items/ai-plan/files")
    fields["csrf_token"] = form.fields["csrf_token"][0] if token is None else token
    return browser.client.post(
        path, data=fields | files, content_type="multipart/form-data",
        headers={"Accept-Language": browser.language, "Accept": "text/html",
                 "Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip


def test_a_photo_is_taken_on_the_phone_and_seen_by_the_firm(
    app: Flask, visiting: Visiting
) -> None:
    visit = f"/visits/{begun(visiting)}"
    path = f"{visit}/items/ai-plan/files"
    browser = signed_in(app, OFFICE).open(visit)
    assert f"{visit}/items/ai-plan#photo" in browser.page.links
    browser.open(f"{visit}/items/ai-plan")
    assert f'enctype="multipart/form-data" action="{path}"' in browser.html
    assert 'capture="environment"' in browser.html and "application/pdf" in browser.html
    answer = send(browser, path, photo=a_file(a_picture()))
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{visit}#item-ai-plan")
    both = send(
        browser, path, photo=a_file(a_picture(colour="blue")),
        file=a_file(a_pdf(), "plan.pdf", "application/pdf"),
    )  # fmt: skip
    assert both.status_code == 303
    browser.open(visit)
    assert browser.page.words.count("顾问拍的") == 3
    links = LINK.findall(browser.html)
    assert browser.client.get(links[0]).status_code == 200
    firm = signed_in(app, FIRM).open(f"/sheets/{sheet_of(visiting)}/visits")
    assert "顾问留下的照片和文件" in firm.page.words
    assert LINK.findall(firm.html) == links and firm.client.get(links[0]).status_code == 200
    browser.send("/remove")
    assert browser.page.words.count("顾问拍的") == 2


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (nothing_chosen(), "Take a photo or choose a file first"),
        (a_file(b"x", "a.txt", "text/plain"), "Photos (JPEG, PNG, WebP) and PDF alone"),
        (a_file(b"no picture at all"), "no"),
    ],
)
def test_what_is_no_file_is_told_at_the_field(
    app: Flask, visiting: Visiting, file: FileStorage, told: str
) -> None:
    visit = f"/visits/{begun(visiting)}"
    browser = signed_in(app, OFFICE, "en").open(f"{visit}/items/ai-plan")
    answer = send(browser, f"{visit}/items/ai-plan/files", file=file)
    assert answer.status_code == 422 and told in answer.text
    assert 'role="alert"' in answer.text and 'id="file-error"' in answer.text
    assert not re.search("[\u4e00-\u9fff]", re.sub("中文", "", re.sub("<[^>]*>", "", answer.text)))


def test_another_file_that_is_looked_into_is_waited_for(
    app: Flask, visiting: Visiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_busy(*_: object) -> Any:
        raise FilesBusy

    visit = f"/visits/{begun(visiting)}"
    browser = signed_in(app, OFFICE).open(f"{visit}/items/ai-plan")
    monkeypatch.setattr("diagnosis.services.visits.files.clean_file", is_busy)
    answer = send(browser, f"{visit}/items/ai-plan/files", file=a_file(a_picture()))
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "2"
    assert "过几秒再传一次" in answer.text


def test_files_need_the_proof_of_the_page_and_the_visit_of_ones_office(
    app: Flask, visiting: Visiting
) -> None:
    visit = f"/visits/{begun(visiting)}"
    path = f"{visit}/items/ai-plan/files"
    browser = signed_in(app, OFFICE).open(f"{visit}/items/ai-plan")
    assert send(browser, path, token="x", photo=a_file(a_picture())).status_code == 403
    other_visit = f"/visits/{begun(visiting, SECOND)}"
    other = signed_in(app, SECOND).open(f"{other_visit}/items/ai-plan")
    assert send(other, path, photo=a_file(a_picture())).status_code == 404
    firm = signed_in(app, FIRM).open("/account")
    token = firm.page.forms[0].fields["csrf_token"][0]
    refused = firm.post(path, {"csrf_token": token})
    assert refused.status_code == 403
    for item in ("No_Item", "x" * 81):
        odd = f"{visit}/items/{item}/files"
        assert send(browser, odd, photo=a_file(a_picture())).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x\r\n",
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\nabc',
        b'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n\xff\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n' * 30 + b"--x--\r\n",
    ],
)
def test_a_broken_form_is_refused(app: Flask, visiting: Visiting, body: bytes) -> None:
    visit = f"/visits/{begun(visiting)}"
    browser = signed_in(app, OFFICE)
    for kind in ("multipart/form-data; boundary=x", "multipart/form-data"):
        answer = browser.client.post(
            f"{visit}/items/ai-plan/files", data=body, content_type=kind,
            headers={"Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        assert answer.status_code in (400, 403), (body, answer.status_code)
