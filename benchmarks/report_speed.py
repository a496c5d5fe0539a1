"""What a printed report costs: CPU, memory, bytes and pages, in the child that prints it.

Run: `.venv/bin/python -m benchmarks.report_speed [--out docs/reports/report.md] [--rounds 100]`
(ten minutes). It exits 1 where a report takes more than `MOST_SECONDS` of CPU, `MOST_MB` of memory
or `MOST_BYTES`, or where the last of many reports in a row cost more than the first.
"""

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, TemporaryFile
from time import perf_counter

from pypdfium2 import PdfDocument

from diagnosis.report.file_format import FileFormat

MOST_SECONDS, MOST_MB, MOST_BYTES = 3.0, 300, 1_000_000
MOST_GROWTH = 1.1
"""How much more than the first tenth the last tenth of many reports may take of memory."""
HEAD = """# What a printed report costs

Made by `python -m benchmarks.report_speed`, each file in the child that prints it, its start
included. A report is to take {seconds:g} s of CPU, {peak} MB of memory and {size:g} MB of file at
most; ✗ marks what takes more. The machine has {cores} cores; {busy:.1f} processes wanted one when
it began (where that is more than there are cores, seconds of CPU are longer than they would be).

| example | language | file | CPU, s | whole, s | peak, MB | file, kB | pages |
|---|---|---|---|---|---|---|---|
"""
WRITE_DOCUMENTS = (
    "import sys, pathlib; from benchmarks.report_documents import write; "
    "write(pathlib.Path(sys.argv[1]))"
)
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What printing a file cost its child, start included, and what came of it."""

    cpu_seconds: float
    seconds: float
    peak_mb: float
    size: int
    digest: str
    pages: int | None
    """The pages of a PDF."""


def documents(folder: Path) -> list[Path]:
    """Return files with the reports of the examples in both languages.

    Another process makes them: a child's peak of memory is at least that of who starts it.
    """
    subprocess.run([sys.executable, "-c", WRITE_DOCUMENTS, folder], check=True, cwd=ROOT)
    return sorted(folder.glob("*.json"))


def printed(document: bytes, file_format: FileFormat) -> Cost:
    """Return what it costs a child to print a document."""
    with TemporaryDirectory() as folder, TemporaryFile() as source, TemporaryFile() as target:
        source.write(document)
        source.seek(0)
        start = perf_counter()
        child = subprocess.Popen(
            [sys.executable, "-B", "-m", "diagnosis.report.child", file_format],
            stdin=source, stdout=target, stderr=subprocess.DEVNULL, cwd=ROOT,
            env={"TMPDIR": folder, "HOME": folder, "LANG": "C.UTF-8"},
        )  # fmt: skip
        _, status, used = os.wait4(child.pid, 0)
        seconds = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise RuntimeError(f"the child ended with {child.returncode}")
        target.seek(0)
        content = target.read().partition(b"\n")[2]
    return Cost(
        cpu_seconds=used.ru_utime + used.ru_stime,
        seconds=seconds,
        peak_mb=used.ru_maxrss / 1024,
        size=len(content),
        digest=sha256(content).hexdigest(),
        pages=_pages(content) if file_format is FileFormat.PDF else None,
    )


def _pages(content: bytes) -> int:
    with PdfDocument(BytesIO(content)) as opened:
        return len(opened)


def too_much(cost: Cost) -> bool:
    """Return whether a report costs more than is promised."""
    return cost.cpu_seconds > MOST_SECONDS or cost.peak_mb > MOST_MB or cost.size > MOST_BYTES


def in_a_row(document: bytes, rounds: int) -> tuple[list[Cost], float]:
    """Return what many equal reports cost one after the other, and by how much we grew, MB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    costs = [printed(document, FileFormat.PDF) for _ in range(rounds)]
    return costs, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def row_line(costs: Sequence[Cost], growth_mb: float) -> str:
    """Return what many reports in a row cost, in a sentence."""
    tenth = max(1, len(costs) // 10)
    first, last = costs[:tenth], costs[-tenth:]
    return (
        f"{len(costs)} reports in a row: CPU {median(c.cpu_seconds for c in costs):.2f} s in the "
        f"median, {max(c.cpu_seconds for c in costs):.2f} s at most; peak of the first tenth "
        f"{median(c.peak_mb for c in first):.0f} MB, of the last "
        f"{median(c.peak_mb for c in last):.0f} MB; the process that starts them grew by "
        f"{growth_mb:.0f} MB; {len({c.digest for c in costs})} different file(s)."
    )


def measured(path: Path) -> tuple[list[str], bool]:
    """Return a line for each format of a report, and whether one costs too much."""
    lines, failed = [], False
    name, language = path.stem.split(".")
    for file_format in FileFormat:
        cost = printed(path.read_bytes(), file_format)
        bad = too_much(cost)
        failed |= bad
        lines.append(
            f"| {name} | {language} | {file_format}{' ✗' if bad else ''} "
            f"| {cost.cpu_seconds:.2f} | {cost.seconds:.2f} | {cost.peak_mb:.0f} "
            f"| {cost.size / 1000:.0f} | {cost.pages or ''} |"
        )
        print(lines[-1], flush=True)
    return lines, failed


def main() -> None:
    """Measure, write the report, exit 1 where something costs too much."""
    reader = argparse.ArgumentParser(description="What a printed report costs.")
    reader.add_argument("--out", type=Path, default=ROOT / "docs" / "reports" / "report.md")
    reader.add_argument("--rounds", type=int, default=100)
    chosen = reader.parse_args()
    busy = os.getloadavg()[0]
    lines, failed = [], False
    with TemporaryDirectory() as folder:
        paths = documents(Path(folder))
        for path in paths:
            more, bad = measured(path)
            lines += more
            failed |= bad
        costs, growth_mb = in_a_row(paths[0].read_bytes(), chosen.rounds)
    tenth = max(1, chosen.rounds // 10)
    grown = median(c.peak_mb for c in costs[-tenth:]) / median(c.peak_mb for c in costs[:tenth])
    failed |= grown > MOST_GROWTH or len({cost.digest for cost in costs}) > 1
    chosen.out.write_text(
        HEAD.format(
            seconds=MOST_SECONDS, peak=MOST_MB, size=MOST_BYTES / 1e6, busy=busy,
            cores=os.cpu_count(),
        )
        + "\n".join([*lines, "", row_line(costs, growth_mb)])
        + "\n",
        encoding="utf-8",
    )  # fmt: skip
    print(row_line(costs, growth_mb))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
