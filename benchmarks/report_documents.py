"""The reports of the examples as files that the child reads."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from diagnosis.bootstrap import container
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.text import Language
from diagnosis.report.chapters.whole import report_of
from diagnosis.report.document import ReportDocument
from diagnosis.report.wire import written
from diagnosis.services.intake.sheets import read
from diagnosis.services.promotion.report_facts import facts_of_sheet

EXAMPLES = sorted((Path(__file__).resolve().parents[1] / "examples").glob("*.json"))
DAY = date(2026, 11, 28)


def documents() -> Iterator[tuple[str, Language, ReportDocument]]:
    """Yield the report of each example in both languages."""
    running = container()
    for path in EXAMPLES:
        sheet = read(running.content, parse(path.read_bytes()), form=None)
        facts = facts_of_sheet(running.content, running.solver, running.estimator, sheet, DAY)
        for language in Language:
            yield path.stem, language, report_of(facts, language)


def write(folder: Path) -> None:
    """Write each report into a folder, under `EXAMPLE.LANGUAGE.json`."""
    for name, language, document in documents():
        (folder / f"{name}.{language}.json").write_bytes(written(document))
