"""The shapes of kept answers: what each field is where an older answer lacks it."""

from typing import Any, NamedTuple


class Maybe(NamedTuple):
    """A field that may be null; where it is not, it has this shape."""

    shape: Any


class Absent(NamedTuple):
    """A field that may not be there; where it is, it has this shape."""

    shape: Any


TEXT = {"zh": "", "en": ""}
MONEY = {"low": 0.0, "mid": 0.0, "high": 0.0}
_LEVEL = {"level": 0, "score": None}
PINS: dict[str, Any] = {
    "form": "", "form_status": "", "standards": [], "code": "", "content": "", "model": None,
}  # fmt: skip

_STANDARD = {
    "standard": "",
    "name": TEXT,
    "official_standard": False,
    "level": None,
    "level_name": Maybe(TEXT),
    "reading": Maybe(TEXT),
    "score": None,
    "coverage": 0.0,
    "why": Maybe(TEXT),
    "provisional": Maybe({**_LEVEL, "level_name": TEXT}),
    "aggregations": [{"rule": "", "score": None, "level": None, "official": False}],
    "dimensions": [
        {
            "id": "", "name": TEXT, "score": None, "top": 0.0, "level": None, "weight": None,
            "reading": Maybe(TEXT), "unconfirmed": False,
        }
    ],
    "held_back_by": [
        {
            "level": 0, "kind": "", "part": "", "name": TEXT, "has": None, "needs": None,
            "message": TEXT,
        }
    ],
    "cuts": [{"part": "", "name": TEXT, "weight_removed": 0.0, "reasons": []}],
}  # fmt: skip
DIAGNOSIS = {
    "form": "",
    "reference": None,
    "period": None,
    "enterprise": {"production_type": "discrete", "production_type_from": "default",
                   "size_class": None, "division_name": Absent(TEXT), "city_name": Absent(TEXT)},
    "standards": [_STANDARD],
    "estimate": [],
    "gaps": [
        {
            "standard": "", "item": "", "text": TEXT, "part": "", "target_level": 0, "has": None,
            "needs": 0.0, "lift": 0.0, "unit": "", "next_practice": Maybe(TEXT),
            "ours": False,
        }
    ],
    "consistency": [
        {
            "id": "", "severity": "contradiction", "items": [], "pointers": [], "message": TEXT,
            "ask": TEXT,
        }
    ],
    "ignored": [],
    "provenance": PINS,
    "notice": [TEXT],
}  # fmt: skip

_READING = {
    "standard": "", "level": None, "level_name": Maybe(TEXT), "score": None,
    "provisional": Maybe(_LEVEL),
}  # fmt: skip
_PROJECT = {
    "id": "",
    "name": TEXT,
    "stage": "",
    "stage_name": TEXT,
    "start_month": 0.0,
    "end_month": 0.0,
    "cost_wan": MONEY,
    "running_wan_per_year": MONEY,
    "people_months": 0.0,
    "adoption_prior": 0.0,
    "raises": [],
    "requirements": [],
    "goals": [],
    "scenes": [],
    "enables": [],
    "wanted": False,
    "reason": TEXT,
}
PLAN: dict[str, Any] = {
    "target": {"standard": "", "name": TEXT, "level": None, "reached": False},
    "objective": "most-gain",
    "budget_wan": None,
    "budget_binds": "mid",
    "size_class": "small",
    "cost_wan": MONEY,
    "running_wan_per_year": MONEY,
    "running_wan_in_plan": MONEY,
    "annual_wan": MONEY,
    "people_months": 0.0,
    "value": 0.0,
    "expected_value": 0.0,
    "expected_value_note": TEXT,
    "gap": None,
    "bound": {"measure": "", "worth": 0.0, "bound": None, "solver": "", "finished": False},
    "cut_short": False,
    "before": [_READING],
    "phases": [
        {
            "number": 0, "from_month": 0.0, "until_month": 0.0, "budget_wan": None,
            "cost_wan": MONEY, "people_months": 0.0, "value": 0.0, "standards": [_READING],
            "projects": [_PROJECT],
        }
    ],
    "left_out": [
        {
            "id": "", "name": TEXT, "why": "", "reason": TEXT, "projects": [], "needs_wan": None,
            "left_wan": None, "gain": 0.0,
        }
    ],
    "infeasible": [],
    "frontier": [],
    "warnings": [],
    "unscored": [],
    "notice": [],
    "provenance": {"form": "", "standards": [], "code": "", "content": ""},
    "starts_on": "2000-01-01",
    "heeded": {"done": [], "refused": [], "demoted": [], "note": Maybe(TEXT)},
}  # fmt: skip

_NEED = {"part": "", "has": None, "needs": 0.0}
TRACE = {
    "production_type": "discrete",
    "standards": [
        {
            "standard": "",
            "level": None,
            "score": None,
            "provisional": Maybe(_LEVEL),
            "gates": Absent([{"level": 0, "conditions": [_NEED]}]),
            "conditions": Absent([{"id": "", "kind": "", "holds": None}]),
            "parts": [
                {
                    "part": "", "weight": None, "score": None,
                    "answers": [{"item": "", "answer": None, "weight": None, "value": None}],
                }
            ],
        }
    ],
}  # fmt: skip
