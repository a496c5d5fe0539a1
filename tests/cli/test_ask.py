"""`ask`: what a user is shown and may type."""

import json
from pathlib import Path

from click.testing import CliRunner

from diagnosis.cli.main import main


def test_ask_writes_a_sheet_that_can_be_scored(runner: CliRunner, tmp_path: Path) -> None:
    out = tmp_path / "sheet.json"

    result = runner.invoke(
        main,
        ["ask", "--out", str(out), "--agreement", "0.6"],
        input="2\n?\n9\n1.5\nu\n" + "2\n" * 60,
    )

    assert result.exit_code == 0, result.output
    sheet = json.loads(out.read_text(encoding="utf-8"))
    assert 4 <= len(sheet["answers"]) < 43
    assert "not_known" in sheet["answers"].values()
    assert runner.invoke(main, ["score", str(out), "--json"]).exit_code == 0


def test_ask_ends_when_the_user_ends_it(runner: CliRunner) -> None:
    result = runner.invoke(main, ["ask", "--language", "en"], input="2\nq\n")

    assert result.exit_code == 0
