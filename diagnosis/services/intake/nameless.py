"""Nameless sheets: opened without a key, found by a resume code alone, deleted when left alone."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple, Protocol

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.sheet import SHEET_FIELDS, Sheet
from diagnosis.services.errors import NotThere, OtherPepper
from diagnosis.services.intake.enterprises import first_record
from diagnosis.services.intake.evidence_files import drop_files
from diagnosis.services.intake.sheets import read_nameless
from diagnosis.services.ports.codes import CodeMaker, CodeRecord, CodeStore, owner_of_sheet
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import AssessmentRecord, State
from diagnosis.services.ports.scope import AccessRole, Principal
from diagnosis.services.ports.store import Store
from diagnosis.services.transaction import Caller, require

USUAL_KEPT_DAYS = 90
"""How many days a nameless sheet is kept after the last visit unless a setting says otherwise."""
_CODES_AT_ONCE = 200


class OpenedSheet(NamedTuple):
    """A nameless draft, its code as it is kept, and the text of that, which is shown now alone."""

    draft: AssessmentRecord
    code: CodeRecord
    text: str


class HeldSheet(NamedTuple):
    """The sheet of a code, and the code as it is kept."""

    sheet: AssessmentRecord
    code: CodeRecord


def open_sheet(content: Content, caller: Caller, maker: CodeMaker, raw: object) -> OpenedSheet:
    """Return a draft of a firm that nobody has named, with the code that alone opens it.

    It belongs to a fresh owner; who the caller is plays no part.

    Raises
    ------
    FaultyInput
        With every fault; a name, credit code or site is one.
    OtherPepper
        When the keys and codes that are kept were hashed with another pepper.

    """
    sheet = _read_opening(content, raw)
    fresh = maker()
    sheet_id = caller.make_id()
    owner = owner_of_sheet(sheet_id)
    operation = caller.principal.operation
    holder = Principal(owner, "holder", AccessRole.ENTERPRISE, operation=operation)
    opens = replace(caller, principal=holder)
    with caller.store.begin(opens.principal) as work:
        if work.keep_check(maker.check) != maker.check:
            raise OtherPepper
        firm = first_record(content, opens, work, sheet.enterprise)
        work.add_enterprise(firm)
        draft = AssessmentRecord(
            id=sheet_id,
            enterprise_id=firm.id,
            state=State.DRAFT,
            sheet=sheet.written(),
            version=1,
            created_at=caller.now,
            updated_at=caller.now,
        )
        work.add_assessment(draft)
        record = CodeRecord(
            owner=owner,
            digest=fresh.digest,
            assessment_id=sheet_id,
            opened_on=caller.today,
            visited_on=caller.today,
        )
        work.open_code(record)
    return OpenedSheet(draft, record, fresh.text)


def _read_opening(content: Content, raw: object) -> Sheet:
    """Return the sheet that a request opens, with the answers that there are already."""
    fields = Fields(raw, SHEET_FIELDS)
    if not fields.is_object:
        fields.stop()
    stated = {name: fields.values[name] for name in SHEET_FIELDS if fields.has(name)}
    try:
        sheet = read_nameless(content, {"answers": {}, **stated})
    except FaultyInput as error:
        raise FaultyInput((*fields.faults, *error.faults), more=error.more) from None
    fields.stop()
    return sheet


def held_sheet(caller: Caller, code: CodeRecord) -> HeldSheet:
    """Return the sheet of a code.

    Raises
    ------
    NotThere
        When it was deleted or attached meanwhile.

    """
    with caller.store.read(caller.principal) as reader:
        return HeldSheet(require(reader.assessment(code.assessment_id)), code)


def renew_code(
    caller: Caller, maker: CodeMaker, code: CodeRecord, sheet_id: str
) -> tuple[CodeRecord, str]:
    """Return another code of the same sheet, and its text; the old one is dead.

    Raises
    ------
    NotThere
        When the sheet is none of the code's, or another request was faster.

    """
    _require_its_sheet(code, sheet_id)
    fresh = maker()
    with caller.store.begin(caller.principal) as work:
        if not work.replace_code(code.digest, fresh.digest):
            raise NotThere
        work.enter_renewal(require(work.assessment(sheet_id)), caller.now)
    return replace(code, digest=fresh.digest), fresh.text


def delete_sheet(caller: Caller, code: CodeRecord, sheet_id: str) -> None:
    """Delete a nameless sheet, submitted or not, with its code and all that hangs on it.

    Raises
    ------
    NotThere
        When the sheet is none of the code's.

    """
    _require_its_sheet(code, sheet_id)
    with caller.store.begin(caller.principal) as work:
        digests = work.named_files()
        work.erase(caller.now)
    drop_files(caller, digests)


def _require_its_sheet(code: CodeRecord, sheet_id: str) -> None:
    if code.assessment_id != sheet_id:
        raise NotThere


class SheetStore(Store, CodeStore, Protocol):
    """Where nameless sheets and their codes are kept."""


def expired_codes(
    store: CodeStore, today: date, kept_days: int, most: int = _CODES_AT_ONCE
) -> tuple[CodeRecord, ...]:
    """Return the codes whose sheets were left alone for longer than they are kept, oldest first.

    They are at most so many.
    """
    before = today - timedelta(days=kept_days)
    return tuple(store.unvisited(before, most))


def expire_codes(store: SheetStore, now: datetime, today: date, kept_days: int) -> int:
    """Delete every nameless sheet that was left alone for longer than it is kept; return how many.

    One whose holder comes back meanwhile stays.
    """
    before, deleted = today - timedelta(days=kept_days), 0
    while expired := expired_codes(store, today, kept_days):
        deleted += sum(_expire(store, code, now, before) for code in expired)
    return deleted


def _expire(store: Store, code: CodeRecord, now: datetime, before: date) -> bool:
    try:
        with store.begin(code.principal) as work:
            kept = work.code()
            is_old = kept is not None and kept.visited_on < before
            if is_old:
                work.erase(now, is_forgotten=True)
            return is_old
    except NotThere:  # deleted or attached meanwhile
        return False
