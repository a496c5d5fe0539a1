"""Cases: the request that a seed and a number stand for, and what made it."""

from dataclasses import dataclass
from random import Random

from tests.fuzz.mutations import OCTETS, ON_BODIES, STAGES
from tests.fuzz.published import Operation, Published
from tests.fuzz.stock import Stock
from tests.fuzz.valid_requests import valid_request
from tests.fuzz.wire_request import WireRequest

VALID_EVERY = 5
"""Each case of a number that this divides is left valid."""
IN_PIECES = 0.05
"""The share of cases that are sent in pieces."""
WEIGHTS = {
    "values": 30,
    "texts": 15,
    "codings": 8,
    "framings": 8,
    "addresses": 15,
    "headers": 12,
    "request lines": 4,
    "octets": 8,
}
"""How often each stage is drawn, to each other."""
ORDER = (*STAGES, "octets")


@dataclass(frozen=True, kw_only=True)
class Case:
    """A request to send.

    `mutations` are `stage: name` in the order in which they were applied, none in a valid request;
    `pieces` is how many times the sender writes.
    """

    index: int
    operation: str
    mutations: tuple[str, ...]
    wire: bytes
    pieces: int = 1


def _operation(index: int, published: Published) -> Operation:
    """Return the operation of a case: each in turn, a place or two further in every round.

    The places further and the number of operations must differ by no multiple of `VALID_EVERY`:
    else the same operations would stay valid in every round.
    """
    count = len(published.operations)
    further = 2 if count % VALID_EVERY == 1 else 1
    return published.operations[(index + further * (index // count)) % count]


def make_case(
    seed: int,
    index: int,
    published: Published,
    stock: Stock,
    kept: frozenset[int] | None = None,
) -> Case:
    """Return a case; with `kept`, only with the mutations of these numbers."""
    chance = Random(f"{seed}/{index}")
    operation = _operation(index, published)
    request = valid_request(operation, chance, stock)
    plan = [] if index % VALID_EVERY == 0 else _drawn(operation, chance)
    pieces = 3 if chance.random() < IN_PIECES else 1
    wire, names = b"", []
    for number, stage in enumerate(plan):
        if kept is not None and number not in kept:
            continue
        draws = Random(f"{seed}/{index}/{number}")
        if stage == "octets":
            octet_mutation = draws.choice(OCTETS)
            wire = octet_mutation(wire or request.wire, draws)
            names.append(f"{stage}: {octet_mutation.__name__}")
        else:
            request, name = _mutated(request, stage, draws, stock)
            names.append(f"{stage}: {name}")
    return Case(
        index=index,
        operation=operation.id,
        mutations=tuple(names),
        wire=wire if any(name.startswith("octets") for name in names) else request.wire,
        pieces=pieces,
    )


def _drawn(operation: Operation, chance: Random) -> list[str]:
    """Return the stages of the mutations of a case, in the order of stages."""
    stages = [s for s in ORDER if operation.examples() or s not in ON_BODIES]
    weights = [WEIGHTS[stage] for stage in stages]
    drawn = chance.choices(stages, weights, k=chance.choice((1, 1, 1, 2, 3)))
    return sorted(drawn, key=ORDER.index)


def _mutated(
    request: WireRequest, stage: str, draws: Random, stock: Stock
) -> tuple[WireRequest, str]:
    mutation = draws.choice(STAGES[stage])
    return mutation(request, draws, stock), mutation.__name__
