"""Files to answers as JSON values, and the names that they are saved under."""

from diagnosis.present.moments import iso
from diagnosis.present.say import Shown
from diagnosis.services.ports.evidence import EvidenceRecord, FileKind

ENDINGS = {
    FileKind.JPEG: "jpg",
    FileKind.PNG: "png",
    FileKind.WEBP: "webp",
    FileKind.PDF: "pdf",
}


def show_evidence(record: EvidenceRecord) -> Shown:
    """Return a file to an answer without its bytes."""
    return {
        "id": record.id,
        "assessment_id": record.assessment_id,
        "item": record.item,
        "kind": record.kind.value,
        "bytes": record.size,
        "sha256": record.digest,
        "added_at": iso(record.added_at),
        "added_by": record.added_by,
        "visit_id": record.visit_id,
    }


def name_of_file(item: str, evidence_id: str, kind: FileKind) -> str:
    """Return the name that a file is saved under: nothing of it is what a caller wrote.

    Examples
    --------
    >>> name_of_file("ai-plan", "01a2", FileKind.JPEG)
    'ai-plan-01a2.jpg'
    """
    return f"{item}-{evidence_id}.{ENDINGS[kind]}"
