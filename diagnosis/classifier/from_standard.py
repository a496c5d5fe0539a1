"""The structure of a standard of the domain."""

from itertools import product

from diagnosis.classifier.structure import KINDS, LADDER, LEVELS, NO_GATE, Rows, Structure
from diagnosis.domain.intake.form import ProductionType
from diagnosis.domain.scoring.standard import GatedStandard, Node, StagedStandard, WeightedItem


def structure_of(standard: StagedStandard | GatedStandard) -> Structure:
    """Return the structure of a staged or gated standard."""
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
    domains = [one.id for one in standard.domains]
    elements = [one.id for one in standard.elements]
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
        element_of=tuple(elements.index(one.parent or "") for one in standard.domains),
        sub_weights=_shares(subs),
        domain_weights=_shares(standard.domains),
        element_weights=_shares(standard.elements),
        threshold=float(standard.threshold),
    )


def _steps(item: WeightedItem) -> tuple[float, ...]:
    """Return the scores a choice item can reach: capped sums of its options' values."""
    if item.values is None:
        return LADDER
    values = [value for value in item.values.values() if value > 0]
    if len(values) > 12:
        values = values[:12]
    sums = {min(item.cap, sum(chosen)) for chosen in product(*((0.0, one) for one in values))}
    return tuple(sorted(float(one) for one in sums))


def _gated(standard: GatedStandard) -> Structure:
    parts = standard.dimensions
    ids = [one.id for one in parts]
    gates = [[NO_GATE] * len(parts) for _ in range(LEVELS)]
    for gate in standard.gates:
        gates[gate.level - 1][ids.index(gate.dimension)] = float(gate.at_least)
    whole = tuple(round(float(one.weight) / 100, 12) for one in parts)
    owned = [(place, one) for place, part in enumerate(parts) for one in part.items]
    return Structure(
        standard=standard.id,
        rule="gated",
        items=tuple(one.item for _, one in owned),
        steps=tuple(_steps(one) for _, one in owned),
        owner=tuple(place for place, _ in owned),
        item_weights=tuple(float(one.weight) for _, one in owned),
        subdomains=tuple(ids),
        may_be_cut=(False,) * len(parts),
        domain_of=tuple(range(len(parts))),
        element_of=(0,) * len(parts),
        sub_weights=((1.0,) * len(parts),) * len(KINDS),
        domain_weights=(whole,) * len(KINDS),
        element_weights=((1.0,),) * len(KINDS),
        tolerance=float(standard.tolerance),
        gates=tuple(tuple(row) for row in gates),
    )
