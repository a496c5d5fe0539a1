"""The progress of a plan as JSON values: what was promised, what was reached."""

from collections import Counter
from collections.abc import Sequence

from diagnosis.domain.retrofit.catalogue.amounts import total_of
from diagnosis.domain.retrofit.follow_up.progress import (
    Fulfilment,
    ItemProgress,
    PackageProgress,
    Status,
)
from diagnosis.domain.text import Text
from diagnosis.present import names, numbers
from diagnosis.present.moments import iso
from diagnosis.present.names import STATUSES, only_a_step
from diagnosis.present.parts import show_item_name
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import ProgressRecord
from diagnosis.services.read.earlier_ids import package_of
from diagnosis.services.retrofit.progress import PlanProgress, StandardProgress
from diagnosis.services.scoring.standards import find_standard

FULFILMENTS = {
    Fulfilment.REACHED: Text("做到了", "reached"),
    Fulfilment.PARTLY: Text("部分做到", "partly reached"),
    Fulfilment.NOT_REACHED: Text("没做到", "not reached"),
    Fulfilment.PLANNED: Text("还没到时候", "not due yet"),
    Fulfilment.RUNNING: Text("正在做", "being worked on"),
    Fulfilment.DROPPED: Text("放弃了", "dropped"),
    Fulfilment.UNKNOWN: Text("还不知道", "not known yet"),
}
COST_PLACES = {
    "below": Text("比估的最低数还少", "below the planned range"),
    "within": Text("在估的范围里", "within the planned range"),
    "above": Text("比估的最高数还多", "above the planned range"),
}
_OF_DONE = (Fulfilment.REACHED, Fulfilment.PARTLY, Fulfilment.NOT_REACHED, Fulfilment.UNKNOWN)
"""What may have become of the questions of packages that are done."""
NO_LATER = Text(
    "计划之后还没有提交新的答卷，无法比较是否做到。",
    "No sheet was submitted after the plan: what was reached is not known yet.",
)

NOTES_SHOWN = 100
"""So many of the newest notes are shown; each may have a reason of 500 characters."""


def show_progress(content: Content, progress: PlanProgress, say: Say) -> Shown:
    """Return where each package of a plan is, and what was promised against reached."""
    later = progress.later
    return {
        "roadmap_id": progress.plan_id,
        "summary": _summary(progress.packages),
        "projects": [_package(content, package, say) for package in progress.packages],
        "levels": [_level(content, level, say) for level in progress.levels],
        "later": later
        and {
            "assessment_id": later.assessment_id,
            "diagnosis_id": later.id,
            "created_at": iso(later.created_at),
        },
        "note": None if later else say(NO_LATER),
        "history": [_note(content, record, say) for record in progress.history[-NOTES_SHOWN:]],
        "earlier_notes": max(0, len(progress.history) - NOTES_SHOWN),
    }


def _summary(packages: Sequence[PackageProgress]) -> Shown:
    counts = Counter(package.status for package in packages)
    noted = [package for package in packages if package.cost_wan is not None]
    spent = [package.cost_wan or 0.0 for package in noted]
    items = Counter(
        item.fulfilment
        for package in packages
        if package.status is Status.DONE
        for item in package.items
    )
    return {
        "status": {str(status): counts[status] for status in Status},
        "planned_wan": numbers.wan_ends(total_of(package.planned_wan for package in packages)),
        "spent_wan": numbers.shown_sum(spent) if spent else None,
        "spent_on": len(noted),
        "planned_for_spent_wan": numbers.wan_ends(total_of(each.planned_wan for each in noted))
        if noted
        else None,
        "items_of_done": {str(each): items[each] for each in _OF_DONE},
    }


def _package(content: Content, progress: PackageProgress, say: Say) -> Shown:
    package, note = package_of(content, progress.id), progress.note
    within = progress.cost_within
    name = names.name_of_package(content, progress.id)
    return {
        "id": progress.id,
        "name": name and say(name),
        "package": package and package.id,
        "status": str(progress.status),
        "status_name": say(STATUSES[progress.status]),
        "on": note and note.on.isoformat(),
        "reason": note and note.reason,
        "planned_wan": numbers.wan_ends(progress.planned_wan),
        "cost_wan": numbers.wan(progress.cost_wan),
        "cost_within": within,
        "cost_within_name": within and say(COST_PLACES[within]),
        "items": [_item(content, item, say) for item in progress.items],
    }


def _item(content: Content, item: ItemProgress, say: Say) -> Shown:
    return {
        **show_item_name(content, item.item, say),
        "before": numbers.position(item.before),
        "promised": item.planned,
        "found": numbers.position(item.later),
        "kept": str(item.fulfilment),
        "kept_name": say(FULFILMENTS[item.fulfilment]),
    }


def _level(content: Content, level: StandardProgress, say: Say) -> Shown:
    return {
        "standard": level.standard,
        "name": say(find_standard(content, level.standard).name),
        "before": level.before,
        "promised": level.promised,
        "promised_by_done": level.by_done,
        "reached": level.reached,
    }


def _note(content: Content, record: ProgressRecord, say: Say) -> Shown:
    note = record.note
    step = only_a_step(content, note.project)
    return {
        "project": note.project,
        "status": str(note.status),
        "on": note.on.isoformat(),
        "reason": note.reason,
        "cost_wan": numbers.wan(note.cost_wan),
        "noted_at": iso(record.created_at),
        "remark": None if step is None else say(step),
    }
