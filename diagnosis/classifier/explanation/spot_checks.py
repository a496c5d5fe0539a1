"""Spot checks: what a few verified answers say of the rest, and which answers to check next."""

from collections.abc import Sequence

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets, positions_of
from diagnosis.classifier.inference.model import Model, ModelInput, Predictions
from diagnosis.domain.overstatement import PRIOR_CHECKS
from diagnosis.domain.scoring.encode import Bools, Floats

USUAL_DOUBT = 0.5
"""How doubtful, in levels, a claim is that does not exceed the firm's other answers."""
INFERRED_FIRST = 1e6
"""How many times as much as any other claim one that was inferred is worth to be checked."""
REPEAT = 0.35
"""What a check is still worth in a sub-domain that has one already, as a share."""


def corrected(claimed: Floats, verified: Floats, gap: float, ladder: Bools) -> Floats:
    """Return (n, I) answers after the checks, on the scale of self-reports.

    The mean gap Σ(claimed − verified) / (checks + 2) of answers on ladders (I,), shrunk towards
    the usual `gap`, moves the unchecked claims on ladders; a checked one takes its verified answer
    plus the usual gap. What is chosen from a list is what it is. A higher verified answer never
    lowers anything here; a higher claim that is then checked lower does.
    """
    checked = ~np.isnan(verified)
    both = checked & ~np.isnan(claimed) & ladder
    count = both.sum(axis=1, keepdims=True)
    total = np.where(both, claimed - verified, 0.0).sum(axis=1, keepdims=True)
    shrunk = (total + PRIOR_CHECKS * gap) / (count + PRIOR_CHECKS)
    rest = np.where(ladder, np.clip(claimed - (shrunk - gap), 0.0, 5.0), claimed)
    return np.where(checked, np.where(ladder, np.clip(verified + gap, 0.0, 5.0), verified), rest)


def read_checked(model: Model, sheets: CodedSheets, verified: Floats) -> tuple[ModelInput, Floats]:
    """Return what the heads read of corrected sheets, and the verified weight (n,)."""
    weights = model.features.item_weights(sheets.kind, sheets.cut)
    claims = np.where(weights > 0, positions_of(sheets), np.nan)
    checks = np.where(weights > 0, verified, np.nan)
    ladder = np.array(model.structure.ladders)
    completed = model.completion.between(corrected(claims, checks, model.numbers.gap, ladder))
    answered = (weights * completed.answered).sum(axis=1)
    share = np.clip((weights * ~np.isnan(checks)).sum(axis=1), 0.0, 1.0)
    features = model.features(completed.views, weights)
    return ModelInput(completed, weights, features, np.maximum(1.0 - answered, 0.0)), share


def judge_checked(
    model: Model, sheets: CodedSheets, inputs: ModelInput, share: Floats
) -> Predictions:
    """Return the predictions on what `read_checked` says of sheets, each with a check at least."""
    return model.judge(inputs, sheets.size, share, model.numbers.visited)


def predict_checked(model: Model, sheets: CodedSheets, verified: Floats) -> Predictions:
    """Return the predictions of n sheets with verified answers (n, I), NaN where not checked."""
    checked = judge_checked(model, sheets, *read_checked(model, sheets, verified))
    unchecked = np.isnan(verified).all(axis=1)
    if not unchecked.any():
        return checked
    before = model.judge(model.read(sheets), sheets.size)
    return Predictions(
        *(
            np.where(unchecked.reshape((-1,) + (1,) * (new.ndim - 1)), old, new)
            for new, old in zip(checked, before, strict=True)
        )
    )


def doubts(model: Model, sheets: CodedSheets, inputs: ModelInput) -> tuple[Floats, Floats]:
    """Return (n, I) by how much a claim exceeds what the firm's other answers lead to expect.

    And the doubt about it: weight × (that and the usual misjudgement); 0 where nothing is claimed.
    """
    claims = np.nan_to_num(positions_of(sheets))
    usual = (inputs.completed.expected * model.completion.gains).sum(axis=2)
    above: Floats = np.maximum(claims - usual, 0.0)
    is_claim = (claims > 0) & inputs.completed.answered
    doubt: Floats = inputs.weights * (USUAL_DOUBT + above) * is_claim
    return above, doubt


def choose_checks(
    model: Model,
    sheet: CodedSheets,
    verified: Floats,
    count: int,
    inputs: ModelInput | None = None,
    inferred: Sequence[int] = (),
) -> list[int]:
    """Return the places of up to `count` items to verify next, the most useful first (n = 1).

    A sub-domain that has been checked already counts less. Places `inferred` come first: nobody
    gave those answers.
    """
    owner = model.completion.owner
    _, doubt = doubts(model, sheet, model.read(sheet) if inputs is None else inputs)
    worth = doubt[0]
    worth[list(inferred)] *= INFERRED_FIRST
    done = np.flatnonzero(~np.isnan(verified[0]))
    for checked in done:
        worth[owner == owner[checked]] *= REPEAT
    worth[done] = 0.0
    chosen: list[int] = []
    while len(chosen) < count:
        place = int(worth.argmax())
        if worth[place] <= 0:
            break
        chosen.append(place)
        worth[owner == owner[place]] *= REPEAT
        worth[place] = 0.0
    return chosen
