"""Gate 1, syntax: one YAML file into plain values with the line of every part."""

from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import yaml

from diagnosis.domain.fault import pointer


@dataclass(frozen=True, slots=True)
class ContentFault:
    """A fault in content: file (relative), line (from 1), gate and what is wrong."""

    path: str
    line: int
    gate: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.gate}: {self.message}"


@dataclass(frozen=True, slots=True)
class Document:
    """One parsed file: its value, its text and the line of every pointer into it."""

    path: str
    value: Any
    lines: dict[str, int]
    text: str = ""

    def fault(self, gate: str, where: str, message: str) -> ContentFault:
        """Return a fault at a pointer, or at the nearest part above it that has a line."""
        spot = where
        while spot and spot not in self.lines:
            spot = spot.rpartition("/")[0]
        return ContentFault(self.path, self.lines.get(spot, 1), gate, message)


class _Scalars(yaml.SafeLoader):
    """Resolves scalars; dates stay texts, so that a date is checked by its shape."""


_Scalars.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Composer(yaml.CSafeLoader):
    """The C parser with the same reading of dates."""


_Composer.yaml_implicit_resolvers = _Scalars.yaml_implicit_resolvers


class _NodeReader:
    """Turns the nodes of one file into values and keeps the line of each."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[str, int] = {}
        self.faults: list[ContentFault] = []
        self._scalars = _Scalars("")

    def value(self, node: yaml.Node, where: str) -> Any:
        self.lines[where] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [
                self.value(entry, where + pointer(place)) for place, entry in enumerate(node.value)
            ]
        return self._scalars.construct_object(node)

    def _mapping(self, node: yaml.MappingNode, where: str) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in entries:
                message = f"duplicate key {key!r}"
                line = key_node.start_mark.line + 1
                self.faults.append(ContentFault(self.path, line, "syntax", message))
            entries[key] = self.value(value_node, where + pointer(key))
        return entries


def read_yaml(root: Path, path: Path) -> tuple[Document | None, list[ContentFault]]:
    """Return the document of a file and its syntax faults; None where it cannot be parsed."""
    return parse_yaml(path.relative_to(root).as_posix(), path.read_bytes())


def parse_yaml(name: str, content: bytes) -> tuple[Document | None, list[ContentFault]]:
    """Return the document that a file's bytes hold and its syntax faults.

    The document is None where the bytes cannot be parsed; `name` is the file's name in faults.
    """
    try:
        text = TextIOWrapper(BytesIO(content), encoding="utf-8").read()
    except UnicodeDecodeError as error:
        return None, [ContentFault(name, 1, "syntax", f"not UTF-8: {error.reason}")]
    for number, line in enumerate(text.splitlines(), start=1):
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return None, [ContentFault(name, number, "syntax", "a tab in the indentation")]
    try:
        return _document(name, text)
    except yaml.MarkedYAMLError as error:
        line_of = error.problem_mark.line + 1 if error.problem_mark else 1
        return None, [ContentFault(name, line_of, "syntax", f"not YAML: {error.problem}")]
    except yaml.reader.ReaderError as error:
        line_of = text.count("\n", 0, error.position) + 1
        return None, [ContentFault(name, line_of, "syntax", f"not YAML: {error.reason}")]
    except RecursionError:
        return None, [ContentFault(name, 1, "syntax", "nested too deeply")]


def _document(name: str, text: str) -> tuple[Document | None, list[ContentFault]]:
    """Return the document of a text and its faults; YAML's own errors are raised."""
    alias_faults = _alias_faults(name, text)
    if alias_faults:
        return None, alias_faults
    node = yaml.compose(text, Loader=_Composer)
    if node is None:
        return None, [ContentFault(name, 1, "syntax", "the file is empty")]
    reader = _NodeReader(name)
    value = reader.value(node, "")
    return Document(name, value, reader.lines, text), reader.faults


def _alias_faults(name: str, text: str) -> list[ContentFault]:
    """Return a fault for each alias: it may stand for what it is part of, and so never end."""
    if "*" not in text:
        return []
    faults = []
    for event in yaml.parse(text, Loader=_Composer):
        if isinstance(event, yaml.AliasEvent):
            line_of = event.start_mark.line + 1 if event.start_mark else 1
            message = f"the alias *{event.anchor}: write out what it stands for"
            faults.append(ContentFault(name, line_of, "syntax", message))
    return faults
