"""Visits as JSON values: who visits, the sheet to take along, what was verified."""

from collections.abc import Iterable, Mapping

from diagnosis.domain.intake.answer import Value, as_plain
from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Text
from diagnosis.present.access.evidence import show_evidence
from diagnosis.present.intake.form import show_item, show_item_name
from diagnosis.present.moments import iso
from diagnosis.present.numbers import score, share
from diagnosis.present.say import Say, Shown
from diagnosis.present.scoring.estimate import WHY_CHECK
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.records import KeptReading
from diagnosis.services.ports.visits import (
    EvidenceGrade,
    KeptVisit,
    VisitAnswer,
    VisitParty,
    VisitRemark,
    WhyVisited,
)
from diagnosis.services.visits.agreement import VisitAgreement
from diagnosis.services.visits.findings import Finding, FindingCode, FindingSeverity
from diagnosis.services.visits.remarks import Objections
from diagnosis.services.visits.sheet import SheetLine, VisitSheet
from diagnosis.services.visits.side_by_side import VisitCompared

WHY_VISITED: Mapping[WhyVisited, Text] = {
    WhyVisited.RANDOM: Text("抽签抽到", "drawn by lot"),
    WhyVisited.DOUBLE: Text("第二位顾问复核", "a second visit by another consultant"),
    WhyVisited.REQUESTED: Text("企业请来的", "asked for by the firm"),
    WhyVisited.SUSPECTED: Text("填得可能偏高", "the sheet may claim too much"),
    WhyVisited.FOLLOW_UP: Text("回访", "a follow-up of an earlier visit"),
}
GRADE_NAMES: Mapping[EvidenceGrade, Text] = {
    EvidenceGrade.SEEN_RUNNING: Text("现场看到在用", "seen running on site"),
    EvidenceGrade.RECORD_SHOWN: Text("看了记录或文件", "a record or document was shown"),
    EvidenceGrade.STATED: Text("只听说，没看到", "stated, nothing shown"),
    EvidenceGrade.NO_EVIDENCE: Text("没有证据", "no evidence"),
}


FINDINGS: Mapping[FindingCode, Text] = {
    FindingCode.DIAGNOSIS_WITHDRAWN: Text(
        "企业已撤回这份诊断，不能签字。", "The firm withdrew this diagnosis: it cannot be signed."
    ),
    FindingCode.NOTHING_VERIFIED: Text("一题都还没核实。", "Nothing has been verified yet."),
    FindingCode.WITHOUT_EVIDENCE: Text(
        "「{item}」核实到 3 档以上，请写明看到了什么证据。",
        "“{item}” is verified at position 3 or above: say what evidence there is.",
    ),
    FindingCode.WITHOUT_REASON: Text(
        "「{item}」和企业填的不一样，请写明原因。",
        "“{item}” is not what the firm claimed: say why.",
    ),
    FindingCode.STATED_ONLY: Text(
        "「{item}」核实到 3 档以上，却只是听说，最好看一眼。",
        "“{item}” is verified at position 3 or above on what was stated alone: better look.",
    ),
    FindingCode.WITHOUT_GRADE: Text("「{item}」没写证据等级。", "“{item}” has no evidence grade."),
    FindingCode.CONTRADICTION_OPEN: Text(
        "「{item}」和别的答案对不上，还没看。",
        "“{item}” does not fit other answers, and was not looked at.",
    ),
    FindingCode.FEW_CHECKS: Text(
        "建议先看 {proposed} 题，只看了 {done} 题。",
        "{proposed} checks were proposed, {done} of them made.",
    ),
    FindingCode.BEFORE_PLANNED: Text(
        "还没到计划走访的日子，就已经填了核实结果。",
        "Answers were verified before the day that the visit was planned for.",
    ),
}


def show_visit(visit: KeptVisit, say: Say) -> Shown:
    """Return a visit: about what, by whom, for whom they work and whom they are tied to."""
    return {
        "id": visit.id,
        "enterprise_id": visit.enterprise_id,
        "diagnosis_id": visit.diagnosis_id,
        "visited_by": visit.visited_by,
        "state": visit.state.value,
        "why": visit.why.value,
        "why_name": say(WHY_VISITED[visit.why]),
        "planned_on": visit.planned_on.isoformat(),
        "visitor": visit.visitor,
        "employer": visit.employer,
        "vendor_ties": list(visit.vendor_ties),
        "version": visit.version,
        "begun_by": visit.begun_by,
        "created_at": iso(visit.created_at),
        "updated_at": iso(visit.updated_at),
        "signed_by": visit.signed_by,
        "signed_at": None if visit.signed_at is None else iso(visit.signed_at),
    }


def show_visit_answers(answers: Iterable[VisitAnswer], say: Say) -> list[Shown]:
    """Return what a visit verified, by item."""
    return [{"item": answer.item, **show_visit_answer(answer, say)} for answer in answers]


def show_visit_answer(answer: VisitAnswer, say: Say) -> Shown:
    """Return what a visit verified of an item, what it rests on, and why it differs."""
    grade = answer.grade
    return {
        "value": as_plain(answer.value),
        "grade": grade and grade.value,
        "grade_name": grade and say(GRADE_NAMES[grade]),
        "reason": answer.reason,
        "note": answer.note,
        "actor": answer.actor,
        "changed_at": iso(answer.changed_at),
    }


def show_visit_sheet(sheet: VisitSheet, say: Say) -> Shown:
    """Return the sheet of a visit, the questions that are most worth a look first."""
    return {
        "visit": show_visit(sheet.visit, say),
        "form": sheet.claims.sheet.form.ref,
        "proposed": sheet.proposed,
        "verified": sum(line.verified is not None for line in sheet.lines),
        "lines": [_show_line(sheet, line, say) for line in sheet.lines],
    }


def _show_line(sheet: VisitSheet, line: SheetLine, say: Say) -> Shown:
    form = sheet.claims.sheet.form
    return {
        "item": line.entry.item,
        "question": show_item(sheet.content, form, line.entry, say),
        "claim": plain_or_none(line.claim),
        "is_inferred": line.is_inferred,
        "worth": score(line.worth),
        "why": line.why and line.why.value,
        "why_name": line.why and say(WHY_CHECK[line.why]),
        "contradictions": [
            {
                "check": check.id,
                "severity": check.severity.value,
                "message": say(check.message),
                "question": say(check.question),
            }
            for check in line.contradictions
        ],
        "evidence": [show_evidence(file) for file in line.evidence],
        "verified": line.verified and show_visit_answer(line.verified, say),
    }


def show_findings(content: Content, findings: Iterable[Finding], say: Say) -> Shown:
    """Return what is amiss in a visit; `can_be_signed` where nothing of it is an error."""
    shown = [_show_finding(content, finding, say) for finding in findings]
    return {
        "can_be_signed": all(each["severity"] != FindingSeverity.ERROR for each in shown),
        "findings": shown,
    }


def _show_finding(content: Content, finding: Finding, say: Say) -> Shown:
    name = Text("", "") if finding.item is None else content.bank[finding.item].name
    message = FINDINGS[finding.code].fill(item=name, done=finding.done, proposed=finding.proposed)
    return {
        "severity": finding.severity.value,
        "code": finding.code.value,
        "pointer": finding.pointer,
        "item": finding.item,
        "message": say(message),
    }


def show_visit_levels(compared: VisitCompared, say: Say) -> Shown:
    """Return a visit beside the diagnosis: levels by each standard, and what changed them."""
    content = compared.content
    return {
        "visit": show_visit(compared.visit, say),
        "standards": [
            {
                "standard": standard.id,
                "name": say(standard.name),
                "self": _show_reading(standard, levels.claimed, say),
                "estimated": _show_reading(standard, levels.estimated, say),
                "verified": _show_reading(standard, levels.verified, say),
                "estimated_after_visit": _show_reading(standard, levels.after_visit, say),
                "changed_by": list(levels.changed_by),
            }
            for standard, levels in zip(content.standards, compared.levels, strict=True)
        ],
        "changed": [
            {
                "item": each.verified.item,
                "name": say(content.bank[each.verified.item].name),
                "claim": plain_or_none(each.claim),
                "verified": show_visit_answer(each.verified, say),
            }
            for each in compared.changed
        ],
    }


def _show_reading(standard: Standard, reading: KeptReading | None, say: Say) -> Shown | None:
    if reading is None:
        return None
    level = reading.level
    return {
        "level": level,
        "level_name": None if level is None else say(standard.levels[level].name),
        "score": score(reading.score),
        "coverage": share(reading.coverage),
        "revision": reading.revision,
    }


def show_objections(content: Content, objections: Objections, say: Say) -> Shown:
    """Return what a firm objects to in a visit, each with what it was answered."""
    replies = {
        each.item: each for each in objections.remarks if each.party is VisitParty.CONSULTANT
    }
    return {
        "objections": [
            {
                "item": each.item,
                "name": show_item_name(content, each.item, say),
                **_show_remark(each),
                "reply": _show_remark(replies[each.item]) if each.item in replies else None,
            }
            for each in objections.remarks
            if each.party is VisitParty.FIRM
        ]
    }


def _show_remark(remark: VisitRemark) -> Shown:
    return {"note": remark.note, "actor": remark.actor, "created_at": iso(remark.created_at)}


def show_agreement_of_visits(agreements: Iterable[VisitAgreement]) -> Shown:
    """Return how far each later visit of a diagnosis agrees with the first."""
    return {
        "agreement": [
            {
                "first_visit": each.first.id,
                "second_visit": each.second.id,
                "other_organisation": each.is_other_organisation,
                "items": each.items,
                "same": each.same,
                "share": share(each.share),
                "ladders": each.ladders,
                "mean_distance": score(each.mean_distance),
            }
            for each in agreements
        ]
    }


def plain_or_none(value: Value | None) -> object:
    """Return an answer as JSON writes it, None where there is none."""
    return None if value is None else as_plain(value)
