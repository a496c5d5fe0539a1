"""Score many sheets, one JSON text a line: a fault of one line never stops the rest."""

from collections.abc import Iterable, Iterator
from typing import Any

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.intake.strict_json import parse
from diagnosis.domain.text import Language, Say, Text
from diagnosis.present.scoring.diagnosis import render
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import diagnose, read


def score_lines(
    content: Content, lines: Iterable[bytes], *, form: str | None, language: Language, say: Say
) -> Iterator[dict[str, Any]]:
    """Yield one diagnosis a line, in the order given, with the line's `id`.

    A faulty line yields `{"id", "errors": [...]}`, its id where it could be read.
    """
    for line in lines:
        own: object = None
        try:
            raw = parse(line)
            if not isinstance(raw, dict):
                expected = {"expected": Text("对象", "an object")}
                raise FaultyInput([Fault("", "wrong-type", expected)])
            own = raw.pop("id", None)
            diagnosis = diagnose(content, read(content, raw, form=form))
        except FaultyInput as error:
            errors = [fault.as_plain(language) for fault in error.faults]
            yield {"id": own, "errors": errors}
        else:
            yield {"id": own, **render(content, diagnosis, say)}


def readable_sheets(
    content: Content, lines: Iterable[bytes], *, form: str | None
) -> Iterator[Sheet]:
    """Yield the sheets of the lines that have no fault; the others are passed over."""
    for line in lines:
        try:
            raw = parse(line)
            if isinstance(raw, dict):
                raw.pop("id", None)
                yield read(content, raw, form=form)
        except FaultyInput:
            continue
