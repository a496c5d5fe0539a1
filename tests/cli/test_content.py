"""The `content` commands: the gates, two versions of a form side by side."""

import re
from pathlib import Path

from tests.cli.process import Run, loaded


def test_content_check_names_faults_with_file_and_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires/profile.yaml").write_text("facts: 1\nfacts: 2\n")
    result = run("content", "check", "--root", tmp_path)
    assert result.returncode == 2
    first = result.stdout.decode().splitlines()[0]
    assert first == "questionnaires/profile.yaml:2: syntax: duplicate key 'facts'"


def test_content_check_passes(run: Run) -> None:
    result = run("content", "check")
    assert result.returncode == 0, result.stdout.decode()
    assert b"no fault" in result.stderr


def test_content_diff_of_a_form_file(run: Run, content_dir: Path, tmp_path: Path) -> None:
    old = content_dir / "questionnaires/forms/screening.yaml"
    new = tmp_path / "screening.yaml"
    text = old.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 1.1.0")
    gone, changed = re.findall(r"^      - ([a-z-]+)$", text, re.MULTILINE)[:2]
    text = text.replace(f"      - {gone}\n", "      - hr-management\n")
    text = text.replace(
        f"      - {changed}\n", f"      - {{item: {changed}, asked_of: [discrete]}}\n"
    )
    new.write_text(text, encoding="utf-8")
    changes = loaded(run("content", "diff", "screening@1.0.0", new, "--json"))
    assert [change for change in changes if change["change"] != "kept"] == [
        {"item": "hr-management", "change": "new", "what": []},
        {"item": changed, "change": "changed", "what": ["asked_of"]},
        {"item": gone, "change": "gone", "what": []},
    ]
    shown = run("content", "diff", "screening", new).stdout.decode()
    assert f"gone    {gone}" in shown


def test_content_diff_of_an_unknown_form(run: Run) -> None:
    result = run("content", "diff", "screening", "screening@9.9.9")
    assert result.returncode == 2
    assert b"unknown-version" in result.stderr
