"""The register learns: the facts of the newest submitted sheet are those of its firm."""

from diagnosis.domain.intake.currency import current_of, period_of, year_of
from diagnosis.domain.intake.enterprise import Enterprise
from diagnosis.domain.intake.learning import is_same_name, learn, unlearn
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.services.errors import Stale
from diagnosis.services.intake.enterprises import with_facts
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import (
    DiagnosisRecord,
    EnterpriseRecord,
    RegisterEffect,
)
from diagnosis.services.ports.store import Submitted, Work
from diagnosis.services.transaction import Caller, require


def learn_from(
    content: Content, caller: Caller, work: Work, firm: EnterpriseRecord, sheet: WrittenSheet
) -> tuple[EnterpriseRecord, RegisterEffect]:
    """Return a registered firm after a sheet is submitted, and what the register took from it.

    The newest period wins. Where the sheet names another firm, nothing is taken over: two firms
    under one code are for a person to sort out.
    """
    stated = sheet.enterprise
    if not is_same_name(firm.facts.name, stated.name):
        return firm, RegisterEffect.OTHER_NAME
    facts = learn(firm.facts, stated)
    if facts == firm.facts:
        return firm, RegisterEffect.UNCHANGED
    newest = current_of(_submissions_of(work, firm.id))
    if newest is not None and period_of(newest) > year_of(sheet.period, caller.now):
        return firm, RegisterEffect.OLDER
    return _changed(content, caller, work, firm, facts), RegisterEffect.UPDATED


def give_back(content: Content, caller: Caller, work: Work, withdrawn: DiagnosisRecord) -> None:
    """Let the register say what the sheet before a withdrawn one says.

    Call it once the withdrawn one stands as withdrawn.
    """
    row = withdrawn.row
    firm = work.enterprise(row.enterprise_id)
    before = current_of(_submissions_of(work, row.enterprise_id))
    took = row.register_effect in (RegisterEffect.NEW, RegisterEffect.UPDATED)
    if firm is None or before is None or not took:
        return
    if period_of(before) > period_of(row):
        return
    sheet = require(work.diagnosis(before.id)).sheet
    facts = unlearn(firm.facts, withdrawn.sheet.enterprise, sheet.enterprise)
    if facts != firm.facts:
        _changed(content, caller, work, firm, facts)


def _submissions_of(work: Work, enterprise_id: str) -> list[Submitted]:
    """Return what a firm has submitted by any form and not withdrawn, oldest first.

    Sheets that name another firm under its code are none of its own.
    """
    return [
        submitted
        for submitted in work.submissions(enterprise_id, None)
        if not submitted.is_withdrawn
        and submitted.register_effect is not RegisterEffect.OTHER_NAME
    ]


def _changed(
    content: Content, caller: Caller, work: Work, firm: EnterpriseRecord, facts: Enterprise
) -> EnterpriseRecord:
    after = with_facts(content, caller, work, firm, facts)
    if not work.change_enterprise(after):
        raise Stale
    return after
