"""What a firm says of a package as JSON values."""

from diagnosis.domain.retrofit.follow_up.feedback import FeedbackReason, NextPlanEffect
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.moments import iso
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import FeedbackRecord
from diagnosis.services.read.earlier_ids import package_of
from diagnosis.services.retrofit.feedback import effect_of

WHYS = {
    FeedbackReason.FITS: Text("合适", "it fits"),
    FeedbackReason.NOT_FOR_US: Text("不适合我们", "not for us"),
    FeedbackReason.TRIED_BEFORE: Text("试过，没用", "tried before, without use"),
    FeedbackReason.DONE_ALREADY: Text("已经做了", "done already"),
    FeedbackReason.TOO_EXPENSIVE: Text("太贵", "too expensive"),
    FeedbackReason.NO_PEOPLE: Text("没有人手", "no people for it"),
    FeedbackReason.NOT_NOW: Text("现在不是时候", "not now"),
    FeedbackReason.OTHER: Text("其他", "other"),
}
NEXT_PLAN = {
    NextPlanEffect.NOTHING: Text("照常考虑", "considered as before"),
    NextPlanEffect.DONE: Text("下次计划当作已完成", "taken as done in the next plan"),
    NextPlanEffect.REFUSED: Text("下次计划不再推荐", "not recommended in the next plan"),
    NextPlanEffect.DEMOTED: Text(
        "下次计划尽量不用，除非少了它达不到目标",
        "left out of the next plan unless its aim cannot be reached without it",
    ),
}


def show_feedback(content: Content, record: FeedbackRecord, say: Say) -> Shown:
    """Return what a firm says of a package or an earlier project, with its codes in words."""
    feedback = record.feedback
    effect = effect_of(content, feedback)
    package = package_of(content, feedback.project)
    name = names.name_of_package(content, feedback.project)
    return {
        "id": record.id,
        "enterprise_id": record.enterprise_id,
        "project": feedback.project,
        "useful": feedback.useful,
        "why": str(feedback.reason),
        "text": feedback.text,
        "next_plan": str(effect),
        "created_at": iso(record.created_at),
        "project_name": name and say(name),
        "package": package and package.id,
        "why_text": say(WHYS[feedback.reason]),
        "next_plan_text": say(names.only_a_step(content, feedback.project) or NEXT_PLAN[effect]),
    }
