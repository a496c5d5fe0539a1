"""The card of a model: what it is, what it is not, how it did; as a record and as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields

from diagnosis.classifier.artefacts.model_files import Record
from diagnosis.classifier.inference.structure import KINDS, SIZES
from diagnosis.classifier.training.config import CHANNELS, Config
from diagnosis.classifier.training.evaluation.figures import Evaluation, ShiftCoverage
from diagnosis.classifier.training.evaluation.level_choice import (
    LevelChoice,
    level_choice,
    served_kappa,
    served_severe,
)
from diagnosis.classifier.training.evaluation.limits import OF_ONE_TRAIT, MustHold, must_hold
from diagnosis.domain.scoring.scale import LEVELS
from diagnosis.domain.text import Language, Text
from diagnosis.present import model_card as words

RETREAT_TO_RULE = (
    "When a visit sample shows the model behind the rule, when the form's structure changes, or "
    "when the files do not match. That `models drift` finds answers that look different from the "
    "firms it was trained on is no such sign: it says nothing of which of the two is nearer."
)
IF_NOBODY_INFLATES = (
    "Where firms do not overrate themselves the correction hurts: see the row no-inflation."
)
FEATURES = "Answers, production type, cuts and size class. No place, no industry."

Shown = str | float | Mapping[str, int] | None
"""What a cell of a table may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Everything a reader must know of a model; `card.json` has these names in this order.

    `level` says whose level is served, `missed` names the measures whose limits are missed.
    """

    training: str
    level: LevelChoice
    missed: tuple[str, ...]
    model: str
    standard: str
    purpose: str = words.PURPOSE.en
    not_for: tuple[str, ...] = tuple(use.en for use in words.NOT_FOR)
    retreat_to_rule: str = RETREAT_TO_RULE
    if_nobody_inflates: str = IF_NOBODY_INFLATES
    features: str = FEATURES
    must_hold: tuple[MustHold, ...]
    metrics: Evaluation
    simulator: Config
    record: Record


def card_of(evaluation: Evaluation, config: Config, record: Record) -> Card:
    """Return the card of an evaluated model; `record` is its manifest's."""
    held = must_hold(evaluation)
    return Card(
        training=words.TRAINING.fill(visits=evaluation.visits).en,
        level=level_choice(evaluation.cells),
        missed=tuple(row.measure for row in held if not row.holds),
        model=evaluation.model,
        standard=evaluation.standard,
        must_hold=held,
        metrics=evaluation,
        simulator=config,
        record=record,
    )


def card_as_markdown(card: Card) -> str:
    """Return the card as Markdown."""
    return (
        "\n\n".join(
            [
                *_purpose(card),
                *_measures(card),
                *_asking_and_visiting(card),
                *_apart(card),
                *_making(card),
            ]
        )
        + "\n"
    )


def _purpose(card: Card) -> list[str]:
    return [
        *first_lines(card, Language.EN),
        f"# {card.model}\n\n{card.purpose}",
        "## Not for\n\n" + "\n".join(f"- {use}" for use in card.not_for),
        f"## When to retreat to the rule\n\n{card.retreat_to_rule} {card.if_nobody_inflates}",
        f"## Features\n\n{card.features}",
        "## What must hold\n\n"
        f"Measured on worlds drawn after the design was fixed, seed {card.metrics.seed}.\n\n"
        + table(
            [{"what": words.MEASURES[row.measure].en, **asdict(row)} for row in card.must_hold]
        ),
    ]


def first_lines(card: Card, language: Language) -> list[str]:
    """Return what every card opens with: training, whose level, every limit that is missed."""
    missed = [row for row in card.must_hold if not row.holds]
    space = "" if language is Language.ZH else " "
    return [
        words.TRAINING.fill(visits=card.metrics.visits).say(language),
        space.join(text.say(language) for text in _whose_level(card.level, language)),
        *_missed(
            words.MISSED, [row for row in missed if row.measure not in OF_ONE_TRAIT], language
        ),
        *_missed(
            words.MISSED_OF_ONE_TRAIT,
            [row for row in missed if row.measure in OF_ONE_TRAIT],
            language,
        ),
        *([] if missed else [words.NOTHING_MISSED.say(language)]),
    ]


def _missed(sentence: Text, rows: Sequence[MustHold], language: Language) -> list[str]:
    """Return the sentence that lists limits that are missed, nothing where there is none."""
    listed = ("；" if language is Language.ZH else "; ").join(
        _as_missed(row).say(language) for row in rows
    )
    return [sentence.fill(missed=listed).say(language)] if rows else []


def _as_missed(row: MustHold) -> Text:
    """Return a measure with its value and limit, and where it is worst."""
    limit = bound_of(row)
    measure, value = words.MEASURES[row.measure], cell(row.value)
    if row.worst_in is None:
        return words.MISSED_ONE.fill(measure=measure, value=value, limit=limit)
    return words.MISSED_IN_SHIFTS.fill(
        measure=measure,
        value=value,
        limit=limit,
        place=words.SHIFTS[row.worst_in],
        missed_in=row.missed_in,
        shifts=row.shifts,
    )


def bound_of(row: MustHold) -> Text:
    """Return the limit of a measure, as the least or the most that it may be."""
    bound = words.AT_LEAST if row.at_least else words.AT_MOST
    return bound.fill(limit=cell(row.limit))


def _whose_level(choice: LevelChoice, language: Language) -> list[Text]:
    """Return whose level is served, how the model does and, where both are served, how they do."""
    place = words.SHIFTS[choice.worst_in].say(language)
    why = words.WHY.fill(
        gain_25=f"{choice.gain_25:+.4f}",
        gain_50=f"{choice.gain_50:+.4f}",
        worst=f"{choice.worst:+.4f}",
        place=f"{place}, {choice.worst_missing:.0%}",
    )
    if choice.blank_share is None:
        return [words.LEVEL_BY[choice.level_by], why]
    worst = choice.served_worst
    place = words.SHIFTS[worst.served_worst_in].say(language)
    served = words.SERVED.fill(
        gains=", ".join(f"{row.missing:.0%} {row.served:+.4f}" for row in choice.rates),
        worst=f"{worst.served_worst:+.4f}",
        place=f"{place}, {worst.missing:.0%}",
    )
    share = f"{choice.blank_share:.0%}"
    return [words.LEVEL_BY[choice.level_by].fill(share=share), served, why]


def _flat(covered: ShiftCoverage) -> dict[str, Shown]:
    """Return one row of a table; a group that does not occur is left blank."""
    row: dict[str, Shown] = {"shift": covered.shift}
    row |= {f"level {level}": covered.levels.get(str(level)) for level in range(LEVELS + 1)}
    row |= {name: covered.sizes.get(name) for name in SIZES}
    row |= {name: covered.kinds.get(name) for name in KINDS}
    row |= {name: covered.channels.get(name) for name in CHANNELS}
    return {**row, "least_industry": covered.least_industry}


def _cells(card: Card) -> list[Mapping[str, Shown]]:
    """Return the rows of the shifts; of what is by blank share that of the level served."""
    rows: list[Mapping[str, Shown]] = []
    for measured in card.metrics.cells:
        row = asdict(measured)
        del row["qwk_from"], row["severe_from"]
        served = {
            "qwk_served": served_kappa(measured, card.level.served),
            "severe_served": served_severe(measured, card.level.served),
        }
        rows.append({**row, **served})
    return rows


def _measures(card: Card) -> list[str]:
    metrics = card.metrics
    worlds: list[Mapping[str, Shown]] = [
        {"measure": name, **figures} for name, figures in metrics.population.items()
    ]
    shares: list[Mapping[str, Shown]] = [
        {"shares of levels": "by claims", **metrics.claimed_shares},
        {"shares of levels": "verified", **metrics.verified_shares},
    ]
    return [
        "## The worlds at home as they came out\n\n" + table(worlds) + "\n\n" + table(shares),
        "## What is gained on the deflated rule, by missing rate\n\n"
        "Kappa over six levels less that of the deflated rule: of the model's level, and of the "
        "level that is served; the mean over home and shifts, and the least of all.\n\n"
        + table([asdict(row) for row in card.level.rates]),
        "## Per shift, both rules beside\n\n"
        "`deflated`: the rule on answers of ladders less 0.25; `rule`: on the answers as given; "
        "`wins`: the highest kappa over six levels. Where the model abstains, the deflated rule's "
        "level counts as its. `qwk_served`, `severe_served`: of the level that is served.\n\n"
        + table(_cells(card)),
        "## Coverage of the sets over six levels, a quarter missing\n\n"
        + table([_flat(covered) for covered in metrics.coverage_by_shift]),
        "## Sheets with a firm's best answers alone\n\n"
        "`enough`: the share that reaches the coverage the rule needs; below it nothing is "
        "estimated. The rest is what the model would say all the same.\n\n"
        + table(metrics.best_only),
        "## Size classes\n\n" + table([asdict(errors) for errors in metrics.size_classes]),
        "## Production types\n\n" + table([asdict(errors) for errors in metrics.production_types]),
        "## Industries\n\nSimulated; the model does not see the industry.\n\n"
        + table([asdict(errors) for errors in metrics.industries]),
    ]


def _asking_and_visiting(card: Card) -> list[str]:
    metrics = card.metrics
    asking: list[Mapping[str, Shown]] = [
        {"shift": shift, **figures} for shift, rows in metrics.adaptive.items() for figures in rows
    ]
    checks: list[Mapping[str, Shown]] = [
        {"shift": shift, **figures} for shift, rows in metrics.checks.items() for figures in rows
    ]
    forms: list[Mapping[str, Shown]] = [
        {"form": name, **figures} for name, figures in metrics.forms.items()
    ]
    return [
        "## Questions in order\n\nAgreement is with the estimate from all answers; a "
        "promise holds in every kind of world, or it is none. `qwk` and `qwk_deflated` are the "
        "model's and the deflated rule's where asking stops.\n\n" + table(asking),
        "## Shorter forms\n\n" + table(forms),
        "## Spot checks\n\nA quarter missing; each firm's own answers, the most doubtful first. "
        "`qwk` is the model's, `qwk_deflated` that of the rule with the firm's own gap taken off, "
        "`qwk_served` that of the level served.\n\n" + table(checks),
        "## First visits to a region\n\nHeavy inflation, a quarter missing: random visits, the "
        "checks that are proposed. `learned` is the mean overstatement they teach, in steps; "
        "`qwk_assumed` and `qwk_learned` are of the level served before and after, "
        "`qwk_rule_learned` of the deflated rule after; means over worlds.\n\n"
        + table([metrics.first_visits]),
    ]


def _apart(card: Card) -> list[str]:
    metrics = card.metrics
    return [
        "## Challenger\n\nMonotone Frank–Hall boosting on completed scores; not served.\n\n"
        + table(metrics.challenger),
        "## Falls among raises\n\n" + table([metrics.falls]),
        "## Times on the machine that evaluated\n\n" + table([metrics.timing]),
    ]


def _making(card: Card) -> list[str]:
    record: list[Mapping[str, Shown]] = [
        {"what": name, "value": value} for name, value in card.record.items()
    ]
    return ["## Simulator\n\n" + _simulator(card.simulator), "## Record\n\n" + table(record)]


def _simulator(config: Config) -> str:
    ranges: list[Mapping[str, Shown]] = [
        {"constant": name, "low": low, "high": high} for name, (low, high) in config.ranges.items()
    ]
    names = [field.name for field in fields(config) if field.name != "ranges"]
    settings = [{"setting": name, "value": str(getattr(config, name))} for name in names]
    return table(ranges) + "\n\n" + table(settings)


def table(rows: Sequence[Mapping[str, Shown]]) -> str:
    """Return rows as a table of Markdown; the names of the first are its head."""
    if not rows:
        return "None measured."
    names = list(rows[0])
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    lines += ["| " + " | ".join(cell(row[name]) for name in names) + " |" for row in rows]
    return "\n".join(lines)


def cell(value: Shown) -> str:
    """Return a value as a table shows it: four digits of a number, nothing for none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)
