"""The overstatement that a bureau sets by command, and what is served of it."""

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
    ],
)
def test_what_is_no_range_is_not_set(runner: CliRunner, models: Path, options: list[str]) -> None:
    command = ["overstatement", "set", STANDARD, *options, "--by", "x", "--reason", "y"]

    assert runner.invoke(main, command).exit_code == 2
    assert not (models / "overstatement.json").exists()


def test_damaged_records_leave_the_assumed_overstatement_and_say_so(models: Path) -> None:
    (models / "overstatement.json").write_text("{")
    running = bootstrap.wire(replace(bootstrap.read_settings({}), models_dir=models))

    assert "overstatement.json: not readable" in str(running.refused_overstatement)
    assert running.refused_models == {}
    assert levels_of(models)[STANDARD].overstatement.value == 0.25
