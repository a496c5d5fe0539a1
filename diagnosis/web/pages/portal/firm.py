"""`/portal/firms/<id>`: a firm as far as it is granted: facts, sheets, levels, plans."""

from uuid import UUID

from flask import Response

from diagnosis.present.moments import day_in_china
from diagnosis.present.pages.firm_list import (
    level_name,
    show_level_steps,
    show_listed_firm,
    show_sheet_line,
)
from diagnosis.present.result.page_words import money_in_words
from diagnosis.present.retrofit.progress import show_progress
from diagnosis.present.retrofit.spoken import rough
from diagnosis.present.say import Shown
from diagnosis.services.errors import NotThere
from diagnosis.services.intake.drafts import list_assessments
from diagnosis.services.intake.enterprises import is_entered
from diagnosis.services.intake.registers import get_from_register
from diagnosis.services.ports.records import Register, RegisterEntry
from diagnosis.services.ports.store import FilterValue
from diagnosis.services.retrofit.keep_plan import ListedPlan, list_plans
from diagnosis.services.retrofit.progress import progress_of
from diagnosis.services.scoring.firm_list import get_firm
from diagnosis.web.exchange import caller, content, say
from diagnosis.web.languages import wanted_language
from diagnosis.web.pages.page import page
from diagnosis.web.pages.site import site

_SHEETS_SHOWN = 25
_PLANS_SHOWN = 3


@site.get("/portal/firms/<uuid:enterprise_id>")
def show_firm(enterprise_id: UUID) -> Response:
    """Show a firm: what is known of it, its sheets, where it stands, how its plan goes on."""
    who, firm_id = caller(), str(enterprise_id)
    firm = get_firm(who, firm_id)
    of_firm: dict[str, FilterValue] = {"enterprise_id": firm_id}
    sheets = list_assessments(who, of_firm, None, _SHEETS_SHOWN)
    plans = list_plans(who, of_firm, None, _PLANS_SHOWN)
    shown = show_listed_firm(content(), firm, say())
    return page(
        "portal/firm.html",
        firm=shown,
        revenue=_money(shown["revenue_wan"]),
        sheets=[show_sheet_line(content(), record, say()) for record in sheets.items],
        has_more_sheets=sheets.next is not None,
        steps=show_level_steps(content(), firm, say()) if firm.diagnosis else [],
        plans=[_plan(listed) for listed in plans.items],
        has_more_plans=plans.next is not None,
        is_entered=is_entered(who, firm_id),
        chain=_entry(Register.CHAIN, firm.record.chain_id),
        park=_entry(Register.PARK, firm.record.park_id),
    )


def _entry(register: Register, entry_id: str | None) -> RegisterEntry | None:
    """Return the chain or park that a firm is in, as far as the portal may read it."""
    if entry_id is None:
        return None
    try:
        return get_from_register(caller(), register, entry_id)
    except NotThere:
        return None


def _plan(listed: ListedPlan) -> Shown:
    """Return a plan as a line: its target, money, and how many packages are how far."""
    row = listed.row
    standard = next(each for each in content().standards if each.id == row.standard)
    shown = show_progress(content(), progress_of(content(), caller(), row.id), say())
    return {
        "made_on": say()(day_in_china(row.created_at)),
        "standard_name": say()(standard.name),
        "promised_name": None
        if row.promised_level is None
        else say()(level_name(standard, row.promised_level)),
        "cost": None if row.cost_mid_wan is None else _money(rough(row.cost_mid_wan)),
        "status": shown["summary"]["status"],
        "spent": _money(shown["summary"]["spent_wan"]),
        "packages": shown["projects"],
    }


def _money(wan: str | float | None) -> str | None:
    """Return an amount in 万元 as people of the language say it, None where there is none."""
    return None if wan is None else money_in_words(f"{wan}", wanted_language())
