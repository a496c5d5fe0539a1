"""The trace: from each standard's total down to every answer, so that anybody can add it up."""

from typing import Any

import pytest

from diagnosis.domain.intake.answer import NOT_KNOWN, NotApplicable
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.trace import Trace, TracedPart, trace
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose
from tests.builders import EXAMPLES, a_sheet, an_example, every, read_random

CLOSE = 1e-9
STAGED, POINTS, TIERS, GATED = range(4)


def traced(content: Content, raw: Any) -> Trace:
    """Return the trace of a raw sheet."""
    return trace_of(content, read(content, raw))[0]


def trace_of(content: Content, sheet: Sheet) -> tuple[Trace, tuple[Verdict, ...]]:
    """Return the trace of a sheet, and the verdicts that it explains."""
    verdicts = diagnose(content, sheet).verdicts
    return trace(content.standards, sheet, verdicts), verdicts


def part_of(traces: Trace, standard: int, name: str) -> TracedPart:
    """Return a part of a standard by its id."""
    return next(part for part in traces.standards[standard].parts if part.part == name)


@pytest.fixture(params=[*sorted(path.stem for path in EXAMPLES.glob("*.json")), 1, 2, 3])
def sheet(request: pytest.FixtureRequest, content: Content) -> Sheet:
    """Return each example, then random sheets with blanks and cuts."""
    if isinstance(request.param, str):
        return read(content, an_example(request.param))
    return read_random(content, request.param, blanks=0.2, cuts=0.2)


def test_every_standard_is_traced_with_its_result(content: Content, sheet: Sheet) -> None:
    traces, verdicts = trace_of(content, sheet)
    assert traces.production_type is sheet.production_type
    assert [
        (standard.standard, standard.level, standard.score, standard.provisional)
        for standard in traces.standards
    ] == [
        (verdict.standard.ref, verdict.level, verdict.score, verdict.provisional)
        for verdict in verdicts
    ]


def test_every_answer_stands_below_a_part_as_it_was_given(content: Content, sheet: Sheet) -> None:
    traces, _ = trace_of(content, sheet)
    for standard in traces.standards:
        for part in standard.parts:
            for answer in part.answers:
                assert answer.answer == sheet.answers.get(answer.item)


@pytest.mark.parametrize("standard", [STAGED, GATED])
def test_the_answers_of_a_part_add_up_to_its_weight(
    content: Content, sheet: Sheet, standard: int
) -> None:
    """Blanks leave their weight to the answers beside them."""
    for part in trace_of(content, sheet)[0].standards[standard].parts:
        weights = [answer.weight for answer in part.answers if answer.weight is not None]
        assert sum(weights) == pytest.approx(1.0 if weights else 0.0, abs=CLOSE)
        counted = [answer.weight is not None for answer in part.answers]
        assert counted == [answer.value is not None for answer in part.answers]


def test_dimensions_of_ai_readiness_add_up_to_its_score(content: Content, sheet: Sheet) -> None:
    gated = trace_of(content, sheet)[0].standards[GATED]
    for part in gated.parts:
        counted = [(a.weight, a.value) for a in part.answers if a.weight is not None]
        if counted:
            mean = sum(weight * (value or 0.0) for weight, value in counted)
            assert part.score == pytest.approx(mean, abs=CLOSE)
    total = sum((part.weight or 0.0) * part.score for part in gated.parts if part.score)
    score = gated.score if gated.provisional is None else gated.provisional[1]
    assert score == pytest.approx(total, abs=CLOSE)


def test_points_of_the_questions_add_up_to_what_its_levels_are_held_to(
    content: Content, sheet: Sheet
) -> None:
    points = trace_of(content, sheet)[0].standards[POINTS]
    questions = points.parts[: len(content.standards.points.questions)]
    total = sum(part.score or 0.0 for part in questions)
    assert sum(part.weight or 0.0 for part in questions) == pytest.approx(1.0)
    assert points.gates is not None
    for gate in points.gates:
        assert gate.needs[0].has == pytest.approx(total, abs=CLOSE)
    if points.score is not None:
        assert points.score == pytest.approx(total, abs=CLOSE)


def test_shares_met_at_each_level_decide_the_staged_level(content: Content, sheet: Sheet) -> None:
    staged = trace_of(content, sheet)[0].standards[STAGED]
    assert staged.shares is not None
    threshold = content.standards.staged.threshold
    held = [round(share, 9) >= threshold for share in staged.shares]
    reached = [*held, False].index(False)
    assert reached == (staged.level if staged.provisional is None else staged.provisional[0])


def test_a_staged_part_by_hand(content: Content) -> None:
    """Answers 1 and 2.5: level 1 is met by both, 2 by one, 3 to the half by one, 4 by none."""
    sub = next(sub for sub in content.standards.staged.subdomains if len(sub.items) == 2)
    first, second = sub.items
    part = part_of(traced(content, a_sheet("full", {first: 1, second: 2.5})), STAGED, sub.id)
    assert part.shares == (1.0, 0.5, 0.25, 0.0, 0.0)
    assert [(answer.weight, answer.value) for answer in part.answers] == [(0.5, 1.0), (0.5, 2.5)]


def test_what_does_not_count_is_shown_without_weight(content: Content) -> None:
    part = next(sub for sub in content.standards.staged.subdomains if len(sub.items) == 2)
    first, second = part.items
    traces = traced(content, a_sheet("full", {first: 3, second: "not_known"}))
    counted, unknown = part_of(traces, STAGED, part.id).answers
    assert (counted.weight, counted.value) == (1.0, 3.0)
    assert (unknown.answer, unknown.weight, unknown.value) == (NOT_KNOWN, None, None)
    empty = part_of(traced(content, a_sheet("full")), STAGED, part.id)
    assert empty.shares is None and {answer.answer for answer in empty.answers} == {None}


def test_a_scene_counts_to_level_four_and_for_nothing_where_it_does_not_apply(
    content: Content,
) -> None:
    allowed = next(
        scene for scene in content.standards.points.scenes if content.bank[scene.item].reasons
    )
    reason = content.bank[allowed.item].reasons[0].id

    def level(answer: Any) -> Any:
        answers = {} if answer is None else {allowed.item: answer}
        return part_of(traced(content, a_sheet("full", answers)), POINTS, allowed.ref).score

    assert [level(answer) for answer in (5, 4.8, 2.5, 0)] == [4, 4, 2, 0]
    assert level({"not_applicable": reason}) == 0
    assert level("not_known") is None and level(None) is None


def test_scenes_are_counted_by_the_level_that_they_reach(content: Content) -> None:
    """With every position at 3 all sixteen scenes reach levels 1 to 3 and none reaches 4."""
    sheet = a_sheet("full", every(content, "full", 3))
    gates = traced(content, sheet).standards[POINTS].gates
    assert gates is not None
    scenes = {gate.level: gate.needs[1].has for gate in gates}
    constrained = {gate.level: gate.needs[2].has for gate in gates}
    must = sum(scene.constraint for scene in content.standards.points.scenes)
    assert {level: scenes[level] for level in (1, 2, 3)} == {1: 16, 2: 16, 3: 16}
    assert (scenes[4], constrained[4], constrained[3]) == (0, 0, must)


def test_tiers_show_ticked_scenes_and_what_was_declared(content: Content) -> None:
    tiers = content.standards.tiers
    link, declared = tiers.links[0], [condition.item for condition in tiers.declared[:2]]
    use = f"scenes-use-{link.scene_links[0]}"
    options = [option.id for option in content.bank[use].options if option.id != "none"]
    answers = {use: options[:2], declared[0]: "yes", declared[1]: "no"}
    traces = traced(content, a_sheet("full", answers))
    ticked = {answer.item: answer.value for answer in part_of(traces, TIERS, link.id).answers}
    assert ticked == {use: 2, use.replace("-use-", "-model-"): None}
    values = [part_of(traces, TIERS, condition.id).score for condition in tiers.declared]
    assert values[:2] == [1.0, 0.0] and set(values[2:]) == {None}
    nothing = traced(content, a_sheet("full", {use: ["none"]}))
    assert part_of(nothing, TIERS, link.id).answers[0].value == 0


def test_tiers_show_their_conditions_and_bounds(content: Content, sheet: Sheet) -> None:
    traces, verdicts = trace_of(content, sheet)
    traced_tiers, verdict = traces.standards[TIERS], verdicts[TIERS]
    assert (traced_tiers.level_low, traced_tiers.level_high) == (
        verdict.level_low,
        verdict.level_high,
    )
    assert [tuple(condition) for condition in traced_tiers.conditions or ()] == [
        (condition.part, condition.kind.known_by, holds) for condition, holds in verdict.conditions
    ]


def test_gates_of_ai_readiness_show_what_each_level_asks(content: Content, sheet: Sheet) -> None:
    gated = trace_of(content, sheet)[0].standards[GATED]
    scores = {part.part: part.score for part in gated.parts}
    counted = {
        part.part: [answer.value for answer in part.answers if answer.value is not None]
        for part in gated.parts
    }
    asked_for = [
        (gate.level, need.part, need.needs, need.above, need.weakest_item)
        for gate in gated.gates or ()
        for need in gate.needs
    ]
    assert sorted(asked_for) == sorted(
        (gate.level, gate.dimension, gate.at_least, gate.above, gate.weakest_item)
        for gate in content.standards.gated.gates
    )
    for gate in gated.gates or ():
        for need in gate.needs:
            lowest = min(counted[need.part], default=None)
            assert need.has == (lowest if need.weakest_item else scores[need.part])


def test_a_choice_counts_in_ai_readiness_by_its_value(content: Content) -> None:
    weighted = next(
        item
        for dimension in content.standards.gated.dimensions
        for item in dimension.items
        if item.values is not None
    )
    option, value = next(iter((weighted.values or {}).items()))
    traces = traced(content, a_sheet("full", {weighted.item: [option]}))
    (answer,) = [
        answer
        for part in traces.standards[GATED].parts
        for answer in part.answers
        if answer.item == weighted.item
    ]
    assert answer.value == pytest.approx(min(value, weighted.cap or value))


def test_a_part_that_does_not_apply_is_traced_without_a_score(content: Content) -> None:
    bank, subdomains = content.bank, content.standards.staged.subdomains
    cut = next(sub for sub in subdomains if all(bank[item].reasons for item in sub.items))
    reasons = {item: bank[item].reasons[0].id for item in cut.items}
    answers = {item: {"not_applicable": reason} for item, reason in reasons.items()}
    part = part_of(traced(content, a_sheet("full", answers)), STAGED, cut.id)
    assert (part.shares, part.score) == (None, None)
    assert {answer.item: answer.answer for answer in part.answers} == {
        item: NotApplicable(reason) for item, reason in reasons.items()
    }
