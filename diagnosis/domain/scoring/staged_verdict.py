"""The staged standard's verdict on one sheet."""

from math import floor

from diagnosis.domain.intake.answer import NotApplicable
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.scoring.encode import Encoded
from diagnosis.domain.scoring.ruler import Ruler, Scores
from diagnosis.domain.scoring.staged import LEVELS, met
from diagnosis.domain.scoring.standard import TYPES, StagedStandard, Subdomain
from diagnosis.domain.scoring.verdict import (
    Aggregation,
    Cut,
    DimensionVerdict,
    Gap,
    Hold,
    Verdict,
    below_coverage,
    position_of,
)
from diagnosis.domain.text import Text

MEAN_TOLERANCE = 0.2
HOLDS = 3


def staged_verdict(
    ruler: Ruler, sheet: Sheet, encoded: Encoded, scores: Scores, target: int | None = None
) -> Verdict:
    """Return the verdict on the first row of `scores`; `target` defaults to the next level."""
    standard, own = ruler.standards.staged, scores.staged
    level, score, coverage = int(own.level[0]), float(own.score[0]), float(own.coverage[0])
    why = below_coverage(coverage, standard.minimum_coverage)
    aim = target or min(level + 1, LEVELS)
    cuts = _cuts(standard, sheet, ruler)
    zero = None
    if cuts:
        worst = ruler.staged.answered_zero(encoded.codes, encoded.kind)
        zero = (int(worst.level[0]), float(worst.score[0]))
    return Verdict(
        standard,
        None if why else level,
        None if why else score,
        coverage,
        _aggregations(scores, level, score, answered=bool(own.present.any())),
        _dimensions(standard, ruler, scores),
        _holds(standard, scores, aim) if level < LEVELS else (),
        _gaps(standard, sheet, scores, aim),
        provisional=(level, score) if why else None,
        why=why,
        cuts=cuts,
        cuts_as_zero=zero,
    )


def _aggregations(
    scores: Scores, level: int, score: float, *, answered: bool
) -> tuple[Aggregation, ...]:
    own = scores.staged
    mean = round(float(own.mean[0]), 9)
    lowest = float(own.weakest[0]) if answered else 0.0
    lowest_level = int(own.weakest_level[0]) if answered else 0
    if lowest == float("inf"):
        lowest, lowest_level = 0.0, 0
    return (
        Aggregation("weighted-mean", mean, floor(round(mean + MEAN_TOLERANCE, 9)), False),
        Aggregation("weakest-subdomain", lowest, lowest_level, False),
        Aggregation("staged", score, level, True),
    )


def _judged(ruler: Ruler, kind: int, place: int) -> bool:
    return bool(ruler.staged.whole[kind, place] > 0)


def _dimensions(
    standard: StagedStandard, ruler: Ruler, scores: Scores
) -> tuple[DimensionVerdict, ...]:
    own = scores.staged
    found = []
    for place, sub in enumerate(standard.subdomains):
        weight = float(own.weights[0, place])
        answered = bool(own.present[0, place])
        score = float(own.dimension_score[0, place])
        found.append(
            DimensionVerdict(
                sub.id,
                sub.name,
                score if answered else None,
                float(LEVELS),
                int(own.dimension_level[0, place]) if answered else None,
                weight,
                standard.reading(sub.id, score) if answered else None,
                sub.mark.is_unconfirmed,
            )
        )
    return tuple(found)


def _holds(standard: StagedStandard, scores: Scores, aim: int) -> tuple[Hold, ...]:
    """Return the whole's shortfall at the first level not held, then the worst sub-domains."""
    own = scores.staged
    share = float(own.y[0, aim - 1])
    if share >= standard.threshold:
        return ()
    short = own.weights[0] * (1 - own.dimension_y[0, :, aim - 1])
    order = sorted(range(len(short)), key=lambda place: (-short[place], place))
    whole = Text(
        f"{aim} 级要求整体达到 {standard.threshold:.0%},现为 {share:.1%}。",
        f"Level {aim} asks for {standard.threshold:.0%} overall; it is {share:.1%}.",
    )
    holds = [
        Hold(aim, "total", "total", Text("整体", "Overall"), share, standard.threshold, whole)
    ]
    for place in order[:HOLDS]:
        if short[place] <= 0:
            break
        sub: Subdomain = standard.subdomains[place]
        has = float(own.dimension_y[0, place, aim - 1])
        message = Text(
            f"「{sub.name.zh}」在 {aim} 级只达到 {has:.0%},拉低整体 {short[place]:.1%}。",
            f"“{sub.name.en}” meets {has:.0%} of level {aim}; that costs {short[place]:.1%}.",
        )
        holds.append(Hold(aim, "dimension", sub.id, sub.name, has, 1.0, message))
    return tuple(holds)


def _gaps(standard: StagedStandard, sheet: Sheet, scores: Scores, aim: int) -> tuple[Gap, ...]:
    own = scores.staged
    gaps = []
    for place, sub in enumerate(standard.subdomains):
        weight = float(own.weights[0, place])
        positions = {item: position_of(sheet.answers.get(item)) for item in sub.items}
        answered = sum(one is not None for one in positions.values())
        for item, position in positions.items():
            if position is None or position >= aim or weight == 0:
                continue
            lift = weight / answered * (1 - met(position, aim))
            gaps.append(Gap(item, sub.id, aim, position, float(aim), lift, "share"))
    return tuple(sorted(gaps, key=lambda gap: -gap.lift))


def _cuts(standard: StagedStandard, sheet: Sheet, ruler: Ruler) -> tuple[Cut, ...]:
    kind = TYPES.index(sheet.production_type)
    cuts = []
    for place, sub in enumerate(standard.subdomains):
        reasons = {
            item: value.reason
            for item in sub.items
            if isinstance(value := sheet.answers.get(item), NotApplicable)
        }
        others = any(i in sheet.answers for i in sub.items if i not in reasons)
        if reasons and not others and _judged(ruler, kind, place):
            removed = float(ruler.staged.whole[kind, place])
            cuts.append(Cut(sub.id, sub.name, reasons, removed))
    return tuple(cuts)
