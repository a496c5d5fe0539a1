"""Roadmaps over a store: plan an assessment's, keep it, list it, compare it with another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from diagnosis.domain.fault import Fault, FaultyInput
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.follow_up.feedback import KnownProjects
from diagnosis.domain.retrofit.follow_up.progress import Status, latest_notes
from diagnosis.domain.retrofit.plan.problem import Objective
from diagnosis.domain.text import Language, Say, Text
from diagnosis.present.retrofit.plan import level_after, render_roadmap
from diagnosis.present.say import in_both, localise
from diagnosis.services.errors import NotSubmitted
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import RoadmapRecord, RoadmapRow
from diagnosis.services.ports.solver import RoadmapSolver
from diagnosis.services.ports.store import (
    AssessmentRecord,
    Page,
    Plain,
    Reading,
    State,
    Ticket,
    Work,
    iso,
)
from diagnosis.services.read.fields import Fields
from diagnosis.services.read.plan_request import FIELDS, RoadmapRequest, read_request
from diagnosis.services.retrofit.compare_plans import compare_roadmaps
from diagnosis.services.retrofit.feedback import heeded
from diagnosis.services.retrofit.make_plan import Roadmap, make_roadmap
from diagnosis.services.scoring.diagnose import read
from diagnosis.services.transaction import Books, found, once

OWN_FIELDS = ("starts_on", "heed_feedback")
MOST_SECONDS = 20.0
"""Seconds that the exact solver may take inside a request."""
ROADMAPS_READ = 10
"""How many of an enterprise's latest roadmaps are read for projects that are done."""

DEMOTED_USED = Text(
    "贵企业说过「太贵、没人手、现在不是时候」的项目，少了就达不到目标，所以仍然列入。",
    "Projects that the firm called too dear or too early are kept: the aim is out of reach "
    "without them.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a roadmap: the wish, the day the plan starts, whether feedback is heeded."""

    request: RoadmapRequest
    starts_on: date
    heed: bool
    raw: Plain


@dataclass(frozen=True, slots=True)
class Planned:
    """A roadmap with what a firm's words and earlier progress made of it."""

    roadmap: Roadmap
    starts_on: date
    heeded: KnownProjects
    demoted_used: bool

    def render(self, content: Content, say: Say) -> dict[str, Any]:
        """Return it as JSON values."""
        own = self.heeded
        return {
            **render_roadmap(content, self.roadmap, say),
            "starts_on": self.starts_on.isoformat(),
            "heeded": {
                "done": sorted(own.done),
                "refused": sorted(own.refused),
                "demoted": sorted(own.demoted),
                "note": say(DEMOTED_USED) if self.demoted_used else None,
            },
        }


def read_asked(content: Content, raw: object, today: date) -> Asked:
    """Return what a request wants; without a day the plan starts today.

    Raises
    ------
    FaultyInput
        With every fault.

    """
    fields = Fields(raw, (*FIELDS, *OWN_FIELDS))
    starts, heed = fields.day("starts_on"), fields.flag("heed_feedback")
    seconds = fields.given.get("seconds")
    if isinstance(seconds, int | float) and seconds > MOST_SECONDS:
        fields.fault("seconds", "out-of-range", low="0.1", high=f"{MOST_SECONDS:g}")
    faults = fields.faults
    own = {name: value for name, value in fields.given.items() if name in FIELDS}
    try:
        request = read_request(content, own)
    except FaultyInput as error:
        known = {fault.pointer for fault in faults}
        faults += [fault for fault in error.faults if fault.pointer not in known]
        raise FaultyInput(faults) from None
    fields.stop()
    return Asked(request, starts or today, heed is not False, dict(fields.given))


def plan(
    content: Content, solver: RoadmapSolver, sheet: Sheet, asked: Asked, known: KnownProjects
) -> Planned:
    """Return the roadmap of a sheet, heeding what is known of the firm's projects.

    What the caller wishes for stands over what was said before. Demoted projects are left out
    unless a level is aimed at that is not reached without them.
    """
    wishes = asked.request.wishes
    free = wishes.wanted | wishes.done
    own = KnownProjects(known.done - wishes.wanted, known.refused - free, known.demoted - free)
    if not asked.heed:
        own = KnownProjects(own.done)
    firm = replace(wishes, done=wishes.done | own.done, refused=wishes.refused | own.refused)
    strict = replace(firm, refused=firm.refused | own.demoted)
    request = replace(asked.request, wishes=strict)
    roadmap = make_roadmap(content, solver, sheet, request)
    if own.demoted and _misses(roadmap):
        without = roadmap
        roadmap = make_roadmap(content, solver, sheet, replace(request, wishes=firm))
        if not _misses(roadmap) or level_after(roadmap) > level_after(without):
            return Planned(roadmap, asked.starts_on, own, True)
        roadmap = without
    return Planned(roadmap, asked.starts_on, own, False)


def _misses(roadmap: Roadmap) -> bool:
    wanted = roadmap.request
    if wanted.objective is not Objective.REACH or wanted.level is None:
        return False
    return level_after(roadmap) < wanted.level


def known_of(reading: Reading, enterprise_id: str) -> KnownProjects:
    """Return what an enterprise said of projects, and what it noted as done in its roadmaps."""
    said = heeded(reading, enterprise_id)
    done: set[str] = set()
    for row in reading.roadmaps({"enterprise_id": enterprise_id}, None, ROADMAPS_READ).items:
        notes = latest_notes([record.note for record in reading.progress(row.id)])
        done |= {name for name, note in notes.items() if note.status is Status.DONE}
    return KnownProjects(said.done | done, said.refused - done, said.demoted - done)


def submitted_sheet(
    content: Content, reading: Reading, assessment_id: str
) -> tuple[AssessmentRecord, Sheet]:
    """Return a submitted assessment and its sheet.

    Raises
    ------
    NotThere, NotSubmitted
        When the owner has no such assessment, or it is a draft still.
    FaultyInput
        When its form was withdrawn.

    """
    record = found(reading.assessment(assessment_id))
    if record.state is not State.SUBMITTED:
        raise NotSubmitted
    return record, read(content, dict(record.sheet))


def plan_and_store(
    content: Content,
    solver: RoadmapSolver,
    books: Books,
    assessment_id: str,
    raw: object,
    ticket: Ticket | None,
) -> tuple[Plain, bool]:
    """Return the head of a stored roadmap of an assessment, and whether it was made before.

    Raises
    ------
    NotThere, NotSubmitted, FaultyInput, KeyReused
        When there is no such assessment, it is a draft, with every fault, or for a used key.

    """
    asked = read_asked(content, raw, books.now.date())
    with books.store.read(books.owner) as reading:
        assessment, sheet = submitted_sheet(content, reading, assessment_id)
        known = known_of(reading, assessment.enterprise_id)
    planned = plan(content, solver, sheet, asked, known)
    request, result = asked.request, planned.render(content, in_both)

    def act(work: Work) -> Plain:
        record = RoadmapRecord(
            books.make_id(),
            assessment.enterprise_id,
            assessment.id,
            books.now,
            asked.starts_on,
            request.standard,
            request.level,
            request.budget_wan,
            result["cost_wan"]["mid"],
            asked.raw,
            result,
        )
        work.add_roadmap(record)
        return {"id": record.id}

    return once(books, ticket, act)


def get_roadmap(books: Books, roadmap_id: str) -> RoadmapRecord:
    """Return a stored roadmap.

    Raises
    ------
    NotThere
        When the owner has none of this id.

    """
    with books.store.read(books.owner) as reading:
        return found(reading.roadmap(roadmap_id))


def list_roadmaps(books: Books, where: Plain, after: str | None, limit: int) -> Page[RoadmapRow]:
    """Return a page of the owner's roadmaps, newest first."""
    with books.store.read(books.owner) as reading:
        return reading.roadmaps(where, after, limit)


def show_roadmap(record: RoadmapRecord, language: Language) -> dict[str, Any]:
    """Return a stored roadmap as it was answered when it was made."""
    result: dict[str, Any] = localise(dict(record.result), language)
    head = {
        "id": record.id,
        "enterprise_id": record.enterprise_id,
        "assessment_id": record.assessment_id,
        "created_at": iso(record.created_at),
    }
    return head | result | {"wanted": dict(record.wanted)}


def show_roadmap_row(row: RoadmapRow) -> dict[str, Any]:
    """Return a line of the list of roadmaps."""
    return {
        "id": row.id,
        "enterprise_id": row.enterprise_id,
        "assessment_id": row.assessment_id,
        "created_at": iso(row.created_at),
        "starts_on": row.starts_on.isoformat(),
        "standard": row.standard,
        "level": row.level,
        "budget_wan": row.budget_wan,
        "cost_mid_wan": row.cost_mid_wan,
    }


def compare_stored(
    books: Books, roadmap_id: str, other_id: str, language: Language
) -> dict[str, Any]:
    """Return the differences of two stored roadmaps, the second less the first.

    Raises
    ------
    NotThere
        When the owner has no such roadmap.
    FaultyInput
        When there is none to compare it with.

    """
    with books.store.read(books.owner) as reading:
        first, second = found(reading.roadmap(roadmap_id)), reading.roadmap(other_id)
    if second is None:
        raise FaultyInput([Fault("/with", "bad-id")])
    one: Mapping[str, Any] = localise(dict(first.result), language)
    two: Mapping[str, Any] = localise(dict(second.result), language)
    return {"first_id": first.id, "second_id": second.id} | compare_roadmaps(one, two)
