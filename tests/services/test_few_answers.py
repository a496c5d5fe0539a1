"""Few answers: what a firm leaves out by choice carries no estimate."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.bootstrap import Container, wire
from diagnosis.config.settings import read_settings
from diagnosis.domain.estimate import Estimate
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.text import Language
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis
from diagnosis.services.intake.forms import find_form
from diagnosis.services.intake.sheets import read
from diagnosis.services.scoring.advise import next_question
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from tests.builders import a_sheet, every, random_sheet

FORM, STANDARD = "gbt-39116", "gbt-39116-2020"


@pytest.fixture(scope="module")
def trained() -> Container:
    """Return the container with the current models wired in."""
    return wire(read_settings({}))


def diagnosed(trained: Container, raw: Any) -> Diagnosis:
    return diagnose(trained.content, read(trained.content, raw), estimator=trained.estimator)


def estimated(trained: Container, raw: Any) -> Estimate:
    return diagnosed(trained, raw).estimates[0]


def ladders(trained: Container) -> list[str]:
    return list(every(trained.content, FORM, 0))


def order(trained: Container, form: str = FORM, **sheet: Any) -> tuple[str, ...]:
    """Return the items of a form as the service asks them."""
    read_one = read(trained.content, a_sheet(form, **sheet))
    assert trained.estimator is not None
    return trained.estimator.asking_order(read_one, STANDARD)


def is_silent(estimate: Estimate) -> bool:
    """Return whether an estimate says nothing that could be read as a level."""
    spoken = (estimate.level, estimate.expected_score, estimate.score_low, estimate.score_high)
    return set(spoken) == {None} and not (estimate.probabilities or estimate.levels)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_best_five_of_a_firm_never_get_a_level(
    trained: Container, data: st.DataObject
) -> None:
    """It is the worst that a firm can do: five answers at the top, the others as it likes."""
    items = ladders(trained)
    best = data.draw(st.lists(st.sampled_from(items), min_size=5, max_size=5, unique=True))
    rest = data.draw(st.sampled_from(["blank", "not_known"]))
    left = dict.fromkeys(items, "not_known") if rest == "not_known" else {}

    estimate = estimated(trained, a_sheet(FORM, left | dict.fromkeys(best, 5)))

    assert estimate.insufficient and is_silent(estimate) and estimate.needs


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), blanks=st.sampled_from([0.1, 0.2, 0.3, 0.6, 0.9]))
def test_what_an_estimate_needs_is_as_few_answers_as_the_rule_needs(
    trained: Container, seed: int, blanks: float
) -> None:
    raw = random_sheet(trained.content, seed, form=FORM, blanks=blanks)
    diagnosis = diagnosed(trained, raw)
    verdict, estimate = diagnosis.verdicts[0], diagnosis.estimates[0]

    assert bool(estimate.needs) is (verdict.level is None)
    assert is_silent(estimate) is bool(estimate.needs)
    if not estimate.needs:
        return
    standard = trained.content.standards.staged
    parts = {sub.id: sub.items for sub in standard.subdomains}
    added: list[str] = []
    for need in estimate.needs:
        known = {item for item, value in raw["answers"].items() if value != "not_known"}
        open_items = [item for item in parts[need.part] if item not in known]
        added += open_items[: need.answers]
    filled = raw | {"answers": raw["answers"] | dict.fromkeys(added, 2)}
    assert estimated(trained, filled).level is not None
    one_less = raw | {"answers": raw["answers"] | dict.fromkeys(added[1:], 2)}
    assert is_silent(estimated(trained, one_less))


@pytest.mark.parametrize("position", POSITION_VALUES[::3])
def test_a_short_form_answered_in_full_left_the_firm_no_choice(
    trained: Container, position: float
) -> None:
    content = trained.content
    answers = every(content, "screening", position)

    whole = diagnosed(trained, a_sheet("screening", answers))
    estimate = whole.estimates[0]
    assert whole.verdicts[0].level is None and estimate.level is None
    assert estimate.form_too_short and estimate.probabilities and estimate.levels
    say = in_language(Language.ZH)
    why = show_diagnosis(content, whole, say)["estimate"][0]["why"]
    assert "定不了级" in why and "多半在" in why

    for item in {*answers} & {*content.scorers.staged.items}:
        less = {other: value for other, value in answers.items() if other != item}
        assert is_silent(estimated(trained, a_sheet("screening", less)))


@pytest.mark.parametrize("position", [3, 5])
def test_a_form_for_one_standard_answered_in_full_gives_no_level_of_another(
    trained: Container, position: float
) -> None:
    """The GB/T form asks of no scene, no model and no data: AI in daily use cannot follow."""
    answers = every(trained.content, FORM, position)

    staged, gated = diagnosed(trained, a_sheet(FORM, answers)).estimates[:2]

    assert staged.level is not None
    assert is_silent(gated) and gated.form_too_short
    say = in_language(Language.ZH)
    made = diagnosed(trained, a_sheet(FORM, answers))
    shown = show_diagnosis(trained.content, made, say)["estimate"]
    assert shown[1]["why"].startswith("这份问卷问到这个标准的题太少")
    assert "先补答" not in (shown[2]["why"] or "")


def test_it_is_told_in_plain_words_what_more_it_takes(trained: Container) -> None:
    diagnosis = diagnosed(trained, a_sheet(FORM, dict.fromkeys(ladders(trained)[:5], 5)))
    count = sum(need.answers for need in diagnosis.estimates[0].needs)

    chinese, english = (
        show_diagnosis(trained.content, diagnosis, in_language(language))["estimate"][0]["why"]
        for language in (Language.ZH, Language.EN)
    )

    assert f"至少再答 {count} 题" in chinese and "拿手" in chinese and "题等。" in chinese
    assert f"at least {count} more" in english and "and others." in english


SERVICE = {"asked_by": "service"}
ENOUGH = 16
"""So many questions in the service's order are half of the weight; one less is not."""
SURELY_0 = 5
"""So many of them, all answered 0, and the firm is surely at level 0."""


@pytest.mark.parametrize(
    ("course", "carries"),
    [
        (SERVICE, True),
        (SERVICE | {"skipped": ["the last"]}, False),
        (SERVICE | {"shown": ["the last"]}, False),
        ({"asked_by": "form"}, False),
        ({"asked_by": "firm"}, False),
        (None, False),
    ],
)
def test_what_the_service_asked_carries_an_estimate_if_nothing_was_passed_over(
    trained: Container, course: Any, carries: bool
) -> None:
    if course:
        last = order(trained)[-1]
        course = {field: [last] if field != "asked_by" else by for field, by in course.items()}
    raw = a_sheet(FORM, dict.fromkeys(order(trained)[:ENOUGH], 2), course=course)

    assert is_silent(estimated(trained, raw)) is not carries
    form = find_form(trained.content, FORM)
    advice = next_question(trained.content, trained.estimator, form, asked_with(raw)).advice
    assert is_silent(advice.estimate) is not carries
    assert advice.stop is False or carries
    unsure = raw | {"answers": raw["answers"] | {order(trained)[3]: "not_known"}}
    assert is_silent(estimated(trained, unsure))


def test_the_best_five_are_not_what_the_service_asked(trained: Container) -> None:
    """That the service chose is the caller's word; the answers show whether it did."""
    best = dict.fromkeys([*order(trained)[:3], *order(trained)[20:22]], 5)

    picked = diagnosed(trained, a_sheet(FORM, best, course=SERVICE))

    assert picked.estimates[0].in_order is False and is_silent(picked.estimates[0])
    for language, words in ((Language.ZH, "先问的那几题"), (Language.EN, "it asks first")):
        shown = show_diagnosis(trained.content, picked, in_language(language))["estimate"][0]
        assert words in shown["why"] and shown["level"] is None
    form = find_form(trained.content, FORM)
    advice = next_question(
        trained.content, trained.estimator, form, {"answers": best, "course": SERVICE}
    ).advice
    assert not advice.stop and is_silent(advice.estimate)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_only_the_first_questions_of_the_order_are_believed_to_be_asked(
    trained: Container, data: st.DataObject
) -> None:
    items = data.draw(st.lists(st.sampled_from(order(trained)), min_size=5, max_size=15,
                               unique=True))  # fmt: skip
    first = set(items) == set(order(trained)[: len(items)])

    estimate = estimated(trained, a_sheet(FORM, dict.fromkeys(items, 3), course=SERVICE))

    assert estimate.in_order is first and is_silent(estimate)
    asked = dict.fromkeys(order(trained)[: ENOUGH + 1], 3)
    assert not is_silent(estimated(trained, a_sheet(FORM, asked, course=SERVICE)))
    del asked[data.draw(st.sampled_from(order(trained)[:ENOUGH]))]
    assert is_silent(estimated(trained, a_sheet(FORM, asked, course=SERVICE)))


def test_what_follows_from_answers_or_facts_may_stand_out_of_order(trained: Container) -> None:
    asked, bank = dict.fromkeys(order(trained)[:12], 2), trained.content.bank
    late = next(item for item in reversed(order(trained)) if bank[item].reasons)
    reason = {"not_applicable": bank[late].reasons[0].id}
    assert late not in asked
    sheet = read(trained.content, a_sheet(FORM, {**asked, late: reason}, course=SERVICE))

    assert trained.estimator is not None
    loose = trained.estimator.estimate(sheet)[0]
    proved = trained.estimator.estimate(replace(sheet, exempt=frozenset({late})))[0]
    inferred = replace(sheet, confirmed_inferences=(late,))

    assert (loose.in_order, proved.in_order) == (False, True)
    assert trained.estimator.estimate(inferred)[0].in_order is True


def test_what_another_standard_asked_first_was_asked_too(trained: Container) -> None:
    """Two standards ask by one form, in turn; some items count for both."""
    assert trained.estimator is not None
    read_empty = read(trained.content, a_sheet("full"))
    first, second = (
        trained.estimator.asking_order(read_empty, standard)
        for standard in (STANDARD, "ai-readiness")
    )
    answers = dict.fromkeys([*first[:ENOUGH], *second[:15]], 2)

    both = diagnosed(trained, a_sheet("full", answers, course=SERVICE)).estimates[:2]

    assert [estimate.in_order for estimate in both] == [True, True]
    assert all(estimate.level is not None for estimate in both)


@pytest.mark.parametrize("count", [1, 4, 5, 12, ENOUGH - 1, ENOUGH])
@pytest.mark.parametrize("position", [0, 2, 5])
def test_who_is_asked_gets_a_level_once_enough_was_asked_whatever_is_answered(
    trained: Container, count: int, position: float
) -> None:
    """Five answers at the top are no level 4: the likeliest is then 3, from 23 % of the weight."""
    asked = order(trained)
    answers = dict.fromkeys(asked[:count], position)
    raw = a_sheet(FORM, answers, course=SERVICE)
    diagnosis = diagnosed(trained, raw)
    estimate = diagnosis.estimates[0]
    advice = next_question(
        trained.content, trained.estimator, find_form(trained.content, FORM),
        {"answers": answers, "course": SERVICE, "agreement": 0.9},
    ).advice  # fmt: skip

    assert estimate.in_order
    assert is_silent(estimate) is (count < (ENOUGH if position else SURELY_0))
    assert is_silent(advice.estimate) is is_silent(estimate)
    assert advice.item == asked[count] == estimate.ask_next[0]
    if not estimate.needs:
        return
    assert not advice.stop and advice.agreement == 0
    more = sum(need.answers for need in estimate.needs)
    name = trained.content.bank[asked[count]].name
    for language, words in (
        (Language.ZH, f"下一题是“{name.zh}”，至少再答 {more} 题"),
        (Language.EN, f"“{name.en}” is next, and it takes at least {more} more"),
    ):
        shown = show_diagnosis(trained.content, diagnosis, in_language(language))["estimate"][0]
        assert words in shown["why"] and shown["probabilities"] is None


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_raise_takes_no_level_from_who_was_asked(
    trained: Container, data: st.DataObject
) -> None:
    count = data.draw(st.integers(1, len(order(trained))))
    asked = order(trained)[:count]
    answers = {item: data.draw(st.integers(0, 4)) for item in asked}
    raised = data.draw(st.sampled_from(asked))

    before, after = (
        estimated(trained, a_sheet(FORM, each, course=SERVICE))
        for each in (answers, answers | {raised: answers[raised] + 1})
    )

    if before.level:
        assert after.level is not None and after.level >= before.level


def asked_with(raw: Any) -> Any:
    """Return what is sent for the next question: at half certainty it would stop early."""
    return {"answers": raw["answers"], "course": raw.get("course"), "agreement": 0.5}
