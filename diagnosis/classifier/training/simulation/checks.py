"""Simulated visits: which claims are checked on site, and what is verified there."""

import numpy as np

from diagnosis.classifier.explanation.spot_checks import REPEAT, doubts
from diagnosis.classifier.inference.coded_sheets import CodedSheets
from diagnosis.classifier.inference.model import Model
from diagnosis.domain.scoring.encode import Floats


def draw_checks(model: Model, sheets: CodedSheets, truth: Floats, checks: Floats) -> Floats:
    """Return (n, I) verified answers at the `checks` (n,) items the service would propose."""
    _, worth = doubts(model, sheets, model.read(sheets))
    owner, rows = model.completion.owner, np.arange(len(truth))
    verified = np.full(truth.shape, np.nan)
    for turn in range(int(np.max(checks))):
        place = worth.argmax(axis=1)
        going = (turn < checks) & (worth[rows, place] > 0)
        verified[rows[going], place[going]] = truth[going, place[going]]
        worth = np.where(owner == owner[place][:, None], worth * REPEAT, worth)
        worth[rows, place] = 0.0
    return verified
