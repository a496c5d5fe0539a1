"""How much firms overstate, by visits or as set: models/overstatement.json, append-only."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from diagnosis.classifier.artefacts.model_files import write_whole
from diagnosis.classifier.inference.structure import canonical_json
from diagnosis.domain.overstatement import Overstatement, OverstatementSource

STEPS_FILE = "overstatement.json"
STEPS_FORMAT = 1
RECORDED = ("visits", "set")
"""Sources of what is on record: what is assumed has none."""


class FaultyStepRecords(ValueError):
    """The file holds no records of overstatement; the message names it and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRecord:
    """What is taken off by one standard, in ladder steps 0–5, and who took it into service.

    `low`–`high` is an 80 % range; `channels` has (value, low, high) by channel; `firms`, `visits`
    and `pairs` count what it rests on; `visits_sha256` is the digest of the file of visits,
    `before` the digest of the record it follows, None after the assumed one; `source` is `visits`
    or `set`: what was set rests on no visits.
    """

    standard: str
    value: float
    low: float
    high: float
    channels: Mapping[str, tuple[float, float, float]]
    firms: int
    visits: int
    pairs: int
    visits_sha256: str
    on: str
    by: str
    reason: str
    before: str | None = None
    source: str = str(OverstatementSource.VISITS)

    def digest(self) -> str:
        """Return the sha256 of the record; `visits` is not counted: older ones lack a source."""
        plain = asdict(self)
        if self.source == OverstatementSource.VISITS:
            del plain["source"]
        return hashlib.sha256(canonical_json(plain).encode()).hexdigest()

    @property
    def overstatement(self) -> Overstatement:
        """Return what is taken off. Raises ValueError where it is no range of ladder steps."""
        source = OverstatementSource(self.source)
        return Overstatement(
            value=self.value, low=self.low, high=self.high, source=source, visits=self.visits
        )


@dataclass(frozen=True, slots=True)
class StepRecords:
    """All records, in order, and the digest of the one in force for each standard."""

    records: tuple[StepRecord, ...] = ()
    current: Mapping[str, str] = field(default_factory=dict)

    def current_of(self, standard: str) -> StepRecord | None:
        """Return the record in force for a standard, None where the assumed value stands."""
        digest = self.current.get(standard)
        return next((record for record in self.records if record.digest() == digest), None)

    def in_force(self) -> dict[str, Overstatement]:
        """Return what is taken off by each standard that has a record in force."""
        records = ((standard, self.current_of(standard)) for standard in self.current)
        return {standard: record.overstatement for standard, record in records if record}

    def with_record(self, record: StepRecord) -> "StepRecords":
        """Return the records with one added and put in force."""
        chained = replace(record, before=self.current.get(record.standard))
        current = {**self.current, record.standard: chained.digest()}
        kept = tuple(old for old in self.records if old.digest() != chained.digest())
        return StepRecords((*kept, chained), current)

    def taken_back(self, standard: str) -> "StepRecords":
        """Return the records with the one before in force, or the assumed value.

        Raises ValueError where no record is in force.
        """
        record = self.current_of(standard)
        if record is None:
            raise ValueError(f"{standard}: the assumed overstatement is in force")
        current = {name: digest for name, digest in self.current.items() if name != standard}
        if record.before is not None:
            current[standard] = record.before
        return StepRecords(self.records, current)


def read_step_records(folder: Path) -> StepRecords:
    """Return the records of a folder of models; an absent file is none.

    Raises FaultyStepRecords where the file is damaged or a record is not that of its digest.
    """
    path = folder / STEPS_FILE
    try:
        plain = json.loads(path.read_bytes())
    except FileNotFoundError:
        return StepRecords()
    except OSError as error:
        raise FaultyStepRecords(f"{path}: not readable: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise FaultyStepRecords(f"{path}: not readable: it is no JSON") from error
    try:
        return _checked(plain)
    except ValueError as error:
        raise FaultyStepRecords(f"{path}: no records of overstatement: {error}") from error
    except (TypeError, AttributeError, LookupError) as error:
        reason = "fields are missing, too many or of another kind"
        raise FaultyStepRecords(f"{path}: no records of overstatement: {reason}") from error


def _checked(plain: Mapping[str, object]) -> StepRecords:
    if plain["format"] != STEPS_FORMAT:
        raise ValueError(f"they are of another format than {STEPS_FORMAT}")
    entries, current = plain["records"], plain["current"]
    if not isinstance(entries, list) or not isinstance(current, dict):
        raise TypeError("records is a list, current an object")
    records = []
    for entry in entries:
        digest = entry.pop("digest")
        entry["channels"] = {name: tuple(ends) for name, ends in entry["channels"].items()}
        record = StepRecord(**entry)
        if record.digest() != digest:
            raise ValueError(f"the record of {record.standard} on {record.on} has been changed")
        if type(record.visits) is not int or record.source not in RECORDED:
            raise ValueError(
                f"{record.standard}: visits is a count, source one of {', '.join(RECORDED)}"
            )
        _ = record.overstatement
        records.append(record)
    of_standard = {(record.standard, record.digest()) for record in records}
    if not set(current.items()) <= of_standard:
        raise ValueError("current: a digest that no record has")
    return StepRecords(tuple(records), current)


def write_step_records(folder: Path, kept: StepRecords) -> None:
    """Write the records of a folder of models: the whole file, or nothing. Raises OSError."""
    plain = {
        "format": STEPS_FORMAT,
        "current": dict(kept.current),
        "records": [{**asdict(record), "digest": record.digest()} for record in kept.records],
    }
    write_whole(folder / STEPS_FILE, f"{json.dumps(plain, ensure_ascii=False, indent=1)}\n")
