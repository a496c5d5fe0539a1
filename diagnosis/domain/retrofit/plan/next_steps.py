"""The projects to begin with: one pass over the catalogue as arrays, no solver.

A project is a next step if the firm could start it today: it is made for the firm, everything
that it needs stands, and it raises an answered item. They are ranked by what they add to the mean
of the maturity model and half of what they add to AI readiness, with a fifth of what the projects
that name them as a need would add to the former, times the chance that such a project gets done,
per square root of the money: by gain alone the dear ones would lead, by gain per yuan the trifles.
A step that mostly raises what one before it raises is passed over. The weights are ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.retrofit.catalogue.adoption import Adoption, adoption_prior
from diagnosis.domain.retrofit.catalogue.project import SIZES, Project, Range, stand_ins
from diagnosis.domain.retrofit.plan.problem import LEAST_GAIN
from diagnosis.domain.scoring.encode import CODES, Bools, EncodedSheet, Floats, Ints
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.staged import ANSWERED

SHOWN = 5
AI_SHARE = 0.5
OPENS_SHARE = 0.2
FIXED_WAN = 1.0
"""Added to each cost: a project that costs nothing still takes attention."""

_NOWHERE = -1.0
_POSITION_OF: list[float] = [_NOWHERE] * CODES
_POSITION_OF[1 : len(POSITION_VALUES) + 1] = POSITION_VALUES
"""The position that a code stands for; a blank and what does not apply have none."""
_NONE = np.zeros(1)

Raised = tuple[str, float, int]
"""An item that a project raises, the position it has and the one it comes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A project to begin with: its cost in 万元, and what it adds to either mean (0–5).

    `raises` are the items that it raises: what they have and what they come to.
    """

    project: str
    cost: Range
    prior: float
    maturity_gain: float
    readiness_gain: float
    raises: tuple[Raised, ...]


class _Fit(NamedTuple):
    """How the catalogue fits firms of a size and a division.

    `opened` is 1 for each project that another one opens the way to, where it is made for such
    firms, else 0; `rank` is each project's prior over the root of its cost, 0 where not for them.
    """

    opened: Floats
    rank: Floats


class NextSteps:
    """Finds next steps; compiled from the catalogue and the scorers.

    What an effect lifts, and what a need lacks, is looked up by its row and the answer's code.
    """

    def __init__(
        self, scorers: Scorers, projects: Mapping[str, Project], adoption: Adoption
    ) -> None:
        self._projects = list(projects.values())
        columns = scorers.encoder.ladders
        self._effects = [
            [(columns[effect.item], effect.item, effect.to) for effect in project.effects]
            for project in self._projects
        ]
        self._compile_effects(scorers, columns)
        self._compile_needs(columns, projects)
        self._cost = {size: [p.cost_wan.at(size) for p in self._projects] for size in SIZES}
        self._prior = {size: self._priors(size, adoption) for size in SIZES}
        self._fits: dict[tuple[SizeClass, str | None], _Fit] = {}

    def _compile_effects(self, scorers: Scorers, columns: Mapping[str, int]) -> None:
        """Keep, per effect and code, the lift, and per effect what a lift adds to either mean."""
        effects = [effect for effects in self._effects for effect in effects]
        self._effect_columns = np.array([column for column, _, _ in effects], dtype=np.int64)
        self._effect_rows = np.arange(len(effects)) * CODES
        self._starts = _starts([len(effects) for effects in self._effects])
        have = np.array(_POSITION_OF)
        to = np.array([to for _, _, to in effects], dtype=float)[:, None]
        self._lift = np.where(have >= 0, np.maximum(to - have, 0.0), 0.0).ravel()
        self._stands = (have >= to).ravel()

        standards = scorers.standards
        parts, dimensions = standards.staged.subdomains, standards.gated.dimensions
        part_of = {columns[item]: place for place, sub in enumerate(parts) for item in sub.items}
        inside = {
            columns[weighted.item]: (len(parts) + 1 + place, weighted.weight)
            for place, dimension in enumerate(dimensions)
            for weighted in dimension.items
            if weighted.values is None
        }
        nothing = (len(parts), 0.0)
        self._mean_places = np.array([
            [part_of.get(column, len(parts)) for column, _, _ in effects],
            [inside.get(column, nothing)[0] for column, _, _ in effects],
        ], dtype=np.int64)  # fmt: skip
        self._mean_shares = np.array([
            [1.0] * len(effects),
            [inside.get(column, nothing)[1] for column, _, _ in effects],
        ])  # fmt: skip

    def _compile_needs(self, columns: Mapping[str, int], projects: Mapping[str, Project]) -> None:
        """Keep, per need of an item and code, whether it is lacking, and needs of projects."""
        place = {name: number for number, name in enumerate(projects)}
        alternatives = stand_ins(projects)
        needs = [
            (number, columns[need.item], need.at_least)
            for number, project in enumerate(self._projects)
            for need in project.needs.items
        ]
        self._need_owner = np.array([owner for owner, _, _ in needs], dtype=np.int64)
        self._need_columns = np.array([column for _, column, _ in needs], dtype=np.int64)
        self._need_rows = np.arange(len(needs)) * CODES
        least = np.array([least for _, _, least in needs], dtype=float)[:, None]
        self._lacks = (np.array(_POSITION_OF) < least).ravel()
        groups = [
            (number, [place[alternative] for alternative in alternatives[needed]])
            for number, project in enumerate(self._projects)
            for needed in project.needs.projects
        ]
        self._group_owner = np.array([owner for owner, _ in groups], dtype=np.int64)
        self._group_members = np.array(
            [member for _, members in groups for member in members], dtype=np.int64
        )
        self._group_starts = _starts([len(members) for _, members in groups])
        opens = sorted({(member, user) for user, members in groups for member in members})
        self._openers = np.array([member for member, _ in opens], dtype=np.int64)
        self._opened = np.array([user for _, user in opens], dtype=np.int64)

    def _priors(self, size: SizeClass, adoption: Adoption) -> list[float]:
        """Return, per project, the chance that it gets done."""
        return [
            adoption_prior(
                project.payback_months.range.mid if project.payback_months else None,
                cost.mid if cost else None,
                adoption,
            )
            for project, cost in zip(self._projects, self._cost[size], strict=True)
        ]

    def _fit_of(self, size: SizeClass, division: str | None) -> _Fit:
        """Return how the catalogue fits firms of a size and a division; kept, they are few."""
        fit = self._fits.get((size, division))
        if fit is None:
            suited = np.array([project.suits(division) for project in self._projects], dtype=float)
            rank = np.array([
                prior / (cost.mid + FIXED_WAN) ** 0.5 if cost else 0.0
                for cost, prior in zip(self._cost[size], self._prior[size], strict=True)
            ])  # fmt: skip
            fit = self._fits[size, division] = _Fit(suited.take(self._opened), rank * suited)
        return fit

    def find(
        self, sheet: EncodedSheet, scores: SheetScores, size: SizeClass, division: str | None
    ) -> tuple[NextStep, ...]:
        """Return at most five next steps of a scored sheet, the best first."""
        if not self._projects:
            return ()
        codes = np.array(sheet.codes)
        rows = codes.take(self._effect_columns) + self._effect_rows
        gains = self._gains(scores, self._lift.take(rows))
        worth = self._worth(gains[0], gains[1], self._fit_of(size, division))
        worth[~self._startable(codes, rows)] = 0.0
        return tuple(
            self._step(place, size, gains[:, place].tolist(), raises)
            for place, raises in self._chosen(worth, sheet.codes)
        )

    def _gains(self, scores: SheetScores, lift: Floats) -> Floats:
        """Return what each project adds to the means of maturity and of AI readiness (2, P)."""
        staged = scores.staged
        shares = staged.weights / np.maximum(staged.parts[:, ANSWERED], 1.0)
        of_means = np.concatenate((shares, _NONE, scores.gated.weights))
        added = of_means.take(self._mean_places) * self._mean_shares
        added *= lift
        gains: Floats = np.add.reduceat(added, self._starts, axis=1)
        return gains

    def _worth(self, maturity: Floats, readiness: Floats, fit: _Fit) -> Floats:
        """Return what projects are ranked by; 0 for what gains nothing or is not for the firm."""
        opened = maturity.take(self._opened) * fit.opened
        opens = np.bincount(self._openers, opened, len(self._projects))
        worth: Floats = (maturity + AI_SHARE * readiness) * fit.rank
        worth += OPENS_SHARE * opens * fit.rank
        worth[maturity + readiness <= LEAST_GAIN] = 0.0
        return worth

    def _startable(self, codes: Ints, effect_rows: Ints) -> Bools:
        """Return whether everything that each project needs stands, and it is not in place."""
        in_place = np.logical_and.reduceat(self._stands.take(effect_rows), self._starts)
        able: Bools = ~in_place
        lacking = self._lacks.take(codes.take(self._need_columns) + self._need_rows)
        able[self._need_owner[lacking]] = False
        if len(self._group_owner):
            stands = np.logical_or.reduceat(in_place[self._group_members], self._group_starts)
            able[self._group_owner[~stands]] = False
        return able

    def _chosen(self, worth: Floats, codes: Sequence[int]) -> list[tuple[int, list[Raised]]]:
        """Return the best projects that exclude none and mostly raise new items.

        Each is its place, with what it raises.
        """
        chosen: list[tuple[int, list[Raised]]] = []
        names: set[str] = set()
        raised: set[str] = set()
        order = (-worth).argsort(kind="stable")[: np.count_nonzero(worth > LEAST_GAIN)]
        for place in order.tolist():
            if len(chosen) == SHOWN:
                break
            project, raises = self._projects[place], self._raises(place, codes)
            items = {item for item, _, _ in raises}
            if names.intersection(project.excludes) or 2 * len(items & raised) >= len(items):
                continue
            names.add(project.id)
            raised |= items
            chosen.append((place, raises))
        return chosen

    def _raises(self, place: int, codes: Sequence[int]) -> list[Raised]:
        """Return the answered items that a project raises."""
        return [
            (item, has, to)
            for column, item, to in self._effects[place]
            if _NOWHERE < (has := _POSITION_OF[codes[column]]) < to
        ]

    def _step(
        self, place: int, size: SizeClass, gains: Sequence[float], raises: Sequence[Raised]
    ) -> NextStep:
        cost = self._cost[size][place]
        assert cost is not None
        maturity, readiness = gains
        return NextStep(
            project=self._projects[place].id,
            cost=cost,
            prior=self._prior[size][place],
            maturity_gain=maturity,
            readiness_gain=readiness,
            raises=tuple(raises),
        )


def _starts(counts: Sequence[int]) -> Ints:
    return np.cumsum([0, *counts[:-1]])
