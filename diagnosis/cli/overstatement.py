"""`overstatement`: how much firms overstate, by visits or as decided, and what is in force."""

import hashlib
from pathlib import Path

import click

from diagnosis.bootstrap import container
from diagnosis.classifier.artefacts.step_records import (
    FaultyStepRecords,
    StepRecord,
    StepRecords,
    read_step_records,
    write_step_records,
)
from diagnosis.classifier.inference.structure import Structure
from diagnosis.cli.models import (
    STANDARDS,
    assumed_overstatement,
    by_option,
    models_dir,
    reason_option,
    standard_option,
    structures_of,
)
from diagnosis.cli.output import NumberRange, exits_cleanly, fail
from diagnosis.domain.overstatement import MOST_STEPS, OverstatementSource

STEPS = NumberRange(0, MOST_STEPS)


@click.group()
def overstatement() -> None:
    """How much firms overstate, in ladder steps: learn it from visits, set, show, go back. 高估。

    What is put in force is served from the next start of the service on.
    """


@overstatement.command()
@click.argument("visits", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@standard_option
@click.option("--keep", is_flag=True, help="Put what was learned in force; else only show it.")
@by_option
@reason_option
@exits_cleanly
def learn(visits: Path, standards: tuple[str, ...], keep: bool, by: str, reason: str) -> None:
    """Learn from a file of VISITS (JSON lines), from the first visit on."""
    kept = _kept()
    for structure in structures_of(standards):
        record = _record_from(visits, structure, by, reason)
        _say(structure.standard, record)
        if record.pairs and keep:
            kept = kept.with_record(record)
    if keep:
        write_step_records(models_dir(), kept)


def _record_from(visits: Path, structure: Structure, by: str, reason: str) -> StepRecord:
    from diagnosis.classifier.training.fitting.item_pairs import overstatement_from
    from diagnosis.classifier.training.fitting.visits import read_visits

    try:
        shown = overstatement_from(
            read_visits(visits, structure), structure, assumed_overstatement()
        )
    except ValueError as error:
        fail(str(error))
    if shown.left_out:
        click.echo(
            f"{structure.standard}: {shown.left_out} visits left out (suspected, or no pair)",
            err=True,
        )
    steps = shown.steps
    return StepRecord(
        standard=structure.standard,
        value=steps.value,
        low=steps.low,
        high=steps.high,
        channels={
            name: (ends.value, ends.low, ends.high) for name, ends in shown.channels.items()
        },
        firms=shown.firms,
        visits=steps.visits,
        pairs=shown.pairs,
        visits_sha256=hashlib.sha256(visits.read_bytes()).hexdigest(),
        on=container().today().isoformat(),
        by=by,
        reason=reason,
    )


@overstatement.command("set")
@click.argument("standard", type=click.Choice(STANDARDS))
@click.option("--value", type=STEPS, required=True, help="Taken off every answer, 0–5.")
@click.option("--low", type=STEPS, required=True, help="Low end of what it may be.")
@click.option("--high", type=STEPS, required=True, help="High end of what it may be.")
@click.option("--by", required=True, help="Who decides; kept on record.")
@click.option("--reason", required=True, help="Why; kept on record.")
@exits_cleanly
def set_value(standard: str, value: float, low: float, high: float, by: str, reason: str) -> None:
    """Decide how many ladder steps are taken off by STANDARD, and put it in force."""
    record = StepRecord(
        standard=standard,
        value=value,
        low=low,
        high=high,
        channels={},
        firms=0,
        visits=0,
        pairs=0,
        visits_sha256="",
        on=container().today().isoformat(),
        by=by,
        reason=reason,
        source=str(OverstatementSource.SET),
    )
    if not low <= value <= high:
        fail(f"{value} does not lie from {low} to {high}")
    write_step_records(models_dir(), _kept().with_record(record))
    _say(standard, record)


@overstatement.command()
@standard_option
@exits_cleanly
def show(standards: tuple[str, ...]) -> None:
    """Show what is in force for each standard."""
    kept = _kept()
    for structure in structures_of(standards):
        _say(structure.standard, kept.current_of(structure.standard))


@overstatement.command()
@click.argument("standard")
@exits_cleanly
def rollback(standard: str) -> None:
    """Go back to what was in force for STANDARD before, at last to the assumed value."""
    try:
        kept = _kept().taken_back(standard)
    except ValueError as error:
        fail(str(error))
    write_step_records(models_dir(), kept)
    _say(standard, kept.current_of(standard))


def _kept() -> StepRecords:
    try:
        return read_step_records(models_dir())
    except FaultyStepRecords as error:
        fail(str(error))


def _say(standard: str, record: StepRecord | None) -> None:
    """Write a line on the overstatement, and one on each channel."""
    if record is None or not (record.pairs or record.source == OverstatementSource.SET):
        click.echo(f"{standard}: assumed, no visit speaks of it")
        return
    if record.source == OverstatementSource.SET:
        steps = f"{record.value:g} steps ({record.low:g}–{record.high:g})"
        click.echo(f"{standard}: {steps}, set by {record.by}: {record.reason}")
        return
    counts = f"{record.firms} firms, {record.visits} visits, {record.pairs} pairs"
    click.echo(
        f"{standard}: {record.value:.2f} steps ({record.low:.2f}–{record.high:.2f}), {counts}"
    )
    for name, (value, low, high) in record.channels.items():
        click.echo(f"  {name}: {value:.2f} ({low:.2f}–{high:.2f})")
