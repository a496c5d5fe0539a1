"""The structure of a standard of the domain."""

from itertools import product
from typing import NoReturn

from diagnosis.classifier.artefacts.refusal import ModelRefused
from diagnosis.classifier.inference.structure import KINDS, LADDER, NO_GATE, Rows, Structure
from diagnosis.domain.estimate import RefusalCode
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.scoring.encode import CODE_OF
from diagnosis.domain.scoring.scale import LEVELS
from diagnosis.domain.scoring.standard import GatedStandard, Node, StagedStandard, WeightedItem

MOST_OPTIONS = 12


def structure_of(standard: StagedStandard | GatedStandard) -> Structure:
    """Return the structure of a staged or gated standard.

    Raises
    ------
    ModelRefused
        The options of an item make scores that no model can read; the item is named.

    """
    if isinstance(standard, StagedStandard):
        return _staged(standard)
    return _gated(standard)


def _shares(nodes: tuple[Node, ...]) -> Rows:
    return tuple(
        tuple(round(float(node.weight[ProductionType(kind)]) / 100, 12) for node in nodes)
        for kind in KINDS
    )


def _staged(standard: StagedStandard) -> Structure:
    subs = standard.subdomains
    domains = [domain.id for domain in standard.domains]
    elements = [element.id for element in standard.elements]
    items = tuple(item for sub in subs for item in sub.items)
    return Structure(
        standard=standard.id,
        rule="staged",
        items=items,
        steps=(LADDER,) * len(items),
        owner=tuple(place for place, sub in enumerate(subs) for _ in sub.items),
        item_weights=tuple(1 / len(sub.items) for sub in subs for _ in sub.items),
        subdomains=tuple(sub.id for sub in subs),
        may_be_cut=tuple(sub.may_be_cut for sub in subs),
        domain_of=tuple(domains.index(sub.parent or "") for sub in subs),
        element_of=tuple(elements.index(domain.parent or "") for domain in standard.domains),
        sub_weights=_shares(subs),
        domain_weights=_shares(standard.domains),
        element_weights=_shares(standard.elements),
        threshold=float(standard.threshold),
    )


def _steps(item: WeightedItem) -> tuple[float, ...]:
    """Return the scores an item can reach: a ladder's, or capped sums of options' values.

    Raises
    ------
    ModelRefused
        More than `MOST_OPTIONS` options have a value (every choice of them is tried), a choice
        scores what is no position of a ladder (0, 0.5, 0.8 … 5), or the choices make more scores
        than a ladder has steps.

    """
    if item.values is None:
        return LADDER
    values = [value for value in item.values.values() if value]
    if len(values) > MOST_OPTIONS:
        _refuse(item, f"{len(values)} options have a value; at most {MOST_OPTIONS} may")
    choices = product(*((0.0, value) for value in values))
    # Rounded as the answer is when it is read.
    scores = sorted({round(float(min(item.cap, sum(choice))), 1) for choice in choices})
    unreadable = [score for score in scores if score not in CODE_OF]
    if unreadable:
        _refuse(item, f"a choice scores {unreadable[0]:g}, which is no position of a ladder")
    if len(scores) > len(LADDER):
        _refuse(item, f"its choices make {len(scores)} scores; at most {len(LADDER)} may be")
    return tuple(scores)


def _refuse(item: WeightedItem, fault: str) -> NoReturn:
    raise ModelRefused(RefusalCode.OPTIONS, f"{item.item}: {fault}")


def _gated(standard: GatedStandard) -> Structure:
    dimensions = standard.dimensions
    ids = [dimension.id for dimension in dimensions]
    gates = [[NO_GATE] * len(dimensions) for _ in range(LEVELS)]
    owner = [place for place, part in enumerate(dimensions) for _ in part.items]
    item_gates = [[NO_GATE] * len(owner) for _ in range(LEVELS)]
    for gate in standard.gates:
        place = ids.index(gate.dimension)
        gates[gate.level - 1][place] = float(gate.line)
        if gate.weakest_item:
            row = item_gates[gate.level - 1]
            item_gates[gate.level - 1] = [
                float(gate.line) if part == place else line
                for part, line in zip(owner, row, strict=True)
            ]
    whole = tuple(round(float(dimension.weight) / 100, 12) for dimension in dimensions)
    items = [item for dimension in dimensions for item in dimension.items]
    return Structure(
        standard=standard.id,
        rule="gated",
        items=tuple(item.item for item in items),
        steps=tuple(_steps(item) for item in items),
        owner=tuple(owner),
        item_weights=tuple(float(item.weight) for item in items),
        subdomains=tuple(ids),
        may_be_cut=(False,) * len(dimensions),
        domain_of=tuple(range(len(dimensions))),
        element_of=(0,) * len(dimensions),
        sub_weights=((1.0,) * len(dimensions),) * len(KINDS),
        domain_weights=(whole,) * len(KINDS),
        element_weights=((1.0,),) * len(KINDS),
        tolerance=float(standard.tolerance),
        gates=tuple(tuple(row) for row in gates),
        item_gates=tuple(tuple(row) for row in item_gates),
    )
