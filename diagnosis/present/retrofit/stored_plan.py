"""Stored plans as JSON values: one, the lines of their list, two side by side."""

from diagnosis.domain.text import Language
from diagnosis.present.kept import read_plan
from diagnosis.present.moments import iso
from diagnosis.present.retrofit.comparison import show_comparison
from diagnosis.present.say import Shown, in_language, localise
from diagnosis.services.ports.records import PlanRecord, PlanRow
from diagnosis.services.retrofit.keep_plan import StoredComparison


def show_stored_plan(record: PlanRecord, language: Language) -> Shown:
    """Return a stored plan as it was shown when it was made."""
    result: Shown = localise(read_plan(record.result), language)
    return _head(record.row) | result | {"wanted": record.request}


def show_plan_row(row: PlanRow) -> Shown:
    """Return a line of the list of plans."""
    return _head(row) | {
        "starts_on": row.starts_on.isoformat(),
        "standard": row.standard,
        "level": row.level,
        "budget_wan": row.budget_wan,
        "cost_mid_wan": row.cost_mid_wan,
    }


def show_stored_comparison(comparison: StoredComparison, language: Language) -> Shown:
    """Return two stored plans side by side."""
    return {
        "first_id": comparison.first_id,
        "second_id": comparison.second_id,
        **show_comparison(comparison.comparison, in_language(language)),
    }


def _head(row: PlanRow) -> Shown:
    return {
        "id": row.id,
        "enterprise_id": row.enterprise_id,
        "assessment_id": row.assessment_id,
        "created_at": iso(row.created_at),
    }
