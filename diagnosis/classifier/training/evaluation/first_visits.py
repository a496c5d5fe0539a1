"""What the first visits to a region gain: what they teach is taken off every answer there."""

from collections.abc import Sequence

import numpy as np

from diagnosis.classifier.inference.coded_sheets import CodedSheets
from diagnosis.classifier.inference.deflated_rule import LoweredRule
from diagnosis.classifier.inference.model import Model
from diagnosis.classifier.training.evaluation.figures import Figures
from diagnosis.classifier.training.evaluation.level_choice import served_levels
from diagnosis.classifier.training.fitting.item_pairs import overstatement_from
from diagnosis.classifier.training.fitting.visit_records import VisitRecord
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.metrics import quadratic_kappa
from diagnosis.classifier.training.simulation.checks import draw_checks
from diagnosis.classifier.training.simulation.sample import SimulatedWorld, sheets_of
from diagnosis.classifier.training.simulation.worlds import Firms
from diagnosis.domain.overstatement import Overstatement, ServedLevel
from diagnosis.domain.scoring.encode import Ints

FIRST_VISITS, CHECKS_EACH = 5, 5
"""How many firms of a world are visited, and how many of their answers are checked."""
DRAWS = 8
"""How often the firms visited are drawn anew in each world."""
BLANK_IN_VISITS = 0.25


def run_first_visits(
    model: Model,
    worlds: Sequence[SimulatedWorld],
    seed: int,
    served: ServedLevel,
    assumed: Overstatement,
) -> Figures:
    """Return the kappa over six levels before and after five random visits, a quarter missing.

    `qwk_assumed` and `qwk_learned` are those of the level that is served with what is `assumed`
    and with what the visits teach taken off, `qwk_rule_learned` that of the deflated rule alone;
    means over worlds, each a region of its own. `learned` is the mean of what is taught, in steps.
    """
    rng = np.random.default_rng(seed)
    rows = [row for world in worlds for row in _of_world(model, world, rng, served, assumed)]
    names = ("learned", "qwk_assumed", "qwk_learned", "qwk_rule_learned")
    means = np.mean(rows, axis=0).tolist()
    figures = {name: round(mean, 4) for name, mean in zip(names, means, strict=True)}
    return {"visits": FIRST_VISITS, "checks": CHECKS_EACH, **figures}


def _of_world(
    model: Model,
    world: SimulatedWorld,
    rng: np.random.Generator,
    served: ServedLevel,
    assumed: Overstatement,
) -> list[tuple[float, float, float, float]]:
    firms, structure = world.firms, model.structure
    sheets, answers = sheets_of(structure, world, np.full(len(firms.level), BLANK_IN_VISITS), rng)
    guess = model.predict(sheets)

    def levels(steps: float) -> tuple[Ints, Ints]:
        by_rule = LoweredRule(structure, steps)(answers, firms.kind, firms.cut)
        by_model = np.where(guess.insufficient, by_rule, guess.level)
        return served_levels(served, guess.open_gates, by_model, by_rule), by_rule

    before = quadratic_kappa(firms.level, levels(assumed.value)[0])
    rows = []
    for _ in range(DRAWS):
        places = rng.choice(len(firms.level), FIRST_VISITS, replace=False)
        visits = _visits_to(model, firms, sheets.rows(places), places)
        steps = overstatement_from(visits, structure, assumed).steps.value
        after, by_rule = (quadratic_kappa(firms.level, level) for level in levels(steps))
        rows.append((steps, before, after, by_rule))
    return rows


def _visits_to(model: Model, firms: Firms, sheets: CodedSheets, places: Ints) -> Visits:
    """Return a random visit to each firm at `places`, the answers checked that are proposed."""
    count = np.full(len(places), float(CHECKS_EACH))
    verified = draw_checks(model, sheets, firms.verified[places], count)
    records = tuple(
        VisitRecord(
            firm=str(place), visit=str(place), consultant="", date="2026-01-01", why="random"
        )
        for place in places.tolist()
    )
    return Visits(sheets, firms.level[places], verified, records)
