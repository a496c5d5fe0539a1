"""A firm's word on a recommended project: useful or not, and why; read by its next plan."""

from typing import Any

from diagnosis.domain.retrofit.follow_up.feedback import (
    Feedback,
    FeedbackReason,
    KnownProjects,
    NextPlanEffect,
    apply_feedback,
)
from diagnosis.domain.text import Say, Text
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import FeedbackRecord
from diagnosis.services.ports.store import Plain, Reading, Ticket, Work, iso
from diagnosis.services.read.fields import Fields
from diagnosis.services.transaction import Books, found, once

MOST_CHARACTERS = 500
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
HEEDS = {
    NextPlanEffect.NOTHING: Text("照常考虑", "considered as before"),
    NextPlanEffect.DONE: Text("下次计划当作已完成", "taken as done in the next plan"),
    NextPlanEffect.REFUSED: Text("下次计划不再推荐", "not recommended in the next plan"),
    NextPlanEffect.DEMOTED: Text(
        "下次计划尽量不用，除非少了它达不到目标",
        "left out of the next plan unless its aim cannot be reached without it",
    ),
}


def read_word(content: Content, project: str, raw: object) -> Feedback:
    """Return a firm's word on a project.

    Raises
    ------
    NotThere
        When the catalogue has no such project.
    FaultyInput
        With every fault; what is not useful needs a reason, and `other` needs words.

    """
    found(content.projects.get(project))
    fields = Fields(raw, ("useful", "why", "text"))
    useful = fields.flag("useful", required=True)
    fits = FeedbackReason.FITS
    reasons = [str(each) for each in FeedbackReason if (each is fits) is (useful is True)]
    why = fields.choice("why", reasons, required=useful is False)
    words = fields.text("text", MOST_CHARACTERS, required=why == FeedbackReason.OTHER)
    fields.stop()
    return Feedback(project, useful is True, FeedbackReason(why or fits), words)


def give_feedback(
    content: Content,
    books: Books,
    enterprise_id: str,
    project: str,
    raw: object,
    ticket: Ticket | None,
) -> tuple[Plain, bool]:
    """Return a firm's word as it is kept, and whether an earlier request gave it.

    Raises
    ------
    NotThere, FaultyInput, KeyReused
        When there is no such enterprise or project, with every fault, or when the key was used.

    """
    word = read_word(content, project, raw)

    def act(work: Work) -> Plain:
        found(work.enterprise(enterprise_id))
        record = FeedbackRecord(books.make_id(), enterprise_id, books.now, word)
        work.add_feedback(record)
        return stored_word(record)

    return once(books, ticket, act)


def stored_word(record: FeedbackRecord) -> dict[str, Any]:
    """Return a word as JSON values, without names."""
    word = record.word
    return {
        "id": record.id,
        "enterprise_id": record.enterprise_id,
        "project": word.project,
        "useful": word.useful,
        "why": str(word.reason),
        "text": word.text,
        "next_plan": str(word.effect),
        "created_at": iso(record.created_at),
    }


def show_word(content: Content, stored: Plain, say: Say) -> dict[str, Any]:
    """Return a stored word with its codes said in words."""
    project = content.projects.get(stored["project"])
    return {
        **stored,
        "project_name": project and say(project.name),
        "why_text": say(WHYS[FeedbackReason(stored["why"])]),
        "next_plan_text": say(HEEDS[NextPlanEffect(stored["next_plan"])]),
    }


def list_feedback(content: Content, books: Books, enterprise_id: str, say: Say) -> dict[str, Any]:
    """Return the last word of an enterprise on each project, newest first.

    Raises
    ------
    NotThere
        When the owner has no such enterprise.

    """
    with books.store.read(books.owner) as reading:
        found(reading.enterprise(enterprise_id))
        records = reading.feedback(enterprise_id)
    last = {record.word.project: record for record in records}
    newest = sorted(last.values(), key=lambda one: one.id, reverse=True)
    return {"items": [show_word(content, stored_word(one), say) for one in newest]}


def heeded(reading: Reading, enterprise_id: str) -> KnownProjects:
    """Return what an enterprise's words make of its next plan."""
    return apply_feedback(record.word for record in reading.feedback(enterprise_id))
