"""A result as whoever has a link to it reads it: no answer, no code, nothing to change."""

from diagnosis.domain.intake.currency import china_day
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.present.moments import iso
from diagnosis.present.result.firm_words import firm_for_others
from diagnosis.present.result.first_things import show_first_things
from diagnosis.present.result.headline import headline
from diagnosis.present.result.ladders import show_ladders
from diagnosis.present.result.weak_beside_plan import show_weak_beside_plan
from diagnosis.present.result.weak_points import WEAK_SHOWN
from diagnosis.present.retrofit.plan_words import name_of, summary_of
from diagnosis.present.retrofit.spoken import cost, when
from diagnosis.present.say import Say, Shown
from diagnosis.present.scoring.notices import UNOFFICIAL
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import State
from diagnosis.services.promotion.shared_result import SharedResult

_OF_LADDER = ("standard", "name", "full_name", "level", "level_name", "levels")
"""What is missing names answers, such as what a firm declares of its finances: it stays out."""


def show_shared_result(shared: SharedResult, say: Say) -> Shown:
    """Return the result that a link shows: levels, what to do first, weak points, the plan.

    Weak points are named with the next practice, without the answer. `plan` is None where nothing
    was answered, and where as many plans as may be are being worked on.
    """
    record, diagnosis = shared.at_hand.record, shared.at_hand.diagnosis
    of_day, plan = shared.at_hand.content, shared.planned.plan
    of_plan = of_day if plan is None else shared.planned.content
    aim = None if plan is None else plan.target.standard_id
    made_at = record.updated_at if record.submitted_at is None else record.submitted_at
    about = firm_for_others(of_day.codes, diagnosis.sheet.enterprise, diagnosis.size)
    first = show_first_things(of_plan, diagnosis, plan, say)
    weak = show_weak_beside_plan(of_day, diagnosis, plan, of_plan, say)
    return {
        "recipient": shared.link.recipient,
        "ends_at": iso(shared.link.ends_at),
        "firm": record.sheet.enterprise.name,
        "about": None if about is None else say(about),
        "form": record.sheet.form,
        "made_on": china_day(made_at).isoformat(),
        "is_draft": record.state is State.DRAFT,
        "is_withdrawn": shared.is_withdrawn,
        "headline": say(headline(of_day, diagnosis, plan, of_plan)),
        "standards": [
            {name: ladder[name] for name in _OF_LADDER}
            for ladder in show_ladders(diagnosis, aim, say)
        ],
        "first": [{name: thing[name] for name in ("name", "when", "cost")} for thing in first],
        "weak_points": [{name: point[name] for name in ("name", "next")} for point in weak][
            :WEAK_SHOWN
        ],
        "plan": None if plan is None else _plan(of_plan, plan, say),
        "notice": say(UNOFFICIAL),
    }


def _plan(content: Content, plan: KeptPlan, say: Say) -> Shown:
    packages = sorted(plan.packages, key=lambda each: each.start_month)
    return {
        "summary": say(summary_of(content, plan)),
        "starts_on": plan.starts_on.isoformat(),
        "packages": [
            {
                "name": say(name_of(content, package.id)),
                "when": say(when(package)),
                "cost": say(cost(package)),
            }
            for package in packages
        ],
    }
