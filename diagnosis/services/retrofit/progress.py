"""Note how far the packages of a plan are; compare what it promised with what was reached."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from diagnosis.domain.fault import Expected, FaultyInput, pointer
from diagnosis.domain.intake.currency import china_day
from diagnosis.domain.intake.fields import Fields
from diagnosis.domain.intake.item import Positions, is_ladder
from diagnosis.domain.intake.sheet import Sheet, accepted_sheet
from diagnosis.domain.intake.written_sheet import WrittenSheet
from diagnosis.domain.retrofit.catalogue.amounts import MOST_MONEY_WAN
from diagnosis.domain.retrofit.catalogue.applied import apply_effects
from diagnosis.domain.retrofit.catalogue.effect import LadderEffect, PackageEffect
from diagnosis.domain.retrofit.follow_up.progress import (
    Note,
    PackageProgress,
    PlannedRise,
    Status,
    compare_progress,
)
from diagnosis.domain.retrofit.plan.days import after_months
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan
from diagnosis.domain.scoring.reading import levels_by_standard, readings
from diagnosis.domain.scoring.verdict import positions_in
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import DiagnosisRow, PlanRecord, ProgressRecord
from diagnosis.services.ports.store import IdempotencyKey, Reader, Work
from diagnosis.services.read.earlier_ids import whole_package
from diagnosis.services.retrofit.state_problem import judge_of
from diagnosis.services.transaction import Caller, Made, require, run_once

MOST_CHARACTERS = 500
NOTE_FIELDS = ("project", "status", "on", "reason", "cost_wan")


class StandardProgress(NamedTuple):
    """The level by a standard before the plan, promised by it, and reached later.

    `by_done` is what the packages that are done should have brought, by simulation.
    """

    standard: str
    before: int | None
    promised: int | None
    by_done: int | None
    reached: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanProgress:
    """Where each package of a plan is, and what was promised against what was reached.

    `later` is the newest diagnosis of the enterprise made after the plan, of another sheet.
    """

    plan_id: str
    packages: tuple[PackageProgress, ...]
    levels: tuple[StandardProgress, ...]
    later: DiagnosisRow | None
    history: tuple[ProgressRecord, ...]


def read_notes(
    raw: object, planned: Sequence[str], others: Mapping[str, str], today: date
) -> tuple[Note, ...]:
    """Return the notes of a request, at most one for each package that is planned.

    Parameters
    ----------
    planned
        The ids of the plan.
    others
        Which of them other ids mean, as `other_ids` has it; a note keeps what was written.
    today
        The last day that a note may be of.

    Raises
    ------
    FaultyInput
        With every fault: a package that the plan has not, a day to come, one that is dropped
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
        name = _name(note_fields, planned, others)
        note = _note(note_fields, name, today)
        means = others.get(name, name) if name is not None else None
        if means in noted:
            note_fields.fault("project", "stands-twice", value=name)
        noted |= {means} if means is not None else set()
        notes += [note] if note is not None else []
    fields.stop()
    return tuple(notes)


def other_ids(content: Content, planned: Sequence[str]) -> dict[str, str]:
    """Return which package of a plan each id means that the plan does not name.

    Earlier projects that a planned package took over as a whole mean it; the package means the
    earlier project that the plan names, where it names but one of them. Mere steps of a planned
    package mean themselves: a note on one is kept, and says nothing of the package.
    """
    by_package: dict[str, list[str]] = {}
    for name in planned:
        package = whole_package(content, name)
        if package is not None:
            by_package.setdefault(package.id, []).append(name)
    packages = {package_id: content.packages[package_id] for package_id in by_package}
    steps = {
        step: step
        for package in packages.values()
        for step in package.earlier_ids()
        if whole_package(content, step) is None and step not in planned
    }
    return steps | {
        other: names[0]
        for package_id, names in by_package.items()
        for other in (package_id, *packages[package_id].earlier)
        if len(names) == 1 and other not in planned
    }


def _name(fields: Fields, planned: Sequence[str], others: Mapping[str, str]) -> str | None:
    """Return the id as it was written."""
    written = fields.values.get("project")
    if isinstance(written, str) and written in others:
        return written
    return fields.choice("project", planned)


def _note(fields: Fields, name: str | None, today: date) -> Note | None:
    status = fields.choice("status", [str(status) for status in Status])
    reason = fields.text("reason", MOST_CHARACTERS, required=status == Status.DROPPED)
    cost, day = fields.number("cost_wan", 0, MOST_MONEY_WAN), fields.day("on", latest=today)
    if name is None or status is None:
        return None
    return Note(name, Status(status), day or today, reason, cost)


def record_progress(
    content: Content, caller: Caller, plan_id: str, raw: object, key: IdempotencyKey | None
) -> Made[str]:
    """Keep the notes of a request on the packages of a plan; return the plan's id.

    Raises
    ------
    NotThere, FaultyInput, KeyReused
        When there is no such plan, with every fault, or when the key was used.

    """

    def keep(work: Work) -> str:
        record = require(work.plan(plan_id))
        plan, whose = record.plan, record.row.enterprise_id
        planned = [package.id for package in plan.packages]
        others = other_ids(content, planned)
        for note in read_notes(raw, planned, others, caller.today):
            made = ProgressRecord(caller.make_id(), plan_id, whose, caller.now, note)
            work.add_progress(made)
        return plan_id

    return run_once(caller, key, str, keep)


def progress_of(content: Content, caller: Caller, plan_id: str) -> PlanProgress:
    """Return where each package of a plan is, and what was promised against reached.

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
    starts = record.row.starts_on
    promised = {each.id: _planned_rise(content, each, starts) for each in plan.packages}
    others = other_ids(content, tuple(promised))
    packages = compare_progress(
        promised,
        [_of_plan(note.note, others) for note in notes],
        _positions(before),
        None if after is None else _positions(after),
        None if later is None else china_day(later.created_at),
    )
    return PlanProgress(
        plan_id=plan_id,
        packages=packages,
        levels=_levels(content, plan, packages, before, later),
        later=later,
        history=notes,
    )


def _planned_rise(content: Content, planned: KeptPackage, starts_on: date) -> PlannedRise:
    """Return what a plan counts on of a package: as the plan says, else as its package does."""
    why = planned.why
    raises = dict(why.comes_to) or {
        raised.item: raised.to for raised in why.raises if is_ladder(content.bank, raised.item)
    }
    package = whole_package(content, planned.id)
    if not raises and package is not None:
        ladders = (each for each in package.effects if isinstance(each, LadderEffect))
        raises = {effect.item: effect.to for effect in ladders}
    return PlannedRise(planned.build, raises, after_months(starts_on, planned.end_month))


def _of_plan(note: Note, others: Mapping[str, str]) -> Note:
    """Return a note under the id that the plan has."""
    return replace(note, project=others.get(note.project, note.project))


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
    return {} if sheet is None else positions_in(sheet.answers)


def _levels(
    content: Content,
    plan: KeptPlan,
    packages: Sequence[PackageProgress],
    before: Sheet | None,
    later: DiagnosisRow | None,
) -> tuple[StandardProgress, ...]:
    """Return levels before, promised by the whole plan and by what is done, and reached."""
    was, promised = levels_by_standard(plan.before), plan.promised_levels(plan.after)
    by_done = was | _levels_by_done(content, packages, before) if before else {}
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
    content: Content, packages: Sequence[PackageProgress], before: Sheet | None
) -> dict[str, int]:
    """Return the levels that the packages done so far should have brought, by simulation."""
    if before is None:
        return {}
    effects = [
        effect
        for package in packages
        if package.status is Status.DONE
        for effect in _effects(content, package)
    ]
    answers = apply_effects(content.bank, before.answers, effects)
    scores = judge_of(content, before)(answers)
    return levels_by_standard(readings(content.standards, scores))


def _effects(content: Content, noted: PackageProgress) -> Iterator[PackageEffect]:
    """Yield what a package brings: ladders as the plan has them, the rest by the catalogue."""
    yield from (LadderEffect(each.item, each.planned) for each in noted.items)
    package = whole_package(content, noted.id)
    if package is not None:
        yield from (each for each in package.effects if not isinstance(each, LadderEffect))
