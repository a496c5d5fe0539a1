"""The `roadmap` command: JSON alone on stdout, a table for people, faults with status 2."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from diagnosis.cli.main import main
from diagnosis.domain.text import Language, Text
from diagnosis.present.result.page_words import in_page_words

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "dongguan-mould-shop.json"


def run(*arguments: str, sheet: Path = EXAMPLE) -> Result:
    return CliRunner().invoke(main, ["roadmap", str(sheet), *arguments])


def plain(*arguments: str) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_json_holds_what_a_caller_needs() -> None:
    shown = plain("--budget", "60", "--budgets", "20", "--budgets", "100", "--left-out")
    assert set(shown["build_wan"]) == {"low", "mid", "high"}
    assert 0 < shown["three_years_wan"]["mid"] <= 60
    assert 0 <= shown["gap"] < 1
    assert all(phase["packages"] for phase in shown["phases"])
    assert [point["budget_wan"] for point in shown["curve"]] == [20, 100]
    assert all(len(row["packages"]) == row["count"] for row in shown["left_out"])


def test_equal_input_gives_equal_bytes() -> None:
    first, second = (run("--budget", "60", "--json").stdout for _ in range(2))
    assert first == second


def test_a_budget_for_building_alone_reaches_further() -> None:
    total, build = (
        plain("--budget", "12", "--budget-covers", covers) for covers in ("total", "build")
    )
    assert build["build_wan"]["mid"] <= 12 < build["three_years_wan"]["mid"]
    assert total["three_years_wan"]["mid"] <= 12


def test_a_target_is_planned_for_least_cost() -> None:
    shown = plain("--target", "miit-sme-2024:2")
    assert shown["target"]["reached"] and shown["objective"] == "level"


def test_pains_and_goals_are_served() -> None:
    shown = plain("--budget", "60", "--pain", "energy", "--goal", "scene:plant-twin")
    assert [wish["id"] for wish in shown["serves"]] == ["energy", "scene:plant-twin"]


SHEETS = sorted(EXAMPLE.parent.glob("*.json"))


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_a_plan_is_said_on_one_screen(sheet: Path, language: str) -> None:
    """Every package with its months, money and reason; no more lines than a screen holds."""
    result = run("--budget", "60", "--language", language, sheet=sheet)
    assert result.exit_code == 0, result.stderr
    shown = json.loads(run("--budget", "60", "--language", language, "--json", sheet=sheet).stdout)
    cards = [card for phase in shown["phases"] for card in phase["packages"]]
    said, say = without_blanks(result.stdout), in_page_words(Language(language))
    near = [each["message"] for each in shown["nearly"]]
    for text in (shown["summary"], shown["first_ai"]["message"], *shown["warnings"], *near):
        assert without_blanks(str(say(Text(text, text)))) in said
    monday, money = MONDAY_AND_MONEY[language]
    assert without_blanks(monday + cards[0]["first_step"]) in said
    assert result.stdout.partition(money + "\n")[2].count("\n") >= 2
    beside, each = LINES[language]
    assert result.stdout.count("\n") <= beside + each * len(cards)
    assert "{" not in result.stdout


MONDAY_AND_MONEY = {
    "zh-Hans": ("星期一先做：", "公家的钱"), "en": ("On Monday: ", "Public money"),
}  # fmt: skip
LINES = {"zh-Hans": (62, 2), "en": (88, 3)}
"""Lines beside the packages, and for each package, at 80 characters; with head and versions."""


def without_blanks(text: str) -> str:
    """Return a text without what a terminal breaks lines at."""
    return "".join(text.split())


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--budget", "-5"), "out-of-range"),
        (("--budget", "nan"), "not-a-number"),
        (("--budget", "1e15"), "out-of-range"),
        (("--budget", "50", "--want", "pkg-mess"), "unknown-package"),
        (("--budget", "50", "--want", "pkg-mes", "--refuse", "pkg-mes"), "wish-conflict"),
        (("--budget", "50", "--target", "iso"), "unknown-standard"),
        (("--target", "gbt-39116-2020:7"), "out-of-range"),
        (("--budgets", "-1"), "out-of-range"),
        (("--pain", "boredom"), "unknown-value"),
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
    result = run("--budget", "-5", "--want", "pkg-mess", "--json", sheet=sheet)
    assert result.exit_code == 2
    codes = {fault["code"] for fault in json.loads(result.stdout)["errors"]}
    assert codes == {"bad-position", "out-of-range", "unknown-package"}
