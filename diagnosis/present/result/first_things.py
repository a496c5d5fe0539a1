"""The three things to do first: the first of the plan, or else of the trade's spine."""

from diagnosis.domain.intake.answer import NotKnown
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan
from diagnosis.domain.text import Text
from diagnosis.present.intake.question_count import QuestionCount, count_questions
from diagnosis.present.retrofit.plan_words import name_of
from diagnosis.present.retrofit.spoken import cost, when
from diagnosis.present.retrofit.why_here import why_here
from diagnosis.present.say import Say, Shown
from diagnosis.present.scoring.next_steps import (
    begin_with,
    done_when,
    steps_in_words,
    why_first,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

FIRST_SHOWN = 3


FEW = 0.5
"""Where less than this share of the questions has a clear answer, the first things are a guess."""
_NONE_CLEAR = Text(
    "没有一题答得清楚，看不出该先做什么。下面是同行一般先做的，先别照着花钱；"
    "把题问清楚，再回来看。",
    "No question has a clear answer, so nobody can tell what comes first. Below is what plants of "
    "the trade usually begin with: spend nothing on it before the questions are answered.",
)
_FEW_CLEAR = Text(
    "{all} 题里答清楚的有 {clear} 题，下面是粗看的：先把题答清楚，再花钱。",
    "{clear} of {all} questions have a clear answer, so this is a rough guess: answer more of "
    "them before you spend money.",
)


def clear_answers(content: Content, diagnosis: Diagnosis) -> QuestionCount:
    """Return how many questions the firm is asked; as answered those with a clear answer."""
    sheet = diagnosis.sheet
    clear = {item for item, value in sheet.answers.items() if not isinstance(value, NotKnown)}
    return count_questions(sheet.form, sheet.production_type, content.bank, clear)


def first_note(content: Content, diagnosis: Diagnosis) -> Text | None:
    """Return that what to do first goes by few answers or none; None where enough are clear."""
    count = clear_answers(content, diagnosis)
    if not count.answered:
        return _NONE_CLEAR
    if count.answered < FEW * count.all:
        return _FEW_CLEAR.fill(all=count.all, clear=count.answered)
    return None


def show_first_things(
    content: Content, diagnosis: Diagnosis, plan: KeptPlan | None, say: Say
) -> list[Shown]:
    """Return what to do first, with money, and months where there is a plan; lines say more.

    Where there is a plan they are what it has of the next steps of the diagnosis, in their order,
    then its first packages. `content` is that of the plan,
    or of the diagnosis where there is none.
    """
    if plan is not None:
        return _of_plan(content, diagnosis, plan, say)
    return [
        {
            "name": say(step.name),
            "when": None,
            "cost": say(step.cost),
            "lines": [say(line) for line in step.lines],
        }
        for step in steps_in_words(content, diagnosis)[:FIRST_SHOWN]
    ]


def in_order(diagnosis: Diagnosis, plan: KeptPlan) -> list[KeptPackage]:
    """Return the packages of a plan: those of the next steps in their order, then by month."""
    steps = diagnosis.next_steps.first
    places = {name: place for place, step in enumerate(steps) for name in step.open_step.packages}
    return sorted(
        plan.packages, key=lambda each: (places.get(each.id, len(steps)), each.start_month)
    )


def _of_plan(content: Content, diagnosis: Diagnosis, plan: KeptPlan, say: Say) -> list[Shown]:
    shown = []
    for planned in in_order(diagnosis, plan)[:FIRST_SHOWN]:
        package = content.packages.get(planned.id)
        lines = [why_first(why_here(content, plan, planned))]
        if package is not None:
            lines += [begin_with(package.first_step), done_when(package.done_when)]
        shown.append(
            {
                "name": say(name_of(content, planned.id)),
                "when": say(when(planned)),
                "cost": say(cost(planned)),
                "lines": [say(line) for line in lines],
            }
        )
    return shown
