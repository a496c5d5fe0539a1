"""Visits as rows: who visits which firm, what was verified, what is made of it and objected to."""

from typing import Any

import orjson
from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, or_

from diagnosis.domain.intake.answer import as_plain, from_plain
from diagnosis.services.ports.records import Basis, KeptReading
from diagnosis.services.ports.store import Page, Where
from diagnosis.services.ports.visits import (
    EvidenceGrade,
    KeptVisit,
    VisitAnswer,
    VisitParty,
    VisitRemark,
    VisitState,
    WhyVisited,
)
from diagnosis.storage.access.consent_rows import ScopedDecisions
from diagnosis.storage.diagnosis_rows import kept_reading
from diagnosis.storage.diagnosis_tables import visit, visit_answer, visit_reading, visit_remark
from diagnosis.storage.rows import Columns

_VISIT = (
    "id", "enterprise_id", "diagnosis_id", "planned_on", "visitor", "employer", "version",
    "begun_by", "created_at", "updated_at", "signed_at", "signed_by",
)  # fmt: skip
_ANSWER = ("item", "reason", "note", "actor", "changed_at")
_REMARK = ("visit_id", "item", "note", "actor", "created_at")


class ScopedVisits(ScopedDecisions):
    """The visits that a principal may see, on one connection."""

    def visit(self, visit_id: str) -> KeptVisit | None:
        """Return a visit: of the principal's organisation, of its firm, or signed and granted."""
        row = self._row(self._select(visit).where(visit.c.id == visit_id))
        return row and visit_record(row)

    def visits(self, where: Where, after: str | None, limit: int) -> Page[KeptVisit]:
        """Return a page of visits, newest first."""
        page, cursor = self._page(self._select(visit), visit, where, after, limit)
        return Page(tuple(visit_record(row) for row in page), cursor)

    def visit_answers(self, visit_id: str) -> tuple[VisitAnswer, ...]:
        """Return what a visit verified, by item."""
        query = self._select(visit_answer).where(visit_answer.c.visit_id == visit_id)
        return tuple(_answer(row) for row in self._run(query.order_by(visit_answer.c.item)))

    def visit_readings(self, visit_id: str) -> tuple[KeptReading, ...]:
        """Return what the standards and models made of a signed visit, by basis and standard."""
        column = visit_reading.c
        query = self._select(visit_reading).where(column.visit_id == visit_id)
        rows = self._run(query.order_by(column.basis, column.standard))
        return tuple(kept_reading(row) for row in rows)

    def _is_verified(self, table: FromClause, where: Where) -> ColumnElement[bool]:
        """Return whether the last visit that is seen verified a diagnosis by a standard.

        On the level that a list is of, where it is of any.
        """
        query = self._verified().where(visit_reading.c.standard == where["standard"])
        if "level" in where:
            query = query.where(visit_reading.c.level == where["level"])
        return table.c.id.in_(query.with_only_columns(visit.c.diagnosis_id))

    def _verified_levels(self, diagnosis_ids: list[str]) -> dict[str, list[Row[Any]]]:
        """Return the verified levels of some diagnoses by standard, by diagnosis."""
        levels: dict[str, list[Row[Any]]] = {name: [] for name in diagnosis_ids}
        for row in self._run(self._verified().where(visit.c.diagnosis_id.in_(diagnosis_ids))):
            levels[row.diagnosis_id].append(row)
        return levels

    def _verified(self) -> Select[Any]:
        """Return a query of what the last signed visits verified, of those that are seen."""
        column, later, is_signed = visit.c, visit.alias("later_visit"), VisitState.SIGNED.value
        signed_later = self._select(later, later.c.id).where(
            later.c.diagnosis_id == column.diagnosis_id,
            later.c.state == is_signed,
            or_(
                later.c.signed_at > column.signed_at,
                and_(later.c.signed_at == column.signed_at, later.c.id > column.id),
            ),
        )
        shown = (column.diagnosis_id, visit_reading.c.standard, visit_reading.c.level)
        return (
            self._select(visit, *shown)
            .join(visit_reading, visit_reading.c.visit_id == column.id)
            .where(
                column.state == is_signed,
                visit_reading.c.basis == Basis.VERIFIED.value,
                ~signed_later.correlate_except(later).exists(),
            )
        )

    def visit_remarks(self, visit_id: str) -> tuple[VisitRemark, ...]:
        """Return what the firm objects to in a visit, and what it was answered, by item."""
        column = visit_remark.c
        query = self._select(visit_remark).where(column.visit_id == visit_id)
        rows = self._run(query.order_by(column.item, column.party.desc()))
        return tuple(_remark(row) for row in rows)


def visit_record(row: Row[Any]) -> KeptVisit:
    """Return the visit of a row."""
    return KeptVisit(
        **{name: getattr(row, name) for name in _VISIT},
        visited_by=row.owner_id,
        state=VisitState(row.state),
        why=WhyVisited(row.why),
        vendor_ties=tuple(orjson.loads(row.vendor_ties)),
    )


def visit_values(record: KeptVisit) -> Columns:
    """Return the columns of a visit, but for whose it and its firm are."""
    values: Columns = {name: getattr(record, name) for name in _VISIT}
    return values | {
        "state": record.state.value,
        "why": record.why.value,
        "vendor_ties": orjson.dumps(record.vendor_ties).decode(),
    }


def visit_answer_values(record: KeptVisit, answer: VisitAnswer) -> Columns:
    """Return the columns of what a visit verified of an item."""
    values: Columns = {name: getattr(answer, name) for name in _ANSWER}
    return values | {
        "visit_id": record.id,
        "enterprise_id": record.enterprise_id,
        "value": orjson.dumps(as_plain(answer.value)).decode(),
        "grade": answer.grade and answer.grade.value,
    }


def visit_remark_values(record: KeptVisit, remark: VisitRemark) -> Columns:
    """Return the columns of what a party says of an item."""
    values: Columns = {name: getattr(remark, name) for name in _REMARK}
    return values | {"enterprise_id": record.enterprise_id, "party": remark.party.value}


def _answer(row: Row[Any]) -> VisitAnswer:
    value = from_plain(orjson.loads(row.value))
    if value is None:
        raise ValueError(f"visit {row.visit_id}: what is kept of {row.item} is no answer")
    return VisitAnswer(
        **{name: getattr(row, name) for name in _ANSWER},
        value=value,
        grade=row.grade and EvidenceGrade(row.grade),
    )


def _remark(row: Row[Any]) -> VisitRemark:
    kept = {name: getattr(row, name) for name in _REMARK}
    return VisitRemark(**kept, party=VisitParty(row.party))
