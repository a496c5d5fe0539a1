"""Ids of earlier projects: each is the package that took it over, and none is forgotten."""

from pathlib import Path

import pytest

from diagnosis.domain.retrofit.follow_up.feedback import (
    Feedback,
    FeedbackReason,
    KnownPackages,
    NextPlanEffect,
)
from diagnosis.present.names import name_of_package
from diagnosis.services.ports.content import Content
from diagnosis.services.read.earlier_ids import is_whole_package, package_of
from diagnosis.services.retrofit.feedback import effect_of, known_packages

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
    assert is_whole_package(content, name) is whole
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
    )


def test_a_step_that_is_done_does_nothing_to_its_package(content: Content) -> None:
    known = KnownPackages(done=frozenset({"prj-esop"}), refused=frozenset({"prj-cdo"}))
    assert known_packages(content, known) == KnownPackages()


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
