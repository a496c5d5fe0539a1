"""The scorers against a slow, exact re-implementation, on random sheets of every kind."""

from typing import Any

import pytest

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import read_random
from tests.domain.scoring import reference

CLOSE = 1e-9
SHEETS = 60
KINDS: dict[str, dict[str, Any]] = {
    "complete": {},
    "narrow": {"spread": 1},
    "few-blanks": {"blanks": 0.04, "spread": 2},
    "many-blanks": {"blanks": 0.4, "cuts": 0.2},
    "cuts": {"cuts": 0.6, "spread": 2},
    "nearly-empty": {"blanks": 0.97, "cuts": 0.3},
}


@pytest.fixture(scope="module", params=KINDS)
def scored(
    request: pytest.FixtureRequest, content: Content
) -> list[tuple[Sheet, dict[str, Verdict]]]:
    how = KINDS[request.param]
    sheets = [read_random(content, seed, **how) for seed in range(SHEETS)]
    return [
        (sheet, {verdict.standard.id: verdict for verdict in diagnose(content, sheet).verdicts})
        for sheet in sheets
    ]


def level_and_score(verdict: Verdict) -> tuple[int, float]:
    """Return level and score, provisional where coverage is too low."""
    if verdict.provisional is not None:
        return verdict.provisional
    if verdict.coverage == 0:
        assert verdict.level is None and verdict.no_level and not verdict.holds
        return 0, 0.0
    assert verdict.level is not None and verdict.score is not None
    return verdict.level, verdict.score


def rule(verdict: Verdict, name: str) -> tuple[Any, Any]:
    aggregation = next(candidate for candidate in verdict.aggregations if candidate.rule == name)
    if verdict.coverage == 0 and verdict.level_low is None:
        assert (aggregation.score, aggregation.level) == (None, None)
        return 0.0, 0
    return aggregation.score, aggregation.level


def test_staged_agrees_with_reference(content: Content, scored: Any) -> None:
    for sheet, verdicts in scored:
        expected = reference.staged(
            content.standards.staged, sheet.answers, sheet.production_type, sheet.exempt
        )
        verdict = verdicts["gbt-39116-2020"]
        assert verdict.coverage == pytest.approx(float(expected["coverage"]), abs=CLOSE)
        assert (verdict.level is None) == (expected["coverage"] < reference.Fraction(4, 5))
        assert level_and_score(verdict) == pytest.approx(
            (expected["level"], float(expected["score"])), abs=CLOSE
        )
        assert rule(verdict, "weighted-mean") == pytest.approx(
            tuple(map(float, expected["mean"])), abs=CLOSE
        )
        assert rule(verdict, "weakest-subdomain") == pytest.approx(
            tuple(map(float, expected["weakest"])), abs=CLOSE
        )


def test_points_agree_with_reference(content: Content, scored: Any) -> None:
    for sheet, verdicts in scored:
        expected = reference.points(content.standards.points, sheet.answers)
        low, high = expected["low"], expected["high"]
        verdict = verdicts["miit-sme-2024"]
        assert (verdict.level_low, verdict.level_high) == (low["level"], high["level"])
        assert (verdict.level is None) == (low["level"] != high["level"])
        bounds = (verdict.score_low, verdict.score_high)
        if low["is_scored"]:
            expected_bounds = tuple(float(bound["points"]) for bound in (low, high))
            assert bounds == pytest.approx(expected_bounds, abs=CLOSE)
        else:
            assert (*bounds, verdict.score, verdict.provisional) == (None,) * 4
        same = low["points_level"] == high["points_level"]
        assert rule(verdict, "points")[1] == (low["points_level"] if same else None)
        same = low["weakest"] == high["weakest"]
        weakest = rule(verdict, "weakest-of-points-and-constraint-scenes")[1]
        assert weakest == (low["weakest"] if same else None)


def test_tiers_agree_with_reference(content: Content, scored: Any) -> None:
    for sheet, verdicts in scored:
        expected = reference.tiers(
            content.standards.tiers,
            sheet.answers,
            verdicts["gbt-39116-2020"].level,
            sheet.enterprise.revenue_wan,
        )
        verdict = verdicts["smart-factory-2025"]
        assert (verdict.level_low, verdict.level_high) == expected
        assert verdict.level == (expected[0] if expected[0] == expected[1] else None)


def test_gated_agrees_with_reference(content: Content, scored: Any) -> None:
    for sheet, verdicts in scored:
        expected = reference.gated(content.standards.gated, sheet.answers)
        verdict = verdicts["ai-readiness"]
        assert verdict.coverage == pytest.approx(float(expected["coverage"]), abs=CLOSE)
        assert (verdict.level is None) == (expected["coverage"] < reference.Fraction(4, 5))
        assert level_and_score(verdict) == pytest.approx(
            (expected["level"], float(expected["score"])), abs=CLOSE
        )
        assert rule(verdict, "weighted-mean")[1] == expected["mean_level"]
        assert rule(verdict, "weakest-dimension") == pytest.approx(
            tuple(map(float, expected["weakest"])), abs=CLOSE
        )


def test_every_level_occurs_among_narrow_sheets(content: Content) -> None:
    seen: dict[str, set[int | None]] = {}
    for seed in range(150):
        for verdict in diagnose(content, read_random(content, seed, spread=1)).verdicts:
            seen.setdefault(verdict.standard.id, set()).add(verdict.level)
    assert {0, 1, 2, 3, 4} <= seen["gbt-39116-2020"]
