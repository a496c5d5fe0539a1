"""What a trained model says beside the rule: estimates, the next item, drift.

Rules score, the model advises: an estimate never changes a level by rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from typing import NamedTuple

from diagnosis.domain.overstatement import DeflatedLevels, LevelBy

_TOLERANCE = 1e-6


class RefusalCode(StrEnum):
    """Why a model is not served; the caller then answers by rule alone and says so."""

    MISSING = "missing"
    DIGEST = "digest"
    STRUCTURE = "structure"
    SCHEMA = "schema"
    GOLDEN = "golden"
    UNREGISTERED = "unregistered"
    OPTIONS = "options"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A model that is not served: why, and what exactly (which file, number or standard)."""

    code: RefusalCode
    detail: str


class CheckReason(StrEnum):
    """Why an answer is worth a look on site."""

    DECIDES = "decides"
    """One step lower, and the rule on deflated answers gives another level."""
    INFERRED = "inferred"
    """It follows from other answers; nobody gave it."""
    ABOVE_OTHERS = "above-others"
    """It claims more than the firm's other answers lead to expect."""
    WEIGHT = "weight"
    """Of the claims it weighs most."""


class SpotCheck(NamedTuple):
    """An answer worth a look on site, and why.

    `gain` is the share, 0–1, of the doubt about all claims of the standard (weight × how far a
    claim may be off) that lies in this one.
    """

    item: str
    reason: CheckReason
    gain: float


class PartShare(NamedTuple):
    """A sub-domain's share of the difference to the usual firm, in points of 0–5."""

    part: str
    answered: float
    assumed: float


class PartNeed(NamedTuple):
    """How many more answers an estimate needs from a sub-domain or dimension, at least 1."""

    part: str
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The estimate of the level that a consultant would verify.

    `level` is None where the answers do not carry one (`insufficient`) or the model is not
    served (`refusal`) and no rule stands in; `level_by` says whose level it is, in what a model
    proposes whose is to be served, and is the rule's or the model's; `deflated` is what is left
    of the level if firms overstate, None in what was kept before; `probabilities` are of levels
    0–5, `levels` is the prediction set; `score_low` and `score_high` bound 80 %; `score` −
    `reference` is the sum of `parts`. Where the firm answered too little for any estimate, `needs`
    says what more it takes. `in_order` is whether the answers are those that this service asks
    first, None where the sheet does not say that it chose them, or where some were passed over;
    `form_too_short` is whether its form asks too little of the standard for a level.
    Results kept before `checks` had reasons have the items alone, in `check_next`. `doubts` are
    the shares, 0–1, of the doubt about all claims, by item, in what a model proposes; they are
    not kept.
    """

    standard: str
    model: str | None = None
    level: int | None = None
    insufficient: bool = False
    probabilities: tuple[float, ...] = ()
    levels: tuple[int, ...] = ()
    expected_score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    score: float | None = None
    reference: float | None = None
    parts: tuple[PartShare, ...] = ()
    ask_next: tuple[str, ...] = ()
    check_next: tuple[str, ...] = ()
    checks: tuple[SpotCheck, ...] = ()
    doubts: Mapping[str, float] = field(default_factory=dict)
    verified_visits: int = 0
    refusal: Refusal | None = None
    needs: tuple[PartNeed, ...] = ()
    level_by: LevelBy = LevelBy.MODEL
    deflated: DeflatedLevels | None = None
    in_order: bool | None = None
    form_too_short: bool = False

    @property
    def first_check(self) -> str | None:
        """Return the item worth looking at first on site, None where none is named."""
        items = [check.item for check in self.checks] or self.check_next
        return items[0] if items else None

    def __post_init__(self) -> None:
        """Refuse what is no distribution: the domain verifies what the model proposes."""
        if self.level_by is LevelBy.MODEL_FOR_BLANKS:
            raise ValueError("level_by: a sheet's level is the rule's or the model's")
        if not self.probabilities:
            return
        total = sum(self.probabilities)
        if not isfinite(total) or min(self.probabilities) < -_TOLERANCE:
            raise ValueError("probabilities: negative or not finite")
        if abs(total - 1) > _TOLERANCE:
            raise ValueError("probabilities: do not sum to 1")


@dataclass(frozen=True, slots=True)
class NextItem:
    """The next item worth asking, None where nothing is left; `stop` once agreement is reached."""

    item: str | None
    agreement: float
    stop: bool
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class ItemDrift:
    """How far the answers to one item have moved from the training population.

    `index` is the population stability index over the item's steps (≥ 0, 0 = the same);
    `recent_mean` and `expected_mean` lie in 0–5.
    """

    item: str
    index: float
    recent_mean: float
    expected_mean: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """Recent sheets against what a model was trained on.

    `sheets` counts them; `items` has every item with answers enough; `moved` lists the ids of
    those whose index says that they have moved; `unanswered` is the mean weight without an answer
    and `insufficient_share` the share of sheets too thin for a level, both 0–1; `enough` says
    whether any item had answers enough.
    """

    standard: str
    model: str
    sheets: int
    items: tuple[ItemDrift, ...]
    moved: tuple[str, ...]
    unanswered: float
    insufficient_share: float
    enough: bool
