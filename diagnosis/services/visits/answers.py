"""What a visit verified, saved item by item: what is not sent stays as it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from diagnosis.domain.fault import UNTOLD, Fault, pointer
from diagnosis.domain.intake.answer import NOT_KNOWN, Value
from diagnosis.domain.intake.fields import Fields
from diagnosis.services.errors import GrantOver, NotThere, Stale
from diagnosis.services.ports.content import ContentVersions
from diagnosis.services.ports.visits import EvidenceGrade, KeptVisit, VisitAnswer
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller, require
from diagnosis.services.visits.claims import VisitedClaims, claims_of
from diagnosis.services.visits.visit import as_visitor, held_open

ANSWERS = "answers"
_OF_ANSWER = ("value", "grade", "reason", "note")
LONGEST_DIFFERENCE, LONGEST_REMARK = 500, 1000
_SAME_MOMENT = timedelta(milliseconds=1)
"""Moments that are less apart are the same: a page brings them back to the millisecond."""


class AnswerChanged(Stale):
    """What a visit verified of an item was changed, or taken away, since the caller saw it.

    Carries what stands there now, None where nothing does.
    """

    def __init__(self, kept: VisitAnswer | None) -> None:
        super().__init__("changed")
        self.kept = kept


@dataclass(frozen=True, slots=True)
class _Saved:
    """Answers that a request states, and the items of which it takes the answer away."""

    kept: tuple[VisitAnswer, ...]
    dropped: tuple[str, ...]


def save_answers(
    contents: ContentVersions, caller: Caller, visit_id: str, raw: object, versions: SeenVersions
) -> KeptVisit:
    """Return a visit after some of its answers were saved; null takes one away.

    Each answer is replaced as a whole, and those to other items stay: what is sent twice is saved
    as if it were sent once.

    Raises
    ------
    FaultyInput
        With every fault; nothing is saved then.
    NotThere, VisitSettled, GrantOver, Stale
        When the caller has none of this id, it is open no more, its firm is granted no longer, or
        it was changed in between.
    ContentNotKept
        When the content of the diagnosis cannot be loaded.

    """
    caller = as_visitor(caller)
    claims = _claims(contents, caller, visit_id)
    saved = _read(caller, claims, raw)
    with held_open(caller, visit_id, versions) as (work, visit):
        if not work.keep_visit_answers(visit, saved.kept, saved.dropped):
            raise Stale
    return visit


def save_answer(
    contents: ContentVersions,
    caller: Caller,
    visit_id: str,
    sent: Mapping[str, object],
    seen_at: datetime | None,
) -> VisitAnswer | None:
    """Return the answer to the single item that is sent after it was saved; None takes it away.

    `seen_at` is when the answer was changed that the sender saw, None where it saw none. What
    others save of other items stands in the way of nothing, and to send the same again neither.

    Raises
    ------
    FaultyInput
        With every fault; nothing is saved then.
    AnswerChanged
        When another answer was saved in between: it stays, and comes with the error.
    NotThere, VisitSettled, GrantOver
        When the caller has none of this id, it is open no more, or its firm is granted no longer.
    ContentNotKept
        When the content of the diagnosis cannot be loaded.

    """
    caller = as_visitor(caller)
    saved = _read(caller, _claims(contents, caller, visit_id), {ANSWERS: dict(sent)})
    (item,), answer = sent, next(iter(saved.kept), None)
    with held_open(caller, visit_id, SeenVersions(None)) as (work, visit):
        before = next((each for each in work.visit_answers(visit_id) if each.item == item), None)
        if _is_same(before, answer):
            return before
        if not _is_seen(before, seen_at):
            raise AnswerChanged(before)
        if not work.keep_visit_answers(visit, saved.kept, saved.dropped):
            raise Stale
    return answer


def _is_same(before: VisitAnswer | None, answer: VisitAnswer | None) -> bool:
    """Return whether two answers say the same, whoever said it and when."""
    if before is None or answer is None:
        return before is answer
    return replace(before, actor=answer.actor, changed_at=answer.changed_at) == answer


def _is_seen(before: VisitAnswer | None, seen_at: datetime | None) -> bool:
    if before is None or seen_at is None:
        return before is None and seen_at is None
    return abs(before.changed_at - seen_at) < _SAME_MOMENT


def get_answers(caller: Caller, visit_id: str) -> tuple[VisitAnswer, ...]:
    """Return what a visit verified, by item.

    Raises
    ------
    NotThere
        When the caller sees no such visit.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.visit(visit_id))
        return reader.visit_answers(visit_id)


def _claims(contents: ContentVersions, caller: Caller, visit_id: str) -> VisitedClaims:
    """Return what the firm of a visit of the caller claims, while it may be read."""
    with caller.store.read(caller.principal) as reader:
        visit = require(reader.visit(visit_id))
        if visit.visited_by != caller.principal.owner:
            raise NotThere
        try:
            return claims_of(contents, reader, visit.diagnosis_id)
        except NotThere:
            raise GrantOver from None


def _read(caller: Caller, claims: VisitedClaims, raw: object) -> _Saved:
    request = Fields(raw, (ANSWERS,))
    request.has(ANSWERS, required=True)
    sent = request.values.get(ANSWERS)
    names = tuple(sent) if isinstance(sent, dict) else ()
    answers = Fields({} if sent is None else sent, names, pointer(ANSWERS), request.faults)
    most = len(claims.sheet.form.entries)
    if len(names) > most:
        answers.fault("", "too-many", limit=most)
        request.stop()
    dropped = tuple(item for item in names if answers.values[item] is None)
    for item in dropped:
        if item not in claims.sheet.form.entries:
            answers.fault(item, "unknown-item", item=item, near=None)
    parts = {
        item: Fields(answers.values[item], _OF_ANSWER, pointer(ANSWERS, item), request.faults)
        for item in names
        if item not in dropped
    }
    values = _values(claims, parts, request.faults)
    kept = [_answer(caller, part, item, values.get(item)) for item, part in parts.items()]
    request.stop()
    return _Saved(tuple(require(answer) for answer in kept), dropped)


def _values(
    claims: VisitedClaims, parts: Mapping[str, Fields], faults: list[Fault]
) -> dict[str, Value]:
    """Return the verified value of each item that has one; note what is faulty."""
    raw = {
        item: part.values["value"]
        for item, part in parts.items()
        if part.is_object and part.has("value", required=True)
    }
    values, not_asked, wrong = claims.reader.read(raw, claims.sheet.production_type, "")
    wrong += [Fault(pointer(item), "not-asked-of-firm") for item in not_asked]
    wrong += [
        Fault(pointer(item), "verified-not-known")
        for item, value in values.items()
        if value is NOT_KNOWN
    ]
    faults += map(_at_value, wrong)
    return values


def _at_value(fault: Fault) -> Fault:
    """Return the fault of an answer where its value stands in the request."""
    if fault is UNTOLD:
        return fault
    _, item, *rest = fault.pointer.split("/")
    return Fault("/".join(["", ANSWERS, item, "value", *rest]), fault.code, fault.values)


def _answer(caller: Caller, part: Fields, item: str, value: Value | None) -> VisitAnswer | None:
    if not part.is_object:
        return None
    grade = part.choice("grade", tuple(EvidenceGrade), required=False)
    reason = part.text("reason", LONGEST_DIFFERENCE)
    note = part.text("note", LONGEST_REMARK)
    if value is None:
        return None
    return VisitAnswer(
        item=item,
        value=value,
        grade=None if grade is None else EvidenceGrade(grade),
        reason=reason,
        note=note,
        actor=caller.principal.actor,
        changed_at=caller.now,
    )
