"""What is written about the house is true: links, rooms, names, commands, settings."""

import ast
import importlib
import re
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from diagnosis.__main__ import main
from tests.architecture.measures import HOUSE, ROOT, tree_of

ARCHITECTURE = ROOT / "docs" / "architecture.md"
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
SECURITY = ROOT / "SECURITY.md"
PAGES = sorted(
    [
        *READMES,
        SECURITY,
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *(ROOT / "docs").rglob("*.md"),
    ]
)
HEADINGS = ["Context", "Decision", "Consequences", "What would change our mind"]
OUTSIDE_WORLD = {
    "asyncio", "io", "os", "pathlib", "random", "secrets", "shutil", "socket", "subprocess", "sys",
    "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
OUTSIDE_CALLS = {"now", "today", "utcnow", "open", "default_rng"}


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[str]:
    """Return what stands between fences on a page."""
    return re.findall(r"^```\w*\n(.*?)^```$", text_of(page), re.MULTILINE | re.DOTALL)


def headings(page: Path) -> list[str]:
    """Return the headings of a page, with their marks."""
    prose = re.sub(r"^```.*?^```$", "", text_of(page), flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ .*$", prose, re.MULTILINE)


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets on the page."""
    kept = re.sub(r"[^\w\- ]", "", heading.lstrip("#").strip().lower())
    return kept.replace(" ", "-")


def first_cells(page: Path, head: str) -> list[str]:
    """Return the first cell of each row of the tables whose first column has this heading."""
    pattern = rf"^\| {re.escape(head)} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)"
    tables = re.findall(pattern, text_of(page), re.MULTILINE)
    assert tables, f"{name_of(page)} has no table of {head!r}"
    rows = [row for table in tables for row in table.splitlines()]
    return [re.split(r"(?<!\\)\|", row)[1].strip().replace("\\|", "|") for row in rows]


def test_every_entry_of_the_changelog_says_whether_scores_move() -> None:
    entries = re.findall(r"^- (?:.|\n(?!- |\n))+", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    effect = re.compile(r"\*[^*]*(scores (by rule )?(do not )?move|the first scores)[^*]*\*")
    assert [entry for entry in entries if not effect.search(" ".join(entry.split()))] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, place = target.partition("#")
        other = (page.parent / path) if path else page
        assert other.exists(), target
        assert not place or place in map(anchor, headings(other)), target


def contracts() -> Iterator[tuple[str, list[str]]]:
    """Yield the container and the built layers, highest first, of each contract of layers."""
    reader = ConfigParser()
    reader.read(ROOT / ".importlinter")
    for section in reader.values():
        if section.get("type") == "layers":
            built = re.sub(r"\(\w+\)(?: \| )?", "", section["layers"])
            yield section["containers"], [line.strip(" |") for line in built.split("\n") if line]


def test_drawings_are_those_of_the_import_contracts() -> None:
    """The rooms stand one a line with a word on each, the orders inside rooms on one line."""
    drawn, inside = blocks(ARCHITECTURE)[:2]
    rows = [re.split(r"\s{2,}", line)[0] for line in drawn.splitlines()]
    orders = [re.sub(r"\s+", " ", row) for row in re.split(r"\n(?=\S)", inside.strip())]
    expected = {container.removeprefix("diagnosis."): layers for container, layers in contracts()}
    assert rows == expected.pop("diagnosis")
    assert orders == [f"{name} {' → '.join(layers)}" for name, layers in expected.items()]


def test_table_of_rooms_names_each_of_them() -> None:
    packages = {path.parent.relative_to(HOUSE).as_posix() for path in HOUSE.rglob("__init__.py")}
    migrations = "storage/migrations/versions"  # named on the line of the migrations
    expected = packages - {".", migrations} | {"bootstrap"}
    assert {cell.strip("`") for cell in first_cells(ARCHITECTURE, "room")} == expected
    row = "| `diagnosis/` |"
    for readme in READMES:
        line = next(line for line in text_of(readme).splitlines() if line.startswith(row))
        named = set(re.findall(r"`([\w/]+)`", line))
        assert {room for room in expected if "/" not in room} - {"config"} <= named


def resolve(name: str) -> object:
    """Return what a dotted name below the house means. Raises where nothing does."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            meaning = importlib.import_module(".".join(["diagnosis", *parts[:count]]))
        except ModuleNotFoundError:
            continue
        for part in parts[count:]:
            meaning = getattr(meaning, part)
        return meaning
    raise AttributeError(name)


@pytest.mark.parametrize("page", [ARCHITECTURE, *DECISIONS], ids=name_of)
def test_names_on_a_page_exist(page: Path) -> None:
    rooms = "|".join(sorted({path.stem for path in HOUSE.iterdir() if path.stem[0].isalpha()}))
    for name in re.findall(rf"`((?:{rooms})(?:\.\w+)+)`", text_of(page)):
        resolve(name)


def test_decisions_are_short_numbered_and_listed() -> None:
    index = text_of(ROOT / "docs" / "decisions" / "README.md")
    assert DECISIONS
    for number, page in enumerate(DECISIONS, start=1):
        title, *parts = headings(page)
        assert page.name.startswith(f"{number:04}-")
        assert title.startswith(f"# {number:04} ")
        assert [part.lstrip("# ") for part in parts] == HEADINGS, page.name
        assert 20 <= text_of(page).count("\n") <= 45, page.name
        assert f"[{number:04}]({page.name})" in index


def test_both_readmes_have_the_same_parts_commands_and_settings() -> None:
    english, chinese = READMES
    assert [h.split()[0] for h in headings(english)] == [h.split()[0] for h in headings(chinese)]
    commands = [[block for block in blocks(page) if "curl" in block] for page in READMES]
    assert commands[0] == commands[1] != []
    for columns in (("command", "命令"), ("variable", "变量"), ("folder", "文件夹")):
        assert first_cells(english, columns[0]) == first_cells(chinese, columns[1])


@pytest.mark.parametrize("page", READMES, ids=name_of)
def test_every_setting_is_explained(page: Path) -> None:
    config = "".join(text_of(file) for file in (HOUSE / "config").glob("*.py"))
    known = set(re.findall(r'"(DIAGNOSIS_\w+)"', config))
    known |= {f"{name}_FILE" for name in re.findall(r'secret\(environment, "(\w+)"\)', config)}
    head = "variable" if page is READMES[0] else "变量"
    explained = set(re.findall(r"DIAGNOSIS_\w+", " ".join(first_cells(page, head))))
    assert explained == known


def test_commands_of_the_readme_exist_with_their_options() -> None:
    lines = re.findall(r"`([^`]+)`", " ".join(first_cells(READMES[0], "command")))
    lines = [line for line in lines if not line.startswith("make ")]
    assert {line.split()[0] for line in lines} == set(main.commands)
    for line in lines:
        for command in commands_of(line):
            known = {name for parameter in command.params for name in parameter.opts}
            assert set(re.findall(r"--[a-z-]+", line)) <= known, line


def commands_of(line: str) -> list[click.Command]:
    """Return the commands that a line of the README writes; `a b|c` are two of a group."""
    name, *rest = line.split()
    command = main.commands[name]
    if not isinstance(command, click.Group):
        return [command]
    return [command.commands[choice] for choice in rest[0].split("|")]


@pytest.mark.parametrize("room", ["domain", "services"])
def test_pure_rooms_read_no_clock_no_file_no_network_and_draw_nothing(room: str) -> None:
    for path in sorted((HOUSE / room).rglob("*.py")):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                modules = {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                modules = {(node.module or "").partition(".")[0]}
            else:
                modules = set()
            assert not modules & OUTSIDE_WORLD, name_of(path)
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func).rpartition(".")[2]
                assert called not in OUTSIDE_CALLS, f"{name_of(path)}:{node.lineno}"


def test_each_claim_of_security_is_held_by_a_test_that_exists() -> None:
    rows = re.findall(r"^\| (.+?) \| (`tests/.+`) \|$", text_of(SECURITY), re.MULTILINE)
    assert len(rows) > 25
    for claim, held_by in rows:
        for test in re.findall(r"`(.+?)`", held_by):
            path, _, name = test.partition("::")
            assert (ROOT / path).is_file(), (claim, path)
            tests = re.findall(r"^def (test_\w+)\(", text_of(ROOT / path), re.MULTILINE)
            assert name in tests or (tests and not name), (claim, test)
