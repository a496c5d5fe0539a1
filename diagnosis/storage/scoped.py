"""The only module that reads: every query here is of one owner's rows."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table, select

from diagnosis.domain.intake.place import area, city_of
from diagnosis.services.ports.records import (
    AssessmentRecord,
    DiagnosisRecord,
    DiagnosisRow,
    EnterpriseRecord,
    FeedbackRecord,
    PlanRecord,
    PlanRow,
    ProgressRecord,
)
from diagnosis.services.ports.store import KeyUse, Page, Where
from diagnosis.storage import plan_rows, rows
from diagnosis.storage.plan_tables import feedback, progress, roadmap
from diagnosis.storage.tables import assessment, diagnosis, enterprise, request_key


def _matches(column: Column[Any], name: str, value: str | int) -> ColumnElement[bool]:
    """Return whether a row matches; a city takes in its places, a form its versions."""
    if name == "city" and isinstance(value, str) and value == city_of(value):
        return column.startswith(area(value), autoescape=True)
    if name == "form" and isinstance(value, str) and "@" not in value:
        return column.startswith(value + "@", autoescape=True)
    return column == value


class OwnerRows:
    """The rows of one owner on one connection."""

    locks = False
    """Whether one row that is read is kept from other writers until the transaction ends."""

    def __init__(self, connection: Connection, owner: str) -> None:
        self._connection = connection
        self._owner = owner

    def _select(self, table: Table, *columns: Column[Any]) -> Select[Any]:
        """Return a query of the owner's rows."""
        return select(*(columns or (table,))).where(table.c.owner_id == self._owner)

    def _row(self, query: Select[Any]) -> Row[Any] | None:
        return self._connection.execute(query).one_or_none()

    def _page(
        self, query: Select[Any], table: Table, where: Where, after: str | None, limit: int
    ) -> tuple[list[Row[Any]], str | None]:
        """Return rows newest first and the cursor of the next page."""
        for name, value in where.items():
            query = query.where(_matches(table.c[name], name, value))
        if after is not None:
            query = query.where(table.c.id < after)
        query = query.order_by(table.c.id.desc()).limit(limit + 1)
        matches = list(self._connection.execute(query))
        has_more = len(matches) > limit
        return matches[:limit], matches[limit - 1].id if has_more else None

    def enterprise(self, enterprise_id: str) -> EnterpriseRecord | None:
        """Return a registered enterprise."""
        query = self._select(enterprise).where(enterprise.c.id == enterprise_id)
        row = self._row(query.with_for_update() if self.locks else query)
        return row and rows.enterprise_record(row)

    def enterprise_at(self, credit_code: str, site: str) -> EnterpriseRecord | None:
        """Return the enterprise registered under a credit code and site."""
        column = enterprise.c
        query = self._select(enterprise).where(
            column.credit_code == credit_code, column.site == site
        )
        row = self._row(query)
        return row and rows.enterprise_record(row)

    def assessment(self, assessment_id: str) -> AssessmentRecord | None:
        """Return an assessment."""
        query = self._select(assessment).where(assessment.c.id == assessment_id)
        row = self._row(query.with_for_update() if self.locks else query)
        return row and rows.assessment_record(row)

    def diagnosis(self, diagnosis_id: str) -> DiagnosisRecord | None:
        """Return a stored diagnosis."""
        row = self._row(self._select(diagnosis).where(diagnosis.c.id == diagnosis_id))
        return row and rows.diagnosis_record(row)

    def key_use(self, key: str) -> KeyUse | None:
        """Return the use of an idempotency key, None where it was not used."""
        row = self._row(self._select(request_key).where(request_key.c.key == key))
        return row and rows.key_use(row)

    def enterprises(self, where: Where, after: str | None, limit: int) -> Page[EnterpriseRecord]:
        """Return a page of enterprises, newest first."""
        query = self._select(enterprise)
        page, cursor = self._page(query, enterprise, where, after, limit)
        return Page(tuple(rows.enterprise_record(row) for row in page), cursor)

    def assessments(self, where: Where, after: str | None, limit: int) -> Page[AssessmentRecord]:
        """Return a page of assessments, newest first."""
        query = self._select(assessment)
        page, cursor = self._page(query, assessment, where, after, limit)
        return Page(tuple(rows.assessment_record(row) for row in page), cursor)

    def diagnoses(self, where: Where, after: str | None, limit: int) -> Page[DiagnosisRow]:
        """Return a page of diagnoses, newest first, without their results."""
        query = self._select(diagnosis, *(diagnosis.c[name] for name in rows.LISTED))
        page, cursor = self._page(query, diagnosis, where, after, limit)
        return Page(tuple(rows.diagnosis_row(row) for row in page), cursor)

    def plan(self, plan_id: str) -> PlanRecord | None:
        """Return a stored plan."""
        row = self._row(self._select(roadmap).where(roadmap.c.id == plan_id))
        return row and plan_rows.plan_record(row)

    def plans(self, where: Where, after: str | None, limit: int) -> Page[PlanRow]:
        """Return a page of plans, newest first, without their results."""
        query = self._select(roadmap, *(roadmap.c[name] for name in plan_rows.LISTED))
        page, cursor = self._page(query, roadmap, where, after, limit)
        return Page(tuple(plan_rows.plan_row(row) for row in page), cursor)

    def progress(self, plan_ids: tuple[str, ...]) -> tuple[ProgressRecord, ...]:
        """Return every note on some plans, in the order they were made."""
        query = self._select(progress).where(progress.c.roadmap_id.in_(plan_ids))
        notes = self._connection.execute(query.order_by(progress.c.id))
        return tuple(plan_rows.progress_record(row) for row in notes)

    def feedback(self, enterprise_id: str) -> tuple[FeedbackRecord, ...]:
        """Return everything an enterprise said of projects, in the order it was said."""
        query = self._select(feedback).where(feedback.c.enterprise_id == enterprise_id)
        answers = self._connection.execute(query.order_by(feedback.c.id))
        return tuple(plan_rows.feedback_record(row) for row in answers)
