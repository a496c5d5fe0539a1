"""The port that hands the verbs what the store still keeps of a diagnosis as it was shown.

Interim: once the store keeps facts alone, this port goes.
"""

from typing import Protocol

from diagnosis.services.ports.records import Snapshot
from diagnosis.services.scoring.diagnose import Diagnosis


class DiagnosisSnapshots(Protocol):
    """Makes what is kept of a diagnosis."""

    def diagnosis(self, diagnosis: Diagnosis) -> Snapshot:
        """Return a diagnosis as it is shown, in both languages."""

    def trace(self, diagnosis: Diagnosis) -> Snapshot:
        """Return the trace of a diagnosis, as ids and numbers."""
