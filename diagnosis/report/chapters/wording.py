"""How chapters are said: texts in a language, and what chapters of more than one report share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.domain.text import Language, Text
from diagnosis.present.result.page_words import in_page_words
from diagnosis.present.say import Say
from diagnosis.present.scoring.notices import UNOFFICIAL
from diagnosis.report.document import Block, Chapter, Framed, Heading, Points, ReportTable


@dataclass(frozen=True)
class Wording:
    """The language that a report is written in, and how its chapters say things in it."""

    language: Language

    @cached_property
    def _say(self) -> Say:
        return in_page_words(self.language)

    def say(self, text: Text) -> str:
        """Return a text in the language of the report."""
        return str(self._say(text))

    def words(self, chinese: str, english: str) -> str:
        """Return one of two texts."""
        return chinese if self.language is Language.ZH else english

    def chapter(self, id_: str, chinese: str, english: str, blocks: Iterable[Block]) -> Chapter:
        """Return a chapter."""
        return Chapter(id_, self.words(chinese, english), tuple(blocks))

    def by_dimension(self, verdict: Verdict, title: Text, name: Text) -> ReportTable:
        """Return the scores of a verdict by dimension, each with its reading."""
        return ReportTable(
            self.say(title),
            (self.say(name), self.words("得分", "Score"), self.words("说明", "Reading")),
            tuple(
                (
                    self.say(each.name),
                    None if each.score is None else round(each.score, 2),
                    "" if each.reading is None else self.say(each.reading),
                )
                for each in verdict.dimensions
            ),
            (3, 1, 9),
        )

    def step(self, place: int, name: str, about: str, lines: Iterable[str]) -> Framed:
        """Return something to do, at its place in the order; what it takes stands in the title."""
        return Framed(f"{place}. {name}{self.words('：', ': ')}{about}", (), tuple(lines))

    def held_back(self, holds: Iterable[str]) -> Iterator[Block]:
        """Yield what holds a level back; nothing where nothing does."""
        items = tuple(holds)
        if items:
            yield Heading(self.words("卡住的地方", "What holds it back"))
            yield Points(items)

    def subtitle(self, *more: str) -> str:
        """Return what stands under a title: that it is no rating, and more of it."""
        return self.words("", " ").join((self.say(UNOFFICIAL), *more))


def pin_lines(
    *, code: str, content: str, form: str, standards: Iterable[str], models: Iterable[str] = ()
) -> tuple[str, ...]:
    """Return the versions that a report was made by, a line each."""
    return (
        f"code {code}",
        f"content {content}",
        f"form {form}",
        *(f"standard {ref}" for ref in standards),
        *(f"model {model}" for model in dict.fromkeys(models)),
    )
