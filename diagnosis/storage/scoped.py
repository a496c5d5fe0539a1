"""The only reader: every query here is of one owner's rows."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table, select

from diagnosis.domain.intake.enterprise import FIELDS, Enterprise, SizeClass
from diagnosis.domain.intake.form import ProductionType
from diagnosis.services.ports.records import (
    FeedbackRecord,
    ProgressRecord,
    RoadmapRecord,
    RoadmapRow,
)
from diagnosis.services.ports.store import (
    AssessmentRecord,
    DiagnosisRecord,
    DiagnosisRow,
    EnterpriseRecord,
    Page,
    State,
)
from diagnosis.storage import roadmap_rows as rows_of
from diagnosis.storage.roadmap_tables import feedback, progress, roadmap
from diagnosis.storage.tables import assessment, diagnosis, enterprise, request_key

_LISTED = (
    "credit_code",
    "site",
    "form",
    "reference",
    "period",
    "division",
    "city",
    "size_class",
    "production_type",
    "staged_level",
    "points_level",
    "tiers_level",
    "gated_level",
    "content",
    "code",
)
_LEVELS = ("staged_level", "points_level", "tiers_level", "gated_level")


def _matches(column: Column[Any], name: str, value: Any) -> ColumnElement[bool]:
    """Return whether a row matches; a city takes in its districts, a form its versions."""
    if name == "city" and value.endswith("00"):
        return column.startswith(value[:4], autoescape=True)
    if name == "form" and "@" not in value:
        return column.startswith(value + "@", autoescape=True)
    return column == value


class Scoped:
    """The rows of one owner on one connection."""

    locks = False
    """Whether one row that is read is kept from other writers until the transaction ends."""

    def __init__(self, connection: Connection, owner: str) -> None:
        self._connection = connection
        self._owner = owner

    def _own(self, table: Table, *columns: Column[Any]) -> Select[Any]:
        chosen = columns or (table,)
        return select(*chosen).where(table.c.owner_id == self._owner)

    def _one(self, query: Select[Any]) -> Row[Any] | None:
        return self._connection.execute(query).one_or_none()

    def _page(
        self, query: Select[Any], table: Table, where: Mapping[str, Any], after: str | None,
        limit: int,
    ) -> tuple[list[Row[Any]], str | None]:  # fmt: skip
        """Return rows newest first and the cursor of the next page."""
        for name, value in where.items():
            query = query.where(_matches(table.c[name], name, value))
        if after is not None:
            query = query.where(table.c.id < after)
        query = query.order_by(table.c.id.desc()).limit(limit + 1)
        rows = list(self._connection.execute(query))
        return rows[:limit], rows[limit - 1].id if len(rows) > limit else None

    def enterprise(self, enterprise_id: str) -> EnterpriseRecord | None:
        """Return a registered enterprise."""
        query = self._own(enterprise).where(enterprise.c.id == enterprise_id)
        row = self._one(query.with_for_update() if self.locks else query)
        return row and _enterprise(row)

    def enterprise_at(self, credit_code: str, site: str) -> EnterpriseRecord | None:
        """Return the enterprise registered under a credit code and site."""
        own = enterprise.c
        query = self._own(enterprise).where(own.credit_code == credit_code, own.site == site)
        row = self._one(query)
        return row and _enterprise(row)

    def assessment(self, assessment_id: str) -> AssessmentRecord | None:
        """Return an assessment."""
        query = self._own(assessment).where(assessment.c.id == assessment_id)
        row = self._one(query.with_for_update() if self.locks else query)
        return row and _assessment(row)

    def diagnosis(self, diagnosis_id: str) -> DiagnosisRecord | None:
        """Return a stored diagnosis."""
        row = self._one(self._own(diagnosis).where(diagnosis.c.id == diagnosis_id))
        if row is None:
            return None
        return DiagnosisRecord(
            row.id,
            row.enterprise_id,
            row.assessment_id,
            row.created_at,
            orjson.loads(row.result),
            orjson.loads(row.trace),
            tuple(getattr(row, name) for name in _LEVELS),
        )

    def claimed(self, key: str) -> tuple[str, Any] | None:
        """Return the fingerprint and answer of an earlier request with a key."""
        row = self._one(self._own(request_key).where(request_key.c.key == key))
        return row and (row.fingerprint, orjson.loads(row.answer))

    def enterprises(
        self, where: Mapping[str, Any], after: str | None, limit: int
    ) -> Page[EnterpriseRecord]:
        """Return a page of enterprises, newest first."""
        rows, cursor = self._page(self._own(enterprise), enterprise, where, after, limit)
        return Page(tuple(_enterprise(row) for row in rows), cursor)

    def assessments(
        self, where: Mapping[str, Any], after: str | None, limit: int
    ) -> Page[AssessmentRecord]:
        """Return a page of assessments, newest first."""
        rows, cursor = self._page(self._own(assessment), assessment, where, after, limit)
        return Page(tuple(_assessment(row) for row in rows), cursor)

    def diagnoses(
        self, where: Mapping[str, Any], after: str | None, limit: int
    ) -> Page[DiagnosisRow]:
        """Return a page of diagnoses, newest first, without their results."""
        own = diagnosis.c
        head = (own.id, own.enterprise_id, own.assessment_id, own.created_at)
        query = self._own(diagnosis, *head, *(own[name] for name in _LISTED))
        rows, cursor = self._page(query, diagnosis, where, after, limit)
        return Page(
            tuple(
                DiagnosisRow(
                    row.id,
                    row.enterprise_id,
                    row.assessment_id,
                    row.created_at,
                    {name: getattr(row, name) for name in _LISTED},
                )
                for row in rows
            ),
            cursor,
        )

    def roadmap(self, roadmap_id: str) -> RoadmapRecord | None:
        """Return a stored roadmap."""
        row = self._one(self._own(roadmap).where(roadmap.c.id == roadmap_id))
        return row and rows_of.roadmap_record(row)

    def roadmaps(
        self, where: Mapping[str, Any], after: str | None, limit: int
    ) -> Page[RoadmapRow]:
        """Return a page of roadmaps, newest first, without their plans."""
        query = self._own(roadmap, *(roadmap.c[name] for name in rows_of.LISTED))
        rows, cursor = self._page(query, roadmap, where, after, limit)
        return Page(tuple(rows_of.roadmap_row(row) for row in rows), cursor)

    def progress(self, roadmap_id: str) -> tuple[ProgressRecord, ...]:
        """Return every note on a roadmap, in the order they were made."""
        own = progress.c
        query = self._own(progress).where(own.roadmap_id == roadmap_id).order_by(own.id)
        return tuple(rows_of.progress_record(row) for row in self._connection.execute(query))

    def feedback(self, enterprise_id: str) -> tuple[FeedbackRecord, ...]:
        """Return every word of an enterprise on projects, in the order they were given."""
        own = feedback.c
        query = self._own(feedback).where(own.enterprise_id == enterprise_id).order_by(own.id)
        return tuple(rows_of.feedback_record(row) for row in self._connection.execute(query))


def _enterprise(row: Row[Any]) -> EnterpriseRecord:
    facts = {name: getattr(row, name) for name in FIELDS}
    facts["site"] = row.site or None
    if row.production_type is not None:
        facts["production_type"] = ProductionType(row.production_type)
    return EnterpriseRecord(
        row.id,
        Enterprise(**facts),
        None if row.size_class is None else SizeClass(row.size_class),
        row.version,
        row.created_at,
        row.updated_at,
    )


def _assessment(row: Row[Any]) -> AssessmentRecord:
    return AssessmentRecord(
        row.id,
        row.enterprise_id,
        State(row.state),
        orjson.loads(row.sheet),
        row.version,
        row.created_at,
        row.updated_at,
        row.submitted_at,
        row.diagnosis_id,
    )
