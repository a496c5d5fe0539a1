"""Chinese texts are set as Chinese is: full-width marks, one term for one idea."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from diagnosis.content.documents.content_files import content_files

HOUSE = Path(__file__).resolve().parents[2] / "diagnosis"
CHINESE = "\u3001-\u303f\u4e00-\u9fff\uff00-\uffef"
HALF_WIDTH = re.compile(rf"[{CHINESE}}}][,;:?!()]|[,;:?!()][{CHINESE}{{]")
"""A mark of half width that touches a Chinese character, or the place of a value."""
OTHER_TERMS = {
    "裁减": "裁剪",
    "帐号": "账号",
    "登陆": "登录",
    "其它": "其他",
    "现为 未": "a sentence of its own",
}
"""What is not written, and what stands instead."""


def texts_of_code() -> Iterator[tuple[str, str]]:
    """Yield where each Chinese text of the code stands, and the text."""
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Text" and node.args:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield f"{path.name}:{node.lineno}", text.value


def texts_below(value: object) -> Iterator[str]:
    """Yield the Chinese texts of a YAML value."""
    if isinstance(value, dict):
        for name, below in value.items():
            if name == "zh":
                yield from below if isinstance(below, list) else [below]
            else:
                yield from texts_below(below)
    elif isinstance(value, list):
        for below in value:
            yield from texts_below(below)


def texts_of_content(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield in which file each Chinese text of the content stands, and the text."""
    for path in content_files(folder):
        document = yaml.load(path.read_bytes(), yaml.CSafeLoader)
        for text in texts_below(document):
            yield path.name, text


@pytest.fixture(scope="module")
def texts(content_dir: Path) -> list[tuple[str, str]]:
    return [*texts_of_code(), *texts_of_content(content_dir)]


def test_marks_beside_chinese_are_full_width(texts: list[tuple[str, str]]) -> None:
    assert len(texts) > 1000
    assert [(place, text) for place, text in texts if HALF_WIDTH.search(text)] == []


def test_there_is_one_term_for_one_idea(texts: list[tuple[str, str]]) -> None:
    assert [(place, text) for place, text in texts for other in OTHER_TERMS if other in text] == []


@pytest.mark.parametrize("text", ["不清楚;就不写", "离散型(discrete)", "JSON:{detail}", "值, 数"])
def test_a_mark_of_half_width_is_seen(text: str) -> None:
    assert HALF_WIDTH.search(text)


@pytest.mark.parametrize("text", ['{"part": 12, "whole": 40} 这样', "accept_incomplete: true。"])
def test_json_inside_a_text_is_left_alone(text: str) -> None:
    assert not HALF_WIDTH.search(text)
