"""Note how far the projects of a plan are; compare what it promised with what was reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from diagnosis.domain.fault import Expected, FaultyInput, pointer
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.item import Positions
from diagnosis.domain.intake.sheet import Sheet, accepted_sheet
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.domain.retrofit.catalogue.project import MOST_MONEY_WAN, MoneyRange
from diagnosis.domain.retrofit.follow_up.progress import (
    Note,
    ProjectProgress,
    Status,
    compare_progress,
)
from diagnosis.domain.retrofit.plan.kept_plan import KeptPlan
from diagnosis.domain.scoring.reading import levels_by_standard, readings
from diagnosis.domain.scoring.verdict import position_of
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import DiagnosisRow, PlanRecord, ProgressRecord
from diagnosis.services.ports.store import IdempotencyKey, Reader, Work
from diagnosis.services.retrofit.state_problem import judge_of
from diagnosis.services.transaction import Caller, Made, require, run_once

MOST_CHARACTERS = 500
NOTE_FIELDS = ("project", "status", "on", "reason", "cost_wan")


class StandardProgress(NamedTuple):
    """The level by a standard before the plan, promised by it, and reached later.

    `by_done` is what the projects that are done should have brought, by simulation.
    """

    standard: str
    before: int | None
    promised: int | None
    by_done: int | None
    reached: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProgress:
    """Where each project of a plan is, and what was promised against what was reached.

    `later` is the newest diagnosis of the enterprise made after the plan, of another sheet.
    """

    plan_id: str
    projects: tuple[ProjectProgress, ...]
    levels: tuple[StandardProgress, ...]
    later: DiagnosisRow | None
    history: tuple[ProgressRecord, ...]


def read_notes(raw: object, planned: Sequence[str], today: date) -> tuple[Note, ...]:
    """Return the notes of a request, at most one for each project that is planned.

    Raises
    ------
    FaultyInput
        With every fault: a project that the plan has not, a day to come, a project that is dropped
        without a reason.

    """
    fields = Fields(raw, ("projects",))
    rows = fields.values.get("projects")
    if not isinstance(rows, list) or not rows:
        if fields.has("projects", required=True):
            fields.fault("projects", "wrong-type", expected=Expected.NOTES)
        raise FaultyInput(fields.faults)
    if len(rows) > len(planned):
        fields.fault("projects", "too-many", limit=len(planned))
        fields.stop()
    notes: list[Note] = []
    noted: set[str] = set()
    for number, row in enumerate(rows):
        note_fields = Fields(row, NOTE_FIELDS, pointer("projects", number), fields.faults)
        project = note_fields.choice("project", planned)
        note = _note(note_fields, project, today)
        if project in noted:
            note_fields.fault("project", "duplicate-parameter", name=project)
        noted |= {project} if project is not None else set()
        notes += [note] if note is not None else []
    fields.stop()
    return tuple(notes)


def _note(fields: Fields, project: str | None, today: date) -> Note | None:
    status = fields.choice("status", [str(status) for status in Status])
    reason = fields.text("reason", MOST_CHARACTERS, required=status == Status.DROPPED)
    cost, day = fields.number("cost_wan", 0, MOST_MONEY_WAN), fields.day("on", latest=today)
    if project is None or status is None:
        return None
    return Note(project, Status(status), day or today, reason, cost)


def record_progress(
    caller: Caller, plan_id: str, raw: object, key: IdempotencyKey | None
) -> Made[str]:
    """Keep the notes of a request on the projects of a plan; return the plan's id.

    Raises
    ------
    NotThere, FaultyInput, KeyReused
        When there is no such plan, with every fault, or when the key was used.

    """

    def keep(work: Work) -> str:
        record = require(work.plan(plan_id))
        plan, whose = record.plan, record.row.enterprise_id
        planned = [project.id for project in plan.projects]
        for note in read_notes(raw, planned, caller.today):
            made = ProgressRecord(caller.make_id(), plan_id, whose, caller.now, note)
            work.add_progress(made)
        return plan_id

    return run_once(caller, key, str, keep)


def progress_of(content: Content, caller: Caller, plan_id: str) -> PlanProgress:
    """Return where each project of a plan is, and what was promised against reached.

    Raises
    ------
    NotThere
        When the caller has no such plan.

    """
    with caller.store.read(caller.principal) as reader:
        record = require(reader.plan(plan_id))
        notes = reader.progress((plan_id,))
        first = require(reader.assessment(record.row.assessment_id))
        later = _later(reader, record)
        second = None if later is None else reader.assessment(later.assessment_id)
    plan = record.plan
    before = _sheet(content, first.sheet)
    after = None if second is None else _sheet(content, second.sheet)
    projects = compare_progress(
        {each.id: MoneyRange(each.cost.low, each.cost.high) for each in plan.projects},
        content.projects,
        [note.note for note in notes],
        _positions(before),
        None if after is None else _positions(after),
    )
    return PlanProgress(
        plan_id=plan_id,
        projects=projects,
        levels=_levels(content, plan, projects, before, later),
        later=later,
        history=notes,
    )


def _later(reader: Reader, plan: PlanRecord) -> DiagnosisRow | None:
    """Return the newest diagnosis of the enterprise made after the plan, of another sheet."""
    row = plan.row
    rows = reader.diagnoses({"enterprise_id": row.enterprise_id}, None, 1).items
    newest = rows[0] if rows else None
    if newest is None or newest.created_at <= row.created_at:
        return None
    return newest if newest.assessment_id != row.assessment_id else None


def _sheet(content: Content, sheet: WrittenSheet) -> Sheet | None:
    """Return a stored sheet, None where its form is no longer there."""
    return accepted_sheet(sheet, forms=content.readers, codes=content.codes)


def _positions(sheet: Sheet | None) -> Positions:
    if sheet is None:
        return {}
    answered = {item: position_of(value) for item, value in sheet.answers.items()}
    return {item: value for item, value in answered.items() if value is not None}


def _levels(
    content: Content,
    plan: KeptPlan,
    projects: Sequence[ProjectProgress],
    before: Sheet | None,
    later: DiagnosisRow | None,
) -> tuple[StandardProgress, ...]:
    """Return levels before, promised by the whole plan and by what is done, and reached."""
    was, promised = levels_by_standard(plan.before), levels_by_standard(plan.after)
    by_done = _levels_by_done(content, projects, before)
    reached = later.levels if later else {}
    return tuple(
        StandardProgress(
            standard.id,
            was.get(standard.id),
            promised.get(standard.id),
            by_done.get(standard.id),
            reached.get(standard.id),
        )
        for standard in content.standards
    )


def _levels_by_done(
    content: Content, projects: Sequence[ProjectProgress], before: Sheet | None
) -> dict[str, int]:
    """Return the levels that the projects done so far should have brought, by simulation."""
    if before is None:
        return {}
    positions = dict(_positions(before))
    for project in projects:
        if project.status is Status.DONE:
            for item in project.items:
                positions[item.item] = max(positions.get(item.item, 0.0), float(item.planned))
    scores = judge_of(content, before)(positions)
    return levels_by_standard(readings(content.standards, scores))
