"""What services need from the rooms above them, as plain shapes and protocols."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from diagnosis.domain.intake.consistency import Check
from diagnosis.domain.intake.enterprise import Codes
from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.item import Item
from diagnosis.domain.intake.sheet import FormReader
from diagnosis.domain.promotion.case import Case
from diagnosis.domain.retrofit.adoption import Adoption
from diagnosis.domain.retrofit.measure import Measure
from diagnosis.domain.retrofit.next_steps import NextSteps
from diagnosis.domain.retrofit.plan import Plan, Proposal
from diagnosis.domain.retrofit.project import Project
from diagnosis.domain.retrofit.roadmap import Problem
from diagnosis.domain.retrofit.support import Instrument
from diagnosis.domain.scoring.ruler import Ruler
from diagnosis.domain.scoring.single import SingleScorer
from diagnosis.domain.scoring.standard import Standards
from diagnosis.domain.text import Text
from diagnosis.services.estimate import Estimator

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """All compiled content: what is asked, what is known and what was learned.

    `forms` and `readers` map form id → version (oldest first); `scenes` the 40 scene ids to their
    names; `projects`, `cases`, `instruments` and `measures` are by id, in the order they are
    listed; `cited_in` maps a source to the files that cite it; `crosswalk`, `profile` and
    `sources` are plain documents for showing; `digest` is the sha256 over every content file and
    pins a result; `next_steps` is the catalogue compiled for finding them. `estimator` is None
    where no model is wired in.
    """

    bank: Mapping[str, Item]
    forms: Mapping[str, Mapping[str, Form]]
    readers: Mapping[str, Mapping[str, FormReader]]
    wording: Mapping[str, str]
    checks: tuple[Check, ...]
    standards: Standards
    ruler: Ruler
    scorer: SingleScorer
    codes: Codes
    scenes: Mapping[str, Text]
    crosswalk: Plain
    profile: Plain
    sources: Mapping[str, Plain]
    cited_in: Mapping[str, Sequence[str]]
    projects: Mapping[str, Project]
    cases: Mapping[str, Case]
    instruments: Mapping[str, Instrument]
    measures: Mapping[str, Measure]
    adoption: Adoption
    digest: str
    next_steps: NextSteps
    estimator: Estimator | None = None


class RoadmapSolver(Protocol):
    """Proposes plans; the domain verifies them."""

    def plan(self, problem: Problem, *, bounded: bool = True) -> Proposal:
        """Return a plan in milliseconds, with a bound on every plan if asked for.

        More budget never gives a plan of less worth; the same problem gives the same plan.
        """

    def exact(self, problem: Problem, *, seconds: float) -> Proposal:
        """Return the best plan found within a time, with the bound proven until then."""

    def frontier(self, problem: Problem) -> tuple[Plan, ...]:
        """Return efficient plans over all budgets, each dearer and worth more than the last."""
