"""A short round of fuzzing over each database; the long one runs by command (see `__main__`)."""

from pathlib import Path

import pytest

from tests.databases import fresh_database
from tests.fuzz.report import describe, write_report
from tests.fuzz.rounds import a_round
from tests.journeys.server import serving

pytestmark = pytest.mark.usefixtures("unmeasured_servers")

MUTATED = 300


@pytest.mark.parametrize(("kept_in", "seed"), [("sqlite", 11), ("postgresql", 12)])
def test_a_short_round_breaks_nothing(
    kept_in: str, seed: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = None
    if kept_in == "postgresql":
        url = fresh_database(request.getfixturevalue("postgres"))
    with serving(tmp_path, url=url) as server:
        outcome = a_round(server, database=kept_in, seed=seed, mutated=MUTATED)
    findings = [line for finding in outcome.findings for line in describe(finding)]
    assert outcome.is_good, [*outcome.faults_of_round, *findings]
    assert outcome.mutated >= MUTATED
    assert sum(outcome.reached.values()) > outcome.valid / 2
    assert f"| {kept_in} | {seed} | {outcome.mutated} |" in write_report([outcome], [], "x")
