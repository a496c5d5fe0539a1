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


def test_models_drift_says_that_a_file_holds_no_sheet_it_can_read(
    runner: CliRunner, tmp_path: Path
) -> None:
    lines = tmp_path / "sheets.jsonl"
    lines.write_text('not json\n{"form": "full", "answers": {"x": 1}}\n', encoding="utf-8")

    result = runner.invoke(main, ["models", "drift", str(lines)])

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{lines}: no line holds a sheet without a fault\n"


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


@pytest.mark.parametrize(
    "command",
    [
        ["models", "list"],
        ["models", "show", "ai-readiness-m1"],
        ["models", "promote", "ai-readiness-m1"],
        ["models", "rollback", "ai-readiness"],
        ["train", "--standard", "ai-readiness"],
        ["evaluate"],
    ],
)
def test_a_damaged_registry_is_named_and_left_as_it_is(
    runner: CliRunner, models: Path, command: list[str]
) -> None:
    registry = models / "registry.yaml"
    registry.write_bytes(b"models: [\xff")

    result = runner.invoke(main, command)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{registry}: not a registry of models" in result.stderr
    assert registry.read_bytes() == b"models: [\xff"


@pytest.mark.parametrize("command", ["evaluate", "train"])
def test_a_damaged_model_is_named(runner: CliRunner, models: Path, command: str) -> None:
    (models / "ai-readiness-m1" / "model.json").write_text("{}", encoding="utf-8")
    visits = models / "visits.jsonl"
    visits.touch()
    options = {
        "evaluate": ["--model", "ai-readiness-m1"],
        "train": ["--standard", "ai-readiness", "--visits", str(visits)],
    }

    result = runner.invoke(main, [command, *options[command]])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "digest: model.json of ai-readiness-m1 has been changed" in result.stderr


def test_a_model_cannot_be_written_outside_the_models(runner: CliRunner, models: Path) -> None:
    result = runner.invoke(main, ["train", "--id", "../../away"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'../../away' names a folder" in result.stderr


def test_no_world_is_refused(runner: CliRunner) -> None:
    result = runner.invoke(main, ["evaluate", "--worlds", "0"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'--worlds'" in result.stderr
