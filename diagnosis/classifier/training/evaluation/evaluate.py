"""Judging a model on worlds no model was trained on: every measure, per shift, rule beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from diagnosis.classifier.explanation.attribution import Attributor
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.inference.structure import KINDS, SIZES
from diagnosis.classifier.training.config import Config
from diagnosis.classifier.training.evaluation.adaptive import (
    SHIFTED_CHECKS,
    run_adaptive,
    run_checks,
    run_form,
)
from diagnosis.classifier.training.evaluation.best_only import run_best_only
from diagnosis.classifier.training.evaluation.comparison import compare_with_challenger
from diagnosis.classifier.training.evaluation.figures import (
    Cell,
    Evaluation,
    Figures,
    ShiftCoverage,
)
from diagnosis.classifier.training.evaluation.first_visits import run_first_visits
from diagnosis.classifier.training.evaluation.laws import count_falls
from diagnosis.classifier.training.evaluation.level_choice import MISSING_RATES, level_choice
from diagnosis.classifier.training.evaluation.population import population_of
from diagnosis.classifier.training.evaluation.timing import measure_times
from diagnosis.classifier.training.evaluation.trial import (
    cell_of,
    errors_by_group,
    run_trial,
    shift_coverage,
)
from diagnosis.classifier.training.progress import Progress, no_progress
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, draw_worlds, sheets_of
from diagnosis.classifier.training.simulation.shifts import HOME, SHIFTS, Shift
from diagnosis.classifier.training.simulation.worlds import INDUSTRIES
from diagnosis.domain.overstatement import Overstatement, ServedLevel

RATES = (0.0, *MISSING_RATES)
"""The missing rates at which a model is tried at home; in shifts all but the full sheets."""
QUARTER = 0.25
"""The missing rate at which groups are compared."""
FEW_WORLDS = 4
"""How many worlds of a shift are enough for what checks gain."""
FIRMS = 1000
"""How many firms a world has."""
RAISES = 60_000


def evaluate(
    model: Model,
    config: Config,
    seed: int,
    *,
    assumed: Overstatement,
    worlds: int = 10,
    raises: int = RAISES,
    minimum_coverage: float = 0.8,
    forms: Mapping[str, Sequence[str]] | None = None,
    jobs: int = 1,
    progress: Progress = no_progress,
) -> Evaluation:
    """Return all measures of a model.

    `assumed` is the overstatement that is taken off, and that visits start from.
    `worlds` worlds of 1,000 firms for each shift and three times as many at home; `raises` answers
    are raised one at a time to count what falls; `minimum_coverage` (0–1) is what the rule needs
    for a level; `forms` names item lists whose loss against all items is to be stated.
    """
    evaluator = _Evaluator(
        model=model,
        config=config,
        seed=seed,
        assumed=assumed,
        worlds=worlds,
        jobs=jobs,
        progress=progress,
    )
    return evaluator.evaluate(raises, minimum_coverage, forms or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evaluator:
    """One evaluation: the model, and what every part of it draws its worlds by."""

    model: Model
    config: Config
    seed: int
    assumed: Overstatement
    worlds: int
    jobs: int
    progress: Progress

    def evaluate(
        self, raises: int, minimum_coverage: float, forms: Mapping[str, Sequence[str]]
    ) -> Evaluation:
        """Return all measures."""
        model = self.model
        self.progress("home", 0.0)
        home = self._draw(self.seed, self.worlds * 3)
        trials = {rate: run_trial(model, home, rate, self.seed) for rate in RATES}
        cells = [cell_of(HOME.name, rate, trial) for rate, trial in trials.items()]
        shifted, covered, adaptive = self._shifts()
        served = level_choice([*cells, *shifted]).served
        trial, few = trials[QUARTER], home[: max(self.worlds, 2)]
        heavy = self._draw(self.seed + 5, self.worlds, SHIFTS[0])
        industries = [f"simulated-{number + 1}" for number in range(INDUSTRIES)]
        spread, (claimed, verified) = population_of(model.structure, home)
        return Evaluation(
            model=model.identity,
            standard=model.structure.standard,
            visits=model.numbers.visits,
            seed=self.seed,
            population=spread,
            claimed_shares=claimed,
            verified_shares=verified,
            cells=(*cells, *shifted),
            coverage_by_shift=(shift_coverage(HOME.name, trial), *covered),
            size_classes=errors_by_group(trial, trial.size, SIZES),
            industries=errors_by_group(trial, trial.industry, industries),
            production_types=errors_by_group(trial, trial.kind, KINDS),
            best_only=run_best_only(model, few, minimum_coverage, self.seed),
            adaptive={HOME.name: run_adaptive(model, few), **adaptive},
            checks=self._checks(few, heavy, served),
            first_visits=run_first_visits(model, heavy, self.seed, served, self.assumed),
            forms={name: run_form(model, few, items) for name, items in forms.items()},
            falls=count_falls(model, raises, self.seed, served),
            attribution_error=attribution_error(model, home[0]),
            challenger=self._challenger(home),
            timing=self._timing(home[0]),
        )

    def _draw(
        self, seed: int, worlds: int, shift: Shift = HOME, firms: int = FIRMS
    ) -> list[SimulatedWorld]:
        return draw_worlds(
            self.model.structure,
            shift.applied(self.config),
            seed=seed,
            worlds=worlds,
            firms=firms,
            jobs=self.jobs,
            changes=shift.changes,
        )

    def _shifts(self) -> tuple[list[Cell], list[ShiftCoverage], dict[str, tuple[Figures, ...]]]:
        """Return each shift's cells, its coverage at a quarter missing, how asking goes."""
        self.progress("shifts", 0.25)
        cells, covered, adaptive = [], [], {}
        for number, shift in enumerate(SHIFTS, start=1):
            seed = self.seed + 101 * number
            worlds = self._draw(seed, self.worlds, shift)
            for rate in MISSING_RATES:
                trial = run_trial(self.model, worlds, rate, seed)
                cells.append(cell_of(shift.name, rate, trial))
                if rate == QUARTER:
                    covered.append(shift_coverage(shift.name, trial))
            adaptive[shift.name] = run_adaptive(self.model, worlds)
            self.progress(shift.name, 0.25 + 0.5 * number / len(SHIFTS))
        return cells, covered, adaptive

    def _checks(
        self, home: Sequence[SimulatedWorld], heavy: Sequence[SimulatedWorld], served: ServedLevel
    ) -> dict[str, tuple[Figures, ...]]:
        """Return what checks of each firm gain, by the name of the shift."""
        checks = {
            HOME.name: run_checks(self.model, home, self.seed, served),
            SHIFTS[0].name: run_checks(self.model, heavy, self.seed, served),
        }
        for number, shift in enumerate(SHIFTS[1:], start=2):
            worlds = self._draw(self.seed + 101 * number, min(self.worlds, FEW_WORLDS), shift)
            checks[shift.name] = run_checks(self.model, worlds, self.seed, served, SHIFTED_CHECKS)
        return checks

    def _challenger(self, home: list[SimulatedWorld]) -> tuple[Figures, ...]:
        self.progress("challenger", 0.85)
        count = max(self.config.worlds // 2, 2)
        trained_on = self._draw(self.seed + 31, count, firms=800)
        rates = np.array(self.config.missing_rates)
        return compare_with_challenger(
            self.model, trained_on, home[: self.worlds], rates, self.seed
        )

    def _timing(self, world: SimulatedWorld) -> Figures:
        self.progress("timing", 0.97)
        return measure_times(self.model, world)


def attribution_error(model: Model, world: SimulatedWorld) -> float:
    """Return the largest |sum of the parts − (s* − reference)| over a world."""
    rng = np.random.default_rng(0)
    rate = rng.uniform(0, 0.9, len(world.firms.level))
    sheets, _ = sheets_of(model.structure, world, rate, rng)
    attribution = Attributor(model)(model.read(sheets))
    parts = attribution.answered.sum(axis=1) + attribution.assumed.sum(axis=1)
    return float(np.abs(parts - (attribution.score - attribution.reference)).max())
