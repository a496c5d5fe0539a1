"""A short round of fuzzing over each database; the long one runs by command (see `__main__`)."""

from pathlib import Path

import pytest

from tests.databases import migrated_database
from tests.fuzz.report import describe, write_report
from tests.fuzz.rounds import a_round
from tests.fuzz.tenants import NOBODY
from tests.journeys.server import serving
from tests.provider.server import OpenIdProvider, running

pytestmark = pytest.mark.usefixtures("unmeasured_servers")

MUTATED = 240


@pytest.mark.parametrize(
    ("kept_in", "seed", "sender"),
    [
        ("sqlite", 11, "enterprise"),
        ("postgresql", 12, "consultant"),
        ("postgresql", 13, "portal"),
        ("sqlite", 14, "admin"),
        ("postgresql", 15, "holder"),
        ("sqlite", 17, "respondent"),
        ("postgresql", 20, "viewer"),
        ("postgresql", 18, "session"),
        ("sqlite", 19, "token"),
        ("sqlite", 16, NOBODY),
    ],
)
def test_a_short_round_breaks_nothing(
    kept_in: str, seed: int, sender: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = None
    if kept_in == "postgresql":
        url = migrated_database(request.getfixturevalue("postgres"))
    with (
        running(OpenIdProvider()) as provider,
        serving(tmp_path, url=url, settings=provider.settings) as server,
    ):
        outcome = a_round(
            server,
            database=kept_in, seed=seed, mutated=MUTATED, sender=sender, provider=provider,
        )  # fmt: skip
    findings = [line for finding in outcome.findings for line in describe(finding)]
    assert outcome.is_good, [*outcome.faults_of_round, *findings]
    assert outcome.mutated >= MUTATED
    least = outcome.valid / {
        "enterprise": 2,
        "session": 3,
        "token": 3,
        "holder": 15,
        "respondent": 15,
        "viewer": 15,
        NOBODY: 15,
    }.get(sender, 8)
    assert sum(outcome.reached.values()) > least
    assert f"| {kept_in} | {sender} | {seed} | {outcome.mutated} |" in write_report(
        [outcome], [], "x"
    )
