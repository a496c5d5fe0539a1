"""The top five next steps of a diagnosis as JSON values."""

from collections.abc import Mapping, Sequence

from diagnosis.domain.retrofit.plan.next_steps import NextStep
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.parts import main_parts
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content


def show_next_steps(content: Content, steps: Sequence[NextStep], say: Say) -> list[Shown]:
    """Return what to begin with, the best first: what, for how much, and why.

    Gains are rises of the means (0–5) of the maturity model and of AI readiness.
    """
    parts = main_parts(content.standards)
    return [
        {
            "project": step.project,
            "name": say(content.projects[step.project].name),
            "stage": str(content.projects[step.project].stage),
            "cost_wan": {
                "low": step.cost.low,
                "mid": round(step.cost.mid, 2),
                "high": step.cost.high,
            },
            "maturity_gain": step.maturity_gain,
            "readiness_gain": step.readiness_gain,
            "adoption_prior": round(step.prior, 2),
            "raises": [{"item": item, "from": has, "to": to} for item, has, to in step.raises],
            "reason": say(_reason(content, step, parts)),
        }
        for step in steps
    ]


def _reason(content: Content, step: NextStep, parts: Mapping[str, Text]) -> Text:
    """Return why to begin with a project, as a sentence."""
    project = content.projects[step.project]
    goals = names.names_of(names.GOALS, map(str, project.goals))
    rises: dict[Text, str] = {}
    for item, has, to in step.raises:
        if item in parts:
            rises.setdefault(parts[item], f"{has:g}→{to}")
    zh = "、".join(f"{part.zh} {rise}" for part, rise in rises.items())
    en = ", ".join(f"{part.en} {rise}" for part, rise in rises.items())
    return Text(
        f"前提已具备，可以马上开始：{zh}；有助于{goals.zh}。",
        f"Nothing stands in its way: {en}; good for {goals.en}.",
    )
