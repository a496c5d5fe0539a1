"""The estimators obey scikit-learn's conventions and their own laws."""

import numpy as np
from sklearn.utils.estimator_checks import parametrize_with_checks

from diagnosis.classifier.training.evaluation.challenger import FrankHallBoosting
from diagnosis.classifier.training.fitting.ordinal import CumulativeLogit


def expected_to_fail(_estimator) -> dict[str, str]:
    return {"check_classifiers_train": "predict is the median of predict_proba, not its mode"}


@parametrize_with_checks(
    [CumulativeLogit(max_iter=50), FrankHallBoosting(max_iter=5)],
    expected_failed_checks=expected_to_fail,
)
def test_estimator_obeys_the_conventions(estimator, check):
    check(estimator)


def ordered_rows(n: int, seed: int):
    rng = np.random.default_rng(seed)
    X = rng.uniform(0, 1, (n, 3))
    logits = 6 * X[:, 0] + 2 * X[:, 1] + rng.logistic(0, 1, n)
    return X, np.digitize(logits, [2.0, 4.0, 6.0])


def test_cumulative_logit_finds_the_order_of_slopes():
    X, y = ordered_rows(4000, 1)

    model = CumulativeLogit().fit(X, y)

    assert model.slopes_[0] > model.slopes_[1] > model.slopes_[2] >= 0
    assert (np.diff(model.cuts_) > 0).all()


def test_no_ordinal_model_gives_negative_or_falling_probabilities():
    X, y = ordered_rows(1500, 2)
    fresh, _ = ordered_rows(300, 3)
    raised = fresh.copy()
    raised[:, 0] = np.minimum(raised[:, 0] + 0.2, 1)
    for model in (CumulativeLogit(), FrankHallBoosting(max_iter=40)):
        model.fit(X, y)
        before, after = model.predict_proba(fresh), model.predict_proba(raised)

        assert before.min() >= -1e-12
        assert np.abs(before.sum(axis=1) - 1).max() < 1e-9
        up_to_a, up_to_b = np.cumsum(before, axis=1), np.cumsum(after, axis=1)
        assert (up_to_b <= up_to_a + 1e-9).all()
        assert (model.predict(raised) >= model.predict(fresh)).all()
