"""Section links, and the sections that they open, as JSON values."""

from datetime import datetime

from diagnosis.domain.intake.answer import as_plain
from diagnosis.present.intake.form import show_item_name, show_section
from diagnosis.present.moments import iso
from diagnosis.present.say import Say, Shown
from diagnosis.services.intake.respondents import AnsweredItem
from diagnosis.services.intake.section_links import GivenLink, SentSection
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.links import LinkRecord


def show_link(link: LinkRecord, now: datetime) -> Shown:
    """Return a link without its text: which section, for whom, how long."""
    revoked = link.revoked_at
    return {
        "id": link.id,
        "assessment_id": link.assessment_id,
        "section": link.section,
        "respondent": link.respondent,
        "state": link.state_at(now).value,
        "created_at": iso(link.created_at),
        "ends_at": iso(link.ends_at),
        "revoked_at": None if revoked is None else iso(revoked),
        "created_by": link.created_by,
    }


def show_given_link(fresh: GivenLink, now: datetime) -> Shown:
    """Return a new link with its text, which is shown now alone."""
    return show_link(fresh.record, now) | {"link": fresh.text}


def show_answered_item(content: Content, answered: AnsweredItem, say: Say) -> Shown:
    """Return an item that respondents answered: what the sheet says, what each of them said."""
    answer = answered.answer
    return {
        "id": answered.item,
        "name": show_item_name(content, answered.item, say),
        "answer": None if answer is None else as_plain(answer),
        "is_open": answered.is_open,
        "respondents": [
            {
                "link_id": note.link_id,
                "respondent": note.respondent,
                "answer": as_plain(note.value),
                "answered_at": iso(note.answered_at),
                "settled_at": None if note.settled_at is None else iso(note.settled_at),
            }
            for note in answered.notes
        ],
    }


def show_sent_section(content: Content, sent: SentSection, say: Say) -> Shown:
    """Return a section as its respondent sees it, and nothing else of the firm."""
    return {
        "respondent": sent.link.respondent,
        "ends_at": iso(sent.link.ends_at),
        "form": sent.form.ref,
        "section": show_section(content, sent.form, sent.section, say),
        "answers": {item: as_plain(value) for item, value in sent.answers.items()},
        "yours": {note.item: as_plain(note.value) for note in sent.notes},
    }
