"""Every page of the reports of five firms and of two visited ones, small, to be looked at.

    python -m tests.report.pictures OUT

writes a sheet of pictures for each report and language into a folder, and a list of them.
"""

import argparse
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from diagnosis.bootstrap import container
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.text import Language
from diagnosis.report.chapters.whole import report_of
from diagnosis.report.document import ReportDocument
from diagnosis.report.file_format import FileFormat
from diagnosis.services.intake.sheets import read
from diagnosis.services.promotion.report_facts import ReportFacts, facts_at_hand, facts_of_sheet
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.storage.database import Database
from tests.builders import EXAMPLES, an_example
from tests.databases import migrated_file
from tests.ports.visit_records import FIRM
from tests.services.visits.visiting import Visiting, seen_running

DAY = date(2026, 11, 28)
ACROSS, SCALE, QUALITY = 10, 0.38, 35
VISITED = {
    "dongguan-mould-shop": {
        "ai-plan": seen_running(0), "data-collection": seen_running(1),
        "quality-management": seen_running(2),
    },
    "zhongshan-lamp-maker": {
        "warehouse-management": seen_running(0), "security-protection": seen_running(1),
    },
}  # fmt: skip
"""What a consultant verified of two firms."""


def facts_of_examples() -> Iterator[tuple[str, ReportFacts]]:
    """Yield what the reports of the example firms are made of, by their names."""
    running = container()
    for path in sorted(EXAMPLES.glob("*.json")):
        sheet = read(running.content, parse(path.read_bytes()))
        yield (
            path.stem,
            facts_of_sheet(running.content, running.solver, running.estimator, sheet, DAY),
        )


def facts_of_visited(folder: Path) -> Iterator[tuple[str, ReportFacts]]:
    """Yield what the reports of visited firms are made of, kept in a database in a folder."""
    running = container()
    using = Diagnosing(contents=running.versions, estimator=running.estimator)
    for name, verified in VISITED.items():
        store = Database(migrated_file(folder / f"{name}.db"))
        visiting = Visiting(store, using, an_example(name))
        visiting.signed(verified)
        yield (
            f"{name}-visited",
            facts_at_hand(
                running.planning,
                running.estimator,
                visiting.reader(FIRM),
                visiting.row.assessment_id,
            ),
        )
        store.engine.dispose()


def pictures_of(pdf: bytes) -> Image.Image:
    """Return the pages of a PDF side by side on one picture, in grey."""
    pages = [page.render(scale=SCALE).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)]
    width, height = pages[0].size
    rows = -(-len(pages) // ACROSS)
    sheet = Image.new("L", (ACROSS * width, rows * height), 128)
    for place, page in enumerate(pages):
        sheet.paste(page, (place % ACROSS * width, place // ACROSS * height))
    return sheet


def show(document: ReportDocument, path: Path) -> int:
    """Write the pictures of a report; return how many pages it has."""
    pdf = container().report_printer(document, (FileFormat.PDF,))[FileFormat.PDF]
    written = BytesIO()
    pictures_of(pdf).save(written, "JPEG", quality=QUALITY, optimize=True)
    path.write_bytes(written.getvalue())
    return len(pypdfium2.PdfDocument(pdf))


def main() -> None:
    """Write the pictures of every report, and a list of them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    lines = ["# Pictures of the reports", "", "Made by `python -m tests.report.pictures OUT`.", ""]
    with TemporaryDirectory() as folder:
        for name, facts in (*facts_of_examples(), *facts_of_visited(Path(folder))):
            for language in Language:
                file = f"{name}-{language}.jpg"
                pages = show(report_of(facts, language), out / file)
                lines.append(f"- [{name}, {language}]({file}): {pages} pages")
                print(lines[-1], flush=True)
    (out / "README.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
