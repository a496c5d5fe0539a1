"""Completion: what the unanswered items would say, from a graded-response model per item.

A sub-domain's latent is held as a posterior on a grid of nodes: log-likelihood 1 × its own answers
+ `tempering` × all others. A better answer multiplies every posterior by a ratio that rises with
the node (a non-negative power of a graded-response likelihood), so no expected answer can fall.

Reference: Samejima (1969), graded response model.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from diagnosis.classifier.inference.coded_sheets import POSITION_CODES
from diagnosis.classifier.inference.structure import Structure
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.scoring.encode import Bools, Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

NODES = np.linspace(-2.0, 7.0, 33)
"""The latents that a posterior is held on, in levels; wider than 0–5, where firms lie."""
_VALUES = np.array(POSITION_VALUES)


@dataclass(frozen=True, slots=True)
class ItemCurves:
    """The fitted numbers of the graded-response model.

    `slopes` (I,) > 0; `cuts` (I, 5) ascending, +inf beyond an item's last step; the prior of the
    latent is normal with `mean` and `spread`; `tempering` in 0–1 weighs the answers of other
    sub-domains.
    """

    slopes: Floats
    cuts: Floats
    mean: float
    spread: float
    tempering: float


class Completed(NamedTuple):
    """What completion gives for n firms.

    `views` (2, n, I, 5): P(step j reached); the first view takes an answer for what it says, the
    second knows it only through the posterior; `answered` (n, I); `posterior` (n, S, nodes).
    """

    views: Floats
    answered: Bools
    posterior: Floats

    @property
    def reached(self) -> Floats:
        """Return (n, I, 5): the answer itself where answered, else what is expected."""
        reached: Floats = self.views[0]
        return reached

    @property
    def expected(self) -> Floats:
        """Return (n, I, 5): what the posterior expects, for answered items too."""
        expected: Floats = self.views[1]
        return expected


class Completion:
    """The compiled tables: per item × code × node, so that a sheet is one gather and sums."""

    def __init__(self, structure: Structure, curves: ItemCurves) -> None:
        self.curves = curves
        self.owner = np.array(structure.owner)
        same = self.owner == np.arange(len(structure.subdomains))[:, None]
        self.mixing = np.where(same, 1.0, curves.tempering)
        self._rows = np.arange(len(structure.items)) * POSITION_CODES
        steps, self.gains = step_arrays(structure)
        logits = _logits(curves)
        self.tails = np.where(
            np.isinf(logits), 0.0, 1.0 / (1.0 + np.exp(-np.maximum(logits, -700.0)))
        )
        self.loglik = _log_likelihood(logits, steps).reshape(-1, len(NODES))
        self.observed = _observed(steps, self.gains).reshape(-1, LEVELS)
        self.prior = -0.5 * ((NODES - curves.mean) / curves.spread) ** 2

    def posterior(self, log_answers: Floats) -> Floats:
        """Return (n, S, nodes) from the items' log-likelihoods (n, I, nodes)."""
        posterior: Floats = self.mixing @ log_answers
        posterior += self.prior
        posterior -= posterior.max(axis=2, keepdims=True)
        np.exp(posterior, out=posterior)
        posterior /= posterior.sum(axis=2, keepdims=True)
        return posterior

    def __call__(self, codes: Ints) -> Completed:
        """Return the completion of (n, I) codes."""
        flat = codes + self._rows
        return self._complete(
            self.loglik.take(flat, axis=0), self.observed.take(flat, axis=0), codes > 0
        )

    def between(self, positions: Floats) -> Completed:
        """Return the completion of answers that may lie anywhere in 0–5 (corrected ones)."""
        answered = ~np.isnan(positions)
        known = np.where(answered, positions, 0.0)
        low = np.minimum(np.searchsorted(_VALUES, known, side="right"), len(_VALUES) - 1)
        fraction = (known - _VALUES[low - 1]) / (_VALUES[low] - _VALUES[low - 1])
        fraction = np.where(answered, fraction, 0.0)[:, :, None]
        first = np.where(answered, low, 0) + self._rows
        second = np.where(answered, low + 1, 0) + self._rows
        log_answers = (1 - fraction) * self.loglik[first] + fraction * self.loglik[second]
        observed = (1 - fraction) * self.observed[first] + fraction * self.observed[second]
        return self._complete(log_answers, observed, answered)

    def _complete(self, log_answers: Floats, observed: Floats, answered: Bools) -> Completed:
        posterior = self.posterior(log_answers)
        by_item = posterior.transpose(1, 0, 2)[self.owner] @ self.tails
        views = np.empty((2, *observed.shape))
        views[0] = views[1] = by_item.transpose(1, 0, 2)
        np.copyto(views[0], observed, where=answered[:, :, None])
        return Completed(views, answered, posterior)


def step_arrays(structure: Structure) -> tuple[Floats, Floats]:
    """Return the steps (I, 6) and the gain of each step (I, 5), 0 beyond an item's last one."""
    steps = np.array([
        scores + (scores[-1],) * (LEVELS + 1 - len(scores)) for scores in structure.steps
    ])  # fmt: skip
    return steps, np.diff(steps, axis=1)


def _logits(curves: ItemCurves) -> Floats:
    """Return (I, nodes, 5): slope × (node − cut), −inf beyond an item's last step."""
    logits: Floats = curves.slopes[:, None, None] * (NODES[:, None] - curves.cuts[:, None, :])
    return logits


def _log_likelihood(logits: Floats, steps: Floats) -> Floats:
    """Return (I, codes, nodes); an answer between two steps takes the mean of their logs.

    log(σ(x) − σ(y)) = log σ(x) + log σ(−y) + log(1 − exp(y − x)): exact in both tails; the last
    term is the same at every node and drops out of a posterior.
    """
    items, nodes, _ = logits.shape
    none = np.zeros((items, nodes, 1))
    log_reached = np.concatenate((none, -np.logaddexp(0.0, -logits)), axis=2)
    log_not_passed = np.concatenate((-np.logaddexp(0.0, logits), none), axis=2)
    log_step = (log_reached + log_not_passed).transpose(0, 2, 1)
    values = _VALUES
    step = (values[None, :, None] >= steps[:, None, 1:]).sum(axis=2)
    last = (np.diff(steps, axis=1) > 0).sum(axis=1)
    step = np.minimum(step, last[:, None])
    rows = np.arange(items)[:, None]
    low, high = steps[rows, step], steps[rows, np.minimum(step + 1, LEVELS)]
    fraction = np.where(high > low, (values - low) / np.where(high > low, high - low, 1.0), 0.0)
    following = np.minimum(step + 1, last[:, None])
    table = np.zeros((items, POSITION_CODES, nodes))
    table[:, 1:] = (1 - fraction)[:, :, None] * log_step[rows, step]
    log_following = log_step[rows, np.where(fraction > 0, following, step)]
    table[:, 1:] += fraction[:, :, None] * log_following
    return table


def _observed(steps: Floats, gains: Floats) -> Floats:
    """Return (I, codes, 5): how far each step is reached by an answer, 0–1."""
    values = np.concatenate(([0.0], _VALUES))
    excess = values[None, :, None] - steps[:, None, :-1]
    gain = gains[:, None, :]
    reached: Floats = np.clip(excess / np.where(gain > 0, gain, np.inf), 0.0, 1.0)
    return reached.round(12)
