"""What an earlier release said of a plan's packages, in the words that it kept."""

from diagnosis.domain.text import Text
from diagnosis.present.kept import read_plan
from diagnosis.services.retrofit.keep_plan import StoredPlan


def reasons_shown_before(stored: StoredPlan) -> dict[str, Text]:
    """Return why each package is in a plan, as an earlier release said it; empty: none did."""
    legacy = stored.record.legacy
    if legacy is None:
        return {}
    phases = read_plan(legacy)["phases"]
    rows = [row for phase in phases for row in phase["projects"]]
    return {row["id"]: Text(**row["reason"]) for row in rows if any(row["reason"].values())}
