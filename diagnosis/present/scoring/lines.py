"""Scored lines as JSON values."""

from diagnosis.domain.text import Language
from diagnosis.present.faults import show_faults
from diagnosis.present.say import Shown, in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.score_many import ScoredLine


def show_line(content: Content, line: ScoredLine, language: Language) -> Shown:
    """Return a line with its number in the file and its id: its diagnosis, or its `errors`."""
    whose: Shown = {"line": line.number, "id": line.id}
    if line.diagnosis is None:
        errors = show_faults(line.faults, language)
        more = len(line.faults) + line.more - len(errors)
        return whose | {"errors": errors} | ({"more": more} if more else {})
    return {**whose, **show_diagnosis(content, line.diagnosis, in_language(language))}
