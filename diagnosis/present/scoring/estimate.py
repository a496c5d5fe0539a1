"""Estimates as plain JSON values, each beside the level by rule."""

from typing import Any

from diagnosis.domain.estimate import Estimate
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.domain.text import Say, Text

SIMULATED = Text(
    "由模拟企业估计，已学习的现场核实：{visits} 家。",
    "Estimated from simulated firms; verified visits learned from: {visits}.",
)


def render_estimates(
    verdicts: tuple[Verdict, ...], estimates: tuple[Estimate, ...], say: Say
) -> list[dict[str, Any]]:
    """Return the estimates as JSON values, each beside the level by rule."""
    by_rule = {verdict.standard.id: verdict for verdict in verdicts}
    return [_render(one, by_rule[one.standard].level, say) for one in estimates]


def _render(one: Estimate, rule_level: int | None, say: Say) -> dict[str, Any]:
    if one.why is not None:
        return {
            "standard": one.standard,
            "model": one.model,
            "level": None,
            "insufficient": False,
            "probabilities": None,
            "set": None,
            "expected_score": None,
            "why": say(one.why),
        }
    return {
        "standard": one.standard,
        "model": one.model,
        "level": one.level,
        "insufficient": one.insufficient,
        "probabilities": list(one.probabilities),
        "set": list(one.levels),
        "expected_score": one.expected_score,
        "expected_score_interval": {"low": one.score_low, "high": one.score_high, "share": 0.8},
        "agreement": {
            "rule_level": rule_level,
            "same": None if rule_level is None or one.level is None else rule_level == one.level,
            "probability_of_rule_level": None
            if rule_level is None
            else one.probabilities[rule_level],
        },
        "attribution": {
            "score": one.score,
            "reference": one.reference,
            "parts": [
                {"part": part.part, "answered": part.answered, "assumed": part.assumed}
                for part in one.parts
            ],
        },
        "narrows_most": {"ask": list(one.ask_next), "check_on_site": list(one.check_next)},
        "verified_visits": one.verified_visits,
        "basis": say(SIMULATED.fill(visits=one.verified_visits)),
        "why": None,
    }
