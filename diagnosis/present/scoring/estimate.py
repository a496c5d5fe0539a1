"""Estimates as plain JSON values, each beside the level by rule."""

from collections.abc import Iterator

from diagnosis.domain.estimate import CheckReason, Estimate, PartNeed, Refusal, RefusalCode
from diagnosis.domain.overstatement import OverstatementSource
from diagnosis.domain.scoring.estimating.carried import IN_ORDER_COVERAGE
from diagnosis.domain.scoring.verdict import Verdict, below_coverage
from diagnosis.domain.text import Text
from diagnosis.present.likelihood import likely_levels
from diagnosis.present.numbers import percent, score, share, shares
from diagnosis.present.parts import show_item_name
from diagnosis.present.say import SPACE, Say, Shown, joined, plain
from diagnosis.present.scoring.overstatement import FACTS_TO_CHECK, show_deflated
from diagnosis.present.scoring.verdict_words import what_blanks_leave_open
from diagnosis.services.ports.content import Content

SIMULATED = Text(
    "由模拟企业估计，已学习的现场核实：{visits} 家。",
    "Estimated from simulated firms; verified visits learned from: {visits}.",
)
KEEPS_WHAT_IT_ASSUMED = Text(
    "各级可能性还是按模型训练时假定的高填算的，没有跟着改。",
    "How likely each level is still rests on the overstatement that the model was trained with.",
)
ALL_VERIFIED = Text(
    "每一题都到现场核实过了，没有什么要估的。",
    "A visit verified every answer: nothing is left to estimate.",
)
TAKES_CHECKS = Text(
    "核对过的题已经算进各级可能性。",
    "How likely each level is takes what was checked into account.",
)
NOT_SERVED = Text(
    "模型不可用，只按规则评分：{reason}。",
    "No model is available, scored by rule alone ({reason}: {detail}).",
)
WORKED_OUT = Text(
    "没有模型：高填几档、看走眼多少、空着的题怎么答，都按假定算出来的；分数照填的算。",
    "No model: worked out from what is assumed of overstatement, misjudgement and blanks; points "
    "count as answered.",
)
NOTHING_ANSWERED = Text(
    "题目都没有确切的答案，不作估计。",
    "None of its questions has a definite answer: there is no estimate.",
)
TOO_FEW = Text(
    "已答的题还不够定级：{levels} 级都有可能，请先补答。",
    "Too little was answered for an estimate of the level: any of {levels} may be. Answer more.",
)
CHOSEN = Text(
    "只答了 {coverage}%，不作估计：挑着答，答的往往是拿手的几题。至少再答 {count} 题：{parts}。",
    "Only {coverage}% is answered, so there is no estimate: who picks questions picks those that "
    "it is good at. Answer at least {count} more: {parts}.",
)
ASKED_TOO_LITTLE = Text(
    "系统问到这里才答了 {coverage}%，估不准。接着答：下一题是“{item}”，至少再答 {count} 题。",
    "The service has asked too little so far ({coverage}%) for an estimate. Keep answering: "
    "“{item}” is next, and it takes at least {count} more.",
)
FORM_TOO_SHORT = Text(
    "这份问卷问到这个标准的题太少，定不了级；要定级，换完整问卷接着答，答过的不用重填。",
    "This form asks too little of the standard for a level; for one, go on with the whole form: "
    "what was answered is taken over.",
)
MOST_LIKELY_AMONG = Text(
    "眼下看，多半在 {levels} 级里。", "So far it is most likely among {levels}."
)
MANY_UNKNOWN = Text(
    "系统问的题里，不清楚的多了些，还估不准。接着答：下一题是“{item}”，至少再答 {count} 题。",
    "Too many of the questions asked are not known for an estimate. Keep answering: "
    "“{item}” is next, and it takes at least {count} more.",
)
OUT_OF_ORDER = Text(
    "说是系统出的题，可答的并不是系统先问的那几题，按自己挑的算。",
    "The service is said to have asked, but these are not the questions that it asks first: they "
    "count as picked.",
)
NEED = Text("{part} {count} 题", "{count} of “{part}”")
AND_OTHERS = Text("{parts}等", "{parts} and others")
NEEDS_SHOWN = 3
"""How many parts are named of which answers are needed."""
BLANKS_DECIDE = Text(
    "空着的题还左右着级别，先补答，再谈估计。",
    "Blanks still decide the level: answer them, then it can be estimated.",
)
BLANKS_LEAVE = Text(
    "空着的题还左右着级别，多半落在 {levels} 级：先补答。",
    "Blanks still decide the level, most likely it is among {levels}: answer them.",
)
REASONS = {
    RefusalCode.MISSING: Text("模型文件读不出来", "the model's files cannot be read"),
    RefusalCode.DIGEST: Text(
        "模型文件与登记的不一致", "the model's files are not the registered ones"
    ),
    RefusalCode.STRUCTURE: Text(
        "模型是按另一种题目结构训练的", "the model was trained for another form structure"
    ),
    RefusalCode.SCHEMA: Text(
        "模型里的数不在规定的范围内", "the model's numbers are outside their schema"
    ),
    RefusalCode.GOLDEN: Text(
        "模型算不出它自带的核对结果", "the model does not reproduce its golden file"
    ),
    RefusalCode.UNREGISTERED: Text(
        "这个标准没有登记模型", "no model is registered for this standard"
    ),
    RefusalCode.OPTIONS: Text(
        "有的题选项太细，模型读不了", "an item's options make scores that no model can read"
    ),
}


WHY_CHECK = {
    CheckReason.DECIDES: Text("这题降一档，级别就变", "one step lower here and the level changes"),
    CheckReason.INFERRED: Text(
        "是从别的答案推出来的，没人当面确认过", "it follows from other answers; nobody has seen it"
    ),
    CheckReason.ABOVE_OTHERS: Text("比贵厂别的答案高", "it claims more than your other answers"),
    CheckReason.WEIGHT: Text("这题分量重", "it weighs much"),
}
CHECK_ORDER = Text("到现场按这个顺序看：", "What to look at on site, in this order:")
_CHECK = Text("{item}：{why}。", "{item}: {why}.")


def show_estimates(
    content: Content, verdicts: tuple[Verdict, ...], estimates: tuple[Estimate, ...], say: Say
) -> list[Shown]:
    """Return the estimates as JSON values, each beside the level by rule.

    Where there are any, the smart-factory conditions have a last one that says why not.
    """
    by_rule = {verdict.standard.id: verdict for verdict in verdicts}
    shown = [
        _estimate(content, estimate, by_rule[estimate.standard], say)
        | show_deflated(content, estimate, say)
        for estimate in estimates
    ]
    if shown:
        tiers = Estimate(standard=content.standards.tiers.id)
        nothing = _nothing(tiers, FACTS_TO_CHECK, say)
        shown.append(nothing | show_deflated(content, tiers, say))
    return shown


def why_refused(refusal: Refusal) -> Text:
    """Return why no model is available."""
    reason = REASONS[refusal.code]
    return NOT_SERVED.fill(reason=reason, detail=refusal.detail)


def basis(estimate: Estimate) -> Text:
    """Return what an estimate rests on."""
    if estimate.deflated is not None and estimate.deflated.is_verified:
        return ALL_VERIFIED
    if estimate.model is None:
        return WORKED_OUT
    text = SIMULATED.fill(visits=estimate.verified_visits)
    deflated = estimate.deflated
    if deflated is None:
        return text
    if not deflated.verified and deflated.overstatement.source is OverstatementSource.ASSUMED:
        return text
    return joined((text, TAKES_CHECKS if deflated.verified else KEEPS_WHAT_IT_ASSUMED), SPACE)


def why_no_estimate(
    content: Content, estimate: Estimate, by_rule: Verdict, *, says_bounds: bool = True
) -> Text | None:
    """Return why there is no estimate, None where there is one.

    It says between which levels the blanks leave it, unless that stands elsewhere.

    Without an answer a model knows the usual firm alone, and nothing of this one. Without a model
    there may still be a level by the rule on deflated answers.
    """
    if estimate.refusal is not None:
        return why_refused(estimate.refusal)
    is_verified = estimate.deflated is not None and estimate.deflated.verified > 0
    if not by_rule.coverage and not is_verified:
        return NOTHING_ANSWERED
    if estimate.form_too_short:
        return None if estimate.probabilities else FORM_TOO_SHORT
    if not estimate.needs:
        is_open = estimate.level is None and not estimate.probabilities
        return BLANKS_DECIDE if estimate.model is None and is_open else None
    bounds = what_blanks_leave_open(by_rule) if says_bounds else None
    if estimate.in_order and estimate.ask_next:
        is_half = below_coverage(by_rule.coverage, IN_ORDER_COVERAGE) is None
        why = (MANY_UNKNOWN if is_half else ASKED_TOO_LITTLE).fill(
            coverage=_covered(by_rule),
            item=content.bank[estimate.ask_next[0]].name,
            count=_answers_needed(estimate.needs),
        )
    else:
        why = _why_not_carried(estimate.needs, by_rule)
    if estimate.in_order is False:
        why = joined((OUT_OF_ORDER, why), SPACE)
    return why if bounds is None else joined((why, bounds), SPACE)


def _why_not_carried(needs: tuple[PartNeed, ...], by_rule: Verdict) -> Text:
    """Return that the firm answered too little, and what more it takes."""
    names = {dimension.id: dimension.name for dimension in by_rule.dimensions}
    most = sorted(needs, key=lambda need: -need.answers)[:NEEDS_SHOWN]
    parts = joined([NEED.fill(part=names[need.part], count=need.answers) for need in most])
    return CHOSEN.fill(
        coverage=_covered(by_rule),
        count=_answers_needed(needs),
        parts=AND_OTHERS.fill(parts=parts) if len(needs) > NEEDS_SHOWN else parts,
    )


def _covered(by_rule: Verdict) -> str:
    """Return the per cent of a standard that is answered, as it is shown."""
    return percent(by_rule.coverage, lines=(by_rule.standard.minimum_coverage,))


def _answers_needed(needs: tuple[PartNeed, ...]) -> int:
    return sum(need.answers for need in needs)


def why_no_estimated_level(estimate: Estimate) -> Text | None:
    """Return why an estimate names no level, None where it names one."""
    if estimate.level is not None or not estimate.levels:
        return None
    open_levels = joined(map(plain, estimate.levels))
    if estimate.form_too_short:
        return joined((FORM_TOO_SHORT, MOST_LIKELY_AMONG.fill(levels=open_levels)), SPACE)
    return (BLANKS_LEAVE if estimate.model is None else TOO_FEW).fill(levels=open_levels)


def _estimate(content: Content, estimate: Estimate, by_rule: Verdict, say: Say) -> Shown:
    why, no_level = why_no_estimate(content, estimate, by_rule), why_no_estimated_level(estimate)
    likely = likely_levels(estimate)
    if why is not None or not estimate.probabilities:
        return _nothing(estimate, why, say)
    return {
        "standard": estimate.standard,
        "model": estimate.model,
        "level": estimate.level,
        "insufficient": estimate.insufficient,
        "probabilities": shares(estimate.probabilities),
        "set": list(estimate.levels),
        "likely_in_words": likely and say(likely),
        "expected_score": score(estimate.expected_score),
        **({} if estimate.model is None else _of_model(estimate)),
        "agreement": show_agreement(estimate, by_rule.level),
        "narrows_most": {
            "ask": list(estimate.ask_next),
            "check_on_site": list(_checks(content, estimate, say)),
        },
        "basis": say(basis(estimate)),
        "why": no_level and say(no_level),
    }


def _of_model(estimate: Estimate) -> Shown:
    """Return what a trained model alone says: the score's interval and where it comes from."""
    return {
        "expected_score_interval": {
            "low": score(estimate.score_low),
            "high": score(estimate.score_high),
            "share": 0.8,
        },
        "attribution": {
            "score": score(estimate.score),
            "reference": score(estimate.reference),
            "parts": [
                {
                    "part": part.part,
                    "answered": score(part.answered),
                    "assumed": score(part.assumed) if part.assumed else 0.0,
                }
                for part in estimate.parts
            ],
        },
        "verified_visits": estimate.verified_visits,
    }


def checks_in_words(content: Content, estimate: Estimate) -> Iterator[Text]:
    """Yield each answer to look at on site, the most useful first: its name and why."""
    for check in estimate.checks:
        yield _CHECK.fill(item=content.bank[check.item].name, why=WHY_CHECK[check.reason])


def _checks(content: Content, estimate: Estimate, say: Say) -> Iterator[Shown]:
    """Yield each answer to look at on site, with why; of results without a reason, without."""
    for check in estimate.checks:
        yield {
            **show_item_name(content, check.item, say),
            "check_reason": check.reason,
            "why": say(WHY_CHECK[check.reason]),
            "gain": share(check.gain),
        }
    if not estimate.checks:
        for item in estimate.check_next:
            nothing = dict.fromkeys(("check_reason", "why", "gain"))
            yield {**show_item_name(content, item, say), **nothing}


def _nothing(estimate: Estimate, why: Text | None, say: Say) -> Shown:
    """Return an estimate without a model: a level at most, and why there is no more."""
    level = None if why is NOTHING_ANSWERED else estimate.level
    return {
        "standard": estimate.standard,
        "model": estimate.model,
        "level": level,
        "insufficient": not (estimate.refusal or level is not None or why is FACTS_TO_CHECK),
        "probabilities": None,
        "set": None,
        "expected_score": None,
        "why": why and say(why),
    }


def show_agreement(estimate: Estimate, rule_level: int | None) -> Shown:
    """Return the level by rule beside the estimate, and how likely that is."""
    if rule_level is None:
        return {"rule_level": None, "same": None, "probability_of_rule_level": None}
    return {
        "rule_level": rule_level,
        "same": None if estimate.level is None else rule_level == estimate.level,
        "probability_of_rule_level": share(estimate.probabilities[rule_level]),
    }
