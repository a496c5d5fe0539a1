"""The examples of roadmaps, progress, facts and feedback; the contract tests run them."""

from typing import Any

from diagnosis.web.openapi.examples import SHEET

WISH: dict[str, Any] = {
    "budget_wan": 60,
    "target": {"standard": "gbt-39116-2020"},
    "goals": ["delivery", "scene:progress-tracking"],
    "wanted": ["prj-mes-light"],
    "refused": ["prj-agv"],
    "starts_on": "2027-01-04",
}
PREVIEW: dict[str, Any] = {
    "sheet": SHEET,
    "roadmap": {"budget_wan": 40, "starts_on": "2027-01-04", "frontier": True},
    "what_if": {"answers": {"data-collection": 2}, "roadmap": {"budget_wan": 80}},
    "facts": {"listed": {"sme-pilot-list": True}, "declared": {"filed-renovation": True}},
    "support": True,
    "cases": True,
    "date": "2026-11-23",
}
PROGRESS: dict[str, Any] = {
    "projects": [
        {
            "project": "prj-mes-light",
            "status": "done",
            "on": "2026-11-20",
            "cost_wan": 9.5,
        },
    ]
}
CLAIMED: dict[str, Any] = {
    "roles": {"manufacturer": True, "ai-firm": False},
    "listed": {"sme-pilot-list": True, "zjtx": False},
    "declared": {"filed-renovation": True},
    "equipment_wan": 120,
}
FEEDBACK: dict[str, Any] = {"useful": False, "why": "too-expensive", "text": "今年没有这笔预算"}
