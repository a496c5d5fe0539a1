"""The report on real answers: first what holds and what does not, then the figures."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.real_answers.machinery import LABELS, TEMPERINGS
from benchmarks.real_answers.measures import BLANK_SHARES, FORM_LENGTHS, PROMISES, Measures
from diagnosis.classifier.training.fitting.fit import TEMPERING

RULES = ("staged", "gated")
SHIPPED, CHOSEN = "as shipped", "chosen"
"""The weight of other sub-domains: that of the shipped models, or chosen on those who taught."""
Results = dict[tuple[str, str], list[Measures]]
"""Per rule and weight, what was measured with each seed."""

LEAST_COVERED = 0.9
SCORE_PROMISED, SCORE_OFF = 0.8, 0.05
"""An interval of the score promises .80 and may be off by so much."""
CALIBRATED = 0.05
"""Probabilities that are off by no more than this count as calibrated."""
PLAIN_WAYS = ("item mean", "sub-domain mean", "iterative imputer", "30 nearest people")
LEVEL_WAYS = ("machinery", "plain rule", "rule on imputed answers")
SETS = (
    "coverage of sets", "size of sets", "coverage of sets from labels", "size of sets from labels",
    "coverage of the score", "calibration",
)  # fmt: skip
HEAD = (
    "# The measurement machinery on real answers of people\n\n"
    "Made by `python -m benchmarks.real_answers --out docs/reports`; do not edit. No row of the "
    "data (GPL) stands here or anywhere in this repository. ✗ marks the case that misses; beside "
    "a figure, after |, stands what it is compared with."
)
LIMITS = (
    "People who describe their character are no firms, and nobody verified them: nothing here "
    "says how much firms overstate, how good a level is on site, or what firms leave blank. "
    "It says whether curves, completion, probabilities, sets and the stop work on answers that no "
    "simulator wrote, and on questions that hang together as loosely as these."
)


class Claim(NamedTuple):
    """What was hoped for, whether it holds with every seed, and the figures."""

    hoped: str
    holds: bool
    figures: str


def mean_of(measured: Sequence[Measures]) -> Measures:
    """Return the mean of each measure; all have the same names."""
    return {name: float(np.mean([each[name] for each in measured])) for name in measured[0]}


def report(about: str, results: Results) -> str:
    """Return the report as Markdown."""
    claims = list(_claims(results))
    parts = [HEAD]
    for title, holds in (
        ("Does not hold, or not with every seed", False),
        ("Holds with every seed", True),
    ):
        lines = [f"- {claim.hoped}: {claim.figures}." for claim in claims if claim.holds == holds]
        parts.append(f"**{title}**\n\n" + "\n".join(lines or ["- nothing"]))
    parts += [LIMITS, about, _completion(results), *_levels(results), *_forms(results)]
    return "\n\n".join(parts) + "\n"


def _claims(results: Results) -> Iterator[Claim]:
    yield from _completion_claims(results["staged", SHIPPED])
    for rule in RULES:
        yield from _level_claims(rule, results[rule, SHIPPED])
        yield from _asking_claims(rule, results[rule, SHIPPED])


def _completion_claims(shipped: Sequence[Measures]) -> Iterator[Claim]:
    ours = _curves(TEMPERING)
    for way in PLAIN_WAYS:
        theirs = f"rmse, {way}"
        yield Claim(
            f"Masked answers are completed better than by the {way}",
            all(each[ours] < each[theirs] for each in shipped),
            f"error {_range(shipped, ours)} against {_range(shipped, theirs)} steps",
        )
    best = min(TEMPERINGS, key=lambda weight: mean_of(shipped)[_curves(weight)])
    yield Claim(
        f"No other weight of other sub-domains completes better than the shipped {TEMPERING:g}",
        all(each[ours] <= each[_curves(best)] for each in shipped),
        f"error {_range(shipped, ours)}, at a weight of {best:g} {_range(shipped, _curves(best))}",
    )
    name = f"calibration, curves, others × {TEMPERING:g}"
    yield Claim(
        f"The probabilities of a masked answer are off by {CALIBRATED:g} at most",
        all(each[name] <= CALIBRATED for each in shipped),
        _range(shipped, name),
    )


def _level_claims(rule: str, measured: Sequence[Measures]) -> Iterator[Claim]:
    for way in LEVEL_WAYS[1:]:
        yield _by_blanks(
            f"By the {rule} rule the level is nearer than by the {way} (kappa)",
            measured,
            ("agreement, machinery", f"agreement, {way}"),
            lambda ours, theirs: ours > theirs,
        )
    for kind in ("sets", "sets from labels"):
        yield _by_blanks(
            f"By the {rule} rule {kind} cover {LEAST_COVERED:g} or more (beside it: their size)",
            measured,
            (f"coverage of {kind}", f"size of {kind}"),
            lambda covered, _: covered >= LEAST_COVERED,
        )
    yield _by_blanks(
        f"By the {rule} rule intervals of {SCORE_PROMISED:g} cover the score as often, "
        f"± {SCORE_OFF:g}",
        measured,
        ("coverage of the score",) * 2,
        lambda covered, _: abs(covered - SCORE_PROMISED) <= SCORE_OFF,
    )
    yield _by_blanks(
        f"By the {rule} rule the probability of the likeliest level is off by {CALIBRATED:g} at "
        "most",
        measured,
        ("calibration",) * 2,
        lambda off, _: off <= CALIBRATED,
    )


def _asking_claims(rule: str, measured: Sequence[Measures]) -> Iterator[Claim]:
    yield _grouped(
        f"By the {rule} rule the stop keeps its promise (beside it: questions asked, of 25)",
        measured,
        [
            (f"{promise:g}", f"{promise:g}: agreement", f"{promise:g}: questions", promise)
            for promise in PROMISES
        ],
        lambda reached, _, promise: reached >= promise,
    )
    yield _grouped(
        f"By the {rule} rule the first questions of the fixed order give the level of all 25 more "
        "often than as many others",
        measured,
        [
            (f"first {length}", f"{length}: fixed order", f"{length}: any questions", 0.0)
            for length in FORM_LENGTHS
        ],
        lambda fixed, others, _: fixed > others,
    )


def _by_blanks(
    hoped: str,
    measured: Sequence[Measures],
    names: tuple[str, str],
    holds: Callable[[float, float], bool],
) -> Claim:
    """Return a claim at every share of blanks; the second name is shown beside the first."""
    cases = [
        (f"{blank:.0%} blank", f"{blank:g}: {names[0]}", f"{blank:g}: {names[1]}", 0.0)
        for blank in BLANK_SHARES[1:]
    ]
    return _grouped(hoped, measured, cases, lambda first, second, _: holds(first, second))


def _grouped(
    hoped: str,
    measured: Sequence[Measures],
    cases: Sequence[tuple[str, str, str, float]],
    holds: Callable[[float, float, float], bool],
) -> Claim:
    """Return a claim that holds where it holds in every case; the cases that miss are marked.

    A case is how it is called, the measure, the measure beside it, and what is promised.
    """
    kept = [
        all(holds(each[a], each[b], promise) for each in measured) for _, a, b, promise in cases
    ]
    figures = "; ".join(
        f"{case} {_range(measured, a)}{'' if a == b else ' | ' + _range(measured, b)}"
        f"{'' if good else ' ✗'}"
        for good, (case, a, b, _) in zip(kept, cases, strict=True)
    )
    return Claim(hoped, all(kept), figures)


def _completion(results: Results) -> str:
    measured = results["staged", SHIPPED]
    rows = [(way, f"rmse, {way}", "") for way in PLAIN_WAYS]
    rows += [
        (
            f"curves, others × {weight:g}",
            _curves(weight),
            f"calibration, curves, others × {weight:g}",
        )
        for weight in TEMPERINGS
    ]
    lines = [
        f"| {way} | {_range(measured, error)} | {_range(measured, off) if off else '–'} |"
        for way, error, off in rows
    ]
    chosen = _range(results["staged", CHOSEN], "others")
    return (
        "## Half of the answers, masked\n\nThe root mean squared error in steps of an answer, and "
        "how far its probabilities are from what happens. Those who taught choose a weight of "
        f"{chosen}.\n\n| way | error | probabilities off by |\n|---|---|---|\n" + "\n".join(lines)
    )


def _levels(results: Results) -> Iterator[str]:
    yield (
        "## The level from a part of the answers\n\nCohen's kappa with quadratic weights over six "
        "levels. By the gated rule a factor without any answer misses its gate, so that the plain "
        "rule falls to 0. Sets are made as those of the shipped models, or from the labels of "
        f"{LABELS} people, half blank, for a coverage of .90."
    )
    for (rule, weight), measured in results.items():
        columns = [f"agreement, {way}" for way in LEVEL_WAYS] + list(SETS)
        lines = [
            f"| {blank:.0%} | "
            + " | ".join(_range(measured, f"{blank:g}: {column}") for column in columns)
            + " |"
            for blank in BLANK_SHARES
        ]
        yield _table(rule, weight, ["blank", *columns], lines)


def _forms(results: Results) -> Iterator[str]:
    yield (
        "## Fewer questions\n\nHow often the level is the one that all 25 answers give by the "
        "same machinery. The fixed order asks one question of each factor in turn, the steepest "
        "curve first."
    )
    for (rule, weight), measured in results.items():
        lines = [
            f"| first {length} | {_range(measured, f'{length}: fixed order')} | "
            f"{_range(measured, f'{length}: any questions')} | {length} |"
            for length in FORM_LENGTHS
        ]
        lines += [
            f"| stop at {promise:g} | {_range(measured, f'{promise:g}: agreement')} | – | "
            f"{_range(measured, f'{promise:g}: questions')} |"
            for promise in PROMISES
        ]
        yield _table(rule, weight, ["form", "fixed order", "any others", "questions"], lines)


def _table(rule: str, weight: str, columns: Sequence[str], lines: Sequence[str]) -> str:
    head = "| " + " | ".join(columns) + " |\n" + "|---" * len(columns) + "|\n"
    return f"By the {rule} rule, weight of other sub-domains {weight}:\n\n{head}" + "\n".join(
        lines
    )


def _curves(weight: float) -> str:
    return f"rmse, curves, others × {weight:g}"


def _range(measured: Sequence[Measures], name: str) -> str:
    """Return the mean over seeds, and in brackets the least and the most."""
    digits = 1 if name.endswith("questions") and "any" not in name else 3
    values = [each[name] for each in measured]
    return f"{np.mean(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"
