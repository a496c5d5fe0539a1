"""Which answers, one step up, would reach the next estimated level."""

from dataclasses import dataclass, replace

import numpy as np

from diagnosis.classifier.completion import codes_of
from diagnosis.classifier.model import CodedSheets, Model
from diagnosis.classifier.visit import positions_of

LIMIT = 20


@dataclass(frozen=True, slots=True)
class StepRaise:
    """One answer raised: the item's place, from which answer to which, and η gained."""

    item: int
    before: float
    after: float
    gain: float


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """`raises` in order; `level` the estimate after them; `reached` whether it was aimed at."""

    raises: tuple[StepRaise, ...]
    level: int
    reached: bool


def _next_step(steps: tuple[float, ...], value: float) -> float | None:
    return next((step for step in steps if step > value + 1e-9), None)


def raises_to(model: Model, sheet: CodedSheets, level: int, limit: int = LIMIT) -> Counterfactual:
    """Return a short list of single-step raises of answered items that reaches `level`.

    Greedy: at each turn the raise that lifts η most; `limit` raises at most.
    """
    positions = positions_of(sheet)[0]
    done: list[StepRaise] = []
    current = model.predict(sheet)
    while current.level[0] < level and len(done) < limit:
        found = _best_raise(model, sheet, positions, float(current.eta[0]))
        if found is None or found.gain <= 0:
            break
        done.append(found)
        positions[found.item] = found.after
        sheet = replace(sheet, codes=codes_of(positions[None]))
        current = model.predict(sheet)
    reached = int(current.level[0])
    return Counterfactual(tuple(done), reached, reached >= level)


def _best_raise(
    model: Model, sheet: CodedSheets, positions: np.ndarray, eta: float
) -> StepRaise | None:
    options = []
    for item, steps in enumerate(model.structure.steps):
        after = None if np.isnan(positions[item]) else _next_step(steps, float(positions[item]))
        if after is not None:
            options.append((item, after))
    if not options:
        return None
    tried = np.repeat(positions[None], len(options), axis=0)
    tried[np.arange(len(options)), [item for item, _ in options]] = [to for _, to in options]
    n = len(options)
    many = CodedSheets(
        codes_of(tried), np.repeat(sheet.kind, n), np.repeat(sheet.cut, n, axis=0),
        np.repeat(sheet.size, n),
    )  # fmt: skip
    gains = model.predict(many).eta - eta
    best = int(gains.argmax())
    item, after = options[best]
    return StepRaise(item, float(positions[item]), after, float(gains[best]))
