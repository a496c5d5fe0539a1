"""`shares` by command: sheets and visits in, shares and a plan of visits out."""

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis.cli.main import main
from tests.builders import EXAMPLES

FIRMS = 80


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """Return a file of firms like the examples, each answer a step up or down."""
    rng = random.Random(5)
    examples = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.json"))]
    path = tmp_path / "sheets.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for number in range(FIRMS):
            sheet = json.loads(rng.choice(examples))
            del sheet["enterprise"]["credit_code"]
            lines.write(json.dumps({**sheet, "id": number}) + "\n")
    return path


@pytest.fixture
def visits(tmp_path: Path) -> Path:
    """Return a file of random visits to half of the firms, a double one and a wrong name."""
    path = tmp_path / "visits.jsonl"
    rows = [(str(number), "random", number % 3) for number in range(0, FIRMS, 2)]
    rows += [("2", "double", 1), ("nobody", "random", 1)]
    lines = [
        {"firm": firm, "visit": f"v{place}", "why": why, "level": level}
        for place, (firm, why, level) in enumerate(rows)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_shares_are_told_in_a_table_and_in_sentences(
    runner: CliRunner, sheets: Path, visits: Path
) -> None:
    result = runner.invoke(
        main, ["shares", str(sheets), "--visits", str(visits), "--language", "en"]
    )

    assert result.exit_code == 0, result.output
    lines = " ".join(result.stdout.split())
    assert "80 firms, 40 random visits" in lines
    assert "2 Standardised" in lines
    assert "to firms that have no sheet here, which do not count: 1" in lines
    assert "which counts a single time: 1" in lines


def test_shares_as_json_have_intervals_and_a_plan(
    runner: CliRunner, sheets: Path, visits: Path
) -> None:
    command = ["shares", str(sheets), "--visits", str(visits), "--json", "--within", "10"]
    shown = json.loads(runner.invoke(main, command).stdout)

    assert shown["visits"] == {"random": 40, "again": 0, "double": 1, "chosen": 0, "elsewhere": 1}
    assert [each["level"] for each in shown["at_level"]] == [0, 1, 2, 3, 4, 5]
    assert sum(each["share"] for each in shown["at_level"]) == pytest.approx(1)
    assert [each["level"] for each in shown["at_least"]] == [1, 2, 3, 4, 5]
    top = shown["at_least"][-1]
    assert top["share"] == top["low"] == 0
    assert 0.02 < top["high"] < 0.1
    assert shown["plan"]["within"] == 0.1
    assert 5 <= shown["plan"]["visits"] <= shown["plan"]["visits_alone"] < FIRMS


def test_without_visits_they_are_planned(runner: CliRunner, sheets: Path) -> None:
    shown = json.loads(runner.invoke(main, ["shares", str(sheets), "--json"]).stdout)

    assert (shown["at_level"], shown["worth"]) == ([], None)
    assert shown["plan"]["assumed"] is True
    assert shown["plan"]["visits"] < shown["plan"]["visits_alone"] < FIRMS


def test_a_fault_in_the_visits_is_named_with_its_line(
    runner: CliRunner, sheets: Path, visits: Path
) -> None:
    visits.write_text('{"firm": "1", "visit": "v", "why": "random", "level": 9}\n')

    result = runner.invoke(
        main, ["shares", str(sheets), "--visits", str(visits), "--language", "en"]
    )

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "/1/level: Must be from 0 to 5. [out-of-range]\n"


def test_a_file_without_a_sheet_is_refused(runner: CliRunner, tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("no json\n")

    result = runner.invoke(main, ["shares", str(empty)])

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{empty}: no line holds a sheet without a fault\n"
