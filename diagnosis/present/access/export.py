"""The archive of a firm: its files, what a boss reads first, answers as a table."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import NamedTuple

import orjson

from diagnosis.domain.text import Language, Text
from diagnosis.present.access.evidence import name_of_file
from diagnosis.present.moments import iso
from diagnosis.present.tables import Cell, defused
from diagnosis.services.export import FirmExport

MANIFEST = "manifest.json"
_README = Text(
    "这是本系统里关于贵厂的全部记录，{moment} 导出。\n\n"
    "answers.csv：每次填的每一道题和答案，用 Excel 打开。\n"
    "rows 文件夹：系统里存的原样，一类记录一个文件（JSON），给技术人员看：\n"
    "  enterprise、enterprise_identity 是登记的企业信息；assessment、sheet_identity 是填的表；\n"
    "  diagnosis、reading 是诊断结果；roadmap、progress、feedback 是改造计划、进度和意见；\n"
    "  access_grant 是您让谁看过，consent 是您同意过什么，audit_entry 是谁在什么时候看过、改过。\n"
    "files 文件夹：上传的照片和 PDF，文件名开头是题号；\n"
    "manifest.json：文件清单，每个文件的大小和校验值（SHA-256），可以核对有没有被改过。\n\n"
    "没有放进来的：{left_out}。\n"
    "这里面有贵厂的经营情况，请保管好，不要随便转发。\n",
    "This is all that this service keeps about your firm, exported at {moment}.\n\n"
    "answers.csv: every question and answer of every sheet, for a spreadsheet.\n"
    "The folder rows: what is kept as it is, one file (JSON) a kind, for technical people:\n"
    "  enterprise, enterprise_identity: the firm as registered; assessment, sheet_identity: the\n"
    "  sheets; diagnosis, reading: results; roadmap, progress, feedback: plans and progress;\n"
    "  access_grant: who you let read; consent: what you agreed to;\n"
    "  audit_entry: who read or changed what, and when.\n"
    "The folder files: photos and PDF to answers, each named after its question.\n"
    "manifest.json: every file with its size and SHA-256, to see that nothing was changed.\n\n"
    "Left out: {left_out}.\n"
    "It tells how your firm does: keep it safe, and do not pass it on lightly.\n",
)
_LEFT_OUT = Text(
    "系统为了防止重复提交而暂存的回执（内容和这里的记录相同）",
    "receipts kept for a while against double requests (they repeat what is here)",
)
_HEADINGS = (
    Text("答卷编号", "assessment"),
    Text("问卷", "form"),
    Text("年度", "period"),
    Text("状态", "state"),
    Text("题号", "item"),
    Text("题目", "question"),
    Text("答案", "answer"),
)


class ArchiveFile(NamedTuple):
    """A file of an archive: its name, and its bytes part by part."""

    name: str
    parts: Iterable[bytes]


def archive_files(export: FirmExport, wording: Mapping[str, str]) -> Iterator[ArchiveFile]:
    """Yield the files of the archive of a firm, in their order; nothing is read ahead.

    The files to answers lie in a folder `files`; one that is lost stands there empty, as `….lost`.
    """
    for language, name in ((Language.ZH, "README.zh.txt"), (Language.EN, "README.en.txt")):
        left_out = _LEFT_OUT.say(language)
        readme = _README.fill(moment=iso(export.caller.now), left_out=left_out).say(language)
        yield ArchiveFile(name, [readme.encode("utf-8-sig")])
    yield ArchiveFile("answers.csv", _answers(export, wording))
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


def _answers(export: FirmExport, wording: Mapping[str, str]) -> Iterator[bytes]:
    """Yield every answer of every sheet as CSV, defused as all tables are."""
    headings = [f"{heading.say(Language.ZH)} {heading.say(Language.EN)}" for heading in _HEADINGS]
    yield _line(headings).encode("utf-8-sig")
    for row in export.rows("assessment"):
        sheet = row["sheet"]
        answers = sheet.get("answers", {}) if isinstance(sheet, dict) else {}
        head = [row["id"], row["form"], row["period"], row["state"]]
        for item, answer in answers.items():
            yield _line([*head, item, wording.get(item, ""), answer]).encode()


def _line(cells: Iterable[object]) -> str:
    line = StringIO()
    csv.writer(line).writerow([defused(_cell(cell)) for cell in cells])
    return line.getvalue()


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return value
    return orjson.dumps(value).decode()
