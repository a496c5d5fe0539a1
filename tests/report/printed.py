"""A diagnosis as it is printed: its summary as Markdown, all of it on the terminal."""

from datetime import date

from diagnosis.domain.text import Language
from diagnosis.present.scoring.summarised import summarised
from diagnosis.report.chapters.summary import summary_of
from diagnosis.report.chapters.whole_diagnosis import diagnosis_of
from diagnosis.report.formats.markdown import print_markdown
from diagnosis.report.formats.terminal import print_terminal
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis
from diagnosis.services.scoring.stored_diagnoses import Stored

DAY = date(2026, 11, 28)


def summary_page(stored: Stored, language: Language) -> str:
    """Return the summary of a stored diagnosis."""
    return print_markdown(summary_of(summarised(stored), stored.row, language))


def print_diagnosis(content: Content, diagnosis: Diagnosis, language: Language) -> None:
    """Print all that a diagnosis says."""
    print_terminal(diagnosis_of(content, diagnosis, DAY, language))
