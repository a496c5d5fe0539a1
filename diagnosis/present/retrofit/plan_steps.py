"""The steps of a diagnosis after those of the spine: packages of its default plan."""

from dataclasses import replace

from diagnosis.domain.intake.item import is_ladder
from diagnosis.domain.retrofit.catalogue.cost_function import PEOPLE_AT
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.domain.scoring.condition import ConditionKind
from diagnosis.domain.text import Language
from diagnosis.present import numbers
from diagnosis.present.retrofit.spoken import cost
from diagnosis.present.retrofit.why_here import Whereabouts, why_of
from diagnosis.present.say import Say, Shown, in_language
from diagnosis.present.scoring.next_steps import StepInWords, begin_with, done_when, why_first
from diagnosis.present.scoring.stored import show_stored
from diagnosis.present.scoring.summarised import SummarisedDiagnosis, summarised
from diagnosis.services.scoring.stored_diagnoses import ShownBefore, Stored, StoredDiagnosis

PLAN = "plan"
"""The kind of a step that comes from the default plan."""
_OF_POINTS = (ConditionKind.POINTS, ConditionKind.SCENES, ConditionKind.STARS)


def show_stored_with_steps(stored: Stored, language: Language) -> Shown:
    """Return a stored diagnosis with the steps of its default plan after those of the spine."""
    shown = show_stored(stored, language)
    if isinstance(stored, ShownBefore):
        return shown
    say = in_language(language)
    steps = [_show(stored, planned, say) for planned in stored.plan_steps or ()]
    return shown | {"next_steps": [*shown["next_steps"], *steps]}


def summarised_with_steps(stored: Stored) -> SummarisedDiagnosis:
    """Return what the summary says of a stored diagnosis, the steps of its default plan too."""
    page = summarised(stored)
    if isinstance(stored, ShownBefore):
        return page
    return replace(page, steps=(*page.steps, *_in_words(stored)))


def _show(stored: StoredDiagnosis, planned: KeptPackage, say: Say) -> Shown:
    package = stored.content.packages[planned.id]
    return {
        "kind": PLAN,
        "number": None,
        "name": say(package.name),
        "why": say(why_of(stored.content, _whereabouts(stored, planned), planned)),
        "before": None,
        "done_when": say(package.done_when),
        "packages": [
            {
                "id": package.id,
                "name": say(package.name),
                "grade": str(package.grade),
                "first_step": say(package.first_step),
            }
        ],
        "employees": stored.diagnosis.sheet.enterprise.employees or PEOPLE_AT,
        "build_wan": numbers.wan_ends(planned.build),
        "run_wan_per_year": numbers.wan_ends(planned.run),
        "answered": True,
        "raises": [
            {
                "item": raised.item,
                "name": say(stored.content.bank[raised.item].name),
                "from": numbers.position(raised.has),
                "to": raised.to,
                "ours": stored.content.bank[raised.item].is_ours(raised.to),
            }
            for raised in planned.why.raises
            if raised.has is not None and is_ladder(stored.content.bank, raised.item)
        ],
        "notices": [],
    }


def _in_words(stored: StoredDiagnosis) -> tuple[StepInWords, ...]:
    steps = []
    for planned in stored.plan_steps or ():
        package = stored.content.packages[planned.id]
        why = why_of(stored.content, _whereabouts(stored, planned), planned)
        lines = (why_first(why), begin_with(package.first_step), done_when(package.done_when))
        steps.append(StepInWords(package.name, cost(planned), lines))
    return tuple(steps)


def _whereabouts(stored: StoredDiagnosis, planned: KeptPackage) -> Whereabouts:
    """Return the standard whose conditions a step advances, and the trade of the firm."""
    standards, match = stored.content.standards, stored.diagnosis.next_steps.trade
    by_points = any(each.kind in _OF_POINTS for each in planned.why.conditions)
    standard = standards.points if by_points else standards.staged
    return Whereabouts(standard.id, "" if match is None else match.trade.id)
