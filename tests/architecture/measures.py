"""What the house is measured by: loose types, long argument lists, words, sizes."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "diagnosis"
MODULES = sorted(HOUSE.rglob("*.py"))
CONTAINERS = {
    "dict", "list", "Mapping", "MutableMapping", "Sequence", "Iterable", "Iterator", "Collection",
}  # fmt: skip
LOOSE_VALUES = {"Any", "object"}
MAY_BE_LOOSE = ("present", "web/schemas", "content")
"""Rooms whose matter is JSON or YAML."""
PRIVATE_WORDS = {
    "one", "own", "found", "given", "said", "told", "asked", "heed", "heeded", "wired", "once",
    "promise", "watch", "books", "ticket",
}  # fmt: skip
"""Words that tell a stranger nothing: no name of ours."""
FILLERS = PRIVATE_WORDS - {"one", "once", "given", "asked", "found"} | {"word"}
"""Words that fill up longer names as well; a firm's `word` is its feedback."""
COMPOUNDS = {"own_people", "own_people_share", "own_transport"}
"""Longer names in which a filler says something: own people and transport are not hired."""
API_KEYS = "web/schemas"
"""The room whose attributes are keys of answers, which no rename may touch."""
MANY_ARGUMENTS = 6


def name_of(path: Path) -> str:
    """Return a module's path below the root."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def lines_of(path: Path) -> int:
    """Return how many lines a module has."""
    return path.read_text(encoding="utf-8").count("\n")


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function has, its docstring among them."""
    return (function.end_lineno or 0) - function.lineno + 1


def words(name: str) -> set[str]:
    """Return the words of a snake-case or camel-case name."""
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def loose_types(paths: list[Path]) -> dict[str, list[int]]:
    """Return the lines of loose types by module.

    A loose type is an annotation of a mapping or a list whose values are Any, object or an alias
    of such a mapping or list.
    """
    trees = {path: tree_of(path) for path in paths}
    aliases = _loose_aliases(trees)
    loose: dict[str, list[int]] = {}
    for path, tree in trees.items():
        lines = [
            node.lineno
            for annotation in _annotations(tree)
            for node in ast.walk(annotation)
            if _is_loose(node, aliases)
        ]
        if lines:
            loose[name_of(path)] = lines
    return loose


def _loose_aliases(trees: dict[Path, ast.Module]) -> set[str]:
    """Return the names that stand for a loose mapping or list."""
    aliases: set[str] = set()
    for tree in trees.values():
        for node in tree.body:
            if isinstance(node, ast.Assign) and _is_loose(node.value, set()):
                aliases |= {each.id for each in node.targets if isinstance(each, ast.Name)}
    return aliases


def _annotations(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield _unquoted(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
            yield _unquoted(node.returns)


def _unquoted(annotation: ast.expr) -> ast.expr:
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return ast.parse(annotation.value, mode="eval").body
    return annotation


def _is_loose(node: ast.AST, aliases: set[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in aliases
    if not isinstance(node, ast.Subscript):
        return False
    if ast.unparse(node.value).rpartition(".")[2] not in CONTAINERS:
        return False
    inside = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return ast.unparse(inside[-1]) in LOOSE_VALUES


def long_calls(tree: ast.Module) -> list[int]:
    """Return the lines of calls with six or more positional arguments."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and len(node.args) >= MANY_ARGUMENTS
    ]


def private_words(tree: ast.Module, *, may_be_keys: bool = False) -> Counter[str]:
    """Return how often a name that we define is a private word, or filled up with one.

    `encode_one` is filled up, `one_sheet` is not: at the end the word stands for nothing.
    """
    return Counter(
        name
        for name in _defined(tree)
        if name.strip("_").lower() in PRIVATE_WORDS
        or (_is_filled_up(name) and not (may_be_keys and name.islower()))
    )


def _is_filled_up(name: str) -> bool:
    plain = name.strip("_").lower()
    parts = words(name)
    ends_in_one = len(parts) > 1 and re.search(r"(_one|[a-z]One)$", name.strip("_")) is not None
    has_filler = len(parts) > 1 and bool(parts & FILLERS)
    return plain not in COMPOUNDS and (ends_in_one or has_filler)


def _defined(tree: ast.Module) -> Iterator[str]:
    """Yield every name that a module defines: variables, parameters, attributes, and more.

    Keywords of calls are among them: they name values of messages and examples.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.id if isinstance(node, ast.Name) else node.attr
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


def double_classes() -> dict[str, list[str]]:
    """Return the classes whose name stands more than once, with their modules."""
    homes: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(name_of(path))
    return {name: places for name, places in homes.items() if len(places) > 1}


def double_constants() -> dict[str, list[str]]:
    """Return the public constants that are a number in one module and stand in another as well.

    Two numbers of one name mislead where they differ and drift apart where they do not. Migrations
    are left as they were.
    """
    homes: dict[str, list[str]] = {}
    numbers = set()
    for path in MODULES:
        if "migrations" in path.parts:
            continue
        for name, value in _constants(tree_of(path)):
            homes.setdefault(name, []).append(name_of(path))
            if _is_number(value):
                numbers.add(name)
    return {name: places for name, places in homes.items() if len(places) > 1 and name in numbers}


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and re.fullmatch(r"[A-Z][A-Z0-9_]*", target.id):
                    yield target.id, node.value


def _is_number(value: ast.expr) -> bool:
    if isinstance(value, ast.Constant):
        return isinstance(value.value, int | float) and not isinstance(value.value, bool)
    return isinstance(value, ast.UnaryOp | ast.BinOp)


def percentile(values: list[int], share: float) -> int:
    """Return the value that a share of the values does not exceed."""
    return sorted(values)[int(share * (len(values) - 1))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the house is held to: places by module, sizes in lines, rates per 1,000 lines."""

    lines: int
    module_median: float
    function_95: int
    flat: dict[str, int]
    loose: dict[str, list[int]]
    loose_rate: float
    long_calls: dict[str, list[int]]
    long_call_rate: float
    private_words: dict[str, Counter[str]]
    double_classes: dict[str, list[str]]
    double_constants: dict[str, list[str]]


def measure() -> Measures:
    """Return the measures of the house as it stands."""
    strict = [p for p in MODULES if not p.relative_to(HOUSE).as_posix().startswith(MAY_BE_LOOSE)]
    lines, loose = sum(map(lines_of, MODULES)), loose_types(strict)
    calls = {name_of(path): places for path in MODULES if (places := long_calls(tree_of(path)))}
    lengths = [length(each) for path in MODULES for each in functions(tree_of(path))]
    return Measures(
        lines=lines,
        module_median=median(map(lines_of, MODULES)),
        function_95=percentile(lengths, 0.95),
        flat=dict(Counter(name_of(path.parent) for path in MODULES).most_common()),
        loose=loose,
        loose_rate=_rate(loose, sum(map(lines_of, strict))),
        long_calls=calls,
        long_call_rate=_rate(calls, lines),
        private_words={
            name_of(path): counted
            for path in MODULES
            if (counted := private_words(tree_of(path), may_be_keys=API_KEYS in path.as_posix()))
        },
        double_classes=double_classes(),
        double_constants=double_constants(),
    )


def _rate(places: Mapping[str, list[int]], lines: int) -> float:
    return 1000 * sum(map(len, places.values())) / lines


def main() -> None:
    """Print the measures, and where the house falls short."""
    house = measure()
    print(f"{len(MODULES)} modules, {house.lines} lines; median {house.module_median:g}")
    print(f"functions: 95 % within {house.function_95} lines")
    print(f"loose types per 1,000 lines: {house.loose_rate:.2f}")
    _print_places(house.loose)
    print(f"calls with six positional arguments per 1,000 lines: {house.long_call_rate:.2f}")
    _print_places(house.long_calls)
    print("private words:", sum(map(Counter.total, house.private_words.values())))
    for name, counted in house.private_words.items():
        print(f"  {name}: {dict(counted)}")
    print("fullest folders:", list(house.flat.items())[:4])
    print("double classes:", house.double_classes)
    print("double constants:", house.double_constants)


def _print_places(places: Mapping[str, list[int]]) -> None:
    for name, numbers in sorted(places.items(), key=lambda place: -len(place[1])):
        print(f"  {name}: {len(numbers)}, lines {', '.join(map(str, numbers[:8]))}")


if __name__ == "__main__":
    main()
