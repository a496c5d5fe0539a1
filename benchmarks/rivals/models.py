"""The models of the rivals: HistGradientBoosting on simulated firms, fitted once and kept.

They are fitted by the project's environment and read by that of the rivals: both pin the same
scikit-learn, which a test holds.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import joblib
import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.rivals.features import Feature, write_features
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.training.config import read_config
from diagnosis.classifier.training.simulation.sample import draw_worlds, sheets_of
from diagnosis.domain.intake.form import Form
from diagnosis.domain.intake.item import POSITION_VALUES, Item, ItemType
from diagnosis.domain.scoring.standard import GatedStandard, StagedStandard
from diagnosis.services.ports.content import Content

WORLDS, FIRMS, SEED = 16, 500, 3
"""So many firms are few enough for scikit-learn not to stop early: all 600 trees are grown."""


class LevelModel(Protocol):
    """A scikit-learn classifier of levels."""

    classes_: NDArray[np.int64]

    def predict_proba(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n, classes) probabilities of rows (n, features)."""


@dataclass(frozen=True)
class RivalModel:
    """A fitted model with the features that it reads."""

    standard: str
    features: tuple[Feature, ...]
    model: LevelModel


def features_of(standard: StagedStandard | GatedStandard) -> tuple[Feature, ...]:
    """Return the features of a standard: its items, in their order."""
    if isinstance(standard, StagedStandard):
        return tuple(Feature(item) for sub in standard.subdomains for item in sub.items)
    return tuple(
        Feature(each.item, each.cap, each.values)
        for dimension in standard.dimensions
        for each in dimension.items
    )


def fit(standard: StagedStandard | GatedStandard) -> LevelModel:
    """Return a model of a standard's level, fitted to simulated firms with and without blanks."""
    structure = structure_of(standard)
    worlds = draw_worlds(structure, read_config(), seed=SEED, worlds=WORLDS, firms=FIRMS)
    rng = np.random.default_rng(SEED)
    rows, levels = [], []
    for world in worlds:
        rate = np.full(len(world.firms.level), rng.uniform(0.0, 0.1))
        rows.append(sheets_of(structure, world, rate, rng)[1])
        levels.append(world.firms.level)
    model = HistGradientBoostingClassifier(random_state=SEED, early_stopping=False)
    fitted: LevelModel = model.fit(np.vstack(rows), np.concatenate(levels))
    return fitted


def load_or_fit(content: Content, folder: Path) -> tuple[RivalModel, ...]:
    """Return the models of both standards; they are kept in a folder, with what rivals need."""
    folder.mkdir(parents=True, exist_ok=True)
    models = []
    for standard in (content.standards.staged, content.standards.gated):
        features, path = features_of(standard), folder / f"{standard.id}.joblib"
        if not path.exists():
            joblib.dump(fit(standard), path)
            write_features(features, folder / f"{standard.id}.json")
        models.append(RivalModel(standard.id, features, joblib.load(path)))
    write_items(list(content.forms["full"].values())[-1], content, folder / "items.json")
    return tuple(models)


def write_items(form: Form, content: Content, path: Path) -> None:
    """Write what a form takes as an answer to each item, for those who cannot read the content."""
    items = {
        entry.item: _allowed(content.bank[entry.item], entry.top)
        for entry in form.entries.values()
    }
    path.write_text(json.dumps(items), encoding="utf-8")


def _allowed(item: Item, top: int) -> dict[str, str | list[str] | list[float]]:
    values: list[str] | list[float] = [option.id for option in item.options]
    if item.type is ItemType.LADDER:
        values = [position for position in POSITION_VALUES if position <= top]
    reasons = [reason.id for reason in item.reasons]
    return {"type": str(item.type), "values": values, "reasons": reasons}
