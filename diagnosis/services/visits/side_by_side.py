"""What a firm claims, what was estimated, and what a visit verified, beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.scoring.counted_items import counted_items
from diagnosis.domain.scoring.standard import Standard
from diagnosis.services.ports.content import Content, ContentVersions
from diagnosis.services.ports.records import Basis, KeptReading
from diagnosis.services.ports.visits import KeptVisit, VisitAnswer
from diagnosis.services.transaction import Caller
from diagnosis.services.visits.claims import VisitedClaims, visited
from diagnosis.services.visits.findings import differs


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsBeside:
    """The readings of one standard: `claimed`, `estimated` from the claims alone, `verified`.

    `after_visit` is what a model estimates with what was verified; None where there is none.
    `changed_by` are the items that the standard reads and whose verified answer is not the claim.
    """

    standard: str
    claimed: KeptReading | None
    estimated: KeptReading | None
    verified: KeptReading | None
    after_visit: KeptReading | None
    changed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """An answer that was verified as another one; the claim is None where it was left blank."""

    claim: Value | None
    verified: VisitAnswer


@dataclass(frozen=True, slots=True)
class VisitCompared:
    """A visit beside the diagnosis that it verifies: the levels, and the answers that changed."""

    visit: KeptVisit
    content: Content
    levels: tuple[LevelsBeside, ...]
    changed: tuple[ChangedAnswer, ...]


def compare_visit(contents: ContentVersions, caller: Caller, visit_id: str) -> VisitCompared:
    """Return a visit beside the diagnosis that it verifies; it has levels once it is signed.

    Raises
    ------
    NotThere
        When the caller sees no such visit, or not the firm that it is about.
    ContentNotKept
        When the content of the diagnosis cannot be loaded.

    """
    with caller.store.read(caller.principal) as reader:
        visit, claims, answers = visited(contents, reader, visit_id)
        readings = reader.visit_readings(visit_id)
    changed = tuple(_changed(claims, answers))
    items = tuple(each.verified.item for each in changed)
    return VisitCompared(visit, claims.content, _levels(claims, readings, items), changed)


def _changed(claims: VisitedClaims, answers: tuple[VisitAnswer, ...]) -> list[ChangedAnswer]:
    claimed = claims.sheet.answers
    return [
        ChangedAnswer(claimed.get(answer.item), answer)
        for answer in answers
        if answer.item not in claimed or differs(claimed[answer.item], answer.value)
    ]


def _levels(
    claims: VisitedClaims, readings: tuple[KeptReading, ...], changed: tuple[str, ...]
) -> tuple[LevelsBeside, ...]:
    before, after = _by_basis(claims.readings), _by_basis(readings)
    return tuple(
        LevelsBeside(
            standard=standard.id,
            claimed=before.get((standard.id, Basis.SELF)),
            estimated=before.get((standard.id, Basis.ESTIMATED)),
            verified=after.get((standard.id, Basis.VERIFIED)),
            after_visit=after.get((standard.id, Basis.ESTIMATED)),
            changed_by=_read_by(standard, changed),
        )
        for standard in claims.content.standards
    )


def _read_by(standard: Standard, items: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some items that a standard reads, in their order."""
    counted = frozenset(counted_items(standard))
    return tuple(item for item in items if item in counted)


def _by_basis(readings: tuple[KeptReading, ...]) -> Mapping[tuple[str, Basis], KeptReading]:
    return {(reading.standard, reading.basis): reading for reading in readings}
