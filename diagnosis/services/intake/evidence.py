"""Evidence: photos and PDF to the answers of a sheet, for whoever may read its answers."""

from dataclasses import dataclass

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.services.errors import FileNotKept, NotThere
from diagnosis.services.intake.evidence_files import drop_files
from diagnosis.services.ports.codes import OWNERS_OF_SHEETS
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.evidence import (
    CleanFile,
    EvidenceFiles,
    EvidenceReader,
    EvidenceRecord,
    FileCleaner,
    FileKind,
    FileRefused,
)
from diagnosis.services.ports.records import AssessmentRecord
from diagnosis.services.ports.store import Work
from diagnosis.services.transaction import Caller, require

MOST_OF_ITEM = 5
"""Files to an answer (ours): a machine from some sides, or a record of some pages."""
MOST_OF_SHEET = 60
"""Files to a sheet (ours): about two for each of the thirty questions that a visit looks at."""
MOST_BYTES_OF_NAMELESS = 40_000_000
"""Of a sheet that nobody has named, and that anybody may open: about twenty photos."""
USUAL_FILE_BYTES, MOST_FILE_BYTES = 8_000_000, 20_000_000
"""A file as it is sent, unless a setting says otherwise, and what that may say at most (ours).

A photo of 12 million pixels has 2 to 6 million bytes.
"""
USUAL_TOTAL_MEGABYTES = 2_000
"""All files of an organisation, unless a setting says otherwise (ours, an estimate).

That is room for 2,000 photos of a million bytes.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceDesk:
    """What files are looked into and kept with, and how much of them: bytes of one, and of all."""

    content: Content
    files: EvidenceFiles
    clean: FileCleaner
    most_bytes: int = USUAL_FILE_BYTES
    most_total: int = USUAL_TOTAL_MEGABYTES * 1_000_000


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file to an answer, and its bytes."""

    record: EvidenceRecord
    content: bytes


def add_evidence(
    desk: EvidenceDesk,
    caller: Caller,
    assessment_id: str,
    item: str,
    sent: bytes,
    stated: FileKind,
) -> EvidenceRecord:
    """Return a file that was added to an answer of a sheet, submitted or not.

    It is on disk before its row is. The same file again adds nothing: what there is is returned.

    Raises
    ------
    FaultyInput
        When the form does not ask the item, the file is not taken, or there are enough of them.
    NotThere
        When the caller has no such sheet.
    FilesBusy
        When another file is being looked into.

    """
    with caller.store.read(caller.principal) as reader:
        sheet = require(reader.assessment(assessment_id))
        require_item(desk.content, sheet, item)
    made = clean_file(desk, sent, stated)
    owner = caller.principal.owner
    digest = None
    try:
        with desk.files.adding(owner):
            digest = desk.files.keep(owner, made.content)
            with caller.store.begin(caller.principal) as work:
                return _keep_row(desk, caller, work, (assessment_id, item), made, digest)
    except (FaultyInput, NotThere):
        if digest is not None:
            drop_files(caller, (digest,))
        raise


def require_item(content: Content, sheet: AssessmentRecord, item: str) -> None:
    """Refuse an item that the form of a sheet does not ask, nor the sheet answers.

    Raises
    ------
    FaultyInput
        When it is one.

    """
    form_id, _, version = sheet.sheet.form.partition("@")
    form = content.forms.get(form_id, {}).get(version)
    if item not in sheet.sheet.answers and (form is None or item not in form.entries):
        raise FaultyInput([Fault("/item", "not-in-form", {"item": item})])


def require_room(kept: tuple[EvidenceRecord, ...], item: str) -> None:
    """Refuse a further file where an item or a sheet has as many as may be.

    Raises
    ------
    FaultyInput
        When it has.

    """
    if sum(each.item == item for each in kept) >= MOST_OF_ITEM:
        raise FaultyInput([Fault("", "too-many-files-of-item", {"most": MOST_OF_ITEM})])
    if len(kept) >= MOST_OF_SHEET:
        raise FaultyInput([Fault("", "too-many-files-of-sheet", {"most": MOST_OF_SHEET})])


def require_bytes(used: int, size: int, most: int) -> None:
    """Refuse a file where there is no room for so many bytes beside those that are used.

    Raises
    ------
    FaultyInput
        When there is none.

    """
    if used + size > most:
        raise FaultyInput([Fault("", "no-room-for-files", {"most": most // 1_000_000})])


def clean_file(desk: EvidenceDesk, sent: bytes, stated: FileKind) -> CleanFile:
    """Return what is kept of a file that was sent.

    Raises
    ------
    FaultyInput
        When it is not taken.
    FilesBusy
        When another file is being looked into.

    """
    try:
        made = desk.clean(sent, stated)
        if len(made.content) > desk.most_bytes:
            raise FileRefused("too-large-when-clean", most=desk.most_bytes)
    except FileRefused as error:
        raise FaultyInput([Fault("", error.code, error.values)]) from None
    return made


def _keep_row(
    desk: EvidenceDesk,
    caller: Caller,
    work: Work,
    place: tuple[str, str],
    made: CleanFile,
    digest: str,
) -> EvidenceRecord:
    """Return the row of a file, added unless the item has the same already."""
    sheet = require(work.assessment(place[0]))  # nobody adds another file to it meanwhile
    item, kept = place[1], work.evidence_of(sheet.id)
    for each in kept:
        if (each.item, each.digest) == (item, digest):
            return each
    require_room(kept, item)
    is_nameless = caller.principal.owner.startswith(OWNERS_OF_SHEETS)
    most = MOST_BYTES_OF_NAMELESS if is_nameless else desk.most_total
    require_bytes(work.evidence_bytes(), len(made.content), most)
    record = EvidenceRecord(
        id=caller.make_id(),
        enterprise_id=sheet.enterprise_id,
        assessment_id=sheet.id,
        item=item,
        kind=made.kind,
        digest=digest,
        size=len(made.content),
        added_at=caller.now,
        added_by=caller.principal.actor,
    )
    work.add_evidence(record)
    return record


def list_evidence(caller: Caller, assessment_id: str) -> tuple[EvidenceRecord, ...]:
    """Return the files of a sheet, the earliest first.

    Raises
    ------
    NotThere
        When the caller reads no such sheet.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.assessment(assessment_id))
        return reader.evidence_of(assessment_id)


def get_evidence(
    files: EvidenceFiles, caller: Caller, assessment_id: str, evidence_id: str
) -> KeptFile:
    """Return a file of a sheet with its bytes.

    Raises
    ------
    NotThere
        When the caller reads no such sheet, or it has no such file.
    FileNotKept
        When its bytes are lost or damaged.

    """
    with caller.store.read(caller.principal) as reader:
        require(reader.assessment(assessment_id))
        record = _of_sheet(reader, assessment_id, evidence_id)
        owner = require(reader.owner_of_evidence(evidence_id))
    content = files.read(owner, record.digest)
    if content is None:
        with caller.store.read(caller.principal) as reader:
            _of_sheet(reader, assessment_id, evidence_id)  # it may have been removed meanwhile
        raise FileNotKept
    return KeptFile(record, content)


def _of_sheet(reader: EvidenceReader, assessment_id: str, evidence_id: str) -> EvidenceRecord:
    record = require(reader.evidence(evidence_id))
    if record.assessment_id != assessment_id:
        raise NotThere
    return record


def remove_evidence(caller: Caller, assessment_id: str, evidence_id: str) -> None:
    """Remove a file from a sheet of the caller, submitted or not; its bytes go with it.

    Raises
    ------
    NotThere
        When the caller has no such sheet, or it has no such file.

    """
    with caller.store.begin(caller.principal) as work:
        require(work.assessment(assessment_id))
        record = _of_sheet(work, assessment_id, evidence_id)
        if not work.remove_evidence(record, caller.now):
            raise NotThere
    drop_files(caller, (record.digest,))
