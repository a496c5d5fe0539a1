"""The card of a model in Chinese: its first lines, limits, and each shift in plain words."""

from diagnosis.classifier.training.evaluation.card import (
    Card,
    Shown,
    bound_of,
    cell,
    first_lines,
    table,
)
from diagnosis.domain.text import Language
from diagnosis.present import model_card as words

ZH = Language.ZH


def card_in_chinese(card: Card) -> str:
    """Return the card as Markdown in Chinese; every figure stands in the English one too."""
    parts = [
        *first_lines(card, ZH),
        f"# {card.model}\n\n{words.PURPOSE.zh}",
        f"## {words.NOT_FOR_TITLE.zh}\n\n" + "\n".join(f"- {use.zh}" for use in words.NOT_FOR),
        f"## {words.LIMITS_TITLE.zh}\n\n" + table(_limits(card)),
        f"## {words.SHIFTS_TITLE.zh}\n\n{words.READING.zh}\n\n" + table(_shifts(card)),
        f"## {words.ASSUMED_TITLE.zh}\n\n{words.ASSUMED.zh}",
    ]
    return "\n\n".join(parts) + "\n"


def _limits(card: Card) -> list[dict[str, Shown]]:
    measure, value, limit, worst_in, missed_in, holds = (
        column.zh for column in words.LIMIT_COLUMNS
    )
    return [
        {
            measure: words.MEASURES[row.measure].zh,
            value: row.value,
            limit: bound_of(row).zh,
            worst_in: words.SHIFTS[row.worst_in].zh if row.worst_in else None,
            missed_in: row.missed_in if row.worst_in else None,
            holds: (words.HOLDS if row.holds else words.FAILS).zh,
        }
        for row in card.must_hold
    ]


def _shifts(card: Card) -> list[dict[str, Shown]]:
    names = [column.zh for column in words.SHIFT_COLUMNS]
    rows = [
        (words.SHIFTS[row.shift].zh, f"{row.missing:.0%}", cell(row.qwk), cell(row.qwk_deflated),
         cell(row.qwk_rule), words.WINNERS[row.wins].zh, cell(row.severe), cell(row.coverage),
         cell(row.set_size))
        for row in card.metrics.cells
    ]  # fmt: skip
    return [dict(zip(names, row, strict=True)) for row in rows]
