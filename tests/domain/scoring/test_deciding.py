"""Claims that decide a level: exact against the slow rules, answer by answer."""

import pytest

from diagnosis.domain.estimate import CheckReason, SpotCheck
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.overstatement import TOP_WITHOUT_VISIT, Overstatement
from diagnosis.domain.scoring.counted_items import counted_items
from diagnosis.domain.scoring.estimating.deciding import LOWERED_BY, deciding_first
from diagnosis.domain.scoring.estimating.deflated import DeflatedRules
from diagnosis.domain.scoring.standard import GatedStandard, StagedStandard
from diagnosis.services.ports.content import Content
from tests.builders import read_random
from tests.domain.scoring import reference

USUAL = 0.25
HOW: tuple[dict[str, float], ...] = (
    {},
    {"spread": 1},
    {"blanks": 0.04, "spread": 2},
    {"blanks": 0.4, "cuts": 0.3},
    {"cuts": 0.6, "spread": 1},
)
WEIGHS = SpotCheck("a", CheckReason.WEIGHT, 0.3)
ABOVE = SpotCheck("b", CheckReason.ABOVE_OTHERS, 0.2)
CHECKS = (WEIGHS, ABOVE)
DOUBTS = {"a": 0.3, "b": 0.2, "c": 0.1, "d": 0.15, "e": 0.0}


@pytest.fixture(scope="module")
def rules(content: Content) -> DeflatedRules:
    return DeflatedRules(content.scorers, Overstatement(value=USUAL, low=0.0, high=1.0))


def slowly(content: Content, sheet: Sheet, standard: StagedStandard | GatedStandard) -> set[str]:
    """Return the items of a standard that, a step lower alone, leave another level."""

    def level(item: str | None) -> int:
        answers = dict(sheet.answers)
        for each, value in sheet.answers.items():
            if isinstance(value, float):
                steps = USUAL + (LOWERED_BY if each == item else 0.0)
                answers[each] = max(round(value - steps, 9), 0.0)
        if isinstance(standard, StagedStandard):
            kind, exempt = sheet.production_type, sheet.exempt
            found = reference.staged(standard, answers, kind, exempt)["level"]
        else:
            found = reference.gated(standard, answers)["level"]
        return min(int(found), TOP_WITHOUT_VISIT)

    served = level(None)
    return {
        item
        for item in counted_items(standard)
        if isinstance(sheet.answers.get(item), float) and level(item) != served
    }


@pytest.mark.parametrize("how", HOW)
def test_deciding_claims_are_those_of_the_slow_rules(
    content: Content, rules: DeflatedRules, how: dict[str, float]
) -> None:
    for seed in range(12):
        sheet = read_random(content, 40 + seed, **how)
        row = content.scorers.encode_sheet(sheet)
        scores = content.one_sheet.score(row)
        staged = rules.deciding.staged(row, scores.staged)
        assert staged == slowly(content, sheet, content.standards.staged), seed
        gated = rules.deciding.gated(row, scores.gated)
        assert gated == slowly(content, sheet, content.standards.gated), seed


def test_some_claims_decide_and_most_do_not(content: Content, rules: DeflatedRules) -> None:
    counts = []
    for seed in range(80):
        sheet = read_random(content, seed, spread=1)
        row = content.scorers.encode_sheet(sheet)
        counts.append(len(rules.deciding.gated(row, content.one_sheet.score(row).gated)))
    assert 0 < sum(count > 0 for count in counts) < len(counts)


def test_what_decides_comes_first_with_its_reason() -> None:
    decides, then = deciding_first(CHECKS, {"b"}, DOUBTS)
    assert decides == ABOVE._replace(reason=CheckReason.DECIDES) and then == WEIGHS


def test_where_no_check_decides_the_most_doubtful_claim_that_does_comes_first() -> None:
    decides, then = deciding_first(CHECKS, {"c", "d"}, DOUBTS)
    assert decides == SpotCheck("d", CheckReason.DECIDES, 0.15) and then == WEIGHS


def test_where_nothing_decides_the_checks_stay() -> None:
    assert deciding_first(CHECKS, (), DOUBTS) == CHECKS
    assert deciding_first(CHECKS, {"e", "unknown"}, DOUBTS) == CHECKS
    assert deciding_first((), {"a"}, DOUBTS) == ()
