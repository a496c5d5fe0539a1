"""Save what somebody changed of the answers that their page showed, beside what others changed."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.written_sheet import CONFIRMED
from diagnosis.services.intake.drafts import changed_sheet, keep_draft, open_draft
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord
from diagnosis.services.transaction import Caller

PlainAnswers = Mapping[str, object]
"""Answers as a sheet writes them, by item; None stands for none."""


class SavedAnswers(NamedTuple):
    """A draft after a save, and what of it was not taken.

    `clashes` are the items that somebody else answered otherwise meanwhile, whose answer stands;
    `faults` are those of answers that the form does not take, by item.
    """

    record: AssessmentRecord
    clashes: tuple[str, ...]
    faults: Mapping[str, tuple[Fault, ...]]


def save_seen(
    content: Content,
    caller: Caller,
    assessment_id: str,
    *,
    seen: PlainAnswers,
    stated: PlainAnswers,
    confirmed: Collection[str] = (),
) -> SavedAnswers:
    """Return a draft after what differs between `seen` and `stated` was saved.

    Whatever else changed in between stays: two pages of one draft lose nothing. What somebody
    changed that was changed otherwise meanwhile clashes, and is not saved; nor is what the form
    does not take, while all the rest is. Answers that are `confirmed` were inferred from others.

    Raises
    ------
    NotThere, AlreadySubmitted
        When there is no such draft, or it was submitted in between.

    """
    with caller.store.begin(caller.principal) as work:
        before = open_draft(work, assessment_id)
        now = before.sheet.plain_answers()
        changed = {item: value for item, value in stated.items() if value != seen.get(item)}
        clashes = tuple(
            item
            for item, value in changed.items()
            if now.get(item) != seen.get(item) and now.get(item) != value
        )
        wanted = {item: value for item, value in changed.items() if item not in clashes}
        sheet, faults = _changed(content, before, wanted, confirmed)
        taken = [item for item in wanted if item not in faults]
        if sheet is None or not taken:
            return SavedAnswers(before, clashes, faults)
        for item in {note.item for note in work.notes(before.id)}.intersection(taken):
            work.settle_item(before.id, item, caller.now)
        return SavedAnswers(keep_draft(work, caller, before, sheet), clashes, faults)


def _changed(
    content: Content,
    before: AssessmentRecord,
    wanted: PlainAnswers,
    confirmed: Collection[str],
) -> tuple[Sheet | None, Mapping[str, tuple[Fault, ...]]]:
    """Return the sheet with the answers that are taken, and the faults of the others by item."""
    try:
        return _with(content, before, wanted, confirmed), {}
    except FaultyInput as error:
        faults = _by_item(error.faults, wanted)
    good = {item: value for item, value in wanted.items() if item not in faults}
    return (_with(content, before, good, confirmed) if good else None), faults


def _with(
    content: Content, before: AssessmentRecord, answers: PlainAnswers, confirmed: Collection[str]
) -> Sheet:
    change: dict[str, object] = {"answers": dict(answers)}
    newly = [item for item in confirmed if answers.get(item) is not None]
    if newly:
        kept = [item for item in before.sheet.confirmed_inferences if item not in answers]
        change[CONFIRMED] = [*kept, *newly]
    fields = Fields(change, tuple(change))
    return changed_sheet(content, before, fields)


def _by_item(faults: Collection[Fault], answers: PlainAnswers) -> Mapping[str, tuple[Fault, ...]]:
    """Return the faults of answers, by item.

    Raises
    ------
    FaultyInput
        When one of them is of anything else.

    """
    sorted_out: dict[str, tuple[Fault, ...]] = {}
    for fault in faults:
        parts = fault.pointer.split("/")
        item = parts[2] if len(parts) > 2 and parts[1] == "answers" else ""
        if item not in answers:
            raise FaultyInput(faults)
        sorted_out[item] = (*sorted_out.get(item, ()), fault)
    return sorted_out
