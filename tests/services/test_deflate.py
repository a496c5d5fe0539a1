"""By how much claims are taken down: as assumed, as visits taught, as the checks of a firm say."""

from dataclasses import replace

import pytest

from diagnosis.domain.overstatement import Overstatement, OverstatementSource
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.deflate import (
    ScoredSheet,
    deflation,
    with_gaps,
    with_overstatements,
)
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import an_example

STAGED, POINTS, GATED = "gbt-39116-2020", "miit-sme-2024", "ai-readiness"
LEARNED = Overstatement(
    value=0.5, low=0.25, high=0.75, source=OverstatementSource.VISITS, visits=12
)


def taken_off(content: Content, standard: str) -> float:
    """Return how many steps are taken off by a standard."""
    assert content.deflated is not None
    return content.deflated.overstatement_of(standard).value


def test_what_is_known_of_a_standard_takes_the_place_of_what_is_assumed(content: Content) -> None:
    """0.25 of a step is assumed; what is known of GB/T 39116 is not of AI readiness."""
    known = with_overstatements(content, {GATED: LEARNED})
    assert {name: taken_off(known, name) for name in (STAGED, POINTS, GATED)} == {
        STAGED: 0.25, POINTS: 0.25, GATED: 0.5
    }  # fmt: skip
    assert taken_off(content, GATED) == 0.25


def test_the_index_takes_that_of_the_standard_whose_items_its_scenes_are(
    content: Content,
) -> None:
    """Unless something is known of the index itself."""
    known = with_overstatements(content, {STAGED: LEARNED})
    assert [taken_off(known, name) for name in (STAGED, POINTS, GATED)] == [0.5, 0.5, 0.25]
    index = replace(LEARNED, value=0.3)
    both = with_overstatements(content, {STAGED: LEARNED, POINTS: index})
    assert [taken_off(both, name) for name in (STAGED, POINTS)] == [0.5, 0.3]


def test_an_index_of_other_items_goes_on_as_assumed(content: Content) -> None:
    """Where half of its scenes at most are items of the other standard."""
    points = content.standards.points
    half = len(points.scenes) // 2
    scenes = tuple(
        scene if number < half else replace(scene, item=f"other-{number}")
        for number, scene in enumerate(points.scenes)
    )
    other = replace(points, scenes=scenes)
    changed = replace(content, standards=replace(content.standards, points=other))
    assert taken_off(with_overstatements(changed, {STAGED: LEARNED}), POINTS) == 0.25


@pytest.mark.parametrize("gaps", [[], [1.0]])
def test_content_that_assumes_nothing_takes_nothing_off(
    content: Content, gaps: list[float]
) -> None:
    silent = replace(content, deflated=None)
    assert with_overstatements(silent, {STAGED: LEARNED}) is silent
    assert with_gaps(silent, gaps) is silent
    sheet = read(content, an_example("dongguan-mould-shop"))
    made = diagnose(silent, sheet, explained=False)
    scored = ScoredSheet(sheet, silent.scorers.encode_sheet(sheet), made.scores)
    assert deflation(silent, scored, made.verdicts) is None
    assert made.estimates == ()


def test_where_nothing_is_known_or_checked_content_stays_as_it_is(content: Content) -> None:
    assert with_overstatements(content, {}) is content
    assert with_gaps(content, []) is content


def test_checks_of_a_firm_move_what_is_taken_off_by_every_standard(content: Content) -> None:
    """What is known of all firms counts for two checks: (2 × .25 + 1.0 + .5) / 4 = .5."""
    checked = with_gaps(content, [1.0, 0.5])
    for name in (STAGED, POINTS, GATED):
        assert taken_off(checked, name) == 0.5
