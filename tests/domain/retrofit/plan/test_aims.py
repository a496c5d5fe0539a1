"""The levels that a plan aims at, and what may be promised."""

import pytest

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.retrofit.catalogue.package import Grade
from diagnosis.domain.retrofit.plan.aims import level_cap, next_levels, unraised_questions
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.raising.raises import Requirement
from tests.builders import a_problem, an_option

LIGHT, FULL = (Grade.LIGHT,), (Grade.LIGHT, Grade.FULL)


@pytest.mark.parametrize("size", [SizeClass.MICRO, SizeClass.SMALL])
@pytest.mark.parametrize(("level", "cap"), [(0, 2), (1, 2), (2, 3), (3, 3), (4, 4), (5, 5)])
def test_small_firms_are_promised_a_level_up_and_never_above_three(
    size: SizeClass, level: int, cap: int
) -> None:
    assert level_cap(size, level, 5, FULL) == cap


@pytest.mark.parametrize("size", [SizeClass.MEDIUM, SizeClass.LARGE])
@pytest.mark.parametrize(
    ("level", "grades", "cap"),
    [(0, FULL, 5), (3, FULL, 5), (0, LIGHT, 3), (4, LIGHT, 4), (3, (), 3)],
)
def test_level_four_is_promised_with_full_systems_alone(
    size: SizeClass, level: int, grades: tuple[Grade, ...], cap: int
) -> None:
    assert level_cap(size, level, 5, grades) == cap


def test_nothing_is_promised_above_the_top_of_a_standard() -> None:
    assert level_cap(SizeClass.LARGE, 1, 4, FULL) == 4
    assert level_cap(SizeClass.SMALL, 4, 4, FULL) == 4


@pytest.mark.parametrize(
    ("level", "cap", "levels"),
    [(0, 5, (1, 2)), (0, 1, (1,)), (1, 5, (2,)), (3, 3, ()), (4, 5, (5,))],
)
def test_the_next_level_is_aimed_at_and_from_nothing_the_next_two(
    level: int, cap: int, levels: tuple[int, ...]
) -> None:
    assert next_levels(level, cap) == levels


def a_need(level: int, kind: ConditionKind, needs: float, mark: str | None) -> Requirement:
    gains = {} if mark is None else {mark: tuple(float(step) for step in range(6))}
    return Requirement(condition=LevelCondition(level, kind), has=0.0, needs=needs, gains=gains)


def test_an_aim_tells_what_is_missing_and_what_blocks_it() -> None:
    near = a_need(1, ConditionKind.TOTAL, 2.0, "a")
    far = a_need(2, ConditionKind.TOTAL, 4.0, "a")
    never = a_need(3, ConditionKind.DECLARED, 1.0, None)
    met = a_need(1, ConditionKind.LINK, 0.0, None)
    problem = a_problem(
        [an_option("p", {"a": 3})], requirements=(met, near, far, never), levels=(1, 2, 3)
    )
    first, second, third = problem.aims
    assert (first.missing, first.blocked, first.is_in_reach) == ((near,), (), True)
    assert second.missing == (near, far)
    assert second.blocked == (far.condition,) and not second.is_in_reach
    assert third.missing == (near, far), "what nothing moves is no progress"
    assert third.blocked == (far.condition, never.condition)


def test_the_questions_whose_points_no_package_brings_are_named_worst_first() -> None:
    """Research, profit and the like: 15 个问题的分数 told nobody which."""
    gains = {
        "profit": (0.0, 4.0),
        "plan": (0.0, 2.0, 5.0),
        "network": (0.0, 3.0),
        "talent:trained": (0.0, 1.0),
        "talent:named": (0.0, 2.0),
        "full": (0.0, 0.0),
    }
    points = Requirement(
        condition=LevelCondition(3, ConditionKind.POINTS), has=40.0, needs=60.0, gains=gains
    )
    options = [an_option("p", {"network": 1, "plan": 1}), an_option("q", {"talent:trained": 1})]
    problem = a_problem(options, requirements=(points,), levels=(3,))
    (aim,) = problem.aims
    assert aim.blocked == (points.condition,)
    questions = unraised_questions(problem.yardstick, problem.options, aim)
    assert questions == ("profit", "plan", "talent")
