"""A result in plain words: no level that was not earned, no percentage beside none."""

import json
from statistics import fmean
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.text import Language
from diagnosis.present.intake.question_count import QuestionCount
from diagnosis.present.scoring.areas import areas, weak_and_strong, weakest_first
from diagnosis.present.scoring.in_plain_words import in_plain_words
from diagnosis.present.scoring.outlook import Outlook, outlook_line
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from tests.builders import EXAMPLES, every

MOULD: Any = json.loads((EXAMPLES / "dongguan-mould-shop.json").read_text(encoding="utf-8"))
STANDARD = "gbt-39116-2020"


def diagnosed(content: Content, answers: Any, form: str = "full", **facts: object) -> Diagnosis:
    """Return the diagnosis of answers, those that the form asks."""
    asked_of = next(iter(content.forms[form].values())).entries
    taken = {item: value for item, value in answers.items() if item in asked_of}
    sheet = {"form": form, "enterprise": facts, "answers": taken}
    return diagnose(content, read(content, sheet))


def in_words(
    content: Content,
    diagnosis: Diagnosis,
    outlook: Outlook | None = None,
    language: Language = Language.ZH,
) -> str:
    """Return a result as it is shown."""
    return "\n".join(
        text.say(language)
        for paragraph in in_plain_words(content, diagnosis, outlook)
        for text in (paragraph.heading, *paragraph.lines)
    )


@pytest.mark.parametrize("language", list(Language))
def test_a_whole_sheet_has_a_level_by_each_standard(content: Content, language: Language) -> None:
    diagnosis = diagnosed(content, MOULD["answers"], **MOULD["enterprise"])

    shown = in_words(content, diagnosis, language=language)

    for verdict in diagnosis.verdicts:
        assert verdict.level is not None
        name = verdict.standard.levels[verdict.level].name
        assert name.say(language) in shown
    weak, strong = weak_and_strong(areas(content, diagnosis))
    assert len(weak) == len(strong) == 3
    for area in weak:
        assert area.next_practice is not None and area.next_practice.say(language) in shown
    assert len(diagnosis.next_steps.first) == 3
    for step in diagnosis.next_steps.first:
        spine_step = step.open_step.step
        for text in (spine_step.name, spine_step.why, spine_step.done_when):
            assert text.say(language) in shown
        for name in step.open_step.packages:
            assert content.packages[name].name.say(language) in shown


@settings(max_examples=40)
@given(items=st.sets(st.sampled_from(sorted(MOULD["answers"]))), sure=st.booleans())
def test_no_level_is_told_where_there_is_none(
    content: Content, items: set[str], sure: bool
) -> None:
    """Above all no percentage stands beside it, but for what an outlook says in full."""
    diagnosis = diagnosed(content, {item: MOULD["answers"][item] for item in items})
    outlook = Outlook(STANDARD, 0, 0.97, sure)

    lines = in_words(content, diagnosis, outlook).splitlines()

    if not items:
        assert lines == ["结果", "一题都没有答，没有结果。"]
        return
    for verdict in diagnosis.verdicts:
        if verdict.level is None:
            (line,) = [line for line in lines if verdict.standard.name.zh in line]
            is_foreseen = verdict.standard.id == STANDARD
            assert (
                "自评等级" in line
                if is_foreseen
                else "自评 " not in line.replace("CMMM）自评", "")
            )
            assert ("模拟的厂里" in line) == (is_foreseen and sure) and "还差" in line


def test_weak_areas_follow_the_spine_and_none_is_above_the_mean(content: Content) -> None:
    diagnosis = diagnosed(content, MOULD["answers"], **MOULD["enterprise"])
    known = areas(content, diagnosis)

    weak, strong = weak_and_strong(known)
    assert [area.rank for area in weak] == sorted(area.rank for area in weak)
    first = {each.item for each in diagnosis.next_steps.first[0].open_step.lacking}
    assert weak[0].item in first and weak[0].rank < 0
    mean = fmean(area.mean for area in known)
    assert max(area.mean for area in weak) <= mean
    assert max(area.mean for area in weak) <= min(area.mean for area in strong)


def test_parts_come_by_rank_then_by_score_and_above_the_mean_last() -> None:
    parts = {"first": (-2, 1.0), "second": (-1, 0.5), "low": (0, 0.0), "no-business": (1, 0.0),
             "high": (-3, 3.0), "higher": (-4, 4.0)}  # fmt: skip
    assert weakest_first(list(parts), lambda part: parts[part]) == [
        "first", "second", "low", "no-business", "high", "higher"
    ]  # fmt: skip
    alike = dict.fromkeys(("a", "b", "c"), (0, 0.1 + 0.2))
    assert weakest_first(list(alike), lambda part: alike[part]) == list(alike)
    assert weakest_first([], lambda part: (0, 0.0)) == []


def test_a_trade_that_is_not_sure_is_told(content: Content) -> None:
    def shown(industry: str | None) -> str:
        facts = MOULD["enterprise"] | {"industry": industry}
        known = {name: fact for name, fact in facts.items() if fact is not None}
        return in_words(content, diagnosed(content, MOULD["answers"], **known))

    assert "按「模具与机械加工」这一行的先后排" in shown("C3525")
    assert "最常见的一族" not in shown("C3525") and "通用的一族" not in shown("C3525")
    assert "最常见的一族，请核对" in shown("C35")
    assert "通用的一族" in shown(None)


def test_a_step_that_nobody_was_asked_about_is_told(content: Content) -> None:
    assert "先看看贵厂是不是已经做了" in in_words(
        content, diagnosed(content, {"strategy-plan": 1})
    )


def test_where_nothing_is_left_to_do_first_that_is_told(content: Content) -> None:
    answers = every(content, "full", 5)
    shown = in_words(content, diagnosed(content, answers, **MOULD["enterprise"]))
    assert "该先做的 9 步，贵厂没有要补的" in shown and "为什么先做" not in shown


def test_the_screening_gives_no_level_but_strong_and_weak_areas(content: Content) -> None:
    shown = in_words(content, diagnosed(content, MOULD["answers"], "screening"))

    assert "不给任何标准的等级" in shown and "最弱的几块" in shown and "相对好的" in shown
    assert not any(standard.name.zh in shown for standard in content.standards)


def test_costs_are_those_of_sixty_people_where_the_headcount_is_not_known(
    content: Content,
) -> None:
    note = "没有填人数，费用按 60 人的厂估"

    assert note in in_words(content, diagnosed(content, MOULD["answers"]))
    sized = diagnosed(content, MOULD["answers"], employees=60, revenue_wan=2600)
    assert note not in in_words(content, sized)


def test_an_outlook_tells_how_likely_it_is_only_where_it_is_likely(content: Content) -> None:
    def sentence(agreement: float, is_sure: bool, *, has_level: bool = False) -> str:
        outlook = Outlook(STANDARD, 0, agreement, is_sure)
        return outlook_line(content, outlook, QuestionCount(43, 4), has_level=has_level).zh

    name = content.standards.staged.name.zh
    assert sentence(0.97, True) == (
        f"已答 4 题：按「{name}」，到现场估计能核实到 0 级（未达一级）；再答 39 题，"
        "多半还是这一级：模拟的厂里，这样答的二十家有十九家以上没有变。"
        "要得出自评等级，请答完这份问卷（还差 39 题）。"
    )
    assert "%" not in sentence(0.99998, True) and "十家大约九家" in sentence(0.93, True)
    assert "模拟" not in sentence(0.7, False) and "可能会变" in sentence(0.7, False)
    assert "自评等级" not in sentence(0.97, True, has_level=True)
