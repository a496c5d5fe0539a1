"""The learned part by command: the registry, the card, training, evaluating."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from diagnosis import bootstrap
from diagnosis.cli.main import main
from tests.builders import EXAMPLES
from tests.classifier.builders import a_config

STANDARD = "gbt-39116-2020"
ENGLISH = ("--language", "en")
READINESS = "ai-readiness"
SHIPPED = "ai-readiness-m4"
LADDERS = (
    "ai-plan", "ai-funding", "ai-skills", "ai-shop-floor", "ai-data-history", "ai-data-quality",
    "equipment-automation", "equipment-monitoring", "network-coverage", "network-protection",
    "ai-compute", "ai-models", "integration-systems", "ai-scene-depth", "ai-scene-spread",
    "ai-control", "ai-measuring",
)  # fmt: skip
"""Items of both standards that a visit is about."""

pytestmark = pytest.mark.usefixtures("models")


def line_of_list(runner: CliRunner, model: str) -> str:
    """Return what `models list` says of a model, as a process that starts now."""
    bootstrap.container.cache_clear()
    lines = runner.invoke(main, ["models", "list"]).stdout.splitlines()
    (line,) = [line for line in lines if line.split()[0] == model]
    return line


def registry_of(models: Path) -> Any:
    """Return the registry of a folder of models as its file writes it."""
    return yaml.safe_load((models / "registry.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """Return a file of sixty visits to as many firms of levels 0 to 3."""
    path = tmp_path / "visits.jsonl"
    lines = []
    draw = Random(7)
    for number in range(60):
        level = number % 4
        claims = {item: level + draw.randint(0, 1) for item in LADDERS}
        record = {"firm": f"f-{number}", "visit": f"v-{number}", "consultant": f"c-{number % 3}",
                  "date": "2026-05-01", "why": "random"}  # fmt: skip
        lines.append(json.dumps({**record, "answers": claims, "level": level}) + "\n")
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def no_models(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands in this process work on an empty folder of models."""
    monkeypatch.setenv("DIAGNOSIS_MODELS_DIR", str(tmp_path / "empty"))
    bootstrap.container.cache_clear()


def test_models_list_names_the_current_ones(runner: CliRunner) -> None:
    rows = json.loads(runner.invoke(main, ["models", "list", "--json"]).stdout)

    assert {row["standard"] for row in rows if row["current"] and row["served"]} == {
        STANDARD,
        "ai-readiness",
    }


def test_models_list_says_what_is_current_and_served_in_a_line_each(runner: CliRunner) -> None:
    assert line_of_list(runner, SHIPPED).split()[1:] == ["current", "served", "0", "visits"]


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
    assert f"{len(drift['moved'])} items look different from the firms" in drift["why"]["en"]
    assert "rule the better guess: only visits" in drift["why"]["en"]
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
        ["models", "rollback", "none"],
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
        ["models", "show", "ai-readiness-m4"],
        ["models", "promote", "ai-readiness-m4"],
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
    (models / "ai-readiness-m4" / "model.json").write_text("{}", encoding="utf-8")
    visits = models / "visits.jsonl"
    visits.touch()
    options = {
        "evaluate": ["--model", "ai-readiness-m4"],
        "train": ["--standard", "ai-readiness", "--visits", str(visits)],
    }

    result = runner.invoke(main, [command, *options[command]])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "digest: model.json of ai-readiness-m4 has been changed" in result.stderr


@pytest.mark.parametrize(
    "command",
    [["promote", f"{READINESS}-m1"], ["rollback", READINESS]],
    ids=["promote", "rollback"],
)
def test_a_model_of_another_structure_is_not_made_current(
    runner: CliRunner, models: Path, command: list[str]
) -> None:
    path = models / "registry.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"before: {READINESS}-m3", f"before: {READINESS}-m1"), "utf-8")
    before = registry_of(models)

    result = runner.invoke(main, ["models", *command])

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"structure: {READINESS}-m1 is for another form structure" in result.stderr
    assert registry_of(models) == before


def test_a_model_cannot_be_written_outside_the_models(runner: CliRunner) -> None:
    result = runner.invoke(main, ["train", "--id", "../../away"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'../../away' names a folder" in result.stderr


def test_no_world_is_refused(runner: CliRunner) -> None:
    result = runner.invoke(main, ["evaluate", "--worlds", "0"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'--worlds'" in result.stderr


def test_a_model_that_learned_from_visits_waits_until_it_is_promoted_and_can_be_taken_back(
    runner: CliRunner, models: Path, visits: Path
) -> None:
    """Sixty visits whose levels follow what was claimed are sure to teach the model something."""
    options = ["--standard", READINESS, "--visits", str(visits), "--id", "visited"]
    learned = runner.invoke(main, ["train", *options])
    model = "ai-readiness-visited"

    assert learned.exit_code == 0, learned.output
    assert f"{model}: 60 visits, written, not yet promoted" in learned.stderr
    assert "cross-validated RPS 0.0" in learned.stderr
    manifest = json.loads((models / model / "manifest.json").read_text())
    assert manifest["record"]["reasons_for_visits"] == {"random": 60}
    assert (manifest["record"]["firms_visited"], manifest["record"]["double_visits"]) == (60, 0)
    assert line_of_list(runner, model).split()[1:] == ["-", "not", "served", "60", "visits"]
    assert line_of_list(runner, SHIPPED).split()[1:3] == ["current", "served"]

    refused = runner.invoke(main, ["models", "promote", model])
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "no card says whose level to serve; evaluate it" in refused.stderr
    evaluated = runner.invoke(main, ["evaluate", "--model", model, "--worlds", "1", "--jobs", "1"])
    assert evaluated.exit_code == 0, evaluated.output

    decided = ["--by", "board", "--reason", "sixty visits"]
    worse = runner.invoke(main, ["models", "promote", model, *decided])
    assert (worse.exit_code, f"in that of {SHIPPED}" in worse.stderr) == (2, True)
    decided.append("--although-worse")  # these visits say what no simulated world does
    assert runner.invoke(main, ["models", "promote", model, *decided]).exit_code == 0
    assert line_of_list(runner, model).split()[1:] == ["current", "served", "60", "visits"]
    assert line_of_list(runner, SHIPPED).split()[1:4] == ["-", "not", "served"]

    assert runner.invoke(main, ["models", "rollback", READINESS]).exit_code == 0
    assert line_of_list(runner, SHIPPED).split()[1:3] == ["current", "served"]
    (entry,) = [each for each in registry_of(models)["models"] if each["id"] == model]
    card = json.loads((models / model / "card.json").read_text(encoding="utf-8"))
    assert entry["level_by"] == card["level"]["level_by"]
    *_, promotion, rollback = registry_of(models)["history"]
    assert (promotion["by"], promotion["reason"]) == ("board", "sixty visits")
    assert (promotion["before"], promotion["after"]) == (SHIPPED, model)
    assert (rollback["before"], rollback["after"]) == (model, SHIPPED)


def test_too_few_visits_write_no_model(runner: CliRunner, models: Path, visits: Path) -> None:
    visits.write_text("".join(visits.read_text().splitlines(keepends=True)[:5]))
    before = registry_of(models)

    result = runner.invoke(main, ["train", "--visits", str(visits), "--id", "visited"])

    assert result.exit_code == 0
    reason = "5 visits, not written: 5 verified visits; learning starts at 50"
    assert result.stderr.splitlines() == [
        f"{STANDARD}-visited: {reason}",
        f"{READINESS}-visited: {reason}",
    ]
    assert registry_of(models) == before


def test_a_fault_in_the_visits_is_named_with_its_line(runner: CliRunner, visits: Path) -> None:
    visits.write_text(
        visits.read_text()
        + visits.read_text().splitlines()[0].replace('"level": 0', '"level": 9')
        + "\n"
    )

    result = runner.invoke(main, ["train", "--visits", str(visits), "--id", "visited"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "visits.jsonl, line 61: level: 9; expected a whole number 0–5\n"


def test_a_registered_model_is_never_overwritten(runner: CliRunner, models: Path) -> None:
    before = (models / SHIPPED / "model.json").read_bytes()

    result = runner.invoke(main, ["train", "--standard", READINESS, "--id", "m4"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{SHIPPED} is registered already and never overwritten" in result.stderr
    assert (models / SHIPPED / "model.json").read_bytes() == before


@pytest.mark.usefixtures("no_models")
def test_without_models_commands_say_what_is_missing(runner: CliRunner, visits: Path) -> None:
    sheets = visits.with_name("sheets.jsonl")
    sheets.write_text('{"form": "full", "answers": {"strategy-plan": 1}}', encoding="utf-8")
    for command, missing in (
        (["train", "--visits", str(visits)], "no current model to learn from; train one first"),
        (["evaluate"], "no current model; name one with --model"),
        (["models", "drift", str(sheets)], "no model is served"),
    ):
        result = runner.invoke(main, command)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"{STANDARD}: {missing}\n"
    assert runner.invoke(main, ["models", "list", "--json"]).stdout == "[]\n"


@pytest.mark.usefixtures("no_models")
def test_without_models_a_form_is_asked_and_scored_by_rule(runner: CliRunner) -> None:
    typed = "\n" * 5 + "1\n" * 60

    result = runner.invoke(main, ["ask", "--form", "gbt-39116", "--language", "en"], input=typed)

    assert result.exit_code == 0, result.output
    assert "level 1 (Planned) by your answers" in result.stdout


def test_a_new_model_has_no_card_until_it_is_evaluated(
    runner: CliRunner, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trained in earnest, but on four worlds of 500 firms instead of fifty of 1,600."""
    monkeypatch.setattr("diagnosis.classifier.training.config.read_config", a_config)
    model = f"{READINESS}-small"

    trained = runner.invoke(
        main, ["train", "--standard", READINESS, "--id", "small", "--jobs", "1"]
    )
    assert (trained.exit_code, trained.stdout) == (0, "")
    digest = registry_of(models)["models"][-1]["digest"]
    assert f"{model}: trained, sha256 {digest}; evaluate it, then promote it" in trained.stderr
    assert line_of_list(runner, model).split()[1:] == ["-", "not", "served", "0", "visits"]
    assert "has not been evaluated" in runner.invoke(main, ["models", "show", model]).stderr

    evaluated = runner.invoke(
        main, ["evaluate", "--model", model, "--worlds", "1", "--jobs", "1", "--seed", "5"]
    )
    assert evaluated.exit_code == 0, evaluated.output
    head, *lines = evaluated.stdout.splitlines()
    card = json.loads(runner.invoke(main, ["models", "show", model]).stdout)
    assert head == f"{model}, seed 5, level by {card['level']['level_by']}"
    verdicts = {row["measure"]: row["holds"] for row in card["must_hold"]}
    assert {line.split()[0]: line.split()[-1] == "holds" for line in lines} == verdicts
    # No raised answer may lower an estimate, however little a model has learned.
    assert verdicts["falls"] and set(verdicts.values()) == {True, False}


def test_overstatement_is_learned_from_the_first_visit_on_and_can_be_taken_back(
    runner: CliRunner, models: Path, visits: Path
) -> None:
    lines = [json.loads(line) for line in visits.read_text().splitlines()[3::4]][:5]
    for line in lines:
        line["verified"] = {item: max(line["answers"][item] - 1, 0) for item in LADDERS[:5]}
    visits.write_text("".join(json.dumps(line) + "\n" for line in lines))
    command = ["overstatement", "learn", str(visits), "--standard", READINESS, *ENGLISH]

    only_shown = runner.invoke(main, command)
    assert (only_shown.exit_code, only_shown.stderr) == (0, "")
    assert "5 firms, 5 visits, 25 pairs" in only_shown.stdout
    assert not (models / "overstatement.json").exists()

    kept = runner.invoke(main, [*command, "--keep", "--by", "board"])
    assert kept.stdout == only_shown.stdout
    shown = runner.invoke(main, ["overstatement", "show", *ENGLISH]).stdout.splitlines()
    assert shown == [
        f"{STANDARD}: assumed, no visit speaks of it",
        kept.stdout.strip(),
        "miit-sme-2024: assumed, no visit speaks of it",
    ]
    (record,) = json.loads((models / "overstatement.json").read_text())["records"]
    assert (record["by"], record["pairs"]) == ("board", 25)
    assert 0.4 < record["value"] < 1

    back = runner.invoke(main, ["overstatement", "rollback", READINESS, *ENGLISH])
    assert back.stdout == f"{READINESS}: assumed, no visit speaks of it\n"
    again = runner.invoke(main, ["overstatement", "rollback", READINESS])
    assert (again.exit_code, again.stdout) == (2, "")

    visits.write_text(json.dumps(lines[0]) + "\n")
    alone = runner.invoke(main, command).stdout
    assert "1 firm, 1 visit, 5 pairs" in alone

    (models / "overstatement.json").write_text("{")
    damaged = runner.invoke(main, ["overstatement", "show"])
    assert (damaged.exit_code, damaged.stdout) == (2, "")
