"""What a firm sees after filling in, as values: the sentence, the steps, what is first."""

import re
from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.retrofit.catalogue.amounts import Money
from diagnosis.domain.retrofit.plan.infeasible import Infeasible, Obstacle, WishKind
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Language, Text
from diagnosis.present.result.first_things import show_first_things
from diagnosis.present.result.headline import headline
from diagnosis.present.result.ladders import missing, show_ladders, verdicts_of_form
from diagnosis.present.result.level_by_plan import show_ladders_beside_plan
from diagnosis.present.result.page_words import in_page_words
from diagnosis.present.result.weak_beside_plan import show_weak_beside_plan
from diagnosis.present.result.weak_points import show_weak_points
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from tests.builders import a_kept_plan, a_phase, a_planned_package, an_example

SAY = in_page_words(Language.ZH)
MONEY = Money(1.5, 4.0, 9.0)


def diagnosed(content: Content, name: str, **facts: Any) -> Diagnosis:
    """Return the diagnosis of an example, some facts of its firm changed."""
    sheet = an_example(name)
    sheet["enterprise"] |= facts
    return diagnose(content, read(content, sheet))


def test_a_small_firm_is_told_what_pays_small_firms(content: Content) -> None:
    diagnosis = diagnosed(content, "dongguan-mould-shop")
    # 6 scenes and 3 of the required ones are asked for, there are 2 and 1.
    sentence = headline(content, diagnosis, None, content)
    assert (
        sentence.zh
        == "中小企业数字化 2 级还差 4 个场景，其中必做的 2 个：先补「排产」、「订单与客户」。"
    )
    assert sentence.en.endswith("First: “Scheduling”, “Orders and customers”.")


def test_a_large_firm_is_told_of_its_maturity(content: Content) -> None:
    diagnosis = diagnosed(content, "dongguan-mould-shop", employees=5000, revenue_wan=500_000)
    # By hand: 0.1945… of level 2 is met, 0.8 is asked for.
    assert headline(content, diagnosis, None, content).zh == (
        "智能制造成熟度现在 1 级；2 级要求的做到了 19%，要 80%：先补「排产」、「订单与客户」。"
    )
    assert show_ladders(diagnosis, None, SAY)[0]["name"] == "智能制造成熟度"


def test_the_standard_that_the_plan_aims_at_stands_first(content: Content) -> None:
    diagnosis = diagnosed(content, "dongguan-mould-shop")
    plan = a_kept_plan()
    plan = replace(plan, target=replace(plan.target, standard="gbt-39116-2020@1"))
    assert "；智能制造成熟度现在 1 级" in headline(content, diagnosis, plan, content).zh
    ladders = show_ladders(diagnosis, "gbt-39116-2020", SAY)
    assert [each["name"] for each in ladders][:2] == ["智能制造成熟度", "中小企业数字化"]


def test_the_highest_level_is_said_to_be_the_highest(content: Content) -> None:
    diagnosis = diagnosed(content, "dongguan-mould-shop")
    first = verdicts_of_form(diagnosis, None)[0]
    top = replace(first, level=first.standard.levels[-1].level, holds=())
    text = missing(top)
    assert text is not None and text.zh == "已经是最高一级。"
    others = tuple(each for each in diagnosis.verdicts if each.standard is not first.standard)
    told = headline(content, replace(diagnosis, verdicts=(top, *others)), None, content)
    assert told.zh == "中小企业数字化已经是最高的 4 级。"


def test_no_level_is_sold_that_the_plan_says_cannot_be_had(content: Content) -> None:
    """It said "3 级还差 15.8 分"; its plan said that level 3 was out of reach."""
    diagnosis = diagnosed(content, "dongguan-mould-shop")
    plan = a_kept_plan(infeasible=())
    rising = headline(content, diagnosis, plan, content).zh
    assert rising.startswith("先做「")
    assert rising.endswith("；中小企业数字化现在 1 级，照计划做完到 2 级。")
    missed = Infeasible(
        wish=WishKind.TARGET,
        code=Obstacle.LEVEL,
        aimed=2,
        level=1,
        questions=("miit-quality-result",),
    )
    stays = replace(plan, caps={"miit-sme-2024": 1})
    vain = replace(stays, infeasible=(missed,))
    told = headline(content, diagnosis, vain, content)
    assert "还差" not in told.zh and "，2 级到不了；" in told.zh and "改造买不来。" in told.zh
    first = show_ladders_beside_plan(content, diagnosis, vain, SAY)[0]
    assert first["missing"] is None and first["planned"].startswith("照这份计划：2 级到不了；")
    open_rows = (Reading("miit-sme-2024@1", None, None, (1, 40.0)),)
    phases = tuple(replace(phase, readings=open_rows) for phase in vain.phases)
    blank = replace(vain, phases=phases)
    assert "照现在答的，2 级到不了；" in headline(content, diagnosis, blank, content).zh
    first = show_ladders_beside_plan(content, diagnosis, blank, SAY)[0]
    assert first["missing"].startswith("还差"), "answers may bring it"
    dear = replace(stays, infeasible=(replace(missed, code=Obstacle.BUDGET, questions=()),))
    first = show_ladders_beside_plan(content, diagnosis, dear, SAY)[0]
    assert first["missing"].startswith("还差") and "这笔钱到不了 2 级" in first["planned"]
    assert headline(content, diagnosis, stays, content).zh.endswith("照计划做完还是 1 级。")


@pytest.mark.parametrize(
    "name",
    [
        "dongguan-mould-shop", "foshan-furniture-maker", "shenzhen-electronics-plant",
        "zhanjiang-process-plant", "zhongshan-lamp-maker",
    ],
)  # fmt: skip
def test_every_example_has_a_sentence_and_weak_points_with_answers(
    content: Content, name: str
) -> None:
    diagnosis = diagnosed(content, name)
    assert headline(content, diagnosis, None, content).zh.count("。") == 1
    points = show_weak_points(content, diagnosis, SAY)
    names = [point["name"] for point in points]
    assert names and len(names) == len(set(names))
    assert all(point["answer"] and point["next"] for point in points)
    for ladder in show_ladders(diagnosis, None, SAY):
        assert ladder["purpose"] and (ladder["missing"] or ladder["level"] is None)


def test_the_steps_speak_of_positions_not_of_totals_and_gates(content: Content) -> None:
    """It said "2 级要求总分 1.8，现为 1.07" and "里最弱的一项至少 1，现为 0.00"."""
    ladders = show_ladders(diagnosed(content, "dongguan-mould-shop"), None, SAY)
    text = {each["name"]: each["missing"] for each in ladders}
    # By hand: 0.1945… of level 2 is met, 0.8 is asked for.
    assert text["智能制造成熟度"].startswith("2 级要求的，眼下做到 19%，要到 80%。先补「")
    for words in text.values():
        assert not re.search(r"总分|门槛|现为|覆盖「|\d\.\d\d", words), words
    assert "档" in text["人工智能就绪度"]


def test_without_a_plan_the_first_steps_of_the_trade_come_first(content: Content) -> None:
    first = show_first_things(content, diagnosed(content, "dongguan-mould-shop"), None, SAY)
    assert [each["name"] for each in first] == [
        "一套模一张主计划", "订的料、外发的件盯到回厂", "每道扫码报工，按机台派活",
    ]  # fmt: skip
    assert all(each["when"] is None for each in first)


def test_days_are_in_words_and_money_in_the_letters_of_the_language() -> None:
    text = Text("到 2027-12-31，5 万元", "until 2027-12-31, 5 万元; no day: 2027-13-45")
    assert SAY(text) == "到 2027年12月31日，5 万元"
    assert in_page_words(Language.EN)(text) == (
        "until 31 Dec 2027, 50,000 yuan; no day: 2027-13-45"
    )


@pytest.mark.parametrize("name", ["zhongshan-lamp-maker", "dongguan-mould-shop"])
def test_what_to_raise_is_in_plain_words_and_in_the_order_of_the_plan(
    content: Content, name: str
) -> None:
    """The list was in the wording of standards, without an order against the first things."""
    diagnosis = diagnosed(content, name)
    package = content.packages["pkg-orders-stock"]
    plan = a_kept_plan(phases=(a_phase(1, (a_planned_package(package.id, 0, 2, MONEY),), ()),))
    raised = {effect.item for effect in package.effects}
    points = show_weak_beside_plan(content, diagnosis, plan, content, SAY)
    places = [point["item"] in raised for point in points]
    assert any(places) and places == sorted(places, reverse=True)
    for point in points:
        assert not re.search("（[^（）]*[A-Z]{2}", point["next"]) and "※" not in point["next"]
        assert (point["planned"] is not None) == (point["item"] in raised)
    assert points[0]["planned"] == f"计划里做：「{package.name.zh}」，第 1–2 个月。"
    quality = [point for point in points if point["item"] == "quality-management"]
    assert all("QMS" in point["wording"] for point in quality)
