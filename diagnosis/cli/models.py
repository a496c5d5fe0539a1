"""`models`: the registered models, their cards, which is current, how recent sheets differ."""

import json
from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.classifier.artefacts.model_files import level_by_of_card, load_model
from diagnosis.classifier.artefacts.registry import Registry, read_registry, write_registry
from diagnosis.classifier.artefacts.succession import Unmeasured, why_not_to_follow
from diagnosis.classifier.from_standard import structure_of
from diagnosis.classifier.inference.structure import Structure
from diagnosis.cli.output import exits_cleanly, fail, print_json, say_error
from diagnosis.domain.overstatement import Overstatement
from diagnosis.present.scoring.models import show_drift, show_registered
from diagnosis.services.scoring.score_many import readable_sheets

STANDARDS = ("gbt-39116-2020", "ai-readiness")
standard_option = click.option(
    "--standard",
    "standards",
    multiple=True,
    type=click.Choice(STANDARDS),
    help="Standard to work on; both if absent.",
)
by_option = click.option(
    "--by", default="command line", show_default=True, help="Who decides; kept in the registry."
)
reason_option = click.option("--reason", default="", help="Why; kept in the registry.")


def structures_of(chosen: tuple[str, ...]) -> list[Structure]:
    """Return the structures of the standards that were chosen, of both where none was.

    Raises
    ------
    ModelRefused
        When no model can read a standard.

    """
    standards = container().content.standards
    chosen_standards = [
        standard
        for standard in (standards.staged, standards.gated)
        if not chosen or standard.id in chosen
    ]
    return [structure_of(standard) for standard in chosen_standards]


def models_dir() -> Path:
    """Return the configured folder of the models."""
    return container().settings.models_dir


def assumed_overstatement() -> Overstatement:
    """Return what the content assumes of overstatement; ends the command where it assumes none."""
    rules = container().content.deflated
    if rules is None:
        fail("the content assumes no overstatement")
    return rules.assumed


@click.group()
def models() -> None:
    """The trained models: which there are, which is current. 模型登记。"""


@models.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON alone.")
@exits_cleanly
def list_models(as_json: bool) -> None:
    """List every registered model and whether it is current and served."""
    read_registry(models_dir())  # a damaged one is named; the estimator goes on without it
    estimator = container().estimator
    registered = estimator.models() if estimator else ()
    if as_json:
        print_json([show_registered(status) for status in registered])
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
    read_registry(models_dir())
    estimator = container().estimator
    card = estimator.card(model) if estimator else None
    if card is None:
        fail(f"{model}: no such model, or it has not been evaluated")
    print_json(json.loads(card))


@models.command()
@click.argument("model")
@by_option
@reason_option
@click.option(
    "--although-worse",
    is_flag=True,
    help="Promote it though its card speaks against it. The cards are of simulated firms: where "
    "real visits say otherwise, one may trust these more; say so in --reason.",
)
@exits_cleanly
def promote(model: str, by: str, reason: str, although_worse: bool) -> None:
    """Make MODEL (an id) the current one of its standard; the registry keeps who and why.

    A model without a card is refused: it is evaluated first. So is one that agrees less than the
    current one by its card, by more than .01 at a quarter missing, or whose level can fall when an
    answer rises. Whose level is served beside it, its own or the deflated rule's, and from what
    share of blanks on, is as the card says.
    """
    registry = read_registry(models_dir())
    try:
        changed = registry.promoted(
            model, on=container().today().isoformat(), by=by, reason=reason
        )
    except KeyError as error:
        fail(str(error.args[0]))
    _check(changed)
    try:
        served = level_by_of_card(models_dir() / model)
    except ValueError as error:
        fail(str(error))
    _compare(changed, although_worse=although_worse)
    write_registry(models_dir(), changed.with_level_by(model, served))
    share = (
        "" if served.blank_share is None else f", from open gates of {served.blank_share:.0%} on"
    )
    say_error(f"{model}: promoted; level by {served.level_by}{share}")


@models.command()
@click.argument("standard")
@by_option
@reason_option
@exits_cleanly
def rollback(standard: str, by: str, reason: str) -> None:
    """Go back to the model of STANDARD that was current before the present one."""
    try:
        changed = read_registry(models_dir()).rolled_back(
            standard, on=container().today().isoformat(), by=by, reason=reason
        )
    except ValueError as error:
        fail(str(error))
    _check(changed)
    write_registry(models_dir(), changed)


def _compare(changed: Registry, *, although_worse: bool) -> None:
    """End the command where the card of the model just promoted speaks against it.

    With `although_worse` what speaks against it is said, and the command goes on.
    """
    change = changed.history[-1]
    try:
        against = why_not_to_follow(models_dir(), change.after, change.before)
    except Unmeasured as error:
        fail(f"{error}; evaluate it, then promote it")
    if against is None:
        return
    if not although_worse:
        fail(f"{against}; --although-worse promotes it all the same")
    say_error(against)


def _check(changed: Registry) -> None:
    """Check that a standard can be read by the model that the last change made current.

    Raises
    ------
    ModelRefused
        The model would not be served: it is damaged, or of another structure.

    """
    entry = changed.entry(changed.history[-1].after)
    for structure in structures_of((entry.standard,)):
        load_model(models_dir() / entry.id, structure, entry.digest)


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
    if not readable:
        fail(f"{sheets}: no line holds a sheet without a fault")
    for structure in structures_of(standards):
        drifted = estimator.drift(structure.standard, readable) if estimator else None
        if drifted is None:
            fail(f"{structure.standard}: no model is served")
        print_json(show_drift(drifted))
