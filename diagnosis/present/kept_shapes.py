"""The shapes of kept answers: what each field is where an older answer lacks it."""

from typing import Any, NamedTuple


class Maybe(NamedTuple):
    """A field that may be null; where it is not, it has this shape."""

    shape: Any


class Absent(NamedTuple):
    """A field that may not be there; where it is, it has this shape."""

    shape: Any


TEXT = {"zh": "", "en": ""}
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

PLAN: dict[str, Any] = {"phases": [{"projects": [{"id": "", "reason": TEXT}]}]}
"""What is still read of a plan as it was shown: its values are kept beside it."""

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
