"""The top five next steps of a diagnosis as JSON values."""

from collections.abc import Mapping, Sequence

from diagnosis.domain.retrofit.catalogue.project import Project
from diagnosis.domain.retrofit.plan.next_steps import NextStep
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.parts import main_parts
from diagnosis.present.per_object import per_object
from diagnosis.present.say import Say, Shown, joined
from diagnosis.services.ports.content import Content

_RISE = Text("{part} {rise}", "{part} {rise}")
_BEGIN = Text(
    "前提已具备，可以马上开始：{rises}；有助于{goals}。",
    "Nothing stands in its way: {rises}; good for {goals}.",
)


def show_next_steps(content: Content, steps: Sequence[NextStep], say: Say) -> list[Shown]:
    """Return what to begin with, the best first: what, for how much, and why.

    Gains are rises of the means (0–5) of the maturity model and of AI readiness.
    """
    parts = main_parts(content.standards)
    return [_show(content, step, parts, say) for step in steps]


def why_begin(content: Content, step: NextStep) -> Text:
    """Return why to begin with a step, as a sentence."""
    return _reason(content.projects[step.project], step, main_parts(content.standards))


def _show(content: Content, step: NextStep, parts: Mapping[str, Text], say: Say) -> Shown:
    project, bank = content.projects[step.project], content.bank
    return {
        "project": step.project,
        "name": say(project.name),
        "stage": str(project.stage),
        "cost_wan": numbers.wan_ends(step.cost),
        "maturity_gain": numbers.score(step.maturity_gain),
        "readiness_gain": numbers.score(step.readiness_gain),
        "adoption_prior": numbers.share(step.prior),
        "raises": [
            {
                "item": item,
                "from": numbers.position(has),
                "to": to,
                "ours": bank[item].is_ours(to),
            }
            for item, has, to in step.raises
        ],
        "reason": say(_reason(project, step, parts)),
    }


@per_object
def _goals(project: Project) -> Text:
    return names.names_of(names.GOALS, map(str, project.goals)).in_full()


def _reason(project: Project, step: NextStep, parts: Mapping[str, Text]) -> Text:
    """Return why to begin with a project, as a sentence."""
    goals = _goals(project)
    rises: dict[Text, str] = {}
    for item, has, to in step.raises:
        if item in parts:
            rises.setdefault(parts[item], f"{numbers.number(has)}→{to}")
    shown = joined([_rise(part, rise) for part, rise in rises.items()])
    return _BEGIN.fill(rises=shown, goals=goals)


def _rise(part: Text, rise: str) -> Text:
    known = _known_rises(part)
    if rise not in known:
        known[rise] = _RISE.fill(part=part, rise=rise).in_full()
    return known[rise]


@per_object
def _known_rises(_part: Text) -> dict[str, Text]:
    """Return where the rises of a part are kept once they were put into words."""
    return {}
