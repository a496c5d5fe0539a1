"""How long a first look takes from the start to its result: reading alone, measured."""

from math import ceil

from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.reading_time import CHARACTERS_A_MINUTE
from diagnosis.present.intake.page_reading import minutes_on_pages
from diagnosis.present.say import Shown
from diagnosis.services.ports.content import Content

FIRM_CHARACTERS = 750
"""Characters of the page about the firm without its lists, and of the check before the result."""
RESULT_CHARACTERS = 1800
"""Characters of a result with its folded parts closed."""


def show_first_look_minutes(content: Content, form: Form) -> Shown:
    """Return the minutes of reading: of the firm's page, the questions, the result, and of all."""
    firm, result = (
        ceil(characters / CHARACTERS_A_MINUTE)
        for characters in (FIRM_CHARACTERS, RESULT_CHARACTERS)
    )
    questions = minutes_on_pages(content, form)
    return {
        "firm": firm,
        "questions": questions,
        "result": result,
        "all": firm + questions + result,
    }
