"""The only module that reads: every query here is of what its principal may see."""

from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Row, Select, Table, and_, bindparam

from diagnosis.services.ports.records import (
    AssessmentRecord,
    Basis,
    ChangeRecord,
    DiagnosisRecord,
    DiagnosisRow,
    DiagnosisStanding,
    EnterpriseRecord,
    FeedbackRecord,
    PlanLabel,
    PlanRecord,
    PlanRow,
    ProgressRecord,
    Register,
    RegisterEntry,
)
from diagnosis.services.ports.store import FilterValue, KeyUse, Page, Submitted, Where
from diagnosis.storage import bundles, diagnosis_rows, plan_rows, rows
from diagnosis.storage.access.link_rows import ScopedLinks
from diagnosis.storage.access.result_link_rows import ScopedResultLinks
from diagnosis.storage.access.visit_rows import ScopedVisits
from diagnosis.storage.access_tables import change
from diagnosis.storage.diagnosis_tables import diagnosis, legacy_diagnosis, reading, withdrawal
from diagnosis.storage.evidence.evidence_rows import ScopedEvidence
from diagnosis.storage.plan_tables import feedback, legacy_roadmap, progress, roadmap
from diagnosis.storage.reports.report_rows import ScopedReports
from diagnosis.storage.rows import IDENTITY
from diagnosis.storage.scope import OWNER
from diagnosis.storage.scoped_queries import prepared
from diagnosis.storage.tables import (
    assessment,
    chain,
    enterprise,
    enterprise_identity,
    park,
    request_key,
    sheet_identity,
)

REGISTERS = {Register.CHAIN: chain, Register.PARK: park}


def _named(table: Table) -> tuple[Column[Any], ...]:
    """Return the columns that say who a firm is."""
    return tuple(table.c[name] for name in IDENTITY)


def _of_standard(where: Where) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return whether a reading is by the standard, and on the basis, that a list is of."""
    column = reading.c
    return column.standard == where["standard"], column.basis == where.get(
        "basis", Basis.SELF.value
    )


class ScopedRows(ScopedVisits, ScopedLinks, ScopedResultLinks, ScopedEvidence, ScopedReports):
    """What a principal may see, on one connection."""

    def _enterprises(self, *, nameless: bool = False) -> Select[Any]:
        """Return a query of enterprises with who they are, with or without the nameless ones."""
        whole = self._select(enterprise, *enterprise.c, *_named(enterprise_identity))
        return whole.join(enterprise_identity, isouter=nameless)

    def enterprise(self, enterprise_id: str) -> EnterpriseRecord | None:
        """Return a registered enterprise."""
        row = self._row(self._enterprise_of_id(), id=enterprise_id)
        return row and rows.enterprise_record(row)

    @prepared
    def _enterprise_of_id(self) -> Select[Any]:
        of_id = enterprise.c.id == bindparam("id")
        return self._kept(self._enterprises(nameless=True).where(of_id), enterprise)

    def enterprise_at(self, credit_code: str, site: str) -> EnterpriseRecord | None:
        """Return the enterprise registered under a credit code and site."""
        row = self._row(self._enterprise_at(), credit_code=credit_code, site=site)
        return row and rows.enterprise_record(row)

    @prepared
    def _enterprise_at(self) -> Select[Any]:
        column = enterprise_identity.c
        query = self._enterprises().where(
            column.owner_id == OWNER,
            column.credit_code == bindparam("credit_code"),
            column.site == bindparam("site"),
        )
        return self._kept(query, enterprise)

    def _assessments(self) -> Select[Any]:
        """Return a query of assessments with whose sheets they are."""
        whole = self._select(assessment, *assessment.c, *_named(sheet_identity))
        return whole.join(sheet_identity, isouter=True)

    def assessment(self, assessment_id: str) -> AssessmentRecord | None:
        """Return an assessment."""
        row = self._row(self._assessment_of_id(), id=assessment_id)
        return row and rows.assessment_record(row)

    @prepared
    def _assessment_of_id(self) -> Select[Any]:
        of_id = assessment.c.id == bindparam("id")
        return self._kept(self._assessments().where(of_id), assessment)

    def diagnosis(self, diagnosis_id: str) -> DiagnosisRecord | None:
        """Return a stored diagnosis, with the sheet of its assessment."""
        columns = (*diagnosis.c, assessment.c.sheet, *_named(sheet_identity))
        legacy = (legacy_diagnosis.c.result, legacy_diagnosis.c.trace)
        query = (
            self._select(diagnosis, *columns, *legacy)
            .join(assessment, assessment.c.id == diagnosis.c.assessment_id)
            .join(sheet_identity, sheet_identity.c.assessment_id == assessment.c.id, isouter=True)
            .join(legacy_diagnosis, isouter=True)
            .where(diagnosis.c.id == diagnosis_id)
        )
        row = self._row(query)
        if row is None:
            return None
        of_it = (
            self._select(reading)
            .where(reading.c.diagnosis_id == diagnosis_id)
            .order_by(reading.c.basis, reading.c.standard)
        )
        readings = list(self._run(of_it))
        is_withdrawn = row.standing == DiagnosisStanding.WITHDRAWN
        reason = self._select(withdrawal).where(withdrawal.c.diagnosis_id == diagnosis_id)
        return diagnosis_rows.diagnosis_record(
            row, readings, self._row(reason) if is_withdrawn else None
        )

    def key_use(self, key: str) -> KeyUse | None:
        """Return the use of an idempotency key, None where it was not used."""
        row = self._row(self._key_use(), key=key)
        return row and rows.key_use(row)

    @prepared
    def _key_use(self) -> Select[Any]:
        return self._select(request_key).where(request_key.c.key == bindparam("key"))

    def submissions(self, enterprise_id: str, form_id: str | None) -> tuple[Submitted, ...]:
        """Return what a site has submitted by any version of a form, or of all, oldest first."""
        values = {"enterprise_id": enterprise_id}
        if form_id is not None:
            values["form_id"] = form_id
        submitted = self._run(self._submissions(by_form=form_id is not None), **values)
        return tuple(diagnosis_rows.submitted(row) for row in submitted)

    @prepared
    def _submissions(self, *, by_form: bool) -> Select[Any]:
        column = diagnosis.c
        shown = ("id", "enterprise_id", "period", "created_at", "standing", "register_effect")
        query = self._select(diagnosis, *(column[name] for name in shown))
        query = query.where(column.enterprise_id == bindparam("enterprise_id"))
        if by_form:
            query = query.where(column.form_id == bindparam("form_id"))
        return query.order_by(column.id)

    def register_entry(self, register: Register, entry_id: str) -> RegisterEntry | None:
        """Return a registered chain or park."""
        table = REGISTERS[register]
        query = self._select(table).where(table.c.id == entry_id)
        # A firm that joins by the name refers to the row, and need not wait for it.
        row = self._row(query.with_for_update(key_share=True) if self.locks else query)
        return row and rows.register_entry(row)

    def register_entry_named(self, register: Register, name: str) -> RegisterEntry | None:
        """Return the chain or park of exactly this name."""
        row = self._row(self._register_entry_named(register), name=name)
        return row and rows.register_entry(row)

    @prepared
    def _register_entry_named(self, register: Register) -> Select[Any]:
        table = REGISTERS[register]
        return self._select(table).where(table.c.name == bindparam("name"))

    def register_entries(
        self, register: Register, after: str | None, limit: int
    ) -> Page[RegisterEntry]:
        """Return a page of a register, newest first."""
        table = REGISTERS[register]
        page, cursor = self._page(self._select(table), table, {}, after, limit)
        return Page(tuple(rows.register_entry(row) for row in page), cursor)

    def _members(self, register: Register, entry_id: str) -> Select[Any]:
        """Return a query of the ids of the firms that belong to a chain or park."""
        column = enterprise.c
        query = self._select(enterprise, column.id).where(column[f"{register}_id"] == entry_id)
        return query.params({OWNER.key: self._principal.owner})

    def changes(self, after: int, limit: int) -> tuple[ChangeRecord, ...]:
        """Return what changed after a number, in the order in which it was committed."""
        query = self._select(change).where(change.c.number > after)
        rows_changed = self._run(query.order_by(change.c.number).limit(limit))
        return tuple(rows.change_record(row) for row in rows_changed)

    def bundle(self, digest: str) -> bytes | None:
        """Return the packed content of a digest, None where it was never pinned."""
        return bundles.find(self._connection, digest)

    def enterprises(self, where: Where, after: str | None, limit: int) -> Page[EnterpriseRecord]:
        """Return a page of enterprises, newest first."""
        query = self._enterprises()
        if after is not None:  # PostgreSQL does not conclude it, and would read from the newest
            query = query.where(enterprise_identity.c.enterprise_id < after)
        page, cursor = self._page(query, enterprise, where, after, limit)
        return Page(tuple(rows.enterprise_record(row) for row in page), cursor)

    def assessments(self, where: Where, after: str | None, limit: int) -> Page[AssessmentRecord]:
        """Return a page of assessments, newest first."""
        page, cursor = self._page(self._assessments(), assessment, where, after, limit)
        return Page(tuple(rows.assessment_record(row) for row in page), cursor)

    def diagnoses(self, where: Where, after: str | None, limit: int) -> Page[DiagnosisRow]:
        """Return a page of diagnoses, newest first, without their results."""
        identity = (enterprise_identity.c.credit_code, enterprise_identity.c.site)
        query = self._select(
            diagnosis, *(diagnosis.c[name] for name in diagnosis_rows.LISTED), *identity
        ).join(
            enterprise_identity,
            enterprise_identity.c.enterprise_id == diagnosis.c.enterprise_id,
            isouter=True,
        )
        order, where = None, dict(where)
        if where.pop("latest", None):
            query = query.where(self._is_latest(where))
        if "standard" in where:
            query, order = self._read_by(query, where)
        page, cursor = self._page(query, diagnosis, where, after, limit, order)
        ids = [row.id for row in page]
        readings, verified = self._readings(ids), self._verified_levels(ids)
        return Page(
            tuple(
                diagnosis_rows.diagnosis_row(row, readings[row.id], verified[row.id])
                for row in page
            ),
            cursor,
        )

    def _is_latest(self, where: Where) -> ColumnElement[bool]:
        """Return whether a diagnosis is the youngest of the current ones of its firm.

        Only those count that are by the form, and read by the standard, which a list is of.
        """
        other, current = diagnosis.alias(), DiagnosisStanding.CURRENT.value
        younger = self._select(other, other.c.id).where(
            other.c.enterprise_id == diagnosis.c.enterprise_id,
            other.c.standing.concat("") == current,  # by its firm, not by an index of standings
            other.c.id > diagnosis.c.id,
        )
        if "form" in where:
            younger = younger.where(other.c.form_id == diagnosis.c.form_id)
        if "standard" in where:
            younger = younger.where(self._is_read(other, where))
        return and_(diagnosis.c.standing == current, ~younger.exists())

    def _is_read(self, table: FromClause, where: Where) -> ColumnElement[bool]:
        """Return whether a diagnosis is read by the standard, on the basis, that a list is of."""
        if where.get("basis") == Basis.VERIFIED:
            of_any_level = {"standard": where["standard"]}
            return self._is_verified(table, of_any_level)
        readings = self._select(reading, reading.c.diagnosis_id)
        return readings.where(self._reads(table, where)).exists()

    def _reads(self, table: FromClause, where: Where) -> ColumnElement[bool]:
        """Return whether a reading is of a diagnosis, and by the standard that a list is of."""
        column = reading.c
        return and_(
            column.diagnosis_id == table.c.id, self._in_scope(reading), *_of_standard(where)
        )

    def _read_by(
        self, query: Select[Any], where: dict[str, FilterValue]
    ) -> tuple[Select[Any], ColumnElement[Any] | None]:
        """Return a query of the diagnoses that a standard has read, and the column of their order.

        Takes the filters that it serves out of `where`.
        """
        column, is_read = reading.c, self._reads(diagnosis, where)
        of_standard, verified = _of_standard(where), None
        if where.get("basis") == Basis.VERIFIED:
            verified = self._is_verified(diagnosis, where)
        level, margin = where.pop("level", None), where.pop("margin_below", None)
        if margin is not None:
            query = query.where(self._has_margin_below(margin, where["standard"]))
        for name in ("standard", "basis"):
            where.pop(name, None)
        if verified is not None:
            return query.where(verified), None
        if level is None:
            return query.where(self._has_reading(of_standard, is_read)), None
        return query.join(reading, and_(is_read, column.level == level)), column.diagnosis_id

    def _has_margin_below(self, margin: FilterValue, standard: FilterValue) -> ColumnElement[bool]:
        """Return whether a smaller overstatement than a margin takes the claimed level away."""
        estimated = {"standard": standard, "basis": Basis.ESTIMATED.value}
        is_below = reading.c.margin < margin
        return self._has_reading(
            (*_of_standard(estimated), is_below), self._reads(diagnosis, estimated) & is_below
        )

    def _has_reading(
        self, conditions: tuple[ColumnElement[bool], ...], of_it: ColumnElement[bool]
    ) -> ColumnElement[bool]:
        """Return whether a diagnosis has a reading that meets conditions.

        `of_it` says the same of one diagnosis: of many matches the newest are looked through.
        """
        column = reading.c.diagnosis_id
        readings = self._select(reading, column).correlate(diagnosis)
        if self._are_many(column, *conditions):
            return readings.where(of_it).exists()
        return diagnosis.c.id.in_(readings.where(*conditions))

    def _readings(self, diagnosis_ids: list[str]) -> dict[str, list[Row[Any]]]:
        """Return what lists show of the readings of some diagnoses, by diagnosis."""
        column = reading.c
        shown = (column.diagnosis_id, column.standard, column.basis, column.level, column.margin)
        query = self._select(reading, *shown).where(column.diagnosis_id.in_(diagnosis_ids))
        readings: dict[str, list[Row[Any]]] = {name: [] for name in diagnosis_ids}
        for row in self._run(query):
            readings[row.diagnosis_id].append(row)
        return readings

    def plan(self, plan_id: str) -> PlanRecord | None:
        """Return a stored plan."""
        query = self._select(roadmap, *roadmap.c, legacy_roadmap.c.result)
        query = query.join(legacy_roadmap, isouter=True).where(roadmap.c.id == plan_id)
        row = self._row(query)
        return row and plan_rows.plan_record(row)

    def plans(self, where: Where, after: str | None, limit: int) -> Page[PlanRow]:
        """Return a page of plans, newest first, without their results."""
        query = self._select(roadmap, *(roadmap.c[name] for name in plan_rows.LISTED))
        page, cursor = self._page(query, roadmap, where, after, limit)
        return Page(tuple(plan_rows.plan_row(row) for row in page), cursor)

    def plan_labels(self, plan_ids: tuple[str, ...]) -> dict[str, PlanLabel]:
        """Return what some plans are known by, by id."""
        name, reference = enterprise_identity.c.name, assessment.c.reference
        of_firm = enterprise_identity.c.enterprise_id == roadmap.c.enterprise_id
        query = (
            self._select(roadmap, roadmap.c.id, name, reference)
            .join(enterprise_identity, of_firm, isouter=True)
            .join(assessment, assessment.c.id == roadmap.c.assessment_id, isouter=True)
            .where(roadmap.c.id.in_(plan_ids))
        )
        return {row.id: PlanLabel(row.name, row.reference) for row in self._run(query)}

    def progress(self, plan_ids: tuple[str, ...]) -> tuple[ProgressRecord, ...]:
        """Return every note on some plans, in the order they were made."""
        query = self._select(progress).where(progress.c.roadmap_id.in_(plan_ids))
        notes = self._run(query.order_by(progress.c.id))
        return tuple(plan_rows.progress_record(row) for row in notes)

    def feedback(self, enterprise_id: str) -> tuple[FeedbackRecord, ...]:
        """Return everything an enterprise said of packages, in the order it was said."""
        query = self._select(feedback).where(feedback.c.enterprise_id == enterprise_id)
        answers = self._run(query.order_by(feedback.c.id))
        return tuple(plan_rows.feedback_record(row) for row in answers)
