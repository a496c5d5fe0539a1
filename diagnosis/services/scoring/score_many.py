"""Score many sheets, one JSON text a line: a fault of one line never stops the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagnosis.domain.fault import Expected, Fault, FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.strict_json import parse
from diagnosis.services.intake.sheets import read
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.scoring.diagnose import Diagnosis, diagnose


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """A line with the caller's own `id` of it: its diagnosis, or its faults and how many more."""

    id: object
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
    """Yield one scored line for each line, in their order; they are read in this `year`."""
    for line in lines:
        identity: object = None
        try:
            raw = parse(line)
            if not isinstance(raw, dict):
                raise FaultyInput([Fault("", "wrong-type", {"expected": Expected.OBJECT})])
            identity = raw.pop("id", None)
            sheet = read(content, raw, form=form)
        except FaultyInput as error:
            yield ScoredLine(identity, None, error.faults, error.more)
        else:
            yield ScoredLine(identity, diagnose(content, sheet, estimator=estimator, year=year))


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
