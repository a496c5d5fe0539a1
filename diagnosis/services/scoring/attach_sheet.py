"""Attach a nameless sheet to an organisation: all rows change hands in one transaction."""

from contextlib import nullcontext
from dataclasses import replace

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.enterprise import Enterprise, read_enterprise
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.learning import IDENTITY, is_same_name
from diagnosis.services.errors import NotThere, OtherFirm
from diagnosis.services.intake.enterprises import belongs_to
from diagnosis.services.intake.evidence_files import drop_of_owner, hand_over_files
from diagnosis.services.intake.register import learn_from
from diagnosis.services.intake.sheets import missing_identity
from diagnosis.services.ports.codes import CodeRecord
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import (
    AssessmentRecord,
    EnterpriseRecord,
    Register,
    RegisterEffect,
    State,
)
from diagnosis.services.ports.store import Work
from diagnosis.services.scoring.currency import settle_currency
from diagnosis.services.transaction import Caller, require


def attach_sheet(
    content: Content, caller: Caller, code: CodeRecord, sheet_id: str, raw: object
) -> AssessmentRecord:
    """Return the sheet of a code after it became the caller's, under the name of its firm.

    Where the caller has that credit code and site already, the sheet is a further one of that
    firm, and the register learns from it if it was submitted. The code is dead.

    Raises
    ------
    FaultyInput
        With every fault: name and credit code are needed.
    NotThere
        When the sheet is none of the code's, or the code has died meanwhile.
    OtherFirm
        When a firm of another name is registered under that credit code and site.

    """
    identity = _read_identity(content, raw)
    if code.assessment_id != sheet_id:
        raise NotThere
    adding = nullcontext() if caller.files is None else caller.files.adding(caller.principal.owner)
    with adding, caller.store.begin(caller.principal) as work:
        if not work.take_over(code.owner):
            raise NotThere
        digests = hand_over_files(caller, work, sheet_id, code.owner)
        attached = _attached(content, caller, work, identity, sheet_id)
    drop_of_owner(caller, code.owner, digests)
    return attached


def _attached(
    content: Content, caller: Caller, work: Work, identity: Enterprise, sheet_id: str
) -> AssessmentRecord:
    """Return a sheet that was taken over, under the name of its firm."""
    sheet = require(work.assessment(sheet_id))
    stated = replace(
        sheet.sheet.enterprise,
        name=identity.name,
        credit_code=identity.credit_code,
        site=identity.site,
    )
    named = replace(sheet, sheet=replace(sheet.sheet, enterprise=stated))
    work.name_sheet(named)
    nameless = require(work.enterprise(sheet.enterprise_id))
    known = work.enterprise_at(identity.credit_code or "", identity.site or "")
    if known is None and not _name(caller, work, nameless, identity):
        known = require(work.enterprise_at(identity.credit_code or "", identity.site or ""))
    if known is not None:
        _join(content, caller, work, named, known)
    attached = require(work.assessment(sheet_id))
    work.enter_attachment(attached, caller.now)
    return attached


def _read_identity(content: Content, raw: object) -> Enterprise:
    """Return the facts that say who a firm is."""
    fields = Fields(raw, IDENTITY)
    if not fields.is_object:
        fields.stop()
    stated = {name: value for name, value in fields.values.items() if name in IDENTITY}
    facts, faults = read_enterprise(stated, content.codes, "")
    faults += missing_identity(stated, "", faults)
    if fields.faults or faults:
        raise FaultyInput((*fields.faults, *faults))
    return facts


def _name(caller: Caller, work: Work, nameless: EnterpriseRecord, identity: Enterprise) -> bool:
    """Register a nameless firm as who it is; return False where code and site are taken."""
    facts = replace(
        nameless.facts,
        name=identity.name,
        credit_code=identity.credit_code,
        site=identity.site,
    )
    return work.name_enterprise(
        replace(
            nameless,
            facts=facts,
            version=nameless.version + 1,
            updated_at=caller.now,
            chain_id=belongs_to(work, Register.CHAIN, facts.chain),
            park_id=belongs_to(work, Register.PARK, facts.park),
        )
    )


def _join(
    content: Content, caller: Caller, work: Work, sheet: AssessmentRecord, firm: EnterpriseRecord
) -> None:
    """Let a sheet be a further one of a firm that is registered already."""
    if not is_same_name(firm.facts.name, sheet.sheet.enterprise.name):
        raise OtherFirm(firm.id)
    effect = RegisterEffect.UNCHANGED
    if sheet.state is State.SUBMITTED:
        firm, effect = learn_from(content, caller, work, firm, sheet.sheet)
    work.join_enterprise(sheet.enterprise_id, firm, effect)
    if sheet.state is State.SUBMITTED:
        form_id = sheet.sheet.form.partition("@")[0]
        settle_currency(caller, work, firm.id, form_id)
