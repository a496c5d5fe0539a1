"""Which answers, one step up, would reach the next estimated level."""

from dataclasses import dataclass, replace

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets, codes_of, positions_of
from diagnosis.classifier.inference.model import Model
from diagnosis.domain.scoring.encode import Floats

RAISES_TRIED = 20
"""How many raises are tried at most."""


@dataclass(frozen=True, slots=True)
class StepRaise:
    """One answer raised: the item's place, from which answer to which, and η gained."""

    item: int
    before: float
    after: float
    gain: float


@dataclass(frozen=True, slots=True)
class RaiseSequence:
    """Raises in order, the estimated `level` after them, whether it `reached` the wanted one."""

    raises: tuple[StepRaise, ...]
    level: int
    reached: bool


def raises_to(
    model: Model, sheet: CodedSheets, level: int, limit: int = RAISES_TRIED
) -> RaiseSequence:
    """Return a short list of single-step raises of answered items that reaches `level`.

    Greedy: at each turn the raise that lifts η most; `limit` raises at most.
    """
    positions = positions_of(sheet)[0]
    raises: list[StepRaise] = []
    current = model.predict(sheet)
    while current.level[0] < level and len(raises) < limit:
        best = _best_raise(model, sheet, positions, float(current.eta[0]))
        if best is None or best.gain <= 0:
            break
        raises.append(best)
        positions[best.item] = best.after
        sheet = replace(sheet, codes=codes_of(positions[None]))
        current = model.predict(sheet)
    reached = int(current.level[0])
    return RaiseSequence(tuple(raises), reached, reached >= level)


def _best_raise(
    model: Model, sheet: CodedSheets, positions: Floats, eta: float
) -> StepRaise | None:
    """Return the raise by one step that lifts η most, None where nothing can be raised."""
    options = [
        (item, after)
        for item, steps in enumerate(model.structure.steps)
        if (after := _next_step(steps, float(positions[item]))) is not None
    ]
    if not options:
        return None
    n = len(options)
    raised = np.repeat(positions[None], n, axis=0)
    raised[np.arange(n), [item for item, _ in options]] = [after for _, after in options]
    sheets = CodedSheets(
        codes_of(raised),
        np.repeat(sheet.kind, n),
        np.repeat(sheet.cut, n, axis=0),
        np.repeat(sheet.size, n),
    )
    gains = model.predict(sheets).eta - eta
    best = int(gains.argmax())
    item, after = options[best]
    return StepRaise(item, float(positions[item]), after, float(gains[best]))


def _next_step(steps: tuple[float, ...], position: float) -> float | None:
    """Return the next step above a position, None at the top and where there is no answer."""
    return next((step for step in steps if step > position + 1e-9), None)
