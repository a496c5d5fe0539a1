"""The estimate beside the rule: on real models, with blanks, without a model."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.bootstrap import wire
from diagnosis.config import read_settings
from diagnosis.domain.estimate import Estimate, RefusalCode
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.item import POSITION_VALUES, ItemType
from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import render
from diagnosis.present.scoring.estimate import REASONS
from diagnosis.services.errors import NoModel
from diagnosis.services.intake.forms import find_form
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.advise import counterfactual, next_question
from diagnosis.services.scoring.diagnose import diagnose, read
from tests.builders import EXAMPLES, a_sheet

ENGLISH = in_language(Language.EN)


@pytest.fixture(scope="module")
def trained() -> Content:
    """Return the content with the current models wired in."""
    return wire(read_settings({})).content


def _rendered(content: Content, raw: object) -> list[dict]:
    found = render(content, diagnose(content, read(content, raw)), ENGLISH)
    return found["estimate"]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_estimate_of_an_example_is_a_distribution_with_its_reasons(
    trained: Content, path: Path
) -> None:
    estimates = _rendered(trained, json.loads(path.read_text(encoding="utf-8")))

    assert [one["standard"] for one in estimates] == ["gbt-39116-2020", "ai-readiness"]
    for one in estimates:
        assert len(one["probabilities"]) == 6
        assert abs(sum(one["probabilities"]) - 1) < 1e-9
        assert one["level"] in one["set"]
        assert one["set"] == list(range(one["set"][0], one["set"][-1] + 1))
        assert one["level"] <= 4
        why = one["attribution"]
        parts = sum(part["answered"] + part["assumed"] for part in why["parts"])
        assert abs(parts - (why["score"] - why["reference"])) < 1e-9
        span = one["expected_score_interval"]
        assert span["low"] <= one["expected_score"] <= span["high"]


def test_too_few_answers_carry_no_level_but_probabilities(trained: Content) -> None:
    first = _rendered(trained, a_sheet("full", {"strategy-plan": 2}))[0]

    assert first["level"] is None
    assert first["insufficient"] is True
    assert len(first["probabilities"]) == 6
    assert first["set"]


def test_a_missing_model_leaves_the_rule_alone(trained: Content, tmp_path: Path) -> None:
    settings = replace(read_settings({}), models_dir=tmp_path)
    without = wire(settings).content
    raw = json.loads((EXAMPLES / "dongguan-mould-shop.json").read_text(encoding="utf-8"))

    found = render(without, diagnose(without, read(without, raw)), ENGLISH)

    assert [one["level"] for one in found["estimate"]] == [None, None]
    assert all("No model is available" in one["why"] for one in found["estimate"])
    own = render(trained, diagnose(trained, read(trained, raw)), ENGLISH)
    assert found["standards"] == own["standards"]


def test_a_refusal_is_said_in_both_languages(tmp_path: Path) -> None:
    without = wire(replace(read_settings({}), models_dir=tmp_path)).content
    diagnosis = diagnose(without, read(without, a_sheet("full", {})))

    whys = [
        render(without, diagnosis, in_language(language))["estimate"][0]["why"]
        for language in Language
    ]

    assert whys == [
        "模型不可用，只按规则评分（unregistered）。",
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
    damaged = wire(replace(settings, models_dir=tmp_path / "models")).content

    estimates = _rendered(damaged, a_sheet("full", {}))

    assert [one["model"] for one in estimates] == [None, None]


@given(share=st.floats(-0.5, -0.01))
def test_negative_probabilities_are_refused_where_they_enter(share: float) -> None:
    with pytest.raises(ValueError, match="negative"):
        Estimate(
            standard="gbt-39116-2020", model="m", probabilities=(1 - share, share, 0, 0, 0, 0)
        )


def test_probabilities_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="sum"):
        Estimate(standard="gbt-39116-2020", model="m", probabilities=(0.5, 0.4, 0, 0, 0, 0))


def test_next_question_is_asked_by_the_form_and_not_yet_answered(trained: Content) -> None:
    form = find_form(trained, "screening")
    answers = {"equipment-automation": 2, "sales-management": 1}

    found = next_question(trained, form, {"answers": answers}, ENGLISH)

    assert found["item"]["id"] in set(form.entries) - set(answers)
    assert found["answered"] == 2
    assert found["stop"] is False
    assert 0 <= found["agreement"] <= 1


def test_next_question_ends_when_all_is_answered(trained: Content) -> None:
    form = find_form(trained, "gbt-39116")
    answers = dict.fromkeys(form.entries, 2)

    found = next_question(trained, form, {"answers": answers, "agreement": 0.999}, ENGLISH)

    assert found["item"] is None
    assert found["stop"] is True


def test_next_question_names_every_fault(trained: Content) -> None:
    raw = {"answers": {"strategy-plan": 7}, "agreement": 2, "standard": "iso", "more": 1}

    with pytest.raises(FaultyInput) as refused:
        next_question(trained, find_form(trained, "full"), raw, ENGLISH)

    assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
        ("/more", "unknown-field"),
        ("/standard", "unknown-standard"),
        ("/agreement", "out-of-range"),
        ("/answers/strategy-plan", "bad-position"),
    ]


def test_counterfactual_raises_really_reach_the_level(trained: Content) -> None:
    raw = json.loads((EXAMPLES / "dongguan-mould-shop.json").read_text(encoding="utf-8"))

    found = counterfactual(trained, {"sheet": raw, "level": 2}, ENGLISH)
    raised = {one["item"]: one["to"] for one in found["raises"]}
    after = _rendered(trained, raw | {"answers": raw["answers"] | raised})[0]

    assert found["reached"] is True
    assert after["level"] >= 2


def test_counterfactual_points_into_the_sheet(trained: Content) -> None:
    raw = {"sheet": a_sheet("full", {"strategy-plan": "2"}), "level": 9}

    with pytest.raises(FaultyInput) as refused:
        counterfactual(trained, raw, ENGLISH)

    assert [fault.pointer for fault in refused.value.faults] == [
        "/level",
        "/sheet/answers/strategy-plan",
    ]


def test_advice_without_a_model_says_so(content: Content) -> None:
    with pytest.raises(NoModel):
        next_question(content, find_form(content, "full"), {"answers": {}}, ENGLISH)


@given(data=st.data())
def test_a_raise_never_lowers_the_estimate(trained: Content, data: st.DataObject) -> None:
    form = trained.forms["gbt-39116"]["1.0.0"]
    ladders = [i for i in form.entries if trained.bank[i].type is ItemType.LADDER]
    asked = data.draw(st.lists(st.sampled_from(ladders), min_size=6, unique=True))
    answers = {item: data.draw(st.sampled_from(POSITION_VALUES)) for item in asked}
    item = data.draw(st.sampled_from(asked))
    higher = data.draw(st.sampled_from([v for v in POSITION_VALUES if v >= answers[item]]))

    before = _rendered(trained, a_sheet("gbt-39116", answers))[0]
    after = _rendered(trained, a_sheet("gbt-39116", answers | {item: higher}))[0]

    assert after["expected_score"] >= before["expected_score"] - 1e-9
    for level in range(1, 6):
        raised, plain = sum(after["probabilities"][level:]), sum(before["probabilities"][level:])
        assert raised >= plain - 1e-9
    if before["level"] is not None and after["level"] is not None:
        assert after["level"] >= before["level"]
