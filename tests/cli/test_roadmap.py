"""The `roadmap` command: JSON alone on stdout, a table for people, faults with status 2."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from diagnosis.cli.main import main

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "dongguan-mould-shop.json"


def run(*arguments: str, sheet: Path = EXAMPLE) -> Result:
    return CliRunner().invoke(main, ["roadmap", str(sheet), *arguments])


def plain(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_json_holds_what_a_caller_needs() -> None:
    shown = plain("--budget", "60")
    assert set(shown["cost_wan"]) == {"low", "mid", "high"}
    assert shown["cost_wan"]["mid"] <= 60
    assert shown["value"] > 0 and 0 <= shown["gap"] < 1
    assert [phase["until_month"] for phase in shown["phases"]] == [6, 18, 36]
    assert all(project["reason"] for project in shown["left_out"])
    assert shown["infeasible"] == []


def test_equal_input_gives_equal_bytes() -> None:
    first, second = (run("--budget", "60", "--json").stdout for _ in range(2))
    assert first == second


def test_exact_prints_json_alone() -> None:
    shown = plain("--budget", "10", "--exact", "--seconds", "5")
    assert shown["bound"]["solver"] == "exact"


def test_a_target_is_planned_for_least_cost() -> None:
    shown = plain("--target", "gbt-39116-2020:2")
    assert shown["target"]["reached"] and shown["objective"] == "reach-level"


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_table_and_a_bar_for_each_phase(language: str) -> None:
    result = run("--budget", "60", "--frontier", "--language", language)
    assert result.exit_code == 0
    assert result.stdout.count("█") > 3
    assert "gbt-39116-2020@1" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--budget", "-5"), "out-of-range"),
        (("--budget", "nan"), "not-a-number"),
        (("--budget", "1e15"), "out-of-range"),
        (("--budget", "50", "--want", "prj-mess"), "unknown-project"),
        (("--budget", "50", "--want", "prj-mes", "--refuse", "prj-mes"), "wish-conflict"),
        (("--budget", "50", "--target", "iso"), "unknown-standard"),
        (("--target", "gbt-39116-2020:7"), "out-of-range"),
        ((), "budget-or-target"),
    ],
)
def test_bad_input_is_refused_with_its_cure(arguments: tuple[str, ...], code: str) -> None:
    result = run(*arguments, "--json")
    assert result.exit_code == 2
    assert code in {fault["code"] for fault in json.loads(result.stdout)["errors"]}
    assert code in result.stderr


def test_faults_of_the_sheet_and_of_the_wishes_are_named_together(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.json"
    sheet.write_text('{"form": "full", "answers": {"strategy-plan": 9}}', encoding="utf-8")
    result = run("--budget", "-5", "--want", "prj-mess", "--json", sheet=sheet)
    assert result.exit_code == 2
    codes = {fault["code"] for fault in json.loads(result.stdout)["errors"]}
    assert codes == {"bad-position", "out-of-range", "unknown-project"}
