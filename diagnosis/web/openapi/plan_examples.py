"""The examples of roadmaps, progress, facts and feedback; the contract tests run them."""

from diagnosis.web.openapi.examples import SHEET
from diagnosis.web.openapi_parts import JsonObject

WISH: JsonObject = {
    "budget_wan": 60,
    "target": {"standard": "gbt-39116-2020"},
    "goals": ["delivery", "scene:progress-tracking"],
    "wanted": ["prj-mes-light"],
    "refused": ["prj-agv"],
    "starts_on": "2027-01-04",
}
PREVIEW: JsonObject = {
    "sheet": SHEET,
    "roadmap": {"budget_wan": 40, "starts_on": "2027-01-04", "frontier": True},
    "what_if": {"answers": {"data-collection": 2}, "roadmap": {"budget_wan": 80}},
    "facts": {"listed": {"sme-pilot-list": True}, "declared": {"filed-renovation": True}},
    "support": True,
    "cases": True,
    "date": "2026-11-23",
}
PROGRESS: JsonObject = {
    "projects": [
        {
            "project": "prj-mes-light",
            "status": "done",
            "on": "2026-11-20",
            "cost_wan": 9.5,
        },
    ]
}
CLAIMED: JsonObject = {
    "roles": {"manufacturer": True, "ai-firm": False},
    "listed": {"sme-pilot-list": True, "zjtx": False},
    "declared": {"filed-renovation": True},
    "equipment_wan": 120,
}
FEEDBACK: JsonObject = {"useful": False, "why": "too-expensive", "text": "今年没有这笔预算"}
