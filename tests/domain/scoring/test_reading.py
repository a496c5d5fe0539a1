"""Readings: the level and score that each standard gives, or holds back until more is answered."""

import pytest

from diagnosis.domain.scoring.reading import Reading, levels_by_standard, readings
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose
from tests.builders import EXAMPLES, a_sheet, an_example, random_sheet

SHEETS = [
    *(an_example(path.stem) for path in sorted(EXAMPLES.glob("*.json"))),
    a_sheet("full"),
    a_sheet("full", {"strategy-plan": 2}),
]


def diagnosed(content: Content, raw: object) -> Diagnosis:
    """Return the diagnosis of a raw sheet."""
    return diagnose(content, read(content, raw))


@pytest.mark.parametrize("number", range(len(SHEETS) + 3))
def test_a_reading_is_what_the_diagnosis_says(content: Content, number: int) -> None:
    random = [random_sheet(content, seed, blanks=0.4) for seed in range(3)]
    diagnosis = diagnosed(content, [*SHEETS, *random][number])
    for reading, verdict in zip(
        readings(content.standards, diagnosis.scores), diagnosis.verdicts, strict=True
    ):
        assert (reading.standard, reading.level) == (verdict.standard.ref, verdict.level)
        assert reading.score == verdict.score


def test_too_few_answers_make_a_provisional_reading(content: Content) -> None:
    scores = diagnosed(content, a_sheet("full", {"strategy-plan": 2})).scores
    staged, points, tiers, gated = readings(content.standards, scores)
    assert (staged.level, staged.score) == (None, None)
    assert staged.provisional is not None
    # Nothing that AI readiness reads was answered: no level 0 that nobody gave.
    assert (gated.level, gated.score, gated.provisional) == (None, None, None)
    # None of the 15 questions was answered: not even a provisional score.
    assert (points.level, points.score, points.provisional) == (None, None, None)
    assert tiers.score is None


def test_blanks_make_a_provisional_reading_of_points(content: Content) -> None:
    scores = diagnosed(content, a_sheet("full", {"miit-systems": "two-or-more"})).scores
    points = readings(content.standards, scores)[1]
    # Two systems or more earn 5 points.
    assert (points.level, points.score, points.provisional) == (None, None, (0, 5.0))


def test_only_known_levels_are_counted_by_standard() -> None:
    rows = [Reading("a@1", 2, 2.5), Reading("b@3", None, None, (1, 1.2)), Reading("c@1", 0, None)]
    assert levels_by_standard(rows) == {"a": 2, "c": 0}
