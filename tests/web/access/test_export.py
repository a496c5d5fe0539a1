"""All that is kept of a firm is handed to it whole, and to nobody else."""

import csv
import json
from hashlib import sha256
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diagnosis.present.access.export import _line
from diagnosis.storage.firm.whole_firm import NOT_EXPORTED, tables_of_firms
from diagnosis.storage.tables import metadata
from tests.builders import an_example
from tests.keys import add_key, bearer, key_named
from tests.web.access.whole_firm import filled_firm

OF_NOBODY = {
    "api_key": "keys are of an organisation",
    "chain": "registers are of an organisation, whatever firms are in them",
    "content_bundle": "content, alike for all",
    "deleted_firm": "ids of firms that are gone",
    "organisation": "the owner of firms, not a firm",
    "page_session": "somebody of an organisation, for some hours",
    "park": "as chains",
    "pepper_check": "tells the pepper of keys",
    "report_check": "what a report is checked by, which leads to no firm",
    "report_check_file": "as what a report is checked by",
    "resume_code": "of a nameless sheet, which has no firm of a name",
}
"""Tables that name no firm, and what they are."""

WORDS = (
    "题目 question",
    "题目（英文） question in English",
    "答案 answer",
    "答案（英文） answer in English",
)
IN_WORDS = {
    "miit-systems": (
        "信息系统覆盖：下面 14 个环节里，有几个在用信息系统？产品设计、工艺设计、营销、售后、"
        "计划排程、生产管控、质量、设备、安全、能耗、采购、仓储物流、财务、人力。",
        "Systems in use: How many of these 14 areas use an information system? Product design, "
        "process design, sales, after-sales, scheduling, production control, quality, equipment, "
        "safety, energy, purchasing, stores, finance, staff.",
        "两个或更多，但不超过八成",
        "Two or more, up to 80 %",
    ),
    "miit-network": (
        "已建网络：本厂现在已经建成并在用的网络有哪些？可多选。",
        "Networks in use: Which of these networks are in place and in use in this plant today? "
        "Choose all that are.",
        "车间控制网络：至少一条产线或一组设备的控制器连成了网；"
        "应用网络：生产设备、人员和信息系统之间能通过网络互通数据",
        "Shop-floor control network: the controllers of at least one line or group of machines "
        "are connected; Application network: production equipment, people and information systems "
        "exchange data over it",
    ),
    "sales-forecast": (
        "销售预测：接下来三个月客户大约要多少货，本厂是怎样估计的？",
        "Sales forecast: How does this plant estimate what customers will want over the next "
        "three months?",
        "0 档：没有写下来的估计，来了订单才知道要多少。（1 档部分做到）",
        "Position 0: No estimate is written down; the need is known when the order arrives. "
        "(position 1 partly met)",
    ),
    "miit-funding": (
        "数字化投入：最近三个完整年度，本厂平均每年在数字化上花多少钱，平均每年营业收入是多少？",
        "Digital spending: Over the last three full years, how much a year did this plant spend "
        "on digital work on average, and what was its average yearly revenue?",
        "平均每年的数字化投入 45 万元，平均每年的营业收入 2600 万元",
        "average yearly digital spending: 45 (10,000 yuan), "
        "average yearly revenue: 2600 (10,000 yuan)",
    ),
}
"""What the example sheet answers, in the words of the questions."""


@pytest.fixture
def firm(client: FlaskClient) -> str:
    """Return the id of a firm that has a bit of everything."""
    return filled_firm(client)


def archive_of(client: FlaskClient, firm_id: str) -> ZipFile:
    answer = client.get(f"/v1/enterprises/{firm_id}/export")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/zip"
    assert firm_id in answer.headers["Content-Disposition"]
    return ZipFile(BytesIO(answer.data))


def test_every_table_of_firms_is_in_the_archive_or_left_out_for_a_reason(
    client: FlaskClient, firm: str
) -> None:
    of_firms = tables_of_firms()
    assert metadata.tables.keys() == of_firms.keys() | OF_NOBODY.keys()
    assert not of_firms.keys() & OF_NOBODY.keys()
    assert NOT_EXPORTED.keys() <= of_firms.keys() and all(NOT_EXPORTED.values())
    names = {name for name in archive_of(client, firm).namelist() if name.startswith("rows/")}
    assert names == {f"rows/{name}.json" for name in of_firms.keys() - NOT_EXPORTED.keys()}


def test_the_archive_is_whole(client: FlaskClient, firm: str) -> None:
    archive = archive_of(client, firm)
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    assert manifest["enterprise_id"] == firm and manifest["left_out"] == dict(NOT_EXPORTED)
    listed = {file["name"]: file for file in manifest["files"]}
    assert listed.keys() | {"manifest.json"} == set(archive.namelist())
    for name, file in listed.items():
        body = archive.read(name)
        assert (len(body), sha256(body).hexdigest()) == (file["bytes"], file["sha256"])
    rows = {name: json.loads(archive.read(name)) for name in listed if name.endswith(".json")}
    filled = {name for name, found in rows.items() if found}
    for name in ("enterprise", "enterprise_identity", "assessment", "sheet_identity", "reading",
                 "diagnosis", "roadmap", "access_grant", "consent", "change", "audit_entry",
                 "withdrawal", "progress", "feedback", "report", "report_file"):  # fmt: skip
        assert f"rows/{name}.json" in filled, name
    sheet = rows["rows/assessment.json"][0]["sheet"]
    text = archive.read("answers.csv").decode("utf-8-sig")
    answers = list(csv.DictReader(StringIO(text)))
    assert {row["题号 item"] for row in answers} == sheet["answers"].keys()
    assert all(all(row[heading] for heading in WORDS) for row in answers)
    by_item = {row["题号 item"]: row for row in answers}
    for item, words in IN_WORDS.items():
        assert tuple(by_item[item][heading] for heading in WORDS) == words
    assert by_item["miit-systems"]["答案代码 answer as kept"] == "two-or-more"
    assert by_item["miit-network"]["答案代码 answer as kept"] == (
        '["control-network","application-network"]'
    )
    for name, ours in (("README.zh.txt", "贵厂"), ("README.en.txt", "your firm")):
        readme = archive.read(name).decode()
        assert ours in readme
        tables = [name[5:-5] for name in archive.namelist() if name.startswith("rows/")]
        assert len(tables) > 20
        # Every kind of file is named, each with what it is.
        assert [table for table in tables if f"\n  {table}" not in readme] == []
        assert all(name in readme for name in ("answers.csv", "rows", "files", "manifest.json"))


def test_who_read_the_firm_is_in_it_and_that_it_was_exported(
    client: FlaskClient, app: Flask, firm: str
) -> None:
    first = json.loads(archive_of(client, firm).read("rows/audit_entry.json"))
    assert first[-1]["kind"] == "firm-exported"
    again = json.loads(archive_of(client, firm).read("rows/audit_entry.json"))
    assert [entry["kind"] for entry in again[len(first) :]] == ["firm-exported"]


def test_nobody_else_gets_it(client: FlaskClient, app: Flask, firm: str) -> None:
    stranger = key_named("fillsstrange")
    add_key(app.extensions["diagnosis"].store, stranger, organisation="stranger")
    answer = client.get(f"/v1/enterprises/{firm}/export", headers=bearer(stranger))
    assert answer.status_code == 404


def test_nothing_is_whole_in_memory(client: FlaskClient, firm: str) -> None:
    for site in range(60):
        sheet = an_example("dongguan-mould-shop")
        sheet["reference"] = f"R-{site}"
        assert client.post("/v1/assessments", json=sheet).status_code == 201
    answer = client.get(f"/v1/enterprises/{firm}/export", buffered=False)
    parts = list(answer.iter_encoded())
    assert len(parts) > 1 and max(map(len, parts)) < 200_000
    archive = ZipFile(BytesIO(b"".join(parts)))
    assert len(json.loads(archive.read("rows/assessment.json"))) == 62


def test_what_a_firm_wrote_is_no_formula_in_its_table() -> None:
    assert _line(["x", '=cmd|"/c calc"!A0', [1, 2], None, 1.5]) == (
        'x,"\'=cmd|""/c calc""!A0","[1,2]",,1.5\r\n'
    )
