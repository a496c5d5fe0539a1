"""How much of a sheet is answered, section by section, and what is left to read."""

from collections.abc import Collection, Mapping
from math import ceil

from diagnosis.domain.intake.answer import NotKnown
from diagnosis.domain.intake.consistency import Inconsistency, inconsistencies
from diagnosis.domain.intake.enterprise import production_type_of
from diagnosis.domain.intake.form import Form, Section
from diagnosis.domain.intake.item import Item
from diagnosis.domain.intake.reading_time import CHARACTERS_A_MINUTE, characters_of_items
from diagnosis.domain.intake.scene_grid import grid_rows
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.present.per_object import per_content
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord


@per_content
def _characters(content: Content) -> dict[str, dict[str, int]]:
    """Return the characters of each item, by the reference of its form."""
    return {
        form.ref: characters_of_items(form, content.bank)
        for versions in content.forms.values()
        for form in versions.values()
    }


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
    asked_items, answers = set(form.items_of[kind]), record.sheet.answers
    lengths = _characters(content)[form.ref]
    sections = [
        _show_section(section, asked_items, answers, lengths, say, bank=content.bank, pace=pace)
        for section in form.sections
    ]
    return {
        "asked": sum(section["asked"] for section in sections),
        "answered": sum(section["answered"] for section in sections),
        "not_known": sum(section["not_known"] for section in sections),
        "minutes": sum(section["minutes"] for section in sections),
        "sections": sections,
    }


def _show_section(
    section: Section,
    asked_items: set[str],
    answers: Mapping[str, object],
    lengths: Mapping[str, int],
    say: Say,
    *,
    bank: Mapping[str, Item],
    pace: float,
) -> Shown:
    """Return a section; `not_known` counts those of its answers that say so."""
    items = [entry.item for entry in section.entries if entry.item in asked_items]
    left = [item for item in items if item not in answers]
    questions = [row.use_item for row in grid_rows(section, bank)] or items
    return {
        "id": section.id,
        "title": say(section.title),
        "asked": len(questions),
        "answered": sum(item in answers for item in questions),
        "not_known": sum(isinstance(answers.get(item), NotKnown) for item in questions),
        "minutes": ceil(sum(lengths[item] for item in left) / pace),
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
