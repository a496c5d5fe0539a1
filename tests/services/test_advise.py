"""Ask less: the next question and the raises, over an estimator whose arithmetic is plain."""

from typing import Any

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.services.errors import NoModel
from diagnosis.services.intake.forms import find_form
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.advise import (
    AGREEMENT,
    Counterfactual,
    NextQuestion,
    counterfactual,
    next_question,
)
from tests.builders import a_sheet, an_enterprise, every
from tests.fakes.estimator import FakeEstimator

STANDARD, OTHER = "gbt-39116-2020", "ai-readiness"


def question(content: Content, raw: Any, form: str = "gbt-39116") -> NextQuestion:
    """Return the next question of a form."""
    return next_question(content, FakeEstimator(), find_form(content, form), raw)


def raises(content: Content, raw: Any) -> Counterfactual:
    """Return what to raise."""
    return counterfactual(content, FakeEstimator(), raw)


def refusals(caught: pytest.ExceptionInfo[FaultyInput]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_the_first_open_item_is_asked_next(content: Content) -> None:
    first, second, *_ = find_form(content, "gbt-39116").entries
    following = question(content, {"answers": {first: 2}})
    assert (following.advice.item, following.answered, following.advice.stop) == (second, 1, False)
    assert (following.standard, following.agreement_wanted) == (STANDARD, AGREEMENT)
    assert following.verdicts[0].standard.id == STANDARD


def test_it_stops_at_the_agreement_that_was_asked_for(content: Content) -> None:
    entries = list(find_form(content, "gbt-39116").entries)
    answers = dict.fromkeys(entries[: len(entries) * 3 // 4], 2)
    patient, hasty = (
        question(content, {"answers": answers, "agreement": wanted}) for wanted in (0.99, 0.5)
    )
    assert (patient.advice.stop, hasty.advice.stop) == (False, True)
    assert hasty.agreement_wanted == 0.5 and patient.advice.agreement >= 0.7


def test_facts_of_the_firm_decide_which_items_it_is_asked(content: Content) -> None:
    firm = an_enterprise(industry="C26", production_type="process")
    following = question(content, {"enterprise": firm}, form="full")
    assert following.answered == 0 and following.advice.item is not None
    entry = following.form.entries[following.advice.item]
    assert "process" in entry.asked_of


def test_the_standard_is_the_forms_own_unless_another_is_named(content: Content) -> None:
    assert question(content, {}, form="full").standard == STANDARD
    with pytest.raises(NoModel):
        question(content, {}, form="ai-readiness")
    with pytest.raises(NoModel):
        question(content, {"standard": OTHER})


def test_a_form_whose_standard_has_no_model_is_not_asked_by_another(content: Content) -> None:
    for named in ({}, {"standard": None}, {"standard": "miit-sme-2024@1"}):
        with pytest.raises(NoModel):
            question(content, named, form="miit-sme-2024")
    asked = question(content, {"standard": "gbt-39116-2020"}, form="miit-sme-2024")
    assert asked.standard == STANDARD
    for form, standard in (("screening", STANDARD), ("full", STANDARD)):
        assert question(content, {}, form=form).standard == standard
    with pytest.raises(NoModel):
        raises(content, {"sheet": a_sheet("miit-sme-2024")})
    with pytest.raises(NoModel):
        raises(content, {"sheet": a_sheet("full"), "standard": "smart-factory-2025"})


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(
            (name, "unknown-standard")
            for name in ("gbt-39116-2020@2", "gbt-39116-2020@", "@1", "")
        ),
        *((no_name, "wrong-type") for no_name in (3, ["x"], {})),
    ],
)
def test_a_standard_that_there_is_not_is_a_fault(
    content: Content, name: object, code: str
) -> None:
    for ask, raw in ((question, {}), (raises, {"sheet": a_sheet("full")})):
        with pytest.raises(FaultyInput) as caught:
            ask(content, raw | {"standard": name})
        assert refusals(caught) == [("/standard", code)]
    assert question(content, {"standard": "gbt-39116-2020@1"}).standard == STANDARD


@pytest.mark.parametrize("ask", [question, raises])
def test_what_is_no_object_is_refused(content: Content, ask: Any) -> None:
    with pytest.raises(FaultyInput) as caught:
        ask(content, [])
    assert refusals(caught) == [("", "wrong-type")]


def test_faults_of_request_and_sheet_are_named_together(content: Content) -> None:
    with pytest.raises(FaultyInput) as caught:
        question(content, {"standard": "iso", "form": "full"})
    assert refusals(caught) == [
        ("/standard", "unknown-standard"),
        ("/form", "form-conflict"),
    ]


def test_raises_aim_one_level_higher_unless_another_is_named(content: Content) -> None:
    sheet = a_sheet("gbt-39116", every(content, "gbt-39116", 1))
    higher = raises(content, {"sheet": sheet})
    assert (higher.estimated_level, higher.level, higher.raises.reached) == (1, 2, True)
    assert {answer.after for answer in higher.raises.answers} == {2.0}
    assert raises(content, {"sheet": sheet, "level": 4}).raises.level == 4
    top = a_sheet("gbt-39116", every(content, "gbt-39116", 5))
    assert raises(content, {"sheet": top}).level == 4


def test_a_sheet_without_answers_is_raised_from_the_ground(content: Content) -> None:
    nothing = raises(content, {"sheet": a_sheet("gbt-39116")})
    assert (nothing.estimated_level, nothing.level) == (None, 1)
    assert nothing.raises.answers == () and not nothing.raises.reached


def test_raises_need_a_sheet_and_a_model(content: Content) -> None:
    with pytest.raises(FaultyInput) as caught:
        raises(content, {"level": 0})
    assert refusals(caught) == [("/level", "out-of-range"), ("/sheet", "missing-field")]
    sheet = a_sheet("gbt-39116", {"strategy-plan": 2})
    with pytest.raises(NoModel):
        raises(content, {"sheet": sheet, "standard": OTHER})
    with pytest.raises(NoModel):
        counterfactual(content, None, {"sheet": sheet})


class Undecided(FakeEstimator):
    """An estimator that can estimate, and cannot say what to raise."""

    def raises_to(self, sheet: Any, standard: str, level: int) -> None:
        return None


def test_a_model_that_cannot_say_what_to_raise_is_no_model_for_it(content: Content) -> None:
    with pytest.raises(NoModel):
        counterfactual(content, Undecided(), {"sheet": a_sheet("gbt-39116")})
