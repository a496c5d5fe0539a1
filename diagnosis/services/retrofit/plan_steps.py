"""The steps after the spine: packages of the default plan, worked out when a diagnosis is read."""

from dataclasses import replace
from datetime import date

from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage
from diagnosis.services.errors import Busy
from diagnosis.services.read.plan_request import PlanRequest
from diagnosis.services.retrofit.firm_plan import plan_firm
from diagnosis.services.retrofit.keep_plan import Planning
from diagnosis.services.retrofit.plan_values import values_of
from diagnosis.services.scoring.stored_diagnoses import Stored, StoredDiagnosis
from diagnosis.services.transaction import Caller

STEPS_SHOWN = 2
"""So many packages of the default plan follow the steps of the spine."""


def with_plan_steps(using: Planning, caller: Caller, stored: Stored) -> Stored:
    """Return a stored diagnosis with the steps after the spine, which are kept once worked out.

    Where as many plans are being worked on as may be at once, it comes without them: the next one
    who reads it gets them.
    """
    if not isinstance(stored, StoredDiagnosis) or stored.plan_steps is not None:
        return stored
    try:
        with using.limits.turn():
            steps = _steps(using, stored, caller.today)
    except Busy:
        return stored
    with caller.store.begin(caller.principal) as work:
        work.keep_plan_steps(stored.row.id, steps)
    return replace(stored, plan_steps=steps)


def _steps(using: Planning, stored: StoredDiagnosis, today: date) -> tuple[KeptPackage, ...]:
    """Return the first packages of the default plan that do none of the steps of the spine shown.

    There are none where there are no steps of the spine either because nothing was answered.
    """
    shown, content = stored.diagnosis.next_steps, stored.content
    if shown.open_count and not shown.first:
        return ()
    request = PlanRequest(starts_on=today)
    sheet, time = stored.diagnosis.sheet, using.limits.time()
    made = plan_firm(content, using.solver, sheet, request, KnownPackages(), time=time)
    of_spine = {name for step in shown.first for name in step.open_step.packages}
    packages = (each for each in values_of(content, made).packages if each.id not in of_spine)
    return tuple(packages)[:STEPS_SHOWN]
