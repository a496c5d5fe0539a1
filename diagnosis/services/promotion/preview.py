"""The plan of a sheet that is sent along, with a what-if beside it; nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from diagnosis.domain.fault import FaultyInput, below
from diagnosis.domain.intake.fields import Fields, merge_patch
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownProjects
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.promotion.find_cases import CaseMatch, find_cases_for
from diagnosis.services.read.firm_claims import FirmClaims, read_claims
from diagnosis.services.read.plan_request import PlanRequest, read_plan_request
from diagnosis.services.retrofit.compare_plans import PlanComparison, compare_plans
from diagnosis.services.retrofit.firm_plan import plan_firm
from diagnosis.services.retrofit.keep_plan import MOST_SECONDS
from diagnosis.services.retrofit.plan_values import values_of
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import SupportMatch, find_support

PREVIEW_FIELDS = ("sheet", "roadmap", "what_if", "facts", "support", "cases", "date")
WHAT_IF_FIELDS = ("answers", "enterprise", "roadmap")
NOTHING_KNOWN = KnownProjects()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPreview:
    """A plan, and what was asked for beside it: None where it was not."""

    plan: KeptPlan
    what_if: KeptPlan | None
    comparison: PlanComparison | None
    support: SupportMatch | None
    cases: CaseMatch | None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A sheet and what is wanted of its plan."""

    sheet: Sheet
    request: PlanRequest


def preview_plan(content: Content, solver: PlanSolver, raw: object, today: date) -> PlanPreview:
    """Return the plan of a sheet; with `what_if` a second one and the differences.

    `support` and `cases` ask for what matches the first plan. A what-if changes answers and
    facts of the sheet and wishes of the plan; null takes one away.

    Raises
    ------
    FaultyInput
        With every fault, each pointing into the caller's own input.

    """
    fields = Fields(raw, PREVIEW_FIELDS)
    for name in ("sheet", "roadmap"):
        fields.has(name, required=True)
    wants_support, wants_cases = fields.flag("support"), fields.flag("cases")
    on = fields.day("date") or today
    claims = fields.part("facts", lambda facts: read_claims(content, facts)) or FirmClaims()
    wanted = _read(content, fields, fields.values, ("/sheet", "/roadmap"), today)
    changed = _changed(fields)
    places = ("/what_if", "/what_if/roadmap")
    other = _read(content, fields, changed, places, today) if changed and wanted else None
    fields.stop()
    assert wanted is not None
    plan = plan_firm(content, solver, wanted.sheet, wanted.request, NOTHING_KNOWN)
    kept = values_of(content, plan)
    what_if: KeptPlan | None = None
    if other is not None:
        other_plan = plan_firm(content, solver, other.sheet, other.request, NOTHING_KNOWN)
        what_if = values_of(content, other_plan)
    support = None
    if wants_support:
        work = planned_work(content, kept, plan.starts_on, claims)
        support = find_support(content, wanted.sheet.enterprise, claims, on=on, work=work)
    return PlanPreview(
        plan=kept,
        what_if=what_if,
        comparison=compare_plans(kept, what_if) if what_if else None,
        support=support,
        cases=find_cases_for(content, wanted.sheet, kept) if wants_cases else None,
    )


def _read(
    content: Content,
    fields: Fields,
    values: Mapping[str, object],
    places: tuple[str, str],
    today: date,
) -> _Wanted | None:
    """Return sheet and request, or note every fault of both."""
    sheet: Sheet | None = None
    request: PlanRequest | None = None
    if values.get("sheet") is not None:
        try:
            sheet = read(content, values["sheet"])
        except FaultyInput as error:
            fields.faults += below(places[0], error.faults)
    if values.get("roadmap") is not None:
        try:
            request = read_plan_request(
                content, values["roadmap"], today, most_seconds=MOST_SECONDS
            )
        except FaultyInput as error:
            fields.faults += below(places[1], error.faults)
    return _Wanted(sheet, request) if sheet is not None and request is not None else None


def _changed(fields: Fields) -> dict[str, object] | None:
    """Return sheet and request as the what-if changes them, None without one."""
    if not fields.has("what_if"):
        return None
    change = Fields(fields.values["what_if"], WHAT_IF_FIELDS, "/what_if", fields.faults)
    sheet, request = fields.values.get("sheet"), fields.values.get("roadmap")
    if not isinstance(sheet, dict) or not isinstance(request, dict):
        return None
    changed = dict(sheet)
    for name in ("answers", "enterprise"):
        if change.has(name):
            changed[name] = merge_patch(sheet.get(name), change.values[name])
    return {"sheet": changed, "roadmap": merge_patch(request, change.values.get("roadmap", {}))}
