"""The taste of the house, enforced: imports, sizes, words, docstrings, the environment."""

import ast
import doctest
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "diagnosis"
MODULES = sorted(HOUSE.rglob("*.py"))
MODULE_LINES, FUNCTION_LINES, FIT_LINES = 400, 50, 80
FORBIDDEN = {
    "util", "utils", "helper", "helpers", "common", "misc", "base", "manager", "handler",
    "processor", "data", "info", "core2",
}  # fmt: skip
ROOMS = {path.parent for top in (HOUSE, HOUSE / "domain") for path in top.glob("*/__init__.py")}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def words(name: str) -> set[str]:
    """Return the words of a snake-case or camel-case name."""
    return {one.lower() for one in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def test_imports_point_inward() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stdout


def test_modules_stay_short() -> None:
    long = {
        name_of(path)
        for path in MODULES
        if path.read_text(encoding="utf-8").count("\n") > MODULE_LINES
    }
    assert long == set()


def test_functions_stay_short() -> None:
    long = set()
    for path in MODULES:
        for one in functions(tree_of(path)):
            limit = FIT_LINES if one.name == "fit" else FUNCTION_LINES
            if (one.end_lineno or 0) - one.lineno + 1 > limit:
                long.add(f"{name_of(path)}:{one.name}")
    assert long == set()


def test_no_room_or_class_has_a_name_that_says_nothing() -> None:
    said = []
    for path in MODULES:
        parts = path.relative_to(HOUSE).with_suffix("").parts
        said += [
            f"{name_of(path)}: {p}" for p in parts if words(p) & FORBIDDEN or p.startswith("new_")
        ]
        said += [
            f"{name_of(path)}: {node.name}"
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.ClassDef) and words(node.name) & FORBIDDEN
        ]
    assert said == []


def test_environment_is_read_in_config_alone() -> None:
    readers = {
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute | ast.Name)
        and ast.unparse(node) in {"os.environ", "os.getenv", "environ", "getenv"}
    }
    assert readers <= {"diagnosis/config.py"}


@pytest.mark.parametrize("room", ["domain", "services", "present"])
def test_public_functions_have_docstrings(room: str) -> None:
    mute = []
    for path in sorted((HOUSE / room).rglob("*.py")):
        tree = tree_of(path)
        tops = [tree, *(n for n in tree.body if isinstance(n, ast.ClassDef))]
        for top in tops:
            if isinstance(top, ast.ClassDef) and top.name.startswith("_"):
                continue
            mute += [
                f"{name_of(path)}:{node.name}"
                for node in top.body
                if isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ]
    assert mute == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module_has_a_docstring(path: Path) -> None:
    docstring = ast.get_docstring(tree_of(path))
    assert docstring
    if path.name == "__init__.py" and path.parent in ROOMS:
        said = " ".join(docstring.split())
        assert all(part in said for part in ("Lives here:", "May not:")), said
        assert "mported by" in said


def test_doctests_of_the_pure_rooms_hold() -> None:
    attempted = 0
    for path in MODULES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[1] not in ("domain", "services", "present") or path.name == "__init__.py":
            continue
        result = doctest.testmod(importlib.import_module(".".join(parts)))
        assert result.failed == 0, parts
        attempted += result.attempted
    assert attempted >= 5


def test_tests_use_no_mocks_and_do_not_sleep() -> None:
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        imported = {
            name
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (getattr(node, "module", None), *(a.name for a in node.names))
        }
        assert not imported & {"unittest.mock", "mock"}, name_of(path)
        calls = {ast.unparse(n.func) for n in ast.walk(tree_of(path)) if isinstance(n, ast.Call)}
        assert not calls & {"time.sleep", "sleep"}, name_of(path)


def test_tests_take_their_builders_from_no_test_and_no_benchmark() -> None:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        modules = {
            node.module or ""
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.ImportFrom)
        }
        strangers = {
            module for module in modules if module.startswith("benchmarks") or ".test_" in module
        }
        assert not strangers, name_of(path)
