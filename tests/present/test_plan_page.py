"""The page of a plan: what stands first, which levels are shown, when it is called rough."""

from dataclasses import replace
from typing import Any

from diagnosis.domain.retrofit.plan.hints import (
    BudgetFromYearly,
    CarriesMoreFrom,
    FewAnswered,
    MoneyLeft,
)
from diagnosis.domain.retrofit.plan.reasons import LeftOutReason
from diagnosis.domain.scoring.counted_items import counted_items
from diagnosis.domain.scoring.reading import Reading
from diagnosis.domain.text import Language
from diagnosis.present.result.plan_shown import (
    blanks_note,
    rough_note,
    show_difference,
    show_plan_page,
)
from diagnosis.present.retrofit.beside import NOTHING_BESIDE
from diagnosis.present.retrofit.hints import hint_text
from diagnosis.present.say import in_language
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from tests.builders import a_kept_plan, every
from tests.builders.firms import usual_firms

ZH = in_language(Language.ZH)
NOTHING_KNOWN = (Reading("miit-sme-2024@1", None, None), Reading("ai-readiness@1", None, None))


def a_page(content: Content, **changes: Any) -> dict[str, Any]:
    return show_plan_page(content, a_kept_plan(**changes), ZH, NOTHING_BESIDE)


def test_levels_that_nobody_knows_are_not_shown(content: Content) -> None:
    """The table said "not known" sixteen times."""
    plan = a_kept_plan()
    phases = tuple(replace(phase, readings=NOTHING_KNOWN) for phase in plan.phases)
    unknown = replace(plan, before=NOTHING_KNOWN, phases=phases)
    assert show_plan_page(content, unknown, ZH, NOTHING_BESIDE)["levels"] == []
    assert show_difference(content, unknown, unknown, ZH)["levels"] == []
    (known,) = a_page(content)["levels"]
    assert "说不准" not in known["levels"]
    (pair,) = show_difference(content, plan, plan, ZH)["levels"]
    assert not pair["differs"]


def test_a_level_that_is_known_is_not_lost_by_doing_more(content: Content) -> None:
    """Level 2 now, 726 万元 spent, and the last column said "not known": four blanks were open."""
    known = Reading("miit-sme-2024@1", 2, 52.0)
    phases = a_kept_plan().phases
    open_ones = [
        Reading(known.standard, None, None, provisional)
        for provisional in ((2, 58.0), (1, 40.0), None, (3, 70.0))
    ]
    for row, promised in zip(open_ones, (2, 2, 2, 3), strict=True):
        plan = a_kept_plan(
            before=(known,),
            caps={"miit-sme-2024": 3},
            phases=(
                replace(phases[0], readings=(known,)),
                replace(phases[1], readings=(row,)),
            ),
        )
        assert plan.promised_level == promised
        page = show_plan_page(content, plan, ZH, NOTHING_BESIDE)
        assert "说不准" not in page["summary"] and "答得还不够" not in page["summary"]
        (line,) = page["levels"]
        later = ["不变"] * 2 if promised == 2 else ["2 级 规范级", "3 级 集成级"]
        assert line["levels"] == ["2 级 规范级", *later]


def test_the_blanks_that_hold_a_level_back_are_named(content: Content) -> None:
    firm = usual_firms(content)[0]
    answers = firm.raw["answers"]
    sheet = read(content, firm.raw | {"answers": answers})
    blank = next(item for item in counted_items(content.standards.points) if item in answers)
    without = read(
        content, firm.raw | {"answers": {k: v for k, v in answers.items() if k != blank}}
    )
    plan = a_kept_plan(before=(Reading("miit-sme-2024@1", 1, 40.0),), caps={})
    row = Reading("miit-sme-2024@1", None, None, (1, 44.0))
    plan = replace(plan, phases=tuple(replace(each, readings=(row,)) for each in plan.phases))
    note = blanks_note(content, plan, without)
    assert note is not None and content.bank[blank].name.zh in note.zh
    assert blanks_note(content, a_kept_plan(), sheet) is None, "its level is known"


def test_that_too_little_was_answered_stands_first_and_once(content: Content) -> None:
    page = a_page(content, hints=(CarriesMoreFrom(2, 10, 2, 3), FewAnswered(0.23, 0.6)))
    (first,) = page["first_warnings"]
    assert first.startswith("答得还太少：") and "23%" in first and "60%" in first
    assert first.count("再花钱") == 1 and len(first) < 60
    thin = (FewAnswered(0.23, 0.6),)
    phases = tuple(replace(each, readings=NOTHING_KNOWN) for each in a_kept_plan().phases)
    unknown = a_page(content, hints=thin, before=NOTHING_KNOWN, phases=phases)
    assert unknown["summary"].endswith("之后每年约 1.8 万。"), "the box says it"
    assert first not in page["warnings"] and len(page["warnings"]) == 1


def test_a_plan_by_few_answers_is_called_rough(content: Content) -> None:
    """What nobody knows is no answer."""
    firm = usual_firms(content)[0]
    assert rough_note(content, firm.sheet(content)) is None
    answers = firm.raw["answers"]
    ladders = every(content, "full", 1).keys() & answers.keys()
    half = dict(list(answers.items())[::2])
    unknown = answers | dict.fromkeys(ladders, "not_known")
    for few in (half, unknown, {}):
        note = rough_note(content, read(content, firm.raw | {"answers": few}))
        assert note is not None and "粗排" in note.zh


def said(content: Content, hint: Any) -> str:
    return hint_text(content, hint, "miit-sme-2024").zh


def test_a_yearly_budget_is_said_as_the_firm_named_it(content: Content) -> None:
    """It had named 8 万元 a year, was told that it had named none, and paid 14.43 in the first."""
    over = said(content, BudgetFromYearly(24.0, 8.0, 1, 14.43))
    assert over.startswith("您写一年愿投 8 万元，三年按 24 万元排；第 1 年要约 14 万元")
    close = said(content, BudgetFromYearly(24.0, 8.0, 2, 8.03))
    assert "第 2 年要约 8.03 万元" in close, "more than was named"
    assert said(content, BudgetFromYearly(24.0, 8.0)) == "您写一年愿投 8 万元，三年按 24 万元排。"
    assert "没有写预算" in said(content, BudgetFromYearly(24.0)), "of a plan that was kept before"


def test_money_is_not_said_to_bring_little_while_a_named_pain_is_open(content: Content) -> None:
    left = said(content, MoneyLeft(159.74, LeftOutReason.LESS_WORTH, open_for=("defects",)))
    assert left.startswith("还剩 160 万元没有排：能管「返工和报废") and "带不来多少" not in left
    assert "带不来多少" in said(content, MoneyLeft(159.74, LeftOutReason.LESS_WORTH))


def test_why_money_is_left_is_a_number_of_packages(content: Content) -> None:
    left = said(content, MoneyLeft(35.77, LeftOutReason.IN_ALL, 10))
    assert "三年最多做 10 项，已经排满" in left and "顾不过来" not in left
    carries = said(content, CarriesMoreFrom(2, 10, 2, 3))
    assert "半年里最多新开 3 项" in carries and "空着的月份" in carries
    assert "新开" not in said(content, CarriesMoreFrom(2, 10, 2)), "of a plan that was kept before"
