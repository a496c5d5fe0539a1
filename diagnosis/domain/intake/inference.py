"""What other answers of a sheet propose as the answer to an item; a proposal scores nothing.

An inferred answer counts only once it stands among the answers of a sheet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnosis.domain.intake.answer import Value, positions_of
from diagnosis.domain.intake.item import NONE
from diagnosis.domain.intake.rules.evidence import Evidence, Pointers, Rule
from diagnosis.domain.intake.sheet import Sheet


@dataclass(frozen=True, slots=True)
class ProposedValue:
    """An option or a position, and the rule by which other answers propose it."""

    value: str | float
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """By which rules other answers propose the answer to one item.

    `values` stand in the order of the item's options or positions. Where `takes_several`, every
    option whose rule holds is proposed, `none` where no other does. Else the last value whose
    rule holds is, once all of the `sources`, the items that the rules read, are answered: an
    answer that is still missing might lead further.
    """

    item: str
    takes_several: bool
    values: tuple[ProposedValue, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InferredAnswer:
    """The answer proposed to an item, and the answered items that it rests on."""

    item: str
    value: Value
    rests_on: tuple[str, ...]


def infer_answers(inferences: Mapping[str, Inference], sheet: Sheet) -> list[InferredAnswer]:
    """Return what the answers of a sheet propose, in the order that its form asks the items.

    Items that are answered already have their proposals too. Each value is one that the form
    takes. What is blank or not known proposes nothing, what is not applicable stands nowhere.
    """
    evidence = Evidence(sheet)
    inferred = []
    for item in sheet.form.items_of[sheet.production_type]:
        answer = _infer(inferences[item], evidence) if item in inferences else None
        if answer is not None and _is_taken(answer, sheet):
            inferred.append(answer)
    return inferred


def _infer(inference: Inference, evidence: Evidence) -> InferredAnswer | None:
    tripped = {
        proposed.value: where
        for proposed in inference.values
        if (where := proposed.rule(evidence))
    }
    if inference.takes_several and len(tripped) > 1:
        tripped.pop(NONE, None)
    if not tripped:
        return None
    if inference.takes_several:
        options = tuple(str(value) for value in tripped)
        return InferredAnswer(inference.item, options, _items(tripped.values()))
    if not evidence.sheet.knows_all(inference.sources):
        return None
    value = list(tripped)[-1]
    return InferredAnswer(inference.item, value, _items([tripped[value]]))


def _items(places: Iterable[Pointers]) -> tuple[str, ...]:
    """Return the items that some pointers into the answers of a sheet lead to, each once."""
    return tuple(dict.fromkeys(where.split("/")[2] for pointers in places for where in pointers))


def _is_taken(answer: InferredAnswer, sheet: Sheet) -> bool:
    """Return whether the form takes a proposed value: some forms offer fewer positions."""
    value = answer.value
    return not isinstance(value, float) or value in positions_of(sheet.form.entries[answer.item])
