"""Score many sheets, one JSON text a line: a fault of one line never stops the rest."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from diagnosis.domain.fault import Expected, Fault, FaultyInput
from diagnosis.domain.intake.fields import noted, read_text
from diagnosis.domain.intake.limits import LINE_ID, LINE_NUMBER
from diagnosis.domain.intake.number import read_whole
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.strict_json import parse
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose

LineId = str | int | None
"""A caller's own id of a line."""


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """A line with the caller's own `id` of it: its diagnosis, or its faults and how many more.

    `number` is that of the line in its file, the first one is 1; blank lines count.
    """

    number: int
    id: LineId
    diagnosis: Diagnosis | None
    faults: tuple[Fault, ...] = ()
    more: int = 0


def score_lines(
    content: Content,
    estimator: Estimator | None,
    lines: Iterable[bytes],
    *,
    form: str | None,
    year: int | None = None,
) -> Iterator[ScoredLine]:
    """Yield a scored line for each line that is not blank, in order; they are read in a `year`."""
    for number, line in enumerate(lines, 1):
        if not line.removeprefix(BOM_UTF8).strip():
            continue
        identity: LineId = None
        faults: list[Fault] = []
        try:
            raw = _parsed(line, number)
            identity = noted(_line_id(raw.pop("id", None)), faults)
            sheet = read(content, raw, form=form)
        except FaultyInput as error:
            yield ScoredLine(number, identity, None, (*faults, *error.faults), error.more)
            continue
        if faults:
            yield ScoredLine(number, identity, None, tuple(faults))
        else:
            made = diagnose(content, sheet, estimator=estimator, year=year)
            yield ScoredLine(number, identity, made)


def _parsed(line: bytes, number: int) -> dict[str, object]:
    """Return the object that a line writes; what is no JSON is told with its line of the file."""
    try:
        raw = parse(line)
    except FaultyInput as error:
        faults = (
            replace(fault, values={**fault.values, "line": number})
            if "line" in fault.values
            else fault
            for fault in error.faults
        )
        raise FaultyInput(faults, more=error.more) from None
    if not isinstance(raw, dict):
        raise FaultyInput([Fault("", "wrong-type", {"expected": Expected.OBJECT})])
    return raw


def _line_id(raw: object) -> LineId | Fault:
    """Return the caller's own id of a line, or why it cannot be written back."""
    if raw is None:
        return None
    if isinstance(raw, str):
        return read_text(raw, "/id", LINE_ID.most)
    return read_whole(raw, "/id", *LINE_NUMBER.ends, Expected.LINE_ID)


def readable_sheets(
    content: Content, lines: Iterable[bytes], *, form: str | None
) -> Iterator[Sheet]:
    """Yield the sheets of the lines that have no fault; the others are passed over.

    They were kept somewhere, so sheets of withdrawn forms are among them.
    """
    for line in lines:
        try:
            raw = parse(line)
            if isinstance(raw, dict):
                raw.pop("id", None)
                yield read(content, raw, form=form, kept=True)
        except FaultyInput:
            continue
