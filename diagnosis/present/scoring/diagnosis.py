"""A diagnosis as JSON values, in one language or in both."""

from diagnosis.domain.intake.answer import as_plain
from diagnosis.domain.intake.consistency import Inconsistency
from diagnosis.domain.intake.enterprise import facts_as_plain
from diagnosis.domain.scoring.standard import PointsStandard, Standard
from diagnosis.domain.scoring.verdict import (
    CountedZero,
    DimensionVerdict,
    Gap,
    Hold,
    Verdict,
    next_position,
)
from diagnosis.domain.text import Language
from diagnosis.present.faults import show_faults
from diagnosis.present.numbers import score, share, wan
from diagnosis.present.parts import show_item_name
from diagnosis.present.say import Say, Shown, in_language
from diagnosis.present.scoring.absences import counted_zero_message
from diagnosis.present.scoring.estimate import show_estimates
from diagnosis.present.scoring.ignored import ignored_answers
from diagnosis.present.scoring.next_steps import show_next_steps, show_trade_match
from diagnosis.present.scoring.notices import notices
from diagnosis.present.scoring.verdict_words import (
    condition_name,
    hold_message,
    hold_name,
    verdict_notices,
    why_no_level,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis
from diagnosis.services.scoring.score_many import ScoredLine


def show_diagnosis(content: Content, diagnosis: Diagnosis, say: Say) -> Shown:
    """Return a diagnosis as JSON values.

    Every text is said by `say`. The keys are those of the schema `Diagnosis` in
    api_spec/openapi.json.
    """
    sheet = diagnosis.sheet
    return {
        "form": sheet.form.ref,
        "reference": sheet.reference,
        "period": sheet.period,
        "enterprise": _enterprise(content, diagnosis, say),
        "standards": [show_verdict(content, verdict, say) for verdict in diagnosis.verdicts],
        "estimate": show_estimates(content, diagnosis.verdicts, diagnosis.estimates, say),
        "gaps": [_gap(content, standard, gap, say) for standard, gap in diagnosis.gaps],
        "trade": show_trade_match(diagnosis, say),
        "next_steps": show_next_steps(content, diagnosis, say),
        "consistency": [
            _inconsistency(inconsistency, say) for inconsistency in diagnosis.inconsistencies
        ],
        "ignored": [
            {
                "item": answer.item,
                "value": as_plain(answer.value),
                "standard": answer.standard,
                "why": say(answer.why),
            }
            for answer in ignored_answers(content, diagnosis)
        ],
        "provenance": show_provenance(content, diagnosis),
        "notice": [say(notice) for notice in notices(diagnosis)],
    }


def _inconsistency(inconsistency: Inconsistency, say: Say) -> Shown:
    check = inconsistency.check
    return {
        "id": check.id,
        "severity": str(check.severity),
        "items": list(check.items),
        "pointers": list(inconsistency.pointers),
        "message": say(check.message),
        "ask": say(check.question),
    }


def _enterprise(content: Content, diagnosis: Diagnosis, say: Say) -> Shown:
    firm = diagnosis.sheet.enterprise
    facts: Shown = dict(facts_as_plain(firm))
    if firm.revenue_wan is not None:
        facts["revenue_wan"] = wan(firm.revenue_wan)
    facts["production_type"] = str(diagnosis.sheet.production_type)
    facts["production_type_from"] = diagnosis.sheet.production_type_from
    facts["size_class"] = diagnosis.size and str(diagnosis.size)
    if firm.division:
        facts["division_name"] = say(content.codes.industry_names[firm.division])
    if firm.city:
        facts["city_name"] = say(content.codes.places[firm.city])
    return facts


def show_verdict(content: Content, verdict: Verdict, say: Say) -> Shown:
    """Return one standard's part of a diagnosis."""
    standard = verdict.standard
    level, provisional = verdict.level, verdict.provisional
    why = why_no_level(verdict)
    shown: Shown = {
        "standard": standard.id,
        "revision": standard.revision,
        "name": say(standard.name),
        "official_standard": standard.official,
        "level": verdict.level,
        "level_name": None if level is None else say(standard.levels[level].name),
        "reading": None if level is None else say(standard.levels[level].reading),
        "score": score(verdict.score),
        "coverage": share(verdict.coverage),
        "why": why and say(why),
        "provisional": provisional
        and {
            "level": provisional[0],
            "level_name": say(standard.levels[provisional[0]].name),
            "score": score(provisional[1]),
        },
        "aggregations": [
            {
                "rule": aggregation.rule,
                "score": score(aggregation.score),
                "level": aggregation.level,
                "official": aggregation.official,
            }
            for aggregation in verdict.aggregations
        ],
        "dimensions": [_dimension(dimension, say) for dimension in verdict.dimensions],
        "held_back_by": [_hold(standard, hold, say) for hold in verdict.holds],
        "cuts": _cuts(content, verdict, say),
    }
    shown.update(_special(content, verdict, say))
    return shown


def _dimension(dimension: DimensionVerdict, say: Say) -> Shown:
    return {
        "id": dimension.id,
        "name": say(dimension.name),
        "score": score(dimension.score),
        "top": dimension.top,
        "level": dimension.level,
        "weight": share(dimension.weight),
        "reading": dimension.reading and say(dimension.reading),
        "unconfirmed": dimension.unconfirmed,
    }


def _hold(standard: Standard, hold: Hold, say: Say) -> Shown:
    return {
        "level": hold.level,
        "kind": str(hold.kind),
        "part": hold.part,
        "name": say(hold_name(standard, hold)),
        "has": score(hold.has),
        "needs": score(hold.needs),
        "message": say(hold_message(standard, hold)),
    }


def _cuts(content: Content, verdict: Verdict, say: Say) -> list[Shown]:
    return [
        {
            "part": cut.part,
            "name": say(cut.name),
            "weight_removed": share(cut.weight_removed),
            "reasons": [
                _reason(content, item, reason, say) for item, reason in cut.reasons.items()
            ],
        }
        for cut in verdict.cuts
    ]


def _reason(content: Content, item: str, reason: str, say: Say) -> Shown:
    texts = {known.id: known.text for known in content.bank[item].reasons}
    return {"item": item, "reason": reason, "text": say(texts[reason])}


def _counted_zero(content: Content, verdict: Verdict, counted: CountedZero, say: Say) -> Shown:
    level, total = counted.if_dropped
    return {
        "part": counted.part,
        "name": say(counted.name),
        **_reason(content, counted.item, counted.reason, say),
        "weight": share(counted.weight),
        "if_dropped": {"level": level, "score": score(total)},
        "message": say(counted_zero_message(content, verdict.standard, counted)),
    }


def _special(content: Content, verdict: Verdict, say: Say) -> Shown:
    """Return what only some standards say."""
    special: Shown = {}
    if verdict.counted_zero:
        special["counted_zero"] = [
            _counted_zero(content, verdict, counted, say) for counted in verdict.counted_zero
        ]
    if verdict.cuts_as_zero is not None:
        level, total = verdict.cuts_as_zero
        special["cuts_answered_zero"] = {"level": level, "score": score(total)}
    if verdict.level_low is not None:
        special["level_low"], special["level_high"] = verdict.level_low, verdict.level_high
    is_by_points = isinstance(verdict.standard, PointsStandard)
    if is_by_points or verdict.score_low is not None:
        special["score_low"] = score(verdict.score_low)
        special["score_high"] = score(verdict.score_high)
    if is_by_points:
        derived_from = dict.fromkeys((*verdict.derived_from, *verdict.inferred_from))
        special["basis"] = "derived" if derived_from else "official"
        special["derived_from"] = list(derived_from)
    if verdict.inferred_from:
        special["inferred_from"] = list(verdict.inferred_from)
    if verdict.conditions:
        special["conditions"] = [
            {
                "id": condition.part,
                "kind": str(condition.kind.known_by),
                "name": say(condition_name(verdict.standard, condition)),
                "holds": holds,
            }
            for condition, holds in verdict.conditions
        ]
    standard_notices = verdict_notices(verdict)
    if standard_notices:
        special["notices"] = [say(notice) for notice in standard_notices]
    return special


def _gap(content: Content, standard: str, gap: Gap, say: Say) -> Shown:
    item, position = content.bank[gap.item], next_position(content.bank, gap)
    return {
        "standard": standard,
        **show_item_name(content, gap.item, say),
        "part": gap.part,
        "target_level": gap.level,
        "has": gap.has,
        "needs": gap.needs,
        "lift": score(gap.lift),
        "unit": str(gap.unit),
        "next_practice": None if position is None else say(item.positions[position]),
        "ours": item.is_ours(position),
    }


def show_provenance(content: Content, diagnosis: Diagnosis) -> Shown:
    """Return the pins by which a result can be recomputed."""
    return {
        "form": diagnosis.sheet.form.ref,
        "form_status": str(diagnosis.sheet.form.status),
        "standards": [verdict.standard.ref for verdict in diagnosis.verdicts],
        "code": diagnosis.code,
        "content": content.digest,
        "model": [estimate.model for estimate in diagnosis.estimates if estimate.model] or None,
    }


def show_line(content: Content, line: ScoredLine, language: Language) -> Shown:
    """Return a line with its number in the file and its id: its diagnosis, or its `errors`."""
    whose: Shown = {"line": line.number, "id": line.id}
    if line.diagnosis is None:
        errors = show_faults(line.faults, language)
        more = len(line.faults) + line.more - len(errors)
        return whose | {"errors": errors} | ({"more": more} if more else {})
    return {**whose, **show_diagnosis(content, line.diagnosis, in_language(language))}
