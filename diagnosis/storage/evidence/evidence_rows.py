"""Files to answers as rows."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Row, func

from diagnosis.services.ports.evidence import EvidenceRecord, FileKind
from diagnosis.storage.diagnosis_tables import visit
from diagnosis.storage.evidence.evidence_tables import assessment_evidence
from diagnosis.storage.rows import Columns
from diagnosis.storage.scope import OWNER
from diagnosis.storage.scoped_queries import ScopedQueries

_KEPT = ("id", "enterprise_id", "assessment_id", "item", "digest", "size")


class ScopedEvidence(ScopedQueries):
    """The files to answers that a principal may see, on one connection."""

    def evidence(self, evidence_id: str) -> EvidenceRecord | None:
        """Return a file of a sheet."""
        column = assessment_evidence.c
        row = self._row(self._select(assessment_evidence).where(column.id == evidence_id))
        return row and _evidence(row)

    def evidence_of(self, assessment_id: str) -> tuple[EvidenceRecord, ...]:
        """Return the files of a sheet, the earliest first."""
        column = assessment_evidence.c
        query = self._select(assessment_evidence).where(column.assessment_id == assessment_id)
        return tuple(_evidence(row) for row in self._run(query.order_by(column.id)))

    def owner_of_evidence(self, evidence_id: str) -> str | None:
        """Return below which owner the bytes of a file lie."""
        column = assessment_evidence.c
        query = self._select(assessment_evidence, column.owner_id).where(column.id == evidence_id)
        row = self._row(query)
        return row and str(row.owner_id)

    def named_files(self, digests: Iterable[str] | None = None) -> frozenset[str]:
        """Return the digests that rows of the principal's own name, among some or all."""
        column = assessment_evidence.c
        query = self._select(assessment_evidence, column.digest).where(column.owner_id == OWNER)
        if digests is not None:
            query = query.where(column.digest.in_(list(digests)))
        return frozenset(str(row.digest) for row in self._run(query.distinct()))

    def files_of_firm(self, enterprise_id: str) -> frozenset[str]:
        """Return the digests that rows of a firm of the principal's own name."""
        column = assessment_evidence.c
        query = self._select(assessment_evidence, column.digest).where(
            column.owner_id == OWNER, column.enterprise_id == enterprise_id
        )
        return frozenset(str(row.digest) for row in self._run(query))

    def evidence_bytes(self) -> int:
        """Return how many bytes the files of the principal's own sheets have together."""
        column = assessment_evidence.c
        return self._total(column.owner_id == OWNER)

    def evidence_bytes_of_firm(self, enterprise_id: str) -> int:
        """Return how many bytes the files of a firm have together that the principal reads."""
        return self._total(assessment_evidence.c.enterprise_id == enterprise_id)

    def _total(self, which: ColumnElement[bool]) -> int:
        size = assessment_evidence.c.size
        files = self._select(assessment_evidence).where(which)
        total = files.with_only_columns(func.coalesce(func.sum(size), 0).label("total"))
        return int(self._run(total).scalar_one())

    def owner_of_visited(self, visit_id: str) -> str | None:
        """Return whose firm a visit is to, None where the principal sees no such visit."""
        query = self._select(visit, visit.c.firm_owner).where(visit.c.id == visit_id)
        row = self._row(query)
        return row and str(row.firm_owner)


def evidence_values(record: EvidenceRecord) -> Columns:
    """Return the columns of a file to an answer."""
    values: Columns = {name: getattr(record, name) for name in _KEPT}
    return values | {
        "kind": record.kind.value,
        "created_at": record.added_at,
        "actor": record.added_by,
        "of_visit": record.visit_id,
    }


def _evidence(row: Row[Any]) -> EvidenceRecord:
    kept = {name: getattr(row, name) for name in _KEPT}
    kind = FileKind(row.kind)
    return EvidenceRecord(
        **kept,
        kind=kind,
        added_at=row.created_at,
        added_by=row.actor,
        visit_id=row.of_visit,
    )
