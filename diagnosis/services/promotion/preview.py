"""The plan of a sheet that is sent along, with a what-if beside it; nothing is kept."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from diagnosis.domain.fault import UNTOLD, Fault, FaultyInput, below, pointer
from diagnosis.domain.intake.business import BUSINESS
from diagnosis.domain.intake.enterprise import FIELDS as FACTS
from diagnosis.domain.intake.fields import Fields, merge_inside, merge_known
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.written_sheet import CONFIRMED, still_confirmed
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.services.intake.enterprises import FIXED
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.limits import PlanningLimits
from diagnosis.services.ports.solver import PlanSolver
from diagnosis.services.promotion.beside_plan import BesidePlan, beside_plan
from diagnosis.services.promotion.find_cases import CaseMatch, find_cases_for
from diagnosis.services.read.firm_claims import FirmClaims, read_claims
from diagnosis.services.read.plan_request import FIELDS as WISHES
from diagnosis.services.read.plan_request import PlanRequest, read_plan_request
from diagnosis.services.retrofit.compare_plans import PlanComparison, compare_plans
from diagnosis.services.retrofit.firm_plan import plan_firm
from diagnosis.services.retrofit.plan_values import values_of
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import SupportMatch, find_support

T = TypeVar("T")

PREVIEW_FIELDS = (
    "sheet", "roadmap", "what_if", "facts", "support", "details", "cases", "date",
)  # fmt: skip
WHAT_IF_FIELDS = ("answers", "enterprise", "business", "roadmap")
NOTHING_KNOWN = KnownPackages()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPreview:
    """A plan, and what was asked for beside it: None where it was not.

    `details` says that support is wanted with everything of it.
    """

    plan: KeptPlan
    beside: BesidePlan
    what_if: KeptPlan | None
    comparison: PlanComparison | None
    support: SupportMatch | None
    cases: CaseMatch | None
    details: bool = False


def preview_plan(
    content: Content,
    solver: PlanSolver,
    raw: object,
    today: date,
    *,
    limits: PlanningLimits | None = None,
) -> PlanPreview:
    """Return the plan of a sheet; with `what_if` a second one and the differences.

    `roadmap` is what is wanted of the plan; without it, or null, everything is left out of it.

    `support` and `cases` ask for what matches the first plan. A what-if changes answers and
    facts of the sheet and wishes of the plan; null takes one away. Both plans share the time
    of a request.

    Raises
    ------
    FaultyInput
        With every fault, each pointing into the caller's own input.
    Busy
        When as many plans are being worked on as may be at once.

    """
    fields = Fields(raw, PREVIEW_FIELDS)
    fields.has("sheet", required=True)
    wants_support, wants_cases = fields.flag("support"), fields.flag("cases")
    details = fields.flag("details") is True
    on = fields.day("date") or today
    claims = fields.part("facts", lambda facts: read_claims(content, facts)) or FirmClaims()
    readers = _Readers(content, today)
    sheet = fields.part("sheet", readers.sheet)
    request = (
        fields.part("roadmap", readers.request) if fields.has("roadmap") else readers.request({})
    )
    changed = _read_what_if(readers, fields)
    fields.stop()
    assert sheet is not None and request is not None
    requests = [(sheet, request)] if changed is None else [(sheet, request), changed]
    kept, *others = _planned(content, solver, requests, limits or PlanningLimits())
    what_if = others[0] if others else None
    return PlanPreview(
        plan=kept,
        beside=beside_plan(content, sheet, kept, claims, on),
        what_if=what_if,
        comparison=compare_plans(kept, what_if) if what_if else None,
        support=_support(content, sheet, kept, claims, on) if wants_support else None,
        cases=find_cases_for(content, sheet, kept) if wants_cases else None,
        details=details,
    )


def _support(
    content: Content, sheet: Sheet, plan: KeptPlan, claims: FirmClaims, on: date
) -> SupportMatch:
    work = planned_work(content, plan, plan.starts_on, claims)
    return find_support(content, sheet.enterprise, claims, on=on, work=work)


def _planned(
    content: Content,
    solver: PlanSolver,
    requests: Sequence[tuple[Sheet, PlanRequest]],
    limits: PlanningLimits,
) -> list[KeptPlan]:
    """Return the plans of some sheets; they share the time of a request."""
    plans = []
    with limits.turn():
        time = limits.time()
        for sheet, request in requests:
            plan = plan_firm(content, solver, sheet, request, NOTHING_KNOWN, time=time)
            plans.append(values_of(content, plan))
    return plans


@dataclass(frozen=True, slots=True)
class _Readers:
    """What reads the two parts of a preview, for the sheet as it is and as a what-if has it."""

    content: Content
    today: date

    def sheet(self, raw: object) -> Sheet:
        """Return the sheet that a parsed JSON value holds."""
        return read(self.content, raw)

    def request(self, raw: object) -> PlanRequest:
        """Return what a parsed JSON value wants of the plan."""
        return read_plan_request(self.content, raw, self.today)


def _read_what_if(readers: _Readers, fields: Fields) -> tuple[Sheet, PlanRequest] | None:
    """Return sheet and request as the what-if changes them, None without one.

    Where one of them is missing or no object, its changes are read as far as they can be alone.
    """
    if not fields.has("what_if"):
        return None
    change = Fields(fields.values["what_if"], WHAT_IF_FIELDS, "/what_if", fields.faults)
    stated = _as_object(change.values.get("enterprise"))
    for name in FIXED:
        if name in stated:
            change.fault_at(pointer("enterprise", name), "fixed-field", name=name)
    before = _as_object(fields.values.get("sheet"))
    known = {"answers": readers.content.bank, "enterprise": FACTS}
    names = [name for name in known if change.has(name)]
    after = {
        name: merge_known(before.get(name), change.values[name], known[name]) for name in names
    }
    if change.has(BUSINESS):
        names.append(BUSINESS)
        after[BUSINESS] = merge_inside(before.get(BUSINESS), change.values[BUSINESS])
    if "answers" in after and CONFIRMED in before:
        listed = before[CONFIRMED]
        after[CONFIRMED] = still_confirmed(listed, before.get("answers"), after["answers"])
    sheet = _read_changed(
        change,
        readers.sheet,
        before=before,
        after=before | after,
        written={place for name in names for place in _places(change.values[name], name)},
    )
    before = _as_object(fields.values.get("roadmap"))
    wish = change.values["roadmap"] if change.has("roadmap") else {}
    request = _read_changed(
        change,
        readers.request,
        before=before,
        after=merge_known(before, wish, WISHES),
        written=_places(wish),
        place="/roadmap",
    )
    return (sheet, request) if sheet is not None and request is not None else None


def _as_object(raw: object) -> dict[str, object]:
    return raw if isinstance(raw, dict) else {}


DEEPEST = 2
"""The most parts of a pointer to what a change writes: `answers` and an item."""


def _places(change: object, *parent: str) -> set[str]:
    """Return the pointers of what a change writes."""
    if not isinstance(change, dict):
        return {pointer(*parent)}
    return {pointer(*parent, name) for name in change}


def _is_below(place: str, written: Collection[str]) -> bool:
    """Return whether a pointer is one of those that a change writes, or below one."""
    parts = place.split("/")
    return any("/".join(parts[:count]) in written for count in range(1, DEEPEST + 2))


def _read_changed(
    change: Fields,
    reader: Callable[[object], T],
    *,
    before: object,
    after: object,
    written: Collection[str],
    place: str = "",
) -> T | None:
    """Return what a part reads as after the change; note the faults that the change brings.

    Faults of the part before the change are named where the part is, not here once more,
    unless the change writes the very value.
    """
    try:
        return reader(after)
    except FaultyInput as error:
        faults = error.faults
    try:
        reader(before)
    except FaultyInput as error:
        faults = _new_faults(faults, error.faults, written)
    change.faults += below(change.place + place, faults)
    return None


def _new_faults(
    after: Sequence[Fault], before: Sequence[Fault], written: Collection[str]
) -> tuple[Fault, ...]:
    """Return the faults that a change brings, or writes anew; of untold ones as many as remain."""
    known = {(fault.pointer, fault.code) for fault in before if fault is not UNTOLD}
    described = [fault for fault in after if fault is not UNTOLD]
    fresh = [
        fault
        for fault in described
        if (fault.pointer, fault.code) not in known or _is_below(fault.pointer, written)
    ]
    known_and_untold = len(before) - (len(described) - len(fresh))
    return (*fresh, *[UNTOLD] * (len(after) - len(described) - known_and_untold))
