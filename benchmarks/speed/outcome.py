"""What the runs came to, as plain values that are kept as JSON beside the report."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.speed.kept_bytes import KeptBytes
from benchmarks.speed.lists import MeasuredPage
from benchmarks.speed.sending import Lap
from benchmarks.speed.spread import Spread
from benchmarks.speed.starts import Start
from benchmarks.speed.writers import Load


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run, filled part by part: `measures` holds, by id, the values of its rounds.

    `load` is that of the machine at the start; `laps` are by runner, `writers` with the queue and
    without, `pages` those that grow most on SQLite, `notes` what could not be measured.
    """

    load: float
    measures: dict[str, list[float]] = field(default_factory=dict)
    laps: dict[str, list[Lap]] = field(default_factory=dict)
    pages: list[MeasuredPage] = field(default_factory=list)
    postgres_pages: list[MeasuredPage] = field(default_factory=list)
    writers: dict[str, list[Load]] = field(default_factory=dict)
    starts: list[Start] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def value(self, measure: str) -> float | None:
        """Return the median of a measure's rounds, None where it was not measured."""
        values = self.measures.get(measure)
        return Spread.of(values).middle if values else None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Every run, what a diagnosis keeps at few and at many rows, and how it was measured.

    `rows` are the diagnoses of the smaller and the larger database; nothing is `kept` where their
    parts were left out.
    """

    command: str
    machine: str
    how: str
    rows: tuple[int, int]
    runs: list[Run]
    kept: list[KeptBytes]

    def values(self, measure: str) -> list[float | None]:
        """Return the value of a measure in each run."""
        return [run.value(measure) for run in self.runs]

    def write(self, path: Path) -> None:
        """Write all numbers as JSON, rounded to what they can tell."""
        plain = json.loads(
            json.dumps(asdict(self)), parse_float=lambda text: round(float(text), 4)
        )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
