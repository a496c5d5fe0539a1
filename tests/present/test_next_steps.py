"""Next steps as they are shown: in JSON, on the summary and on the terminal, in one order."""

from dataclasses import replace
from typing import Any

import pytest

from diagnosis.domain.retrofit.plan.spine import ladders_of
from diagnosis.domain.text import Language
from diagnosis.present.say import in_both, in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.stored import show_stored
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from diagnosis.services.scoring.next_steps import NextSteps
from diagnosis.services.scoring.stored_diagnoses import StoredDiagnosis
from tests.builders import EXAMPLES, a_sheet, an_enterprise, an_example, every
from tests.ports.records import a_diagnosis, an_assessment, an_enterprise_record
from tests.report.printed import print_diagnosis, summary_page

NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))


def diagnosed(content: Content, raw: Any) -> Diagnosis:
    """Return the diagnosis of a raw sheet."""
    return diagnose(content, read(content, raw))


def shown(content: Content, raw: Any) -> dict[str, Any]:
    """Return a diagnosis as JSON values in English."""
    return show_diagnosis(content, diagnosed(content, raw), in_language(Language.EN))


def a_page(content: Content, raw: Any, language: Language = Language.ZH) -> str:
    """Return the summary of a stored diagnosis."""
    row = a_diagnosis(an_assessment(an_enterprise_record())).row
    stored = StoredDiagnosis(row=row, content=content, diagnosis=diagnosed(content, raw))
    return summary_page(stored, language)


@pytest.mark.parametrize("name", NAMES)
def test_a_step_says_what_it_is_and_what_it_raises(content: Content, name: str) -> None:
    raw = an_example(name)
    result = shown(content, raw)
    for step in result["next_steps"]:
        is_beside = step["number"] is None
        assert step["kind"] == ("pain" if is_beside else "spine")
        assert step["notices"] == [] and step["answered"]
        assert step["employees"] == raw["enterprise"]["employees"]
        assert all(step[text] for text in ("name", "why", "done_when"))
        assert bool(step["before"]) is not is_beside
        assert step["packages"] and all(each["first_step"] for each in step["packages"])
        packages = [content.packages[each["id"]] for each in step["packages"]]
        assert bool(step["raises"]) is any(map(ladders_of, packages))
        for lift in step["raises"]:
            assert lift["from"] == raw["answers"][lift["item"]] < lift["to"]
            assert lift["name"] == content.bank[lift["item"]].name.en
        low, mid, high = (step["build_wan"][end] for end in ("low", "mid", "high"))
        assert 0 < low <= mid <= high
    numbers = [step["number"] for step in result["next_steps"] if step["number"] is not None]
    assert len(numbers) >= len(result["next_steps"]) - 1
    assert numbers == sorted(numbers) and len(numbers) <= result["trade"]["steps_open"]
    assert "prj-" not in str(result["next_steps"])


def test_what_treats_the_first_pain_says_that_it_is_for_that(content: Content) -> None:
    """A fish plant whose bill for power hurts most, and whose trade says nothing of power."""
    raw = an_example("zhanjiang-process-plant")
    assert raw["business"]["pains"][0] == "energy"
    third = shown(content, raw)["next_steps"][2]
    assert (third["kind"], third["number"], third["before"]) == ("pain", None, None)
    assert third["packages"][0]["id"] == "pkg-energy-meters"
    assert "为什么先做：您说最头疼的是「电费、气费越来越高」，这一步就是治它的。" in a_page(
        content, raw
    )


def test_a_firm_without_a_headcount_is_told_whose_costs_they_are(content: Content) -> None:
    answers = every(content, "full", 0.5)
    raw = a_sheet(answers=answers, enterprise=an_enterprise(employees=None, industry="C35"))
    result = shown(content, raw)
    for step in result["next_steps"]:
        assert step["employees"] == 60
        (notice,) = step["notices"]
        assert "60 people" in notice
    assert result["trade"]["matched_by"] == "division"
    assert "please check" in result["trade"]["matched_how"]


def test_what_nobody_answered_is_raised_from_nowhere(content: Content) -> None:
    result = shown(content, a_sheet(answers={"strategy-plan": 1}))
    assert len(result["next_steps"]) == 3
    for step in result["next_steps"]:
        assert not step["answered"] and step["raises"] == []
        assert "see whether it is done already" in step["notices"][0]


@pytest.mark.parametrize("language", list(Language))
def test_the_summary_has_the_steps_before_the_gaps(content: Content, language: Language) -> None:
    raw = an_example("dongguan-mould-shop")
    page = a_page(content, raw, language)
    places = [
        page.index(f"#### {place}\\. {step.open_step.step.name.say(language)}")
        for place, step in enumerate(diagnosed(content, raw).next_steps.first, 1)
    ]
    assert places == sorted(places)
    assert places[-1] < page.index(
        "## 先补哪些" if language is Language.ZH else "## What to raise first"
    )


def test_all_lists_of_a_mould_shop_open_alike(content: Content) -> None:
    """Steps, gaps, weak points and what holds back begin with the plan, never with logistics."""
    raw = an_example("dongguan-mould-shop")
    page = a_page(content, raw)
    first_raised = {lift["item"] for lift in shown(content, raw)["next_steps"][0]["raises"]}
    result = show_diagnosis(content, diagnosed(content, raw), in_both)
    assert result["gaps"][0]["item"] in first_raised
    maturity = page[page.index("## 智能制造") : page.index("## 中小企业")]
    weak = maturity[maturity.index("薄弱环节") :].splitlines()[0]
    assert weak.startswith("薄弱环节：计划与调度") and "物流" not in weak
    held = maturity[maturity.index("### 卡住的地方") :]
    assert "「计划与调度」" in held and "物流" not in held
    rows = [
        line for line in page[page.index("## 先补哪些") :].splitlines() if line.startswith("|")
    ]
    gaps = rows[2:]  # below the head and its rule
    assert "物流" not in gaps[0]
    assert content.bank[result["gaps"][0]["item"]].name.zh in gaps[0]


def test_the_terminal_has_the_steps(content: Content, capsys: pytest.CaptureFixture[str]) -> None:
    diagnosis = diagnosed(content, an_example("zhongshan-lamp-maker"))
    print_diagnosis(content, diagnosis, Language.ZH)
    report = capsys.readouterr().out
    steps = [step.open_step.step.name.zh for step in diagnosis.next_steps.first]
    places = [report.index(name) for name in ("先做什么", *steps, "先补哪些")]
    assert places == sorted(places)


def test_a_diagnosis_without_a_trade_has_no_steps(content: Content) -> None:
    """Content of earlier days has no trades."""
    diagnosis = diagnosed(content, an_example("dongguan-mould-shop"))
    bare = replace(diagnosis, next_steps=NextSteps())
    result = show_diagnosis(content, bare, in_both)
    assert result["trade"] is None and result["next_steps"] == []
    row = a_diagnosis(an_assessment(an_enterprise_record())).row
    stored = StoredDiagnosis(row=row, content=content, diagnosis=bare)
    assert show_stored(stored, Language.ZH)["trade"] is None
    assert "先做什么" not in summary_page(stored, Language.ZH)
