"""`train`, `evaluate`, `models`: the learned part by command."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from rich.console import Console
from rich.progress import Progress

from diagnosis.bootstrap import container
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.refusal import ModelRefused
from diagnosis.classifier.registry import read_registry, write_registry
from diagnosis.classifier.structure import Structure
from diagnosis.cli.output import REFUSED, exits_cleanly, print_json, say_error
from diagnosis.services.scoring.score_many import readable_sheets

Result = TypeVar("Result")

standard_option = click.option(
    "--standard",
    "standards",
    multiple=True,
    type=click.Choice(["gbt-39116-2020", "ai-readiness"]),
    help="Standard to work on; both if absent.",
)
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
by_option = click.option(
    "--by", default="command line", show_default=True, help="Who decides; kept in the registry."
)
reason_option = click.option("--reason", default="", help="Why; kept in the registry.")


def _structures(chosen: tuple[str, ...]) -> list[Structure]:
    standards = container().content.standards
    wanted = [
        standard
        for standard in (standards.staged, standards.gated)
        if not chosen or standard.id in chosen
    ]
    try:
        return [structure_of(standard) for standard in wanted]
    except ModelRefused as error:
        _fail(str(error))


def _models_dir() -> Path:
    return container().settings.models_dir


def _with_bar(title: str, work: Callable[..., Result]) -> Result:
    """Return what `work` returns, showing the `progress` that it reports on stderr."""
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(title, total=1.0)

        def show(stage: str, share: float) -> None:
            progress.update(task, completed=share, description=f"{title}: {stage}")

        return work(progress=show)


def _fail(message: str) -> NoReturn:
    say_error(message)
    raise SystemExit(REFUSED)


@click.command()
@standard_option
@click.option(
    "--id", "suffix", help="End of the new model's id, after its standard; today's date if absent."
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

    today = date.today().isoformat()
    for structure in _structures(standards):
        name = f"{structure.standard}-{suffix or today}"
        if any(entry.id == name for entry in read_registry(_models_dir()).models):
            _fail(f"{name} is registered already and never overwritten; choose another --id")
        if visits is not None:
            _learn(structure, visits, name, today, seed)
            continue
        work = partial(
            train_model,
            _models_dir(),
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
    from diagnosis.classifier.training.train import learn_and_record
    from diagnosis.classifier.training.visits import read_visits

    start = read_registry(_models_dir()).current_of(structure.standard)
    if start is None:
        _fail(f"{structure.standard}: no current model to learn from; train one first")
    try:
        verified = read_visits(visits, structure)
    except ValueError as error:
        _fail(str(error))
    outcome = learn_and_record(
        _models_dir(), structure, verified, start=start.id, identity=name, on=today, seed=seed
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
        name: list(list(versions.values())[-1].entries)
        for name, versions in container().content.forms.items()
    }
    for structure in _structures(standards):
        name = _model_to_evaluate(model, structure)
        if name is None:
            continue
        work = partial(
            evaluate_and_record,
            _models_dir(),
            name,
            structure,
            read_config(),
            seed=seed,
            worlds=worlds,
            forms=forms,
            jobs=jobs,
        )
        card = _with_bar(name, work)
        click.echo(f"{name}, seed {seed}")
        for row in card.must_hold:
            state = "holds" if row.holds else "MISSED"
            click.echo(f"  {row.measure:22}{row.value:<12.4g}{row.limit:<10}{state}")


def _model_to_evaluate(model: str | None, structure: Structure) -> str | None:
    """Return the model asked for, else the current one; None where it is of another standard."""
    registry = read_registry(_models_dir())
    current = registry.current_of(structure.standard)
    name = model or (current.id if current else None)
    if name is None:
        _fail(f"{structure.standard}: no current model; name one with --model")
    try:
        return name if registry.entry(name).standard == structure.standard else None
    except KeyError as error:
        _fail(str(error.args[0]))


@click.group()
def models() -> None:
    """The trained models: which there are, which is current. 模型登记。"""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
@exits_cleanly
def list_models(as_json: bool) -> None:
    """List every registered model and whether it is current and served."""
    estimator = container().estimator
    registered = estimator.models() if estimator else ()
    if as_json:
        print_json([asdict(status) for status in registered])
        return
    for status in registered:
        state = "current" if status.current else "-"
        served = "served" if status.served else "not served"
        click.echo(f"{status.model:34}{state:9}{served:12}{status.verified_visits} visits")


@models.command()
@click.argument("model")
@exits_cleanly
def show(model: str) -> None:
    """Print the card of MODEL (an id) as JSON: its training data, limits and measures."""
    estimator = container().estimator
    card = estimator.card(model) if estimator else None
    if card is None:
        _fail(f"{model}: no such model, or it has not been evaluated")
    print_json(json.loads(card))


@models.command()
@click.argument("model")
@by_option
@reason_option
@exits_cleanly
def promote(model: str, by: str, reason: str) -> None:
    """Make MODEL (an id) the current one of its standard; the registry keeps who and why."""
    try:
        changed = read_registry(_models_dir()).promoted(
            model, on=date.today().isoformat(), by=by, reason=reason
        )
    except KeyError as error:
        _fail(str(error.args[0]))
    write_registry(_models_dir(), changed)


@models.command()
@click.argument("standard")
@by_option
@reason_option
@exits_cleanly
def rollback(standard: str, by: str, reason: str) -> None:
    """Make the model that was current before the present one of STANDARD current again."""
    try:
        changed = read_registry(_models_dir()).rolled_back(
            standard, on=date.today().isoformat(), by=by, reason=reason
        )
    except ValueError as error:
        _fail(str(error))
    write_registry(_models_dir(), changed)


@models.command()
@click.argument("sheets", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--form", help="Form (id or id@version) where a line names none.")
@standard_option
@exits_cleanly
def drift(sheets: Path, form: str | None, standards: tuple[str, ...]) -> None:
    """Compare the sheets of a file (JSON lines) with what the models were trained on."""
    running = container()
    estimator = running.estimator
    readable = list(readable_sheets(running.content, sheets.read_bytes().splitlines(), form=form))
    for structure in _structures(standards):
        drifted = estimator.drift(structure.standard, readable) if estimator else None
        if drifted is None:
            _fail(f"{structure.standard}: no model is served")
        print_json(asdict(drifted))
