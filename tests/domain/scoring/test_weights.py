"""The tree of weights: what is absent leaves its weight to its siblings."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.domain.scoring.weights import WeightTree
from diagnosis.services.ports.content import Content

CLOSE = 1e-12


def a_tree(sub_weights: list[float] | None = None) -> WeightTree:
    """Return 2 elements (.5, .5); domains .6, .4 | 1; sub-domains .5, .5 | 1 | .25, .75."""
    return WeightTree(
        subdomains=np.array([sub_weights or [0.5, 0.5, 1.0, 0.25, 0.75]]),
        domains=np.array([[0.6, 0.4, 1.0]]),
        elements=np.array([[0.5, 0.5]]),
        domain_of=np.array([0, 0, 1, 2, 2]),
        element_of=np.array([0, 0, 1]),
    )


def both(tree: WeightTree, present: list[bool]) -> tuple[list[float], list[float]]:
    """Return the weights of one firm by arrays and in plain Python."""
    many = tree.weights(np.array([present]), np.array([0]))[0]
    return many.tolist(), tree.weights_of_sheet([float(one) for one in present], 0).tolist()


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ([True] * 5, [0.15, 0.15, 0.2, 0.125, 0.375]),
        # A sub-domain's weight stays in its domain …
        ([False, True, True, True, True], [0.0, 0.3, 0.2, 0.125, 0.375]),
        # … a domain's in its element …
        ([False, False, True, True, True], [0.0, 0.0, 0.5, 0.125, 0.375]),
        # … and an element's goes to the other one.
        ([True, True, True, False, False], [0.3, 0.3, 0.4, 0.0, 0.0]),
        ([False] * 5, [0.0] * 5),
    ],
)
def test_the_weight_of_what_is_absent_goes_to_its_siblings(
    present: list[bool], expected: list[float]
) -> None:
    for weights in both(a_tree(), present):
        assert weights == pytest.approx(expected, abs=CLOSE)


def test_what_is_not_judged_does_not_count() -> None:
    for weights in both(a_tree([0.5, 0.5, 1.0, 0.0, 1.0]), [True, True, True, True, False]):
        assert weights == pytest.approx([0.3, 0.3, 0.4, 0.0, 0.0], abs=CLOSE)


@given(data=st.data())
def test_one_firm_weighs_as_a_batch_does(content: Content, data: st.DataObject) -> None:
    """The law that holds the two ways of redistributing together, on the shipped standard."""
    tree = content.scorers.staged.tree
    kinds, parts = tree.whole.shape
    rows = data.draw(st.lists(st.lists(st.booleans(), min_size=parts, max_size=parts), min_size=1))
    kind = data.draw(st.lists(st.integers(0, kinds - 1), min_size=len(rows), max_size=len(rows)))

    many = tree.weights(np.array(rows), np.array(kind))

    for row, place, weights in zip(rows, kind, many, strict=True):
        single = tree.weights_of_sheet([float(counts) for counts in row], place)
        assert single == pytest.approx(weights, abs=CLOSE)
        assert weights[~np.array(row)].max(initial=0.0) == 0.0
        assert weights.sum() == pytest.approx(float(weights.any()), abs=CLOSE)


def test_with_everything_present_each_weighs_its_share_of_the_whole(content: Content) -> None:
    tree = content.scorers.staged.tree
    kinds, parts = tree.whole.shape

    weights = tree.weights(np.ones((kinds, parts), dtype=bool), np.arange(kinds))

    assert np.abs(weights - tree.whole).max() < CLOSE
