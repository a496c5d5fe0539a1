"""The axes of a radar as values: what the firm has on each, what its peers have, its aim."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.domain.text import Text
from diagnosis.present.numbers import amount
from diagnosis.present.say import joined

FULL = 5.0
"""The value of the outer ring."""
_FEWEST = 3
_AXIS, _UNKNOWN = Text("{name}：{value}", "{name}: {value}"), Text("没有数", "no value")
_PEERS = Text("（同行 {low}–{high}，中位 {median}）", " (peers {low}–{high}, median {median})")
_TARGET = Text("（目标 {target}）", " (target {target})")


@dataclass(frozen=True, slots=True)
class Peers:
    """What peers have on an axis, 0–5: a quarter less than `low`, a quarter more than `high`."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class RadarAxis:
    """An axis: its name, the firm's value 0–5 or None, peers where they may be shown, a target."""

    name: str
    value: float | None
    peers: Peers | None = None
    target: float | None = None

    def described(self) -> Text:
        """Return what it shows in words."""
        value = _UNKNOWN if self.value is None else amount(self.value)
        parts = [_AXIS.fill(name=self.name, value=value)]
        if self.peers:
            low, median, high = map(amount, (self.peers.low, self.peers.median, self.peers.high))
            parts.append(_PEERS.fill(low=low, median=median, high=high))
        if self.target is not None:
            parts.append(_TARGET.fill(target=amount(self.target)))
        return joined(parts, Text("", ""))


def check_axes(axes: Sequence[RadarAxis]) -> None:
    """Raise ValueError for fewer than three axes, and for a value that is not within 0–5."""
    if len(axes) < _FEWEST:
        raise ValueError(f"a radar has at least {_FEWEST} axes, not {len(axes)}")
    for axis in axes:
        peers = (axis.peers.low, axis.peers.median, axis.peers.high) if axis.peers else ()
        known = [each for each in (axis.value, axis.target, *peers) if each is not None]
        if not all(0 <= each <= FULL for each in known) or list(peers) != sorted(peers):
            raise ValueError(f"{axis.name}: {known} are not values of 0–5")
