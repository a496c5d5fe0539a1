"""The estimate beside the rule: on real models, with blanks, without a model."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.bootstrap import Container, wire
from diagnosis.config.settings import read_settings
from diagnosis.domain.estimate import Estimate, RefusalCode
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.item import POSITION_VALUES, ItemType
from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.present.scoring.estimate import REASONS
from diagnosis.services.errors import NoModel
from diagnosis.services.intake.forms import find_form
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.advise import NextQuestion, counterfactual, next_question
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from tests.builders import EXAMPLES, a_business, a_sheet, an_example, random_sheet


@pytest.fixture(scope="module")
def trained() -> Container:
    """Return the container with the current models wired in."""
    return wire(read_settings({}))


def diagnosed(container: Container, raw: object) -> Diagnosis:
    content = container.content
    return diagnose(content, read(content, raw), estimator=container.estimator)


def estimates_of(container: Container, raw: object) -> tuple[Estimate, ...]:
    return diagnosed(container, raw).estimates


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_estimate_of_an_example_is_a_distribution_with_its_reasons(
    trained: Container, path: Path
) -> None:
    estimates = estimates_of(trained, json.loads(path.read_text(encoding="utf-8")))

    *modelled, points = estimates
    assert [one.standard for one in modelled] == ["gbt-39116-2020", "ai-readiness"]
    assert (points.standard, points.model, len(points.probabilities)) == ("miit-sme-2024", None, 5)
    assert points.level in points.levels and abs(sum(points.probabilities) - 1) < 1e-9
    for estimate in modelled:
        assert len(estimate.probabilities) == 6
        assert abs(sum(estimate.probabilities) - 1) < 1e-9
        assert estimate.level in estimate.levels
        assert list(estimate.levels) == list(range(estimate.levels[0], estimate.levels[-1] + 1))
        assert estimate.level <= 4
        parts = sum(part.answered + part.assumed for part in estimate.parts)
        assert abs(parts - (estimate.score - estimate.reference)) < 1e-9
        assert estimate.score_low <= estimate.expected_score <= estimate.score_high


def test_a_missing_model_leaves_the_rule_alone(trained: Container, tmp_path: Path) -> None:
    without = wire(replace(read_settings({}), models_dir=tmp_path))
    raw = an_example("dongguan-mould-shop")

    diagnosis = diagnosed(without, raw)

    assert [one.level for one in diagnosis.estimates] == [0, 0, 1]
    shown = show_diagnosis(without.content, diagnosis, in_language(Language.EN))["estimate"]
    assert all("No model is available" in one["why"] for one in shown[:2])
    assert all(one["level_by"] == "deflated-rule" for one in shown[:3])
    assert [one["standard"] for one in shown if one["probabilities"]] == ["miit-sme-2024"]
    assert diagnosis.verdicts == diagnosed(trained, raw).verdicts


def test_a_refusal_is_said_in_both_languages(tmp_path: Path) -> None:
    without = wire(replace(read_settings({}), models_dir=tmp_path))
    diagnosis = diagnosed(without, a_sheet("full", {}))

    whys = [
        show_diagnosis(without.content, diagnosis, in_language(language))["estimate"][0]["why"]
        for language in Language
    ]

    assert whys == [
        "模型不可用，只按规则评分：这个标准没有登记模型。",
        "No model is available, scored by rule alone "
        "(no model is registered for this standard: gbt-39116-2020).",
    ]


def test_every_code_of_a_refusal_has_its_reason() -> None:
    assert set(REASONS) == set(RefusalCode)


def test_a_damaged_model_is_refused_and_told(tmp_path: Path) -> None:
    settings = read_settings({})
    shutil.copytree(settings.models_dir, tmp_path / "models")
    for path in (tmp_path / "models").glob("*/model.json"):
        path.write_text(path.read_text(encoding="utf-8").replace("0.", "0.9", 1))
    damaged = wire(replace(settings, models_dir=tmp_path / "models"))

    estimates = estimates_of(damaged, a_sheet("full", {}))

    assert [one.model for one in estimates] == [None, None, None]


@given(share=st.floats(-0.5, -0.01))
def test_negative_probabilities_are_refused_where_they_enter(share: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        Estimate(
            standard="gbt-39116-2020", model="m", probabilities=(1 - share, share, 0, 0, 0, 0)
        )


def test_probabilities_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="sum"):
        Estimate(standard="gbt-39116-2020", model="m", probabilities=(0.5, 0.4, 0, 0, 0, 0))


def asked(trained: Container, form: str, raw: object) -> NextQuestion:
    content = trained.content
    return next_question(content, trained.estimator, find_form(content, form), raw)


def test_next_question_is_asked_by_the_form_and_not_yet_answered(trained: Container) -> None:
    answers = {"equipment-automation": 2, "sales-management": 1}

    question = asked(trained, "screening", {"answers": answers})

    assert question.advice.item in set(question.form.entries) - set(answers)
    assert question.answered == 2
    assert question.advice.stop is False
    assert 0 <= question.advice.agreement <= 1


def test_next_question_ends_when_all_is_answered(trained: Container) -> None:
    answers = dict.fromkeys(find_form(trained.content, "gbt-39116").entries, 2)

    question = asked(trained, "gbt-39116", {"answers": answers, "agreement": 0.98})

    assert question.advice.item is None
    assert question.advice.stop is True


def test_next_question_names_every_fault(trained: Container) -> None:
    raw = {"answers": {"strategy-plan": 7}, "agreement": 2, "standard": "iso", "more": 1}

    with pytest.raises(FaultyInput) as refused:
        asked(trained, "full", raw)

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        ("/more", "unknown-field"),
        ("/standard", "unknown-standard"),
        ("/agreement", "out-of-range"),
        ("/answers/strategy-plan", "bad-position"),
    ]


def test_counterfactual_points_into_the_sheet(trained: Container) -> None:
    raw = {"sheet": a_sheet("full", {"strategy-plan": "2"}), "level": 9}

    with pytest.raises(FaultyInput) as refused:
        counterfactual(trained.content, raw)

    assert [fault.pointer for fault in refused.value.faults] == [
        "/level",
        "/sheet/answers/strategy-plan",
    ]


def test_advice_without_a_model_says_so(content: Content) -> None:
    with pytest.raises(NoModel):
        next_question(content, None, find_form(content, "full"), {"answers": {}})


@given(data=st.data())
def test_a_raise_never_lowers_the_estimate(trained: Container, data: st.DataObject) -> None:
    content = trained.content
    form = content.forms["gbt-39116"]["2.0.0"]
    ladders = [i for i in form.entries if content.bank[i].type is ItemType.LADDER]
    asked = data.draw(st.lists(st.sampled_from(ladders), min_size=6, unique=True))
    answers = {item: data.draw(st.sampled_from(POSITION_VALUES)) for item in asked}
    item = data.draw(st.sampled_from(asked))
    higher = data.draw(st.sampled_from([v for v in POSITION_VALUES if v >= answers[item]]))

    before, after = (
        trained.estimator.estimate(read(content, a_sheet("gbt-39116", each)))[0]
        for each in (answers, answers | {item: higher})
    )

    assert after.expected_score >= before.expected_score - 1e-9
    for level in range(1, 6):
        raised, plain = sum(after.probabilities[level:]), sum(before.probabilities[level:])
        assert raised >= plain - 1e-9
    if before.level is not None and after.level is not None:
        assert after.level >= before.level


@settings(max_examples=40)
@given(
    seed=st.integers(0, 2**32 - 1),
    form=st.sampled_from(["full", "screening", "ai-readiness"]),
    blanks=st.sampled_from([0.0, 0.3, 1.0]),
    data=st.data(),
)
def test_what_a_firm_says_of_its_business_moves_no_score(
    trained: Container, seed: int, form: str, blanks: float, data: st.DataObject
) -> None:
    """No level, estimate or spot check: only contradictions, next steps and what follows them."""
    content = trained.content
    raw = random_sheet(content, seed, form=form, blanks=blanks, cuts=0.2)
    business = data.draw(a_business(list(content.scenes)))
    shown = [
        show_diagnosis(content, diagnosed(trained, each), in_language(Language.EN))
        for each in (raw, raw | {"business": business})
    ]
    for each in shown:
        for follows_business in ("consistency", "trade", "next_steps", "gaps"):
            del each[follows_business]
        for standard in each["standards"]:
            standard["held_back_by"] = len(standard["held_back_by"])
    assert shown[0] == shown[1]
