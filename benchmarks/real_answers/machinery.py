"""The measurement machinery of the service, fitted to people who answered (nearly) everything."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from benchmarks.real_answers.people import FACTORS
from diagnosis.classifier.inference.coded_sheets import CodedSheets, codes_of
from diagnosis.classifier.inference.completion import Completion, ItemCurves
from diagnosis.classifier.inference.head import UNKNOWN_SIZE, probabilities_of
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.plain_rule import PlainRule, RuleVerdicts
from diagnosis.classifier.inference.sets import SetRule, set_rule_from_labels
from diagnosis.classifier.inference.structure import Structure
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.fitting.curves import fit_curves_to_claims
from diagnosis.classifier.training.fitting.fit import numbers_before_heads
from diagnosis.classifier.training.fitting.heads import fit_head
from diagnosis.classifier.training.fitting.stop import stop_of
from diagnosis.classifier.training.metrics import ranked_probability_score
from diagnosis.classifier.training.simulation.sample import columns
from diagnosis.domain.scoring.encode import Bools, Floats, Ints

TEMPERINGS = (0.0, 0.05, 0.1, 0.2, 0.4)
"""What may be tried for the weight of answers of other sub-domains."""
MASKS_A_PERSON = 4
"""How often a person is shown to the head, each time with other answers left out."""
LABELS = 400
"""So many of the people who teach are kept for the sets from labels alone."""


class FittedMachinery(NamedTuple):
    """A model, and the sets that labels of people allow whom it was not fitted to."""

    model: Model
    from_labels: SetRule


def sheets_of_people(positions: Floats) -> CodedSheets:
    """Return the sheets of answers (n, I) 0–5, NaN where blank; all items apply to all."""
    people = len(positions)
    return CodedSheets(
        codes=codes_of(positions),
        kind=np.zeros(people, dtype=np.intp),
        cut=np.zeros((people, len(FACTORS)), dtype=bool),
        size=np.full(people, UNKNOWN_SIZE),
    )


def by_rule(structure: Structure, positions: Floats) -> RuleVerdicts:
    """Return the rule on answers (n, I), blanks left out."""
    sheets = len(positions)
    nothing = np.zeros((sheets, len(structure.subdomains)), dtype=bool)
    return PlainRule(structure)(positions, np.zeros(sheets, dtype=np.intp), nothing)


def complete(positions: Floats) -> Floats:
    """Return the answers of those who left nothing blank."""
    return positions[~np.isnan(positions).any(axis=1)]


def masked(
    positions: Floats, rate: Floats | float, rng: np.random.Generator
) -> tuple[Floats, Bools]:
    """Return the answers with a share `rate` (n,) of the items left out, and which ones were."""
    people, items = positions.shape
    order = rng.random((people, items)).argsort(axis=1).argsort(axis=1)
    count = np.round(np.broadcast_to(rate, people) * items)[:, None]
    left_out: Bools = (order < count) & ~np.isnan(positions)
    return np.where(left_out, np.nan, positions), left_out


def best_tempering(
    structure: Structure, curves: ItemCurves, positions: Floats, rng: np.random.Generator
) -> float:
    """Return the tempering that foretells best what half of the answers say of the other half."""
    seen, left_out = masked(positions, 0.5, rng)
    truth = positions[left_out].astype(np.intp)
    scores = {
        tempering: ranked_probability_score(
            truth, foretold(structure, replace(curves, tempering=tempering), seen)[left_out]
        )
        for tempering in TEMPERINGS
    }
    return min(scores, key=scores.__getitem__)


def foretold(structure: Structure, curves: ItemCurves, seen: Floats) -> Floats:
    """Return (n, I, 6): the probabilities of the answers 0–5 to each item, from those seen."""
    reached = Completion(structure, curves)(codes_of(seen)).expected
    flat = probabilities_of(reached.reshape(-1, reached.shape[2]))
    return flat.reshape(*reached.shape[:2], -1)


def fit_to_people(
    structure: Structure, positions: Floats, tempering: float | None, rng: np.random.Generator
) -> FittedMachinery:
    """Return the machinery fitted to answers (n, I); `tempering` is chosen from them where None.

    The level of a person is the rule on all answers. Sets from labels are made from the last
    `LABELS` of those who answered everything: head and stop never see them.
    """
    config = read_config()
    whole = complete(positions)
    fitting, labelled = whole[:-LABELS], whole[-LABELS:]
    curves = fit_curves_to_claims(structure, positions, 0.0)
    weight = best_tempering(structure, curves, positions, rng) if tempering is None else tempering
    numbers = numbers_before_heads(structure, config, replace(curves, tempering=weight))
    shown = np.tile(fitting, (MASKS_A_PERSON, 1))
    rates = rng.choice(np.array(config.missing_rates), len(shown))
    verdicts = by_rule(structure, shown)
    features = columns(Model(structure, numbers), sheets_of_people(masked(shown, rates, rng)[0]))
    size = np.full(len(shown), UNKNOWN_SIZE)
    head = fit_head(features, size, np.zeros(len(shown)), verdicts.level, verdicts.score)
    numbers = replace(numbers, head=head, visited=head)
    model = Model(structure, replace(numbers, stop=_stop(Model(structure, numbers), fitting, rng)))
    half = sheets_of_people(masked(labelled, 0.5, rng)[0])
    levels = by_rule(structure, labelled).level
    return FittedMachinery(
        model, set_rule_from_labels(model.predict(half).probabilities, levels, numbers.sets)
    )


def _stop(model: Model, whole: Floats, rng: np.random.Generator) -> Floats:
    part = model.predict(
        sheets_of_people(masked(whole, rng.uniform(0.1, 0.9, len(whole)), rng)[0])
    )
    full = model.predict(sheets_of_people(whole))
    return stop_of(full.eta - part.eta, part.unanswered)


def median_level(model: Model, sheets: CodedSheets) -> Ints:
    """Return the median level (n,) 0–5: nobody visits people, so that 5 may be reached too."""
    return model.numbers.head.level(model.predict(sheets).eta)
