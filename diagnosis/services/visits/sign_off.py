"""The signature of a visit: what was verified never changes again, and the standards read it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.services.errors import GrantOver, NotThere, Stale, VisitSettled
from diagnosis.services.ports.estimator import Estimator
from diagnosis.services.ports.records import KeptReading
from diagnosis.services.ports.store import IdempotencyKey, Work
from diagnosis.services.ports.visits import KeptVisit, VisitAnswer, VisitState
from diagnosis.services.scoring.diagnose import diagnose
from diagnosis.services.scoring.diagnose_checked import diagnose_checked
from diagnosis.services.scoring.kept_readings import readings_of_visit
from diagnosis.services.scoring.submissions import Diagnosing
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller, Made, made_before, require, run_once
from diagnosis.services.visits.claims import VisitedClaims, claims_of
from diagnosis.services.visits.findings import FindingSeverity, findings_of
from diagnosis.services.visits.visit import as_visitor

_ATTEMPTS = 3
"""How often a visit is read that others keep changing."""


class _VisitOvertaken(Stale):
    """A visit was changed while it was read."""


def sign_visit(
    using: Diagnosing,
    caller: Caller,
    visit_id: str,
    versions: SeenVersions,
    key: IdempotencyKey | None,
) -> Made[str]:
    """Return the id of a visit after it was signed; it never changes again.

    The standards are applied before the transaction begins, so that no other writer waits for it.

    Raises
    ------
    FaultyInput
        With everything that stops the signature, where it stands in the answers of the visit.
    NotThere, VisitSettled, GrantOver, Stale, KeyReused
        When the caller has none of this id, it is open no more, its firm is granted no longer, it
        was changed in between, or the key stood for another request.
    ContentNotKept
        When the content of the diagnosis cannot be loaded.

    """
    caller = as_visitor(caller)
    earlier = made_before(caller, key)
    if earlier is not None:
        return Made(earlier, True)
    for _ in range(_ATTEMPTS):
        visit, claims, answers = _read_open(using, caller, visit_id)
        versions.check(visit.version)
        _refuse_errors(claims, answers, using.estimator)
        readings = verified_readings(claims, answers, using.estimator)
        with suppress(_VisitOvertaken):
            return run_once(caller, key, str, _sign_version(caller, visit, readings))
    raise Stale


def _read_open(
    using: Diagnosing, caller: Caller, visit_id: str
) -> tuple[KeptVisit, VisitedClaims, tuple[VisitAnswer, ...]]:
    """Return an open visit of the caller, what the firm claims, and what was verified."""
    with caller.store.read(caller.principal) as reader:
        visit = require(reader.visit(visit_id))
        if visit.visited_by != caller.principal.owner:
            raise NotThere
        if visit.state is not VisitState.OPEN:
            raise VisitSettled
        try:
            claims = claims_of(using.contents, reader, visit.diagnosis_id)
        except NotThere:
            raise GrantOver from None
        return visit, claims, reader.visit_answers(visit_id)


def _refuse_errors(
    claims: VisitedClaims, answers: tuple[VisitAnswer, ...], estimator: Estimator | None
) -> None:
    errors = [
        Fault(finding.pointer, finding.code.value)
        for finding in findings_of(claims, answers, estimator)
        if finding.severity is FindingSeverity.ERROR
    ]
    if errors:
        raise FaultyInput(errors)


def verified_readings(
    claims: VisitedClaims, answers: tuple[VisitAnswer, ...], estimator: Estimator | None
) -> tuple[KeptReading, ...]:
    """Return what each standard makes of the claims with the verified answers in their place.

    Beside it stands what each model estimates with the same.
    """
    checked = claims.checked(answers)
    verified = diagnose(claims.content, checked.as_verified, explained=False)
    estimated = diagnose_checked(claims.content, checked, estimator=estimator, explained=False)
    return readings_of_visit(verified, estimated)


def _sign_version(
    caller: Caller, visit: KeptVisit, readings: tuple[KeptReading, ...]
) -> Callable[[Work], str]:
    """Return what signs a visit in the version that was read."""

    def sign(work: Work) -> str:
        before = require(work.hold_visit(visit.id))
        if before.state is not VisitState.OPEN:
            raise VisitSettled
        if not work.may_visit(before.enterprise_id):
            raise GrantOver
        after = replace(
            before,
            state=VisitState.SIGNED,
            version=before.version + 1,
            updated_at=caller.now,
            signed_at=caller.now,
            signed_by=caller.principal.actor,
        )
        if before.version != visit.version or not work.sign_visit(after, readings):
            raise _VisitOvertaken
        return visit.id

    return sign
