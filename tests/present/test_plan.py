"""What is said of a plan: why each package is there, what it comes to, what can be had instead."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.item import ItemType
from diagnosis.domain.retrofit.catalogue.amounts import Benefit, Money, Range
from diagnosis.domain.retrofit.follow_up.feedback import KnownPackages
from diagnosis.domain.retrofit.plan.account import YearAccount
from diagnosis.domain.retrofit.plan.first_ai import FirstAi, LackingItem
from diagnosis.domain.retrofit.plan.hints import (
    CheaperPlan,
    Hint,
    LevelOnPaper,
    LevelThere,
    SpineShort,
)
from diagnosis.domain.retrofit.plan.infeasible import Infeasible, Obstacle, WishKind
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan, PlannedFirm
from diagnosis.domain.retrofit.plan.problem import BudgetCovers, Objective
from diagnosis.domain.retrofit.plan.reasons import ChosenPackage, LeftOutReason
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.raising.raises import RaisedItem
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Language, Text
from diagnosis.domain.unit import Unit
from diagnosis.optimiser.planner import Planner
from diagnosis.present.raised import show_raises
from diagnosis.present.retrofit.first_ai import say_first_ai
from diagnosis.present.retrofit.hints import hint_text
from diagnosis.present.retrofit.plan import shorten_plan, show_firm_plan
from diagnosis.present.retrofit.plan_words import WHY_LEFT_OUT, what_it_brought, why_nearly
from diagnosis.present.retrofit.spoken import cost, rough
from diagnosis.present.retrofit.ways_out import instead_of, what_works
from diagnosis.present.retrofit.why_here import why_here, why_in_short
from diagnosis.present.say import in_language
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.firm_plan import plan_firm
from diagnosis.services.retrofit.plan_values import values_of
from tests.builders import MARK, a_kept_plan, a_phase, a_planned_package
from tests.builders.plans import AFTER

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.json"))
TODAY = date(2026, 11, 23)
ZH, EN = (in_language(language) for language in Language)
MOST_BYTES = 40_000
SOME = Money(2.0, 4.0, 9.0)
STEP = ("pkg-item-codes",)


def shown(content: Content, plan: KeptPlan, say: Any = ZH) -> dict[str, Any]:
    return show_firm_plan(content, plan, say)


def cards(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [card for phase in plan["phases"] for card in phase["packages"]]


def planned(content: Content, path: Path, **raw: Any) -> KeptPlan:
    sheet = read(content, json.loads(path.read_text(encoding="utf-8")))
    request = read_plan_request(content, raw, TODAY)
    return values_of(content, plan_firm(content, Planner(), sheet, request, KnownPackages()))


def test_a_card_tells_what_a_boss_asks(content: Content) -> None:
    plan = shown(content, a_kept_plan())
    card, other = cards(plan)
    package = content.packages["pkg-work-reporting"]
    assert card["name"] == package.name.zh
    for name in ("what", "first_step", "done_when"):
        assert card[name] == getattr(package, name).zh
    assert card["steps"] == [step.name.zh for step in package.steps]
    assert card["reason"].startswith("贵厂点名要做；同行都先打这个底：")
    assert "治您说的「交期老是拖，客户天天催」" in card["reason"] and card["reason"].endswith("。")
    assert card["when"] == "第 1 个月到第 2 个月中" and other["when"] == "第 13–14 个月"
    assert card["cost"] == "约 6 万元（2–12 万），之后每年 1.8 万"
    assert card["three_years_wan"] == {"low": 3.8, "mid": 11.4, "high": 22.8}
    assert card["people_months"] == 1.23
    assert card["raises"] == [
        {
            "item": "production-control", "name": content.bank["production-control"].name.zh,
            "from": 0.5, "to": 2, "months_of_records": 12, "text": "「报工与进度」做到第 2 档",
        }
    ]  # fmt: skip
    assert [each["id"] for each in card["serves"]] == ["late-delivery", "scene:progress-tracking"]
    assert card["enables"][0]["name"] == content.packages["pkg-mould-hours"].name.zh
    assert (card["support"], card["case"], card["in_full"]) == ([], None, True)
    assert card["brings"] or card["brings_unknown"]


def test_a_plan_comes_to_a_sentence(content: Content) -> None:
    plan = shown(content, a_kept_plan())
    name = content.standards.points.name.zh
    assert plan["summary"] == (
        "2 项，三年合计约 12 万元：建设约 7 万元（2.5–14 万），之后每年约 1.8 万。"
        f"照「{name}」，从 1 级到 2 级。"
    )
    bare = a_planned_package("pkg-boards", 0, 1, SOME, run=Money(0, 0.04, 0.1))
    unrun = a_kept_plan(phases=(a_phase(1, (bare,), AFTER),))
    assert shown(content, unrun)["summary"].startswith(
        "1 项，三年合计约 4.1 万元：建设约 4 万元（2–9 万）。"
    ), "nothing is said of a running cost that rounds to nothing"
    stays = a_kept_plan(caps={"miit-sme-2024": 1})
    assert f"照「{name}」，仍在 1 级，得分 25.00 → 62.50。" in shown(content, stays)["summary"]
    same = a_kept_plan(caps={"miit-sme-2024": 1}, before=AFTER)
    assert f"照「{name}」，仍在 1 级，得分还是 62.50。" in shown(content, same)["summary"]
    nothing = a_kept_plan(phases=())
    assert shown(content, nothing)["summary"] == "这次没有排进任何一项。"


def test_levels_are_promised_up_to_the_cap(content: Content) -> None:
    plan = shown(content, a_kept_plan())
    after = plan["after"][0]
    assert (after["level"], after["promised_level"], after["score"]) == (3, 2, 62.5)
    assert plan["target"]["promised_level"] == 2
    assert any("承诺" in notice for notice in plan["notice"])
    honest = shown(content, a_kept_plan(caps={"miit-sme-2024": 3}))
    assert not any("承诺" in notice for notice in honest["notice"])
    unknown = plan["after"][1]
    assert unknown["level"] is unknown["promised_level"] is None
    assert unknown["provisional"] == {"level": 1, "score": 1.5}


def test_no_phase_is_empty_and_the_end_is_told(content: Content) -> None:
    plan = shown(content, a_kept_plan())
    assert [phase["number"] for phase in plan["phases"]] == [1, 2]
    assert [row["standard"] for row in plan["after"]] == ["miit-sme-2024", "ai-readiness"]
    assert all(phase["standards"] for phase in plan["phases"])


def test_months_end_with_the_last_package_and_the_horizon_is_told_apart(content: Content) -> None:
    plan = shown(content, a_kept_plan())
    last = max(card["end_month"] for card in cards(plan))
    assert plan["months"] == last < plan["horizon_months"] == 36.0
    assert shown(content, a_kept_plan(phases=()))["months"] == 0.0


def test_what_is_left_out_is_counted_and_listed_where_asked(content: Content) -> None:
    counted = shown(content, a_kept_plan())["left_out"]
    assert [(row["why"], row["count"], row["packages"]) for row in counted] == [
        ("budget", 1, None), ("not-for-trade", 2, None)
    ]  # fmt: skip
    listed = shown(content, a_kept_plan(lists_left_out=True))["left_out"]
    assert [each["id"] for each in listed[1]["packages"]] == ["pkg-agv", "pkg-boards"]
    assert all(each["name"] for row in listed for each in row["packages"])


@pytest.mark.parametrize(
    ("hint", "words"),
    [
        (SpineShort(STEP), "没排进来，别的事"),
        (SpineShort(STEP, 2), "的 2 级，打底"),
        (SpineShort(STEP, 2, Objective.LEVEL), "最少的钱到「"),
    ],
)
def test_first_steps_that_wait_are_said_to_wait_for_the_level(
    content: Content, hint: SpineShort, words: str
) -> None:
    assert words in hint_text(content, hint, "miit-sme-2024").zh


def test_questions_that_keep_a_level_out_of_reach_are_named(content: Content) -> None:
    """改造补不上的：15 个问题的分数 could not be said aloud."""
    kept = a_kept_plan()
    (wish,) = kept.infeasible
    stuck = replace(wish, questions=("miit-planning", "miit-systems"))
    text = what_works(content, kept, stuck).zh
    names = [content.bank[item].name.zh for item in stuck.questions]
    assert f"缺的分在「{names[0]}」、「{names[1]}」这几题上" in text
    assert "15 个问题" not in text


def test_what_was_nearly_chosen_has_its_price(content: Content) -> None:
    (near,) = shown(content, a_kept_plan())["nearly"]
    name, other = (content.packages[i].name.zh for i in ("pkg-machine-counter", "pkg-network"))
    assert near["message"] == (
        f"{name}：连三年的运行费约 31 万元（连同「{other}」），预算只剩 28 万元。"
    )
    assert (near["cost_wan"], near["why"]) == (30.5, "budget")


def test_what_was_nearly_chosen_is_never_said_to_cost_what_is_left(content: Content) -> None:
    """扫码仓库：约 4.5 万元，钱不够, beside 4.54 万元 that seemed to be left."""
    kept = a_kept_plan()
    (near,) = kept.nearly
    close = replace(near, cost_wan=27.62, with_needs=())
    text = why_nearly(content, replace(kept, nearly=(close,)), close).zh
    assert text.endswith("：连三年的运行费约 28 万元，预算只剩 27.6 万元。")
    build = replace(kept, covers=BudgetCovers.BUILD)
    assert why_nearly(content, build, near).zh.endswith("，预算只剩 33 万元。")
    full = replace(near, reason=LeftOutReason.IN_ALL)
    assert why_nearly(content, kept, full).zh.endswith("已经排满。")


def a_reason(content: Content, **why: Any) -> str:
    package = a_planned_package("pkg-boards", 0, 1, SOME, why=ChosenPackage(**why))
    plan = a_kept_plan(phases=(a_phase(1, (package,), AFTER),))
    return why_here(content, plan, package).zh


def test_each_reason_is_said_aloud(content: Content) -> None:
    """The spine's step speaks for its trade; else pains, levels, what waits, what rises."""
    assert a_reason(content, wanted=True) == "贵厂点名要做。"
    assert a_reason(content, serves=("energy",)) == "治您说的「电费、气费越来越高」。"
    scene = content.scenes["progress-tracking"].zh
    assert (
        a_reason(content, serves=("scene:progress-tracking",)) == f"您想要的「{scene}」从这里来。"
    )
    points, scenes, later = (
        LevelCondition(level, kind)
        for level, kind in (
            (2, ConditionKind.POINTS), (2, ConditionKind.SCENES), (3, ConditionKind.STARS)
        )
    )  # fmt: skip
    short = a_planned_package("pkg-boards", 0, 1, SOME, why=ChosenPackage(conditions=(points,)))
    assert why_in_short(content, a_kept_plan(), short).zh == "朝 2 级走一步：多拿几分"
    lacks = a_reason(content, conditions=(later, points, scenes))
    assert lacks == "要到 2 级，它能多拿几分、多添达标的场景。"
    stars = LevelCondition(2, ConditionKind.STARS)
    assert a_reason(content, conditions=(scenes, stars)) == "要到 2 级，它能补上必做的场景。"
    assert a_reason(content, conditions=(later,)) == "3 级这次还到不了，它先补上必做的场景。"
    names = [content.packages[i].name.zh for i in ("pkg-erp", "pkg-mes")]
    waits = a_reason(content, enables=("pkg-erp", "pkg-mes", "pkg-aps"))
    assert waits == f"「{names[0]}」、「{names[1]}」等 3 项要等它先做好。"
    item = content.bank["data-decisions"].name.zh
    rises = a_reason(content, raises=(RaisedItem("data-decisions", 0.5, 2),))
    assert rises == f"「{item}」做到第 2 档。"
    begun = a_reason(content, raises=(RaisedItem("data-decisions", 1.5, 2),))
    assert begun == f"「{item}」把第 2 档做全。"
    blank = a_reason(content, raises=(RaisedItem("data-decisions", None, 2),))
    assert blank == rises
    assert a_reason(content) == "钱和人手还够，可以接着做。"


def test_a_part_of_a_standard_is_called_by_its_name(content: Content) -> None:
    package = a_planned_package(
        "pkg-boards", 0, 1, SOME,
        why=ChosenPackage(conditions=(LevelCondition(2, ConditionKind.DIMENSION, "data"),)),
    )  # fmt: skip
    known = (Reading("ai-readiness@1", 1, None),)
    plan = a_kept_plan(phases=(a_phase(1, (package,), known),))
    plan = replace(plan, target=replace(plan.target, standard="ai-readiness@1"))
    assert "「数据」" in why_here(content, plan, package).zh


def test_where_no_level_can_be_told_none_is_a_reason(content: Content) -> None:
    """Nearly each card said "on the way to level 2": of what, in a plan without any level?"""
    conditions = (LevelCondition(2, ConditionKind.SHARE),)
    unknown = (Reading("miit-sme-2024@1", None, None),)

    def reason(name: str, **why: Any) -> str:
        chosen = ChosenPackage(conditions=conditions, **why)
        package = a_planned_package(name, 0, 1, SOME, why=chosen)
        plan = a_kept_plan(before=unknown, phases=(a_phase(1, (package,), unknown),))
        return why_here(content, plan, package).zh

    assert reason("pkg-boards", serves=("energy",)) == "治您说的「电费、气费越来越高」。"
    assert reason("pkg-start") == "谁来管、花多少先定下来，后面的事才有人做。"


def test_reasons_are_one_sentence_and_no_more_than_three(content: Content) -> None:
    plan = a_kept_plan()
    package = next(plan.packages)
    said = why_here(content, plan, package)
    assert said.zh.count("；") == said.en.count("; ") == 2
    assert why_in_short(content, plan, package).zh == "贵厂点名要做"
    unasked = replace(package, why=replace(package.why, wanted=False))
    short = why_in_short(content, plan, unasked).zh
    assert short.startswith("打底：") and short.removeprefix("打底：") in said.zh
    assert said.en.startswith("you asked for it; the trade lays this ground first: ")


def test_a_raise_is_said_by_what_the_question_asks_for(content: Content) -> None:
    """Positions, shares, the place of an option, options that are added: all of a question."""
    share, single = "miit-equipment-networked", "miit-systems"
    uses = next(item for item in content.bank.values() if item.type is ItemType.MULTIPLE)
    first, second = [option for option in uses.options if option.id != "none"][:2]
    rows = show_raises(
        content,
        (
            RaisedItem("data-decisions", 1.8, 2),
            RaisedItem(f"{uses.id}:{first.id}", None, 1),
            RaisedItem(share, 30.0, 70),
            RaisedItem(f"{uses.id}:{second.id}", None, 1),
            RaisedItem(single, None, 1),
        ),
        ZH,
    )
    assert [(row["item"], row["from"], row["to"]) for row in rows] == [
        ("data-decisions", 1.8, 2), (uses.id, None, None), (share, None, None),
        (single, None, None),
    ]  # fmt: skip
    said = [row["text"] for row in rows]
    assert said[0].endswith("把第 2 档做全") and said[2].endswith("做到 70%")
    assert said[1].count("」、「") == 1 and "：" not in said[1]
    assert said[3].startswith(f"「{content.bank[single].name.zh}」做到「")


@pytest.mark.parametrize(
    ("build", "run", "said"),
    [
        (Money(2, 4.04, 9.1), Money(0.5, 1.3, 3), "约 4 万元（2–9.1 万），之后每年 1.3 万"),
        (Money(20, 59.4, 120), Money(), "约 59 万元（20–120 万）"),
        (Money(20, 59.4, 120), Money(0, 0.01, 0.03), "约 59 万元（20–120 万）"),
        (Money(), Money(), "不花钱"),
    ],
)
def test_money_is_spoken_of(build: Money, run: Money, said: str) -> None:
    assert cost(a_planned_package("pkg-a", 0, 1, build, run=run)).zh == said


@pytest.mark.parametrize(
    ("unit", "direction", "ends", "said"),
    [
        (Unit.PERCENT, "down", (5, 20), "停机：少 5–20%"),
        (Unit.PERCENT, "up", (35, 35), "停机：多 35%"),
        (Unit.HOURS, "down", (2, 3), "停机：做到 2–3小时"),
    ],
)
def test_what_it_brought_has_its_direction(
    unit: Unit, direction: str, ends: tuple[float, float], said: str
) -> None:
    benefit = Benefit(Text("停机", "stops"), Range(*ends), unit, direction, MARK)
    assert what_it_brought(benefit).zh == said


def infeasible(**changes: Any) -> Infeasible:
    return replace(
        Infeasible(wish=WishKind.TARGET, code=Obstacle.LEVEL, aimed=3, level=2), **changes
    )


WANTED = {"wish": WishKind.WANTED, "aimed": None, "level": None, "packages": ("pkg-erp",)}


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (
            infeasible(code=Obstacle.BUDGET, budget_wan=38.201),
            "这笔钱到不了 3 级；有 39 万元就可以；这次能到 2 级。",
        ),
        (
            infeasible(code=Obstacle.SPINE_FIRST, budget_wan=51.38),
            "这笔钱先用在最该做的几步和难处上，还到不了 3 级；"
            "另选升级为目标来排，有 52 万元就可以，难处和打底的事要让位；这次能到 2 级。",
        ),
        (
            infeasible(unreached=(LevelCondition(3, ConditionKind.POINTS),)),
            "3 级到不了；改造补不上的：15 个问题的分数；最多能到 2 级；这份计划不为它花钱。",
        ),
        (
            infeasible(code=Obstacle.LEVEL_CAP, level_cost_wan=30.0),
            "贵厂这样的规模，三年里我们不敢许 3 级；最多能到 2 级，约 30 万元。",
        ),
        (
            infeasible(code=Obstacle.CAPACITY, packages_needed=14, budget_wan=99.0),
            "到 3 级要做的事，这段时间里贵厂顾不过来；要做 14 项、99 万元；这次能到 2 级。",
        ),
        (
            infeasible(code=Obstacle.BUDGET, level=0, budget_wan=16.0),
            "这笔钱到不了 3 级；有 16 万元就可以；这次还到不了 1 级。",
        ),
        (infeasible(level=0), "3 级到不了；1 级也还到不了；这份计划不为它花钱。"),
        (infeasible(level=0, aimed=1), "1 级到不了；这份计划不为它花钱。"),
        (
            infeasible(code=Obstacle.BUDGET, budget_wan=30.0, **WANTED),
            "「{erp}」连同前提，这笔钱不够；有 30 万元就可以。",
        ),
        (infeasible(code=Obstacle.TRADE, **WANTED), "「{erp}」：不是这一行用的。"),
    ],
)
def test_what_cannot_be_had_is_answered_with_what_can(
    content: Content, wish: Infeasible, said: str
) -> None:
    erp = content.packages["pkg-erp"].name.zh
    by = f"照「{content.standards.points.name.zh}」：" if wish.wish is WishKind.TARGET else ""
    assert what_works(content, a_kept_plan(), wish).zh == by + said.format(erp=erp)


@pytest.mark.parametrize("wish", list(WishKind))
@pytest.mark.parametrize("code", list(Obstacle))
def test_every_obstacle_has_words(content: Content, wish: WishKind, code: Obstacle) -> None:
    packages = tuple(list(content.packages)[:5])
    for language in Language:
        told = what_works(
            content, a_kept_plan(), infeasible(wish=wish, code=code, packages=packages)
        ).say(language)
        assert told and "{" not in told


def a_plan_of(people: int, trade: str, *packages: str) -> KeptPlan:
    firm = PlannedFirm(SizeClass.SMALL, people, trade, "class")
    cards = tuple(a_planned_package(name, 0, 1, SOME) for name in packages)
    return a_kept_plan(firm=firm, phases=(a_phase(1, cards, AFTER),))


def test_a_package_that_is_too_large_is_answered_with_what_fits(content: Content) -> None:
    wish = infeasible(code=Obstacle.SIZE, **WANTED)
    plan = a_plan_of(35, "trade-lamps")
    erp, light = (content.packages[name].name.zh for name in ("pkg-erp", "pkg-orders-stock"))
    text = f"「{erp}」：不适合这么多人的厂；它是给 80 人以上的厂做的；"
    text += f"这么大的厂，办这件事用「{light}」"
    assert what_works(content, plan, wish).zh == f"{text}。"
    has_it = a_plan_of(35, "trade-lamps", "pkg-orders-stock")
    assert what_works(content, has_it, wish).zh == f"{text}，这份计划里已经有了。"
    works = show_firm_plan(content, replace(plan, infeasible=(wish,)), ZH)["infeasible"][0][
        "works"
    ]
    assert works["instead"] == [{"id": "pkg-orders-stock", "name": light}]


def test_what_is_named_instead_fits_the_size_and_the_trade(content: Content) -> None:
    """Of every package that is not made for so many people, in every trade."""
    for trade in content.trades.by_id.values():
        for people in (16, 35, 400, 3000):
            plan = a_plan_of(people, trade.id)
            for package in trade.offers(content.packages.values()):
                if package.headcounts.hold(people):
                    continue
                wish = infeasible(
                    wish=WishKind.WANTED, code=Obstacle.SIZE, aimed=None, packages=(package.id,)
                )
                for name in instead_of(content, plan, wish):
                    other = content.packages[name]
                    assert other.headcounts.hold(people) and trade.is_offered(other)
                    assert other.family == package.family


@pytest.mark.parametrize(
    "hint",
    [CheaperPlan(2, 9.0, 3), SpineShort(STEP, 2), SpineShort(STEP, 2, Objective.LEVEL),
     LevelOnPaper(2), LevelThere(2)],
)  # fmt: skip
def test_a_level_is_told_with_its_standard(content: Content, hint: Hint) -> None:
    name = content.standards.points.name
    text = hint_text(content, hint, content.standards.points.id)
    assert name.zh in text.zh and name.en in text.en


def test_every_hint_and_every_reason_has_words(content: Content) -> None:
    for hint in a_kept_plan().hints:
        for language in Language:
            assert "{" not in hint_text(content, hint, "miit-sme-2024").say(language)
    assert set(WHY_LEFT_OUT) == set(LeftOutReason)


def test_the_first_ai_step_says_what_is_lacking(content: Content) -> None:
    plan = a_kept_plan()
    assert plan.first_ai is not None
    name, start = (content.packages[i].name.zh for i in ("pkg-quote-assistant", "pkg-ai-start"))
    item = content.bank["sales-management"].name.zh
    assert say_first_ai(content, plan.first_ai).zh == (
        f"人工智能先别急：最近的一步是「{name}」，还差「{start}」先做起来、"
        f"「{item}」到 2 档（您答的是 1）。"
    )
    first = shown(content, plan)["first_ai"]
    assert first["lacking_items"] == [
        {"item": "sales-management", "name": item, "from": 1.0, "needs": 2, "package": None}
    ]
    ready = FirstAi(package="pkg-quote-assistant")
    assert "条件已经够了" in say_first_ai(content, ready).zh
    begun = replace(ready, start_month=12.0)
    assert say_first_ai(content, begun).zh.endswith("第 13 个月动手。")
    assert shown(content, replace(plan, first_ai=None))["first_ai"] is None


def test_what_a_lacking_package_brings_is_told_with_it_once(content: Content) -> None:
    rules, safe, sales = (
        LackingItem("ai-control", 0.0, 1), LackingItem("security-protection", None, 1),
        LackingItem("sales-management", 1.0, 2),
    )  # fmt: skip
    first = FirstAi(
        package="pkg-quote-assistant",
        lacking_packages=("pkg-ai-start", "pkg-quoting", "pkg-security-base"),
        lacking_items=(rules, safe, sales),
    )
    text = say_first_ai(content, first).zh
    start, quoting, base = (content.packages[name].name.zh for name in first.lacking_packages)
    names = [content.bank[each.item].name.zh for each in first.lacking_items]
    assert f"还差「{start}」（把「{names[0]}」从 0 做到 1 档）、「{quoting}」、「{base}」" in text
    assert all(text.count(name) == 1 for name in (*names, start, quoting, base))
    rows = shown(content, replace(a_kept_plan(), first_ai=first))["first_ai"]["lacking_items"]
    assert rows[0]["package"] == "pkg-ai-start" and rows[2]["package"] is None


def sums(rows: Iterator[dict[str, Any]], name: str) -> dict[str, float]:
    listed = list(rows)
    return {end: round(sum(row[name][end] for row in listed), 2) for end in ("low", "mid", "high")}


def test_the_account_says_why_its_years_are_not_the_three_year_account(content: Content) -> None:
    """Until month 36 it comes to less, over ten years to more, or to just as much."""
    late = a_kept_plan()
    years = [year["total_wan"]["mid"] for year in shown(content, late)["account"]]
    assert years == [7.58, 2.8]
    assert shown(content, late)["account_note"] == (
        "到第 36 个月为止要付约 10 万元；三年合计的约 12 万元，是每一项都按运行满三年算的，"
        "预算就按这个数扣，多出来的往后才付。"
    )
    more = replace(late, account=(*late.account, *late.account))
    assert "要付约 21 万元" in shown(content, more)["account_note"]
    assert "所以少些" in shown(content, more)["account_note"]
    whole = YearAccount(1, Money(2.5, 7.0, 14.0), Money(1.8, 5.4, 10.8))
    assert shown(content, replace(late, account=(whole,)))["account_note"] is None


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("budget", [15, 60, 3000])
def test_an_answer_is_short_and_adds_up(content: Content, path: Path, budget: float) -> None:
    kept = planned(content, path, budget_wan=budget, budgets_wan=[30, 100])
    for say in (ZH, EN):
        plan = shown(content, kept, say)
        shorten_plan(plan)
        assert len(orjson.dumps(plan)) <= MOST_BYTES
        listed = cards(plan)
        for name in ("build_wan", "run_wan_per_year", "three_years_wan"):
            assert plan[name] == sums(iter(listed), name)
            assert plan[name] == sums(iter(plan["phases"]), name)
        for card in [*listed, plan]:
            for end in ("low", "mid", "high"):
                total = card["build_wan"][end] + 3 * card["run_wan_per_year"][end]
                assert card["three_years_wan"][end] == pytest.approx(total, abs=1e-9)
        assert plan["three_years_wan"]["mid"] <= budget
        assert sums(iter(plan["account"]), "build_wan") == plan["build_wan"]
        paid = sums(iter(plan["account"]), "total_wan")["mid"]
        spoken = [rough(money) for money in (paid, plan["three_years_wan"]["mid"])]
        assert (plan["account_note"] is None) == (spoken[0] == spoken[1])
        assert plan["account_note"] is None or all(each in plan["account_note"] for each in spoken)
        assert plan["people_months"] == round(sum(card["people_months"] for card in listed), 2)
        assert all(phase["packages"] for phase in plan["phases"])
        assert all(card["reason"] and card["first_step"] for card in listed)
        assert sum(row["count"] for row in plan["left_out"]) + len(listed) == len(content.packages)
        assert [point["budget_wan"] for point in plan["curve"]] == [30, 100]
        assert plan["first_ai"]["message"] and len(plan["nearly"]) <= 3


def test_a_long_plan_has_short_cards_for_what_starts_last(content: Content) -> None:
    ids = list(content.packages)[:20]
    packages = tuple(a_planned_package(name, n, n + 1, SOME) for n, name in enumerate(ids))
    whole = a_kept_plan(phases=(a_phase(1, packages, ()),))
    plan, full = shown(content, whole), cards(shown(content, whole))
    shorten_plan(plan, 30_000)
    assert len(orjson.dumps(plan)) <= 30_000
    flags = [card["in_full"] for card in cards(plan)]
    assert flags == sorted(flags, reverse=True) and len(set(flags)) == 2
    for card, other in zip(cards(plan), full, strict=True):
        assert other["in_full"] and other["what"]
        assert card == other if card["in_full"] else card["what"] is card["done_when"] is None
        assert card["first_step"] and card["cost"]
    shorten_plan(plan, 0)
    assert not any(card["enables"] or card["support"] for card in cards(plan))


def test_a_reading_of_a_standard_that_is_no_more_has_no_name(content: Content) -> None:
    plan = shown(content, a_kept_plan(before=(Reading("gone@1", 2, 1.0),)))
    assert plan["before"][0]["level_name"] is None
