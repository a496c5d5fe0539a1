"""Stored plans as JSON values: one, the lines of their list, two side by side."""

from diagnosis.domain.text import Language
from diagnosis.present import numbers
from diagnosis.present.moments import iso
from diagnosis.present.retrofit.beside import NOTHING_BESIDE
from diagnosis.present.retrofit.comparison import PAIR_BYTES, show_comparison, show_in_brief
from diagnosis.present.retrofit.plan import PLAN_BYTES, shorten_plan, show_firm_plan
from diagnosis.present.retrofit.why_here import reasons_shown_before
from diagnosis.present.say import Shown, in_language
from diagnosis.present.shorten import bytes_of
from diagnosis.services.ports.records import PlanRow
from diagnosis.services.promotion.beside_plan import BesidePlan
from diagnosis.services.retrofit.keep_plan import ListedPlan, StoredComparison, StoredPlan
from diagnosis.services.retrofit.what_if import WhatIf


def show_stored_plan(
    stored: StoredPlan,
    language: Language,
    beside: BesidePlan = NOTHING_BESIDE,
    *,
    details: bool = False,
) -> Shown:
    """Return a stored plan, said anew from its values; without `details` it is 40 kB at most.

    Plans of the earlier planner name projects: they are called what took them over.
    """
    shown = _whole_plan(stored, language, beside)
    if not details:
        shorten_plan(shown)
    return shown


def _whole_plan(stored: StoredPlan, language: Language, beside: BesidePlan) -> Shown:
    record, say = stored.record, in_language(language)
    shown = show_firm_plan(stored.content, record.plan, say, reasons_shown_before(stored), beside)
    is_earlier = record.plan.is_of_projects
    return _head(record.row) | shown | {"wanted": record.request, "earlier_planner": is_earlier}


def show_plan_row(listed: ListedPlan) -> Shown:
    """Return a line of the list of plans."""
    row, label = listed
    return _head(row) | {
        "name": label.name,
        "reference": label.reference,
        "starts_on": row.starts_on.isoformat(),
        "standard": row.standard,
        "target_level": row.level,
        "promised_level": row.promised_level,
        "budget_wan": numbers.wan(row.budget_wan),
        "cost_mid_wan": numbers.wan(row.cost_mid_wan),
    }


def show_stored_comparison(comparison: StoredComparison, language: Language) -> Shown:
    """Return two stored plans side by side."""
    return {
        "first_id": comparison.first_id,
        "second_id": comparison.second_id,
        **show_comparison(comparison.content, comparison.comparison, in_language(language)),
    }


def show_what_if(
    what_if: WhatIf,
    language: Language,
    beside: BesidePlan = NOTHING_BESIDE,
    *,
    details: bool = False,
) -> Shown:
    """Return a stored plan beside what it would be with other wishes.

    Without `details` the stored plan is shortened until all is 60 kB at most.
    """
    say = in_language(language)
    other = show_firm_plan(what_if.content, what_if.other, say)
    shown = {
        "roadmap": _whole_plan(what_if.stored, language, beside),
        "what_if": show_in_brief(other, what_if.comparison.only_second, details=details),
        "comparison": show_comparison(what_if.content, what_if.comparison, say),
    }
    if not details:
        beside_it = bytes_of(shown) - bytes_of(shown["roadmap"])
        shorten_plan(shown["roadmap"], min(PLAN_BYTES, PAIR_BYTES - beside_it))
    return shown


def _head(row: PlanRow) -> Shown:
    return {
        "id": row.id,
        "enterprise_id": row.enterprise_id,
        "assessment_id": row.assessment_id,
        "created_at": iso(row.created_at),
    }
