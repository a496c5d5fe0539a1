"""The arithmetic of the benchmark of speed: ratios, verdicts, tables."""

import sqlite3
from pathlib import Path

import pytest

from benchmarks.speed.goals import GOALS, Goal, Verdict
from benchmarks.speed.kept_bytes import KeptBytes, TableBytes, kept_bytes
from benchmarks.speed.outcome import Outcome, Run
from benchmarks.speed.race import Race
from benchmarks.speed.report import byte_rows, goal_rows, table
from benchmarks.speed.run import race_measures
from benchmarks.speed.sameness import is_same, levels_of
from benchmarks.speed.sending import Lap
from benchmarks.speed.spread import Spread, quantile, ratios

LITTLE = Goal(id="little", about="P0", floor=4, goal=2)
MUCH = Goal(id="much", about="P0", floor=2, goal=4, more_is_better=True)


def a_lap(cpu_us: float) -> Lap:
    return Lap(cpu_us=cpu_us, wall_us=cpu_us, p99_ms=1.0, accepted=1)


def a_run(**measures: list[float]) -> Run:
    return Run(load=0.5, measures=measures, laps={}, pages=[], writers={}, starts=[], notes=[])


def an_outcome(*runs: Run) -> Outcome:
    kept = KeptBytes(10, (TableBytes("diagnosis", 10, 8_000, 1_000, 100),))
    return Outcome(
        command="c", machine="m", how="h", rows=(10, 10), runs=list(runs), kept=[kept, kept]
    )


def test_a_ratio_is_that_of_its_round() -> None:
    assert ratios([2.0, 6.0], [1.0, 2.0]) == [2.0, 3.0]
    with pytest.raises(ValueError, match="zip"):
        ratios([2.0], [])


def test_a_spread_is_the_median_with_the_range_where_there_is_any() -> None:
    assert f"{Spread.of([1.0, 4.0, 2.0]):.1f}" == "2.0 (1.0–4.0)"
    assert f"{Spread.of([2.0]):.1f}" == "2.0"


def test_a_quantile_is_a_value_that_was_measured() -> None:
    assert quantile(list(range(101)), 0.99) == 99
    assert quantile([5.0], 0.99) == 5.0


@pytest.mark.parametrize(
    ("value", "little", "much"),
    [
        (1.0, Verdict.GOAL, Verdict.MISSED),
        (2.0, Verdict.GOAL, Verdict.FLOOR),
        (3.0, Verdict.FLOOR, Verdict.FLOOR),
        (4.0, Verdict.FLOOR, Verdict.GOAL),
        (5.0, Verdict.MISSED, Verdict.GOAL),
        (None, Verdict.UNKNOWN, Verdict.UNKNOWN),
    ],
)
def test_lines_belong_to_the_better_side(
    value: float | None, little: Verdict, much: Verdict
) -> None:
    assert LITTLE.verdict(value) is little
    assert MUCH.verdict(value) is much


@pytest.mark.parametrize(
    ("runs", "verdict"),
    [
        ([1.0, 1.5, 2.0], "goal met"),
        ([1.0, 1.5, 3.0], "goal met, not in every run"),
        ([1.0, 3.0, 3.0], "floor met"),
        ([3.0, 3.0, 9.0], "floor met, not in every run"),
        ([1.0, 9.0, 9.0], "missed"),
        ([None, None], "not measured"),
    ],
)
def test_a_verdict_says_whether_every_run_bears_it_out(
    runs: list[float | None], verdict: str
) -> None:
    assert LITTLE.judge(runs) == verdict


def test_every_goal_is_beyond_its_floor() -> None:
    for goal in GOALS:
        assert goal.verdict(goal.floor) is Verdict.FLOOR, goal.id
        assert goal.verdict(goal.goal) is Verdict.GOAL, goal.id


def test_what_was_not_answered_minimally_is_not_measured() -> None:
    names = ("hello", "preview", "stored, estimate", "stored, estimate, minimal")
    laps = {name: [a_lap(100.0 * place)] for place, name in enumerate(names, start=1)}
    measures, notes = race_measures(Race(laps, is_minimal=False))
    assert measures["stored"] == [3.0]
    assert "stored-minimal" not in measures
    assert "stored-minimal: not answered minimally" in notes
    measures, notes = race_measures(Race(laps, is_minimal=True))
    assert measures["stored-minimal"] == [4.0]
    assert "levels: not there yet" in notes


def test_goals_are_judged_by_the_runs_and_bytes_by_the_larger_file() -> None:
    outcome = an_outcome(a_run(stored=[7.0, 9.0]), a_run(stored=[5.0]))
    rows = {goal.id: row for goal, row in zip(GOALS, goal_rows(outcome), strict=True)}
    assert rows["stored"][1:] == ["6.50 (5.00–8.00)", "≤ 8", "≤ 6", "floor met"]
    assert rows["bytes"][1:] == ["900", "≤ 10,000", "≤ 6,000", "goal met"]
    assert rows["preview"][-1] == "not measured"


def test_tables_are_shown_by_diagnosis() -> None:
    assert byte_rows(an_outcome(a_run())) == [
        ["`diagnosis`", "1.00", "900", "900", "800", "100", "10"]
    ]
    assert table(["a"], []) == "| a |\n|---|"


def test_bytes_are_those_of_pages_by_table_without_the_pinned_content(tmp_path: Path) -> None:
    path = tmp_path / "kept.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE diagnosis (id TEXT PRIMARY KEY, text TEXT)")
        connection.execute("CREATE TABLE content_bundle (bundle BLOB)")
        connection.execute("INSERT INTO content_bundle VALUES (zeroblob(100000))")
        rows = [(str(number), "x" * 2000) for number in range(100)]
        connection.executemany("INSERT INTO diagnosis VALUES (?, ?)", rows)
    connection.close()
    kept = kept_bytes(path)
    largest = next(each for each in kept.tables if each.table == "diagnosis")
    assert (kept.diagnoses, largest.rows) == (100, 100)
    assert largest.data >= 200_000
    assert 0 < largest.indexes < 20_000
    assert 2000 < kept.per_diagnosis < 2400


def test_levels_are_compared_out_of_whole_and_minimal_answers() -> None:
    whole = {"standards": [{"level": 2, "score": 2.5}, {"level": None, "score": None}]}
    minimal = {
        "readings": [
            {"basis": "self", "level": 2, "score": 2.5 + 1e-12},
            {"basis": "self", "level": None, "score": None},
            {"basis": "estimated", "level": 3, "score": 2.9},
        ]
    }
    assert is_same(levels_of(whole), levels_of(minimal))
    assert not is_same(levels_of(whole), [(2, 2.5)])
    assert not is_same([(2, 2.5)], [(2, 2.6)])
    assert not is_same([(2, 2.5)], [(None, None)])
