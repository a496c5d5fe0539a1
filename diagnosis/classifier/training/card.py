"""The card of a model: what it is, what it is not, how it did; as values and as Markdown."""

from collections.abc import Mapping, Sequence
from typing import Any

from diagnosis.classifier.training.config import Config

LIMITS = {
    "qwk_25": 0.855, "gain_25": 0.025, "qwk_50": 0.835, "qwk_80": 0.82, "abstained_25": 0.02,
    "abstained_80": 0.10, "severe_25": 0.006, "ece_25": 0.03, "rps_25": 0.040, "set_size_25": 2.1,
    "least_coverage": 0.90, "falls": 0, "attribution_error": 1e-9,
}  # fmt: skip
_AT_LEAST = {"qwk_25", "gain_25", "qwk_50", "qwk_80", "least_coverage"}


def first_line(visits: int) -> str:
    """Return the sentence about the training material that every card opens with."""
    return (
        f"Estimated from simulated firms, {visits} verified visits: no figure here has been "
        "measured on real firms unless it says so."
    )


def summary(metrics: Mapping[str, Any]) -> dict[str, float]:
    """Return the measures that must hold, read from the cells."""
    home = {cell["missing"]: cell for cell in metrics["cells"] if cell["shift"] == "new-worlds"}
    at, half, most = home[0.25], home[0.5], home[0.8]
    falls = metrics["falls"]
    return {
        "qwk_25": at["qwk"],
        "gain_25": round(at["qwk"] - at["qwk_rule"], 4),
        "qwk_50": half["qwk"],
        "qwk_80": most["qwk"],
        "abstained_25": at["abstained"],
        "abstained_80": most["abstained"],
        "severe_25": at["severe"],
        "ece_25": max(at["ece"], at["ece_cumulative"]),
        "rps_25": at["rps"],
        "set_size_25": at["set_size"],
        "least_coverage": min(cell["coverage"] for cell in metrics["cells"]),
        "falls": sum(count for name, count in falls.items() if name != "raises"),
        "attribution_error": metrics["attribution_error"],
    }


def verdicts(metrics: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return each measure with its limit and whether it holds."""
    return [
        {
            "measure": name,
            "value": value,
            "limit": LIMITS[name],
            "holds": value >= LIMITS[name] if name in _AT_LEAST else value <= LIMITS[name],
        }
        for name, value in summary(metrics).items()
    ]


def card_of(
    metrics: Mapping[str, Any], config: Config, record: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the card as plain values."""
    return {
        "training": first_line(metrics["visits"]),
        "model": metrics["model"],
        "standard": metrics["standard"],
        "purpose": "An estimate of the level that a consultant would verify on site, from an "
        "incomplete self-assessment, beside the level by rule.",
        "not_for": [
            "replacing the level by rule or an assessment by an accredited body",
            "deciding on money, ranking firms, or naming firms",
            "confirming level 5: only a visit does that",
            "claiming how much real firms overrate themselves: inflation is an assumption",
        ],
        "retreat_to_rule": "When a visit sample shows the model behind the rule, when `models "
        "drift` reports drift, when the form's structure changes, or when the files do not match.",
        "if_nobody_inflates": "Where firms do not overrate themselves the correction hurts: see "
        "the row no-inflation.",
        "features": "Answers, production type, cuts and size class. No place, no industry.",
        "must_hold": verdicts(metrics),
        "metrics": dict(metrics),
        "simulator": config.as_plain(),
        "record": dict(record),
    }


def card_as_markdown(card: Mapping[str, Any]) -> str:
    """Return the card as Markdown."""
    metrics = card["metrics"]
    parts = [
        f"{card['training']}",
        f"# {card['model']}\n\n{card['purpose']}",
        "## Not for\n\n" + "\n".join(f"- {one}" for one in card["not_for"]),
        f"## When to retreat to the rule\n\n{card['retreat_to_rule']}"
        f" {card['if_nobody_inflates']}",
        f"## Features\n\n{card['features']}",
        "## What must hold\n\n"
        f"Measured on worlds drawn after the design was fixed, seed {metrics['seed']}.\n\n"
        + _table(card["must_hold"]),
        "## Per shift, the plain rule beside\n\n" + _table(metrics["cells"]),
        "## Coverage of the sets by true level\n\n" + _table([metrics["coverage_by_level"]]),
        "## Size classes\n\n" + _table(metrics["size_classes"]),
        "## Production types\n\n" + _table(metrics["production_types"]),
        "## Industries\n\nSimulated; the model does not see the industry.\n\n"
        + _table(metrics["industries"]),
        "## Adaptive questionnaire\n\nAgreement is with the estimate from all answers.\n\n"
        + _table(metrics["adaptive"]),
        "## Shorter forms\n\n"
        + _table([{"form": name, **row} for name, row in metrics["forms"].items()]),
        "## Spot checks\n\nA quarter missing, new worlds:\n\n" + _table(metrics["checks"])
        + "\n\nHeavy inflation:\n\n" + _table(metrics["checks_heavy_inflation"]),
        "## Challenger\n\nMonotone Frank–Hall boosting on completed scores; not served.\n\n"
        + _table(metrics["challenger"]),
        "## Falls among raises\n\n" + _table([metrics["falls"]]),
        "## Times on the machine that evaluated\n\n" + _table([metrics["timing"]]),
        "## Simulator\n\n" + _ranges(card["simulator"]),
        "## Record\n\n" + _table([{"what": k, "value": v} for k, v in card["record"].items()]),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return "None measured."
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(_cell(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _ranges(simulator: Mapping[str, Any]) -> str:
    rows = [
        {"constant": name, "low": low, "high": high}
        for name, (low, high) in simulator["ranges"].items()
    ]
    other = [{"setting": k, "value": v} for k, v in simulator.items() if k != "ranges"]
    return _table(rows) + "\n\n" + _table(other)
