"""Answers that other answers propose, as JSON values."""

from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.intake.inference import InferredAnswer
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.present.say import Say, Shown
from diagnosis.services.intake.infer import Inferred
from diagnosis.services.ports.content import Content


def show_inferences(content: Content, inferred: Inferred, say: Say) -> Shown:
    """Return the proposals, each with what it rests on and what stands in the answers."""
    return {
        "form": inferred.sheet.form.ref,
        "inferences": [_show(content, inferred.sheet, answer, say) for answer in inferred.answers],
    }


def _show(content: Content, sheet: Sheet, inferred: InferredAnswer, say: Say) -> Shown:
    answered = sheet.answers.get(inferred.item)
    return {
        **_named(content, inferred.item, say),
        "value": as_plain(inferred.value),
        "from": [_named(content, item, say) for item in inferred.rests_on],
        "answered": None if answered is None else as_plain(answered),
        "agrees": None if answered is None else answered == inferred.value,
    }


def _named(content: Content, item: str, say: Say) -> Shown:
    return {"item": item, "name": say(content.bank[item].name)}
