"""Support in groups: what it does for the firm, the most useful first, the rest set apart."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.support.eligibility import Offer, PlannedPackage, SupportEstimate
from diagnosis.domain.retrofit.support.groups import (
    GROUP_OF_KIND,
    HiddenReason,
    SortedSupport,
    SupportGroup,
    deadline,
    is_honour,
    is_no_lead,
    is_vague,
    sort_support,
)
from diagnosis.domain.retrofit.support.instrument import (
    FinishBy,
    InstrumentKind,
    LevelCap,
    Pays,
    Period,
    Standing,
)
from diagnosis.domain.retrofit.support.rule import Answer, Condition
from tests.builders import MARK, TEXT, a_package, an_instrument, an_offer

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
QUESTION = Condition("declared", "filed")


def offer(name: str, high: float | None = None, **changes: object) -> Offer:
    """Return an offer of a grant with an estimate, with some changes."""
    estimate = None if high is None else SupportEstimate(0, None, high, is_sure=False)
    made = replace(an_offer(an_instrument(id=name)), estimate=estimate)
    return replace(made, **changes)  # type: ignore[arg-type]


def order(*offers: Offer) -> list[str]:
    rows = sort_support(offers).groups[SupportGroup.GET_MONEY]
    return [row.instrument.id for row in rows]


def test_every_kind_but_a_goal_has_a_group() -> None:
    assert set(InstrumentKind) - set(GROUP_OF_KIND) == {InstrumentKind.POLICY_GOAL}
    assert set(GROUP_OF_KIND.values()) == set(SupportGroup)


def test_money_for_the_firm_comes_first_the_likeliest_before_the_most() -> None:
    vague = offer("ins-a", answer=YES)
    vague = replace(vague, instrument=replace(vague.instrument, pays=NOTHING))
    assert order(
        vague,
        offer("ins-b", 30, answer=UNKNOWN, unknown=(QUESTION,) * 3),
        offer("ins-c", 60, answer=UNKNOWN, unknown=(QUESTION,) * 5),
        offer("ins-d", 30, answer=UNKNOWN, unknown=(QUESTION,)),
        offer("ins-e", 30, answer=YES),
    ) == ["ins-e", "ins-d", "ins-b", "ins-c", "ins-a"]


NOTHING = Pays(None, None, None, "none", MARK)


def test_money_graded_by_the_level_counts_as_money_for_the_firm() -> None:
    rows = (LevelCap("s", 2, 30, MARK), LevelCap("s", 4, 100, MARK))
    graded = an_instrument(id="ins-z", by_level=rows, pays=Pays(None, 100, None, "none", MARK))
    reached = replace(an_offer(graded), level=2)
    assert order(offer("ins-a", 20), reached, offer("ins-b", 40)) == ["ins-b", "ins-z", "ins-a"]


def test_what_pays_for_the_plan_comes_before_honours_of_any_size() -> None:
    crown = an_instrument(id="ins-a", kind="award", pays=Pays(None, 500, None, "none", MARK))
    silent = an_instrument(id="ins-z", pays=Pays(None, None, None, "project-cost", MARK))
    day = date(2026, 1, 1)
    counted = (PlannedPackage(a_package(), Money(1, 2, 3), Money(), day, day),)
    for_plan = replace(an_offer(silent), counted=counted)
    assert is_honour(crown) and not is_honour(silent)
    assert order(an_offer(crown), for_plan, offer("ins-b", 2)) == ["ins-b", "ins-z", "ins-a"]
    graded = replace(crown, by_level=(LevelCap("s", 3, 100, MARK),))
    assert not is_honour(graded)


def test_the_nearest_government_comes_first_and_then_what_names_its_money() -> None:
    silent = an_instrument(id="ins-z", pays=Pays(None, None, None, "project-cost", MARK))
    province = an_instrument(id="ins-a", level="province")
    assert order(an_offer(province), an_offer(silent), offer("ins-b")) == [
        "ins-b", "ins-z", "ins-a",
    ]  # fmt: skip


def test_what_few_get_what_may_be_over_and_what_ends_soon_come_behind() -> None:
    on = date(2026, 11, 16)
    over = an_instrument(id="ins-b", may_be_over=TEXT)
    open_for_long = Period(date(2026, 1, 1), date(2027, 1, 1), MARK)
    likely = an_instrument(id="ins-z", window=open_for_long)
    rumour = an_instrument(id="ins-c", window=open_for_long, confidence="low")
    rows = [
        replace(an_offer(likely), is_long_shot=True, on=on),
        replace(offer("ins-x", 90), on=on),
        replace(an_offer(over), on=on),
        replace(an_offer(rumour), on=on),
        replace(an_offer(replace(likely, id="ins-y")), on=on),
    ]
    # The last day of ins-x is 45 days ahead.
    assert order(*rows) == ["ins-y", "ins-x", "ins-b", "ins-c", "ins-z"]
    assert [is_no_lead(row) for row in rows] == [False, True, True, True, False]
    later = replace(offer("ins-x", 90), on=date(2026, 11, 15))
    assert not is_no_lead(later)


def test_what_names_neither_money_nor_a_day_comes_behind_what_names_one() -> None:
    endless = {"window": None, "valid": Period(None, None, MARK)}
    silent = an_instrument(id="ins-a", pays=NOTHING, **endless)
    with_day = an_instrument(id="ins-y", pays=NOTHING)
    with_money = an_instrument(id="ins-z", **endless)
    rows = [an_offer(each) for each in (silent, with_day, with_money)]
    assert [is_vague(row) for row in rows] == [True, False, False]
    assert order(*rows)[-1] == "ins-a"


def test_a_crumb_is_no_money() -> None:
    assert order(offer("ins-a", 0.2), offer("ins-b", 2)) == ["ins-b", "ins-a"]


def test_of_what_is_refused_the_nearest_miss_comes_first() -> None:
    near = offer("ins-z", answer=NO, failing=(QUESTION,))
    far = offer("ins-a", answer=NO, failing=(QUESTION,) * 2)
    assert sort_support([far, near]).refused == (near, far)


def test_the_nearest_deadline_breaks_a_tie() -> None:
    soon = an_instrument(id="ins-z", window=Period(date(2026, 1, 1), date(2026, 3, 1), MARK))
    late = an_instrument(id="ins-a", window=Period(date(2026, 1, 1), date(2026, 6, 1), MARK))
    assert order(an_offer(late), an_offer(soon)) == ["ins-z", "ins-a"]


def test_what_can_no_longer_be_filed_comes_last() -> None:
    over = offer("ins-a", 90, standing=Standing.WINDOW_CLOSED)
    assert order(over, offer("ins-b", 1)) == ["ins-b", "ins-a"]


def test_the_deadline_is_that_of_filing_then_of_the_work_then_of_the_rule() -> None:
    opens = an_instrument(window=Period(date(2026, 1, 1), date(2026, 3, 1), MARK))
    assert deadline(an_offer(opens)) == date(2026, 3, 1)
    unseen = replace(an_offer(opens), standing=Standing.RULES_IN_FORCE)
    assert deadline(unseen) == date(2026, 12, 31)
    finish = replace(opens, finish_by=FinishBy(date(2026, 9, 30), "filed"))
    assert deadline(replace(unseen, instrument=finish)) == date(2026, 9, 30)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"elsewhere": True, "answer": NO}, HiddenReason.ANOTHER_PLACE),
        ({"elsewhere": True, "for_other_roles": True}, HiddenReason.ANOTHER_PLACE),
        ({"for_other_roles": True}, HiddenReason.ANOTHER_ROLE),
    ],
)
def test_what_is_for_other_firms_is_hidden(
    changes: dict[str, object], reason: HiddenReason
) -> None:
    hidden = offer("ins-a", 90, **changes)
    arranged = sort_support([hidden])
    assert arranged.hidden[reason] == (hidden,)
    assert not any(arranged.groups.values()) and not arranged.refused


def test_goals_are_context_and_never_in_a_group() -> None:
    goal = an_offer(an_instrument(kind="policy-goal"))
    arranged = sort_support([replace(goal, answer=YES, standing=Standing.NO_FILING)])
    assert len(arranged.context) == 1 and not any(arranged.groups.values())


OFFERS = st.lists(
    st.builds(
        lambda number, kind, **changes: replace(
            an_offer(an_instrument(id=f"ins-{number}", kind=kind)), **changes
        ),
        st.integers(0, 20),
        st.sampled_from([str(kind) for kind in InstrumentKind]),
        answer=st.sampled_from(Answer),
        standing=st.sampled_from(Standing),
        elsewhere=st.booleans(),
        for_other_roles=st.booleans(),
    ),
    unique_by=lambda offer: offer.instrument.id,
    max_size=8,
)


@given(OFFERS)
def test_every_offer_stands_in_one_place(offers: list[Offer]) -> None:
    places = every_place(sort_support(offers))
    assert sorted(row.instrument.id for row in places) == sorted(
        row.instrument.id for row in offers
    )


@given(OFFERS)
def test_the_order_of_the_offers_changes_nothing(offers: list[Offer]) -> None:
    assert sort_support(offers) == sort_support(reversed(offers))


def every_place(arranged: SortedSupport) -> list[Offer]:
    rows = [row for group in arranged.groups.values() for row in group]
    rows += [row for hidden in arranged.hidden.values() for row in hidden]
    return [*rows, *arranged.context, *arranged.ended, *arranged.refused]
