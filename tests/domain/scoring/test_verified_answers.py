"""Answers that a visit verified: nothing is taken off, none decides, scenes hold or do not."""

from fractions import Fraction
from random import Random

import pytest

from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.overstatement import Overstatement
from diagnosis.domain.scoring.encode import VERIFIED, EncodedSheet
from diagnosis.domain.scoring.estimating.deflated import DeflatedRules
from diagnosis.domain.scoring.estimating.scene_checks import deciding_scenes, scene_checks
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.services.ports.content import Content
from tests.builders import read_random
from tests.domain.scoring import reference

VALUE = 0.6
HOW: tuple[dict[str, float], ...] = (
    {},
    {"spread": 1},
    {"blanks": 0.2},
    {"blanks": 0.3, "cuts": 0.3},
)


@pytest.fixture(scope="module")
def rules(content: Content) -> DeflatedRules:
    return DeflatedRules(content.scorers, Overstatement(value=VALUE, low=0.0, high=1.1))


def ladders(sheet: Sheet) -> list[str]:
    return [item for item, value in sheet.answers.items() if isinstance(value, float)]


def scored(
    content: Content, sheet: Sheet, verified: list[str]
) -> tuple[EncodedSheet, SheetScores]:
    row = content.scorers.encode_sheet(sheet, verified)
    return row, content.one_sheet.score(row)


def some_of(sheet: Sheet, seed: int) -> list[str]:
    items = ladders(sheet)
    return Random(seed).sample(items, len(items) // 2)


@pytest.mark.parametrize("how", HOW)
def test_only_what_was_not_verified_is_lowered(
    content: Content, rules: DeflatedRules, how: dict[str, float]
) -> None:
    seen = set()
    for seed in range(20):
        sheet = read_random(content, seed, **how)
        verified = some_of(sheet, seed)
        row, scores = scored(content, sheet, verified)
        answers = {
            item: max(round(value - VALUE, 9), 0.0)
            if isinstance(value, float) and item not in verified
            else value
            for item, value in sheet.answers.items()
        }
        kind, exempt, standards = sheet.production_type, sheet.exempt, content.standards
        staged = reference.staged(standards.staged, answers, kind, exempt)["level"]
        gated = reference.gated(standards.gated, answers)["level"]
        assert rules.staged(row, scores.staged).usual == staged
        assert rules.gated(row, scores.gated).usual == gated
        seen.add((staged, gated))
        whole = scored(content, sheet, ladders(sheet))
        left = rules.staged(whole[0], whole[1].staged)
        assert left.claimed == left.usual == left.high
    assert len(seen) > 2


def test_a_verified_scene_counts_as_it_is(content: Content, rules: DeflatedRules) -> None:
    seen = set()
    for seed in range(40):
        sheet = read_random(content, seed, spread=2)
        row, scores = scored(content, sheet, ladders(sheet))
        left = rules.points(row, scores.points)
        by_rule = reference.points(content.standards.points, sheet.answers, Fraction(0))
        assert left.claimed == left.usual == left.high == by_rule["low"]["level"]
        chances = rules.index(scores.points)
        assert chances is not None
        assert chances.probabilities[left.claimed or 0] == pytest.approx(1.0)
        seen.add(left.claimed)
    assert len(seen) > 1


def test_marks_change_no_level_by_rule(content: Content) -> None:
    for seed in range(20):
        sheet = read_random(content, seed, blanks=0.1)
        (_, plain), (_, marked) = (
            scored(content, sheet, verified) for verified in ([], ladders(sheet))
        )
        assert plain.points._replace(scene_codes=()) == marked.points._replace(scene_codes=())
        assert plain.staged.level == marked.staged.level
        assert plain.gated.level == marked.gated.level
        assert [code % VERIFIED for code in marked.points.scene_codes] == plain.points.scene_codes


def test_nothing_verified_decides_or_is_proposed(content: Content, rules: DeflatedRules) -> None:
    points, met = content.standards.points, 0
    for seed in range(60):
        sheet = read_random(content, seed, spread=1)
        verified = some_of(sheet, seed)
        row, scores = scored(content, sheet, verified)
        level = rules.points(row, scores.points).usual
        scenes = deciding_scenes(points, scores.points, rules.scene_shares, level) if level else ()
        deciding = {
            *rules.deciding.staged(row, scores.staged),
            *rules.deciding.gated(row, scores.gated),
            *scenes,
            *(check.item for check in scene_checks(points, scores.points, rules.index.held)),
        }
        assert deciding.isdisjoint(verified)
        met += bool(deciding)
    assert met
