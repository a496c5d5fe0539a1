"""`overstatement`: how much firms overstate, by visits or as decided, and what is in force."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
from diagnosis.cli.output import NumberRange, exits_cleanly, fail, language_option, say_error
from diagnosis.domain.overstatement import MOST_STEPS, OverstatementSource
from diagnosis.domain.text import Language, Text
from diagnosis.services.scoring.deflate import with_overstatements


class Steps(NumberRange):
    """An option in ladder steps, to hundredths: finer is nobody's knowledge."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return the steps that were typed."""
        steps = super().convert(value, param, ctx)
        if round(steps, 2) != steps:
            self.fail(f"{value} is finer than a hundredth; write {steps:.2f}.", param, ctx)
        return steps


STEPS = Steps(0, MOST_STEPS)
MANY_STEPS = 2.0
"""Of what is set above it a word is said: a firm that claims 3 throughout would be at level 0."""
_MANY = Text(
    "{standard}：最多扣到 {high} 档，超过 {many} 档：这样一扣，多数企业就是 0 级。要是写错了，用 "
    "overstatement rollback {standard} 退回。",
    "{standard}: up to {high} steps are taken off, more than {many}, which leaves most firms at "
    "level 0. If that is a slip, overstatement rollback {standard} goes back.",
)
_DAMAGED = Text(
    "{reason}。\n文件坏了，什么也没有改。请先把它移走，再重新设定或学习；在那以前按假定的扣。",
    "{reason}.\nThe file is damaged and nothing was changed. Move it away, then set or learn "
    "anew; until then what is assumed is taken off.",
)
_ASSUMED = Text(
    "{standard}：按假定的，还没有现场核实", "{standard}: assumed, no visit speaks of it"
)
_AS_OTHER = Text("{standard}：用 {other} 的", "{standard}: that of {other}")
_SET = Text(
    "{standard}：{value} 档（{low}–{high}），{by} 设定：{reason}",
    "{standard}: {value} steps ({low}–{high}), set by {by}: {reason}",
)
_LEARNED = Text(
    "{standard}：{value} 档（{low}–{high}），{firms}、{visits}、{pairs}",
    "{standard}: {value} steps ({low}–{high}), {firms}, {visits}, {pairs}",
)
_FIRMS = Text("{count} 家企业", "{count} firm"), Text("{count} 家企业", "{count} firms")
_VISITS = Text("核实 {count} 次", "{count} visit"), Text("核实 {count} 次", "{count} visits")
_PAIRS = Text("对照 {count} 题", "{count} pair"), Text("对照 {count} 题", "{count} pairs")
_CHANNEL = Text("  {name}：{value}（{low}–{high}）", "  {name}: {value} ({low}–{high})")
_LEFT_OUT = Text(
    "{standard}：{count} 次核实没有用上（因怀疑而查的，或没有可对照的题）",
    "{standard}: {count} of the visits left out (suspected, or no pair)",
)


def _words(_context: object, _parameter: object, value: str) -> str:
    """Return what was typed, without blanks around it; refuse blanks alone."""
    if not value.strip():
        raise click.BadParameter("it is empty; it is kept on record, for others to read")
    return value.strip()


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
@language_option
@exits_cleanly
def learn(
    visits: Path, standards: tuple[str, ...], keep: bool, by: str, reason: str, language: Language
) -> None:
    """Learn from a file of VISITS (JSON lines), from the first visit on."""
    kept = _kept(language)
    for structure in structures_of(standards):
        record = _record_from(visits, structure, by, reason, language)
        _say(structure.standard, record, language)
        if record.pairs and keep:
            kept = kept.with_record(record)
    if keep:
        write_step_records(models_dir(), kept)


def _record_from(
    visits: Path, structure: Structure, by: str, reason: str, language: Language
) -> StepRecord:
    from diagnosis.classifier.training.fitting.item_pairs import overstatement_from
    from diagnosis.classifier.training.fitting.visits import read_visits

    try:
        shown = overstatement_from(
            read_visits(visits, structure), structure, assumed_overstatement()
        )
    except ValueError as error:
        fail(str(error))
    if shown.left_out:
        left_out = _LEFT_OUT.fill(standard=structure.standard, count=shown.left_out)
        say_error(left_out.say(language))
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
@click.option("--by", required=True, callback=_words, help="Who decides; kept on record.")
@click.option("--reason", required=True, callback=_words, help="Why; kept on record.")
@language_option
@exits_cleanly
def set_value(
    standard: str, value: float, low: float, high: float, by: str, reason: str, language: Language
) -> None:
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
    write_step_records(models_dir(), _kept(language).with_record(record))
    _say(standard, record, language)
    if high > MANY_STEPS:
        many = _MANY.fill(standard=standard, high=f"{high:g}", many=f"{MANY_STEPS:g}")
        say_error(many.say(language))


@overstatement.command()
@standard_option
@language_option
@exits_cleanly
def show(standards: tuple[str, ...], language: Language) -> None:
    """Show what is in force for each standard; the SME index takes that of GB/T 39116."""
    kept = _kept(language)
    for structure in structures_of(standards):
        _say(structure.standard, kept.current_of(structure.standard), language)
    content = with_overstatements(container().content, kept.in_force())
    staged, points = content.standards.staged.id, content.standards.points.id
    if content.deflated is None or (standards and staged not in standards):
        return
    is_assumed = content.deflated.overstatement_of(points).source is OverstatementSource.ASSUMED
    line = _ASSUMED if is_assumed else _AS_OTHER
    click.echo(line.fill(standard=points, other=staged).say(language))


@overstatement.command()
@click.argument("standard")
@language_option
@exits_cleanly
def rollback(standard: str, language: Language) -> None:
    """Go back to what was in force for STANDARD before, at last to the assumed value."""
    try:
        kept = _kept(language).taken_back(standard)
    except ValueError as error:
        fail(str(error))
    write_step_records(models_dir(), kept)
    _say(standard, kept.current_of(standard), language)


def _kept(language: Language) -> StepRecords:
    """Return what is on record; ends the command where the file is damaged."""
    try:
        return read_step_records(models_dir())
    except FaultyStepRecords as error:
        fail(_DAMAGED.fill(reason=error).say(language))


def _say(standard: str, record: StepRecord | None, language: Language) -> None:
    """Write a line on the overstatement, and one on each channel."""
    for line in _lines(standard, record):
        click.echo(line.say(language))


def _lines(standard: str, record: StepRecord | None) -> Iterator[Text]:
    if record is None or not (record.pairs or record.source == OverstatementSource.SET):
        yield _ASSUMED.fill(standard=standard)
        return
    if record.source == OverstatementSource.SET:
        yield _SET.fill(
            standard=standard, value=f"{record.value:g}", low=f"{record.low:g}",
            high=f"{record.high:g}", by=record.by, reason=record.reason,
        )  # fmt: skip
        return
    yield _LEARNED.fill(
        standard=standard,
        value=f"{record.value:.2f}",
        low=f"{record.low:.2f}",
        high=f"{record.high:.2f}",
        firms=_counted(record.firms, _FIRMS),
        visits=_counted(record.visits, _VISITS),
        pairs=_counted(record.pairs, _PAIRS),
    )
    for name, (value, low, high) in record.channels.items():
        yield _CHANNEL.fill(name=name, value=f"{value:.2f}", low=f"{low:.2f}", high=f"{high:.2f}")


def _counted(count: int, words: tuple[Text, Text]) -> Text:
    """Return a count with its word, the first of two for one alone."""
    return words[count != 1].fill(count=count)
