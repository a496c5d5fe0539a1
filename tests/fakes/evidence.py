"""Files to answers in memory: their rows, and their bytes."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from diagnosis.services.ports.evidence import CleanFile, EvidenceRecord, FileKind
from diagnosis.services.ports.records import ChangeKind


class FakeEvidenceFiles:
    """Bytes by owner and SHA-256."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], bytes] = {}
        self._clearing = Lock()

    @contextmanager
    def adding(self, owner: str) -> Iterator[None]:
        yield

    @contextmanager
    def clearing(self, owner: str) -> Iterator[None]:
        with self._clearing:
            yield

    def keep(self, owner: str, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self.kept[owner, digest] = content
        return digest

    def hand_over(self, owner: str, digest: str, following: str) -> None:
        if (owner, digest) in self.kept:
            self.kept[following, digest] = self.kept[owner, digest]

    def read(self, owner: str, digest: str) -> bytes | None:
        return self.kept.get((owner, digest))

    def remove(self, owner: str, digest: str) -> None:
        self.kept.pop((owner, digest), None)

    def digests(self, owner: str) -> Iterator[str]:
        yield from sorted(digest for whose, digest in self.kept if whose == owner)

    def owners(self) -> Iterator[str]:
        yield from sorted({whose for whose, _ in self.kept})

    def tidy(self, owner: str) -> None:
        pass


class FakeEvidence:
    """Reads and writes the rows of files to answers, of one owner and of what it is granted."""

    owner: str
    granted_evidence: dict[str, tuple[str, EvidenceRecord]]

    def _all(self) -> dict[str, EvidenceRecord]:
        raise NotImplementedError

    def _note(
        self, kind: ChangeKind, subject_id: str, enterprise_id: str | None, at: datetime
    ) -> None:
        raise NotImplementedError

    def may_visit(self, enterprise_id: str) -> bool:
        raise NotImplementedError

    def _seen(self) -> dict[str, EvidenceRecord]:
        """Return the principal's own files, and those of firms that it may visit."""
        granted = {
            name: each
            for name, (_, each) in self.granted_evidence.items()
            if self.may_visit(each.enterprise_id)
        }
        return self._all() | granted

    def _mine(self) -> list[EvidenceRecord]:
        return [each for each in self._all().values() if each.id not in self.granted_evidence]

    def evidence(self, evidence_id: str) -> EvidenceRecord | None:
        return self._seen().get(evidence_id)

    def evidence_of(self, assessment_id: str) -> tuple[EvidenceRecord, ...]:
        files = [e for e in self._seen().values() if e.assessment_id == assessment_id]
        return tuple(sorted(files, key=lambda each: each.id))

    def owner_of_evidence(self, evidence_id: str) -> str | None:
        if evidence_id not in self._all():
            return None
        return self.granted_evidence.get(evidence_id, (self.owner, None))[0]

    def named_files(self, digests: Iterable[str] | None = None) -> frozenset[str]:
        named = frozenset(each.digest for each in self._mine())
        return named if digests is None else named & frozenset(digests)

    def files_of_firm(self, enterprise_id: str) -> frozenset[str]:
        return frozenset(e.digest for e in self._mine() if e.enterprise_id == enterprise_id)

    def evidence_bytes(self) -> int:
        return sum(each.size for each in self._mine())

    def evidence_bytes_of_firm(self, enterprise_id: str) -> int:
        files = self._seen().values()
        return sum(each.size for each in files if each.enterprise_id == enterprise_id)

    def add_evidence(self, record: EvidenceRecord) -> bool:
        place = (record.assessment_id, record.item, record.digest)
        if any((e.assessment_id, e.item, e.digest) == place for e in self._all().values()):
            return False
        self._all()[record.id] = record
        self._note(ChangeKind.EVIDENCE_ADDED, record.id, record.enterprise_id, record.added_at)
        return True

    def remove_evidence(self, record: EvidenceRecord, at: datetime) -> bool:
        if self._all().pop(record.id, None) is None:
            return False
        self._note(ChangeKind.EVIDENCE_REMOVED, record.id, record.enterprise_id, at)
        return True


def as_it_is(content: bytes, stated: FileKind) -> CleanFile:
    """Return a file as it was sent: a cleaner that looks at nothing."""
    return CleanFile(stated, content)
