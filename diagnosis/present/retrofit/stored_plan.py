"""Stored plans as JSON values: one, the lines of their list, two side by side."""

from diagnosis.domain.text import Language
from diagnosis.present import numbers
from diagnosis.present.kept import read_plan
from diagnosis.present.moments import iso
from diagnosis.present.retrofit.comparison import show_comparison
from diagnosis.present.retrofit.plan import show_firm_plan
from diagnosis.present.say import Shown, in_language, localise
from diagnosis.services.ports.records import PlanRow
from diagnosis.services.retrofit.keep_plan import StoredComparison, StoredPlan


def show_stored_plan(stored: StoredPlan, language: Language) -> Shown:
    """Return a stored plan: said anew from its values, or as an earlier release showed it."""
    record = stored.record
    head, tail = _head(record.row), {"wanted": record.request}
    if record.legacy is not None:
        shown: Shown = localise(read_plan(record.legacy), language)
        return head | shown | tail | {"kept_as_shown": True}
    return head | show_firm_plan(stored.content, record.plan, in_language(language)) | tail


def show_plan_row(row: PlanRow) -> Shown:
    """Return a line of the list of plans."""
    return _head(row) | {
        "starts_on": row.starts_on.isoformat(),
        "standard": row.standard,
        "level": row.level,
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


def _head(row: PlanRow) -> Shown:
    return {
        "id": row.id,
        "enterprise_id": row.enterprise_id,
        "assessment_id": row.assessment_id,
        "created_at": iso(row.created_at),
    }
