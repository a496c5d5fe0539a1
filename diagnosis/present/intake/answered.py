"""How much of a sheet is answered, section by section, and what is left to read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import ceil

from diagnosis.domain.intake.answer import NotKnown
from diagnosis.domain.intake.consistency import Inconsistency, inconsistencies
from diagnosis.domain.intake.enterprise import production_type_of
from diagnosis.domain.intake.form import Form, ProductionType, Section
from diagnosis.domain.intake.reading_time import CHARACTERS_A_MINUTE
from diagnosis.domain.intake.scene_grid import grid_rows
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.present.intake.page_reading import characters_on_pages
from diagnosis.present.per_object import per_content
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class _AskedSection:
    """What firms of a production type are asked in a section.

    `questions` are the items that count as such, `characters` those of each item that is read.
    """

    section: Section
    questions: tuple[str, ...]
    characters: Mapping[str, int]


@per_content
def _asked_sections(
    content: Content,
) -> Mapping[tuple[str, ProductionType], tuple[_AskedSection, ...]]:
    """Return the sections of each form as each production type is asked them."""
    return {
        (form.ref, kind): _sections_of(content, form, set(items))
        for versions in content.forms.values()
        for form in versions.values()
        for kind, items in form.items_of.items()
    }


def _sections_of(content: Content, form: Form, asked_items: set[str]) -> tuple[_AskedSection, ...]:
    lengths = characters_on_pages(content)[form.ref]
    sections = []
    for section in form.sections:
        items = [entry.item for entry in section.entries if entry.item in asked_items]
        rows = [row.use_item for row in grid_rows(section, content.bank)]
        characters = {item: lengths[item] for item in items}
        sections.append(
            _AskedSection(section=section, questions=tuple(rows or items), characters=characters)
        )
    return tuple(sections)


def show_answered(
    content: Content,
    form: Form,
    record: AssessmentRecord,
    say: Say,
    *,
    pace: float = CHARACTERS_A_MINUTE,
) -> Shown:
    """Return how many questions are answered, in all and by section, and the minutes left.

    Of those that are answered `not_known` counts the answers "not known".

    Each scene of a grid is a question, as in `count_questions`. `pace` is how many characters a
    minute are read.
    """
    kind, _ = production_type_of(record.sheet.enterprise, content.codes)
    sections = [
        _show_section(section, record.sheet.answers, say, pace)
        for section in _asked_sections(content)[form.ref, kind]
    ]
    return {
        "asked": sum(section["asked"] for section in sections),
        "answered": sum(section["answered"] for section in sections),
        "not_known": sum(section["not_known"] for section in sections),
        "minutes": sum(section["minutes"] for section in sections),
        "sections": sections,
    }


def _show_section(
    section: _AskedSection, answers: Mapping[str, object], say: Say, pace: float
) -> Shown:
    """Return a section; `not_known` counts those of its answers that say so."""
    stated = [answers[item] for item in section.questions if item in answers]
    left = [count for item, count in section.characters.items() if item not in answers]
    return {
        "id": section.section.id,
        "title": say(section.section.title),
        "asked": len(section.questions),
        "answered": len(stated),
        "not_known": sum(isinstance(answer, NotKnown) for answer in stated),
        "minutes": ceil(sum(left) / pace),
    }


def show_doubts(
    content: Content, sheet: Sheet, year: int, say: Say, *, about: Collection[str] | None = None
) -> list[Shown]:
    """Return what does not fit together in a sheet, each with the answers that do not.

    `year` is that in which the sheet is read. With `about` only what is about any of these items.
    """
    checks = content.checks
    if about is not None:
        checks = tuple(check for check in checks if not set(about).isdisjoint(check.items))
    return [show_doubt(content, tripped, say) for tripped in inconsistencies(checks, sheet, year)]


def show_doubt(content: Content, tripped: Inconsistency, say: Say) -> Shown:
    """Return what does not fit together, with the questions whose answers do not.

    `is_of_firm` says whether it is about the facts of the firm too.
    """
    places = [pointer.split("/")[1:] for pointer in tripped.pointers]
    items = dict.fromkeys(place[1] for place in places if place[0] == "answers" and place[1:])
    return {
        "message": say(tripped.check.message),
        "ask": say(tripped.check.question),
        "items": [
            {"id": item, "name": say(content.bank[item].name)}
            for item in items
            if item in content.bank
        ],
        "is_of_firm": any(place[0] != "answers" for place in places),
    }
