"""A kept diagnosis as values, as far as the summary needs it.

Interim: once the store keeps facts alone, the summary reads a diagnosis made anew.
"""

from dataclasses import dataclass

from diagnosis.domain.text import Text
from diagnosis.present.kept import read_diagnosis
from diagnosis.present.say import Shown
from diagnosis.services.ports.records import DiagnosisRecord, DiagnosisRow


@dataclass(frozen=True, slots=True)
class KeptDimension:
    """A dimension's score, of at most `top`; None where nothing was answered."""

    name: Text
    score: float | None
    top: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVerdict:
    """What one standard said; `provisional` is a level with its name and a score."""

    name: Text
    level: int | None
    level_name: Text | None
    reading: Text | None
    why: Text | None
    score: float | None
    coverage: float
    provisional: tuple[int, Text, float | None] | None
    dimensions: tuple[KeptDimension, ...]
    holds: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class KeptGap:
    """An item below what the target level asks."""

    item: str
    text: Text
    has: float | None
    needs: float
    next_practice: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDiagnosis:
    """A stored diagnosis; `firm` are the words that name it, `standards` those it was made by."""

    row: DiagnosisRow
    firm: tuple[Text, ...]
    verdicts: tuple[KeptVerdict, ...]
    gaps: tuple[KeptGap, ...]
    checks: tuple[Text, ...]
    notices: tuple[Text, ...]
    standards: tuple[str, ...]


def kept_diagnosis(record: DiagnosisRecord) -> KeptDiagnosis:
    """Return a kept diagnosis as values."""
    shown = read_diagnosis(record.result)
    facts = (
        shown["enterprise"].get(name)
        for name in ("name", "credit_code", "site", "division_name", "city_name")
    )
    return KeptDiagnosis(
        row=record.row,
        firm=tuple(_text(fact) for fact in facts if fact),
        verdicts=tuple(_verdict(row) for row in shown["standards"]),
        gaps=tuple(_gap(row) for row in shown["gaps"]),
        checks=tuple(_text(row["message"]) for row in shown["consistency"]),
        notices=tuple(_text(notice) for notice in shown["notice"]),
        standards=tuple(shown["provenance"]["standards"]),
    )


def _text(value: Shown | str) -> Text:
    return Text(value, value) if isinstance(value, str) else Text(value["zh"], value["en"])


def _maybe(value: Shown | None) -> Text | None:
    return None if value is None else _text(value)


def _verdict(row: Shown) -> KeptVerdict:
    provisional = row["provisional"]
    return KeptVerdict(
        name=_text(row["name"]),
        level=row["level"],
        level_name=_maybe(row["level_name"]),
        reading=_maybe(row["reading"]),
        why=_maybe(row["why"]),
        score=row["score"],
        coverage=row["coverage"],
        provisional=provisional
        and (provisional["level"], _text(provisional["level_name"]), provisional["score"]),
        dimensions=tuple(
            KeptDimension(_text(dimension["name"]), dimension["score"], dimension["top"])
            for dimension in row["dimensions"]
        ),
        holds=tuple(_text(hold["message"]) for hold in row["held_back_by"]),
    )


def _gap(row: Shown) -> KeptGap:
    return KeptGap(
        row["item"], _text(row["text"]), row["has"], row["needs"], _maybe(row["next_practice"])
    )
