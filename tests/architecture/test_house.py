"""The taste of the house, enforced: imports, sizes, words, docstrings, the environment."""

import ast
import doctest
import importlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.architecture.measures import (
    HOUSE,
    MODULES,
    ROOT,
    functions,
    length,
    lines_of,
    measure,
    name_of,
    private_words,
    tree_of,
    words,
)

MODULE_LINES, FUNCTION_LINES, FIT_LINES = 400, 50, 80
ROOM_MODULES = 25
FORBIDDEN = {
    "util", "utils", "helper", "helpers", "common", "misc", "base", "manager", "handler",
    "processor", "data", "info", "core2",
}  # fmt: skip
CHINESE = re.compile("[\u3000-\u9fff\uff00-\uffef]")
ROOMS = {path.parent for top in (HOUSE, HOUSE / "domain") for path in top.glob("*/__init__.py")}


def test_imports_point_inward() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode == 0, result.stdout


def test_modules_stay_short() -> None:
    long = {name_of(path) for path in MODULES if lines_of(path) > MODULE_LINES}
    assert long == set()


def test_no_room_is_crowded() -> None:
    """Above so many modules side by side a reader no longer sees the parts: make sub-rooms."""
    modules = Counter(path.parent for path in MODULES)
    crowded = {name_of(room): count for room, count in modules.items() if count > ROOM_MODULES}
    assert crowded == {}


def test_functions_stay_short() -> None:
    long = set()
    for path in MODULES:
        for function in functions(tree_of(path)):
            limit = FIT_LINES if function.name == "fit" else FUNCTION_LINES
            if length(function) > limit:
                long.add(f"{name_of(path)}:{function.name}")
    assert long == set()


def test_no_room_or_class_has_a_name_that_says_nothing() -> None:
    mute = []
    for path in MODULES:
        parts = path.relative_to(HOUSE).with_suffix("").parts
        mute += [
            f"{name_of(path)}: {p}" for p in parts if words(p) & FORBIDDEN or p.startswith("new_")
        ]
        mute += [
            f"{name_of(path)}: {node.name}"
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.ClassDef) and words(node.name) & FORBIDDEN
        ]
    assert mute == []


def test_environment_is_read_in_config_alone() -> None:
    readers = {
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute | ast.Name)
        and ast.unparse(node) in {"os.environ", "os.getenv", "environ", "getenv"}
    }
    assert readers <= {"diagnosis/config/settings.py"}


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
    """The tests of the benchmarks alone import what they test."""
    for path in sorted((ROOT / "tests").rglob("*.py")):
        if path.parent == ROOT / "tests/benchmarks":
            continue
        modules = {
            node.module or ""
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.ImportFrom)
        }
        strangers = {
            module for module in modules if module.startswith("benchmarks") or ".test_" in module
        }
        assert not strangers, name_of(path)


def test_benchmarks_and_tests_import_one_another_in_no_circle() -> None:
    paths = [path for top in ("benchmarks", "tests") for path in (ROOT / top).rglob("*.py")]
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in paths}
    modules = {name.removesuffix(".__init__"): path for name, path in modules.items()}
    imports = {
        module: {
            name
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.ImportFrom) and node.module
            for name in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))
            if name in modules
        }
        for module, path in modules.items()
    }
    TopologicalSorter(imports).prepare()  # raises where there is a circle


def test_the_measure_of_words_sees_arguments_keywords_and_compounds() -> None:
    tree = ast.parse(
        "def encode_one(own): fill(one=1, asked_of=2); class_one = OneSheet; a_word = 1"
    )
    assert private_words(tree) == {
        "encode_one": 1,
        "own": 1,
        "one": 1,
        "class_one": 1,
        "a_word": 1,
    }
    tree = ast.parse("class WordSchema:\n    heed_feedback = 1\n    own_people = 2")
    assert private_words(tree) == {"WordSchema": 1, "heed_feedback": 1}
    assert private_words(tree, may_be_keys=True) == {"WordSchema": 1}


def literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """Yield every literal text of a module that is no docstring."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node


def test_tests_inside_pass_no_door() -> None:
    """Coverage without HTTP means what it says: see the folders that the Makefile names."""
    (line,) = re.findall(r"^THROUGH_DOORS := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    doors = [ROOT / folder for folder in line.split()]
    assert all(folder.is_dir() for folder in doors)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if not any(path.is_relative_to(folder) for folder in doors):
            text = path.read_text(encoding="utf-8")
            passed = re.search(
                r"^from (diagnosis\.(web|cli)|flask|tests\.(web|contract))", text, re.M
            )
            assert not passed, name_of(path)


@pytest.mark.parametrize("room", ["domain", "services"])
def test_nothing_is_said_before_present(room: str) -> None:
    sentences = [
        f"{name_of(path)}:{node.lineno}"
        for path in sorted((HOUSE / room).rglob("*.py"))
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "Text"
        and name_of(path) != "diagnosis/domain/text.py"
    ]
    assert sentences == []
    chinese = [
        f"{name_of(path)}:{node.lineno}"
        for path in sorted((HOUSE / room).rglob("*.py"))
        for node in literals(tree_of(path))
        if CHINESE.search(node.value.replace("万元", ""))
    ]
    assert chinese == [], "no text in Chinese but the unit of money"


def test_services_take_no_language_and_no_loose_value() -> None:
    loose = []
    for path in sorted((HOUSE / "services").rglob("*.py")):
        for function in functions(tree_of(path)):
            arguments = (*function.args.args, *function.args.kwonlyargs)
            annotations = [each.annotation for each in arguments] + [function.returns]
            names = {
                node.id
                for annotation in annotations
                if annotation is not None
                for node in ast.walk(annotation)
                if isinstance(node, ast.Name)
            }
            if names & {"Any", "Say", "Language"}:
                loose.append(f"{name_of(path)}:{function.name}")
    assert loose == []


def test_the_house_is_what_it_says() -> None:
    """`python -m tests.architecture.measures` prints where it falls short."""
    house = measure()
    assert house.loose_rate <= 2.5
    assert house.long_call_rate <= 0.4
    assert house.private_words == {}
    assert house.double_classes == {}
    assert house.double_constants == {}
    assert max(house.flat.values()) <= 25
    assert house.module_median <= 120
    assert house.function_95 <= 30
