"""Whether a model may follow the current one: what their cards say of both."""

import json
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from diagnosis.classifier.artefacts.model_files import CARD

COMPARED = "qwk_25"
"""The agreement (quadratic kappa, levels 0 and 1 merged) at home with a quarter missing."""
MOST_BEHIND = 0.01
"""By so much a model may agree less than the one before it and still follow."""
_NOISE = 1e-9


class Unmeasured(ValueError):
    """The card of a model lacks the figure by which it is compared; the message names both."""


@dataclass(frozen=True, slots=True)
class CardFigures:
    """What a card says: the agreement compared, raises that lowered a level, its worlds' seed."""

    agreement: float
    falls: int
    seed: int


def figures_of_card(folder: Path) -> CardFigures:
    """Return what the card of a model says. Raises Unmeasured where it does not say it."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        measured = {row["measure"]: row["value"] for row in card["must_hold"]}
        agreement, falls = float(measured[COMPARED]), int(measured["falls"])
        seed = int(card["metrics"]["seed"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unmeasured(f"{folder.name}: its card has no {COMPARED}, falls and seed") from error
    if not isfinite(agreement):
        raise Unmeasured(f"{folder.name}: {COMPARED} of its card is no number")
    return CardFigures(agreement, falls, seed)


def why_not_to_follow(folder: Path, identity: str, current: str | None) -> str | None:
    """Return why a model should not be made current, None where nothing speaks against it.

    Its card counts raises that lower a level, or its agreement is more than `MOST_BEHIND` below
    that of the `current` model. Where there is no current model, or its card was written before
    cards had the figures, there is nothing to be worse than.

    Raises
    ------
    Unmeasured
        The model's own card lacks the figures.

    """
    candidate = figures_of_card(folder / identity)
    if candidate.falls:
        return f"{identity}: in its card {candidate.falls} raises of an answer lower what is said"
    if current in (None, identity):
        return None
    try:
        before = figures_of_card(folder / str(current))
    except Unmeasured:
        return None
    if candidate.agreement >= before.agreement - MOST_BEHIND - _NOISE:
        return None
    return (
        f"{identity}: {COMPARED} {candidate.agreement:.4g} in its card, {before.agreement:.4g} in"
        f" that of {current}, the current one: worse by more than {MOST_BEHIND}"
        f"{_of_other_worlds(candidate, before)}"
    )


def _of_other_worlds(candidate: CardFigures, before: CardFigures) -> str:
    """Return what is to be said where two cards were not measured on the same worlds."""
    if candidate.seed == before.seed:
        return ""
    return (
        f". The cards are of different worlds (seeds {candidate.seed} and {before.seed}), which"
        f" moves figures too: evaluate both with one --seed"
    )
