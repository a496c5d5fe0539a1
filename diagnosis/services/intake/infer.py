"""Propose answers that follow from other answers of a sheet."""

from dataclasses import dataclass

from diagnosis.domain.fault import Expected, Fault, FaultyInput
from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.inference import InferredAnswer, infer_answers
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content


@dataclass(frozen=True, slots=True)
class Inferred:
    """A sheet, and the answers that its other answers propose; they are none of it yet."""

    sheet: Sheet
    answers: tuple[InferredAnswer, ...]


def infer(content: Content, form: Form, raw: object) -> Inferred:
    """Return what the answers so far propose of a form; nothing is stored or scored.

    `raw` is a sheet; its form is that of the address, and `answers` may be missing.

    Raises
    ------
    FaultyInput
        With every fault of the request.

    """
    if not isinstance(raw, dict):
        raise FaultyInput([Fault("", "wrong-type", {"expected": Expected.OBJECT})])
    answers = {} if raw.get("answers") is None else raw["answers"]
    sheet = read(content, {**raw, "answers": answers}, form=form.ref)
    return Inferred(sheet, tuple(infer_answers(content.inferences, sheet)))
