"""The card of a model: what it is, what it is not, how it did; as a record and as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from diagnosis.classifier.artefacts.model_files import Record
from diagnosis.classifier.training.config import Config
from diagnosis.classifier.training.evaluation.figures import Evaluation, Figures
from diagnosis.classifier.training.simulation.shifts import HOME

LIMITS = {
    "qwk_25": 0.855, "gain_25": 0.025, "qwk_50": 0.835, "qwk_80": 0.82, "abstained_25": 0.02,
    "abstained_80": 0.10, "severe_25": 0.006, "ece_25": 0.03, "rps_25": 0.040, "set_size_25": 2.1,
    "least_coverage": 0.90, "falls": 0, "attribution_error": 1e-9,
}  # fmt: skip
_AT_LEAST = {"qwk_25", "gain_25", "qwk_50", "qwk_80", "least_coverage"}
PURPOSE = (
    "An estimate of the level that a consultant would verify on site, from an incomplete "
    "self-assessment, beside the level by rule."
)
NOT_FOR = (
    "replacing the level by rule or an assessment by an accredited body",
    "deciding on money, ranking firms, or naming firms",
    "confirming level 5: only a visit does that",
    "claiming how much real firms overrate themselves: inflation is an assumption",
)
RETREAT_TO_RULE = (
    "When a visit sample shows the model behind the rule, when `models drift` reports drift, when "
    "the form's structure changes, or when the files do not match."
)
IF_NOBODY_INFLATES = (
    "Where firms do not overrate themselves the correction hurts: see the row no-inflation."
)
FEATURES = "Answers, production type, cuts and size class. No place, no industry."

Shown = str | float | Mapping[str, int] | None
"""What a cell of a table may hold."""


@dataclass(frozen=True, slots=True)
class MustHold:
    """A measure that must keep a limit, with its value and whether it does."""

    measure: str
    value: float
    limit: float
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything a reader must know of a model; `card.json` has these names in this order."""

    training: str
    model: str
    standard: str
    purpose: str = PURPOSE
    not_for: tuple[str, ...] = NOT_FOR
    retreat_to_rule: str = RETREAT_TO_RULE
    if_nobody_inflates: str = IF_NOBODY_INFLATES
    features: str = FEATURES
    must_hold: tuple[MustHold, ...]
    metrics: Evaluation
    simulator: Config
    record: Record


def first_line(visits: int) -> str:
    """Return the sentence about the training material that every card opens with."""
    return (
        f"Estimated from simulated firms, {visits} verified visits: no figure here has been "
        "measured on real firms unless it says so."
    )


def summary(evaluation: Evaluation) -> Figures:
    """Return the measures that must hold, read from the cells."""
    home = {cell.missing: cell for cell in evaluation.cells if cell.shift == HOME.name}
    quarter, half, most = home[0.25], home[0.5], home[0.8]
    return {
        "qwk_25": quarter.qwk,
        "gain_25": round(quarter.qwk - quarter.qwk_rule, 4),
        "qwk_50": half.qwk,
        "qwk_80": most.qwk,
        "abstained_25": quarter.abstained,
        "abstained_80": most.abstained,
        "severe_25": quarter.severe,
        "ece_25": max(quarter.ece, quarter.ece_cumulative),
        "rps_25": quarter.rps,
        "set_size_25": quarter.set_size,
        "least_coverage": min(cell.coverage for cell in evaluation.cells),
        "falls": sum(count for name, count in evaluation.falls.items() if name != "raises"),
        "attribution_error": evaluation.attribution_error,
    }


def must_hold(evaluation: Evaluation) -> tuple[MustHold, ...]:
    """Return each measure that must hold, with its limit and whether it holds."""
    return tuple(
        MustHold(
            name,
            value,
            LIMITS[name],
            value >= LIMITS[name] if name in _AT_LEAST else value <= LIMITS[name],
        )
        for name, value in summary(evaluation).items()
    )


def card_of(evaluation: Evaluation, config: Config, record: Record) -> Card:
    """Return the card of an evaluated model; `record` is its manifest's."""
    return Card(
        training=first_line(evaluation.visits),
        model=evaluation.model,
        standard=evaluation.standard,
        must_hold=must_hold(evaluation),
        metrics=evaluation,
        simulator=config,
        record=record,
    )


def card_as_markdown(card: Card) -> str:
    """Return the card as Markdown."""
    return "\n\n".join([*_purpose(card), *_measures(card.metrics), *_making(card)]) + "\n"


def _purpose(card: Card) -> list[str]:
    return [
        card.training,
        f"# {card.model}\n\n{card.purpose}",
        "## Not for\n\n" + "\n".join(f"- {use}" for use in card.not_for),
        f"## When to retreat to the rule\n\n{card.retreat_to_rule} {card.if_nobody_inflates}",
        f"## Features\n\n{card.features}",
        "## What must hold\n\n"
        f"Measured on worlds drawn after the design was fixed, seed {card.metrics.seed}.\n\n"
        + _table([asdict(row) for row in card.must_hold]),
    ]


def _measures(metrics: Evaluation) -> list[str]:
    forms: list[Mapping[str, Shown]] = [
        {"form": name, **figures} for name, figures in metrics.forms.items()
    ]
    return [
        "## Per shift, the plain rule beside\n\n"
        + _table([asdict(cell) for cell in metrics.cells]),
        "## Coverage of the sets by true level\n\n" + _table([metrics.coverage_by_level]),
        "## Size classes\n\n" + _table([asdict(errors) for errors in metrics.size_classes]),
        "## Production types\n\n"
        + _table([asdict(errors) for errors in metrics.production_types]),
        "## Industries\n\nSimulated; the model does not see the industry.\n\n"
        + _table([asdict(errors) for errors in metrics.industries]),
        "## Adaptive questionnaire\n\nAgreement is with the estimate from all answers.\n\n"
        + _table(metrics.adaptive),
        "## Shorter forms\n\n" + _table(forms),
        "## Spot checks\n\nA quarter missing, new worlds:\n\n"
        + _table(metrics.checks)
        + "\n\nHeavy inflation:\n\n"
        + _table(metrics.checks_heavy_inflation),
        "## Challenger\n\nMonotone Frank–Hall boosting on completed scores; not served.\n\n"
        + _table(metrics.challenger),
        "## Falls among raises\n\n" + _table([metrics.falls]),
        "## Times on the machine that evaluated\n\n" + _table([metrics.timing]),
    ]


def _making(card: Card) -> list[str]:
    record: list[Mapping[str, Shown]] = [
        {"what": name, "value": value} for name, value in card.record.items()
    ]
    return ["## Simulator\n\n" + _simulator(card.simulator), "## Record\n\n" + _table(record)]


def _simulator(config: Config) -> str:
    ranges: list[Mapping[str, Shown]] = [
        {"constant": name, "low": low, "high": high} for name, (low, high) in config.ranges.items()
    ]
    names = [field.name for field in fields(config) if field.name != "ranges"]
    settings = [{"setting": name, "value": str(getattr(config, name))} for name in names]
    return _table(ranges) + "\n\n" + _table(settings)


def _table(rows: Sequence[Mapping[str, Shown]]) -> str:
    if not rows:
        return "None measured."
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(_cell(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: Shown) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
