"""What a firm says of its business: read with every fault, kept as it was, merged by changes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.fault import MOST_FAULTS, UNTOLD, FaultyInput
from diagnosis.domain.intake.business import (
    Business,
    CostPercent,
    Traits,
    business_as_plain,
    business_fact,
    business_from_plain,
    business_pointer,
    goals_of,
    read_business,
)
from diagnosis.domain.intake.fields import merge_inside
from diagnosis.domain.intake.limits import BUSINESS_LIMITS, PAINS
from diagnosis.domain.intake.written_sheet import from_plain
from diagnosis.domain.text import Language
from diagnosis.present.faults import fault_message
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from tests.builders import a_business, a_sheet

SCENES = ("plant-twin", "smart-warehousing", "shop-scheduling", "x1", "x2", "x3")


def faults_of(raw: Any) -> list[tuple[str, str]]:
    _, faults = read_business(raw, SCENES)
    return [(fault.pointer, fault.code) for fault in faults]


def test_everything_is_read_in_the_order_it_was_written() -> None:
    raw = {
        "pains": ["wrong-stock", "late-delivery"],
        "goals": ["scene:smart-warehousing"],
        "cost_percent": {"material": 60, "energy": 2.5},
        "yearly_budget_wan": 20,
        "traits": {"sells": "contract-work", "exports": False},
    }
    business, faults = read_business(raw, SCENES)
    assert faults == []
    assert business == Business(
        pains=("wrong-stock", "late-delivery"),
        goals=("scene:smart-warehousing",),
        cost_percent=CostPercent(material=60, energy=2.5),
        yearly_budget_wan=20,
        traits=Traits(sells="contract-work", exports=False),
    )
    assert business_as_plain(business) == raw


@pytest.mark.parametrize(
    "raw",
    [
        None,
        {},
        {"pains": [], "goals": None, "cost_percent": {}, "traits": None},
        {"cost_percent": {"material": None}, "traits": {"exports": None}},
    ],
)
def test_nothing_said_is_nothing_kept(raw: Any) -> None:
    assert read_business(raw, SCENES) == (Business(), [])
    assert business_as_plain(Business()) == {}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ([], [("/business", "wrong-type")]),
        ({"pain": ["energy"]}, [("/business/pain", "unknown-field")]),
        ({"pain": None}, [("/business/pain", "unknown-field")]),
        ({"pains": "energy"}, [("/business/pains", "wrong-type")]),
        ({"pains": ["energy", 3]}, [("/business/pains/1", "wrong-type")]),
        ({"pains": ["enrgy"]}, [("/business/pains/0", "unknown-value")]),
        ({"pains": ["energy", "energy"]}, [("/business/pains/1", "stands-twice")]),
        ({"pains": list(PAINS.values[:4])}, [("/business/pains", "too-many")]),
        ({"goals": ["smart-warehousing"]}, [("/business/goals/0", "unknown-value")]),
        ({"goals": ["scene:moon"]}, [("/business/goals/0", "unknown-value")]),
        ({"goals": list(goals_of(SCENES))}, [("/business/goals", "too-many")]),
        ({"cost_percent": 60}, [("/business/cost_percent", "wrong-type")]),
        ({"cost_percent": {"rent": 3}}, [("/business/cost_percent/rent", "unknown-field")]),
        ({"cost_percent": {"energy": "3"}}, [("/business/cost_percent/energy", "number-as-text")]),
        ({"cost_percent": {"energy": True}}, [("/business/cost_percent/energy", "wrong-type")]),
        ({"cost_percent": {"energy": 101}}, [("/business/cost_percent/energy", "out-of-range")]),
        (
            {"cost_percent": {"material": 60, "labour": 40.5}},
            [("/business/cost_percent", "sum-out-of-range")],
        ),
        ({"yearly_budget_wan": "20"}, [("/business/yearly_budget_wan", "number-as-text")]),
        ({"yearly_budget_wan": True}, [("/business/yearly_budget_wan", "wrong-type")]),
        ({"yearly_budget_wan": -1}, [("/business/yearly_budget_wan", "out-of-range")]),
        ({"yearly_budget_wan": 1e8 + 1}, [("/business/yearly_budget_wan", "out-of-range")]),
        ({"traits": ["exports"]}, [("/business/traits", "wrong-type")]),
        ({"traits": {"exports": "yes"}}, [("/business/traits/exports", "wrong-type")]),
        ({"traits": {"exports": 1}}, [("/business/traits/exports", "wrong-type")]),
        ({"traits": {"sells": "brand"}}, [("/business/traits/sells", "unknown-value")]),
        ({"traits": {"export": True}}, [("/business/traits/export", "unknown-field")]),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(
    raw: Any, expected: list[tuple[str, str]], content: Content
) -> None:
    assert faults_of(raw) == expected
    with pytest.raises(FaultyInput) as caught:
        read(content, a_sheet("screening", business=raw))
    for fault in caught.value.faults:
        assert all(fault_message(fault, language) for language in Language)


def test_every_fault_is_told_at_once(content: Content) -> None:
    raw = {
        "pains": ["enrgy", "energy", "energy", "quoting", "hiring"],
        "cost_percent": {"material": "60", "labour": 80, "energy": 30},
        "traits": {"sells": 3},
        "colour": "red",
    }
    with pytest.raises(FaultyInput) as caught:
        read(content, a_sheet("screening", {"ai-plan": 9}, business=raw, period="now"))
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [
        ("/business/colour", "unknown-field"),
        ("/business/pains", "too-many"),
        ("/business/pains/0", "unknown-value"),
        ("/business/pains/2", "stands-twice"),
        ("/business/cost_percent/material", "number-as-text"),
        ("/business/cost_percent", "sum-out-of-range"),
        ("/business/traits/sells", "unknown-value"),
        ("/answers/ai-plan", "bad-position"),
        ("/period", "wrong-type"),
    ]


def test_an_unknown_id_is_told_with_the_nearest_and_all_that_may_be() -> None:
    (fault,) = read_business({"goals": ["plant-twin"]}, SCENES)[1]
    assert fault.values["near"] == "scene:plant-twin"
    zh, en = (fault_message(fault, language) for language in Language)
    assert zh.startswith(
        "没有「plant-twin」。是否想写「scene:plant-twin」？可用：scene:plant-twin, "
    )
    assert en.startswith("There is no 'plant-twin'. Did you mean 'scene:plant-twin'? Allowed: ")
    (far,) = read_business({"pains": ["电费"]}, SCENES)[1]
    assert fault_message(far, Language.ZH).startswith("没有「电费」。可用：late-delivery, ")


def test_parts_of_a_cost_are_added_as_they_are_written() -> None:
    """In binary fractions these three are more than a hundred together."""
    assert faults_of({"cost_percent": {"material": 64.3, "labour": 28.2, "energy": 7.5}}) == []
    tight = {"material": 33.3, "labour": 33.3, "energy": 33.3, "overhead": 0.1}
    assert faults_of({"cost_percent": tight}) == []
    (fault,) = read_business({"cost_percent": tight | {"outside_work": 0.01}}, SCENES)[1]
    assert fault_message(fault, Language.ZH) == "各部分加起来是 100.01，不能超过 100。"


def test_a_list_of_very_many_faults_is_not_worked_out() -> None:
    _, faults = read_business({"pains": ["x"] * 100_000}, SCENES)
    assert len(faults) == 100_001
    assert all(fault is UNTOLD for fault in faults[MOST_FAULTS:])


@given(business=a_business(SCENES))
def test_what_was_read_is_written_and_read_back_as_it_was(business: Any) -> None:
    read_once, faults = read_business(business, SCENES)
    assert faults == []
    plain = business_as_plain(read_once)
    assert read_business(plain, SCENES) == (read_once, [])
    assert business_from_plain(plain) == read_once


@given(before=a_business(SCENES), change=a_business(SCENES))
def test_a_change_sets_what_it_states_and_leaves_the_rest(before: Any, change: Any) -> None:
    change.pop("cost_percent", None)  # parts of two may be too much together
    merged, faults = read_business(merge_inside(before, change), SCENES)
    assert faults == []
    kept, stated = (read_business(raw, SCENES)[0] for raw in (before, change))
    for name in BUSINESS_LIMITS:
        source = stated if _states(change, name) else kept
        assert business_fact(merged, name) == business_fact(source, name), name


def _states(raw: Any, name: str) -> bool:
    """Return whether an object states a field; null for a part states all of it."""
    part, _, inner = name.partition(".")
    if part not in raw:
        return False
    return not inner or raw[part] is None or inner in raw[part]


def test_a_sheet_kept_before_says_nothing_of_the_business() -> None:
    sheet = from_plain({"form": "full@1.0.0", "enterprise": {"employees": 60}, "answers": {}})
    assert sheet.business == Business()
    assert sheet.as_plain()["business"] == {}
    later = {"pains": ["energy"], "mood": "good", "traits": {"exports": True, "size": 3}}
    kept = from_plain({"form": "full@1.0.0", "business": later}).business
    assert business_as_plain(kept) == {"pains": ["energy"], "traits": {"exports": True}}


def test_what_is_no_longer_listed_is_left_behind() -> None:
    business = Business(pains=("energy", "gone"), goals=("scene:gone", "scene:x1"))
    assert business.known_to(SCENES) == Business(pains=("energy",), goals=("scene:x1",))


def test_every_limit_is_that_of_a_field() -> None:
    for name in BUSINESS_LIMITS:
        assert business_fact(Business(), name) in (None, ())
        assert business_pointer(name).startswith("/business/")


@pytest.mark.no_cover
def test_any_json_is_read_or_refused(content: Content) -> None:
    values = st.recursive(
        st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=5)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=5),
            st.dictionaries(
                st.sampled_from(["pains", "goals", "traits", "cost_percent", "energy", "x"]), inner
            ),
        ),
        max_leaves=25,
    )

    @given(values)
    def check(raw: Any) -> None:
        business, faults = read_business(raw, content.codes.scenes)
        assert all(fault.pointer.startswith("/business") for fault in faults)
        if not faults:
            plain = business_as_plain(business)
            assert read_business(plain, content.codes.scenes) == (business, [])

    check()
