"""Visits as people read them on pages: what to do next, claims and answers in words, levels."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from diagnosis.domain.fault import Fault
from diagnosis.domain.intake.answer import Value, as_plain
from diagnosis.domain.text import Language, Text
from diagnosis.present.access.evidence import show_evidence
from diagnosis.present.access.visits import (
    GRADE_NAMES,
    WHY_VISITED,
    plain_or_none,
    show_objections,
    show_visit_levels,
    show_visit_sheet,
)
from diagnosis.present.faults import fault_message
from diagnosis.present.intake.answer_words import answer_words
from diagnosis.present.intake.form import show_item_name
from diagnosis.present.moments import day_in_china, day_words
from diagnosis.present.numbers import number, percent
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.visits import (
    EvidenceGrade,
    KeptVisit,
    VisitAnswer,
    VisitState,
    WhyVisited,
)
from diagnosis.services.visits.agreement import VisitAgreement
from diagnosis.services.visits.assigned import AssignedFirm, VisitStage
from diagnosis.services.visits.of_sheet import ReadVisit, VisitsOfSheet
from diagnosis.services.visits.remarks import Objections
from diagnosis.services.visits.sheet import VisitSheet
from diagnosis.services.visits.side_by_side import VisitCompared

_STAGES: Mapping[VisitStage, tuple[Text, Text]] = {
    VisitStage.NO_SHEET: (
        Text("企业还没填完", "no sheet yet"),
        Text(
            "企业交了答卷，才能登记走访。请企业先填。",
            "A visit begins once the firm has handed in its sheet: ask it to fill it in.",
        ),
    ),
    VisitStage.FILLED_IN: (
        Text("企业已填完", "filled in by the firm"),
        Text("可以登记走访了。", "You can begin a visit."),
    ),
    VisitStage.BEGUN: (
        Text("走访中", "visit begun"),
        Text("接着核实；都看完了就签字。", "Go on verifying; sign when you are through."),
    ),
    VisitStage.SIGNED: (
        Text("已签字", "signed"),
        Text(
            "没有要做的。企业提了异议，会在这里看到。",
            "Nothing to do. An objection of the firm would show here.",
        ),
    ),
    VisitStage.OBJECTED: (
        Text("企业有异议", "the firm objects"),
        Text("请看企业的异议，并回复。", "Read the firm's objection and answer it."),
    ),
    VisitStage.GRANT_OVER: (
        Text("授权已结束", "the grant has ended"),
        Text(
            "写过的还能看，不能再写。要接着做，请企业重新授权。",
            "What was written stays readable. To go on, ask the firm for a new grant.",
        ),
    ),
}
_STATES: Mapping[VisitState, Text] = {
    VisitState.OPEN: Text("走访中", "open"),
    VisitState.SIGNED: Text("已签字", "signed"),
    VisitState.WITHDRAWN: Text("已取消", "withdrawn"),
}
_OF_VISIT = Text("{visitor}，计划 {day} 去，{why}", "{visitor}, planned for {day}, {why}")
_NO_NAME = Text("没写名称的企业", "a firm that gave no name")
_NOT_GRANTED = Text("授权已结束的企业", "a firm whose grant has ended")
_UNTIL = Text("授权到 {day}", "granted until {day}")
_NOT_FILLED = Text("没填", "left blank")
_DEADLINE = Text(
    "对核实结果有不同意见，可以在 {day} 前提出，每题一次。",
    "Where you see it otherwise you may object before {day}, once for each question.",
)
_DEADLINE_OVER = Text(
    "提异议的时间到 {day} 为止，已经过了。", "The time to object ended on {day}."
)
_NO_LEVEL = Text("没有给出级别", "no level")
_BESIDE = {
    -1: Text(
        "核实的比企业自己填的低 {steps} 级。", "Verified {steps} below what the firm claimed."
    ),
    0: Text("核实的和企业自己填的一样。", "Verified as the firm claimed."),
    1: Text("核实的比企业自己填的高 {steps} 级。", "Verified {steps} above the claim."),
}
_AGREE = Text(
    "两位顾问都核实了 {items} 题，{same} 题一样，占 {percent}%。",
    "Both visits verified {items} questions and agree on {same} of them: {percent} %.",
)
_AGREE_NOTHING = Text(
    "两次走访没有核实同一题，比不出来。",
    "The two visits verified no question in common: there is nothing to compare.",
)
_APART = Text("有档位的题平均差 {distance} 档。", "On ladders they are {distance} steps apart.")
_FAULTS: Mapping[str, Text] = {
    "missing-field": Text("这里要填。", "This is needed."),
    "blank-null": Text("请选核实到哪一档。", "Choose what you verified."),
    "bad-position": Text(
        "最高一档上面没有下一档，请去掉「下一档」。",
        "There is no position above the highest: take “the next” away.",
    ),
    "bad-share": Text(
        "两个数都要填数字，第二个要大于 0，第一个不能比它大。",
        "Both are numbers; the second is above 0, the first no more than it.",
    ),
    "number-as-text": Text("请只填数字。", "Write a number alone."),
    "unknown-option": Text("请从列出的里面选。", "Choose from those listed."),
    "bad-choice": Text("请选一项。", "Choose one of them."),
    "bad-choices": Text("请至少选一项。", "Choose at least one of them."),
    "none-with-others": Text(
        "选了「都没有」，就不能再选别的。", "“None” cannot stand beside others."
    ),
    "unknown-value": Text("请从列出的里面选。", "Choose from those listed."),
    "out-of-range": Text(
        "日期要在今天起的 400 天以内。", "The day is at most 400 days from today."
    ),
    "bad-date": Text(
        "请填日期，写成 2026-11-23 这样。", "Write the day like 2026-11-23."
    ),
}  # fmt: skip


def form_fault(fault: Fault, language: Language) -> str:
    """Return what is wrong with a field of a page's form; no name of the API is in it."""
    text = _FAULTS.get(fault.code)
    return fault_message(fault, language) if text is None else text.say(language)


def why_choices(say: Say) -> list[tuple[WhyVisited, object]]:
    """Return why a firm may be visited, each with its words."""
    return [(why, say(text)) for why, text in WHY_VISITED.items()]


def grade_choices(say: Say) -> list[tuple[EvidenceGrade, object]]:
    """Return what a verified answer may rest on, each with its words."""
    return [(grade, say(text)) for grade, text in GRADE_NAMES.items()]


def show_assigned(assigned: AssignedFirm, say: Say) -> Shown:
    """Return a granted firm: what it is called, how far it is, what to do next, its visits."""
    state_name, advice = _STAGES[assigned.stage]
    firm, diagnosis, ends = assigned.firm, assigned.diagnosis, assigned.grant.ends_at
    name = firm.facts.name if firm is not None else None
    return {
        "name": name or say(_NOT_GRANTED if firm is None else _NO_NAME),
        "site": None if firm is None else firm.facts.site,
        "purpose": assigned.grant.purpose,
        "until": say(_UNTIL.fill(day=day_in_china(ends)))
        if ends and assigned.is_granted
        else None,
        "stage": assigned.stage.value,
        "stage_name": say(state_name),
        "advice": say(advice),
        "diagnosis_id": None if diagnosis is None else diagnosis.id,
        "handed_in": None if diagnosis is None else say(day_in_china(diagnosis.created_at)),
        "visits": [
            {**visit_line(visit, say), "is_objected": visit.id in assigned.unanswered}
            for visit in assigned.visits
        ],
    }


def visit_line(visit: KeptVisit, say: Say) -> Shown:
    """Return a visit in a line: who goes there, when, why, and how far it is."""
    day, why = day_words(visit.planned_on), WHY_VISITED[visit.why]
    return {
        "id": visit.id,
        "state": visit.state.value,
        "state_name": say(_STATES[visit.state]),
        "words": say(_OF_VISIT.fill(visitor=visit.visitor, day=day, why=why)),
        "signed_on": None if visit.signed_at is None else say(day_in_china(visit.signed_at)),
        "employer": visit.employer,
        "vendor_ties": list(visit.vendor_ties),
    }


def show_visit_cards(sheet: VisitSheet, say: Say) -> Shown:
    """Return the sheet of a visit with claims and verified answers in words."""
    shown, content = show_visit_sheet(sheet, say), sheet.content
    for card, line in zip(shown["lines"], sheet.lines, strict=True):
        card["claim_words"] = _claim_words(content, line.claim, line.entry.item, say)
        card["verified_words"] = line.verified and verified_words(content, line.verified, say)
        card["changed_at"] = line.verified and line.verified.changed_at.isoformat()
    shown["line"] = visit_line(sheet.visit, say)
    return shown


def verified_words(content: Content, answer: VisitAnswer, say: Say) -> Shown:
    """Return what was verified of an item, in words."""
    return {
        "item": answer.item,
        "value": plain_or_none(answer.value),
        "words": say(_words(content, answer.item, as_plain(answer.value))),
        "grade": answer.grade and answer.grade.value,
        "grade_name": answer.grade and say(GRADE_NAMES[answer.grade]),
        "reason": answer.reason,
        "note": answer.note,
        "changed_at": answer.changed_at.isoformat(),
    }


def _words(content: Content, item: str, raw: object) -> Text:
    known = content.bank.get(item)
    return Text("", "") if known is None else answer_words(known, raw)


def show_levels_in_words(compared: VisitCompared, say: Say) -> Shown:
    """Return levels by each standard, self, estimated and verified, and what changed, in words."""
    shown, content = show_visit_levels(compared, say), compared.content
    for line in shown["standards"]:
        for basis in ("self", "estimated", "verified", "estimated_after_visit"):
            reading = line[basis]
            line[f"{basis}_words"] = reading and (reading["level_name"] or say(_NO_LEVEL))
        claimed, verified = line["self"] or {}, line["verified"] or {}
        line["beside"] = _beside(claimed.get("level"), verified.get("level"), say)
        line["changed_names"] = [say(content.bank[item].name) for item in line["changed_by"]]
    for line, changed in zip(shown["changed"], compared.changed, strict=True):
        line["claim_words"] = _claim_words(content, changed.claim, line["item"], say)
        line["verified_words"] = verified_words(content, changed.verified, say)
    return shown


def _beside(claimed: int | None, verified: int | None, say: Say) -> object:
    if claimed is None or verified is None:
        return None
    steps = verified - claimed
    return say(_BESIDE[(steps > 0) - (steps < 0)].fill(steps=abs(steps)))


def agreement_in_words(agreements: Iterable[VisitAgreement], say: Say) -> list[Shown]:
    """Return how far each later visit agrees with the first, in words."""
    return [
        {
            "first": say(day_in_china(each.first.signed_at or each.first.created_at)),
            "second": say(day_in_china(each.second.signed_at or each.second.created_at)),
            "words": [say(text) for text in _agreement(each)],
        }
        for each in agreements
    ]


def _agreement(agreement: VisitAgreement) -> Iterable[Text]:
    share, distance = agreement.share, agreement.mean_distance
    if share is None:
        yield _AGREE_NOTHING
        return
    yield _AGREE.fill(items=agreement.items, same=agreement.same, percent=percent(share))
    if distance is not None:
        yield _APART.fill(distance=number(round(distance, 1)))


def show_visits_of_sheet(
    content: Content, read: VisitsOfSheet, now: datetime, days: int, say: Say
) -> list[Shown]:
    """Return the visits to the firm of a sheet as the firm reads them.

    `days` is how long after the signature it may object.
    """
    return [
        _show_read(content, read, each, now, timedelta(days=days), say) for each in read.visits
    ]


def _show_read(
    content: Content,
    read: VisitsOfSheet,
    each: ReadVisit,
    now: datetime,
    time: timedelta,
    say: Say,
) -> Shown:
    of_claims = content if read.claims is None else read.claims.content
    claimed = {} if read.claims is None else read.claims.sheet.answers
    objected = show_objections(of_claims, Objections(each.visit, each.remarks), say)["objections"]
    by_item = {objection["item"]: objection for objection in objected}
    until = None if each.visit.signed_at is None else each.visit.signed_at + time
    is_over = until is None or now > until
    deadline = _DEADLINE_OVER if is_over else _DEADLINE
    return {
        **visit_line(each.visit, say),
        "deadline": None if until is None else say(deadline.fill(day=day_in_china(until))),
        "may_object": not is_over,
        "answers": [
            {
                "item": answer.item,
                "name": show_item_name(of_claims, answer.item, say),
                "claim_words": _claim_words(of_claims, claimed.get(answer.item), answer.item, say),
                **verified_words(of_claims, answer, say),
                "objection": by_item.get(answer.item),
            }
            for answer in each.answers
        ],
        "files": [
            {**show_evidence(file), "name": show_item_name(of_claims, file.item, say)}
            for file in each.files
        ],
    }


def _claim_words(content: Content, claim: Value | None, item: str, say: Say) -> object:
    return say(_NOT_FILLED if claim is None else _words(content, item, as_plain(claim)))
