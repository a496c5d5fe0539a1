"""What a firm claims, what was estimated, and what a visit verified, beside each other."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from diagnosis.domain.intake.answer import Value
from diagnosis.domain.scoring.counted_items import counted_items
from diagnosis.services.ports.content import Content, ContentVersions
from diagnosis.services.ports.records import Basis, KeptReading
from diagnosis.services.ports.visits import KeptVisit, VisitAnswer
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.transaction import Caller
from diagnosis.services.visits.claims import VisitedClaims, visited
from diagnosis.services.visits.findings import differs


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsBeside:
    """The readings of one standard: `claimed`, `estimated` from the claims alone, `verified`.

    `after_visit` is what a model estimates with what was verified; None where there is none.
    `changed_by` are the items whose verified answer alone moves what the standard makes of it:
    beside the claims to all others, or beside what was verified of all others.
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
    moving = _moving(claims, answers, {each.verified.item for each in changed})
    return VisitCompared(visit, claims.content, _levels(claims, readings, moving), changed)


def _changed(claims: VisitedClaims, answers: tuple[VisitAnswer, ...]) -> list[ChangedAnswer]:
    claimed = claims.sheet.answers
    return [
        ChangedAnswer(claimed.get(answer.item), answer)
        for answer in answers
        if answer.item not in claimed or differs(claimed[answer.item], answer.value)
    ]


def _levels(
    claims: VisitedClaims,
    readings: tuple[KeptReading, ...],
    moving: Mapping[str, tuple[str, ...]],
) -> tuple[LevelsBeside, ...]:
    before, after = _by_basis(claims.readings), _by_basis(readings)
    return tuple(
        LevelsBeside(
            standard=standard.id,
            claimed=before.get((standard.id, Basis.SELF)),
            estimated=before.get((standard.id, Basis.ESTIMATED)),
            verified=after.get((standard.id, Basis.VERIFIED)),
            after_visit=after.get((standard.id, Basis.ESTIMATED)),
            changed_by=moving[standard.id],
        )
        for standard in claims.content.standards
    )


def _moving(
    claims: VisitedClaims, answers: tuple[VisitAnswer, ...], changed: Set[str]
) -> Mapping[str, tuple[str, ...]]:
    """Return by standard which of the changed items alone move its result."""
    standards = claims.content.standards
    counted = {standard.id: frozenset(counted_items(standard)) for standard in standards}
    moving: dict[str, list[str]] = {standard.id: [] for standard in standards}
    before, after = _results(claims, ()), _results(claims, answers)
    for answer in answers:
        readers = [name for name, items in counted.items() if answer.item in items]
        if answer.item not in changed or not readers:
            continue
        alone = _results(claims, (answer,))
        without = _results(claims, tuple(each for each in answers if each is not answer))
        for name in readers:
            if alone[name] != before[name] or without[name] != after[name]:
                moving[name].append(answer.item)
    return {name: tuple(items) for name, items in moving.items()}


def _results(
    claims: VisitedClaims, answers: tuple[VisitAnswer, ...]
) -> Mapping[str, tuple[int | None, float | None, float | None]]:
    """Return what each standard makes of the claims with some verified answers."""
    made = diagnose(claims.content, claims.checked(answers).as_verified, explained=False)
    return {
        each.standard.id: (each.level, _rounded(each.score), _rounded(each.coverage))
        for each in made.verdicts
    }


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 9)


def _by_basis(readings: tuple[KeptReading, ...]) -> Mapping[tuple[str, Basis], KeptReading]:
    return {(reading.standard, reading.basis): reading for reading in readings}
