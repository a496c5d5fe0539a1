"""Support beside a plan: eligibility, estimates, sums that count nothing twice, warnings."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.amounts import Money, Range
from diagnosis.domain.retrofit.catalogue.package import CostPart
from diagnosis.domain.retrofit.support.eligibility import (
    LevelsAt,
    Offer,
    PlannedPackage,
    PlannedWork,
    SupportEstimate,
    match_support,
)
from diagnosis.domain.retrofit.support.instrument import (
    FinishBy,
    Instrument,
    LevelCap,
    Pays,
    Period,
    Standing,
    Stated,
)
from diagnosis.domain.retrofit.support.likelihood import LongShot
from diagnosis.domain.retrofit.support.paid_packages import PaidPackages
from diagnosis.domain.retrofit.support.rule import Answer, FirmFacts, compile_rule
from diagnosis.domain.retrofit.support.total import ENDS, sum_support
from diagnosis.domain.retrofit.support.warnings import (
    EndsTooLate,
    FileBeforeStart,
    LevelAfter,
    LongShotForSize,
    NextLevel,
    NotOpen,
    OneFundPerItem,
    PaidAfterwards,
    StartedBeforeFiling,
    StartsTooEarly,
    SupportWarning,
    Threshold,
    TooLateToStart,
    warnings,
)
from diagnosis.services.ports.content import Content
from tests.builders import MARK, TEXT, a_package, an_instrument, paying_for

ON = date(2026, 1, 10)
FIRM = FirmFacts(place="440307", size=SizeClass.SMALL, declared={"filed": True})
MIIT = "miit-sme-2024"


def a_plan(name: str, low: float, high: float, start: date = date(2026, 2, 1)) -> PlannedPackage:
    build = Money(low, Range(low, high).mid, high)
    return PlannedPackage(a_package(name), build, Money(), start, start + timedelta(days=100))


def work(*plans: PlannedPackage, **more: Any) -> PlannedWork:
    return PlannedWork(plans, **more)


def pays(rate: float | None, cap: float | None, base: str = "project-cost") -> Pays:
    return Pays(rate, cap, None, base, MARK)


def one_offer(instrument: Instrument, plan: PlannedWork | None, firm: FirmFacts = FIRM) -> Offer:
    (offer,) = match_support([instrument], firm, plan, ON)
    return offer


A = work(a_plan("pkg-a", 40, 90))


def test_rate_of_what_counts() -> None:
    # 30 % of 40, of √(40·90) = 60 and of 90, below the cap of 100.
    estimate = one_offer(an_instrument(), A).estimate
    assert estimate == SupportEstimate(12.0, 18.0, 27.0, is_sure=True)


def test_cap_binds() -> None:
    estimate = one_offer(an_instrument(pays=pays(30, 20)), A).estimate
    assert estimate == SupportEstimate(12.0, 18.0, 20.0, is_sure=True)


def test_only_packages_that_it_pays_for_count() -> None:
    offer = one_offer(an_instrument(), work(a_plan("pkg-a", 40, 90), a_plan("pkg-b", 10, 10)))
    assert [plan.package.id for plan in offer.counted] == ["pkg-a"]


def test_an_open_question_takes_the_low_end_to_nothing() -> None:
    offer = one_offer(an_instrument(), A, replace(FIRM, declared={}))
    assert offer.answer is Answer.UNKNOWN
    assert offer.estimate == SupportEstimate(0.0, 18.0, 27.0, is_sure=False)


def test_a_cap_without_a_rate_is_a_ceiling_alone() -> None:
    assert one_offer(an_instrument(pays=pays(None, 30)), A).estimate == SupportEstimate(
        0.0, None, 30, is_sure=False
    )


HARDWARE = paying_for("pkg-a", parts=frozenset({CostPart.HARDWARE}))


def test_of_the_money_only_the_parts_that_it_pays_for_count() -> None:
    # A fifth of the package is hardware: 8, 12 and 18, and 30 % of that.
    offer = one_offer(an_instrument(paid=HARDWARE), A)
    assert offer.estimate == SupportEstimate(2.4, 3.6, 5.4, is_sure=True)
    total = sum_support([offer], A)
    assert total.sure.total == Money(2.4, 3.6, 5.4)


def test_what_is_excepted_never_counts() -> None:
    every = PaidPackages(every_package=True, excepted=frozenset({"pkg-b"}))
    plan = work(a_plan("pkg-a", 40, 90), a_plan("pkg-b", 10, 10))
    offer = one_offer(an_instrument(paid=every), plan)
    assert [planned.package.id for planned in offer.counted] == ["pkg-a"]


def test_equipment_is_its_part_of_the_money_and_sure_once_the_firm_says() -> None:
    hardware = an_instrument(pays=pays(50, None, "equipment"), paid=HARDWARE)
    assert one_offer(hardware, A).estimate == SupportEstimate(0.0, 6.0, 9.0, is_sure=False)
    instrument = an_instrument(pays=pays(20, None, "equipment"))
    with_equipment = replace(A, equipment_wan=50)
    # 20 % of min(40, 50), min(60, 50), min(90, 50).
    estimate = one_offer(instrument, with_equipment).estimate
    assert estimate == SupportEstimate(8.0, 10.0, 10.0, is_sure=True)


@pytest.mark.parametrize(
    "changes", [{"pays": pays(None, None)}, {"pays": pays(30, 9, "loan-interest")},
                {"pays": pays(None, 9, "none")}]
)  # fmt: skip
def test_no_estimate_where_nothing_can_be_said(changes: dict[str, Any]) -> None:
    assert one_offer(an_instrument(**changes), A).estimate is None


def test_refused_pays_nothing() -> None:
    offer = one_offer(an_instrument(), A, replace(FIRM, place="441900"))
    assert offer.answer is Answer.NO and offer.estimate is None
    assert [condition.operator for condition in offer.failing] == ["place_in"]


def test_what_ends_too_late_does_not_count() -> None:
    late = a_plan("pkg-a", 40, 90, start=date(2026, 11, 1))
    offer = one_offer(an_instrument(), work(late))
    assert (offer.counted, offer.late) == ((), (late,))
    assert offer.estimate is None


def test_what_starts_too_early_does_not_count() -> None:
    early = a_plan("pkg-a", 40, 90, start=date(2024, 12, 1))
    offer = one_offer(an_instrument(), work(early))
    assert (offer.counted, offer.early) == ((), (early,))


GRADED = an_instrument(
    eligible=compile_rule(
        {"all": [{"declared": "filed"}, {"level_after_at_least": {"standard": MIIT, "level": 2}}]}
    ),
    pays=pays(100, 100),
    by_level=tuple(LevelCap(MIIT, n, cap, MARK) for n, cap in ((2, 30), (3, 60), (4, 100))),
)


def levels(*rows: tuple[date, int]) -> tuple[LevelsAt, ...]:
    return tuple(LevelsAt(day, {MIIT: level}) for day, level in rows)


@pytest.mark.parametrize(
    ("level", "answer", "high"),
    [(1, Answer.NO, None), (2, Answer.YES, 30), (3, Answer.YES, 60), (4, Answer.YES, 90)],
)
def test_money_is_graded_by_the_level_after(
    level: int, answer: Answer, high: float | None
) -> None:
    offer = one_offer(GRADED, replace(A, levels=levels((ON, 1), (date(2026, 6, 1), level))))
    assert offer.answer is answer
    assert (offer.estimate and offer.estimate.high) == high


def test_a_level_reached_after_the_end_does_not_count() -> None:
    rise = levels((ON, 1), (date(2026, 6, 1), 2), (date(2027, 6, 1), 4))
    offer = one_offer(GRADED, replace(A, levels=rise))
    assert offer.level == 2


def test_an_unknown_level_gives_a_ceiling() -> None:
    estimate = one_offer(GRADED, A).estimate
    assert estimate == SupportEstimate(0.0, None, 90, is_sure=False)


@pytest.mark.parametrize(
    ("low", "high", "answer"),
    [(700, 900, Answer.YES), (500, 699, Answer.NO), (500, 900, Answer.UNKNOWN)],
)
def test_a_threshold_inside_the_range_stays_unknown(low: int, high: int, answer: Answer) -> None:
    instrument = an_instrument(eligible=compile_rule({"spend_at_least_wan": 700}))
    assert one_offer(instrument, work(a_plan("pkg-a", low, high))).answer is answer


def test_a_plan_too_small_cannot_reach_an_equipment_threshold() -> None:
    rule = {"all": [{"equipment_at_least_wan": 150}, {"not": {"equipment_at_least_wan": 500}}]}
    instrument = an_instrument(eligible=compile_rule(rule))
    answers = [
        one_offer(instrument, work(a_plan("pkg-a", 1, high))).answer for high in (100, 300, 900)
    ]
    assert answers == [Answer.NO, Answer.UNKNOWN, Answer.UNKNOWN]


def test_without_a_plan_no_money_is_named() -> None:
    offer = one_offer(an_instrument(), None)
    assert (offer.answer, offer.estimate) == (Answer.YES, None)


UNCONFIRMED = replace(MARK, checked="unconfirmed")


@pytest.mark.parametrize(
    "changes",
    [
        {"pays": replace(pays(30, 100), mark=UNCONFIRMED)},
        {"by_level": (LevelCap(MIIT, 2, 60, UNCONFIRMED),)},
    ],
)
def test_money_that_is_not_confirmed_is_not_worked_out(changes: dict[str, Any]) -> None:
    offer = one_offer(an_instrument(**changes), replace(A, levels=levels((ON, 2))))
    assert (offer.answer, offer.estimate, offer.most_wan) == (Answer.YES, None, None)
    assert sum_support([offer], A).possible.draws == ()


@pytest.mark.parametrize(("now", "level", "most"), [(0, 2, 30), (2, 2, 30), (3, 3, 60)])
def test_without_a_plan_the_level_is_the_first_that_pays_or_that_of_today(
    now: int, level: int, most: float
) -> None:
    (offer,) = match_support([GRADED], FIRM, None, ON, {MIIT: now})
    assert (offer.level, offer.most_wan) == (level, most)
    (unknown,) = match_support([GRADED], FIRM, None, ON)
    assert (unknown.level, unknown.most_wan) == (2, 30)


@pytest.mark.parametrize(
    ("level", "pays_at", "most"), [(0, 2, 30), (2, 2, 30), (3, 3, 60), (5, 4, 100)]
)
def test_the_next_level_that_pays_is_that_of_the_plan_or_above(
    level: int, pays_at: int, most: float
) -> None:
    paying = one_offer(GRADED, replace(A, levels=levels((ON, level)))).next_paying
    assert paying is not None and (paying.level, paying.cap_wan) == (pays_at, most)
    assert one_offer(an_instrument(), A).next_paying is None


DUE = an_instrument(
    finish_by=FinishBy(date(2026, 12, 31), "done-in-time"),
    eligible=compile_rule({"all": [{"declared": "filed"}, {"declared": "done-in-time"}]}),
)


@pytest.mark.parametrize(
    ("on", "answer"), [(date(2026, 10, 2), Answer.UNKNOWN), (date(2026, 10, 3), Answer.NO)]
)
def test_a_retrofit_that_cannot_be_done_in_time_is_refused(on: date, answer: Answer) -> None:
    (offer,) = match_support([DUE], FIRM, None, on)
    assert offer.answer is answer
    assert offer.too_late is (answer is Answer.NO)
    warning = TooLateToStart(date(2026, 12, 31), (date(2026, 12, 31) - on).days, "done-in-time")
    assert (warning in warnings(offer, (), on)) is offer.too_late


def test_a_firm_that_will_be_done_in_time_says_so() -> None:
    firm = replace(FIRM, declared={**FIRM.declared, "done-in-time": True})
    (offer,) = match_support([DUE], firm, None, date(2026, 12, 1))
    assert (offer.answer, offer.too_late) == (Answer.YES, False)


def test_what_is_done_after_the_day_to_finish_is_late() -> None:
    soon = replace(DUE, finish_by=FinishBy(date(2026, 6, 1), "done-in-time"))
    in_time, late = a_plan("pkg-a", 4, 9), a_plan("pkg-a", 4, 9, start=date(2026, 5, 1))
    assert soon.last_day == date(2026, 6, 1)
    assert one_offer(soon, work(in_time)).counted == (in_time,)
    assert one_offer(soon, work(late)).late == (late,)


def test_a_plan_that_is_done_in_time_is_not_too_late() -> None:
    on = date(2026, 11, 25)
    (in_time,) = match_support([DUE], FIRM, work(a_plan("pkg-a", 4, 9, date(2026, 9, 1))), on)
    (late,) = match_support([DUE], FIRM, work(a_plan("pkg-a", 4, 9, on)), on)
    assert (in_time.answer, in_time.too_late) == (Answer.YES, False)
    assert (late.answer, late.too_late) == (Answer.NO, True)


def test_a_first_package_done_in_time_is_no_retrofit_done_in_time() -> None:
    on = date(2026, 11, 28)
    first = replace(a_plan("pkg-a", 4, 9, on), end=date(2026, 12, 20))
    plan = work(first, a_plan("pkg-b", 4, 9, on))
    both = replace(DUE, paid=PaidPackages(every_package=True))
    (offer,) = match_support([both], FIRM, plan, on)
    assert len(offer.counted) == len(offer.late) == 1
    assert (offer.answer, offer.too_late) == (Answer.NO, True)
    begun = work(*(replace(each, start=date(2026, 9, 1)) for each in plan.packages))
    (under_way,) = match_support([both], FIRM, begun, on)
    assert (under_way.answer, under_way.too_late) == (Answer.UNKNOWN, False)


def test_what_ends_before_all_that_it_pays_for_is_refused() -> None:
    late = work(a_plan("pkg-a", 4, 9, date(2026, 11, 1)))
    (missed,) = match_support([an_instrument()], FIRM, late, ON)
    assert (missed.answer, missed.misses_end) == (Answer.NO, True)
    in_time = work(*late.packages, a_plan("pkg-a", 4, 9))
    assert not one_offer(an_instrument(), in_time).misses_end
    goal = an_instrument(kind="policy-goal")
    assert not one_offer(goal, late).misses_end


SMALL = FirmFacts(place="440300", size=SizeClass.SMALL, declared={"filed": True})
RARE = an_instrument(long_shot=LongShot(frozenset({SizeClass.SMALL}), TEXT))


@pytest.mark.parametrize(
    ("firm", "is_long_shot"),
    [
        (replace(SMALL, declared={}), True),
        (replace(SMALL, declared={}, size=None), True),
        (replace(SMALL, declared={}, size=SizeClass.LARGE), False),
        (SMALL, False),
    ],
)
def test_what_small_firms_hardly_get_is_a_long_shot_until_they_were_picked(
    firm: FirmFacts, is_long_shot: bool
) -> None:
    (offer,) = match_support([RARE], firm, None, ON)
    assert offer.is_long_shot is is_long_shot
    asks_nothing = replace(RARE, eligible=compile_rule({"place_in": ["440300"]}))
    (free,) = match_support([asks_nothing], replace(firm, size=SizeClass.SMALL), None, ON)
    assert free.is_long_shot
    assert LongShotForSize() in warnings(free, (), ON)


BOTH = ("pkg-a", "pkg-b")


STARTED = {"started_between": {"from": "2025-07-01", "to": "2026-02-10"}}


@pytest.mark.parametrize(
    ("name", "start", "answer"),
    [
        ("pkg-a", date(2026, 2, 1), Answer.YES),
        ("pkg-a", date(2026, 2, 11), Answer.NO),
        ("pkg-a", date(2026, 12, 1), Answer.NO),
        ("pkg-b", date(2026, 2, 1), Answer.YES),
        ("pkg-b", date(2026, 2, 11), Answer.NO),
    ],
)
def test_when_a_project_starts_is_told_by_the_plan_whatever_of_it_counts(
    name: str, start: date, answer: Answer
) -> None:
    instrument = an_instrument(eligible=compile_rule(STARTED))
    assert one_offer(instrument, work(a_plan(name, 40, 90, start))).answer is answer
    assert one_offer(instrument, None).answer is Answer.UNKNOWN


def test_a_plan_tells_that_it_is_done_by_the_day_to_finish_unless_the_firm_denies_it() -> None:
    rule = compile_rule({"declared": "done"})
    instrument = an_instrument(eligible=rule, finish_by=FinishBy(date(2026, 12, 31), "done"))
    assert one_offer(instrument, A).answer is Answer.YES
    denied = replace(FIRM, declared={"done": False})
    assert one_offer(instrument, A, denied).answer is Answer.NO
    late = a_plan("pkg-c", 40, 90, date(2026, 12, 1))
    both = replace(instrument, paid=PaidPackages(every_package=True))
    assert one_offer(both, work(*A.packages, late)).answer is Answer.UNKNOWN


def test_one_of_a_class_counts_and_the_other_is_named() -> None:
    better = an_instrument(id="ins-b", overlap_class="fund", pays=pays(40, None))
    worse = an_instrument(id="ins-a", overlap_class="fund", paid=paying_for("pkg-b"))
    plan = work(a_plan("pkg-a", 40, 90), a_plan("pkg-b", 4, 9))
    total = sum_support(match_support([worse, better], FIRM, plan, ON), plan)
    assert [draw.instrument for draw in total.sure.draws] == ["ins-b"]
    (left,) = total.sure.left
    assert (left.instrument, left.instead, left.why) == ("ins-a", "ins-b", "same-class")
    # Costs 44, 66 (60 + 6) and 99; 40 % of pkg-a: 16, 24, 36.
    assert total.after_sure == replace(total.cost, low=28, mid=42, high=63)


def test_a_package_draws_one_instrument_of_any_class() -> None:
    first = an_instrument(id="ins-b", pays=pays(40, None))
    second = an_instrument(id="ins-a", paid=paying_for(*BOTH), pays=pays(30, None))
    plan = work(a_plan("pkg-a", 100, 100), a_plan("pkg-b", 10, 10))
    total = sum_support(match_support([second, first], FIRM, plan, ON), plan)
    paid = {draw.instrument: (draw.packages, draw.mid) for draw in total.sure.draws}
    assert paid == {"ins-b": (("pkg-a",), 40.0), "ins-a": (("pkg-b",), 3.0)}


def test_what_is_only_possible_is_not_sure() -> None:
    perhaps = an_instrument(eligible=compile_rule({"declared": "other"}))
    total = sum_support(match_support([perhaps], FIRM, A, ON), A)
    assert total.sure.draws == () and total.after_sure == total.cost
    assert total.possible.total.high == 27


def test_what_is_possible_is_never_below_what_is_sure() -> None:
    """40 % that may come to nothing would be more at best, and less at worst, than a sure 30 %."""
    sure = an_instrument(id="ins-b", pays=pays(30, None))
    perhaps = an_instrument(
        id="ins-a", pays=pays(40, None), eligible=compile_rule({"declared": "other"})
    )
    total = sum_support(match_support([perhaps, sure], FIRM, A, ON), A)
    for end in ENDS:
        assert getattr(total.possible.total, end) >= getattr(total.sure.total, end) > 0


@pytest.mark.parametrize("standing", [Standing.ENDED, Standing.WINDOW_CLOSED])
def test_what_is_over_gives_nothing(standing: Standing) -> None:
    spring = Period(date(2025, 3, 1), date(2025, 4, 30), MARK)
    over = Period(None, date(2026, 1, 1), MARK)
    changes = {"window": spring} if standing is Standing.WINDOW_CLOSED else {"valid": over}
    offer = one_offer(an_instrument(**changes), A)
    assert offer.standing is standing
    assert sum_support([offer], A).possible.draws == ()


def test_without_a_call_money_is_possible_but_not_sure() -> None:
    offer = one_offer(an_instrument(window=None), A)
    assert offer.standing is Standing.RULES_IN_FORCE
    total = sum_support([offer], A)
    assert total.sure.draws == () and total.possible.total.high == 27


def test_what_names_no_amount_is_unknown_and_in_no_sum() -> None:
    silent = an_instrument(id="ins-s", pays=pays(None, None))
    loan = an_instrument(id="ins-l", pays=pays(None, None, "none"), kind="loan")
    other = an_instrument(id="ins-o", pays=pays(None, None), paid=paying_for("pkg-b"))
    over = an_instrument(
        id="ins-x", pays=pays(None, None), valid=Period(None, date(2026, 1, 1), MARK)
    )
    refused = an_instrument(
        id="ins-r", pays=pays(None, None), eligible=compile_rule({"place_in": ["441900"]})
    )
    known = an_instrument()
    offers = match_support([loan, other, over, refused, silent, known], FIRM, A, ON)
    total = sum_support(offers, A)
    assert total.unknown == ("ins-s",)
    assert [draw.instrument for draw in total.possible.draws] == ["ins-a"]


def test_a_ceiling_is_unknown_and_no_sum_of_what_is_possible() -> None:
    offer = one_offer(an_instrument(pays=pays(None, 30)), A)
    total = sum_support([offer], A)
    assert total.unknown == ("ins-a",)
    assert total.possible.draws == () and total.possible.total == Money()


def test_a_yearly_call_is_possible_but_not_sure() -> None:
    offer = one_offer(an_instrument(stated=Stated.CHECK_CURRENT_YEAR, window=None), A)
    total = sum_support([offer], A)
    assert total.sure.draws == () and len(total.possible.draws) == 1


RANGES = st.tuples(st.floats(0, 500), st.floats(0, 500), st.floats(0, 500)).map(
    lambda ends: Money(*sorted(ends))
)
NAMES = st.sampled_from(["pkg-a", "pkg-b", "pkg-c"])
PLANS = st.lists(
    st.builds(
        lambda name, cost, month: PlannedPackage(
            a_package(name), cost, Money(), date(2026, month, 1), date(2026, month, 28)
        ),
        NAMES, RANGES, st.integers(1, 12),
    ),
    max_size=3, unique_by=lambda plan: plan.package.id,
).map(lambda plans: PlannedWork(tuple(plans)))  # fmt: skip
OFFERED = st.lists(
    st.builds(
        an_instrument,
        id=st.integers(0, 9).map(lambda number: f"ins-{number}"),
        pays=st.builds(
            pays,
            st.one_of(st.none(), st.floats(1, 100)),
            st.one_of(st.none(), st.floats(1, 300)),
            st.sampled_from(["project-cost", "equipment", "consulting", "none"]),
        ),
        overlap_class=st.sampled_from([None, "x", "y"]),
        paid=st.builds(
            PaidPackages,
            packages=st.frozensets(NAMES),
            excepted=st.frozensets(NAMES, max_size=1),
            parts=st.frozensets(st.sampled_from(CostPart), min_size=1),
        ),
        eligible=st.sampled_from(["filed", "other"]).map(
            lambda name: compile_rule({"declared": name})
        ),
    ),
    max_size=6,
    unique_by=lambda instrument: instrument.id,
)


@given(PLANS, OFFERED, st.one_of(st.none(), st.floats(0, 400)))
def test_support_never_exceeds_cost_and_counts_nothing_twice(
    plan: PlannedWork, offered: list[Instrument], equipment: float | None
) -> None:
    plan = replace(plan, equipment_wan=equipment)
    total = sum_support(match_support(offered, FIRM, plan, ON), plan)
    for drawn, after in (
        (total.sure, total.after_sure),
        (total.possible, total.after_possible),
    ):
        taken = [name for draw in drawn.draws for name in draw.packages]
        assert len(taken) == len(set(taken))
        used = {instrument.id: instrument.overlap_class for instrument in offered}
        classes = [used[draw.instrument] for draw in drawn.draws if used[draw.instrument]]
        assert len(classes) == len(set(classes))
        for end in ENDS:
            cost, paid = getattr(total.cost, end), getattr(drawn.total, end)
            assert 0 <= paid <= cost + 1e-9
            assert getattr(after, end) == pytest.approx(cost - paid, abs=1e-9)
        # Each row is shown to the cent, so that two ends may cross by a cent a row.
        cents = 0.01 * (len(plan.packages) + len(drawn.draws)) + 1e-9
        assert after.low <= after.mid + cents and after.mid <= after.high + cents
    for end in ENDS:
        assert getattr(total.possible.total, end) >= getattr(total.sure.total, end) - 1e-9


FIRMS = st.builds(
    FirmFacts,
    place=st.sampled_from(["440306", "441900", "442000", None]),
    size=st.sampled_from([*SizeClass, None]),
    above_size=st.sampled_from([True, False, None]),
    division=st.sampled_from(["C35", "C38", None]),
    roles=st.dictionaries(st.sampled_from(["manufacturer", "ai-firm", "platform"]), st.booleans()),
    listed=st.dictionaries(st.sampled_from(["zjtx", "sme-pilot-list", "champion"]), st.booleans()),
    declared=st.dictionaries(
        st.sampled_from(["filed-renovation", "ai-demo-project", "model-contract"]), st.booleans()
    ),
)
FORGETTING = ["place", "size", "above_size", "division", "roles", "listed", "declared"]


@given(FIRMS, st.sets(st.sampled_from(FORGETTING), min_size=1))
def test_knowing_less_never_makes_eligible(
    content: Content, firm: FirmFacts, forgotten: set[str]
) -> None:
    blank = {n: {} if n in ("roles", "listed", "declared") else None for n in forgotten}
    less = replace(firm, **blank)  # type: ignore[arg-type]
    instruments = content.instruments.values()
    before, after = (
        {
            offer.instrument.id: offer.answer
            for offer in match_support(instruments, known, None, ON)
        }
        for known in (firm, less)
    )
    for name, answer in after.items():
        assert answer in (before[name], Answer.UNKNOWN)


def warned(offer: Offer, others: list[Offer] | None = None) -> tuple[SupportWarning, ...]:
    return warnings(offer, others or [offer], ON)


FILING = an_instrument(eligible=compile_rule({"declared": "filed-renovation"}))


def test_warns_to_file_before_the_first_start() -> None:
    offer = one_offer(FILING, work(a_plan("pkg-a", 40, 90, start=date(2026, 2, 9))))
    assert FileBeforeStart(offer.counted[0]) in warned(offer)
    soon = one_offer(FILING, work(a_plan("pkg-a", 40, 90, start=date(2026, 2, 8))))
    assert FileBeforeStart(soon.counted[0], tuple(soon.counted)) in warned(soon)
    assert FileBeforeStart(None) in warned(one_offer(FILING, None))
    several = work(
        a_plan("pkg-c", 40, 90, start=date(2026, 2, 9)),
        a_plan("pkg-b", 40, 90, start=date(2026, 2, 2)),
        a_plan("pkg-a", 40, 90, start=date(2026, 2, 2)),
    )
    filing = replace(FILING, paid=paying_for("pkg-a", "pkg-b", "pkg-c"))
    (warning,) = (each for each in warned(one_offer(filing, several)) if "file" in each.code)
    assert isinstance(warning, FileBeforeStart)
    assert [planned.package.id for planned in warning.too_soon] == ["pkg-a", "pkg-b"]


def test_warns_of_a_start_before_the_filing() -> None:
    begun = one_offer(FILING, work(a_plan("pkg-a", 4, 9, start=date(2025, 12, 1))))
    assert StartedBeforeFiling(begun.counted[0]) in warned(begun)


def test_no_filing_warning_once_filed() -> None:
    filed = replace(FIRM, declared={"filed-renovation": True})
    codes = {warning.code for warning in warned(one_offer(FILING, A, filed))}
    assert not {"file-before-start", "started-before-filing"} & codes


def test_warns_of_money_that_comes_afterwards() -> None:
    assert PaidAfterwards() in warned(one_offer(an_instrument(), A))
    assert PaidAfterwards() not in warned(one_offer(an_instrument(timing="advance"), A))


def test_warns_of_packages_outside_its_time() -> None:
    late = a_plan("pkg-a", 4, 9, start=date(2026, 11, 1))
    early = replace(
        a_plan("pkg-b", 4, 9, start=date(2024, 6, 1)), package=a_package("pkg-b", is_ai=True)
    )
    warnings_of_plan = warned(one_offer(an_instrument(), work(late, early)))
    assert EndsTooLate((late,)) in warnings_of_plan
    assert StartsTooEarly((early,)) in warnings_of_plan


@pytest.mark.parametrize(("level", "reached"), [(2, True), (1, False)])
def test_warns_of_the_level_that_it_is_paid_from(level: int, reached: bool) -> None:
    offer = one_offer(GRADED, replace(A, levels=levels((ON, level))))
    assert LevelAfter(MIIT, 2, reached, level, date(2026, 12, 31)) in warned(offer)


def test_without_a_plan_no_level_is_reached_or_missed() -> None:
    assert LevelAfter(MIIT, 2, None, None, date(2026, 12, 31)) in warned(one_offer(GRADED, None))


def test_warns_of_what_the_next_level_brings() -> None:
    offer = one_offer(GRADED, replace(A, levels=levels((ON, 2))))
    assert NextLevel(3, cap_wan=30, higher_cap_wan=60) in warned(offer)


def test_warns_of_a_threshold_with_what_the_plan_has() -> None:
    instrument = an_instrument(eligible=compile_rule({"equipment_at_least_wan": 700}))
    assert Threshold("equipment_at_least_wan", 700, 90) in warned(one_offer(instrument, A))


def test_a_threshold_that_is_met_or_not_asked_is_no_warning() -> None:
    met = an_instrument(eligible=compile_rule({"equipment_at_least_wan": 60}))
    equipped = replace(A, equipment_wan=80.0)
    for offer in (one_offer(met, equipped), one_offer(an_instrument(), A)):
        assert not any(isinstance(warning, Threshold) for warning in warned(offer))


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({"window": Period(date(2026, 3, 1), None, MARK)}, Standing.BEFORE_WINDOW),
        ({"window": Period(None, date(2025, 4, 1), MARK)}, Standing.WINDOW_CLOSED),
        ({"valid": Period(date(2026, 7, 1), None, MARK)}, Standing.NOT_YET),
        ({"valid": Period(None, date(2025, 7, 1), MARK)}, Standing.ENDED),
        (
            {
                "stated": Stated.CHECK_CURRENT_YEAR,
                "window": Period(None, date(2025, 4, 1), MARK),
            },
            Standing.CHECK_CURRENT_YEAR,
        ),
    ],
)
def test_warns_of_its_window(changes: dict[str, Any], standing: Standing) -> None:
    assert NotOpen(standing) in warned(one_offer(an_instrument(**changes), A))


@pytest.mark.parametrize("stated", [Stated.CHECK_CURRENT_YEAR, Stated.IN_FORCE])
def test_a_standing_of_which_no_day_is_known_is_no_warning(stated: Stated) -> None:
    offer = one_offer(an_instrument(stated=stated, window=None), A)
    assert not any(isinstance(warning, NotOpen) for warning in warned(offer))


def test_warns_of_one_fund_per_item() -> None:
    first = an_instrument(id="ins-a", overlap_class="fund")
    second = an_instrument(id="ins-b", overlap_class="fund")
    offers = list(match_support([first, second], FIRM, A, ON))
    assert OneFundPerItem((offers[1].instrument,)) in warned(offers[0], offers)
    assert OneFundPerItem((offers[1].instrument,)) not in warned(offers[0])


def test_a_crumb_is_not_worth_an_application() -> None:
    small = work(a_plan("pkg-a", 1, 3))
    offer = one_offer(an_instrument(), small)
    assert "too-small" in {warning.code for warning in warned(offer)}
    assert not offer.may_pay
    assert sum_support([offer], small).possible.draws == ()


EITHER = {
    "any": [
        {"all": [{"role_in": ["manufacturer"]}, {"listed_in": ["zjtx"]}]},
        {"all": [{"role_in": ["service-provider"]}, {"declared": "line-item"}]},
    ]
}


def test_a_role_nobody_spoke_of_is_no_open_question_where_another_way_is_open() -> None:
    offer = one_offer(an_instrument(eligible=compile_rule(EITHER)), A)
    assert offer.answer is Answer.UNKNOWN and not offer.for_other_roles
    assert [condition.operator for condition in offer.unknown] == ["listed_in"]


def test_what_hangs_on_another_role_is_in_no_sum() -> None:
    offer = one_offer(an_instrument(eligible=compile_rule({"role_in": ["ai-firm"]})), A)
    assert offer.for_other_roles and offer.estimate is not None
    assert sum_support([offer], A).possible.draws == ()
    firm = replace(FIRM, roles={"ai-firm": True})
    sure = one_offer(an_instrument(eligible=compile_rule({"role_in": ["ai-firm"]})), A, firm)
    assert sure.answer is Answer.YES and not sure.for_other_roles


def test_a_narrow_high_rate_is_not_lost_to_a_broad_low_one() -> None:
    broad = an_instrument(id="ins-b", paid=paying_for(*BOTH), pays=pays(20, None))
    narrow = an_instrument(id="ins-n", paid=paying_for("pkg-b"), pays=pays(50, None))
    plan = work(a_plan("pkg-a", 100, 100), a_plan("pkg-b", 10, 10))
    total = sum_support(match_support([broad, narrow], FIRM, plan, ON), plan)
    # 50 % of 10 and 20 % of 100, against 20 % of 110.
    assert total.sure.total.mid == 25


def test_what_pays_no_cost_does_not_speak_of_costs_not_counted() -> None:
    late = work(a_plan("pkg-a", 4, 9, start=date(2026, 12, 1)))
    loan = an_instrument(pays=pays(None, None, "none"))
    assert "ends-too-late" not in {warning.code for warning in warned(one_offer(loan, late))}
