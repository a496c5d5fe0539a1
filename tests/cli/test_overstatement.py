"""The overstatement that a bureau sets by command, and what is served of it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from diagnosis import bootstrap
from diagnosis.cli.main import main
from diagnosis.domain.overstatement import OverstatementSource
from diagnosis.services.intake.sheets import read
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import an_example

STANDARD, READINESS = "gbt-39116-2020", "ai-readiness"


def levels_of(models: Path) -> dict[str, Any]:
    """Return the estimates of an example by a service that starts now, by standard."""
    running = bootstrap.wire(replace(bootstrap.read_settings({}), models_dir=models))
    sheet = read(running.content, an_example("dongguan-mould-shop"))
    return {
        each.standard: each.deflated
        for each in diagnose(running.content, sheet, estimator=running.estimator).estimates
    }


def test_a_bureau_sets_the_overstatement_and_takes_it_back(
    runner: CliRunner, models: Path
) -> None:
    steps = ["--value", "0", "--low", "0", "--high", "0.1"]
    decided = ["--by", "board", "--reason", "audited district"]
    done = runner.invoke(main, ["overstatement", "set", STANDARD, *steps, *decided])

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{STANDARD}：0 档（0–0.1），board 设定：audited district\n"
    english = f"{STANDARD}: 0 steps (0–0.1), set by board: audited district\n"
    shown = runner.invoke(main, ["overstatement", "show", "--language", "en"]).stdout
    assert shown.startswith(english)
    assert shown.endswith(f"\nmiit-sme-2024: that of {STANDARD}\n")
    served = levels_of(models)
    assert served[STANDARD].overstatement.source == OverstatementSource.SET
    assert served[STANDARD].usual == served[STANDARD].claimed == 1
    assert served["miit-sme-2024"].overstatement == served[STANDARD].overstatement
    assert served[READINESS].overstatement.source == OverstatementSource.ASSUMED

    back = runner.invoke(main, ["overstatement", "rollback", STANDARD, "--language", "zh-Hans"])
    assert back.stdout == f"{STANDARD}：按假定的，还没有现场核实\n"
    assert levels_of(models)[STANDARD].usual == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--value", "0.7", "--low", "0", "--high", "0.6"],
        ["--value", "nan", "--low", "0", "--high", "0.6"],
        ["--value", "1", "--low", "0", "--high", "6"],
        ["--value", "0.1", "--low", "0"],
        ["--value", "0.333333", "--low", "0", "--high", "0.6"],
    ],
)
def test_what_is_no_range_is_not_set(runner: CliRunner, models: Path, options: list[str]) -> None:
    command = ["overstatement", "set", STANDARD, *options, "--by", "x", "--reason", "y"]

    assert runner.invoke(main, command).exit_code == 2
    assert not (models / "overstatement.json").exists()


@pytest.mark.parametrize("blank", ["", "  ", "\u3000"])
@pytest.mark.parametrize("name", ["--by", "--reason"])
def test_nobody_sets_it_without_a_name_and_a_reason(
    runner: CliRunner, models: Path, name: str, blank: str
) -> None:
    decided = {"--by": "board", "--reason": "audit"} | {name: blank}
    words = [word for option in decided.items() for word in option]
    steps = ["--value", "0.3", "--low", "0.1", "--high", "0.6"]

    refused = runner.invoke(main, ["overstatement", "set", STANDARD, *steps, *words])

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"'{name}': it is empty" in refused.stderr
    assert not (models / "overstatement.json").exists()


@pytest.mark.parametrize(("high", "is_much"), [("2", False), ("2.01", True), ("5", True)])
def test_much_is_set_with_a_word(
    runner: CliRunner, models: Path, high: str, is_much: bool
) -> None:
    steps = ["--value", "0.3", "--low", "0", "--high", high]
    decided = ["--by", "board", "--reason", "audit", "--language", "en"]

    done = runner.invoke(main, ["overstatement", "set", STANDARD, *steps, *decided])

    assert done.exit_code == 0
    assert ("leaves most firms at level 0" in done.stderr) is is_much
    assert (models / "overstatement.json").exists()


@pytest.mark.parametrize(
    "damage",
    ["{", "null", "[]", '{"format": 1, "records": [null], "current": {}}', '{"format": 9}'],
)
def test_a_damaged_file_is_told_in_plain_words_and_what_to_do(
    runner: CliRunner, models: Path, damage: str
) -> None:
    path = models / "overstatement.json"
    path.write_text(damage)
    steps = ["--value", "0.3", "--low", "0.1", "--high", "0.6"]
    sheet, lines = models / "sheet.json", models / "sheets.jsonl"
    sheet.write_text(json.dumps(an_example("dongguan-mould-shop")), encoding="utf-8")
    lines.write_text(sheet.read_text(encoding="utf-8"), encoding="utf-8")

    refused = runner.invoke(
        main,
        [
            "overstatement",
            "set",
            STANDARD,
            *steps,
            "--by",
            "x",
            "--reason",
            "y",
            "--language",
            "en",
        ],
    )
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith(f"{path}: ")
    assert "Move it away, then set or learn anew" in refused.stderr
    assert path.read_text() == damage
    for command, typed in (
        (["score", str(sheet)], None),
        (["shares", str(lines)], None),
        (["ask", "--form", "screening"], "q\n"),
    ):
        bootstrap.container.cache_clear()
        done = runner.invoke(main, [*command, "--language", "en"], input=typed)
        assert done.exit_code == 0, done.output
        (line,) = [line for line in done.stderr.splitlines() if "overstate" in line]
        assert line.startswith("The file of how much firms overstate is damaged")
        assert str(path) in line
        for internal in ("NoneType", "object", "argument", "'format'", "line 1", "Expecting"):
            assert internal not in line + refused.stderr


def test_damaged_records_leave_the_assumed_overstatement_and_say_so(models: Path) -> None:
    (models / "overstatement.json").write_text("{")
    running = bootstrap.wire(replace(bootstrap.read_settings({}), models_dir=models))

    assert "overstatement.json: not readable" in str(running.refused_overstatement)
    assert running.refused_models == {}
    assert levels_of(models)[STANDARD].overstatement.value == 0.25
