"""A result in plain words: no level that was not earned, no percentage beside none."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.text import Language
from diagnosis.present.intake.question_count import QuestionCount
from diagnosis.present.scoring.areas import areas, weak_and_strong
from diagnosis.present.scoring.in_plain_words import in_plain_words
from diagnosis.present.scoring.outlook import Outlook, outlook_line
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from tests.builders import EXAMPLES

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
    for step in diagnosis.next_steps[:3]:
        assert content.projects[step.project].name.say(language) in shown


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
            assert ("%" in line) == (is_foreseen and sure) and "还差" in line


def test_the_weakest_areas_stand_lowest(content: Content) -> None:
    known = areas(content, diagnosed(content, MOULD["answers"]))

    means = [area.mean for area in known]
    assert means == sorted(means)
    weak, strong = weak_and_strong(known)
    assert max(area.mean for area in weak) <= min(area.mean for area in strong)


def test_the_screening_gives_no_level_but_strong_and_weak_areas(content: Content) -> None:
    shown = in_words(content, diagnosed(content, MOULD["answers"], "screening"))

    assert "不给任何标准的等级" in shown and "最弱的几块" in shown and "相对好的" in shown
    assert not any(standard.name.zh in shown for standard in content.standards)


def test_costs_are_those_of_a_small_firm_where_the_size_is_not_known(content: Content) -> None:
    note = "费用按小型企业估"

    assert note in in_words(content, diagnosed(content, MOULD["answers"]))
    sized = diagnosed(content, MOULD["answers"], employees=60, revenue_wan=2600)
    assert note not in in_words(content, sized)


def test_an_outlook_tells_how_likely_it_is_only_where_it_is_likely(content: Content) -> None:
    def sentence(agreement: float, is_sure: bool, *, has_level: bool = False) -> str:
        outlook = Outlook(STANDARD, 0, agreement, is_sure)
        return outlook_line(content, outlook, QuestionCount(43, 4), has_level=has_level).zh

    name = content.standards.staged.name.zh
    assert sentence(0.97, True) == (
        f"已答 4 题：按「{name}」，贵厂大约是 0 级（未达一级）；再答 39 题，"
        "也很可能（约 97%）还是这一级。要得出自评等级，请答完这份问卷（还差 39 题）。"
    )
    assert "99% 以上" in sentence(0.99998, True)
    assert "%" not in sentence(0.7, False) and "可能会变" in sentence(0.7, False)
    assert "自评等级" not in sentence(0.97, True, has_level=True)
