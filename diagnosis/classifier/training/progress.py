"""How far a long run of training or evaluation is: its stage and a share of 0–1."""

from collections.abc import Callable

Progress = Callable[[str, float], None]


def no_progress(_stage: str, _share: float) -> None:
    """Report nothing."""
