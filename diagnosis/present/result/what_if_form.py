"""What may be changed of a plan on its page: budget, pains, aim, a package left out, an answer."""

from diagnosis.domain.intake.item import is_ladder
from diagnosis.domain.intake.limits import PAINS
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.scoring.verdict import position_of
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.result.ladders import short_name
from diagnosis.present.retrofit.plan_words import name_of
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content

_AIM = Text("{standard} {level} 级（{name}）", "{standard}, level {level} ({name})")
_POSITION = Text("{position} 档：{text}", "{position}: {text}")
_STEPS_UP = 2
"""So many levels above that of today are offered as an aim."""


def show_what_if_form(
    content: Content, sheet: Sheet, plan: KeptPlan, question: str | None, say: Say
) -> Shown:
    """Return what the form offers: names beside values, and the positions of a chosen question.

    `question` is the item of a ladder that the sheet answers; any other shows no positions.
    """
    pains = names.names_of_pains(content)
    return {
        "pains": [
            {"value": pain, "name": say(pains[pain]), "is_chosen": pain in plan.wishes}
            for pain in PAINS.values
        ],
        "most_pains": PAINS.most,
        "aims": _aims(content, sheet, plan, say),
        "packages": [
            {"value": each.id, "name": say(name_of(content, each.id))} for each in plan.packages
        ],
        "sections": _sections(content, sheet, say),
        "question": _question(content, sheet, question, say),
    }


def _aims(content: Content, sheet: Sheet, plan: KeptPlan, say: Say) -> list[Shown]:
    """Return the next levels by each standard of the form that gives one today."""
    now = {reading.standard_id: reading.level for reading in plan.before}
    return [
        {
            "value": f"{standard.id}:{each.level}",
            "name": say(
                _AIM.fill(standard=short_name(standard), level=each.level, name=each.name)
            ),
        }
        for standard in content.standards
        if standard.id in sheet.form.standards
        for level in (now.get(standard.id),)
        if level is not None
        for each in standard.levels[level + 1 : level + 1 + _STEPS_UP]
    ]


def _sections(content: Content, sheet: Sheet, say: Say) -> list[Shown]:
    """Return the answered ladders of the form by section, those without any left out."""
    sections = [
        {
            "title": say(section.title),
            "questions": [
                {"value": entry.item, "name": say(content.bank[entry.item].name)}
                for entry in section.entries
                if is_ladder(content.bank, entry.item)
                and position_of(sheet.answers.get(entry.item)) is not None
            ],
        }
        for section in sheet.form.sections
    ]
    return [section for section in sections if section["questions"]]


def _question(content: Content, sheet: Sheet, question: str | None, say: Say) -> Shown | None:
    entry = sheet.form.entries.get(question or "")
    if entry is None or not is_ladder(content.bank, entry.item):
        return None
    item, has = content.bank[entry.item], position_of(sheet.answers.get(entry.item))
    return {
        "value": item.id,
        "name": say(item.name),
        "text": say(item.text),
        "positions": [
            {
                "value": place,
                "text": say(_POSITION.fill(position=place, text=text)),
                "is_answer": has is not None and int(has) == place,
            }
            for place, text in enumerate(item.positions[: entry.top + 1])
        ],
    }
