"""Why: s* − reference as an exact sum, each sub-domain split into answered and assumed."""

from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.inference.completion import NODES
from diagnosis.classifier.inference.model import Model, ModelInput
from diagnosis.domain.scoring.encode import Floats


@dataclass(frozen=True, slots=True)
class Attribution:
    """n firms, S sub-domains, in points of s* (0–5).

    `score` (n,) s* of the completed self-report, `reference` (n,) that of the usual firm under the
    same cuts; `answered` and `assumed` (n, S) sum to `score` − `reference`.
    """

    score: Floats
    reference: Floats
    answered: Floats
    assumed: Floats


class Attributor:
    """Attribution with one model; the usual firm is the simulated one of the prior."""

    def __init__(self, model: Model) -> None:
        curves = model.numbers.curves
        prior = np.exp(-0.5 * ((NODES - curves.mean) / curves.spread) ** 2)
        prior /= prior.sum()
        completion = model.completion
        self._gains = completion.gains
        self.usual: Floats = ((prior @ completion.tails) * completion.gains).sum(axis=1)
        self._member = np.eye(len(model.structure.subdomains))[completion.owner]

    def __call__(self, inputs: ModelInput) -> Attribution:
        """Return the attribution of completed sheets."""
        value = (inputs.completed.reached * self._gains).sum(axis=2)
        parts = inputs.weights * (value - self.usual)
        answered = np.where(inputs.completed.answered, parts, 0.0) @ self._member
        assumed = np.where(inputs.completed.answered, 0.0, parts) @ self._member
        score = (inputs.weights * value).sum(axis=1)
        return Attribution(score, inputs.weights @ self.usual, answered, assumed)
