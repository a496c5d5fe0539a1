"""A diagnosis and a plan as they are printed: as Markdown, and on the terminal."""

from datetime import date

from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.text import Language
from diagnosis.present.scoring.summarised import summarised
from diagnosis.report.chapters.plan_at_hand import plan_of
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


def print_plan(content: Content, plan: KeptPlan, language: Language) -> None:
    """Print a plan without support."""
    print_terminal(plan_of(content, plan, language))
