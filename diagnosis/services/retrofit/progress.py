"""Note how far the projects of a roadmap are; compare what it promised with what was reached."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from diagnosis.domain.fault import FaultyInput, pointer
from diagnosis.domain.intake.item import Positions
from diagnosis.domain.intake.sheet import Sheet
from diagnosis.domain.retrofit.catalogue.project import Range
from diagnosis.domain.retrofit.follow_up.progress import (
    Fulfilment,
    ItemProgress,
    Note,
    ProjectProgress,
    Status,
    compare_progress,
)
from diagnosis.domain.scoring.verdict import position_of
from diagnosis.domain.text import Say, Text
from diagnosis.present.retrofit.plan import render_standings
from diagnosis.present.retrofit.plan_tables import STATUSES
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import ProgressRecord, RoadmapRecord
from diagnosis.services.ports.store import DiagnosisRow, Plain, Reading, Ticket, Work, iso
from diagnosis.services.read.fields import Fields
from diagnosis.services.retrofit.planned_work import levels_of, projects_of
from diagnosis.services.retrofit.state_problem import judge_of
from diagnosis.services.scoring.diagnose import read
from diagnosis.services.transaction import Books, found, once

Shown = dict[str, Any]
MOST_CHARACTERS = 500
MOST_WAN = 1_000_000.0
NOTE_FIELDS = ("project", "status", "on", "reason", "cost_wan")
KEPT = {
    Fulfilment.REACHED: Text("做到了", "reached"),
    Fulfilment.PARTLY: Text("部分做到", "partly reached"),
    Fulfilment.NOT_REACHED: Text("没做到", "not reached"),
    Fulfilment.UNKNOWN: Text("还不知道", "not known yet"),
}
NO_LATER = Text(
    "计划之后还没有提交新的答卷，无法比较是否做到。",
    "No sheet was submitted after the plan: what was reached is not known yet.",
)


def read_notes(raw: object, planned: Sequence[str], today: date) -> tuple[Note, ...]:
    """Return the notes of a request, one a project at most.

    Raises
    ------
    FaultyInput
        With every fault: a project that the plan has not, a day to come, a project that is dropped
        without a reason.

    """
    fields = Fields(raw, ("projects",))
    rows = fields.given.get("projects")
    if not isinstance(rows, list) or not rows:
        if fields.is_object:
            expected = Text("至少一项的列表", "a list of at least one")
            fields.fault("projects", "wrong-type", expected=expected)
        raise FaultyInput(fields.faults)
    notes: list[Note] = []
    for place, row in enumerate(rows):
        one = Fields(row, NOTE_FIELDS, pointer("projects", place), fields.faults)
        project = one.choice("project", planned)
        status = one.choice("status", [str(status) for status in Status])
        reason = one.text("reason", MOST_CHARACTERS, required=status == Status.DROPPED)
        cost, day = one.amount("cost_wan", MOST_WAN), one.day("on", latest=today)
        if project is not None and any(note.project == project for note in notes):
            one.fault("project", "duplicate-parameter", name=project)
        if project is not None and status is not None:
            notes.append(Note(project, Status(status), day or today, reason, cost))
    fields.stop()
    return tuple(notes)


def record_progress(
    books: Books, roadmap_id: str, raw: object, ticket: Ticket | None
) -> tuple[Plain, bool]:
    """Return how many notes were kept, and whether an earlier request kept them.

    Raises
    ------
    NotThere, FaultyInput, KeyReused
        When there is no such roadmap, with every fault, or when the key was used.

    """

    def act(work: Work) -> Plain:
        roadmap = found(work.roadmap(roadmap_id))
        planned = [one["id"] for one in projects_of(roadmap.result)]
        notes = read_notes(raw, planned, books.now.date())
        for note in notes:
            work.add_progress(ProgressRecord(books.make_id(), roadmap_id, books.now, note))
        return {"noted": len(notes)}

    return once(books, ticket, act)


def show_progress(content: Content, books: Books, roadmap_id: str, say: Say) -> Shown:
    """Return where each project of a roadmap stands, and what was promised against reached.

    Raises
    ------
    NotThere
        When the owner has no such roadmap.

    """
    with books.store.read(books.owner) as reading:
        roadmap = found(reading.roadmap(roadmap_id))
        records = reading.progress(roadmap_id)
        first = found(reading.assessment(roadmap.assessment_id))
        later = _later(reading, roadmap)
        second = None if later is None else reading.assessment(later.assessment_id)
    before = _sheet(content, first.sheet)
    after = None if second is None else _sheet(content, second.sheet)
    promises = compare_progress(
        {
            one["id"]: Range(one["cost_wan"]["low"], one["cost_wan"]["high"])
            for one in projects_of(roadmap.result)
        },
        content.projects,
        [record.note for record in records],
        _positions(before),
        None if after is None else _positions(after),
    )
    return {
        "roadmap_id": roadmap.id,
        "summary": _summary(promises),
        "projects": [_promise(content, one, say) for one in promises],
        "levels": _levels(content, roadmap, promises, before, later, say),
        "later": later
        and {
            "assessment_id": later.assessment_id,
            "diagnosis_id": later.id,
            "created_at": iso(later.created_at),
        },
        "note": None if later else say(NO_LATER),
        "history": [_history(record) for record in records],
    }


def _later(reading: Reading, roadmap: RoadmapRecord) -> DiagnosisRow | None:
    """Return the newest diagnosis of the enterprise made after the roadmap, of another sheet."""
    rows = reading.diagnoses({"enterprise_id": roadmap.enterprise_id}, None, 1).items
    newest = rows[0] if rows else None
    if newest is None or newest.created_at <= roadmap.created_at:
        return None
    return newest if newest.assessment_id != roadmap.assessment_id else None


def _sheet(content: Content, raw: Plain) -> Sheet | None:
    """Return a stored sheet, None where its form was withdrawn."""
    try:
        return read(content, dict(raw))
    except FaultyInput:
        return None


def _positions(sheet: Sheet | None) -> Positions:
    if sheet is None:
        return {}
    answered = {item: position_of(value) for item, value in sheet.answers.items()}
    return {item: value for item, value in answered.items() if value is not None}


def _summary(promises: Sequence[ProjectProgress]) -> Shown:
    counts = Counter(one.status for one in promises)
    spent = [one.cost_wan for one in promises if one.cost_wan is not None]
    items = [item for one in promises if one.status is Status.DONE for item in one.items]
    kept = Counter(item.fulfilment for item in items)
    return {
        "status": {str(status): counts[status] for status in Status},
        "planned_wan": {
            end: round(sum(getattr(one.planned_wan, end) for one in promises), 2)
            for end in ("low", "mid", "high")
        },
        "spent_wan": round(sum(spent), 2) if spent else None,
        "items_of_done": {str(one): kept[one] for one in Fulfilment},
    }


def _promise(content: Content, one: ProjectProgress, say: Say) -> Shown:
    project, note = content.projects.get(one.project), one.note
    return {
        "id": one.project,
        "name": project and say(project.name),
        "status": str(one.status),
        "status_name": say(STATUSES[one.status]),
        "on": note and note.on.isoformat(),
        "reason": note and note.reason,
        "planned_wan": {
            "low": one.planned_wan.low,
            "mid": round(one.planned_wan.mid, 2),
            "high": one.planned_wan.high,
        },
        "cost_wan": one.cost_wan,
        "cost_within": one.cost_within,
        "items": [_item(content, item, say) for item in one.items],
    }


def _item(content: Content, item: ItemProgress, say: Say) -> Shown:
    return {
        "item": item.item,
        "text": say(content.bank[item.item].text),
        "before": item.before,
        "promised": item.planned,
        "found": item.later,
        "kept": str(item.fulfilment),
        "kept_name": say(KEPT[item.fulfilment]),
    }


def _levels(
    content: Content,
    roadmap: RoadmapRecord,
    promises: Sequence[ProjectProgress],
    before: Sheet | None,
    later: DiagnosisRow | None,
    say: Say,
) -> list[Shown]:
    """Return levels before, promised by the whole plan and by what is done, and reached."""
    plan = roadmap.result
    last = plan["phases"][-1]["standards"] if plan["phases"] else plan["before"]
    was, promised = levels_of(plan["before"]), levels_of(last)
    done = _levels_of_done(content, promises, before, say)
    columns = ("staged_level", "points_level", "tiers_level", "gated_level")
    return [
        {
            "standard": standard.id,
            "name": say(standard.name),
            "before": was.get(standard.id),
            "promised": promised.get(standard.id),
            "promised_by_done": done.get(standard.id),
            "reached": later and later.facts[column],
        }
        for standard, column in zip(content.standards, columns, strict=True)
    ]


def _levels_of_done(
    content: Content, promises: Sequence[ProjectProgress], before: Sheet | None, say: Say
) -> dict[str, int]:
    """Return the levels that the projects done so far should have brought, by simulation."""
    if before is None:
        return {}
    positions = dict(_positions(before))
    for one in promises:
        if one.status is Status.DONE:
            for item in one.items:
                positions[item.item] = max(positions.get(item.item, 0.0), float(item.planned))
    scores = judge_of(content, before)(positions)
    return levels_of([dict(row) for row in render_standings(content, scores, say)])


def _history(record: ProgressRecord) -> Shown:
    note = record.note
    return {
        "project": note.project,
        "status": str(note.status),
        "on": note.on.isoformat(),
        "reason": note.reason,
        "cost_wan": note.cost_wan,
        "noted_at": iso(record.created_at),
    }
