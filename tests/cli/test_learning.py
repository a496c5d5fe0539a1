"""The learned part by command: the registry, the card, training, evaluating."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis.cli.main import main
from tests.builders import EXAMPLES

STANDARD = "gbt-39116-2020"

pytestmark = pytest.mark.usefixtures("models")


def test_models_list_names_the_current_ones(runner: CliRunner) -> None:
    rows = json.loads(runner.invoke(main, ["models", "list", "--json"]).stdout)

    assert {row["standard"] for row in rows if row["current"] and row["served"]} == {
        STANDARD,
        "ai-readiness",
    }


def test_models_show_prints_the_card_with_its_training_data_first(runner: CliRunner) -> None:
    current = json.loads(runner.invoke(main, ["models", "list", "--json"]).stdout)[0]["model"]

    card = json.loads(runner.invoke(main, ["models", "show", current]).stdout)

    assert next(iter(card)) == "training"
    assert "simulated firms" in card["training"]


def test_models_drift_compares_sheets_with_the_training_population(
    runner: CliRunner, tmp_path: Path
) -> None:
    sheets = [json.loads(path.read_text(encoding="utf-8")) for path in EXAMPLES.glob("*.json")]
    lines = tmp_path / "sheets.jsonl"
    lines.write_text("".join(json.dumps(sheet) + "\n" for sheet in sheets * 12), encoding="utf-8")

    result = runner.invoke(main, ["models", "drift", str(lines), "--standard", STANDARD])

    drift = json.loads(result.stdout)
    assert drift["sheets"] == 60
    assert drift["enough"] is True
    assert set(drift["items"][0]) == {"item", "index", "recent_mean", "expected_mean"}
    assert set(drift["moved"]) <= {item["item"] for item in drift["items"]}


@pytest.mark.parametrize(
    "command",
    [
        ["models", "show", "none"],
        ["models", "promote", "none"],
        ["models", "rollback", STANDARD],
        ["evaluate", "--model", "none"],
    ],
)
def test_commands_refuse_unknown_models(runner: CliRunner, command: list[str]) -> None:
    result = runner.invoke(main, command)

    assert result.exit_code == 2
    assert result.stdout == ""
