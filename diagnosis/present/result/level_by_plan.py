"""Where a plan takes a firm by a standard, as its result says it: to which level, or why not."""

from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.domain.text import Text
from diagnosis.present.result.ladders import next_level, short_name, show_ladders, verdicts_of_form
from diagnosis.present.retrofit.ways_out import is_for_nobody, why_not_reached
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_RISES = Text(
    "{standard}现在 {level} 级，照计划做完到 {after} 级",
    "{standard}: level {level} now, {after} once the plan is done",
)
_STAYS = Text(
    "{standard}现在 {level} 级，照计划做完还是 {level} 级",
    "{standard}: level {level} now, and still once the plan is done",
)
_STAYS_AS = Text("{standard}现在 {level} 级，{why}", "{standard}: level {level} now; {why}")
_BY_PLAN = Text("照这份计划：{why}。", "By the plan: {why}.")


def level_by_plan(content: Content, plan: KeptPlan, verdict: Verdict) -> Text:
    """Return the level by a standard now and after a plan, or why it comes to none above.

    It has no full stop. `content` is that of the plan.
    """
    standard = verdict.standard
    name, level = short_name(standard), verdict.level or 0
    after = plan.promised_levels(plan.after).get(standard.id, level)
    if after > level:
        return _RISES.fill(standard=name, level=level, after=after)
    why = _why_not(content, plan, verdict)
    if why is None:
        return _STAYS.fill(standard=name, level=level)
    return _STAYS_AS.fill(standard=name, level=level, why=why)


def _why_not(content: Content, plan: KeptPlan, verdict: Verdict) -> Text | None:
    following = next_level(verdict)
    if following is None or verdict.standard.id != plan.target.standard_id:
        return None
    return why_not_reached(content, plan, following)


def show_ladders_beside_plan(
    content: Content, diagnosis: Diagnosis, plan: KeptPlan | None, say: Say
) -> list[Shown]:
    """Return the standards as steps; `planned` says why a plan does not come to the next level.

    Of a level that nobody can bring them to firms are told that, in place of what is missing.
    `content` is that of the plan.
    """
    ladders = show_ladders(diagnosis, None if plan is None else plan.target.standard_id, say)
    if plan is None:
        return [ladder | {"planned": None} for ladder in ladders]
    verdicts = verdicts_of_form(diagnosis, plan.target.standard_id)
    return [
        _beside(content, plan, verdict, ladder, say)
        for verdict, ladder in zip(verdicts, ladders, strict=True)
    ]


def _beside(content: Content, plan: KeptPlan, verdict: Verdict, ladder: Shown, say: Say) -> Shown:
    why = _why_not(content, plan, verdict)
    if why is None:
        return ladder | {"planned": None}
    planned = {"planned": say(_BY_PLAN.fill(why=why))}
    is_vain = is_for_nobody(plan, next_level(verdict) or 0)
    return ladder | planned | ({"missing": None} if is_vain else {})
