"""What every chapter is written from: the facts of a report, and how they are said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from diagnosis.domain.text import Language, Text
from diagnosis.present.result.page_words import in_page_words
from diagnosis.present.say import Shown
from diagnosis.report.document import (
    Block,
    Chapter,
    Framed,
    Heading,
    Passage,
    Points,
    ReportTable,
    WebLink,
)
from diagnosis.services.promotion.report_facts import ReportFacts


@dataclass(frozen=True)
class Writer:
    """The facts of a report, in the language that it is written in."""

    facts: ReportFacts
    language: Language

    @cached_property
    def _say(self) -> object:
        return in_page_words(self.language)

    def say(self, text: Text) -> str:
        """Return a text in the language of the report."""
        return str(self._say(text))  # type: ignore[operator]

    def words(self, chinese: str, english: str) -> str:
        """Return one of two texts."""
        return chinese if self.language is Language.ZH else english

    @property
    def aim(self) -> str | None:
        """Return the standard that the plan aims at, None without a plan."""
        plan = self.facts.plan
        return None if plan is None else plan.target.standard_id

    def chapter(self, id_: str, chinese: str, english: str, blocks: Iterable[Block]) -> Chapter:
        """Return a chapter."""
        return Chapter(id_, self.words(chinese, english), tuple(blocks))


def filled(shown: Shown, name: str) -> str | None:
    """Return a text of what is shown; None where it is absent or empty."""
    value = shown.get(name)
    return str(value) if value else None


def texts_of(chapters: Iterable[Chapter]) -> Iterator[str]:
    """Yield the texts of chapters, those of charts aside."""
    for chapter in chapters:
        for block in chapter.blocks:
            yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Passage(text) | Heading(text):
            yield text
        case Points(items):
            yield from items
        case ReportTable():
            yield from (block.title, *block.head)
            for cell in (cell for row in block.rows for cell in row):
                if isinstance(cell, WebLink):
                    yield cell.text
                elif isinstance(cell, str):
                    yield cell
        case Framed():
            yield from (block.title, *(text for fact in block.facts for text in fact))
            yield from block.lines
