"""Short fault rounds and races; the long ones run by command (see `rounds`)."""

from pathlib import Path

import pytest

from tests.databases import migrated_database
from tests.faults.clock import NoFaketime
from tests.faults.kinds import FAULTS, POSTGRESQL, SQLITE, NoPostgres
from tests.faults.races import RACES, a_race, a_track
from tests.faults.rounds import a_round
from tests.faults.small_disk import CannotMount

pytestmark = pytest.mark.usefixtures("unmeasured_servers")

SHARE_POSTGRESQL = ("server", "worker")
"""Kinds that bring no database of their own."""
EVERY_KIND = [(kind, database) for kind, fault in FAULTS.items() for database in fault.databases]


@pytest.mark.parametrize(("kind", "kept_in"), EVERY_KIND)
def test_what_was_acknowledged_survives(
    kind: str, kept_in: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = None
    if kept_in == POSTGRESQL and kind in SHARE_POSTGRESQL:
        url = migrated_database(request.getfixturevalue("postgres"))
    try:
        outcome = a_round(kind, tmp_path, database=kept_in, url=url, seconds=1.5, seed=7)
    except (CannotMount, NoFaketime, NoPostgres) as missing:
        pytest.skip(f"this machine cannot do it: {missing!r}")
    assert outcome.is_good, outcome


@pytest.mark.parametrize("kept_in", [SQLITE, POSTGRESQL])
def test_of_writers_at_the_same_moment_nobody_is_lost_or_counted_twice(
    kept_in: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = None
    if kept_in == POSTGRESQL:
        url = migrated_database(request.getfixturevalue("postgres"))
    with a_track(tmp_path, url) as track:
        races = [a_race(what, track, database=kept_in, times=2) for what in RACES]
    assert not [(race.what, race.wrong) for race in races if race.wrong]
