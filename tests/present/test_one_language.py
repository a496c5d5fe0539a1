"""An answer is in one language: what it does not say in the other one is never put together.

But for names of the content, which are worked out a single time for all answers.
"""

from datetime import date

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.text import FilledText, Language, Text, _FilledByTexts
from diagnosis.optimiser.planner import Planner
from diagnosis.present.faults import show_fault
from diagnosis.present.promotion.preview import show_preview
from diagnosis.present.say import JoinedText, in_both, in_language, joined
from diagnosis.present.scoring.advice import show_counterfactual
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.preview import PlanPreview, preview_plan
from diagnosis.services.scoring.advise import counterfactual
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from tests.builders import a_sheet, an_enterprise, an_example
from tests.fakes.estimator import FakeEstimator

OTHER = {Language.ZH: "en", Language.EN: "zh"}


@pytest.fixture(params=list(Language), ids=str)
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Language:
    """Return a language; nothing can be put together in the other one."""

    def fail(self: Text) -> str:
        raise AssertionError(f"said in {OTHER[request.param]} too: {type(self)}")

    for kind in (FilledText, _FilledByTexts, JoinedText):
        monkeypatch.setattr(kind, OTHER[request.param], property(fail))
    chosen: Language = request.param
    return chosen


@pytest.fixture(scope="module")
def diagnoses(content: Content) -> list[Diagnosis]:
    """Return diagnoses with levels and without, of discrete and process firms, small and large."""
    large = an_enterprise(employees=5000, revenue_wan=90000, production_type="process")
    raw = [
        *(an_example(name) for name in ("foshan-furniture-maker", "zhanjiang-process-plant")),
        a_sheet(answers={"ai-plan": 1, "product-service": 2}, enterprise=large),
    ]
    made = [diagnose(content, read(content, each), estimator=FakeEstimator()) for each in raw]
    for diagnosis in made:
        show_diagnosis(content, diagnosis, in_both)
    return made


@pytest.fixture(scope="module")
def previews(content: Content) -> list[PlanPreview]:
    """Return plans that reach what they aim at and plans that cannot, with support and cases."""
    wishes = (
        {"budget_wan": 12, "pains": ["late-delivery"], "goals": ["scene:progress-tracking"]},
        {"budget_wan": 1, "target": {"standard": "gbt-39116-2020", "level": 3}},
        {"budget_wan": 60, "target": {"standard": "miit-sme-2024", "level": 4}},
        {"budget_wan": 60, "target": {"standard": "ai-readiness", "level": 2}},
        {"budget_wan": 1, "wanted": ["pkg-mes"], "budgets_wan": [20], "left_out": True},
    )
    sheet = an_example("foshan-furniture-maker")
    made = [
        preview_plan(
            content,
            Planner(),
            {"sheet": sheet, "roadmap": wish, "support": True, "cases": True},
            date(2026, 11, 23),
        )
        for wish in wishes
    ]
    for preview in made:
        show_preview(content, preview, in_both)
    return made


def test_diagnoses_are_said_in_one_language(
    content: Content, diagnoses: list[Diagnosis], language: Language
) -> None:
    for diagnosis in diagnoses:
        assert show_diagnosis(content, diagnosis, in_language(language))


def test_plans_support_and_cases_are_said_in_one_language(
    content: Content, previews: list[PlanPreview], language: Language
) -> None:
    for preview in previews:
        assert show_preview(content, preview, in_language(language))


def test_advice_and_faults_are_said_in_one_language(content: Content, language: Language) -> None:
    raw = {"sheet": an_example("foshan-furniture-maker"), "standard": "gbt-39116-2020"}
    raises = counterfactual(content, raw)
    assert show_counterfactual(content, raises, in_language(language))
    with pytest.raises(FaultyInput) as caught:
        read(content, a_sheet(answers={"ai-plam": 1, "miit-funding": {"part": 1}}))
    assert [show_fault(fault, language) for fault in caught.value.faults]


def test_texts_are_equal_where_they_say_the_same() -> None:
    plain = Text("数据：2 级", "data: level 2")
    by_text = Text("{part}：{level} 级", "{part}: level {level}").fill(
        part=Text("数据", "data"), level=2
    )
    assert by_text == plain and {by_text: 1}[plain] == 1
    assert by_text.in_full() == plain and type(by_text.in_full()) is Text
    assert joined([plain]) is plain
    assert joined([plain, by_text]).say(Language.EN) == "data: level 2, data: level 2"
    assert plain != "数据：2 级"
