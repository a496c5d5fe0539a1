"""Two versions of a form at the command line: their difference, and one that is withdrawn."""

import json
from pathlib import Path

import pytest

from tests.builders import a_sheet
from tests.cli.process import Run, loaded

FIRST, SECOND = "screening@2.0.0", "screening@2.1.0"


def folder(content_dir: Path) -> dict[str, str]:
    return {"DIAGNOSIS_CONTENT_DIR": str(content_dir)}


def test_the_difference_of_two_versions(run: Run, two_versions_dir: Path) -> None:
    here = folder(two_versions_dir)
    changes = loaded(run("content", "diff", FIRST, SECOND, "--json", **here))
    assert [change for change in changes if change["change"] != "kept"] == [
        {"item": "planning-scheduling", "change": "changed", "what": ["asked_of"]},
        {"item": "hr-management", "change": "new", "what": []},
        {"item": "ai-plan", "change": "changed", "what": ["positions"]},
        {"item": "data-collection", "change": "gone", "what": []},
    ]
    lines = run("content", "diff", FIRST, "screening", **here).stdout.decode().splitlines()
    assert "new     hr-management" in lines
    assert "changed ai-plan (positions)" in lines
    assert "gone    data-collection" in lines


def test_the_difference_from_an_earlier_checkout(
    run: Run, content_dir: Path, two_versions_dir: Path
) -> None:
    here, old_root = folder(two_versions_dir), ("--old-root", content_dir)
    since = run("content", "diff", "screening", "screening", *old_root, "--json", **here)
    assert loaded(since) == loaded(run("content", "diff", FIRST, SECOND, "--json", **here))


@pytest.mark.parametrize(
    "arguments", [("score", "-"), ("roadmap", "-", "--budget", "9"), ("ask", "--form", FIRST)]
)
def test_a_withdrawn_version_takes_nothing_new(
    run: Run, withdrawn_dir: Path, arguments: tuple[str, ...]
) -> None:
    sheet = json.dumps(a_sheet(FIRST, {"ai-plan": 1.5})).encode()
    result = run(*arguments, "--language", "en", stdin=sheet, **folder(withdrawn_dir))
    assert result.returncode == 2
    assert "The form 'screening@2.0.0' is withdrawn" in result.stderr.decode()


def test_a_withdrawn_version_is_printed(run: Run, withdrawn_dir: Path) -> None:
    shown = loaded(run("forms", "export", FIRST, **folder(withdrawn_dir)))
    assert (shown["form"], shown["status"]) == (FIRST, "withdrawn")
    assert loaded(run("forms", "export", "screening", **folder(withdrawn_dir)))["form"] == SECOND
    assert run("content", "check", **folder(withdrawn_dir)).returncode == 0
