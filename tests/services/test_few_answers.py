"""Few answers: what a firm leaves out by choice carries no estimate."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.bootstrap import Container, wire
from diagnosis.config import read_settings
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

FORM = "gbt-39116"


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
    assert whole.verdicts[0].level is None and whole.estimates[0].level is not None

    for item in {*answers} & {*content.scorers.staged.items}:
        less = {other: value for other, value in answers.items() if other != item}
        assert is_silent(estimated(trained, a_sheet("screening", less)))


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


@pytest.mark.parametrize(
    ("course", "carries"),
    [
        (SERVICE, True),
        (SERVICE | {"skipped": ["sales-management"]}, False),
        (SERVICE | {"shown": ["sales-management"]}, False),
        ({"asked_by": "form"}, False),
        ({"asked_by": "firm"}, False),
        (None, False),
    ],
)
def test_what_the_service_asked_carries_an_estimate_if_nothing_was_passed_over(
    trained: Container, course: Any, carries: bool
) -> None:
    items = [item for item in ladders(trained) if item != "sales-management"][:12]
    raw = a_sheet(FORM, dict.fromkeys(items, 2), course=course)

    assert is_silent(estimated(trained, raw)) is not carries
    form = find_form(trained.content, FORM)
    advice = next_question(trained.content, trained.estimator, form, asked_with(raw)).advice
    assert is_silent(advice.estimate) is not carries
    assert advice.stop is False or carries
    unsure = raw | {"answers": raw["answers"] | {"equipment-automation": "not_known"}}
    assert is_silent(estimated(trained, unsure))


def asked_with(raw: Any) -> Any:
    """Return what is sent for the next question: at half certainty it would stop early."""
    return {"answers": raw["answers"], "course": raw.get("course"), "agreement": 0.5}
