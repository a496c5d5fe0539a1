"""Texts that name things, over HTTP: one plant, one name, one code, however it is written."""

import io
import json
import zipfile
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import structlog
from flask.testing import FlaskClient

from diagnosis.web import observe
from tests.builders import a_sheet, a_submission, an_enterprise, an_example

CODE = "91441900EXAMPLE11Y"
PERSON = "44000019000101030X"
PREVIEW = "/v1/diagnoses/preview"
ENGLISH = {"Accept-Language": "en"}


def sent(client: FlaskClient, path: str = "/v1/diagnoses", **facts: Any) -> Any:
    """Return the answer to a sheet of a firm of some facts."""
    return client.post(path, json=a_submission(enterprise=an_enterprise(**facts)), headers=ENGLISH)


def faults(answer: Any) -> list[tuple[str, str]]:
    """Return the pointers and codes of the faults of an answer."""
    assert answer.status_code == 422, answer.get_data(as_text=True)
    return [(fault["pointer"], fault["code"]) for fault in answer.json["errors"]]


def test_a_plant_is_one_firm_however_it_is_written(client: FlaskClient) -> None:
    sites = ("Plant 1 厂", "Plant １ 厂 ", "　Plant 1  厂", "Plant 1 厂\u200b", "Plant\u00a01 厂")
    codes = (CODE, CODE.lower(), f" {CODE}", "９１" + CODE[2:], CODE + "\u3000")
    firms = {
        sent(client, site=site, credit_code=code).json["enterprise_id"]
        for site, code in zip(sites, codes, strict=True)
    }
    assert len(firms) == 1
    (firm,) = client.get("/v1/enterprises").json["items"]
    assert (firm["site"], firm["credit_code"]) == ("Plant 1 厂", CODE)


def test_a_name_of_another_width_is_the_same_firm(client: FlaskClient) -> None:
    sent(client, name="ABC（广东）有限公司")
    answer = sent(client, name=" ＡＢＣ(广东)有限公司\u200b", employees=61)
    assert answer.json["register"]["effect"] == "updated"
    assert sent(client, name="别家有限公司").json["register"]["effect"] == "other-name"


@pytest.mark.parametrize("name", ["   ", "\u3000\u200b", "\u3164", "\ufeff", "\n\t"])
def test_a_name_in_which_nothing_is_seen_is_missing(client: FlaskClient, name: str) -> None:
    assert faults(sent(client, name=name)) == [("/enterprise/name", "missing-field")]
    assert client.get("/v1/enterprises").json["items"] == []


@pytest.mark.parametrize("field", ["name", "site", "chain", "park"])
@pytest.mark.parametrize("letter", ["\uffff", "\ufffe", "\x85", "\u202e", "\U000e0041", "\ue000"])
def test_what_no_text_may_have_is_refused(client: FlaskClient, field: str, letter: str) -> None:
    answer = sent(client, PREVIEW, **{field: f"灯{letter}厂"})
    assert faults(answer) == [(f"/enterprise/{field}", "bad-text")]
    message = answer.json["errors"][0]["message"]
    assert message.startswith(f"Character 2 (U+{ord(letter):04X}) is ")


def test_facts_that_cannot_change_may_be_written_otherwise(client: FlaskClient) -> None:
    made = sent(client, site="一厂").json["enterprise_id"]
    path = f"/v1/enterprises/{made}"
    change = {"site": " 一厂\u200b", "credit_code": f" {CODE.lower()}", "employees": 61}
    tag = client.get(path).headers["ETag"]
    answer = client.patch(path, json=change, headers={"If-Match": tag})
    assert (answer.status_code, answer.json["employees"]) == (200, 61)
    tag = answer.headers["ETag"]
    answer = client.patch(path, json={"site": "二厂"}, headers={"If-Match": tag})
    assert faults(answer) == [("/site", "fixed-field")]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("name=" + quote("ＡＢＣ（广东"), 1),
        ("name=" + quote("ABC(广东)有限公司\u3000"), 1),
        ("site=" + quote(" 一厂"), 1),
        ("site=" + quote("一\u200b厂"), 1),
        ("credit_code=" + quote(f" {CODE.lower()} "), 1),
        ("name=" + quote("ＡＢＤ"), 0),
        ("division=c35", 1),
        ("city=" + quote("４４１９００"), 1),
    ],
)
def test_filters_are_read_like_what_they_look_for(
    client: FlaskClient, query: str, count: int
) -> None:
    sent(client, name="ABC（广东）有限公司", site="一厂")
    assert len(client.get(f"/v1/enterprises?{query}").json["items"]) == count


def test_references_chains_and_parks_are_found_in_any_width(client: FlaskClient) -> None:
    sheet = a_submission(reference=" Ａ-１ ", enterprise=an_enterprise(chain="灯饰（古镇）链"))
    made = client.post("/v1/diagnoses", json=sheet)
    assert made.json["reference"] == "A-1"
    for reference in ("A-1", "Ａ－１"):
        rows = client.get(f"/v1/diagnoses?reference={quote(reference)}").json["items"]
        assert [row["id"] for row in rows] == [made.json["id"]]
    chain = client.post("/v1/chains", json={"name": "灯饰(古镇)链 "})
    assert (chain.status_code, chain.json["name"]) == (201, "灯饰(古镇)链")
    again = client.post("/v1/chains", json={"name": "灯饰（古镇）\u200b链"})
    assert again.status_code == 409
    rows = client.get(f"/v1/enterprises?chain={quote('灯饰（古镇）链')}").json["items"]
    assert len(rows) == 1


@pytest.mark.parametrize("path", ["packages", "cases", "support"])
def test_a_text_is_found_in_any_width_and_case(client: FlaskClient, path: str) -> None:
    found_by = [
        [row["id"] for row in client.get(f"/v1/{path}?limit=200&text={quote(text)}").json["items"]]
        for text in ("MES", "ＭＥＳ", "mes ", "\u200bｍＥs")
    ]
    assert found_by[0] or path != "packages"
    assert all(rows == found_by[0] for rows in found_by)


def test_the_number_of_a_person_is_in_no_answer_and_no_log(
    client: FlaskClient,
    capfdbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(observe, "log", structlog.get_logger())
    observe.set_up_logging("info")
    try:
        answers = [
            sent(client, PREVIEW, credit_code=PERSON),
            sent(client, credit_code=PERSON.lower()),
            client.get(f"/v1/enterprises?credit_code={PERSON}"),
            client.post("/v1/enterprises", json=an_enterprise(credit_code=PERSON)),
        ]
    finally:
        structlog.reset_defaults()
    for answer in answers:
        assert [code for _, code in faults(answer)] == ["number-of-a-person"]
        assert PERSON[6:14] not in answer.get_data(as_text=True)
    assert PERSON[6:14].encode() not in capfdbinary.readouterr().err


def test_a_class_outside_the_lists_gets_a_notice(client: FlaskClient) -> None:
    listed, unlisted, earlier = (
        sent(client, PREVIEW, industry=code).json for code in ("C3982", "C3988", "C3610")
    )
    assert not any("GB/T 4754" in notice for notice in listed["notice"])
    assert any("C3988" in notice and "C39" in notice for notice in unlisted["notice"])
    assert any("C3610" in notice and "2011" in notice for notice in earlier["notice"])
    assert unlisted["standards"] == listed["standards"]
    sheet = a_submission(enterprise=an_enterprise(industry="C3988"))
    levels = client.post(f"{PREVIEW}?view=levels", json=sheet).json
    assert "unlisted-class" in levels["notices"]
    assert faults(sent(client, PREVIEW, industry="C3999")) == [
        ("/enterprise/industry", "unknown-class")
    ]


def test_codes_as_numbers_are_asked_for_as_text(client: FlaskClient) -> None:
    answer = sent(client, PREVIEW, city=441900, credit_code=914419001234567890)
    assert sorted(faults(answer)) == [
        ("/enterprise/city", "wrong-type"),
        ("/enterprise/credit_code", "wrong-type"),
    ]
    assert all("quotes" in fault["message"] for fault in answer.json["errors"])


def test_a_free_text_keeps_its_lines_and_its_workbook_opens(client: FlaskClient) -> None:
    made = client.post("/v1/diagnoses", json=an_example("dongguan-mould-shop"))
    plan = client.post(
        f"/v1/assessments/{made.json['assessment_id']}/roadmaps", json={"budget_wan": 60}
    ).json
    path = f"/v1/roadmaps/{plan['id']}"
    project = plan["phases"][0]["packages"][0]["id"]
    note = {"project": project, "status": "dropped", "reason": "停产\r\n两周\u200b"}
    refused = client.post(f"{path}/progress", json={"projects": [note | {"reason": "停产\uffff"}]})
    assert [code for _, code in faults(refused)] == ["bad-text"]
    kept = client.post(f"{path}/progress", json={"projects": [note]})
    assert kept.status_code == 201 and "停产\\n两周" in json.dumps(kept.json, ensure_ascii=False)
    book = zipfile.ZipFile(io.BytesIO(client.get(f"{path}/table.xlsx").data))
    for name in book.namelist():
        if name.endswith(".xml"):
            ElementTree.fromstring(book.read(name))


def test_a_sheet_of_an_earlier_kind_of_text_is_scored_the_same(client: FlaskClient) -> None:
    plain, wide = (
        client.post(PREVIEW, json=a_sheet(enterprise=an_enterprise(name=name))).json
        for name in ("ABC(广东)有限公司", "ＡＢＣ（广东）有限公司 ")
    )
    assert plain == wide


@pytest.mark.parametrize(
    ("written", "meant"),
    [("3311", "C3311"), ("33", "C33"), ("C 3311", "C3311"), ("c-331", "C331"),
     ("３３１１", "C3311"), ("G5430", None), ("D4411", None), ("44", None),
     ("C33111", None), ("金属制品", None)],
)  # fmt: skip
def test_an_industry_without_its_letter_is_told_what_is_meant(
    client: FlaskClient, written: str, meant: str | None
) -> None:
    answer = sent(client, PREVIEW, industry=written)
    assert faults(answer) == [("/enterprise/industry", "unknown-industry")]
    message = answer.json["errors"][0]["message"]
    assert message.startswith(f"Did you mean {meant}?" if meant else "The industry must be")


@pytest.mark.parametrize("field", ["credit_code", "site"])
def test_a_what_if_is_about_the_same_firm(client: FlaskClient, field: str) -> None:
    change = {"enterprise": {field: CODE}}
    body = {"sheet": a_submission(), "roadmap": {"budget_wan": 10}, "what_if": change}
    answer = client.post("/v1/roadmaps/preview", json=body)
    assert faults(answer) == [(f"/what_if/enterprise/{field}", "fixed-field")]
