"""Proposals of a request: read as a sheet is, and scored only once they stand in its answers."""

from dataclasses import replace

import pytest

from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.services.intake.forms import find_form
from diagnosis.services.intake.infer import infer
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import a_sheet, an_enterprise, every


def points(content: Content, answers: object) -> Verdict:
    sheet = read(content, {"form": "full", "enterprise": an_enterprise(), "answers": answers})
    return diagnose(content, sheet).verdicts[1]


def test_a_proposal_alone_moves_nothing(content: Content) -> None:
    """None of the 15 questions is answered: all that is known of them is proposed."""
    answers = every(content, "full", 2)
    del answers["process-optimisation"]
    inferred = infer(content, find_form(content, "full"), {"answers": answers})
    proposed = {answer.item: as_plain(answer.value) for answer in inferred.answers}
    assert proposed["miit-systems"] == "all"
    assert not proposed.keys() & inferred.sheet.answers.keys()
    assert points(content, inferred.sheet.written().plain_answers()).score is None
    assert points(content, answers | proposed).score_low


def test_a_confirmed_inference_counts_like_any_answer(content: Content) -> None:
    implied = {"miit-network-security": ["risk-assessment", "rules", "products"]}
    raw = a_sheet("full", every(content, "full", 2) | implied)
    confirmed = raw | {"confirmed_inferences": ["miit-network-security"]}
    plain, marked = (diagnose(content, read(content, each)) for each in (raw, confirmed))
    for before, after in zip(plain.verdicts, marked.verdicts, strict=True):
        assert replace(after, inferred_from=()) == before
    assert [verdict.inferred_from for verdict in marked.verdicts] == [
        (), ("miit-network-security",), (), (),
    ]  # fmt: skip


def test_each_standard_says_which_inferences_it_counts(content: Content) -> None:
    scenes = {"scenes-use-service": ["none"], "scenes-model-service": ["none"]}
    sources = {"service-management": 1, "product-service": 1, "product-remote": 0}
    answers = {**sources, "ai-in-use": "none", **scenes}
    raw = a_sheet("full", answers, confirmed_inferences=list(scenes))
    verdicts = diagnose(content, read(content, raw)).verdicts
    assert [set(verdict.inferred_from) for verdict in verdicts] == [
        set(), set(), set(scenes), set(scenes),
    ]  # fmt: skip


def test_what_the_other_answers_do_not_imply_is_no_confirmed_inference(content: Content) -> None:
    """A claim must not pass for an inference: that would keep it out of what is learned."""
    listed = {"confirmed_inferences": ["miit-network"]}
    for coverage, claim, stays in (
        (3, ["control-network", "full-coverage"], True),
        (3, ["full-coverage", "control-network"], True),
        (3, ["5g", "control-network", "full-coverage"], False),
        (0, ["control-network", "full-coverage"], False),
        (None, ["full-coverage"], False),
        (3, "not_known", False),
    ):
        known = {} if coverage is None else {"network-coverage": coverage}
        sheet = read(content, a_sheet("full", known | {"miit-network": claim}, **listed))
        assert sheet.confirmed_inferences == (("miit-network",) if stays else ())
        assert "miit-network" in sheet.answers


def test_a_request_without_answers_proposes_nothing(content: Content) -> None:
    form = find_form(content, "full")
    for raw in ({}, {"answers": None}, {"answers": {}, "enterprise": None}):
        assert infer(content, form, raw).answers == ()


def test_a_whole_sheet_may_be_sent(content: Content) -> None:
    raw = a_sheet("full", {"security-rules": 1}, period=2026, reference="A-1")
    assert infer(content, find_form(content, "full@2.0.0"), raw).answers


def test_every_fault_is_told_at_once(content: Content) -> None:
    raw = {
        "form": "screening",
        "answers": {"security-rules": 9, "security-rule": 1},
        "enterprise": {"employees": -1},
        "standard": "gbt-39116-2020",
    }
    with pytest.raises(FaultyInput) as refusal:
        infer(content, find_form(content, "full"), raw)
    assert {fault.pointer for fault in refusal.value.faults} == {
        "/form", "/enterprise/employees", "/standard",
    }  # fmt: skip
    with pytest.raises(FaultyInput) as refusal:
        infer(content, find_form(content, "full"), raw | {"form": "full"})
    assert {fault.pointer for fault in refusal.value.faults} == {
        "/answers/security-rules", "/answers/security-rule", "/enterprise/employees", "/standard",
    }  # fmt: skip
    with pytest.raises(FaultyInput):
        infer(content, find_form(content, "full"), ["security-rules"])
