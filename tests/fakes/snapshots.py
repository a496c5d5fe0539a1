"""What the store keeps as it was shown: here keys of values that stay in memory."""

from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Snapshot
from diagnosis.services.retrofit.firm_plan import FirmPlan, values_of
from diagnosis.services.scoring.diagnose import Diagnosis


class FakeSnapshots:
    """Keeps plans in memory; a diagnosis is kept as its levels."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._plans: list[KeptPlan] = []

    def diagnosis(self, diagnosis: Diagnosis) -> Snapshot:
        levels = [verdict.level for verdict in diagnosis.verdicts]
        return Snapshot(f"levels {levels}")

    def trace(self, diagnosis: Diagnosis) -> Snapshot:
        return Snapshot(f"trace of {diagnosis.sheet.form.ref}")

    def plan(self, plan: FirmPlan) -> Snapshot:
        self._plans.append(values_of(self._content, plan))
        return Snapshot(str(len(self._plans) - 1))

    def kept_plan(self, snapshot: Snapshot) -> KeptPlan:
        return self._plans[int(snapshot)]
