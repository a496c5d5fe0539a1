"""Values of a plan over packages, out of those of the planner before it, over projects.

Projects keep their ids. What the earlier planner did not know (trade, wishes, what was nearly
chosen, the years of the account) stays empty; a budget was for building alone. Nothing is told of
time that would do, of plans of other budgets, or of levels within reach: their words are gone.
"""

from typing import Any

Plain = dict[str, Any]
ENDS = ("low", "mid", "high")
RUNNING_YEARS, SCALE, HORIZON_MONTHS = 3, 5, 36.0
"""The years of running that count as cost; the top of the scale that a mean rises on."""
OBJECTIVES = {"most-gain": "points", "expected-gain": "points", "reach-level": "level"}
REASONS = {
    "done": "done", "refused": "refused", "in-place": "in-place", "not-for-size": "not-for-size",
    "not-applicable": "not-applicable", "prerequisite": "prerequisite", "budget": "budget",
    "not-for-industry": "not-for-trade", "exclusion": "other-grade", "time": "capacity",
}  # fmt: skip
"""Why a project was left out; every other reason was that it brought too little."""
OBSTACLES = {
    "budget", "phase-limits", "level", "not-settled", "prerequisite", "together", "done",
    "refused", "not-for-size", "not-applicable",
}  # fmt: skip
HINTS = {"DearForTheFirm", "NothingAnswered", "FewAnswered", "SearchCutShort"}
KEPT = ("target", "budget_wan", "binding", "starts_on", "before", "unscored", "minded", "pins")


def over_packages(values: Plain) -> Plain:
    """Return the values of a plan; those that are over packages already stay as they are."""
    phases = _rows(values, "phases")
    if "build" in values or any("packages" in phase for phase in phases):
        return values
    after = [_phase(phase) for phase in phases]
    packages = [package for phase in after for package in phase["packages"]]
    build, run = (_sum(package[name] for package in packages) for name in ("build", "run"))
    return {name: values[name] for name in KEPT if name in values} | {
        "objective": OBJECTIVES.get(values.get("objective", ""), "points"),
        "covers": "build",
        "firm": {
            "size": values.get("size") or "small", "employees": None, "trade": "",
            "matched_by": "",
        },
        "build": build,
        "run": run,
        "total": {end: round(build[end] + RUNNING_YEARS * run[end], 2) for end in ENDS},
        "people_months": values.get("people_months") or 0.0,
        "worth": (values.get("value") or 0.0) / SCALE,
        "proof": _proof(values.get("proof") or {}),
        "phases": after,
        "first_ai": None,
        "left_out": _left_out(values),
        "infeasible": [
            _wish(wish, values)
            for wish in _rows(values, "infeasible")
            if wish.get("code") in OBSTACLES
        ],
        "hints": [hint for hint in _rows(values, "hints") if hint.get("_type") in HINTS],
        "is_cut_short": bool(values.get("is_cut_short")),
        "months": max((phase["end"] for phase in after), default=HORIZON_MONTHS),
    }  # fmt: skip


def _rows(values: Plain, name: str) -> list[Plain]:
    rows = values.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _money(values: Plain, name: str) -> dict[str, float]:
    ends = values.get(name) or {}
    return {end: round(ends.get(end) or 0.0, 2) for end in ENDS}


def _sum(rows: Any) -> dict[str, float]:
    listed = list(rows)
    return {end: round(sum(row[end] for row in listed), 2) for end in ENDS}


def _phase(phase: Plain) -> Plain:
    return {
        "number": phase.get("number") or 0,
        "start": phase.get("start") or 0.0,
        "end": phase.get("end") or 0.0,
        "budget_wan": phase.get("budget_wan"),
        "readings": phase.get("readings") or [],
        "packages": [_package(project) for project in _rows(phase, "projects")],
    }


def _package(project: Plain) -> Plain:
    why = project.get("why") or {}
    return {
        "id": project.get("id") or "",
        "start_month": project.get("start_month") or 0.0,
        "end_month": project.get("end_month") or 0.0,
        "build": _money(project, "cost"),
        "run": _money(project, "running"),
        "people_months": project.get("people_months") or 0.0,
        "why": {
            "raises": [
                {"item": row["item"], "has": row.get("has"), "to": row["to"]}
                for row in _rows(why, "raises")
                if "item" in row and "to" in row
            ],
            "conditions": why.get("requirements") or [],
            "serves": [f"scene:{scene}" for scene in why.get("scenes") or ()],
            "enables": why.get("enables") or [],
            "wanted": bool(why.get("wanted")),
        },
    }


def _proof(proof: Plain) -> Plain:
    """Return the proof: a rise of the mean is a share of its scale now, as worth is."""
    is_cost = proof.get("criterion") == "cost-wan"
    unit = SCALE if proof.get("criterion") == "rise" else 1
    bound = proof.get("bound")
    return {
        "gap": proof.get("gap"),
        "criterion": "cost-wan" if is_cost else "worth",
        "value": (proof.get("worth") or 0.0) / unit,
        "bound": None if bound is None else bound / unit,
        "repaired": False,
    }


def _left_out(values: Plain) -> dict[str, list[str]]:
    by_reason: dict[str, list[str]] = {}
    for row in _rows(values, "left_out"):
        reason = REASONS.get(row.get("reason") or "", "less-worth")
        by_reason.setdefault(reason, []).append(row.get("project") or "")
    return by_reason


def _wish(wish: Plain, values: Plain) -> Plain:
    """Return a wish that could not be had; what was aimed at is the target's level."""
    is_target = wish.get("wish") == "target"
    taken = ["wish", "code", "budget_wan", "unreached"]
    taken += ["level", "level_cost_wan"] if wish.get("code") == "level" else []
    return {name: wish[name] for name in taken if wish.get(name) is not None} | {
        "packages": wish.get("projects") or [],
        "aimed": (values.get("target") or {}).get("level") if is_target else None,
    }
