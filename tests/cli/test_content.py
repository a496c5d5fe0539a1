"""The `content` commands: the gates, two versions of a form side by side."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from diagnosis.cli.main import main
from diagnosis.services.ports.content import Content
from tests.cli.process import Run, loaded

EARLIER = {
    "knowledge/sources.yaml": (r'checked_on: "[0-9-]+"', 'checked_on: "2020-02-03"'),
    "questionnaires/items/ai.yaml": (r'(- id: ai-plan\n.*\n.*\n.*\n +zh: ")', r"\1从前："),
}
"""What stood otherwise in an earlier state of the content: file → now, as a pattern, and then."""


@pytest.fixture(scope="module")
def earlier(content_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sound copy of the content with another wording and sources checked long ago."""
    folder = tmp_path_factory.mktemp("earlier")
    for part in ("questionnaires", "knowledge"):
        shutil.copytree(content_dir / part, folder / part)
    for name, (now, then) in EARLIER.items():
        text, count = re.subn(now, then, (folder / name).read_text(encoding="utf-8"))
        assert count > 0
        (folder / name).write_text(text, encoding="utf-8")
    return folder


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
    old = content_dir / "questionnaires/forms/screening@2.0.0.yaml"
    new = tmp_path / "screening.yaml"
    text = old.read_text(encoding="utf-8").replace("version: 2.0.0", "version: 2.1.0")
    gone, changed = re.findall(r"^      - ([a-z-]+)$", text, re.MULTILINE)[:2]
    text = text.replace(f"      - {gone}\n", "      - hr-management\n")
    text = text.replace(
        f"      - {changed}\n", f"      - {{item: {changed}, asked_of: [discrete]}}\n"
    )
    new.write_text(text, encoding="utf-8")
    changes = loaded(run("content", "diff", "screening@2.0.0", new, "--json"))
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


def test_content_diff_with_an_earlier_checkout_says_whose_wording_changed(
    run: Run, earlier: Path
) -> None:
    options = ("screening", "screening", "--old-root", earlier)

    shown = run("content", "diff", *options)

    assert shown.returncode == 0, shown.stderr.decode()
    lines = shown.stdout.decode().splitlines()
    assert [line for line in lines if not line.startswith("kept ")] == [
        "changed ai-plan (wording)"
    ]
    assert len(lines) == 13


def test_content_diff_names_the_faults_of_an_earlier_checkout(
    runner: CliRunner, tmp_path: Path
) -> None:
    (tmp_path / "questionnaires").mkdir()
    (tmp_path / "questionnaires/profile.yaml").write_text("facts: 1\nfacts: 2\n")
    options = ["screening", "screening", "--old-root", str(tmp_path)]

    result = runner.invoke(main, ["content", "diff", *options])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "questionnaires/profile.yaml:2: syntax: duplicate key 'facts'" in result.stderr


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id: [", "mine.yaml:2: syntax: not YAML"),
        ("id: mine", "mine.yaml:1: shape: /: 'sections' is a required property"),
    ],
)
def test_content_diff_says_why_a_file_is_no_form(
    runner: CliRunner, tmp_path: Path, text: str, fault: str
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text + "\n", encoding="utf-8")

    result = runner.invoke(main, ["content", "diff", "screening", str(path)])

    assert (result.exit_code, result.stdout) == (2, "")
    assert fault in result.stderr


def test_content_sources_lists_each_source_with_who_cites_it(
    runner: CliRunner, content: Content
) -> None:
    result = runner.invoke(main, ["content", "sources", "--language", "en"])

    assert result.exit_code == 0
    assert result.stderr == f"{len(content.sources)} sources\n"
    heads = [line for line in result.stdout.splitlines() if not line.startswith(" ")]
    assert [head.partition(" ")[0] for head in heads] == list(content.sources)
    name, source = next(iter(content.sources.items()))
    assert f"    {source.publisher.en}: {source.title.en}\n" in result.stdout
    assert f"    cited in {', '.join(content.cited_in[name])}\n" in result.stdout


def test_content_sources_as_json_are_those_of_the_list(
    runner: CliRunner, content: Content
) -> None:
    result = runner.invoke(main, ["content", "sources", "--json"])

    assert [source["id"] for source in json.loads(result.stdout)] == list(content.sources)


def test_sources_checked_more_than_a_year_ago_are_marked_stale(run: Run, earlier: Path) -> None:
    result = run("content", "sources", "--stale", DIAGNOSIS_CONTENT_DIR=str(earlier))

    assert result.returncode == 0, result.stderr.decode()
    heads = [line for line in result.stdout.decode().splitlines() if not line.startswith(" ")]
    assert heads and all(head.endswith(", 2020-02-03] STALE") for head in heads)


def test_content_docs_writes_the_tables_for_experts_beside_the_content(
    run: Run, content_dir: Path, earlier: Path
) -> None:
    result = run("content", "docs", DIAGNOSIS_CONTENT_DIR=str(earlier))

    assert (result.returncode, result.stdout) == (0, b"")
    for name in ("docs/packages.md", "docs/support.md"):
        assert f"{earlier / name} written" in result.stderr.decode()
        assert (earlier / name).read_bytes() == (content_dir / name).read_bytes()
