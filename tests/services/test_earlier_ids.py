"""Ids of earlier projects: each is the package that took it over, and none is forgotten."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from diagnosis.domain.retrofit.follow_up.feedback import (
    Feedback,
    FeedbackReason,
    KnownPackages,
    NextPlanEffect,
)
from diagnosis.domain.text import Language
from diagnosis.present.names import name_of_package
from diagnosis.present.retrofit.feedback import show_feedback
from diagnosis.present.retrofit.plan import show_firm_plan
from diagnosis.present.say import in_language
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import FeedbackRecord
from diagnosis.services.read.earlier_ids import package_of, whole_package
from diagnosis.services.read.plan_request import read_plan_request
from diagnosis.services.retrofit.feedback import effect_of, known_packages
from tests.builders import a_kept_plan

EARLIER = (Path(__file__).parents[1] / "content" / "earlier_projects.txt").read_text().split()
"""Every project that there ever was: callers and stored rows may name any of them."""


def test_every_earlier_project_is_taken_over_by_one_package(content: Content) -> None:
    assert len(EARLIER) == len(set(EARLIER)) == 222
    taken = [name for package in content.packages.values() for name in package.earlier_ids()]
    assert sorted(taken) == sorted(EARLIER) == sorted(content.earlier)
    for name in EARLIER:
        package = package_of(content, name)
        assert package is not None and name in package.earlier_ids()


def test_a_package_is_itself_and_other_ids_are_nothing(content: Content) -> None:
    package = package_of(content, "pkg-mes")
    assert package is content.packages["pkg-mes"]
    assert package_of(content, "prj-never") is None and package_of(content, "") is None


@pytest.mark.parametrize(
    ("name", "whole", "called"),
    [
        ("pkg-mes", True, "MES：派工、报工、图纸到工位"),
        ("prj-mes", True, "MES：派工、报工、图纸到工位"),
        ("prj-esop", False, "工位屏换掉墙上的旧图纸，旧纸收回"),
    ],
)
def test_a_step_is_no_package(content: Content, name: str, whole: bool, called: str) -> None:
    assert (whole_package(content, name) is not None) is whole
    text = name_of_package(content, name)
    assert text is not None and text.zh == called


def test_feedback_on_earlier_projects_counts_for_their_packages(content: Content) -> None:
    known = KnownPackages(
        done=frozenset({"prj-mes", "prj-esop", "prj-training"}),
        refused=frozenset({"prj-crm", "pkg-agv", "prj-smart-camera", "prj-never"}),
        demoted=frozenset({"prj-crm-light", "prj-plan-light", "pkg-qms"}),
    )
    assert known_packages(content, known) == KnownPackages(
        done=frozenset({"pkg-mes", "pkg-start"}),
        refused=frozenset({"pkg-quoting", "pkg-agv"}),
        demoted=frozenset({"pkg-qms"}),
        steps=frozenset({"prj-esop", "prj-smart-camera"}),
    )


def test_a_step_that_is_done_does_nothing_to_its_package(content: Content) -> None:
    known = KnownPackages(done=frozenset({"prj-esop"}), refused=frozenset({"prj-cdo"}))
    steps = frozenset({"prj-esop", "prj-cdo"})
    assert known_packages(content, known) == KnownPackages(steps=steps)


@pytest.mark.parametrize(
    ("name", "effect"),
    [
        ("pkg-mes", NextPlanEffect.DONE),
        ("prj-mes", NextPlanEffect.DONE),
        ("prj-esop", NextPlanEffect.NOTHING),
    ],
)
def test_what_feedback_does_is_told(content: Content, name: str, effect: NextPlanEffect) -> None:
    feedback = Feedback(name, False, FeedbackReason.DONE_ALREADY)
    assert effect_of(content, feedback) is effect


@pytest.mark.parametrize("name", ["done", "refused", "wanted"])
def test_a_wish_that_names_a_step_says_nothing_of_its_package(content: Content, name: str) -> None:
    step, package = "prj-sales-sheet", "pkg-orders-stock"
    assert package_of(content, step) is content.packages[package]
    request = read_plan_request(content, {name: [step, "prj-crm"]}, date(2026, 11, 23))
    assert getattr(request.wishes, name) == {"pkg-quoting"} and request.steps == (step,)
    assert whole_package(content, step) is None


def test_a_step_that_a_wish_names_is_told_in_words(content: Content) -> None:
    plan = a_kept_plan()
    plan = replace(plan, minded=replace(plan.minded, steps=("prj-sales-sheet",)))
    say = in_language(Language.ZH)
    shown = show_firm_plan(content, plan, say)
    assert shown["heeded"]["steps"] == ["prj-sales-sheet"]
    name = name_of_package(content, "prj-sales-sheet")
    assert name is not None and any(name.zh in text for text in shown["notice"])
    without = show_firm_plan(content, a_kept_plan(), say)
    assert not any(name.zh in text for text in without["notice"])


def test_feedback_on_a_step_says_so(content: Content) -> None:
    feedback = Feedback("prj-sales-sheet", False, FeedbackReason.DONE_ALREADY)
    record = FeedbackRecord("f", "e", datetime(2026, 11, 23, tzinfo=UTC), feedback)
    shown = show_feedback(content, record, in_language(Language.ZH))
    assert shown["next_plan"] == "nothing"
    assert content.packages["pkg-orders-stock"].name.zh in shown["next_plan_text"]
