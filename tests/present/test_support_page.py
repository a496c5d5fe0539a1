"""The support page as a boss reads it: what he can likely get first, nothing laughable on top."""

from datetime import date
from typing import Any

import pytest

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Language
from diagnosis.present.result.plan_shown import show_plan_page
from diagnosis.present.result.support_shown import show_money_to_get, show_support_page
from diagnosis.present.retrofit.beside import NOTHING_BESIDE
from diagnosis.present.say import in_language
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.beside_plan import beside_plan
from diagnosis.services.read.firm_claims import FirmClaims
from diagnosis.services.retrofit.planned_work import planned_work
from diagnosis.services.retrofit.support import SupportMatch, find_support
from tests.builders import a_kept_plan, a_phase, a_planned_package, an_example

ON = date(2026, 11, 28)
SAY = in_language(Language.ZH)
LAMPS, MOULDS, SEAFOOD = "zhongshan-lamp-maker", "dongguan-mould-shop", "zhanjiang-process-plant"
EXAMPLES = (LAMPS, MOULDS, SEAFOOD, "foshan-furniture-maker", "shenzhen-electronics-plant")
MODELS = ("标杆", "示范", "单项冠军", "万兆", "算力", "语料", "数据空间")
"""Words of what hardly any small firm gets."""


def a_plan(*planned: tuple[str, float, float, float, float]) -> KeptPlan:
    """Return a plan: packages with low and high cost, start and end month; level 1 to 2."""
    rows = tuple(
        a_planned_package(name, start, end, Money(low, (low * high) ** 0.5, high))
        for name, low, high, start, end in planned
    )
    before, after = ((Reading("miit-sme-2024@1", level, None),) for level in (1, 2))
    return a_kept_plan(before=before, phases=(a_phase(1, rows, after),))


def match(content: Content, name: str, *planned: Any, **firm: object) -> SupportMatch:
    """Return the support for an example, with a plan of some packages where any is named."""
    sheet = an_example(name)
    facts = read(content, sheet | {"enterprise": sheet["enterprise"] | firm}).enterprise
    work = planned_work(content, a_plan(*planned), ON, FirmClaims()) if planned else None
    return find_support(content, facts, FirmClaims(), on=ON, work=work)


def names(rows: list[Any]) -> list[str]:
    return [row["name"] for row in rows]


@pytest.mark.parametrize("name", [LAMPS, MOULDS, SEAFOOD])
def test_what_crowns_a_few_stands_in_a_fold_and_never_on_the_first_screen(
    content: Content, name: str
) -> None:
    found = match(content, name, ("pkg-quote-assistant", 4, 20, 1, 5))
    page = show_support_page(content, found, SAY)
    listed = [row for group in page["groups"] for row in group["offers"]]
    first = show_money_to_get(content, found, SAY)
    for word in MODELS:
        assert not any(word in name for name in names(listed + first)), word
    assert all(row["first"][0].startswith("很难拿到：") for row in page["long_shots"])
    assert any("标杆" in name for name in names(page["long_shots"]))


def test_a_lamp_maker_sees_the_free_diagnosis_on_the_first_screen(content: Content) -> None:
    rows = show_money_to_get(content, match(content, LAMPS), SAY)
    (free,) = [row for row in rows if row["name"] == "中山数字化改造免费诊断"]
    assert (free["amount"], free["chance"]) == ("免费", "符合")
    assert free["office"] == "向市工信局或镇街经济发展部门预约。"


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_first_screen_leads_with_what_is_over_or_names_neither_money_nor_a_day(
    content: Content, name: str
) -> None:
    lead = show_money_to_get(content, match(content, name), SAY)[0]
    assert not lead["first"]
    assert lead["amount"] != "给多少没写明" or "没看到截止日" not in lead["deadline"]


def test_a_firm_of_another_town_never_hears_of_the_reward_of_dongcheng(content: Content) -> None:
    page = show_support_page(content, match(content, MOULDS, city="441900119"), SAY)
    rows = [row for group in page["groups"] for row in group["offers"]]
    assert not any("东城" in name for name in names(rows + page["long_shots"] + page["refused"]))
    there = show_support_page(content, match(content, MOULDS, city="441900003"), SAY)
    assert any("东城" in name for name in names(there["long_shots"]))


@pytest.mark.parametrize("name", [LAMPS, MOULDS, SEAFOOD])
def test_a_pilot_that_ends_before_the_plan_does_is_missed_by_every_firm(
    content: Content, name: str
) -> None:
    """Its first package is done in time, and the retrofit is not."""
    early, late = ("pkg-item-codes", 1, 2, 0, 1), ("pkg-orders-stock", 4, 20, 1, 5)
    page = show_support_page(content, match(content, name, early, late), SAY)
    (pilot,) = [row for row in page["refused"] if "14市" in row["name"]]
    assert "只剩 33 天" in pilot["why"][0] and "赶不上" in pilot["why"][0]


def test_what_ends_before_any_package_that_it_pays_for_is_done_is_refused(
    content: Content,
) -> None:
    found = match(content, MOULDS, ("pkg-quote-assistant", 4, 20, 20, 25))
    page = show_support_page(content, found, SAY)
    (award,) = [row for row in page["refused"] if "标杆" in row["name"]]
    assert award["why"][0].startswith("要在 2027-12-31 前做完")
    assert award["why"][1] == "想拿这笔钱，就把它们提前做。"


def test_what_ends_within_weeks_says_so_first_and_comes_behind(content: Content) -> None:
    page = show_support_page(content, match(content, MOULDS), SAY)
    rows = {row["name"]: row for group in page["groups"] for row in group["offers"]}
    assert rows["设备更新贷款中央财政贴息"]["first"] == ["只剩 33 天，2026年12月31日到期。"]
    assert rows["东莞「数字贷」贴息"]["first"][0].startswith("可能已经没有了：")
    saved = names(page["groups"][1]["offers"])
    assert saved.index("设备更新贷款中央财政贴息") > saved.index("技术改造贷款贴息与融资租赁支持")


def test_the_sums_of_list_and_top_are_explained_where_they_differ(content: Content) -> None:
    plan = (("pkg-orders-stock", 100, 200, 2, 8), ("pkg-machine-network", 60, 90, 3, 9))
    found = match(content, "shenzhen-electronics-plant", *plan)
    page = show_support_page(content, found, SAY)
    assert page["sum_note"] is None
    more = match(
        content, "shenzhen-electronics-plant", *plan, ("pkg-quote-assistant", 40, 80, 1, 5)
    )
    assert "不能相加" in show_support_page(content, more, SAY)["sum_note"]
    alone = show_support_page(content, match(content, LAMPS), SAY)
    assert alone["sum_note"] is None


def test_a_plan_draws_one_sum_wherever_it_is_told(content: Content) -> None:
    """The result said "393 at most", support "about 145": one and the same money."""
    plan = (("pkg-orders-stock", 100, 200, 2, 8), ("pkg-machine-network", 60, 90, 3, 9))
    found = match(content, "shenzhen-electronics-plant", *plan)
    (row,) = [
        each
        for each in show_money_to_get(content, found, SAY)
        if each["name"] == "制造业新型技术改造城市试点"
    ]
    page = show_support_page(content, found, SAY)
    # By hand: a fifth of 100·√2 + 60·√1.5, which is 214.9.
    assert row["amount"] == "照这份计划，条件全部符合的话，大约 43 万元"
    assert "条件全部符合的话，大约 43 万元" in page["sum"]


def test_all_that_starts_before_it_can_be_filed_is_named(content: Content) -> None:
    """It named one of four, and said "put off": the plan began it on the same day."""
    plan = (("pkg-changeover", 10, 30, 0, 3), ("pkg-orders-stock", 10, 30, 0, 3))
    page = show_support_page(content, match(content, "shenzhen-electronics-plant", *plan), SAY)
    (grant,) = [
        row
        for group in page["groups"]
        for row in group["offers"]
        if row["name"] == "制造业新型技术改造城市试点"
    ]
    assert grant["warnings"][0].startswith("先备案再开工：「换产更快")
    assert content.packages["pkg-orders-stock"].name.zh in grant["warnings"][0]
    assert "推迟" not in grant["warnings"][0]


def test_each_card_that_has_to_be_filed_says_so(content: Content) -> None:
    plan = a_plan(("pkg-changeover", 10, 30, 0, 3), ("pkg-orders-stock", 10, 30, 8, 12))
    sheet = read(content, an_example("shenzhen-electronics-plant"))
    beside = beside_plan(content, sheet, plan, FirmClaims(), ON)
    cards = show_plan_page(content, plan, SAY, beside)["phases"][0]["cards"]
    assert len(cards) == 2
    for card in cards:
        assert card["file_first"].startswith("先备案再开工：想拿「制造业新型技术改造城市试点」")
    alone = show_plan_page(content, plan, SAY, NOTHING_BESIDE)["phases"][0]["cards"]
    assert [card["file_first"] for card in alone] == [None, None]


@pytest.mark.parametrize("name", EXAMPLES)
def test_how_sure_it_is_agrees_with_where_it_was_read(content: Content, name: str) -> None:
    """No official text is claimed of what was read in a re-post; no telephone is invented."""
    page = show_support_page(content, match(content, name), SAY)
    by_name = {one.name.zh: one for one in content.instruments.values()}
    for row in [row for group in page["groups"] for row in group["offers"]]:
        if "官方原文" in row["confidence"]:
            assert by_name[row["name"]].read_in == "original"
        assert "打电话" not in row["deadline"]
        assert row["office"] is None or "先问厂所在" not in row["office"]
    assert "先问厂所在区县" in page["office"] and "先问" not in page["sum"]
