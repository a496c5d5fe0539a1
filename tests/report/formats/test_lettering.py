"""The fonts that are shipped have all that we write, and the names of firms and people."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from diagnosis.report.formats.lettering import WEIGHTS, font_of, lacking, lettered

ROOT = Path(__file__).resolve().parents[3]
HOUSE = ROOT / "diagnosis"
WRITTEN = [
    *(ROOT / "questionnaires").rglob("*.yaml"),
    *(ROOT / "knowledge").rglob("*.yaml"),
    *(HOUSE / "present").rglob("*.py"),
    *(HOUSE / "report").rglob("*.py"),
    *(HOUSE / "services").rglob("*.py"),
    *(HOUSE / "report").rglob("*.html"),
    *(ROOT / "examples").glob("*.json"),
]
NOT_PRINTED = {"terminal.py", "tables.py"}
"""What is drawn on a terminal, and signs that are looked for in what a caller writes."""


def test_every_character_that_we_write_is_there() -> None:
    assert len(WRITTEN) > 100
    missing = {
        path.relative_to(ROOT).as_posix(): lacking(path.read_text(encoding="utf-8"))
        for path in WRITTEN
        if path.name not in NOT_PRINTED
    }
    assert {path: letters for path, letters in missing.items() if letters} == {}


def test_both_styles_have_the_same_characters() -> None:
    for style in WEIGHTS:
        with TTFont(str(font_of(style))) as font:
            assert frozenset(font.getBestCmap()) == lettered()


def test_the_list_of_the_script_is_there() -> None:
    lines = (ROOT / "scripts" / "report-characters.txt").read_text(encoding="utf-8").splitlines()
    letters = "".join(line for line in lines if not line.startswith("#"))
    assert len(set(letters)) > 1800 and lacking(letters) == ""


@pytest.mark.parametrize(
    ("text", "missing"),
    [("ABC 喆堃龘\n\t\u3000", ""), ("ঔঅঔ1", "অঔ"), ("", ""), ("😀", "😀")],
)
def test_what_is_lacking_is_told_in_order_and_without_blanks(text: str, missing: str) -> None:
    assert lacking(text) == missing


def test_the_licence_goes_with_the_fonts() -> None:
    text = (HOUSE / "report" / "fonts" / "OFL.txt").read_text(encoding="utf-8")
    with TTFont(str(font_of("Regular"))) as font:
        assert text.startswith(font["name"].getDebugName(0))
    assert re.search(r"SIL OPEN FONT LICENSE Version 1\.1", text)
