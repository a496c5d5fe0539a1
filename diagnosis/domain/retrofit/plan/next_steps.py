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

import numpy as np

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.intake.item import POSITION_VALUES
from diagnosis.domain.retrofit.catalogue.adoption import Adoption, adoption_prior
from diagnosis.domain.retrofit.catalogue.project import SIZES, Project, Range, stand_ins
from diagnosis.domain.retrofit.plan.problem import LEAST_GAIN
from diagnosis.domain.scoring.encode import CODES, EncodedSheet, Floats
from diagnosis.domain.scoring.scorers import Scorers
from diagnosis.domain.scoring.scores import SheetScores
from diagnosis.domain.scoring.staged import ANSWERED

SHOWN = 5
AI_SHARE = 0.5
OPENS_SHARE = 0.2
FIXED_WAN = 1.0
"""Added to each cost: a project that costs nothing still takes attention."""

_POSITIONS = np.full(CODES, -1.0)
_POSITIONS[1 : len(POSITION_VALUES) + 1] = POSITION_VALUES


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
    raises: tuple[tuple[str, float, int], ...]


class NextSteps:
    """Finds next steps; compiled from the catalogue and the scorers."""

    def __init__(
        self, scorers: Scorers, projects: Mapping[str, Project], adoption: Adoption
    ) -> None:
        self._projects = list(projects.values())
        self._ladders = list(scorers.encoder.ladders)
        columns = scorers.encoder.ladders
        effects = [(columns[e.item], float(e.to)) for p in self._projects for e in p.effects]
        self._column = np.array([column for column, _ in effects], dtype=np.int64)
        self._to = np.array([to for _, to in effects])
        self._starts = _starts([len(p.effects) for p in self._projects])
        self._compile_needs(columns, projects)
        self._compile_weights(scorers, columns)
        self._suits: dict[str | None, np.ndarray] = {}
        self._cost = {size: [p.cost_wan.at(size) for p in self._projects] for size in SIZES}
        self._rank = {size: self._ranking(size, adoption) for size in SIZES}

    def _compile_needs(self, columns: Mapping[str, int], projects: Mapping[str, Project]) -> None:
        place = {name: number for number, name in enumerate(projects)}
        alternatives = stand_ins(projects)
        needs = [
            (number, columns[need.item], need.at_least)
            for number, project in enumerate(self._projects)
            for need in project.needs.items
        ]
        self._item_owner = np.array([owner for owner, _, _ in needs], dtype=np.int64)
        self._item_column = np.array([column for _, column, _ in needs], dtype=np.int64)
        self._item_least = np.array([least for _, _, least in needs], dtype=float)
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

        self._opens = np.zeros((len(place), len(place)))
        for user, members in groups:
            self._opens[members, user] = 1.0

    def _compile_weights(self, scorers: Scorers, columns: Mapping[str, int]) -> None:
        """Keep, per ladder column, its sub-domain, and its share of the AI-readiness mean."""
        standards = scorers.standards
        self._part = np.full(len(columns), len(standards.staged.subdomains))
        for number, sub in enumerate(standards.staged.subdomains):
            for item in sub.items:
                self._part[columns[item]] = number
        self._dimension = np.full(len(columns), len(standards.gated.dimensions))
        self._inside = np.zeros(len(columns))
        for number, dimension in enumerate(standards.gated.dimensions):
            for weighted in dimension.items:
                if weighted.values is None:
                    self._dimension[columns[weighted.item]] = number
                    self._inside[columns[weighted.item]] = weighted.weight

    def _ranking(self, size: SizeClass, adoption: Adoption) -> Floats:
        """Return, per project, its prior over the root of its cost; 0 where not for the size."""
        ranks = []
        for project, cost in zip(self._projects, self._cost[size], strict=True):
            payback = project.payback_months
            prior = adoption_prior(
                payback.range.mid if payback else None, cost.mid if cost else None, adoption
            )
            ranks.append(0.0 if cost is None else prior / (cost.mid + FIXED_WAN) ** 0.5)
        return np.array(ranks)

    def _suited(self, division: str | None) -> np.ndarray:
        if division not in self._suits:
            self._suits[division] = np.array([p.suits(division) for p in self._projects])
        return self._suits[division]

    def find(
        self, sheet: EncodedSheet, scores: SheetScores, size: SizeClass, division: str | None
    ) -> tuple[NextStep, ...]:
        """Return at most five next steps of a scored sheet, the best first."""
        if not self._projects:
            return ()
        position = _POSITIONS[sheet.codes]
        have = position[self._column]
        lift = np.where(have >= 0, np.maximum(self._to - have, 0.0), 0.0)
        maturity, readiness = self._gains(scores, lift)
        worth = self._worth(maturity, readiness, size, division)
        worth[~self._startable(position, have)] = 0.0
        return tuple(
            self._step(place, size, lift, have, (maturity[place], readiness[place]))
            for place in self._chosen(worth, lift)
        )

    def _gains(self, scores: SheetScores, lift: Floats) -> tuple[Floats, Floats]:
        """Return what each project adds to the means of maturity and of AI readiness."""
        staged = scores.staged
        shares = np.append(staged.weights / np.maximum(staged.parts[:, ANSWERED], 1.0), 0.0)
        maturity = np.add.reduceat(lift * shares[self._part][self._column], self._starts)
        dimensions = np.append(scores.gated.weights, 0.0)[self._dimension] * self._inside
        return maturity, np.add.reduceat(lift * dimensions[self._column], self._starts)

    def _worth(
        self, maturity: Floats, readiness: Floats, size: SizeClass, division: str | None
    ) -> Floats:
        """Return what projects are ranked by; 0 for what gains nothing or is not for the firm."""
        suited, rank = self._suited(division), self._rank[size]
        worth: Floats = (maturity + AI_SHARE * readiness) * suited * rank
        worth += OPENS_SHARE * (self._opens @ (maturity * suited)) * rank * suited
        worth[maturity + readiness <= LEAST_GAIN] = 0.0
        return worth

    def _chosen(self, worth: Floats, lift: Floats) -> list[int]:
        """Return the places of the best projects that exclude none and mostly raise new items."""
        chosen: list[int] = []
        raised: set[int] = set()
        for place in np.argsort(-worth, kind="stable").tolist():
            if worth[place] <= LEAST_GAIN or len(chosen) == SHOWN:
                break
            excludes = self._projects[place].excludes
            if any(self._projects[other].id in excludes for other in chosen):
                continue
            raises = {int(self._column[e]) for e in self._entries(place) if lift[e] > 0}
            if 2 * len(raises & raised) >= len(raises):
                continue
            raised |= raises
            chosen.append(place)
        return chosen

    def _startable(self, position: Floats, have: Floats) -> np.ndarray:
        """Return whether everything that each project needs stands, and it is not in place."""
        in_place = np.logical_and.reduceat(have >= self._to, self._starts)
        able = ~in_place
        able[self._item_owner[position[self._item_column] < self._item_least]] = False
        if len(self._group_owner):
            stands = np.logical_or.reduceat(in_place[self._group_members], self._group_starts)
            able[self._group_owner[~stands]] = False
        return able

    def _entries(self, place: int) -> range:
        count = len(self._projects[place].effects)
        return range(int(self._starts[place]), int(self._starts[place]) + count)

    def _step(
        self, place: int, size: SizeClass, lift: Floats, have: Floats, gains: Sequence[float]
    ) -> NextStep:
        cost = self._cost[size][place]
        assert cost is not None
        return NextStep(
            project=self._projects[place].id,
            cost=cost,
            prior=float(self._rank[size][place] * (cost.mid + FIXED_WAN) ** 0.5),
            maturity_gain=float(gains[0]),
            readiness_gain=float(gains[1]),
            raises=tuple(
                (self._ladders[self._column[entry]], float(have[entry]), int(self._to[entry]))
                for entry in self._entries(place)
                if lift[entry] > 0
            ),
        )


def _starts(counts: Sequence[int]) -> np.ndarray:
    return np.cumsum([0, *counts[:-1]])
