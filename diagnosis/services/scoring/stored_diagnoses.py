"""Stored diagnoses: one, and the list of them."""

from diagnosis.services.ports.records import DiagnosisRecord, DiagnosisRow
from diagnosis.services.ports.store import Page, Where
from diagnosis.services.transaction import Caller, require


def get_diagnosis(caller: Caller, diagnosis_id: str) -> DiagnosisRecord:
    """Return a stored diagnosis.

    Raises
    ------
    NotThere
        When the caller has none of this id.

    """
    with caller.store.read(caller.owner) as reader:
        return require(reader.diagnosis(diagnosis_id))


def list_diagnoses(
    caller: Caller, where: Where, after: str | None, limit: int
) -> Page[DiagnosisRow]:
    """Return a page of the caller's diagnoses, newest first."""
    with caller.store.read(caller.owner) as reader:
        return reader.diagnoses(where, after, limit)
