"""Readings of a diagnosis: what is kept of it, and how what is kept is held to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.services.ports.records import Basis, KeptReading
from diagnosis.services.scoring.diagnose import Diagnosis

_NEAR = 1e-9


def readings_of(diagnosis: Diagnosis) -> tuple[KeptReading, ...]:
    """Return what each standard and each model made of a sheet, by basis and standard."""
    revisions = {verdict.standard.id: verdict.standard.revision for verdict in diagnosis.verdicts}
    kept = (*_by_rule(diagnosis), *_by_model(diagnosis, revisions))
    return tuple(sorted(kept, key=lambda reading: (reading.basis, reading.standard)))


def readings_of_visit(verified: Diagnosis, estimated: Diagnosis) -> tuple[KeptReading, ...]:
    """Return what each standard made of verified answers, and each model with them beside.

    Parameters
    ----------
    verified
        The diagnosis of the claims with the verified answers in their place.
    estimated
        The diagnosis of the claims, its estimates with what was verified.

    """
    revisions = {verdict.standard.id: verdict.standard.revision for verdict in verified.verdicts}
    by_rule = (replace(reading, basis=Basis.VERIFIED) for reading in _by_rule(verified))
    kept = (*by_rule, *_by_model(estimated, revisions))
    return tuple(sorted(kept, key=lambda reading: (reading.basis, reading.standard)))


def _by_rule(diagnosis: Diagnosis) -> Iterator[KeptReading]:
    for verdict in diagnosis.verdicts:
        yield KeptReading(
            standard=verdict.standard.id,
            revision=verdict.standard.revision,
            basis=Basis.SELF,
            level=verdict.level,
            score=verdict.score,
            coverage=verdict.coverage,
            vector=tuple(dimension.score for dimension in verdict.dimensions),
        )


def _by_model(diagnosis: Diagnosis, revisions: Mapping[str, int]) -> Iterator[KeptReading]:
    answered = {verdict.standard.id for verdict in diagnosis.verdicts if verdict.coverage}
    for estimate in diagnosis.estimates:
        deflated = estimate.deflated
        if estimate.standard in answered and not (estimate.refusal and estimate.level is None):
            yield KeptReading(
                standard=estimate.standard,
                revision=revisions[estimate.standard],
                basis=Basis.ESTIMATED,
                level=estimate.level,
                score=estimate.expected_score,
                model=estimate.model,
                margin=deflated.margin if deflated else None,
                overstatement=deflated.overstatement.value if deflated else None,
            )


def hold_to(diagnosis: Diagnosis, kept: Iterable[KeptReading]) -> Diagnosis:
    """Return a diagnosis made anew with the levels and scores that were kept.

    Where today's code comes to others, the kept ones stand and the standard is named.
    """
    before = {each.standard: each for each in kept if each.basis is Basis.SELF}
    standing = tuple(
        verdict.standard.id
        for verdict in diagnosis.verdicts
        if verdict.standard.id in before and not _agrees(verdict, before[verdict.standard.id])
    )
    if not standing:
        return diagnosis
    verdicts = tuple(
        _standing(verdict, before[verdict.standard.id])
        if verdict.standard.id in standing
        else verdict
        for verdict in diagnosis.verdicts
    )
    return replace(diagnosis, verdicts=verdicts, standing=standing)


def _agrees(verdict: Verdict, kept: KeptReading) -> bool:
    return verdict.level == kept.level and _equal(verdict.score, kept.score)


def _equal(score: float | None, other: float | None) -> bool:
    if score is None or other is None:
        return score is other
    return abs(score - other) <= _NEAR


def _standing(verdict: Verdict, kept: KeptReading) -> Verdict:
    is_given = kept.level is not None
    return replace(
        verdict,
        level=kept.level,
        score=kept.score,
        coverage=verdict.coverage if kept.coverage is None else kept.coverage,
        no_level=None if is_given else verdict.no_level,
        provisional=None if is_given else verdict.provisional,
    )
