"""One sheet of which a visit verified some answers: what a model says of it, and why."""

from collections.abc import Sequence

import numpy as np

from diagnosis.classifier.explanation.attribution import Attributor
from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.explanation.one_sheet import (
    AdvisedCheck,
    SheetExplanation,
    check_reason,
    shares_of_doubt,
)
from diagnosis.classifier.explanation.spot_checks import (
    choose_checks,
    doubts,
    judge_checked,
    read_checked,
)
from diagnosis.classifier.inference.coded_sheets import CodedSheets
from diagnosis.classifier.inference.model import Model, Predictions
from diagnosis.classifier.inference.one_sheet import SheetJudgement
from diagnosis.domain.scoring.encode import Floats


def explain_checked(
    model: Model,
    adviser: Adviser,
    sheets: CodedSheets,
    verified: Floats,
    count: int,
    inferred: Sequence[int] = (),
) -> tuple[SheetJudgement, SheetExplanation]:
    """Return what a model says of one sheet (n = 1) with verified answers (1, I), NaN elsewhere.

    Up to `count` further checks are proposed; `inferred` are the places of items whose answer
    follows from others, and which are checked first.
    """
    inputs, share = read_checked(model, sheets, verified)
    is_checked = bool((share > 0).any())
    judged = (
        judge_checked(model, sheets, inputs, share)
        if is_checked
        else model.judge(inputs, sheets.size)
    )
    attribution = Attributor(model)(inputs)
    above, doubt = doubts(model, sheets, inputs)
    doubt = np.where(np.isnan(verified), doubt, 0.0)
    gains = shares_of_doubt(doubt[0].tolist())
    chosen = choose_checks(model, sheets, verified, count, inputs, inferred=inferred)
    blank = (inputs.weights[0] > 0) & ~inputs.completed.answered[0]
    order = adviser.orders[int(sheets.kind[0])].tolist()
    explanation = SheetExplanation(
        reference=float(attribution.reference[0]),
        answered=attribution.answered[0].tolist(),
        assumed=attribution.assumed[0].tolist(),
        ask=next((place for place in order if blank[place]), None),
        checks=[
            AdvisedCheck(place, check_reason(place, above[0, place], inferred), gains[place])
            for place in chosen
        ],
        doubts=gains,
    )
    return _judgement(judged, float(attribution.score[0])), explanation


def _judgement(judged: Predictions, score: float) -> SheetJudgement:
    level = int(judged.level[0])
    return SheetJudgement(
        level=None if judged.insufficient[0] else level,
        probabilities=tuple(judged.probabilities[0].tolist()),
        low=int(judged.low[0]),
        high=int(judged.high[0]),
        expected_score=float(judged.expected_score[0]),
        score_low=float(judged.score_low[0]),
        score_high=float(judged.score_high[0]),
        score=score,
        open_gates=float(judged.open_gates[0]),
    )
