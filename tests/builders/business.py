"""What firms say of their business, raw as a caller sends it."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from diagnosis.domain.intake.business import CostPercent, goals_of
from diagnosis.domain.intake.limits import GOALS, PAINS, PRODUCTION_FOR, SELLS, YEARLY_BUDGET_WAN

_COSTS = tuple(CostPercent.__dataclass_fields__)
_FLAGS = ("own_transport", "duty_to_service", "lead_firm_platform", "exports")


def a_business(scenes: Sequence[str]) -> st.SearchStrategy[Any]:
    """Return objects without a fault; what is not known is left out, or null."""
    flags = {name: st.sampled_from([True, False, None]) for name in _FLAGS}
    traits = {
        "production_for": st.sampled_from([*PRODUCTION_FOR.values, None]),
        "sells": st.sampled_from([*SELLS.values, None]),
        **flags,
    }
    share = st.one_of(st.none(), st.floats(0, 100 / len(_COSTS)))
    return st.fixed_dictionaries(
        {},
        optional={
            "pains": _some(PAINS.values, PAINS.most),
            "goals": _some(goals_of(scenes), GOALS.most),
            "cost_percent": _object(dict.fromkeys(_COSTS, share)),
            "yearly_budget_wan": st.one_of(st.none(), st.floats(*YEARLY_BUDGET_WAN.ends)),
            "traits": _object(traits),
        },
    )


def _some(values: Sequence[str], most: int) -> st.SearchStrategy[Any]:
    chosen = st.lists(st.sampled_from(values), max_size=most, unique=True)
    return st.one_of(st.none(), chosen)


def _object(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.fixed_dictionaries({}, optional=fields))
