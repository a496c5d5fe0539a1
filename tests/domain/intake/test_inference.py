"""Inferred answers: what other answers propose, by laws and on single sheets."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.intake.consistency import Severity, inconsistencies
from diagnosis.domain.intake.inference import InferredAnswer, infer_answers
from diagnosis.domain.intake.item import POSITION_VALUES, ItemType
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from tests.builders import a_sheet, an_example, every

FORM = "full"
UNKNOWN: tuple[Any, ...] = ("not_known", None)
POSITIONS: tuple[Any, ...] = POSITION_VALUES


def ladders(content: Content, form: str = FORM) -> list[str]:
    return list(every(content, form, 0))


def infer(content: Content, answers: Any, form: str = FORM) -> dict[str, InferredAnswer]:
    known = {item: value for item, value in answers.items() if value is not None}
    sheet = read(content, a_sheet(form, known))
    return {answer.item: answer for answer in infer_answers(content.inferences, sheet)}


def values(content: Content, answers: Any, form: str = FORM) -> dict[str, Any]:
    return {item: answer.value for item, answer in infer(content, answers, form).items()}


@st.composite
def positions(draw: st.DrawFn, content: Content, form: str = FORM) -> dict[str, Any]:
    """Draw an answer to every ladder of a form, some of them blank or not known."""
    value = st.sampled_from(draw(st.sampled_from([POSITIONS, POSITIONS + UNKNOWN, POSITIONS[:6]])))
    return {item: draw(value) for item in ladders(content, form)}


@given(data=st.data())
@settings(max_examples=60)
def test_a_raise_takes_no_option_away(content: Content, data: st.DataObject) -> None:
    answers = data.draw(positions(content))
    raised = dict(answers)
    for item in data.draw(st.sets(st.sampled_from(ladders(content)), max_size=5)):
        before = answers[item]
        if isinstance(before, float):
            raised[item] = data.draw(st.sampled_from([p for p in POSITIONS if p >= before]))
    after = values(content, raised)
    for item, value in values(content, answers).items():
        options = [option.id for option in content.bank[item].options]
        if isinstance(value, tuple):
            assert set(value) - {"none"} <= set(after.get(item, ()))
        elif isinstance(value, float):
            assert after[item] >= value
        elif value != options[0]:
            assert options.index(after[item]) >= options.index(value)


@given(data=st.data())
@settings(max_examples=40)
def test_the_order_of_answers_changes_nothing(content: Content, data: st.DataObject) -> None:
    answers = data.draw(positions(content))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert infer(content, shuffled) == infer(content, answers)


@pytest.mark.parametrize("form", ["full", "ai-readiness", "miit-sme-2024", "screening"])
@given(data=st.data())
@settings(max_examples=25)
def test_the_form_takes_what_is_proposed(content: Content, form: str, data: st.DataObject) -> None:
    steps = [0, 1, 2, 3, 4, "not_known"]
    answers = {item: data.draw(st.sampled_from(steps)) for item in ladders(content, form)}
    proposed = infer(content, answers, form)
    for answer in proposed.values():
        assert answer.item not in answer.rests_on
        assert all(answers[source] != "not_known" for source in answer.rests_on)
    plain = {item: as_plain(answer.value) for item, answer in proposed.items()}
    assert read(content, a_sheet(form, answers | plain)).answers.keys() >= plain.keys()


@given(data=st.data())
@settings(max_examples=60)
def test_proposals_contradict_no_answer_that_they_rest_on(
    content: Content, data: st.DataObject
) -> None:
    """Proposals taken over, no contradiction arises that was not there before them.

    The ladders of the plant lie close together: far apart they contradict one another.
    """
    place = data.draw(st.integers(0, len(POSITIONS) - 1))
    near = st.sampled_from(POSITIONS[max(place - 1, 0) : place + 2])
    known = {item: data.draw(near) for item in ladders(content)}
    plain = {item: as_plain(answer.value) for item, answer in infer(content, known).items()}

    def contradictions(sheet: Any) -> set[str]:
        tripped = inconsistencies(content.checks, read(content, sheet))
        return {each.check.id for each in tripped if each.check.severity is Severity.CONTRADICTION}

    before = contradictions(a_sheet(FORM, known))
    assert contradictions(a_sheet(FORM, plain | known)) <= before


def test_an_answered_item_keeps_its_proposal(content: Content) -> None:
    answers = {"security-rules": 1, "miit-network-security": ["none"]}
    assert infer(content, answers) == {
        "miit-network-security": InferredAnswer(
            "miit-network-security", ("rules",), ("security-rules",)
        )
    }


def test_nothing_is_proposed_from_what_is_not_known(content: Content) -> None:
    unknown = dict.fromkeys(ladders(content), "not_known")
    assert infer(content, {}) == infer(content, unknown) == {}


def test_none_needs_every_answer_that_could_speak_against_it(content: Content) -> None:
    low = {"network-coverage": 1, "integration-equipment": 1, "equipment-monitoring": 0}
    proposed = infer(content, low)["miit-network"]
    assert proposed.value == ("none",)
    assert proposed.rests_on == tuple(low)
    for near in ("not_known", None):
        assert "miit-network" not in infer(content, low | {"network-coverage": near})
    mostly = infer(content, low | {"network-coverage": 1.8})["miit-network"]
    assert mostly.value == ("control-network",)


def test_what_does_not_apply_holds_nothing_and_hinders_nothing(content: Content) -> None:
    remote = {"not_applicable": content.bank["product-remote"].reasons[0].id}
    rest = {"service-management": 1, "service-customers": 0, "product-service": 1}
    proposed = infer(content, rest | {"product-remote": remote})["scenes-use-service"]
    assert proposed.value == ("none",)
    assert "product-remote" not in proposed.rests_on


def test_a_choice_waits_for_all_its_sources(content: Content) -> None:
    """An area still blank might lead further: 12 of 14 areas are over 80 %, 11 are not."""
    areas = list(content.inferences["miit-systems"].sources)
    assert len(areas) == 14
    answers = dict.fromkeys(areas, 1.0) | dict.fromkeys(areas[-12:], 2.0)
    assert values(content, answers)["miit-systems"] == "over-80"
    assert values(content, answers | {areas[-1]: 1})["miit-systems"] == "two-or-more"
    assert "miit-systems" not in values(content, answers | {areas[0]: None})


def test_areas_that_the_plant_has_not_do_not_count(content: Content) -> None:
    """Without design and process planning there are 12 areas: 10 of them are 83 %."""
    areas = list(content.inferences["miit-systems"].sources)
    absent = {
        item: {"not_applicable": content.bank[item].reasons[0].id}
        for item in ("design-management", "process-planning")
    }
    rest = [item for item in areas if item not in absent]
    answers = dict.fromkeys(rest, 2.0) | dict.fromkeys(rest[:2], 1.0) | absent
    assert values(content, answers)["miit-systems"] == "over-80"
    assert values(content, dict.fromkeys(rest, 2.0) | absent)["miit-systems"] == "all"


def test_only_items_that_the_firm_is_asked_are_proposed(content: Content) -> None:
    sheet = a_sheet("screening", {"security-protection": 2})
    assert infer_answers(content.inferences, read(content, sheet)) == []


def test_the_full_form_leaves_about_sixty_decisions(content: Content) -> None:
    """The rest is proposed: to a firm that uses no AI, all but a handful of it."""
    (form,) = content.forms[FORM].values()
    rest = [item for item in form.entries if item not in content.inferences]
    assert len(rest) <= 63
    lamps = an_example("zhongshan-lamp-maker")
    answers = {item: answer for item, answer in lamps["answers"].items() if item in rest}
    proposed = infer_answers(content.inferences, read(content, lamps | {"answers": answers}))
    assert len(lamps["answers"]) - len(proposed) <= 70


def test_every_inferred_item_is_reached_by_some_sheet(content: Content) -> None:
    """A rule that no sheet trips is a slip: at the top of every ladder each of them trips."""
    top = values(content, every(content, FORM, 5) | {"ai-in-use": "daily"})
    bottom = values(content, every(content, FORM, 0) | {"ai-in-use": "none"})
    assert top.keys() | bottom.keys() == content.inferences.keys()
    for item, inference in content.inferences.items():
        proposed = [each.value for each in inference.values if each.value != "none"]
        if proposed and content.bank[item].type is ItemType.MULTIPLE:
            assert top[item] == tuple(proposed)


@pytest.mark.parametrize(
    ("use", "proposed"),
    [
        ("none", {"ai-skills": 0, "ai-compute": 0, "ai-models": 0, "ai-control": 0}),
        ("personal", {"ai-skills": 1, "ai-compute": 1, "ai-scene-depth": 0, "ai-measuring": 0}),
        ("trial", {}),
        ("daily", {}),
    ],
)
def test_the_gate_question_answers_what_follows_from_it(
    content: Content, use: str, proposed: dict[str, float]
) -> None:
    for form in ("full", "ai-readiness"):
        inferred = values(content, {"ai-in-use": use}, form)
        assert proposed.items() <= inferred.items()
        models = [item for item in inferred if item.startswith("scenes-model-")]
        assert len(models) == (0 if use == "daily" else 8)
        assert "ai-models" not in inferred or use == "none"


def test_a_ladder_that_speaks_of_a_model_outweighs_nobody_using_any(content: Content) -> None:
    answers = {"ai-in-use": "none", "planning-scheduling": 4}
    inferred = values(content, answers)["scenes-model-production-management"]
    assert inferred == ("shop-scheduling", "dynamic-dispatch")


def test_better_settings_follow_from_corrections_with_their_effect(content: Content) -> None:
    answers = {"production-control": 4, "process-planning": 1}
    for position, wanted in ((3.8, 1.0), (4, 3.0), (5, 4.0)):
        proposed = values(content, answers | {"production-control": position})
        assert proposed.get("process-optimisation") == wanted
