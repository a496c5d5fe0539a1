"""The challenger: Frank–Hall monotone boosting on completed sub-domain scores.

Each split "at least k" is one boosted classifier that rises in every score; P(level ≥ k) is the
least of the splits up to k, so that the curves cannot cross and no probability is negative.

Reference: Frank and Hall (2001), a simple approach to ordinal classification.
"""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from diagnosis.classifier.inference.coded_sheets import CodedSheets
from diagnosis.classifier.inference.head import probabilities_of
from diagnosis.classifier.inference.model import Model
from diagnosis.domain.scoring.encode import Floats

NOT_JUDGED = 2.0
"""The score that a sub-domain outside the firm's judgement counts with."""


class FrankHallBoosting(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Ordinal boosting with cumulative probabilities that rise in the monotone features.

    Parameters
    ----------
    free : int
        The last `free` columns of X are under no constraint.
    max_iter, learning_rate, max_leaf_nodes, random_state
        As in `HistGradientBoostingClassifier`.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    splits_ : list of fitted classifiers, one for each class above the lowest

    """

    def __init__(
        self, free: int = 0, max_iter: int = 100, learning_rate: float = 0.08,
        max_leaf_nodes: int = 15, random_state: int = 0,
    ) -> None:  # fmt: skip
        self.free = free
        self.max_iter = max_iter
        self.learning_rate = learning_rate
        self.max_leaf_nodes = max_leaf_nodes
        self.random_state = random_state

    def __sklearn_tags__(self) -> Any:
        """Return the tags: monotone trees cannot follow every made-up problem."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.poor_score = True
        return tags

    def fit(self, X: Any, y: Any) -> "FrankHallBoosting":
        """Fit one monotone classifier per split. X (n_samples, n_features), y ordered labels."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        self.classes_, place = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("y: one class only; a classifier needs at least 2 classes")
        rising = np.ones(X.shape[1], dtype=int)
        rising[X.shape[1] - self.free :] = 0
        self.splits_ = [
            HistGradientBoostingClassifier(
                max_iter=self.max_iter, learning_rate=self.learning_rate,
                max_leaf_nodes=self.max_leaf_nodes, monotonic_cst=rising,
                random_state=self.random_state, early_stopping=False,
            ).fit(X, place >= k)
            for k in range(1, len(self.classes_))
        ]  # fmt: skip
        self.n_iter_ = max(int(split.n_iter_) for split in self.splits_)
        return self

    def predict_proba(self, X: Any) -> Floats:
        """Return (n_samples, n_classes) probabilities, each row sums to 1."""
        return probabilities_of(self._tails(X))

    def predict(self, X: Any) -> Any:
        """Return the median class."""
        tails = self._tails(X)
        return self.classes_[(tails >= 0.5).sum(axis=1)]

    def _tails(self, X: Any) -> Floats:
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        splits = np.stack([split.predict_proba(X)[:, 1] for split in self.splits_], axis=1)
        return np.minimum.accumulate(splits, axis=1)


def completed_scores(model: Model, sheets: CodedSheets, chunk: int = 512) -> Floats:
    """Return (n, S + 3): completed sub-domain scores and s*, then unanswered weight and size."""
    share = model.features.item_share
    member = np.eye(len(model.structure.subdomains))[model.completion.owner] * share[:, None]
    parts = []
    for start in range(0, len(sheets), chunk):
        part = sheets.rows(slice(start, start + chunk))
        inputs = model.read(part)
        value = (inputs.completed.reached * model.completion.gains).sum(axis=2)
        judged = (inputs.weights > 0) @ member > 0
        scores = np.where(judged, value @ member, NOT_JUDGED)
        total = (value * inputs.weights).sum(axis=1)
        parts.append(np.c_[scores, total, inputs.unanswered, part.size])
    return np.vstack(parts)
