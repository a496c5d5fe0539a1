"""Interviews that are settled before half is asked: the firm is surely at level 0.

That is the one level that a raise may make unsure without taking anything away.
"""

from collections.abc import Sequence

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.overstatement import LevelBy
from diagnosis.domain.scoring.estimating.carried import IN_ORDER_COVERAGE
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.deflate import ScoredSheet

SURE = 0.9
"""How likely, 0–1, the questions to come must leave the level at 0."""


def settled_standards(
    content: Content,
    estimator: Estimator,
    scored: ScoredSheet,
    verdicts: Sequence[Verdict],
    estimates: Sequence[Estimate],
) -> frozenset[str]:
    """Return the standards by which a firm that is asked in order is surely at level 0.

    Only what is short of half of the weight is looked at.
    """
    coverage = {verdict.standard.id: verdict.coverage for verdict in verdicts}
    settled = set()
    for estimate in estimates:
        standard = estimate.standard
        if estimate.in_order and coverage[standard] < IN_ORDER_COVERAGE:
            advice = estimator.next_item(
                scored.sheet, standard, SURE, taken_off(content, standard)
            )
            if advice is not None and is_settled(content, scored, estimate, advice.agreement):
                settled.add(standard)
    return frozenset(settled)


def is_settled(
    content: Content, scored: ScoredSheet, estimate: Estimate, agreement: float
) -> bool:
    """Return whether level 0 is served of a sheet and surely stays, by an `agreement` 0–1."""
    level = estimate.level
    if content.deflated is not None and estimate.level_by is not LevelBy.MODEL:
        level = content.deflated.left(estimate.standard, scored.row, scored.scores).usual
    return level == 0 and agreement >= SURE


def taken_off(content: Content, standard: str) -> float | None:
    """Return how many ladder steps are taken off by a standard, None where nothing is assumed."""
    rules = content.deflated
    return rules.overstatement_of(standard).value if rules else None
