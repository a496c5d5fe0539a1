"""Where a firm is weak and strong, question by question, in the words of its answers."""

from collections.abc import Iterator

from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.scoring.verdict import next_position, position_of
from diagnosis.domain.text import Text
from diagnosis.present.intake.answer_words import answer_words
from diagnosis.present.intake.answered import show_doubt
from diagnosis.present.ours import OURS, practice
from diagnosis.present.parts import main_parts
from diagnosis.present.say import Say, Shown
from diagnosis.present.scoring.areas import areas, weak_and_strong
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_POSITION = Text("平均 {mean} 档，满分 5 档", "{mean} on average, of 5")


def show_weak_points(content: Content, diagnosis: Diagnosis, say: Say) -> list[Shown]:
    """Return what lies below the next level: the answer, and the next practice; weakest first.

    Questions without an answer are none of them. `ours` says what the sign behind a practice
    means, None without one.
    """
    seen: dict[str, Shown] = {}
    for _, gap in diagnosis.gaps:
        item, position = content.bank[gap.item], next_position(content.bank, gap)
        if gap.item in seen or position is None:
            continue
        is_ours = item.is_ours(position)
        seen[gap.item] = {
            "item": gap.item,
            "name": say(item.name),
            "question": say(item.text),
            "answer": say(answer_words(item, as_plain(diagnosis.sheet.answers[gap.item]))),
            "next": say(practice(item, position)),
            "ours": say(OURS) if is_ours else None,
        }
    return list(seen.values())


WEAK_SHOWN = 10
"""So many weak points stand with their answers; of the others the names alone."""


def _lacking(content: Content, diagnosis: Diagnosis) -> set[Text]:
    """Return the fields of work of the weak points that stand with their answers."""
    parts = main_parts(content.standards)
    items = dict.fromkeys(gap.item for _, gap in diagnosis.gaps)
    return {parts.get(item, content.bank[item].name) for item in list(items)[:WEAK_SHOWN]}


def show_strengths(content: Content, diagnosis: Diagnosis, say: Say) -> list[Shown]:
    """Return the strongest fields of work, each with its best answer in words.

    A field that one of the weakest points is of is none of them.
    """
    _, strong = weak_and_strong(areas(content, diagnosis))
    lacking = _lacking(content, diagnosis)
    return [
        {
            "name": say(area.name),
            "mean": say(_POSITION.fill(mean=f"{area.mean:.1f}".removesuffix(".0"))),
            "answer": say(_best(content, diagnosis, area.name)),
        }
        for area in strong
        if area.name not in lacking
    ]


def _best(content: Content, diagnosis: Diagnosis, area: Text) -> Text:
    """Return the highest answer of a field of work in words."""
    item = max(_items(content, diagnosis, area), key=lambda pair: pair[1])[0]
    return answer_words(content.bank[item], as_plain(diagnosis.sheet.answers[item]))


def _items(content: Content, diagnosis: Diagnosis, area: Text) -> Iterator[tuple[str, float]]:
    parts = main_parts(content.standards)
    for item, value in diagnosis.sheet.answers.items():
        position = position_of(value)
        if position is not None and parts.get(item, content.bank[item].name) == area:
            yield item, position


def show_contradictions(content: Content, diagnosis: Diagnosis, say: Say) -> list[Shown]:
    """Return answers that do not go together, each with the questions and what to look at."""
    return [show_doubt(content, each, say) for each in diagnosis.inconsistencies]
