"""A visit from its beginning until it is signed: who goes there, for whom, and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

from diagnosis.domain.characters import is_unseen
from diagnosis.domain.fault import Fault
from diagnosis.domain.intake.fields import Fields, noted, read_text
from diagnosis.services.errors import GrantOver, OfItsOwner, Stale, VisitSettled
from diagnosis.services.ports.content import ContentVersions
from diagnosis.services.ports.records import DiagnosisRow
from diagnosis.services.ports.store import IdempotencyKey, Page, Where, Work
from diagnosis.services.ports.visits import KeptVisit, VisitState, WhyVisited
from diagnosis.services.seen_versions import SeenVersions
from diagnosis.services.transaction import Caller, Made, made_before, require, run_once
from diagnosis.services.visits.claims import claims_of

_FIELDS = ("why", "planned_on", "visitor", "employer", "vendor_ties")
LONGEST_VISITOR, LONGEST_EMPLOYER = 100, 200
MOST_TIES, LONGEST_TIE = 20, 200
FURTHEST = timedelta(days=400)
"""How far ahead a visit is planned, as long as a grant lasts at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _VisitPlan:
    why: WhyVisited
    planned_on: date
    visitor: str
    employer: str
    vendor_ties: tuple[str, ...]


def as_visitor(caller: Caller) -> Caller:
    """Return who asks, to write visits: it reads the firms that are granted, as it must."""
    return replace(caller, principal=replace(caller.principal, is_writing=False))


def begin_visit(
    contents: ContentVersions,
    caller: Caller,
    diagnosis_id: str,
    raw: object,
    key: IdempotencyKey | None,
) -> Made[str]:
    """Return the id of the visit about a diagnosis that a request begins.

    Raises
    ------
    FaultyInput, KeyReused
        With every fault; when the key stood for another request.
    NotThere
        When no diagnosis of this id is granted to the caller.
    OfItsOwner
        When the diagnosis is the caller's own: nobody verifies its own firm.
    ContentNotKept
        When the content that the diagnosis is pinned to cannot be loaded.

    """
    caller = as_visitor(caller)
    earlier = made_before(caller, key)
    if earlier is not None:
        return Made(earlier, True)
    plan = _read_plan(caller, raw)
    with caller.store.read(caller.principal) as reader:
        claims = claims_of(contents, reader, diagnosis_id)
    claims.refuse_withdrawn()

    def begin(work: Work) -> str:
        visit = _first_version(caller, claims.row, plan)
        if not work.begin_visit(visit):
            raise OfItsOwner
        return visit.id

    return run_once(caller, key, str, begin)


def _first_version(caller: Caller, row: DiagnosisRow, plan: _VisitPlan) -> KeptVisit:
    return KeptVisit(
        id=caller.make_id(),
        enterprise_id=row.enterprise_id,
        diagnosis_id=row.id,
        visited_by=caller.principal.owner,
        state=VisitState.OPEN,
        why=plan.why,
        planned_on=plan.planned_on,
        visitor=plan.visitor,
        employer=plan.employer,
        vendor_ties=plan.vendor_ties,
        version=1,
        begun_by=caller.principal.actor,
        created_at=caller.now,
        updated_at=caller.now,
    )


def _read_plan(caller: Caller, raw: object) -> _VisitPlan:
    """Return what a request says of a visit; that there are no ties has to be stated."""
    fields = Fields(raw, _FIELDS)
    why = fields.choice("why", tuple(WhyVisited))
    fields.has("planned_on", required=True)
    planned_on = fields.day("planned_on", latest=caller.today + FURTHEST)
    visitor = fields.text("visitor", LONGEST_VISITOR, required=True, lines=False)
    employer = fields.text("employer", LONGEST_EMPLOYER, required=True, lines=False)
    fields.has("vendor_ties", required=True)
    ties = tuple(_read_ties(fields))
    fields.stop()
    return _VisitPlan(
        why=WhyVisited(require(why)),
        planned_on=require(planned_on),
        visitor=require(visitor),
        employer=require(employer),
        vendor_ties=ties,
    )


def _read_ties(fields: Fields) -> Iterator[str]:
    for text, place in fields.texts("vendor_ties", most=MOST_TIES):
        tie = noted(read_text(text, place, LONGEST_TIE), fields.faults)
        if tie is not None and is_unseen(tie):
            fields.faults.append(Fault(place, "blank-text"))
        elif tie is not None:
            yield tie


def get_visit(caller: Caller, visit_id: str) -> KeptVisit:
    """Return a visit.

    Raises
    ------
    NotThere
        When the caller sees none of this id.

    """
    with caller.store.read(caller.principal) as reader:
        return require(reader.visit(visit_id))


def list_visits(caller: Caller, where: Where, after: str | None, limit: int) -> Page[KeptVisit]:
    """Return a page of the visits that the caller sees, newest first."""
    with caller.store.read(caller.principal) as reader:
        return reader.visits(where, after, limit)


@contextmanager
def held_open(
    caller: Caller, visit_id: str, versions: SeenVersions, *, leave: bool = True
) -> Iterator[tuple[Work, KeptVisit]]:
    """Yield a transaction and the next version of a visit that is open, of one that was seen.

    `leave` is whether the firm still has to be granted to the caller.

    Raises
    ------
    NotThere, VisitSettled, GrantOver, Stale
        When the caller has none of this id, it is open no more, its firm is granted no longer, or
        it was changed in between.

    """
    with caller.store.begin(caller.principal) as work:
        before = require(work.hold_visit(visit_id))
        if before.state is not VisitState.OPEN:
            raise VisitSettled
        if leave and not work.may_visit(before.enterprise_id):
            raise GrantOver
        versions.check(before.version)
        yield work, replace(before, version=before.version + 1, updated_at=caller.now)


def withdraw_visit(caller: Caller, visit_id: str, versions: SeenVersions) -> KeptVisit:
    """Return a visit after it was given up; what was verified stays, and counts nowhere.

    Raises
    ------
    NotThere, VisitSettled, Stale
        When the caller has none of this id, it is open no more, or was changed in between.

    """
    caller = as_visitor(caller)
    with held_open(caller, visit_id, versions, leave=False) as (work, visit):
        after = replace(visit, state=VisitState.WITHDRAWN)
        if not work.withdraw_visit(after):
            raise Stale
    return after
