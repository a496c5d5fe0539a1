"""A preview with what a visit verified: over HTTP, and by command."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from diagnosis.bootstrap import wire
from diagnosis.cli.main import main
from diagnosis.config.settings import read_settings
from diagnosis.content.versions import Versions
from tests.builders import an_example
from tests.web.service import a_service, an_app

PREVIEW, STANDARD = "/v1/diagnoses/preview", "gbt-39116-2020"
SHEET = an_example("shenzhen-electronics-plant")
VERIFIED = {
    item: max(int(claim) - 2, 0)
    for item, claim in SHEET["answers"].items()
    if isinstance(claim, int) and claim >= 3
}


@pytest.fixture
def trained(versions: Versions, tmp_path: Path) -> FlaskClient:
    service = a_service(versions, tmp_path, estimator=wire(read_settings({})).estimator)
    return an_app(service).test_client()


def estimate_of(shown: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in shown["estimate"] if each["standard"] == STANDARD)


def test_checks_change_the_estimate_and_no_level_by_rule(trained: FlaskClient) -> None:
    before = trained.post(PREVIEW, json=SHEET).json or {}
    after = trained.post(PREVIEW, json=SHEET | {"verified": VERIFIED}).json or {}
    assert len(VERIFIED) >= 3
    assert before["standards"] == after["standards"]
    was, now = estimate_of(before), estimate_of(after)
    assert (was["overstatement"]["source"], was["overstatement"]["checks"]) == ("assumed", 0)
    assert now["overstatement"]["source"] == "checks"
    assert now["overstatement"]["checks"] == len(VERIFIED)
    assert f"{len(VERIFIED)} 题" in now["overstatement"]["basis"]
    assert "核对过" in now["in_words"] and "核对过" in now["basis"]
    assert now["expected_score"] < was["expected_score"]
    levels = trained.post(f"{PREVIEW}?view=levels", json=SHEET | {"verified": VERIFIED}).json or {}
    served = {each["standard"]: each for each in levels["readings"] if each["basis"] != "self"}
    assert served[STANDARD]["level"] == now["level"]


def test_a_visit_with_faults_is_refused_with_pointers(trained: FlaskClient) -> None:
    wrong = {"verified": {"ai-plan": "not_known", "quality-management": 7}}
    refused = trained.post(PREVIEW, json=SHEET | wrong)
    assert refused.status_code == 422
    assert [(each["pointer"], each["code"]) for each in (refused.json or {})["errors"]] == [
        ("/verified/quality-management", "bad-position"),
        ("/verified/ai-plan", "verified-not-known"),
    ]


def test_what_is_kept_takes_no_verified_answers(trained: FlaskClient) -> None:
    refused = trained.post("/v1/diagnoses", json=SHEET | {"verified": VERIFIED})
    assert refused.status_code == 422
    assert (refused.json or {})["errors"][0]["pointer"] == "/verified"


def test_the_command_takes_a_file_of_checks(tmp_path: Path) -> None:
    sheet, checks = tmp_path / "sheet.json", tmp_path / "checks.json"
    sheet.write_text(json.dumps(SHEET), encoding="utf-8")
    checks.write_text(json.dumps(VERIFIED), encoding="utf-8")
    shown = CliRunner().invoke(main, ["score", str(sheet), "--verified", str(checks), "--json"])
    assert shown.exit_code == 0
    found = estimate_of(json.loads(shown.stdout))
    assert found["overstatement"]["checks"] == len(VERIFIED)
    checks.write_text('{"ai-plan": 9}', encoding="utf-8")
    refused = CliRunner().invoke(main, ["score", str(sheet), "--verified", str(checks)])
    assert refused.exit_code == 2 and "/verified/ai-plan" in refused.stderr
    alone = CliRunner().invoke(
        main, ["score", "--jsonl", str(sheet), "--out", "x", "--verified", str(checks)]
    )
    assert alone.exit_code == 2 and "--verified goes with SHEET" in alone.stderr
