"""What the store still keeps as it was shown: present's side of the two snapshot ports."""

from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.scoring.trace import trace
from diagnosis.present.kept import kept_plan, write_kept
from diagnosis.present.retrofit.plan import show_firm_plan
from diagnosis.present.say import in_both
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.trace import keep_trace
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import Snapshot
from diagnosis.services.retrofit.firm_plan import FirmPlan
from diagnosis.services.scoring.diagnose import Diagnosis


class ShownSnapshots:
    """Keeps diagnoses and plans as they are shown, in both languages."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def diagnosis(self, diagnosis: Diagnosis) -> Snapshot:
        """Return a diagnosis as it is shown."""
        return write_kept(show_diagnosis(self._content, diagnosis, in_both))

    def trace(self, diagnosis: Diagnosis) -> Snapshot:
        """Return the trace of a diagnosis, as ids and numbers."""
        standards = self._content.standards
        return write_kept(keep_trace(trace(standards, diagnosis.sheet, diagnosis.verdicts)))

    def plan(self, plan: FirmPlan) -> Snapshot:
        """Return a plan as it is shown."""
        return write_kept(show_firm_plan(self._content, plan, in_both))

    def kept_plan(self, snapshot: Snapshot) -> KeptPlan:
        """Return the values of a kept plan; what an older one lacks is absent or zero."""
        return kept_plan(snapshot)
