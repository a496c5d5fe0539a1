"""Section links, and what was answered through them, as rows."""

from typing import Any

import orjson
from sqlalchemy import Row

from diagnosis.domain.intake.answer import NOT_KNOWN, as_plain, from_plain
from diagnosis.services.ports.links import AnswerNote, LinkRecord
from diagnosis.services.ports.store import Page
from diagnosis.storage.access_tables import answer_note, section_link
from diagnosis.storage.rows import Columns
from diagnosis.storage.scoped_queries import ScopedQueries

_LINK = (
    *("id", "digest", "enterprise_id", "assessment_id", "section", "respondent"),
    *("created_at", "ends_at", "revoked_at"),
)
_NOTE = (
    *("id", "enterprise_id", "assessment_id", "item", "link_id", "respondent", "entered"),
    *("answered_at", "settled_at"),
)


class ScopedLinks(ScopedQueries):
    """The links of an owner's drafts, and what was answered through them, on one connection."""

    def link(self, link_id: str) -> LinkRecord | None:
        """Return a link."""
        row = self._row(self._select(section_link).where(section_link.c.id == link_id))
        return row and link_record(row)

    def links(self, assessment_id: str, after: str | None, limit: int) -> Page[LinkRecord]:
        """Return a page of the links of a draft, newest first, also those that have ended."""
        query = self._select(section_link).where(section_link.c.assessment_id == assessment_id)
        page, cursor = self._page(query, section_link, {}, after, limit)
        return Page(tuple(link_record(row) for row in page), cursor)

    def notes(self, assessment_id: str) -> tuple[AnswerNote, ...]:
        """Return what was answered through links, in the order of item and link."""
        column = answer_note.c
        query = self._select(answer_note).where(column.assessment_id == assessment_id)
        return tuple(_note(row) for row in self._run(query.order_by(column.item, column.link_id)))


def link_record(row: Row[Any]) -> LinkRecord:
    """Return the link of a row."""
    kept = {name: getattr(row, name) for name in _LINK}
    return LinkRecord(**kept, owner=row.owner_id, created_by=row.actor)


def link_values(record: LinkRecord) -> Columns:
    """Return the columns of a link."""
    values: Columns = {name: getattr(record, name) for name in _LINK}
    return values | {"actor": record.created_by}


def note_values(note: AnswerNote) -> Columns:
    """Return the columns of what a respondent answered."""
    values: Columns = {name: getattr(note, name) for name in _NOTE}
    return values | {"value": orjson.dumps(as_plain(note.value)).decode()}


def _note(row: Row[Any]) -> AnswerNote:
    kept = {name: getattr(row, name) for name in _NOTE}
    value = from_plain(orjson.loads(row.value))
    return AnswerNote(**kept, value=NOT_KNOWN if value is None else value)
