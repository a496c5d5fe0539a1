"""A diagnosis as plain JSON values, in one language or in both."""

from typing import Any

from diagnosis import __version__
from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.intake.enterprise import FIELDS
from diagnosis.domain.scoring.standard import MILLI, Standard
from diagnosis.domain.scoring.verdict import (
    DimensionVerdict,
    Gap,
    Hold,
    Verdict,
    next_practice,
)
from diagnosis.domain.text import Say, Text
from diagnosis.present.retrofit.next_steps import render_next_steps
from diagnosis.present.scoring.estimate import render_estimates
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

UNOFFICIAL = Text(
    "这是按公开标准做的自我诊断，不是官方评定，也不能代替现场评估。",
    "This is a self-diagnosis by published standards. It is no official rating (评定) and does "
    "not replace an assessment on site.",
)
PARAPHRASED = Text(
    "各标准的条款均用我们自己的话转述，以标准原文为准。",
    "Clauses of the standards are paraphrased; the published text prevails.",
)
DERIVED = Text(
    "中小企业指标的部分场景与成熟度题目共用，结果为推算（derived）。",
    "Some scenes of the SME index rest on items shared with the maturity model: derived.",
)


def render(content: Content, diagnosis: Diagnosis, say: Say) -> dict[str, Any]:
    """Return a diagnosis as JSON values.

    Scores are not rounded; every text is said by `say`. The keys are those of the schema
    `Diagnosis` in api_spec/openapi.json.
    """
    sheet = diagnosis.sheet
    return {
        "form": sheet.form.ref,
        "reference": sheet.reference,
        "period": sheet.period,
        "enterprise": _enterprise(content, diagnosis, say),
        "standards": [render_verdict(content, one, say) for one in diagnosis.verdicts],
        "estimate": render_estimates(diagnosis.verdicts, diagnosis.estimates, say),
        "gaps": [_gap(content, standard, gap, say) for standard, gap in diagnosis.gaps],
        "next_steps": render_next_steps(content, diagnosis.next_steps, say),
        "consistency": [
            {"id": check.id, "items": list(check.items), "message": say(check.message)}
            for check in diagnosis.inconsistencies
        ],
        "ignored": _ignored(diagnosis, say),
        "provenance": provenance(content, diagnosis),
        "notice": _notice(diagnosis, say),
    }


def _enterprise(content: Content, diagnosis: Diagnosis, say: Say) -> dict[str, Any]:
    own = diagnosis.sheet.enterprise
    facts: dict[str, Any] = {
        name: value for name in FIELDS if (value := getattr(own, name)) is not None
    }
    facts["production_type"] = str(diagnosis.sheet.production_type)
    facts["production_type_from"] = diagnosis.sheet.production_type_from
    facts["size_class"] = diagnosis.size and str(diagnosis.size)
    if own.division:
        facts["division_name"] = say(content.codes.industry_names[own.division])
    if own.city:
        facts["city_name"] = say(content.codes.places[own.city])
    return facts


def render_verdict(content: Content, verdict: Verdict, say: Say) -> dict[str, Any]:
    """Return one standard's part of a diagnosis."""
    standard = verdict.standard
    level, provisional = verdict.level, verdict.provisional
    rendered: dict[str, Any] = {
        "standard": standard.ref,
        "name": say(standard.name),
        "official_standard": standard.official,
        "level": verdict.level,
        "level_name": None if level is None else say(standard.levels[level].name),
        "reading": None if level is None else say(standard.levels[level].reading),
        "score": verdict.score,
        "coverage": verdict.coverage,
        "why": verdict.why and say(verdict.why),
        "provisional": provisional
        and {
            "level": provisional[0],
            "level_name": say(standard.levels[provisional[0]].name),
            "score": provisional[1],
        },
        "aggregations": [
            {"rule": a.rule, "score": a.score, "level": a.level, "official": a.official}
            for a in verdict.aggregations
        ],
        "dimensions": [_dimension(one, say) for one in verdict.dimensions],
        "held_back_by": [_hold(hold, say) for hold in verdict.holds],
        "cuts": _cuts(content, verdict, say),
    }
    rendered.update(_special(verdict, say))
    return rendered


def _dimension(one: DimensionVerdict, say: Say) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": say(one.name),
        "score": one.score,
        "top": one.top,
        "level": one.level,
        "weight": one.weight,
        "reading": one.reading and say(one.reading),
        "unconfirmed": one.unconfirmed,
    }


def _hold(hold: Hold, say: Say) -> dict[str, Any]:
    return {
        "level": hold.level,
        "kind": hold.kind,
        "part": hold.part,
        "name": say(hold.name),
        "has": hold.has,
        "needs": hold.needs,
        "message": say(hold.message),
    }


def _cuts(content: Content, verdict: Verdict, say: Say) -> list[dict[str, Any]]:
    cuts = []
    for cut in verdict.cuts:
        reasons = []
        for item, reason in cut.reasons.items():
            texts = {one.id: one.text for one in content.bank[item].reasons}
            reasons.append({"item": item, "reason": reason, "text": say(texts[reason])})
        cuts.append(
            {
                "part": cut.part,
                "name": say(cut.name),
                "weight_removed": cut.weight_removed,
                "reasons": reasons,
            }
        )
    return cuts


def _special(verdict: Verdict, say: Say) -> dict[str, Any]:
    """Return what only some standards say."""
    special: dict[str, Any] = {}
    if verdict.cuts_as_zero is not None:
        level, score = verdict.cuts_as_zero
        special["cuts_answered_zero"] = {"level": level, "score": score}
    if verdict.level_low is not None:
        special["level_low"], special["level_high"] = verdict.level_low, verdict.level_high
    if verdict.score_low is not None:
        special["score_low"], special["score_high"] = verdict.score_low, verdict.score_high
        special["basis"] = "derived" if verdict.derived_from else "official"
        special["derived_from"] = list(verdict.derived_from)
    if verdict.conditions:
        special["conditions"] = [
            {"id": one.id, "kind": one.kind, "name": say(one.name), "holds": one.holds}
            for one in verdict.conditions
        ]
    if verdict.notices:
        special["notices"] = [say(notice) for notice in verdict.notices]
    return special


def _gap(content: Content, standard: str, gap: Gap, say: Say) -> dict[str, Any]:
    practice = next_practice(content.bank, gap)
    return {
        "standard": standard,
        "item": gap.item,
        "text": say(content.bank[gap.item].text),
        "part": gap.part,
        "target_level": gap.level,
        "has": gap.has,
        "needs": gap.needs,
        "lift": gap.lift,
        "unit": gap.unit,
        "next_practice": practice and say(practice),
    }


def _ignored(diagnosis: Diagnosis, say: Say) -> list[dict[str, Any]]:
    kind = diagnosis.sheet.production_type
    why = Text(
        f"{'流程型' if kind == 'process' else '离散型'}企业不问这一题，答案保留、不计分。",
        f"Not asked of {kind} firms: the answer is kept and not scored.",
    )
    ignored = [
        {"item": item, "value": as_plain(value), "standard": None, "why": say(why)}
        for item, value in diagnosis.sheet.ignored.items()
    ]
    staged = diagnosis.verdicts[0].standard
    unjudged = Text(
        f"「{staged.name.zh}」不按这一题评{'流程型' if kind == 'process' else '离散型'}企业。",
        f"{staged.name.en} does not judge {kind} firms on it.",
    )
    for sub in getattr(staged, "subdomains", ()):
        if sub.weight[kind] == 0:
            ignored += [
                {
                    "item": item,
                    "value": as_plain(diagnosis.sheet.answers[item]),
                    "standard": staged.id,
                    "why": say(unjudged),
                }
                for item in sub.items
                if item in diagnosis.sheet.answers
            ]
    return ignored


def provenance(content: Content, diagnosis: Diagnosis) -> dict[str, Any]:
    """Return the pins by which a result can be recomputed."""
    return {
        "form": diagnosis.sheet.form.ref,
        "form_status": diagnosis.sheet.form.status,
        "standards": [verdict.standard.ref for verdict in diagnosis.verdicts],
        "code": __version__,
        "content": content.digest,
        "model": [one.model for one in diagnosis.estimates if one.model] or None,
    }


def _notice(diagnosis: Diagnosis, say: Say) -> list[Any]:
    notices = [UNOFFICIAL, PARAPHRASED]
    if any(verdict.derived_from for verdict in diagnosis.verdicts):
        notices.append(DERIVED)
    for verdict in diagnosis.verdicts:
        notices += unconfirmed(verdict.standard)
    return [say(notice) for notice in notices]


def unconfirmed(standard: Standard) -> list[Text]:
    """Return what is only remembered in a standard, one text a mark."""
    found = []
    for mark in standard.marks.values():
        if mark.is_unconfirmed and mark.note is not None:
            name = standard.id
            found.append(
                Text(f"待核实（{name}）：{mark.note.zh}", f"Unconfirmed ({name}): {mark.note.en}")
            )
    return found


def points(milli: int) -> str:
    """Return thousandths of a point as a decimal text without trailing zeros.

    Examples
    --------
    >>> points(1875)
    '1.875'
    """
    return f"{milli / MILLI:.3f}".rstrip("0").rstrip(".")
