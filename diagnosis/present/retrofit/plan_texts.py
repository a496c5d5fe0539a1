"""What a stored plan says of its projects in words: made anew, or shown by an earlier release."""

from dataclasses import dataclass

from diagnosis.domain.text import Text
from diagnosis.present.kept import read_plan
from diagnosis.present.names import STAGES
from diagnosis.present.retrofit.plan_words import project_name, why_chosen, why_left_out
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Snapshot
from diagnosis.services.retrofit.keep_plan import StoredPlan


@dataclass(frozen=True, slots=True)
class PlanTexts:
    """The words of a plan's projects by id, and of those it left out.

    `left_out` has (id, name, why not) in the order of the plan.
    """

    names: dict[str, Text]
    stages: dict[str, Text]
    reasons: dict[str, Text]
    left_out: tuple[tuple[str, Text, Text], ...]


def texts_of(stored: StoredPlan) -> PlanTexts:
    """Return the words of a stored plan."""
    record = stored.record
    if record.legacy is not None:
        return _shown_before(record.legacy)
    return _anew(stored.content, stored)


def _anew(content: Content, stored: StoredPlan) -> PlanTexts:
    plan = stored.record.plan
    standard = plan.target.standard_id
    projects = list(plan.projects)
    return PlanTexts(
        {each.id: project_name(content, each.id) for each in projects},
        {each.id: STAGES[content.projects[each.id].stage] for each in projects},
        {each.id: why_chosen(content, standard, each.why) for each in projects},
        tuple(
            (left.project, project_name(content, left.project), why_left_out(content, left))
            for left in plan.left_out
        ),
    )


def _shown_before(snapshot: Snapshot) -> PlanTexts:
    plan = read_plan(snapshot)
    projects = [project for phase in plan["phases"] for project in phase["projects"]]
    return PlanTexts(
        {project["id"]: Text(**project["name"]) for project in projects},
        {project["id"]: Text(**project["stage_name"]) for project in projects},
        {project["id"]: Text(**project["reason"]) for project in projects},
        tuple((row["id"], Text(**row["name"]), Text(**row["reason"])) for row in plan["left_out"]),
    )
