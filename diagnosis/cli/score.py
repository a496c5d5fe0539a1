"""`score`: a sheet in, a diagnosis out; or a file of sheets, one a line."""

from collections.abc import Iterator
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.progress import Progress

from diagnosis.bootstrap import Container, container
from diagnosis.cli.output import (
    REFUSED,
    WITH_FAULTS,
    exits_cleanly,
    language_option,
    out_option,
    print_json,
    read_file,
    refuse,
    say_error,
    say_refused_overstatement,
)
from diagnosis.domain.fault import FaultyInput
from diagnosis.domain.intake.currency import year_of
from diagnosis.domain.intake.number import whole_of
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.scoring.estimating.checked_sheet import VERIFIED_ANSWERS
from diagnosis.domain.text import Language, Text
from diagnosis.present.faults import show_fault
from diagnosis.present.say import in_language
from diagnosis.present.scoring.diagnosis import show_diagnosis, show_line
from diagnosis.report.chapters.whole_diagnosis import diagnosis_of
from diagnosis.report.formats.terminal import print_terminal
from diagnosis.services.intake.sheets import read_checked
from diagnosis.services.scoring.diagnose import read_targets
from diagnosis.services.scoring.diagnose_checked import diagnose_checked
from diagnosis.services.scoring.score_many import ScoredLine, score_lines

_LINES_NAMED = 20
"""So many lines with faults are named on stderr, the first fault of each; all stand in OUT."""
_ENDED = Text(
    "共 {total} 行，有错的 {faulty} 行，已写到 {out}",
    "{total} lines, {faulty} with faults, written to {out}",
)


def _targets(_context: object, _parameter: object, values: tuple[str, ...]) -> dict[str, int]:
    targets = {}
    for value in values:
        standard, _, level = value.partition(":")
        number = whole_of(level)
        if number is None:
            raise click.BadParameter(f"{value!r}: write STANDARD:LEVEL, like gbt-39116-2020:2")
        targets[standard] = number
    return targets


@click.command()
@click.argument("sheet", required=False, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--form", help="Form (id or id@version) where the sheet names none.")
@click.option("--json", "as_json", is_flag=True, help="Print the diagnosis as JSON alone.")
@click.option(
    "--target",
    "targets",
    multiple=True,
    callback=_targets,
    metavar="STANDARD:LEVEL",
    help="Level that gaps are measured to, the next one if absent; may be repeated.",
)
@click.option(
    "--verified",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What a visit verified of SHEET: a JSON file {item: answer}. Levels by rule stay those "
    "of the sheet; estimates take what was verified. 现场核实的答案。",
)
@click.option(
    "--jsonl",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Score many sheets: a file with one JSON object {id, enterprise, answers} a line. "
    "Status 0 where all lines were scored, 1 where some have faults (they stand in OUT), "
    "2 where none was scored.",
)
@out_option("File that --jsonl writes the diagnoses to, one a line.")
@language_option
@exits_cleanly
def score(
    sheet: Path | None,
    form: str | None,
    as_json: bool,
    targets: dict[str, int],
    verified: Path | None,
    jsonl: Path | None,
    out: Path | None,
    language: Language,
) -> None:
    """Score SHEET (a JSON file, - for stdin) by every standard. 评分。"""
    if (sheet is None) == (jsonl is None) or (jsonl is None) != (out is None):
        raise click.UsageError("give either SHEET, or --jsonl IN with --out OUT")
    if sheet is None and verified is not None:
        raise click.UsageError("--verified goes with SHEET")
    running = container()
    say_refused_overstatement(running.refused_overstatement, language)
    content = running.content
    if jsonl is not None and out is not None:
        raise SystemExit(_score_lines(running, jsonl, out, form, language))
    assert sheet is not None
    try:
        aims = read_targets(content, targets)
        raw = parse(read_file(sheet))
        if verified is not None and isinstance(raw, dict):
            raw = raw | {VERIFIED_ANSWERS: parse(read_file(verified))}
        checked = read_checked(content, raw, form=form)
    except FaultyInput as error:
        refuse(error, language, as_json=as_json)
    diagnosis = diagnose_checked(
        content,
        checked,
        estimator=running.estimator,
        targets=aims,
        year=year_of(None, running.clock()),
    )
    if as_json:
        print_json(show_diagnosis(content, diagnosis, in_language(language)))
    else:
        print_terminal(diagnosis_of(content, diagnosis, running.today(), language))


def _score_lines(
    running: Container, source: Path, out: Path, form: str | None, language: Language
) -> int:
    """Write a diagnosis or the faults of each line; return the status to end with.

    Where no line was scored, as there is none or all have faults, that is no success.
    """
    if out.exists() and out.samefile(source):
        raise click.BadParameter(f"--out is the file that is read: {source}")
    content = running.content
    total = faulty = 0
    messages: list[str] = []
    with (
        source.open("rb") as lines,
        out.open("wb") as target,
        Progress(console=Console(stderr=True)) as progress,
    ):
        task = progress.add_task("score", total=source.stat().st_size)

        def counted() -> Iterator[bytes]:
            for line in lines:
                progress.advance(task, len(line))
                yield line

        for line in score_lines(
            content, running.estimator, counted(), form=form, year=year_of(None, running.clock())
        ):
            target.write(orjson.dumps(show_line(content, line, language)) + b"\n")
            total += 1
            if line.diagnosis is None:
                faulty += 1
                messages += [_first_fault(line, language)] if faulty <= _LINES_NAMED else []
    for message in messages:
        say_error(f"{source}:{message}")
    say_error(_ENDED.fill(total=total, faulty=faulty, out=out).say(language))
    if faulty == total:  # an empty file too: nothing was scored
        return REFUSED
    return WITH_FAULTS if faulty else 0


def _first_fault(line: ScoredLine, language: Language) -> str:
    """Return the first fault of a line, after the number of the line."""
    fault = show_fault(line.faults[0], language)
    return f"{line.number}: {fault['pointer'] or '/'}: {fault['message']} [{fault['code']}]"
