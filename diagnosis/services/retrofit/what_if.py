"""A stored plan beside what it would be with other wishes; nothing is kept."""

from typing import NamedTuple

from diagnosis.domain.intake.fields import Fields, merge_patch
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import PlanRecord
from diagnosis.services.read.plan_request import FIELDS, read_plan_request
from diagnosis.services.retrofit.compare_plans import PlanComparison, compare_plans
from diagnosis.services.retrofit.firm_plan import plan_firm
from diagnosis.services.retrofit.keep_plan import Planning, StoredPlan, content_of, submitted_sheet
from diagnosis.services.retrofit.plan_values import known_when_made, values_of
from diagnosis.services.transaction import Caller, require

TAKEN_FROM_PROJECTS = (
    "budget_wan", "target", "phases", "done", "wanted", "refused", "starts_on",
)  # fmt: skip
"""What is taken of a wish that was written for the earlier planner."""


class WhatIf(NamedTuple):
    """A stored plan, the plan with other wishes, and the second less the first.

    `content` is what the second plan was made with.
    """

    stored: StoredPlan
    other: KeptPlan
    comparison: PlanComparison
    content: Content


def plan_what_if(using: Planning, caller: Caller, plan_id: str, raw: object) -> WhatIf:
    """Return a stored plan, and the plan of the same sheet with some wishes changed.

    `raw` are the wishes that would differ; null takes one away. Both start from what was known of
    packages when the stored plan was made.

    Raises
    ------
    NotThere, ContentNotKept, FaultyInput, Busy
        When there is no such plan, the content it is pinned to cannot be loaded, with every fault,
        or while as many plans are being worked on as may be at once.

    """
    content = using.contents.current
    changes = Fields(raw, FIELDS)
    changes.stop()
    with caller.store.read(caller.principal) as reader:
        record = require(reader.plan(plan_id))
        stored = StoredPlan(record, content_of(using.contents, reader, record))
        _, sheet = submitted_sheet(content, reader, record.row.assessment_id)
    known = known_when_made(record.plan.minded)
    wish = merge_patch(wish_of(record), changes.values)
    request = read_plan_request(content, wish, caller.today)
    with using.limits.turn():
        made = plan_firm(content, using.solver, sheet, request, known, time=using.limits.time())
    other = values_of(content, made)
    return WhatIf(stored, other, compare_plans(record.plan, other), content)


def wish_of(record: PlanRecord) -> dict[str, object]:
    """Return the wishes of a stored plan as far as the planner of today takes them."""
    written = record.request if isinstance(record.request, dict) else {}
    taken = TAKEN_FROM_PROJECTS if record.plan.is_of_projects else FIELDS
    wish = {name: value for name, value in written.items() if name in taken}
    return {**wish, "starts_on": record.row.starts_on.isoformat()}
