"""When to stop asking: how far unasked answers still move a level, and the margin it takes."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from diagnosis.classifier.explanation.next_question import Adviser
from diagnosis.classifier.inference.deflated_stop import PROMISES, DeflatedStop
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.config import Config
from diagnosis.classifier.training.simulation.asking import Interviews, ask_in_order
from diagnosis.classifier.training.simulation.sample import (
    SimulatedWorld,
    draw_worlds,
    sheets_of,
)
from diagnosis.classifier.training.simulation.shifts import HOME, SHIFTS
from diagnosis.domain.scoring.encode import Bools, Floats

FACTORS = np.arange(1.0, 3.01, 0.05)
"""By how much the spread may be widened until every promise is kept."""
WORTH_AFTER_ANOTHER = 1.0
"""What an item is still worth in a sub-domain that has one before it; less asked more (tried)."""
SPREADS = ((0.15, 0.4), (0.2, 0.5), (0.2, 0.6), (0.2, 0.7), (0.25, 0.7))
"""The spreads tried of what blanks add to a share: first, power."""
MARGIN = 2.0
"""By how many standard errors a line keeps its promise: firms of one world are much alike."""
LINE_STEP = 0.005
"""The steps in which a line is looked for, from the top."""
ASKED_FIRMS = 150
"""How many firms of a world are asked."""


def fit_stop(
    model: Model,
    config: Config,
    worlds: Sequence[SimulatedWorld],
    rng: np.random.Generator,
    *,
    seed: int,
    jobs: int = 1,
) -> Floats:
    """Return (2,) how far unasked answers may still move η: spread = first · u^second.

    Fitted to `worlds` of the training ranges, then widened until asking in the service's order
    keeps every promise in every kind of world, by one standard error at least.
    """
    stop = _spread(model, worlds, rng)
    worlds_drawn = max(len(worlds) // 4, 1)
    interviews = _interviews(model, config, seed=seed, worlds=worlds_drawn, jobs=jobs)
    return _widened(model, stop, interviews)


def fit_deflated_stop(
    model: Model, config: Config, *, seed: int, worlds: int, jobs: int = 1
) -> DeflatedStop | None:
    """Return the stop for the deflated rule's level; None of a gated structure, which has none.

    Of the spreads tried it is the one that asks least in all kinds of worlds together. Each line
    is the lowest from which on its promise is kept in every kind, by `MARGIN` at least.
    """
    if model.structure.rule != "staged":
        return None
    start = DeflatedStop(
        first=1.0, power=1.0, lines=np.array(PROMISES), repeat=WORTH_AFTER_ANOTHER
    )
    in_order = Model(model.structure, replace(model.numbers, deflated_stop=start))
    interviews = _interviews(in_order, config, seed=seed, worlds=worlds, jobs=jobs)
    tried = [
        _with_lines(replace(start, first=first, power=power), interviews)
        for first, power in SPREADS
    ]
    return min(tried, key=lambda each: each[0])[1]


def _with_lines(
    stop: DeflatedStop, interviews: Sequence[Interviews]
) -> tuple[float, DeflatedStop]:
    """Return the mean of questions over promises and kinds of worlds, and the stop with lines."""
    likely = [stop.likelihood(each.room, each.unanswered) for each in interviews]
    lines: list[float] = []
    questions = 0.0
    for wanted in PROMISES:
        line = lines[-1] + LINE_STEP if lines else LINE_STEP
        for tried in np.arange(1.0 - LINE_STEP, line - LINE_STEP / 2, -LINE_STEP):
            outcomes = [
                each.stopped_at(sure, tried, each.deflated)
                for each, sure in zip(interviews, likely, strict=True)
            ]
            if not all(_is_kept(same, wanted, MARGIN) for _, same in outcomes):
                line = tried + LINE_STEP
                break
            kept = float(np.mean([count.mean() for count, _ in outcomes]))
        lines.append(min(float(line), 1.0 - LINE_STEP))
        questions += kept
    return questions / len(PROMISES), replace(stop, lines=np.round(lines, 4))


def _interviews(
    model: Model, config: Config, *, seed: int, worlds: int, jobs: int
) -> list[Interviews]:
    """Return interviews with firms of every kind of world."""
    adviser = Adviser(model)
    interviews = []
    for number, shift in enumerate((HOME, *SHIFTS)):
        drawn = draw_worlds(
            model.structure,
            shift.applied(config),
            seed=seed + number,
            worlds=worlds,
            firms=ASKED_FIRMS,
            jobs=jobs,
            changes=shift.changes,
        )
        interviews.append(ask_in_order(model, adviser, drawn, ASKED_FIRMS))
    return interviews


def _widened(model: Model, stop: Floats, interviews: Sequence[Interviews]) -> Floats:
    """Return the narrowest spread that keeps every promise, the widest tried where none does."""
    for factor in FACTORS:
        wider = np.round([stop[0] * factor, stop[1]], 4)
        numbers = replace(model.numbers, stop=wider, deflated_stop=None)
        adviser = Adviser(Model(model.structure, numbers))
        if all(_keeps(adviser, each, wanted) for each in interviews for wanted in PROMISES):
            break
    return wider


def _keeps(adviser: Adviser, interviews: Interviews, wanted: float) -> bool:
    """Return whether a promise is kept, by one standard error of so many firms."""
    return _is_kept(interviews.stopped(adviser, wanted)[1], wanted)


def _is_kept(same: Bools, wanted: float, errors: float = 1.0) -> bool:
    return bool(same.mean() >= wanted + errors * np.sqrt(wanted * (1 - wanted) / len(same)))


def _spread(model: Model, worlds: Sequence[SimulatedWorld], rng: np.random.Generator) -> Floats:
    """Return (2,) how far unasked answers move η on average: spread = first · u^second."""
    moved, open_weight = [], []
    for world in worlds:
        firms = len(world.firms.level)
        full, _ = sheets_of(model.structure, world, np.zeros(firms), rng)
        part, _ = sheets_of(model.structure, world, rng.uniform(0.1, 0.9, firms), rng)
        now, end = model.predict(part), model.predict(full)
        moved.append(end.eta - now.eta)
        open_weight.append(now.unanswered)
    return stop_of(np.concatenate(moved), np.concatenate(open_weight))


def stop_of(gap: Floats, blank: Floats) -> Floats:
    """Return (2,) first and power of the spread first · u^power of `gap` (n,), u being `blank`.

    `gap` is how far η moved once all was answered, `blank` the weight that was open before, 0–1.
    """
    edges = np.quantile(blank, np.linspace(0, 1, 13))
    bins = [(blank >= low) & (blank < high) for low, high in pairwise(edges.tolist())]
    points = [
        (float(blank[inside].mean()), float(gap[inside].std()))
        for inside in bins
        if inside.sum() > 30
    ]
    log_blank, log_spread = np.log(np.array(points)).T
    power, first = np.polyfit(log_blank, log_spread, 1)
    return np.round([np.exp(first), power], 4)
