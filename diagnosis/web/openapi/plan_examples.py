"""The examples of roadmaps, progress, facts and feedback; the contract tests run them."""

from diagnosis.web.openapi.examples import SHEET
from diagnosis.web.openapi_parts import JsonObject

WISH: JsonObject = {
    "budget_wan": 60,
    "budgets_wan": [20, 120],
    "pains": ["late-delivery"],
    "goals": ["scene:progress-tracking"],
    "wanted": ["pkg-work-reporting"],
    "refused": ["pkg-agv"],
    "starts_on": "2027-01-04",
}
CHANGED: JsonObject = {"budget_wan": 90, "refused": None}
PREVIEW: JsonObject = {
    "sheet": SHEET,
    "roadmap": {"budget_wan": 40, "starts_on": "2027-01-04"},
    "what_if": {"answers": {"data-collection": 2}, "roadmap": {"budget_wan": 80}},
    "facts": {"listed": {"sme-pilot-list": True}, "declared": {"filed-renovation": True}},
    "support": True,
    "cases": True,
    "date": "2026-11-23",
}
PROGRESS: JsonObject = {
    "projects": [
        {
            "project": "pkg-work-reporting",
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
