"""`train` and `evaluate`: make the trained models, and measure how good they are."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import Progress

from diagnosis.bootstrap import container
from diagnosis.classifier.artefacts.registry import read_registry
from diagnosis.classifier.inference.structure import Structure
from diagnosis.cli.models import (
    assumed_overstatement,
    models_dir,
    standard_option,
    structures_of,
)
from diagnosis.cli.output import exits_cleanly, fail, say_error
from diagnosis.domain.intake.form import newest

Result = TypeVar("Result")

seed_option = click.option(
    "--seed",
    default=7,
    show_default=True,
    type=click.IntRange(0),
    help="Seed of the random numbers; the same seed gives the same model.",
)
jobs_option = click.option(
    "--jobs",
    default=2,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that work at the same time.",
)


def _with_bar(title: str, work: Callable[..., Result]) -> Result:
    """Return what `work` returns, showing the `progress` that it reports on stderr."""
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(title, total=1.0)

        def show(stage: str, share: float) -> None:
            progress.update(task, completed=share, description=f"{title}: {stage}")

        return work(progress=show)


def _folder_name(_context: object, _parameter: object, value: str | None) -> str | None:
    """Return the end of an id, which names a folder; refuse what would lead out of it."""
    if value is not None and "/" in value:
        raise click.BadParameter(f"{value!r} names a folder, so it holds no /")
    return value


@click.command()
@standard_option
@click.option(
    "--id",
    "suffix",
    callback=_folder_name,
    help="End of the new model's id, after its standard; today's date if absent.",
)
@seed_option
@jobs_option
@click.option(
    "--visits",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File of verified visits (JSON lines) to re-fit the current model with.",
)
@exits_cleanly
def train(
    standards: tuple[str, ...], suffix: str | None, seed: int, jobs: int, visits: Path | None
) -> None:
    """Train the models on simulated firms, or re-fit them with verified visits. 训练。"""
    from diagnosis.classifier.training.config import read_config
    from diagnosis.classifier.training.train import train as train_model

    today = container().today().isoformat()
    for structure in structures_of(standards):
        name = f"{structure.standard}-{suffix or today}"
        if any(entry.id == name for entry in read_registry(models_dir()).models):
            fail(f"{name} is registered already and never overwritten; choose another --id")
        if visits is not None:
            _learn(structure, visits, name, today, seed)
            continue
        work = partial(
            train_model,
            models_dir(),
            structure,
            read_config(),
            identity=name,
            seed=seed,
            on=today,
            jobs=jobs,
        )
        entry = _with_bar(name, work)
        say_error(f"{name}: trained, sha256 {entry.digest}; evaluate it, then promote it")


def _learn(structure: Structure, visits: Path, name: str, today: str, seed: int) -> None:
    from diagnosis.classifier.training.fitting.visits import read_visits
    from diagnosis.classifier.training.train import learn_and_record

    start = read_registry(models_dir()).current_of(structure.standard)
    if start is None:
        fail(f"{structure.standard}: no current model to learn from; train one first")
    try:
        verified = read_visits(visits, structure)
    except ValueError as error:
        fail(str(error))
    outcome = learn_and_record(
        models_dir(), structure, verified, start=start.id, identity=name, on=today, seed=seed
    )
    state = "written, not yet promoted" if outcome.published else "not written"
    say_error(f"{name}: {outcome.labels} visits, {state}: {outcome.reason}")
    if outcome.score is not None:
        say_error(
            f"  cross-validated RPS {outcome.score:.4f}, current {outcome.current_score:.4f}"
        )


@click.command()
@standard_option
@click.option("--model", help="Model id; the current one of each standard if absent.")
@click.option(
    "--seed",
    default=202611,
    show_default=True,
    type=click.IntRange(0),
    help="Seed of the simulated worlds; the same seed gives the same card.",
)
@click.option(
    "--worlds",
    default=10,
    show_default=True,
    type=click.IntRange(1),
    help="Simulated worlds of 1,000 firms for each shift of the population.",
)
@jobs_option
@exits_cleanly
def evaluate(
    standards: tuple[str, ...], model: str | None, seed: int, worlds: int, jobs: int
) -> None:
    """Evaluate models on simulated worlds that none was trained on; write their cards. 评估。"""
    from diagnosis.classifier.training.config import read_config
    from diagnosis.classifier.training.train import evaluate_and_record

    forms = {
        name: list(newest(versions.values()).entries)
        for name, versions in container().content.forms.items()
    }
    rules = container().content.standards
    needed = {rule.id: rule.minimum_coverage for rule in (rules.staged, rules.gated)}
    assumed = assumed_overstatement()
    for structure in structures_of(standards):
        name = _model_to_evaluate(model, structure)
        if name is None:
            continue
        work = partial(
            evaluate_and_record,
            models_dir(),
            name,
            structure,
            read_config(),
            seed=seed,
            assumed=assumed,
            worlds=worlds,
            minimum_coverage=needed[structure.standard],
            forms=forms,
            jobs=jobs,
        )
        card = _with_bar(name, work)
        click.echo(f"{name}, seed {seed}, level by {card.level.level_by}")
        for row in card.must_hold:
            state = "holds" if row.holds else "MISSED"
            click.echo(f"  {row.measure:22}{row.value:<12.4g}{row.limit:<10}{state}")


def _model_to_evaluate(model: str | None, structure: Structure) -> str | None:
    """Return the model asked for, else the current one; None where it is of another standard."""
    registry = read_registry(models_dir())
    current = registry.current_of(structure.standard)
    name = model or (current.id if current else None)
    if name is None:
        fail(f"{structure.standard}: no current model; name one with --model")
    try:
        return name if registry.entry(name).standard == structure.standard else None
    except KeyError as error:
        fail(str(error.args[0]))
