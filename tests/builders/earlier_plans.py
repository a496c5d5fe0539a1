"""Plans that the earlier planner made, over projects: real ones, of the mould shop's example.

`plan_values.json` and `plan_out_of_reach.json` are the column `roadmap.plan` as the code of
7c7aba4 wrote it, for {"budget_wan": 12, "goals": [...], "frontier": true} and for a level 3 at
3 万元; `plan_shown.json` is the first as it was shown, in both languages. Of the left-out projects
and of the frontier only the first rows are kept.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "earlier"


def earlier_values(*, out_of_reach: bool = False) -> dict[str, Any]:
    """Return the values of a plan over projects, as they were kept."""
    return _read("plan_out_of_reach" if out_of_reach else "plan_values")


def earlier_shown() -> dict[str, Any]:
    """Return a plan over projects as it was shown, in both languages."""
    return _read("plan_shown")


def _read(name: str) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return plain
