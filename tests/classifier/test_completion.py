"""Codes, completion and the plain rule."""

import numpy as np
import pytest

from diagnosis.classifier.inference.coded_sheets import codes_of
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.plain_rule import PlainRule
from tests.classifier.builders import a_gated_structure, a_staged_structure

NO_CUT = np.zeros((1, 5), dtype=bool)


def rule_on(positions, kind=0, cut=NO_CUT):
    return PlainRule(a_staged_structure())(np.array([positions]), np.array([kind]), cut)


def test_codes_follow_the_sixteen_values():
    codes = codes_of(np.array([[np.nan, 0.0, 0.5, 0.8, 1.0, 4.8, 5.0]]))

    assert codes.tolist() == [[0, 1, 2, 3, 4, 15, 16]]


@pytest.mark.parametrize("wrong", [-1.0, 0.3, 2.9, 5.5, np.inf])
def test_codes_refuse_other_values(wrong):
    with pytest.raises(ValueError, match="sixteen"):
        codes_of(np.array([[wrong]]))


def test_an_answer_between_steps_lies_between_in_the_general_path(staged: Model):
    positions = np.full((1, 12), 2.0)
    positions[0, 0] = 2.5

    by_code = staged.completion(codes_of(positions))
    anywhere = staged.completion.between(positions)

    assert np.abs(by_code.views - anywhere.views).max() < 1e-12


def test_completion_of_a_sub_domain_leans_on_its_own_answers(staged: Model):
    positions = np.full((1, 12), np.nan)
    positions[0, 0], positions[0, 3] = 5.0, 0.0

    expected = staged.completion(codes_of(positions)).reached.sum(axis=2)[0]

    assert expected[1] > expected[4]


def test_rule_gives_the_level_of_even_answers():
    verdict = rule_on([3.0] * 12)

    assert verdict.level.tolist() == [3]
    assert verdict.score.tolist() == [3.0]


def test_rule_leaves_blanks_to_answered_siblings():
    # Sub-domain a answers 2 and blanks: its mean is 2; all others are 2 as well.
    verdict = rule_on([2.0, np.nan, np.nan] + [2.0] * 9)

    assert verdict.level.tolist() == [2]


def test_rule_holds_a_level_at_exactly_four_fifths():
    # Element 1 (.5) at 1; element 2 (.5): d and e at 0.8 of level 1 → .5 + .5 × (d .5 × .8 + …).
    # Discrete: domains .6 / .4 in element 1, all answered 1 → .5; d and e partly .6 → .3 → .8.
    half = rule_on([1.0] * 8 + [0.5, 0.5, 0.5, 0.5])
    most = rule_on([1.0] * 8 + [0.8, 0.8, 0.5, 0.5])

    assert half.level.tolist() == [0]
    assert half.score.tolist() == [0.75]
    assert most.level.tolist() == [1]


def test_rule_does_not_judge_a_process_firm_on_what_weighs_nothing():
    verdict = rule_on([2.0] * 10 + [0.0, 0.0], kind=1)

    assert verdict.level.tolist() == [2]


def test_rule_with_gates_stops_at_a_missed_gate():
    structure = a_gated_structure()
    cut = np.zeros((1, 4), dtype=bool)
    # Dimension a is 0: total = .6 × 5 = 3.0, but level 2 asks a ≥ 1.
    positions = np.array([[0.0] * 3 + [5.0] * 7])

    verdict = PlainRule(structure)(positions, np.array([0]), cut)

    assert verdict.score.tolist() == [3.0]
    assert verdict.level.tolist() == [1]


def test_cut_weight_goes_to_siblings():
    cut = np.array([[False, False, False, True, False]])
    weights = PlainRule(a_staged_structure()).tree.weights(~cut, np.array([0]))

    assert np.abs(weights - [[0.15, 0.15, 0.2, 0.0, 0.5]]).max() < 1e-12
