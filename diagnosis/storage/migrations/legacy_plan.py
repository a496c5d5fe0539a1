"""Plan values out of a plan as releases before migration 0003 showed it.

The words stay in the legacy table; whatever an older plan lacks is left out, and empty when read.
"""

from typing import Any

PLAIN = (
    "objective", "budget_wan", "starts_on", "people_months", "value", "unscored",
)  # fmt: skip
MONEY = {
    "cost": "cost_wan",
    "running": "running_wan_per_year",
    "running_in_plan": "running_wan_in_plan",
    "annual": "annual_wan",
}


def plan_values(shown: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a plan as `KeptPlan` has them; no reason, hint or limit is carried."""
    values = {name: shown[name] for name in PLAIN if shown.get(name) is not None}
    values.setdefault("starts_on", "2000-01-01")
    values |= {name: shown[old] for name, old in MONEY.items() if shown.get(old)}
    target, bound = _object(shown, "target"), _object(shown, "bound")
    minded, pins = _object(shown, "heeded"), _object(shown, "provenance")
    return values | {
        "target": _taken(target, "standard", "level", "reached"),
        "binding": shown.get("budget_binds") or "mid",
        "size": shown.get("size_class") or "small",
        "expected": shown.get("expected_value") or 0.0,
        "proof": {
            "gap": shown.get("gap"),
            "criterion": bound.get("measure") or "rise",
            "worth": bound.get("worth") or 0.0,
            "bound": bound.get("bound"),
            "method": bound.get("solver") or "",
            "finished": bool(bound.get("finished")),
        },
        "before": [_reading(row) for row in _objects(shown, "before")],
        "phases": [_phase(phase) for phase in _objects(shown, "phases")],
        "frontier": [_point(point) for point in _objects(shown, "frontier")],
        "minded": _taken(minded, "done", "refused", "demoted"),
        "pins": {"content": "", **_taken(pins, "form", "standards", "code", "content")},
    }


def _object(shown: dict[str, Any], name: str) -> dict[str, Any]:
    value = shown.get(name)
    return value if isinstance(value, dict) else {}


def _objects(shown: dict[str, Any], name: str) -> list[dict[str, Any]]:
    values = shown.get(name)
    return [v for v in values if isinstance(v, dict)] if isinstance(values, list) else []


def _taken(shown: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: shown[name] for name in names if shown.get(name) is not None}


def _reading(row: dict[str, Any]) -> dict[str, Any]:
    provisional = row.get("provisional")
    pair = None
    if isinstance(provisional, dict) and provisional.get("level") is not None:
        pair = [provisional["level"], provisional.get("score") or 0.0]
    return _taken(row, "standard", "level", "score") | {"provisional": pair}


def _phase(phase: dict[str, Any]) -> dict[str, Any]:
    values = _taken(phase, "number", "budget_wan", "people_months", "value")
    values |= {"cost": phase["cost_wan"]} if phase.get("cost_wan") else {}
    return values | {
        "start": phase.get("from_month") or 0.0,
        "end": phase.get("until_month") or 0.0,
        "readings": [_reading(row) for row in _objects(phase, "standards")],
        "projects": [_project(project) for project in _objects(phase, "projects")],
    }


def _project(project: dict[str, Any]) -> dict[str, Any]:
    values = _taken(project, "id", "start_month", "end_month", "people_months")
    for name, old in (("cost", "cost_wan"), ("running", "running_wan_per_year")):
        values |= {name: project[old]} if project.get(old) else {}
    return values | {
        "prior": project.get("adoption_prior") or 0.0,
        "why": {"project": project.get("id") or ""},
    }


def _point(point: dict[str, Any]) -> dict[str, Any]:
    values = _taken(point, "value", "level", "months", "projects")
    return values | ({"cost": point["cost_wan"]} if point.get("cost_wan") else {})
