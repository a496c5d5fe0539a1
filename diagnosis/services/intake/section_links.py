"""Section links: a section of a draft for somebody to answer, and nothing else of the firm."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple
from zlib import crc32

from diagnosis.domain.fault import Expected, Fault, FaultyInput, pointer
from diagnosis.domain.intake.answer import Value
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.form import Form, Section
from diagnosis.services.errors import NotThere, SheetHandedIn
from diagnosis.services.intake.drafts import changed_sheet, keep_draft, open_draft
from diagnosis.services.ports.codes import CodeMaker
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.links import AnswerNote, LinkRecord
from diagnosis.services.ports.records import AssessmentRecord, State
from diagnosis.services.ports.scope import GrantState
from diagnosis.services.ports.store import Page, Reader, Work
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller, require

USUAL_LINK_DAYS, MOST_LINK_DAYS = 14, 30
"""How many days a link opens its section unless others are wished, and at most."""
MOST_LINKS = 50
"""How many links of a draft may open something at once."""
LONGEST_RESPONDENT = 100
_LOOKED_THROUGH = 200
_MOST_VERSION = 999_999_999


class GivenLink(NamedTuple):
    """A link as it is kept, and its text, which is shown now and never again."""

    record: LinkRecord
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSection:
    """A section as its respondent sees it: its questions, and the answers to them alone.

    `answers` are those of the sheet, `notes` what the respondent answered itself; `version`
    changes with the answers of this section and of no other.
    """

    link: LinkRecord
    form: Form
    section: Section
    answers: Mapping[str, Value]
    notes: tuple[AnswerNote, ...]

    @property
    def version(self) -> int:
        """Return a number that stands for the answers."""
        written = repr(sorted((item, repr(value)) for item, value in self.answers.items()))
        return crc32(written.encode()) % _MOST_VERSION + 1


def give_link(
    content: Content, caller: Caller, maker: CodeMaker, assessment_id: str, raw: object
) -> GivenLink:
    """Return a link to a section of a draft, for a respondent of some function.

    Raises
    ------
    FaultyInput
        With every fault; a section that the form has not is one, and a link too many.
    NotThere, AlreadySubmitted
        When the caller has no such draft, or it was submitted.

    """
    fields = Fields(raw, ("section", "respondent", "open_days"))
    section = fields.text("section", 80, required=True, lines=False)
    respondent = fields.text("respondent", LONGEST_RESPONDENT, required=True, lines=False)
    days = fields.whole("open_days", 1, MOST_LINK_DAYS)
    fresh = maker.link()
    with caller.store.begin(caller.principal) as work:
        draft = open_draft(work, assessment_id)
        sections = [each.id for each in _form_of(content, draft).sections]
        if section is not None and section not in sections:
            fields.fault("section", "unknown-value", value=section, allowed=", ".join(sections))
        fields.stop()
        links = work.links(draft.id, None, _LOOKED_THROUGH).items
        if sum(each.state_at(caller.now) is GrantState.ACTIVE for each in links) >= MOST_LINKS:
            raise FaultyInput([Fault("", "too-many-links", {"most": MOST_LINKS})])
        record = LinkRecord(
            id=caller.make_id(),
            owner=caller.principal.owner,
            digest=fresh.digest,
            enterprise_id=draft.enterprise_id,
            assessment_id=draft.id,
            section=require(section),
            respondent=require(respondent),
            created_at=caller.now,
            ends_at=caller.now + timedelta(days=USUAL_LINK_DAYS if days is None else days),
            created_by=caller.principal.actor,
        )
        work.add_link(record)
    return GivenLink(record, fresh.text)


def _form_of(content: Content, draft: AssessmentRecord) -> Form:
    """Return the form of a draft.

    Raises
    ------
    NotThere
        When there is none any more.

    """
    form_id, _, version = draft.sheet.form.partition("@")
    return require(content.forms.get(form_id, {}).get(version))


def list_links(
    caller: Caller, assessment_id: str, after: str | None, limit: int
) -> Page[LinkRecord]:
    """Return a page of the links of a draft, newest first, also those that have ended.

    Raises
    ------
    NotThere
        When the caller has no such assessment.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.assessment(assessment_id))
        return reader.links(assessment_id, after, limit)


def revoke_link(caller: Caller, assessment_id: str, link_id: str) -> None:
    """Revoke a link of a draft; what was answered through it stays. Again changes nothing.

    Raises
    ------
    NotThere
        When the caller has no such draft, or the draft no such link.

    """
    with caller.store.begin(caller.principal) as work:
        if require(work.link(link_id)).assessment_id != assessment_id:
            raise NotThere
        work.revoke_link(link_id, caller.now)


def get_section(content: Content, caller: Caller, link: LinkRecord, link_id: str) -> SentSection:
    """Return the section of a link.

    Raises
    ------
    NotThere, SheetHandedIn
        When the link is another one, or its draft is gone; when that was submitted.

    """
    with caller.store.read(caller.principal) as reader:
        draft = _draft_of(reader, link, link_id)
        return _sent(content, reader, link, draft)


def _draft_of(reader: Reader, link: LinkRecord, link_id: str) -> AssessmentRecord:
    draft = reader.assessment(link.assessment_id)
    if link.id != link_id or draft is None:
        raise NotThere
    if draft.state is State.SUBMITTED:
        raise SheetHandedIn
    return draft


def _sent(
    content: Content, reader: Reader, link: LinkRecord, draft: AssessmentRecord
) -> SentSection:
    form = _form_of(content, draft)
    section = require(next((each for each in form.sections if each.id == link.section), None))
    items = {entry.item for entry in section.entries}
    return SentSection(
        link=link,
        form=form,
        section=section,
        answers={item: value for item, value in draft.sheet.answers.items() if item in items},
        notes=tuple(note for note in reader.notes(draft.id) if note.link_id == link.id),
    )


def answer_section(
    content: Content,
    caller: Caller,
    link: LinkRecord,
    link_id: str,
    raw: object,
    versions: SeenVersions,
) -> SentSection:
    """Return the section of a link after its respondent answered some of it; null takes one back.

    An answer enters the sheet where it has none, or that of the same respondent; what somebody
    else answered stays there, and the other answer is kept beside it for the owner to decide.

    Raises
    ------
    FaultyInput
        With every fault; an item of another section is one.
    NotThere, SheetHandedIn, Stale
        When the link is another one, or its draft is gone; when that was submitted; when answers
        of the section were changed in between.

    """
    with caller.store.begin(caller.principal) as work:
        draft = _draft_of(work, link, link_id)
        before = _sent(content, work, link, draft)
        stated = _read_answers(before, raw)
        versions.check(before.version)
        whole = Fields({"answers": stated}, ("answers",))
        answered = changed_sheet(content, draft, whole).written().answers
        merged = _merge(caller, work, before, answered, stated)
        if stated:
            work.enter_answers(link, stated, caller.now)
        if merged:
            change = Fields({"answers": merged}, ("answers",))
            draft = keep_draft(work, caller, draft, changed_sheet(content, draft, change))
        return _sent(content, work, link, draft)


def _read_answers(section: SentSection, raw: object) -> dict[str, object]:
    """Return the answers that a request states; those to items of other sections are faults."""
    fields = Fields(raw, ("answers",))
    if not fields.is_object:
        fields.stop()
    answers = fields.values.get("answers")
    if not isinstance(answers, dict):
        fields.has("answers", required=True)
        if answers is not None:
            fields.fault("answers", "wrong-type", expected=Expected.ANSWERS)
        fields.stop()
        return {}
    items = {entry.item for entry in section.section.entries}
    for item in answers:
        if item not in items:
            fields.fault_at(pointer("answers", item), "not-in-section", item=item)
    fields.stop()
    return answers


def _merge(
    caller: Caller,
    work: Work,
    before: SentSection,
    answered: Mapping[str, Value],
    stated: Mapping[str, object],
) -> dict[str, object]:
    """Note what a respondent answered; return what of it enters the sheet, as it was stated."""
    mine = {note.item: note for note in before.notes}
    entering: dict[str, object] = {}
    for item, raw in stated.items():
        note, kept = mine.get(item), before.answers.get(item)
        is_mine = note is not None and note.entered and note.value == kept
        enters = kept is None or is_mine
        if enters and not (raw is None and kept is None):
            entering[item] = raw
        if raw is None:
            if note is not None:
                work.drop_note(note.id)
            continue
        value = answered[item]
        work.keep_note(
            AnswerNote(
                id=caller.make_id() if note is None else note.id,
                enterprise_id=before.link.enterprise_id,
                assessment_id=before.link.assessment_id,
                item=item,
                link_id=before.link.id,
                respondent=before.link.respondent,
                value=value,
                entered=enters,
                answered_at=caller.now,
            )
        )
    return entering
