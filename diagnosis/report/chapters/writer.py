"""What every chapter is written from: the facts of a report, and how they are said."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from diagnosis.domain.intake.answer import Value, as_plain
from diagnosis.domain.intake.item import Item
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.domain.text import Text
from diagnosis.present.intake.answer_words import answer_words
from diagnosis.present.result.plan_shown import show_plan_page
from diagnosis.present.result.weak_beside_plan import show_weak_beside_plan
from diagnosis.present.retrofit.beside import NOTHING_BESIDE
from diagnosis.present.say import Shown
from diagnosis.report.chapters.wording import Wording
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
class Writer(Wording):
    """The facts of a report, in the language that it is written in."""

    facts: ReportFacts

    @cached_property
    def plan(self) -> Shown | None:
        """Return the plan as its page shows it, None without a plan."""
        facts = self.facts
        if facts.plan is None:
            return None
        beside = NOTHING_BESIDE if facts.beside is None else facts.beside
        return show_plan_page(facts.plan_content, facts.plan, self.say, beside)

    @cached_property
    def weak_points(self) -> list[Shown]:
        """Return the weak points, first what the plan raises, in its order."""
        facts = self.facts
        return show_weak_beside_plan(
            facts.content, facts.diagnosis, facts.plan, facts.plan_content, self.say
        )

    def answer(self, item: Item, value: Value | None, blank: Text) -> str:
        """Return an answer in the words of its question; of a blank what stands for it."""
        return self.say(blank if value is None else answer_words(item, as_plain(value)))

    def verdict_of(self, kind: type[Standard]) -> Verdict:
        """Return the verdict of the standard of a kind."""
        verdicts = self.facts.diagnosis.verdicts
        return next(each for each in verdicts if isinstance(each.standard, kind))

    @property
    def aim(self) -> str | None:
        """Return the standard that the plan aims at, None without a plan."""
        plan = self.facts.plan
        return None if plan is None else plan.target.standard_id


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
