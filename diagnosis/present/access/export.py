"""The archive of a firm: its files, what a boss reads first, answers as a table."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import NamedTuple

import orjson

from diagnosis.domain.intake.item import Item
from diagnosis.domain.text import Language, Text
from diagnosis.present.access.evidence import name_of_file
from diagnosis.present.access.export_readme import README_FILES, readme_of
from diagnosis.present.intake.answer_words import answer_words, question_words
from diagnosis.present.moments import iso
from diagnosis.present.tables import Cell, defused
from diagnosis.services.export import FirmExport

MANIFEST = "manifest.json"
_HEADINGS = (
    Text("答卷编号", "assessment"),
    Text("问卷", "form"),
    Text("年度", "period"),
    Text("状态", "state"),
    Text("题号", "item"),
    Text("题目", "question"),
    Text("题目（英文）", "question in English"),
    Text("答案", "answer"),
    Text("答案（英文）", "answer in English"),
    Text("答案代码", "answer as kept"),
)


class ArchiveFile(NamedTuple):
    """A file of an archive: its name, and its bytes part by part."""

    name: str
    parts: Iterable[bytes]


def archive_files(export: FirmExport, bank: Mapping[str, Item]) -> Iterator[ArchiveFile]:
    """Yield the files of the archive of a firm, in their order; nothing is read ahead.

    Answers are said in the words of the questions in the `bank`, in Chinese and English. The files
    to answers lie in a folder `files`; one that is lost stands there empty, as `….lost`.
    """
    readme = readme_of(export.tables, export.caller.now)
    for language, name in README_FILES:
        yield ArchiveFile(name, [readme.say(language).encode("utf-8-sig")])
    yield ArchiveFile("answers.csv", _answers(export, bank))
    for table in export.tables:
        yield ArchiveFile(f"rows/{table}.json", _rows(export, table))
    for file in export.files():
        name = f"files/{name_of_file(file.item, file.id, file.kind)}"
        lost = ArchiveFile(f"{name}.lost", [])
        yield lost if file.content is None else ArchiveFile(name, [file.content])


def manifest_of(export: FirmExport) -> dict[str, object]:
    """Return what the manifest says beside the files, which are known last."""
    return {
        "enterprise_id": export.firm.id,
        "exported_at": iso(export.caller.now),
        "left_out": dict(export.left_out),
    }


def _rows(export: FirmExport, table: str) -> Iterator[bytes]:
    """Yield the rows of a table as one JSON list."""
    before = b"["
    for row in export.rows(table):
        yield before + b"\n" + orjson.dumps(row)
        before = b","
    yield b"[]\n" if before == b"[" else b"\n]\n"


def _answers(export: FirmExport, bank: Mapping[str, Item]) -> Iterator[bytes]:
    """Yield every answer of every sheet as CSV, defused as all tables are."""
    headings = [f"{heading.say(Language.ZH)} {heading.say(Language.EN)}" for heading in _HEADINGS]
    yield _line(headings).encode("utf-8-sig")
    for row in export.rows("assessment"):
        sheet = row["sheet"]
        answers = sheet.get("answers", {}) if isinstance(sheet, dict) else {}
        head = [row["id"], row["form"], row["period"], row["state"]]
        for item_id, answer in answers.items():
            words = _in_words(bank.get(item_id), answer)
            yield _line([*head, item_id, *words, answer]).encode()


def _in_words(item: Item | None, answer: object) -> tuple[str, ...]:
    """Return question and answer in both languages; empty for a question that is no more."""
    if item is None:
        return ("",) * 4
    words = question_words(item), answer_words(item, answer)
    return tuple(text.say(language) for text in words for language in (Language.ZH, Language.EN))


def _line(cells: Iterable[object]) -> str:
    line = StringIO()
    csv.writer(line).writerow([defused(_cell(cell)) for cell in cells])
    return line.getvalue()


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    return orjson.dumps(value).decode()
