"""Reads single answers of a loaded sheet: what each counts in the standards."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.rivals.textbook.sheet_schema import NOT_APPLICABLE
from diagnosis.domain.scoring.standard import Question, WeightedItem

Answer = float | str | list[str] | dict[str, float] | dict[str, str]
Answers = Mapping[str, Answer]
_NEAR = 1e-9


def position(answers: Answers, item: str) -> float | None:
    """Return the ladder position of an answer, None where it is none."""
    answer = answers.get(item)
    return answer if isinstance(answer, float) else None


def is_not_applicable(answers: Answers, item: str, reason: str | None = None) -> bool:
    """Return whether an item was answered not applicable, for a reason where one is named."""
    answer = answers.get(item)
    if not isinstance(answer, dict) or NOT_APPLICABLE not in answer:
        return False
    return reason is None or answer[NOT_APPLICABLE] == reason


def points(question: Question, answer: Answer | None) -> float | None:
    """Return the points of an answer in thousandths, None where it is unknown."""
    if isinstance(answer, dict) and "whole" in answer:
        percent = float(answer["part"]) / float(answer["whole"]) * 100
        for option in question.options:
            if option.up_to is not None and percent <= option.up_to + _NEAR:
                return option.points
        return question.options[-1].points
    chosen = answer if isinstance(answer, list) else [answer]
    if not all(any(option.value == value for option in question.options) for value in chosen):
        return None
    return sum(option.points for option in question.options if option.value in chosen)


def value(weighted: WeightedItem, answers: Answers) -> float | None:
    """Return the 0–5 value of an item inside a dimension, None where it is unanswered."""
    if weighted.values is None:
        return position(answers, weighted.item)
    chosen = answers.get(weighted.item)
    if not isinstance(chosen, list):
        return None
    return min(weighted.cap, sum(weighted.values.get(option, 0.0) for option in chosen))


def ticked(answers: Answers, item: str) -> list[str] | None:
    """Return the options ticked, without `none`; None where it is unanswered."""
    chosen = answers.get(item)
    return [each for each in chosen if each != "none"] if isinstance(chosen, list) else None


@dataclass
class Part:
    """A part of a standard: its score, its weight, and what each answer counted there."""

    id: str
    score: float | None
    weight: float | None = None
    counted: dict[str, float | None] = field(default_factory=dict)
    short: float = 0.0


@dataclass
class Result:
    """A sheet by one standard; `level` and `score` are None where they are open."""

    level: int | None
    score: float | None
    coverage: float
    parts: list[Part] = field(default_factory=list)
    aim: int = 1
    conditions: dict[str, bool | None] = field(default_factory=dict)
