"""The floors of branch coverage: what is held against what, and what is said."""

from pathlib import Path

import pytest
from coverage import Coverage

from diagnosis.domain.text import Text
from diagnosis.services.read.filters import mentions
from tests.architecture.coverage import ENTRY, Branches, measured, shortfalls

FULL = Branches(100, 100)


def test_rooms_above_their_floors_are_fine() -> None:
    pure = {"domain": Branches(100, 95), "services": FULL, "web": Branches(50, 0)}
    together = {"domain": FULL, "services": FULL, "web": Branches(50, 45), ENTRY: Branches()}
    assert shortfalls(pure, together) == []


def test_what_runs_over_http_alone_does_not_count_for_domain_and_services() -> None:
    missing = (("domain/unit.py", ((3, 4), (7, -1))),)
    pure = {"domain": Branches(100, 94, missing), "services": FULL}
    together = {"domain": FULL, "services": FULL}
    assert shortfalls(pure, together) == [
        "domain: 94.0% of 100 branches run without HTTP, at least 95% are asked for. Not run:",
        "  diagnosis/domain/unit.py: 3→4, 7→end",
    ]


def test_every_other_room_is_held_to_all_tests_together() -> None:
    together = {"cli": Branches(100, 89, (("cli/ask.py", ((1, 2),)),))}
    message, place = shortfalls({}, together)
    assert message.startswith("cli: 89.0% of 100 branches run in all tests, at least 90%")
    assert place == "  diagnosis/cli/ask.py: 1→2"


@pytest.mark.no_cover
def test_branches_are_read_by_room(tmp_path: Path) -> None:
    """Two runs that each read one kind of text leave, together, fewer branches than either."""
    files = [tmp_path / "first", tmp_path / "second"]
    for file, wanted in zip(files, ("mes", None), strict=True):
        coverage = Coverage(
            data_file=str(file), config_file=False, branch=True, source=["diagnosis"]
        )
        with coverage.collect():
            assert mentions(wanted, Text("制造执行系统", "MES"))
        coverage.save()
    together = measured(files)
    first, both = measured(files[:1])["services"], together["services"]
    assert 0 < first.covered < both.covered < both.total
    assert "services/read/filters.py" in dict(first.missing)
    assert together.keys() >= {"domain", "web", "cli", ENTRY}


def test_files_that_were_not_measured_are_no_floor_held(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="non-existent"):
        measured([tmp_path / "nothing"])
