"""The port of evidence: files to the answers of a sheet, as rows and as bytes.

Rows are of the store; bytes lie outside the database, by owner and SHA-256, so that nobody learns
from what is kept a single time what another owner keeps.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class FileKind(StrEnum):
    """What a file is, by its content; the values are media types."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    PDF = "application/pdf"


KEPT_KINDS = (FileKind.JPEG, FileKind.PNG, FileKind.PDF)
"""What files are kept as: a picture in WebP becomes one in JPEG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRecord:
    """A file to an answer of a sheet, as it is kept.

    `digest` is the SHA-256 of the bytes that are kept, 64 hexadecimal digits, `size` their number.
    `visit_id` is the visit at which a consultant added it, None where the firm itself did.
    """

    id: str
    enterprise_id: str
    assessment_id: str
    item: str
    kind: FileKind
    digest: str
    size: int
    added_at: datetime
    added_by: str
    visit_id: str | None = None


class EvidenceReader(Protocol):
    """What a principal can read of evidence: that of the sheets that it may read."""

    def evidence(self, evidence_id: str) -> EvidenceRecord | None:
        """Return a file of a sheet."""

    def evidence_of(self, assessment_id: str) -> tuple[EvidenceRecord, ...]:
        """Return the files of a sheet, the earliest first."""

    def owner_of_evidence(self, evidence_id: str) -> str | None:
        """Return below which owner the bytes of a file lie."""

    def named_files(self, digests: Iterable[str] | None = None) -> frozenset[str]:
        """Return the digests that rows of the principal's own name, among some or all."""

    def files_of_firm(self, enterprise_id: str) -> frozenset[str]:
        """Return the digests that rows of a firm of the principal's own name."""

    def evidence_bytes(self) -> int:
        """Return how many bytes the files of the principal's own sheets have together."""

    def evidence_bytes_of_firm(self, enterprise_id: str) -> int:
        """Return how many bytes the files of a firm have together that the principal reads."""

    def owner_of_visited(self, visit_id: str) -> str | None:
        """Return whose firm a visit is to, None where the principal sees no such visit."""


class EvidenceWork(Protocol):
    """What a transaction does to evidence of its owner."""

    def add_evidence(self, record: EvidenceRecord) -> bool:
        """Keep a file; return False where the item of the sheet has the same bytes already."""

    def remove_evidence(self, record: EvidenceRecord, at: datetime) -> bool:
        """Remove a file from its sheet; return False where it is gone already."""

    def add_visit_evidence(self, record: EvidenceRecord) -> bool:
        """Keep a file for the owner of the firm that a visit is to.

        False where it is no open visit of the principal to a firm that is granted, or the item of
        the sheet has the same bytes already.
        """

    def remove_visit_evidence(self, record: EvidenceRecord, at: datetime) -> bool:
        """Remove a file that was added at an open visit of the principal; False where none is."""


class EvidenceFiles(Protocol):
    """Where the bytes lie. What is kept has reached the disk."""

    def adding(self, owner: str) -> AbstractContextManager[None]:
        """Hold off `clearing`, from before a file is kept until its row is committed.

        Raises
        ------
        StoreUnavailable
            When that takes too long, or the folder cannot be written.

        """

    def clearing(self, owner: str) -> AbstractContextManager[None]:
        """Hold off `adding`, while files without rows are looked for and removed.

        Raises
        ------
        StoreUnavailable
            When that takes too long, or the folder cannot be written.

        """

    def keep(self, owner: str, content: bytes) -> str:
        """Keep bytes; return their SHA-256, 64 hexadecimal digits.

        Raises
        ------
        StoreUnavailable
            When they cannot be written; nothing is kept then.

        """

    def hand_over(self, owner: str, digest: str, following: str) -> None:
        """Keep bytes of an owner for a following one as well, where they are there.

        Raises
        ------
        StoreUnavailable
            When they cannot be written.

        """

    def read(self, owner: str, digest: str) -> bytes | None:
        """Return bytes; None where they are not there, or are others than were kept."""

    def remove(self, owner: str, digest: str) -> None:
        """Remove bytes, where they are there."""

    def digests(self, owner: str) -> Iterator[str]:
        """Yield the SHA-256 of all that is kept for an owner."""

    def owners(self) -> Iterator[str]:
        """Yield everybody for whom something is kept."""

    def tidy(self, owner: str) -> None:
        """Remove what an interrupted `keep` left behind, within `clearing`."""


class CleanFile(NamedTuple):
    """A file without anything that acts or tells where it was made: its kind and bytes."""

    kind: FileKind
    content: bytes


class FileRefused(Exception):
    """A file is not kept; carries the code of the fault, and the values of its message."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class FileCleaner(Protocol):
    """Looks into files, by their content alone, and makes clean ones of them."""

    def __call__(self, content: bytes, stated: FileKind) -> CleanFile:
        """Return the clean file of some bytes that are stated to be of a kind.

        Raises
        ------
        FileRefused
            When they are of another kind, broken, active, encrypted or too large to look into.
        Busy
            When others are being looked into.

        """
