"""What is left of a level if firms overstate, in numbers and in a sentence to read aloud."""

from collections.abc import Iterator

from diagnosis.domain.estimate import CheckReason, Estimate
from diagnosis.domain.overstatement import (
    DeflatedLevels,
    LevelBy,
    Overstatement,
    OverstatementSource,
)
from diagnosis.domain.text import Text
from diagnosis.present.numbers import number, score
from diagnosis.present.say import SPACE, Say, Shown, joined
from diagnosis.services.ports.content import Content

FACTS_TO_CHECK = Text(
    "智能工厂的条件都是有没有的事，到现场一看便知，不作估计。",
    "The smart-factory conditions are facts that hold or do not: a visit checks them, nothing is "
    "estimated.",
)
_ASSUMED = Text(
    "企业自评会高估多少，没有公开数据：假定每题高填 {value} 档，{low}–{high} 档都有可能。",
    "Nobody has published how much firms overstate: {value} of a step per answer is assumed, from "
    "{low} to {high}.",
)
_LEARNED = Text(
    "按 {visits} 次现场核实，每题高填 {value} 档，少到 {low}，多到 {high}。",
    "By verified visits ({visits}) answers are {value} of a step too high, from {low} to {high}.",
)
_SET = Text(
    "主管部门设定：每题高填 {value} 档，少到 {low}，多到 {high}。",
    "Set by this deployment: answers are {value} of a step too high, from {low} to {high}.",
)
_CHECKED = Text(
    "到现场核对了贵厂 {checks} 题，连同别的厂的情况一起算：其余的题每题高填 {value} 档，"
    "少到 {low}，多到 {high}。",
    "By {checks} checked answers of this firm, and by what is known of others, its other answers "
    "are {value} of a step too high, from {low} to {high}.",
)
_BASIS = {
    OverstatementSource.ASSUMED: _ASSUMED,
    OverstatementSource.VISITS: _LEARNED,
    OverstatementSource.SET: _SET,
    OverstatementSource.CHECKS: _CHECKED,
}
_HOW = {
    OverstatementSource.ASSUMED: Text("假定的", "as is assumed of such firms"),
    OverstatementSource.VISITS: Text("现场核实的", "as visits found of such firms"),
    OverstatementSource.SET: Text("主管部门设定的", "as this deployment assumes of such firms"),
    OverstatementSource.CHECKS: Text("核对过的题", "by those that were checked"),
}
_NONE = Text("按{how}，企业没有高填，一档不扣。", "Firms do not overstate, {how}.")
_NONE_TO = Text(
    "按{how}，企业没有高填，一档不扣；有高填，每题也不过 {high} 档。",
    "Firms do not overstate, {how}; if they do, it is {high} of a step at most.",
)
_AS_ANSWERED = Text("按贵厂自己填的", "By its own answers")
_ANSWERED_ALONE = Text("只看贵厂答了的题", "By the questions answered alone")
_AS_CHECKED = Text(
    "按核对过的算，其余照填，", "By what was checked, and its other answers as they are,"
)
_CHECKED_ALONE = Text(
    "只看答了的和核对过的题，", "By the questions that were answered or checked alone,"
)
_LOWER_CHECKED = Text(
    "{by}是 {claimed} 级；其余的题照核对的结果每题扣 {steps} 档，就是 {usual} 级。",
    "{by} the firm is at level {claimed}; with {steps} of a step taken off each other answer, as "
    "the checks suggest, it is at level {usual}.",
)
_SAME_CHECKED = Text(
    "{by}是 {claimed} 级；其余的题照核对的结果每题扣 {steps} 档，也还是 {claimed} 级；"
    "扣到 {most} 档，就是 {high} 级。",
    "{by} the firm is at level {claimed}, also with {steps} of a step taken off each other "
    "answer, as the checks suggest; with {most} taken off it is at level {high}.",
)
_FIRM_CHECKED = Text(
    "{by}是 {claimed} 级；就算其余的题每题都扣 {most} 档，也还是 {claimed} 级。",
    "{by} the firm is at level {claimed}, also with {most} of a step taken off each other answer.",
)
_VERIFIED = Text(
    "每一题都到现场核实过了：是 {claimed} 级。",
    "A visit verified every answer: the firm is at level {claimed}.",
)
_VERIFIED_BELOW = Text(
    "每一题都到现场核实过了：还不到 1 级。",
    "A visit verified every answer: the firm is below level 1.",
)
_LOWER = Text(
    "{by}是 {claimed} 级；要是像{how}那样每题高填了 {steps} 档，就是 {usual} 级。",
    "{by} the firm is at level {claimed}; if each is {steps} of a step too high, "
    "{how}, it is at level {usual}.",
)
_SAME = Text(
    "{by}是 {claimed} 级；就算像{how}那样每题高填了 {steps} 档，也还是 {claimed} 级；"
    "高填到 {most} 档，就是 {high} 级。",
    "{by} the firm is at level {claimed}, also if each is {steps} of a step too "
    "high, {how}; at {most} it is at level {high}.",
)
_NOTHING_OFF = Text(
    "{by}是 {claimed} 级；按{how}，这样的厂没有高填，一档不扣。",
    "{by} the firm is at level {claimed}; such firms do not overstate, {how}.",
)
_NOTHING_OFF_YET = Text(
    "{by}是 {claimed} 级；按{how}，这样的厂没有高填，一档不扣；"
    "要是每题高填了 {most} 档，就是 {high} 级。",
    "{by} the firm is at level {claimed}; such firms do not overstate, {how}; if each answer "
    "were {most} of a step too high, it would be at level {high}.",
)
_FIRM = Text(
    "{by}是 {claimed} 级；就算每题都高填了 {most} 档，也还是 {claimed} 级。",
    "{by} the firm is at level {claimed}, also if each is {most} of a step too high.",
)
_NOT_YET = Text(
    "{by}还不到 1 级，扣不扣高填都一样。",
    "{by} the firm is below level 1; overstating makes no difference to that.",
)
_OPEN_BELOW = Text(
    "{by}是 {claimed} 级；扣掉高填的部分，要看空着的题怎么答。",
    "{by} the firm is at level {claimed}; with overstatement taken off, the blanks decide.",
)
_BY_MODEL = Text("模型估计是 {level} 级。", "The model estimates level {level}.")
_WITH_BLANKS = Text(
    "再把没答的题估进去，模型估的是 {level} 级。",
    "With the questions without an answer estimated too, the model says level {level}.",
)
_WITH_BLANKS_THE_SAME = Text(
    "再把没答的题估进去，模型估的也是 {level} 级。",
    "With the questions without an answer estimated too, the model says level {level} as well.",
)
_WITH_BLANKS_NOT_YET = Text(
    "再把没答的题估进去，模型估的也不到 1 级。",
    "With the questions without an answer estimated too, the model says below level 1 as well.",
)
_PARTLY = Text(
    "这里只扣了场景题，分数照填的算。",
    "Only scenes were lowered; points count as answered.",
)
_CHECK_ITEM = Text(
    "想弄实在，先到现场核对「{item}」。",
    "To settle it, check “{item}” on site first.",
)
_CHECK_SEVERAL = Text(
    "想弄实在，到现场先看「{item}」，再看别的高分题。",
    "To settle it, look at “{item}” on site first, then at the other high answers.",
)
_CHECK_SCENES = Text(
    "想弄实在，先到现场核对填得最高的场景。",
    "To settle it, check the scenes with the highest answers on site first.",
)
_ANSWER_REST = Text(
    "想弄实在，先把没答的题答上。",
    "To settle it, answer the other questions first.",
)
_ANSWER_AND_CHECK = Text(
    "想弄实在，先把没答的题答上，再到现场核对「{item}」。",
    "To settle it, answer the other questions first, then check “{item}” on site.",
)
_CHECK_ANY = Text(
    "想弄实在，先到现场核对填得最高的几题。",
    "To settle it, check the highest answers on site first.",
)
_MARGIN = Text(
    "每题高填不超过 {margin} 档，自填的级别就保得住。",
    "The level claimed holds if no answer is more than {margin} of a step too high.",
)
_HOLDS = Text(
    "通常的高填动不了自填的级别。",
    "What firms usually overstate does not change the level claimed.",
)
_NO_MARGIN = Text(
    "只要每题都高填了一点，自填的级别就保不住。",
    "The level claimed does not hold if every answer is a little too high.",
)


def overstatement_basis(overstatement: Overstatement) -> Text:
    """Return what an overstatement rests on."""
    basis = _BASIS[overstatement.source]
    if not overstatement.value:
        basis = _NONE_TO if overstatement.high else _NONE
    return basis.fill(
        how=_HOW[overstatement.source],
        visits=overstatement.visits,
        checks=overstatement.checks,
        value=number(overstatement.value),
        low=number(overstatement.low),
        high=number(overstatement.high),
    )


def overstatement_sentence(
    content: Content, estimate: Estimate, *, names_check: bool = True
) -> Text | None:
    """Return what was claimed, what is left of it and, unless a list follows, what settles it.

    None where the answers carry no level, or where nothing was kept of it.
    """
    deflated = estimate.deflated
    if deflated is None or deflated.claimed is None:
        return None
    if deflated.is_verified:
        text = _VERIFIED if deflated.claimed else _VERIFIED_BELOW
        return text.fill(claimed=deflated.claimed)
    parts = list(_left_over(estimate, deflated))
    if deflated.claimed and names_check:
        parts.append(_what_settles(content, estimate, deflated))
    return joined(parts, SPACE)


def _left_over(estimate: Estimate, deflated: DeflatedLevels) -> Iterator[Text]:
    yield _what_is_left(deflated, _by(estimate, deflated))
    fills_blanks = _fills_blanks(estimate)
    if fills_blanks:
        yield _with_blanks(estimate, deflated)
    elif estimate.level_by is LevelBy.MODEL and estimate.level not in (None, deflated.usual):
        yield _BY_MODEL.fill(level=estimate.level)
    if not deflated.claimed:
        if fills_blanks:
            yield _ANSWER_REST
    elif deflated.partly:
        yield _PARTLY


def _by(estimate: Estimate, deflated: DeflatedLevels) -> Text:
    """Return what the claimed level goes by."""
    if deflated.verified:
        return _CHECKED_ALONE if estimate.ask_next else _AS_CHECKED
    return _ANSWERED_ALONE if estimate.ask_next else _AS_ANSWERED


def _what_settles(content: Content, estimate: Estimate, deflated: DeflatedLevels) -> Text:
    if estimate.first_check is None:
        return _CHECK_SCENES if deflated.partly else _CHECK_ANY
    decides = bool(estimate.checks) and estimate.checks[0].reason is CheckReason.DECIDES
    check = _CHECK_ITEM if decides else _CHECK_SEVERAL
    if _fills_blanks(estimate):
        check = _ANSWER_AND_CHECK
    return check.fill(item=content.bank[estimate.first_check].name)


def _fills_blanks(estimate: Estimate) -> bool:
    """Return whether the level served is the model's, which has a guess of each blank."""
    by_model = estimate.level_by is LevelBy.MODEL and estimate.level is not None
    return by_model and bool(estimate.ask_next)


def _with_blanks(estimate: Estimate, deflated: DeflatedLevels) -> Text:
    """Return what a model's level adds to the rule's, which leaves blanks out."""
    if estimate.level != deflated.usual:
        return _WITH_BLANKS.fill(level=estimate.level)
    return (
        _WITH_BLANKS_THE_SAME.fill(level=estimate.level)
        if estimate.level
        else (_WITH_BLANKS_NOT_YET)
    )


def _what_is_left(deflated: DeflatedLevels, by: Text) -> Text:
    overstatement = deflated.overstatement
    if not deflated.claimed:
        return _NOT_YET.fill(by=by)
    is_checked = overstatement.source is OverstatementSource.CHECKS
    text = _FIRM_CHECKED if is_checked else _FIRM
    if deflated.usual is None or deflated.high is None:
        text = _OPEN_BELOW
    elif deflated.usual < deflated.claimed:
        text = _LOWER_CHECKED if is_checked else _LOWER
    elif deflated.high < deflated.claimed and is_checked:
        text = _SAME_CHECKED
    elif deflated.high < deflated.claimed:
        text = _SAME if overstatement.value else _NOTHING_OFF_YET
    elif not overstatement.high:
        text = _NOTHING_OFF
    return text.fill(
        by=by,
        claimed=deflated.claimed,
        usual=deflated.usual,
        high=deflated.high,
        how=_HOW[overstatement.source],
        steps=number(overstatement.value),
        most=number(overstatement.high),
    )


def margin_sentence(estimate: Estimate) -> Text | None:
    """Return how much overstatement the claimed level survives; None where that says no more."""
    deflated = estimate.deflated
    if deflated is None or deflated.margin is None:
        return None
    margin, most = deflated.margin, deflated.overstatement.high
    if margin == most:
        return None
    line = _HOLDS if margin > most else (_MARGIN if margin else _NO_MARGIN)
    return line.fill(margin=number(margin))


def show_deflated(content: Content, estimate: Estimate, say: Say) -> Shown:
    """Return what is left of a level as JSON values; null where nothing was kept of it."""
    deflated = estimate.deflated
    shown: Shown = {
        "level_by": None if estimate.level is None else str(estimate.level_by),
        "overstatement": None,
        "levels": None,
        "margin": None,
        "partly_deflated": False,
        "verified_answers": 0,
        "in_words": None,
    }
    if deflated is None:
        return shown
    overstatement, sentence = deflated.overstatement, overstatement_sentence(content, estimate)
    return shown | {
        "overstatement": {
            "value": score(overstatement.value),
            "low": score(overstatement.low),
            "high": score(overstatement.high),
            "source": str(overstatement.source),
            "visits": overstatement.visits,
            "checks": overstatement.checks,
            "basis": say(overstatement_basis(overstatement)),
        },
        "levels": {
            "claimed": deflated.claimed,
            "usual": deflated.usual,
            "high": deflated.high,
        },
        "margin": score(deflated.margin),
        "partly_deflated": deflated.partly,
        "verified_answers": deflated.verified,
        "in_words": sentence and say(sentence),
    }
