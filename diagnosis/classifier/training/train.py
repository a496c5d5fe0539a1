"""Training, evaluating and recording a model: what the commands call."""

import hashlib
import json
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from threadpoolctl import threadpool_limits

from diagnosis.classifier.artefacts.model_files import (
    CARD,
    Record,
    load_model,
    read_manifest,
    save_model,
)
from diagnosis.classifier.artefacts.registry import RegisteredModel, read_registry, write_registry
from diagnosis.classifier.inference.model import Model, Numbers
from diagnosis.classifier.inference.structure import Structure
from diagnosis.classifier.training.config import Config
from diagnosis.classifier.training.evaluation.card import Card, card_as_markdown, card_of
from diagnosis.classifier.training.evaluation.card_zh import card_in_chinese
from diagnosis.classifier.training.evaluation.evaluate import evaluate
from diagnosis.classifier.training.evaluation.figures import Evaluation
from diagnosis.classifier.training.fitting.double_visits import noise_ceiling
from diagnosis.classifier.training.fitting.fit import fit_numbers
from diagnosis.classifier.training.fitting.learning import RefitOutcome, learn
from diagnosis.classifier.training.fitting.visits import Visits
from diagnosis.classifier.training.progress import Progress, no_progress
from diagnosis.domain.overstatement import Overstatement

METRICS, CARD_TEXT, CARD_IN_CHINESE = "metrics.json", "card.md", "card.zh.md"
LIBRARIES = ("numpy", "scipy", "scikit-learn", "joblib")
THREADS = 1
"""Threads that sum up a matrix: with more, one seed gives another model by their number."""


def config_digest(config: Config) -> str:
    """Return the sha256 of the configuration."""
    return hashlib.sha256(json.dumps(asdict(config), sort_keys=True).encode()).hexdigest()


def train(
    models: Path,
    structure: Structure,
    config: Config,
    *,
    identity: str,
    seed: int,
    on: str,
    jobs: int = 1,
    progress: Progress = no_progress,
) -> RegisteredModel:
    """Train from nothing, write the artefact, register it without promoting; return its entry.

    `on` is the date of training; the same seed, configuration and date give the same bytes,
    however many processors and `jobs` there are.
    """
    with threadpool_limits(limits=THREADS):
        numbers = fit_numbers(structure, config, seed, jobs, progress)
    record: Record = {
        "trained_on": on,
        "seed": seed,
        "configuration": config_digest(config),
        "firms": config.worlds * config.firms_per_world,
        "worlds": config.worlds,
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }
    entry = _save_and_register(models, structure, numbers, identity, record)
    progress("done", 1.0)
    return entry


def learn_and_record(
    models: Path,
    structure: Structure,
    visits: Visits,
    *,
    start: str,
    identity: str,
    on: str,
    seed: int = 0,
) -> RefitOutcome:
    """Learn from visits; where the candidate is not worse, write and register it as `identity`.

    `start` is the model from simulated firms; the current model of the standard is the bar.
    Nothing is promoted: that is a separate decision.
    """
    registry = read_registry(models)
    simulated = load_model(models / start, structure, registry.entry(start).digest)
    served = registry.current_of(structure.standard)
    current = load_model(models / served.id, structure, served.digest) if served else None
    with threadpool_limits(limits=THREADS):
        outcome = learn(simulated, visits, current=current, seed=seed)
    if outcome.published:
        compared_with = served.id if served else start
        record: Record = {"trained_on": on, "start": start, "compared_with": compared_with}
        record = {**record, **_record_of_refit(outcome, visits)}
        _save_and_register(models, structure, outcome.model.numbers, identity, record)
    return outcome


def _record_of_refit(outcome: RefitOutcome, visits: Visits) -> Record:
    """Return what a manifest keeps of a re-fit: its scores, the visits, the libraries."""
    return {
        "rps": outcome.score,
        "rps_current": outcome.current_score,
        "reasons_for_visits": dict(Counter(visit.why for visit in visits.records)),
        "consultants": len({visit.consultant for visit in visits.records}),
        "firms_visited": len({visit.firm for visit in visits.records}),
        **_record_of_doubles(visits),
        **{name: version(name) for name in LIBRARIES},
    }


def _record_of_doubles(visits: Visits) -> Record:
    """Return the noise ceiling and the consultants' severity, in levels, from double visits."""
    ceiling = noise_ceiling(visits)
    return {
        "double_visits": ceiling.pairs,
        "double_agreement": ceiling.agreement,
        "double_kappa": ceiling.kappa,
        **{
            f"double_agreement_at_{level}": share for level, (_, share) in ceiling.by_level.items()
        },
        **{f"severity_of_{name}": value for name, value in ceiling.severity.items()},
    }


def evaluate_and_record(
    models: Path,
    identity: str,
    structure: Structure,
    config: Config,
    *,
    seed: int,
    assumed: Overstatement,
    worlds: int = 10,
    minimum_coverage: float = 0.8,
    forms: Mapping[str, Sequence[str]] | None = None,
    jobs: int = 1,
    progress: Progress = no_progress,
) -> Card:
    """Evaluate a registered model and write its measures and cards beside it.

    `assumed` is the overstatement that is taken off, and that visits start from.
    """
    entry = read_registry(models).entry(identity)
    folder = models / identity
    model: Model = load_model(folder, structure, entry.digest)
    with threadpool_limits(limits=THREADS):
        evaluation = evaluate(
            model,
            config,
            seed,
            assumed=assumed,
            worlds=worlds,
            minimum_coverage=minimum_coverage,
            forms=forms,
            jobs=jobs,
            progress=progress,
        )
    card = card_of(evaluation, config, read_manifest(folder).record)
    _write(folder / METRICS, evaluation)
    _write(folder / CARD, card)
    (folder / CARD_TEXT).write_text(card_as_markdown(card), encoding="utf-8")
    (folder / CARD_IN_CHINESE).write_text(card_in_chinese(card), encoding="utf-8")
    progress("done", 1.0)
    return card


def _save_and_register(
    models: Path, structure: Structure, numbers: Numbers, identity: str, record: Record
) -> RegisteredModel:
    digest = save_model(models / identity, structure, numbers, identity, record)
    entry = RegisteredModel(identity, structure.standard, digest, numbers.visits)
    write_registry(models, read_registry(models).with_model(entry))
    return entry


def _write(path: Path, record: Card | Evaluation) -> None:
    text = json.dumps(asdict(record), ensure_ascii=False, indent=1, sort_keys=False)
    path.write_text(text + "\n", encoding="utf-8")
