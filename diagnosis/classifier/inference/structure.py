"""What a model must know of a form and a standard: items, weights, rule; no wording."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any

from diagnosis.domain.overstatement import TOP_WITHOUT_VISIT

KINDS = ("discrete", "process")
SIZES = ("micro", "small", "medium", "large")
NO_GATE = -1.0
LADDER = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The structure of one standard on the items that feed it.

    `items` stand in the order of their sub-domains. `steps` are the ascending scores an item can
    reach (0–5; an answer between two of them counts as partly there), `owner` the sub-domain of
    each item, `item_weights` its share inside it (sum 1). `sub_weights`, `domain_weights` and
    `element_weights` (kinds × parts) are shares inside the parent; 0 = not judged. `rule` is
    `staged` (a level holds at `threshold`) or `gated` (mean + `tolerance`, and `gates`
    (5 × sub-domains) and `item_gates` (5 × items), `NO_GATE` where there is none).
    """

    standard: str
    rule: str
    items: tuple[str, ...]
    steps: Rows
    owner: tuple[int, ...]
    item_weights: tuple[float, ...]
    subdomains: tuple[str, ...]
    may_be_cut: tuple[bool, ...]
    domain_of: tuple[int, ...]
    element_of: tuple[int, ...]
    sub_weights: Rows
    domain_weights: Rows
    element_weights: Rows
    threshold: float = 0.8
    tolerance: float = 0.2
    gates: Rows = ()
    item_gates: Rows = ()

    def __post_init__(self) -> None:
        if self.rule not in ("staged", "gated"):
            raise ValueError(f"rule: {self.rule!r}; expected 'staged' or 'gated'")
        if list(self.owner) != sorted(self.owner) or set(self.owner) != set(
            range(len(self.subdomains))
        ):
            raise ValueError("owner: items must stand in the order of their sub-domains")
        if not len(self.items) == len(self.steps) == len(self.owner) == len(self.item_weights):
            raise ValueError("items, steps, owner and item_weights differ in length")

    @property
    def ladders(self) -> tuple[bool, ...]:
        """Return, by item, whether it is answered on a ladder of steps 0 to 5."""
        return tuple([steps == LADDER for steps in self.steps])

    @property
    def gated_parts(self) -> list[int]:
        """Return the places of the sub-domains that a gate needs, for the levels estimated."""
        rows = self.gates[:TOP_WITHOUT_VISIT]
        places = range(len(self.subdomains))
        return [part for part in places if any(row[part] > NO_GATE for row in rows)]

    def as_json(self) -> str:
        """Return the canonical JSON: equal structures have equal texts.

        Without gates of items there is no such key.
        """
        plain = asdict(self)
        if not self.item_gates:
            del plain["item_gates"]
        return canonical_json(plain)

    def digest(self) -> str:
        """Return the sha256 of the canonical JSON, which an artefact is pinned to."""
        return _digest(self)


def canonical_json(value: object) -> str:
    """Return JSON without spaces, keys in order: equal values have equal texts."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def structure_from_json(text: str | bytes) -> Structure:
    """Return a structure from `as_json`.

    Raises
    ------
    ValueError
        It is no JSON, its keys differ, or it is no structure.

    """
    plain = json.loads(text)
    names = {field.name for field in fields(Structure)}
    differing = set(plain) ^ names
    if differing - {"item_gates"}:
        raise ValueError(f"structure: keys differ: {sorted(differing)}")
    return Structure(**{name: _frozen(value) for name, value in plain.items()})


def _frozen(value: Any) -> Any:
    """Return a JSON value with tuples for its lists."""
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value


@lru_cache(maxsize=16)
def _digest(structure: Structure) -> str:
    return hashlib.sha256(structure.as_json().encode()).hexdigest()
