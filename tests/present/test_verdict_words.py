"""What a boss reads of a verdict: why there is no level, what holds it back, what is asked for."""

from dataclasses import replace

import pytest

from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.raising.yardstick import yardstick
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.verdict import (
    BlanksDecide,
    ConditionsUnknown,
    Hold,
    HoldKind,
    TierCondition,
    TooFewAnswers,
    Verdict,
)
from diagnosis.domain.text import Text
from diagnosis.present.scoring.requirement_words import requirement_name
from diagnosis.present.scoring.verdict_words import (
    hold_message,
    verdict_notices,
    why_below_points,
    why_no_level,
)
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import EXAMPLES, an_example

ABOVE_SIZE = LevelCondition(1, ConditionKind.ABOVE_SIZE)
EVERY_EXAMPLE = sorted(path.stem for path in EXAMPLES.glob("*.json"))


def a_verdict(content: Content, standard: str, **facts: object) -> Verdict:
    known = {each.id: each for each in content.standards}
    return Verdict(
        standard=known[standard],
        level=None,
        score=None,
        coverage=0.5,
        aggregations=(),
        dimensions=(),
        holds=(),
        gaps=(),
        **facts,  # type: ignore[arg-type]
    )


def test_too_few_answers_are_named_with_their_share(content: Content) -> None:
    verdict = a_verdict(content, "gbt-39116-2020", no_level=TooFewAnswers(0.495, 0.8))
    assert why_no_level(verdict) == Text(
        "有确切答案的题只占该标准权重的 50%，不到 80%，只给参考结果。",
        "Definite answers carry 50 % of the weight, less than 80 %: provisional only.",
    )


def test_blanks_are_named_with_both_levels(content: Content) -> None:
    verdict = a_verdict(content, "miit-sme-2024", no_level=BlanksDecide(1, 3))
    assert why_no_level(verdict) == Text(
        "有的题没有确切的答案（没有作答或不清楚）：都按最差算是 1 级，都按最好算是 3 级。",
        "Some questions are blank or not known: level 1 with all of them worst, 3 with all of "
        "them best.",
    )


def test_unknown_conditions_are_counted(content: Content) -> None:
    unknown = ConditionsUnknown(
        (
            TierCondition(LevelCondition(1, ConditionKind.CMMM_LEVEL), None),
            TierCondition(ABOVE_SIZE, None),
        )
    )
    verdict = a_verdict(content, "smart-factory-2025", no_level=unknown)
    why = why_no_level(verdict)
    assert why is not None and why.zh == "有 2 项条件还不知道，定不下级别。"


def test_nothing_answered_is_told_apart_from_too_little(content: Content) -> None:
    for standard in ("gbt-39116-2020", "ai-readiness", "miit-sme-2024"):
        verdict = replace(a_verdict(content, standard), coverage=0.0)
        why = why_no_level(replace(verdict, no_level=TooFewAnswers(0.0, 0.8)))
        assert why == Text(
            "该标准的题目都没有确切的答案（没有问到、没有作答或不清楚），没有结果。",
            "None of its questions has a definite answer (not asked, blank or not known): "
            "there is no result.",
        )


def test_a_sheet_of_not_known_is_not_told_that_it_was_left_blank(content: Content) -> None:
    asked = content.forms["full"]["2.0.0"].entries
    raw = {"form": "full", "answers": dict.fromkeys(asked, "not_known")}
    for verdict in diagnose(content, read(content, raw)).verdicts:
        why = why_no_level(verdict)
        assert why is not None
        assert "不清楚" in why.zh or "项条件还不知道" in why.zh
        if isinstance(verdict.no_level, ConditionsUnknown):
            held = {hold.condition for hold in verdict.holds}
            assert {each.condition for each in verdict.no_level.conditions} == held
        assert not any(
            "没有作答。" in hold_message(verdict.standard, hold).zh for hold in verdict.holds
        )


def test_scenes_without_a_question_have_no_score(content: Content) -> None:
    verdict = a_verdict(content, "miit-sme-2024", no_level=BlanksDecide(0, 2), unscored=True)
    assert why_no_level(verdict) == Text(
        "15 道计分题都没有确切的答案，没有得分。"
        "有的题没有确切的答案（没有作答或不清楚）：都按最差算是 0 级，都按最好算是 2 级。",
        "None of the 15 questions with points has a definite answer: there is no score. "
        "Some questions are blank or not known: level 0 with all of them worst, 2 with all of "
        "them best.",
    )
    known = why_no_level(replace(verdict, no_level=None, level=0))
    assert known is not None and known.en.endswith("there is no score.")


def test_a_level_needs_no_reason(content: Content) -> None:
    assert why_no_level(a_verdict(content, "miit-sme-2024")) is None


def test_a_large_firm_reads_that_the_index_is_for_reference(content: Content) -> None:
    usual = verdict_notices(a_verdict(content, "miit-sme-2024"))
    large = verdict_notices(a_verdict(content, "miit-sme-2024", for_reference=True))
    assert [notice.en for notice in large if notice not in usual] == [
        "This index is for small and medium firms; this one is large: for reference only."
    ]


@pytest.mark.parametrize(
    ("standard", "hold", "message"),
    [
        (
            "gbt-39116-2020",
            Hold(2, HoldKind.TOTAL, 0.456, 0.8),
            "Level 2 asks for 80% overall; it is 45.6%.",
        ),
        (
            "gbt-39116-2020",
            Hold(2, HoldKind.DIMENSION, 0.5, 1.0, "organisation-strategy", costs=0.06),
            "“Organisation strategy” meets 50% of level 2; that costs 6 percentage points.",
        ),
        (
            "miit-sme-2024",
            Hold(2, HoldKind.CONSTRAINT_SCENES, 1.0, 4.0),
            "Level 2 asks for 4 constraint scenes (★); there are 1.",
        ),
        (
            "ai-readiness",
            Hold(3, HoldKind.TOTAL, 2.1234, 2.8),
            "Level 3 asks for a total of 2.8; it is 2.12.",
        ),
        (
            "ai-readiness",
            Hold(3, HoldKind.GATE, None, 2.0, "data"),
            "Gate of level 3: “Data” at least 2; no question of it has an answer.",
        ),
        (
            "ai-readiness",
            Hold(2, HoldKind.GATE, None, 0.0, "scene-applications"),
            "Gate of level 2: “Scene applications” above 0; no question of it has an answer.",
        ),
        (
            "ai-readiness",
            Hold(2, HoldKind.WEAKEST_ITEM, 0.8, 1.0, "data"),
            "Gate of level 2: the weakest item of “Data” at least 1, now 0.80.",
        ),
        (
            "ai-readiness",
            Hold(2, HoldKind.GATE, 0.0, 0.0, "scene-applications"),
            "Gate of level 2: “Scene applications” above 0, now 0.00.",
        ),
        (
            "miit-sme-2024",
            Hold(1, HoldKind.POINTS, None, 20.0),
            "Level 1 asks for 20 points; no question about them has a definite answer.",
        ),
        (
            "smart-factory-2025",
            Hold(1, HoldKind.CONDITION, 0.0, 1.0, condition=ABOVE_SIZE),
            "above-size firm (main revenue from 20,000,000 yuan): not met.",
        ),
        (
            "smart-factory-2025",
            Hold(1, HoldKind.CONDITION, None, 1.0, condition=ABOVE_SIZE),
            "above-size firm (main revenue from 20,000,000 yuan): not known.",
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Hold) else "",
)
def test_what_holds_a_level_back(
    content: Content, standard: str, hold: Hold, message: str
) -> None:
    known = {each.id: each for each in content.standards}
    assert hold_message(known[standard], hold).en == message


@pytest.mark.parametrize("example", EVERY_EXAMPLE)
@pytest.mark.parametrize("level", [None, 1, 2, 3, 4])
def test_whatever_holds_back_has_a_sentence(
    content: Content, example: str, level: int | None
) -> None:
    targets = {} if level is None else {each.id: level for each in content.standards}
    diagnosis = diagnose(content, read(content, an_example(example)), targets=targets)
    for verdict in diagnosis.verdicts:
        for hold in verdict.holds:
            message = hold_message(verdict.standard, hold)
            assert message.zh.endswith("。") and message.en.endswith(".")


@pytest.mark.parametrize("example", EVERY_EXAMPLE)
def test_whatever_a_level_asks_for_has_a_name(content: Content, example: str) -> None:
    sheet = read(content, an_example(example))
    scores: SheetScores = content.one_sheet.score(content.scorers.encode_sheet(sheet))
    for standard in content.standards:
        for requirement in yardstick(content.scorers, standard, {}, scores).requirements:
            condition = requirement.condition
            assert requirement_name(content.standards, standard.id, condition).en


def test_points_beyond_the_level_are_explained(content: Content) -> None:
    raw = an_example("dongguan-mould-shop")
    raw["answers"] = {
        name: 0 if isinstance(value, float | int) else value
        for name, value in raw["answers"].items()
    }
    verdicts = {each.standard.id: each for each in diagnose(content, read(content, raw)).verdicts}
    below = why_below_points(verdicts["miit-sme-2024"])
    assert below is not None
    assert below.zh == "光看分数够 2 级；达标的场景不够数，只能算 0 级。"
    assert all(
        why_below_points(verdicts[name]) is None
        for name in ("gbt-39116-2020", "ai-readiness", "smart-factory-2025")
    )


def test_what_a_part_costs_can_be_said_aloud(content: Content) -> None:
    hold = Hold(2, HoldKind.DIMENSION, 0.5, 1.0, "organisation-strategy", costs=0.1)
    message = hold_message(content.standards.staged, hold)
    assert message.zh.endswith("按 2 级的要求只做到 50%；补齐了，整体能多 10%。")
    points = Hold(3, HoldKind.POINTS, 46.175, 60.0)
    assert hold_message(content.standards.points, points).zh.endswith("现为 46.18。")
