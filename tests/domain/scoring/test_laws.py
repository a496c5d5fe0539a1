"""The laws of scoring, over random sheets and every standard."""

from dataclasses import replace
from math import nan
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.content.documents.yaml_file import read_yaml
from diagnosis.content.gates.meaning import golden_sheet
from diagnosis.domain.intake.enterprise import size_class
from diagnosis.domain.intake.item import POSITION_VALUES, Item, ItemType
from diagnosis.domain.intake.sheet import Sheet, read_sheet
from diagnosis.domain.scoring.gated_verdict import gated_verdict
from diagnosis.domain.scoring.one_sheet import OneSheetScorer
from diagnosis.domain.scoring.points_verdict import points_verdict
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.staged_verdict import staged_verdict
from diagnosis.domain.scoring.standard import LEAST_STEP, Standards
from diagnosis.domain.scoring.tiers_verdict import tiers_verdict
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.services.ports.content import Content
from tests.builders import a_sheet, an_enterprise, every, random_sheet, read_random

CLOSE = 1e-9
seeds = st.integers(0, 2**32 - 1)
densities = st.sampled_from([0.0, 0.05, 0.4])
spreads = st.sampled_from([1, 2, 5])


def outcome(verdict: Verdict) -> dict[str, float]:
    """Return every level and score of a verdict, provisional ones where that is all there is."""
    results: dict[str, float | None] = {
        "level": verdict.level,
        "score": verdict.score,
        "level_low": verdict.level_low,
        "level_high": verdict.level_high,
        "score_low": verdict.score_low,
        "score_high": verdict.score_high,
    }
    if verdict.provisional is not None and verdict.level_low is None:
        results["level"], results["score"] = verdict.provisional
    for aggregation in verdict.aggregations:
        results[f"{aggregation.rule} level"] = aggregation.level
        results[f"{aggregation.rule} score"] = aggregation.score
    return {name: value for name, value in results.items() if value is not None}


def read(content: Content, raw: Any) -> Sheet:
    """Return a raw sheet, read."""
    return read_sheet(raw, forms=content.readers, codes=content.codes)


def verdicts_of(content: Content, sheet: Sheet) -> tuple[Verdict, ...]:
    """Return what the four standards say of a sheet."""
    scorers, firm = content.scorers, sheet.enterprise
    scores = content.one_sheet.score(scorers.encode_sheet(sheet))
    size = size_class(firm.employees, firm.revenue_wan, content.codes.sizes)
    return (
        staged_verdict(scorers, sheet, scores.staged),
        points_verdict(scorers, sheet, scores.points, size=size),
        tiers_verdict(scorers, scores.tiers),
        gated_verdict(scorers, scores.gated),
    )


def outcomes(content: Content, raw: Any) -> dict[str, dict[str, float]]:
    verdicts = verdicts_of(content, read(content, raw))
    return {verdict.standard.id: outcome(verdict) for verdict in verdicts}


def better(content: Content, random: Random, item: Item, value: Any) -> Any:
    """Return an answer better than a raw one, None where there is none."""
    if value == "not_known" or (isinstance(value, dict) and "not_applicable" in value):
        return None
    if item.type is ItemType.LADDER:
        higher = [position for position in POSITION_VALUES if position > value]
        return random.choice(higher) if higher else None
    if item.type is ItemType.SHARE:
        part, whole = value["part"], value["whole"]
        return {"part": min(whole, part + random.random() * whole), "whole": whole}
    options = [option.id for option in item.options]
    if item.type is ItemType.MULTIPLE:
        rest = [option for option in options if option not in value and option != "none"]
        return [*(set(value) - {"none"}), random.choice(rest)] if rest else None
    if options == ["yes", "no"]:
        return "yes" if value == "no" else None
    scored = [q for q in content.standards.points.questions if q.item == item.id]
    if not scored:  # a question that no standard scores: no answer to it is better
        return random.choice([option for option in options if option != value])
    worth = {option.value: option.points for option in scored[0].options}
    more = [option for option in options if option != value and worth[option] >= worth[value]]
    return random.choice(more) if more else None


@settings(max_examples=250)
@given(seed=seeds, blanks=densities, spread=spreads)
def test_raising_one_answer_never_lowers_a_result(
    content: Content, seed: int, blanks: float, spread: int
) -> None:
    random = Random(seed)
    raw = random_sheet(content, seed, blanks=blanks, cuts=blanks, spread=spread)
    before = outcomes(content, raw)
    for item in random.sample(sorted(raw["answers"]), min(4, len(raw["answers"]))):
        raised = better(content, random, content.bank[item], raw["answers"][item])
        if raised is None:
            continue
        after = outcomes(content, raw | {"answers": raw["answers"] | {item: raised}})
        for standard, results in before.items():
            # A further scene in use has no points; it may lower the share of scenes with a model.
            if standard == "smart-factory-2025" and item.startswith("scenes-use-"):
                continue
            for name, value in results.items():
                now = after[standard].get(name)
                assert now is None or now >= value - CLOSE, (standard, name, item)


def scaled(standards: Standards, factor: float) -> Standards:
    """Return the standards with every weight multiplied."""

    def heavier(nodes: Any) -> Any:
        return tuple(
            replace(node, weight={kind: w * factor for kind, w in node.weight.items()})
            for node in nodes
        )

    staged, gated = standards.staged, standards.gated
    dimensions = tuple(
        replace(
            dimension,
            weight=dimension.weight * factor,
            items=tuple(replace(item, weight=item.weight * factor) for item in dimension.items),
        )
        for dimension in gated.dimensions
    )
    return replace(
        standards,
        staged=replace(
            staged,
            elements=heavier(staged.elements),
            domains=heavier(staged.domains),
            subdomains=heavier(staged.subdomains),
        ),
        gated=replace(gated, dimensions=dimensions),
    )


def rebuilt(content: Content, standards: Standards, bank: Any = None) -> Content:
    scorers = Scorers(bank or content.bank, standards)
    return replace(
        content,
        bank=bank or content.bank,
        standards=standards,
        scorers=scorers,
        one_sheet=OneSheetScorer(scorers),
    )


def assert_same(first: dict[str, dict[str, float]], second: dict[str, dict[str, float]]) -> None:
    assert first.keys() == second.keys()
    for standard, results in first.items():
        assert results == pytest.approx(second[standard], abs=CLOSE), standard


@pytest.mark.parametrize("factor", [0.1, 0.7, 3.0])
def test_scaling_all_weights_changes_nothing(content: Content, factor: float) -> None:
    other = rebuilt(content, scaled(content.standards, factor))
    for seed in range(40):
        raw = random_sheet(content, seed, blanks=(0.0, 0.1, 0.4)[seed % 3], cuts=0.2, spread=2)
        assert_same(outcomes(content, raw), outcomes(other, raw))


def test_order_of_items_changes_nothing(content: Content) -> None:
    """Neither of the items in the bank, nor in a sub-domain, nor of the answers in a sheet."""
    standards = content.standards
    turned = replace(
        standards,
        staged=replace(
            standards.staged,
            subdomains=tuple(
                replace(sub, items=sub.items[::-1]) for sub in standards.staged.subdomains[::-1]
            ),
        ),
        gated=replace(standards.gated, dimensions=standards.gated.dimensions[::-1]),
    )
    bank = dict(reversed(content.bank.items()))
    other = rebuilt(content, turned, bank)
    for seed in range(40):
        raw = random_sheet(content, seed, blanks=(0.0, 0.3)[seed % 2], cuts=0.2, spread=2)
        answers = list(raw["answers"].items())
        Random(seed).shuffle(answers)
        assert_same(outcomes(content, raw), outcomes(other, raw | {"answers": dict(answers)}))


def level_and_score(verdict: Verdict) -> tuple[int, float]:
    return verdict.provisional or (verdict.level or 0, verdict.score or 0.0)


def assert_batch_is_single(content: Content, sheets: list[Sheet]) -> None:
    batch = content.scorers.score(content.scorers.encode(sheets))
    staged, points, tiers, gated = batch.staged, batch.points, batch.tiers, batch.gated
    for n, sheet in enumerate(sheets):
        verdicts = {verdict.standard.id: verdict for verdict in verdicts_of(content, sheet)}
        verdict = verdicts["gbt-39116-2020"]
        level, score = level_and_score(verdict)
        assert level == staged.level[n] and score == pytest.approx(staged.score[n], abs=CLOSE)
        assert verdict.coverage == pytest.approx(staged.coverage[n], abs=CLOSE)
        mean, weakest, _ = verdict.aggregations
        if verdict.coverage:
            assert mean.score == pytest.approx(staged.mean[n], abs=CLOSE)
        if staged.present[n].any():
            assert weakest.score == pytest.approx(staged.weakest[n], abs=CLOSE)
            assert weakest.level == staged.weakest_level[n]
        verdict = verdicts["miit-sme-2024"]
        scores = [verdict.score_low, verdict.score_high]
        assert [verdict.level_low, verdict.level_high] == points.level[:, n].tolist()
        bounds = [nan if score is None else score for score in scores]
        assert bounds == pytest.approx(points.points[:, n], abs=CLOSE, nan_ok=True)
        assert verdict.coverage == pytest.approx(points.coverage[n], abs=CLOSE)
        verdict = verdicts["smart-factory-2025"]
        assert (verdict.level_low, verdict.level_high) == (tiers.level_low[n], tiers.level_high[n])
        assert verdict.coverage == pytest.approx(tiers.coverage[n], abs=CLOSE)
        verdict = verdicts["ai-readiness"]
        level, score = level_and_score(verdict)
        assert level == gated.level[n] and score == pytest.approx(gated.score[n], abs=CLOSE)
        assert verdict.coverage == pytest.approx(gated.coverage[n], abs=CLOSE)
        if verdict.coverage:
            weakest = verdict.aggregations[1]
            assert weakest.score == pytest.approx(gated.weakest[n], abs=CLOSE)
            assert weakest.level == gated.weakest_level[n]


@settings(max_examples=40)
@given(seed=seeds, size=st.integers(1, 50))
def test_batch_equals_single_calls(content: Content, seed: int, size: int) -> None:
    ways = [{}, {"blanks": 0.1}, {"blanks": 0.5, "cuts": 0.5}, {"cuts": 0.7, "spread": 1}]
    assert_batch_is_single(
        content, [read_random(content, seed + n, **ways[n % 4]) for n in range(size)]
    )


def test_batch_equals_single_calls_on_every_exact_line(
    content: Content, content_dir: Path
) -> None:
    """The golden cases stand on the lines, where the order of adding decides if unrounded."""
    sheets = []
    for path in sorted((content_dir / "knowledge/standards/golden").glob("*.yaml")):
        document, _ = read_yaml(content_dir, path)
        assert document is not None
        for case in document.value["cases"]:
            sheets.append(read(content, golden_sheet(content, case["sheet"])))
    assert_batch_is_single(content, sheets)
    for sheet in sheets:
        assert_batch_is_single(content, [sheet])


def test_mostly_everywhere_holds_the_next_level_whatever_is_blank(content: Content) -> None:
    """Every weight of a mean of equal .8s is the line itself; unrounded, some would fall."""
    kept = {dimension.items[0].item for dimension in content.standards.gated.dimensions}
    ladders = [i for i, item in content.bank.items() if item.type is ItemType.LADDER]
    sheets = []
    for seed in range(1500):
        random = Random(seed)
        answered = [item for item in ladders if item in kept or random.random() < 0.5]
        answers = dict.fromkeys(answered, seed % 5 + 0.8)
        kind = random.choice(("discrete", "process"))
        raw = a_sheet(answers=answers, enterprise=an_enterprise(production_type=kind))
        sheets.append(read(content, raw))
    batch = content.scorers.score(content.scorers.encode(sheets))
    expected = [seed % 5 + 1 for seed in range(1500)]
    assert batch.staged.level.tolist() == expected
    assert batch.gated.level.tolist() == expected
    assert_batch_is_single(content, sheets)


def test_rows_of_a_batch_are_independent(content: Content) -> None:
    sheets = [read_random(content, seed, blanks=0.1) for seed in range(20)]
    whole = content.scorers.score(content.scorers.encode(sheets))
    half = content.scorers.score(content.scorers.encode(sheets[10:]))
    assert whole.staged.score[10:] == pytest.approx(half.staged.score, abs=CLOSE)
    assert whole.gated.score[10:] == pytest.approx(half.gated.score, abs=CLOSE)
    assert whole.points.points[:, 10:].tolist() == half.points.points.tolist()


def staged_results(content: Content, raw: Any) -> Verdict:
    return verdicts_of(content, read(content, raw))[0]


@settings(max_examples=150)
@given(seed=seeds, blanks=densities)
def test_half_a_subdomain_not_applicable_is_worth_what_zero_is(
    content: Content, seed: int, blanks: float
) -> None:
    """Beside an answered item, "not applicable" gains nothing over the answer 0."""
    random = Random(seed)
    raw = random_sheet(content, seed, blanks=blanks, spread=2)
    raw["enterprise"] |= {"industry": "C38", "production_type": "discrete"}
    sub = random.choice([sub for sub in content.standards.staged.subdomains if sub.may_be_cut])
    item, other = random.sample(sub.items, 2)
    absent = {"not_applicable": random.choice(content.bank[item].reasons).id}
    answers = raw["answers"] | {other: random.choice(POSITION_VALUES)}
    claimed = staged_results(content, raw | {"answers": answers | {item: absent}})
    zero = staged_results(content, raw | {"answers": answers | {item: 0}})
    assert outcome(claimed) == pytest.approx(outcome(zero), abs=CLOSE)
    assert claimed.coverage == pytest.approx(zero.coverage, abs=CLOSE)
    scores = [part.score for part in zero.dimensions]
    assert [part.score for part in claimed.dimensions] == pytest.approx(scores, abs=CLOSE)
    (counted,) = [each for each in claimed.counted_zero if each.item == item]
    assert counted.part == sub.id
    level, score = counted.if_dropped
    before = level_and_score(claimed)
    assert level >= before[0] and score >= before[1] - CLOSE


def test_half_a_subdomain_drops_out_where_the_class_proves_it(content: Content) -> None:
    """A proved item weighs like a blank, is stated as a cut and needs no answer."""
    absent = {"product-remote": {"not_applicable": "unpowered-product"}}
    for seed in range(20):
        raw = random_sheet(content, seed, spread=2)
        raw["enterprise"] |= {"industry": "C3525", "production_type": "discrete"}
        answers = {i: v for i, v in raw["answers"].items() if i != "product-remote"}
        blank = staged_results(content, raw | {"answers": answers})
        proved = staged_results(content, raw | {"answers": answers | absent})
        assert outcome(proved) == pytest.approx(outcome(blank), abs=CLOSE)
        assert proved.coverage == pytest.approx(1.0) and blank.coverage < 1
        (cut,) = proved.cuts
        assert (cut.part, dict(cut.reasons)) == (
            "product-service",
            {"product-remote": "unpowered-product"},
        )
        assert cut.weight_removed == pytest.approx(0.77 * 0.13 * 0.5 / 2)
        assert proved.cuts_as_zero is not None and not proved.counted_zero


@pytest.mark.parametrize("other", ["not_known", None])
def test_not_applicable_beside_a_blank_removes_no_weight(content: Content, other: Any) -> None:
    answers = every(content, "gbt-39116", 2.5) | {
        "logistics-transport": {"not_applicable": "outsourced-logistics"},
        "logistics-tracking": other,
    }
    answers = {item: value for item, value in answers.items() if value is not None}
    verdict = staged_results(content, a_sheet("gbt-39116", answers))
    # Logistics weighs .77 × .13 = .1001 of a discrete firm.
    assert verdict.coverage == pytest.approx(1 - 0.1001)
    assert not verdict.cuts and not verdict.counted_zero


def test_what_is_above_a_number_is_a_step_above_it(content: Content) -> None:
    """No answer moves a dimension by less than the step that a gate "above" is held to."""
    for dimension in content.standards.gated.dimensions:
        for weighted in dimension.items:
            worth = [value for value in (weighted.values or {"half": 0.5}).values() if value]
            assert weighted.weight * min(worth) > LEAST_STEP
