"""A short soak over each database; the long one runs by command (see `__main__`)."""

from dataclasses import replace
from pathlib import Path

import pytest

from diagnosis.services.ports.scope import KEY_ROLES
from tests.databases import migrated_database
from tests.fuzz.memory import Held
from tests.soak.measures import Sample, growth_faults
from tests.soak.report import describe, quantile, write_report
from tests.soak.rounds import a_soak
from tests.soak.traffic import KINDS
from tests.soak.users import BY_ROLE, FIRMS, Tally, User

pytestmark = pytest.mark.usefixtures("unmeasured_servers")

SECONDS = {"sqlite": 20.0, "postgresql": 8.0}
REQUESTS_PER_SECOND = 2
"""So many a busy machine answers at least."""
WARM = Sample(
    seconds=120, requests=1, held=Held(resident=400.0, proportional=200.0), threads=16, files=40
)


def test_users_of_all_roles_work_without_an_error(
    kept_in: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = None
    if kept_in == "postgresql":
        url = migrated_database(request.getfixturevalue("postgres"))
    seconds = SECONDS[kept_in]
    soak = a_soak(tmp_path, database=kept_in, url=url, seconds=seconds, seed=3, rests=2,
                  warm_seconds=seconds)  # fmt: skip
    assert soak.is_good, describe(soak)
    assert soak.tally.requests > REQUESTS_PER_SECOND * seconds
    assert {200, 201, 204, 401, 403, 404} <= set(soak.tally.statuses)
    report = write_report([soak], "x", seconds)
    assert f"## {kept_in}" in report
    assert "| fill a draft |" in report


def test_every_role_has_traffic() -> None:
    assert {kind.role for kind in KINDS} == {*KEY_ROLES, None}
    assert BY_ROLE["enterprise"] == FIRMS  # type: ignore[index]


def test_what_grows_is_told() -> None:
    more = Held(resident=441.0, proportional=200.0)
    late = replace(WARM, seconds=600, held=more, threads=19, files=53)
    assert [fault.partition(":")[0] for fault in growth_faults([WARM, late], 120)] == [
        "memory", "threads", "open files",
    ]  # fmt: skip
    steady = replace(WARM, seconds=600, held=Held(resident=439.0, proportional=400.0), threads=18)
    early = replace(WARM, seconds=60, files=12)
    assert growth_faults([early, WARM, steady], 120) == []
    assert growth_faults([early, late], 120) == []


def test_half_of_the_values_are_no_more_than_the_median() -> None:
    assert (quantile([3.0, 1.0, 2.0], 0.5), quantile([1.0] * 98 + [9.0] * 2, 0.99)) == (2.0, 9.0)


def test_an_answer_that_is_not_as_expected_is_an_error() -> None:
    tally = Tally()
    user = User(url="http://127.0.0.1:9", tally=tally, name="x", key=None)
    assert user.ask("try", "GET", "/v1/packages") is None
    assert (tally.error_count, tally.requests) == (1, 0)
