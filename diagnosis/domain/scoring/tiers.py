"""The smart-factory entry conditions: computed and declared ones, vectorised over n firms.

A condition is 1 (holds), 0 (fails) or .5 (unknown); a tier is as good as its worst condition.

Source: smart-factory-2025.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from diagnosis.domain.scoring.encode import EncodedSheets, Floats, Ints
from diagnosis.domain.scoring.standard import TiersStandard

UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class TiersScores:
    """Levels of n firms.

    `level_low`, `level_high` (n,) agree where the level is known; `coverage` (n,) is the share of
    conditions known.
    """

    level_low: Ints
    level_high: Ints
    coverage: Floats


class TiersKernel:
    """The compiled rule of the tiers standard."""

    def __init__(
        self, standard: TiersStandard, links: tuple[str, ...], sizes: tuple[int, ...]
    ) -> None:
        self._scenes = np.array(sizes, dtype=float)
        self.groups = [
            np.array([links.index(scene_link) for scene_link in link.scene_links])
            for link in standard.links
        ]
        ids = [link.id for link in standard.links]
        self.links_of_tier = [
            np.array([ids.index(link) for link in tier.links], dtype=np.int64)
            for tier in standard.tiers
        ]
        self.group_sizes = [float(self._scenes[group].sum()) for group in self.groups]
        self._cmmm = np.array([tier.cmmm_level for tier in standard.tiers])
        self._share = [tier.ai_share_percent for tier in standard.tiers]
        self._above = standard.above_size_revenue_wan

    def score(self, sheets: EncodedSheets, cmmm_level: Floats) -> TiersScores:
        """Return the levels of n firms; `cmmm_level` (n,) is NaN where it is not known."""
        in_use_state = np.where(sheets.use > 0, 1.0, np.where(sheets.use == 0, 0.0, UNKNOWN))
        links = np.stack([in_use_state[:, group].max(axis=1) for group in self.groups], axis=1)
        above = _state(sheets.revenue >= self._above, np.isnan(sheets.revenue))
        declared = np.where(sheets.declared < 0, UNKNOWN, sheets.declared.astype(float))
        cmmm = _state(cmmm_level[:, None] >= self._cmmm, np.isnan(cmmm_level)[:, None])
        used = np.maximum(sheets.use, 0)
        in_use = np.bitwise_count(used).sum(axis=1).astype(np.int64)
        both = used & np.maximum(sheets.model, 0)
        with_model = np.bitwise_count(both).sum(axis=1).astype(np.int64)
        open_ = ((sheets.use < 0) | ((sheets.use > 0) & (sheets.model < 0))).any(axis=1)
        share = np.ones((len(sheets), len(self._share)))
        for place, percent in enumerate(self._share):
            if percent is not None:
                reached = (in_use > 0) & (with_model * 100 >= percent * in_use)
                share[:, place] = _state(reached, open_)
        worst = np.minimum(above, declared.min(axis=1))
        states = np.stack(
            [
                np.minimum.reduce([worst, cmmm[:, t], share[:, t], links[:, linked].min(axis=1)])
                for t, linked in enumerate(self.links_of_tier)
            ],
            axis=1,
        )
        states = np.minimum.accumulate(states, axis=1)
        known = np.column_stack((cmmm[:, :1], above, declared, links, share[:, -1:])) != UNKNOWN
        return TiersScores((states == 1).sum(axis=1), (states > 0).sum(axis=1), known.mean(axis=1))


def ai_share_state(in_use: int, with_model: int, percent: float | None) -> float:
    """Return whether enough scenes in use have a model; 1 where a tier asks for none.

    Examples
    --------
    >>> ai_share_state(in_use=10, with_model=2, percent=20)
    1.0
    """
    if percent is None:
        return 1.0
    if in_use < 0:
        return UNKNOWN
    return float(in_use > 0 and with_model * 100 >= percent * in_use)


def _state(holds: ArrayLike, unknown: ArrayLike) -> Floats:
    return np.where(unknown, UNKNOWN, np.where(holds, 1.0, 0.0))
