"""The port that hands the verbs what the store still keeps of a plan as it was shown.

Interim: once the store keeps facts alone, this port goes.
"""

from typing import Protocol

from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.services.ports.records import Snapshot
from diagnosis.services.retrofit.firm_plan import FirmPlan


class PlanSnapshots(Protocol):
    """Makes what is kept of a plan, and reads its values back."""

    def plan(self, plan: FirmPlan) -> Snapshot:
        """Return a plan as it is shown, in both languages."""

    def kept_plan(self, snapshot: Snapshot) -> KeptPlan:
        """Return the values of a kept plan; what an older one lacks is absent or zero."""
