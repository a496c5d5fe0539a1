"""Support as it is shown for the examples: honest about what is unknown, over, or a ceiling."""

from dataclasses import replace
from datetime import date
from typing import Any

import orjson
import pytest

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.retrofit.support.instrument import Period
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Language
from diagnosis.present import numbers
from diagnosis.present.retrofit.support import show_support
from diagnosis.present.say import in_language
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import find_support
from tests.builders import MARK, a_kept_plan, a_phase, a_planned_package, an_example

EN = in_language(Language.EN)
EXAMPLES = (
    "dongguan-mould-shop",
    "foshan-furniture-maker",
    "shenzhen-electronics-plant",
    "zhanjiang-process-plant",
    "zhongshan-lamp-maker",
)
ON = date(2026, 2, 1)
ENDS = ("low", "mid", "high")


def a_plan(*planned: tuple[str, float, float, float, float], **levels: int) -> KeptPlan:
    """Return a plan: earlier ids with low, high, start and end month; levels before and after."""
    rows = tuple(
        a_planned_package(name, start, end, Money(low, (low * high) ** 0.5, high))
        for name, low, high, start, end in planned
    )
    before, after = (
        (Reading("miit-sme-2024@1", levels.get(when, level), None),)
        for when, level in (("before", 1), ("after", 2))
    )
    return a_kept_plan(before=before, phases=(a_phase(1, rows, after),))


def support(
    content: Content,
    name: str,
    plan: KeptPlan | None = None,
    claims: FirmClaims | None = None,
    on: date = ON,
    *,
    details: bool = False,
) -> Any:
    firm = read(content, an_example(name)).enterprise
    claims = claims or FirmClaims()
    work = None if plan is None else planned_work(content, plan, ON, claims)
    match = find_support(content, firm, claims, on=on, work=work)
    return show_support(content, match, EN, details=details)


def listed(found: Any) -> list[Any]:
    return [one for group in found["groups"] for one in group["instruments"]]


def offer(found: Any, name: str) -> Any:
    return next(one for one in listed(found) if one["id"] == name)


PILOT = FirmClaims(
    listed={"sme-pilot-list": True}, declared={"finished-by-2026-12-31": True}
)  # fmt: skip
SMALL = a_plan(("prj-iot-gateway", 4, 20, 0, 4), ("prj-mes", 10, 40, 4, 8))


def test_every_instrument_stands_in_one_list(content: Content) -> None:
    for name in ("dongguan-mould-shop", "shenzhen-electronics-plant"):
        found = support(content, name)
        ids = [one["id"] for one in listed(found)]
        ids += [one["id"] for one in (*found["ended"], *found["refused"], *found["context"])]
        ids += [name for hidden in found["hidden"] for name in hidden["instruments"]]
        assert sorted(ids) == sorted(content.instruments)


def test_what_refuses_says_which_condition_fails(content: Content) -> None:
    for one in support(content, "dongguan-mould-shop")["refused"]:
        assert one["eligible"] == "not"
        assert all(condition["text"] for condition in one["failing"]) and one["failing"]
        assert one["reasons"] and all(one["reasons"])


def test_perhaps_says_what_is_unknown(content: Content) -> None:
    for one in listed(support(content, "zhongshan-lamp-maker")):
        assert (one["eligible"] == "perhaps") is bool(one["to_settle"])


def test_without_a_plan_no_amount_is_named(content: Content) -> None:
    found = support(content, "zhongshan-lamp-maker")
    assert found["plan"] is None
    assert all(one["estimate_wan"] is None for one in listed(found))
    assert any("takes a roadmap" in text for text in found["notices"])


def test_what_is_beyond_the_means_of_a_small_firm_is_refused(content: Content) -> None:
    """The lamp maker turns over 900 万元: no 700 of equipment, no 2,000 of work, no champion."""
    found = support(content, "zhongshan-lamp-maker")
    refused = {one["id"] for one in found["refused"]}
    assert refused >= {"ins-gd-equip", "ins-cn-equip-renewal", "ins-gd-champion"}


def test_alternatives_are_told_as_such(content: Content) -> None:
    """Done by a day, or begun and done in a later round: nobody has to be both."""
    model = offer(support(content, "zhongshan-lamp-maker"), "ins-gd-benchmark-2026")
    assert len(model["open_questions"]) > len(model["to_settle"])
    assert [", or " in text for text in model["to_settle"]] == [True, False]


def test_the_free_diagnosis_comes_right_after_money(content: Content) -> None:
    groups = support(content, "zhongshan-lamp-maker")["groups"]
    assert [group["id"] for group in groups[:2]] == ["get-money", "save-money"]
    assert groups[1]["instruments"][0]["id"] == "ins-zs-free-diagnosis"


def test_a_sum_is_said_also_where_it_is_nothing(content: Content) -> None:
    nothing = a_plan(("pkg-item-codes", 1, 1, 0, 1))
    words = support(content, "dongguan-mould-shop", nothing)["plan"]["in_words"]
    assert words.startswith("By the rules as read no support can be reckoned now")
    assert "the 1 万元 to build" in words
    free = a_plan(("pkg-item-codes", 0, 0, 0, 1))
    words = support(content, "dongguan-mould-shop", free)["plan"]["in_words"]
    assert words == "This plan costs nothing: there is no support to reckon."
    ceiling = support(content, "zhongshan-lamp-maker", SMALL, PILOT)["plan"]
    assert "ins-zs-sme-pilot" in [one["id"] for one in ceiling["unknown"]["instruments"]]
    assert "more may pay" in ceiling["in_words"]
    claims = FirmClaims(declared={"ai-demo-project": True, "no-second-claim": True})
    vision = a_plan(("prj-vision", 40, 90, 0, 4))
    sure = support(content, "shenzhen-electronics-plant", vision, claims)["plan"]
    assert sure["possible"]["support_wan"]["mid"] > 0
    most = numbers.amount(sure["possible"]["support_wan"]["mid"])
    assert f"about {most} 万元" in sure["in_words"]
    assert sure["sure"]["support_wan"]["mid"] == 0 and "no call is open" in sure["in_words"]


def test_a_pilot_pays_by_the_level_after(content: Content) -> None:
    found = support(content, "zhongshan-lamp-maker", SMALL, PILOT)
    pilot = offer(found, "ins-zs-sme-pilot")
    assert pilot["eligible"] == "eligible"
    # No rate was read: the cap for level 2 is a ceiling, and nothing is sure.
    assert pilot["estimate_wan"] == {"low": 0.0, "mid": None, "high": 30, "is_sure": False}
    codes = {one["code"] for one in pilot["warnings"]}
    assert {"level-after", "next-level", "paid-afterwards"} <= codes
    assert "at most 30" in pilot["rule"] and "at level 2" in pilot["rule"]


def test_without_a_plan_the_lamp_maker_sees_the_amount_of_its_level(content: Content) -> None:
    found = support(content, "zhongshan-lamp-maker", claims=PILOT)
    first = found["groups"][0]["instruments"][0]
    assert first["id"] == "ins-zs-sme-pilot"
    assert (first["level"], first["most_wan"]) == (2, 30)
    assert "at most 30" in first["rule"] and "100" not in first["rule"]


def test_in_november_2026_the_pilot_of_zhongshan_is_too_late(content: Content) -> None:
    found = support(content, "zhongshan-lamp-maker", on=date(2026, 11, 25))
    refused = {one["id"]: one for one in found["refused"]}
    for name in ("ins-zs-sme-pilot", "ins-gd-sme-pilot"):
        (reason,) = refused[name]["reasons"]
        assert "finished by 2026-12-31, 36 days from now" in reason
        assert [one["condition"] for one in refused[name]["failing"]] == ["declared"]
    # What it would have paid: 300,000 yuan at level 2.
    city = refused["ins-zs-sme-pilot"]
    assert (city["level"], city["most_wan"]) == (2, 30)
    assert found["refused"][0]["id"] in ("ins-zs-sme-pilot", "ins-gd-sme-pilot")


def test_pilots_that_are_over_stand_as_ended(content: Content) -> None:
    found = support(content, "dongguan-mould-shop", on=date(2026, 11, 25))
    assert "ins-dg-sme-pilot" in [one["id"] for one in found["ended"]]


def test_goals_and_transfers_are_context(content: Content) -> None:
    found = support(content, "zhongshan-lamp-maker")
    assert {one["id"] for one in found["context"]} >= {"ins-cn-sme-city", "ins-cn-ai-mfg"}
    assert all(one["kind"] != "policy-goal" for one in listed(found))


def test_what_is_for_other_roles_is_counted_and_not_listed(content: Content) -> None:
    hidden = {one["why"]: one for one in support(content, "zhongshan-lamp-maker")["hidden"]}
    for name in ("ins-gd-mic", "ins-gd-opensource", "ins-gd-national-match", "ins-gd-first-set"):
        assert name in hidden["another-role"]["instruments"]
    assert all(one["count"] == len(one["instruments"]) for one in hidden.values())
    assert "ins-dg-compute" in hidden["another-place"]["instruments"]


def test_a_research_body_sees_what_is_for_it(content: Content) -> None:
    claims = FirmClaims(roles={"manufacturer": False, "research-org": True})
    found = support(content, "zhongshan-lamp-maker", claims=claims)
    assert offer(found, "ins-gd-mic")["eligible"] == "perhaps"
    hidden = {one["why"]: one for one in found["hidden"]}
    assert "ins-gd-equip" in hidden["another-role"]["instruments"]


def test_unconfirmed_money_is_said_and_not_worked_out(content: Content) -> None:
    assert content.instruments["ins-gz-sme-pilot"].pays.mark.is_unconfirmed
    guangzhou = replace(
        read(content, an_example("zhongshan-lamp-maker")).enterprise, city="440100"
    )
    found: Any = show_support(content, find_support(content, guangzhou, PILOT, on=ON), EN)
    pilot = offer(found, "ins-gz-sme-pilot")
    assert pilot["most_wan"] is None and "not confirmed" in pilot["rule"]


def test_a_maturity_award_shows_the_amount_of_the_level(content: Content) -> None:
    firm = read(content, an_example("shenzhen-electronics-plant")).enterprise
    pingshan = replace(firm, city="440310")
    for now, level, most in ((2, 3, 100), (4, 4, 300)):
        levels = {"gbt-39116-2020": now}
        match = find_support(content, pingshan, FirmClaims(), on=ON, levels_now=levels)
        award = offer(show_support(content, match, EN), "ins-sz-pingshan-cmmm")
        assert (award["level"], award["most_wan"]) == (level, most)
    elsewhere = replace(firm, city="440307")
    match = find_support(content, elsewhere, FirmClaims(), on=ON)
    hidden = {one["why"]: one for one in show_support(content, match, EN)["hidden"]}
    assert "ins-sz-pingshan-cmmm" in hidden["another-place"]["instruments"]


def test_renewal_by_treasury_bonds_asks_for_a_large_investment(content: Content) -> None:
    small = support(content, "zhongshan-lamp-maker", a_plan(("prj-cnc", 30, 90, 0, 4)))
    (row,) = [one for one in small["refused"] if one["id"] == "ins-cn-equip-renewal"]
    assert "spend_at_least_wan" in [one["condition"] for one in row["failing"]]
    large = support(content, "foshan-furniture-maker", a_plan(("prj-cnc", 2200, 3000, 0, 12)))
    renewal = offer(large, "ins-cn-equip-renewal")
    # 15 % of hardware and services, 95 % of the money.
    assert renewal["estimate_wan"]["high"] == 427.5 and not renewal["estimate_wan"]["is_sure"]


def test_a_plan_that_stays_below_level_2_is_refused_by_pilots(content: Content) -> None:
    plan = a_plan(("prj-iot-gateway", 4, 20, 0, 4), after=1)
    found = support(content, "zhongshan-lamp-maker", plan, PILOT)
    (pilot,) = [one for one in found["refused"] if one["id"] == "ins-zs-sme-pilot"]
    assert [one["condition"] for one in pilot["failing"]] == ["level_after_at_least"]
    (reason,) = pilot["reasons"]
    assert "level 2 or above; with this plan the simulation gives 1 on 2026-12-31" in reason


def test_a_plan_that_ends_after_the_day_to_finish_says_when_it_ends(content: Content) -> None:
    plan = a_plan(("prj-erp-light", 4, 20, 8, 12))
    found = support(content, "zhongshan-lamp-maker", plan, PILOT)
    (pilot,) = [one for one in found["refused"] if one["id"] == "ins-zs-sme-pilot"]
    (reason,) = pilot["reasons"]
    assert reason.startswith("To be done by 2026-12-31;") and "done on 2027-02-01" in reason


def test_a_plan_too_late_that_stays_below_the_level_too_says_both(content: Content) -> None:
    plan = a_plan(("prj-erp-light", 4, 20, 8, 12), after=1)
    found = support(content, "zhongshan-lamp-maker", plan, PILOT)
    (pilot,) = [one for one in found["refused"] if one["id"] == "ins-zs-sme-pilot"]
    late, level = pilot["reasons"]
    assert late.startswith("To be done by 2026-12-31;")
    assert "level 2 or above; with this plan the simulation gives 1" in level


def test_a_threshold_is_told_without_what_is_for_other_places(content: Content) -> None:
    plan = a_plan(("prj-cnc", 30, 90, 0, 4))
    found = support(content, "zhongshan-lamp-maker", plan)
    (equipment,) = [one for one in found["refused"] if one["id"] == "ins-gd-equip"]
    # Hardware and software of 90: 90 % of it.
    assert equipment["reasons"] == [
        "Threshold: at least 700 万元 of new equipment; what counts of the plan comes to 81 万元 "
        "at most."
    ]


def with_calls(content: Content, *names: str) -> Content:
    """Return the content with instruments that take applications all through 2026."""
    year = Period(date(2026, 1, 1), date(2026, 12, 31), MARK)
    called = {name: replace(content.instruments[name], window=year) for name in names}
    return replace(content, instruments={**content.instruments, **called})


def test_without_a_call_nothing_is_sure(content: Content) -> None:
    claims = FirmClaims(declared={"ai-demo-project": True, "no-second-claim": True})
    plan = a_plan(("prj-vision", 40, 90, 0, 4))
    total = support(content, "shenzhen-electronics-plant", plan, claims)["plan"]
    assert total["sure"]["draws"] == [] and total["possible"]["support_wan"]["high"] == 27


def test_what_is_sure_comes_off_the_cost_once(content: Content) -> None:
    called = with_calls(content, "ins-sz-app-demo", "ins-gd-benchmark-2026")
    claims = FirmClaims(
        declared={"ai-demo-project": True, "no-second-claim": True, "results-measurable": True,
                  "fits-later-batch": True}
    )  # fmt: skip
    plan = a_plan(("prj-vision", 40, 90, 0, 4))
    total = support(called, "shenzhen-electronics-plant", plan, claims)["plan"]
    # The city and the province both pay 30 % of 40, 60 and 90: one of them counts.
    assert total["sure"]["support_wan"] == {"low": 12, "mid": 18, "high": 27}
    assert total["sure"]["cost_after_wan"] == {"low": 28, "mid": 42, "high": 63}
    assert len(total["sure"]["draws"]) == 1 and len(total["sure"]["left_out"]) == 1


def test_possible_support_is_never_below_what_is_sure(content: Content) -> None:
    for name in ("shenzhen-electronics-plant", "foshan-furniture-maker"):
        total = support(content, name, SMALL, PILOT)["plan"]
        for end in ENDS:
            assert total["possible"]["support_wan"][end] >= total["sure"]["support_wan"][end]
            assert 0 <= total["possible"]["cost_after_wan"][end] <= total["cost_wan"][end]


def test_on_a_later_day_what_ended_is_listed_as_ended(content: Content) -> None:
    found = support(content, "zhongshan-lamp-maker", on=date(2027, 6, 1))
    assert "ins-zs-sme-pilot" in [one["id"] for one in found["ended"]]
    assert "ins-zs-sme-pilot" not in [o["id"] for o in listed(found)]


def test_advice_ceilings_and_assumptions_are_said(content: Content) -> None:
    notices = " ".join(support(content, "dongguan-mould-shop", SMALL)["notices"])
    for words in ("not advice", "ceilings", "once", "simulated", "Taken as a manufacturer"):
        assert words in notices


def test_reposts_say_so(content: Content) -> None:
    for one in listed(support(content, "dongguan-mould-shop", details=True)):
        instrument = one["details"]["instrument"]
        told = any("re-post" in text for text in instrument["cautions"])
        assert told is (instrument["read_in"] == "repost")


MOST_BYTES = 20_000
"""What an answer of support may weigh without details."""


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", Language)
def test_an_answer_is_short_and_its_texts_come_on_request(
    content: Content, name: str, language: Language
) -> None:
    firm = read(content, an_example(name)).enterprise
    plan = a_plan(*((each, 4, 20, 0, 4) for each in ("prj-erp-light", "prj-mes", "prj-vision")))
    work = planned_work(content, plan, ON, FirmClaims())
    for on in (ON, date(2026, 11, 26)):
        match = find_support(content, firm, FirmClaims(), on=on, work=work)
        short = show_support(content, match, in_language(language))
        assert len(orjson.dumps(short)) <= MOST_BYTES
        assert all(one["details"] is None for one in listed(short))
        full = show_support(content, match, in_language(language), details=True)
        assert all(one["details"]["instrument"]["eligible_if"] for one in listed(full))
        assert {one["id"] for one in listed(short)} == {one["id"] for one in listed(full)}


def test_details_name_what_counts_and_what_comes_too_late(content: Content) -> None:
    plan = a_plan(("prj-erp-light", 4, 20, 0, 4), ("prj-mes", 10, 40, 8, 14), before=2)
    found = support(content, "zhongshan-lamp-maker", plan, PILOT, details=True)
    pilot = offer(found, "ins-zs-sme-pilot")
    assert [each["id"] for each in pilot["details"]["counted"]] == ["pkg-orders-stock"]
    assert [each["id"] for each in pilot["details"]["too_late"]] == ["pkg-mes"]
    assert pilot["counted_wan"] == {"low": 4, "mid": 8.94, "high": 20}


def test_what_may_pay_without_an_amount_is_counted_and_named(content: Content) -> None:
    unknown = support(content, "zhongshan-lamp-maker", SMALL)["plan"]["unknown"]
    names = [each["id"] for each in unknown["instruments"]]
    assert "ins-zs-digital-loan" in names and unknown["count"] == len(names)
    assert "no rate or amount was read" in unknown["note"]


def test_an_ai_package_meets_the_compute_voucher_of_its_city(content: Content) -> None:
    plan = a_plan(("prj-vision", 40, 90, 0, 4))
    firm = replace(read(content, an_example("dongguan-mould-shop")).enterprise, city="440400")
    claims = FirmClaims(declared={"compute-contract": True})
    work = planned_work(content, plan, ON, claims)
    match = find_support(content, firm, claims, on=ON, work=work)
    voucher = offer(show_support(content, match, EN), "ins-zh-compute")
    # Software is 35 % of 90, and half of that at most; how much of it is rent nobody knows.
    assert voucher["estimate_wan"] == {"low": 0, "mid": None, "high": 15.75, "is_sure": False}
    assert "software alone counts" in voucher["rule"]


def test_statuses_are_worded_in_one_place(content: Content) -> None:
    found = support(content, "zhongshan-lamp-maker")
    named = {each["id"] for each in found["statuses"]}
    rows = [*listed(found), *found["ended"], *found["refused"]]
    assert {row["status"] for row in rows} <= named


def test_refusals_of_the_bureau_in_chinese(content: Content) -> None:
    firm = read(content, an_example("zhongshan-lamp-maker")).enterprise
    work = planned_work(content, SMALL, ON, FirmClaims())
    on = date(2026, 11, 26)
    match = find_support(content, firm, FirmClaims(), on=on, work=work)
    shown: Any = show_support(content, match, in_language(Language.ZH))
    by_id = {one["id"]: one["reasons"] for one in shown["refused"]}
    assert by_id["ins-cn-equip-renewal"] == ["门槛：计入的投入不少于 2000 万元。"]


def test_of_two_thresholds_the_one_of_the_trade_is_told(content: Content) -> None:
    firm = read(content, an_example("shenzhen-electronics-plant")).enterprise
    work = planned_work(content, a_plan(("prj-cnc", 30, 90, 0, 4)), ON, FirmClaims())
    match = find_support(content, firm, FirmClaims(), on=ON, work=work)
    shown: Any = show_support(content, match, in_language(Language.ZH))
    by_id = {one["id"]: one["reasons"] for one in shown["refused"]}
    assert by_id["ins-cn-equip-renewal"] == [
        "门槛：计入的投入不少于 500 万元；本计划算得上的钱最多 85.5 万元。"
    ]
    assert by_id["ins-sz-app-demo"] == ["要计划里有用人工智能的包才给，这份计划没有。"]


def test_a_use_of_ai_that_comes_too_late_is_not_called_missing(content: Content) -> None:
    firm = read(content, an_example("shenzhen-electronics-plant")).enterprise
    work = planned_work(content, a_plan(("pkg-vision-ai", 30, 90, 8, 14)), ON, FirmClaims())
    match = find_support(content, firm, FirmClaims(), on=ON, work=work)
    shown: Any = show_support(content, match, in_language(Language.ZH))
    refused = next(one for one in shown["refused"] if one["id"] == "ins-sz-app-demo")
    reason, sooner = refused["reasons"]
    assert sooner == "想拿这笔钱，就把它们提前做。"
    assert reason.startswith("要在 2026-12-17 前做完") and "会学习的相机质检" in reason
