"""The next question and counterfactuals as JSON values, with why."""

from diagnosis.domain.estimate import NextItem
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.intake.form import show_item
from diagnosis.present.likelihood import firms_in_ten
from diagnosis.present.raised import show_raises
from diagnosis.present.say import SPACE, Say, Shown, joined
from diagnosis.present.scoring.estimate import show_estimates
from diagnosis.present.scoring.verdict_words import why_no_level
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.advise import Counterfactual, NextQuestion, can_have_model

_FEWEST_SURE = 0.05
"""Below it nothing is said of how many firms keep their level."""
_NOTHING_LEFT = Text(
    "这份问卷里已没有能改变估计的题目。", "Nothing is left in this form that would tell more."
)
_SURE_ENOUGH = Text(
    "余下的题多半不会改变级别：模拟的厂里，这样答的{count}没有变，够您要的把握了。",
    "The rest would hardly change the level: it did not for {count} simulated firms, which is as "
    "sure as you wanted.",
)
_TOO_EARLY = Text(
    "这一题最能说明问题。答到这里，级别还说不准。",
    "This item tells most. It is too early to tell the level.",
)
_TELLS_MOST = Text(
    "这一题最能说明问题。答到这里，级别还可能变：模拟的厂里，这样答的{count}没有变。",
    "This item tells most. The level may still change: it did not for {count} simulated firms.",
)
_HELD = Text(
    "按您填的，{level} 级的要求已全部达到，不用再提高。",
    "By your answers all that level {level} asks for is met; nothing has to rise.",
)
_REACHED = Text(
    "按您填的，把这些做到就够 {level} 级的要求；一项也少不了。",
    "By your answers these are enough for level {level}; none of them can be left out.",
)
_OUT_OF_REACH = Text(
    "只提高已答的题还到不了 {level} 级：还有没答的题，或要另外查实的条件。",
    "Raising what is answered does not reach level {level}: something is blank, or there are "
    "conditions to be shown otherwise.",
)
_ESTIMATE_SAYS_LESS = Text(
    "这是按标准算、照您填的算。模型的估计可能低一些：企业自评往往偏高，它先打了折扣；"
    "现场核实几题就清楚了，不必为此多填。",
    "This is the standard's own rule on your answers. The estimate may say less: firms often "
    "claim more than a visit finds, so it expects a little less of each. A few answers checked on "
    "site settle that; higher answers do not.",
)


def show_next_question(content: Content, question: NextQuestion, say: Say) -> Shown:
    """Return the next item worth asking, the estimate so far and whether to stop."""
    advice, form = question.advice, question.form
    entry = None if advice.item is None else form.entries[advice.item]
    about = None if advice.item is None else form.section_of(advice.item).about
    return {
        "form": form.ref,
        "standard": question.standard,
        "answered": question.answered,
        "about": about and say(about),
        "item": entry and show_item(content, form, entry, say),
        "agreement": numbers.share(advice.agreement),
        "agreement_wanted": numbers.share(question.agreement_wanted),
        "stop": advice.stop,
        "why": say(_why_stop(advice)),
        "estimate": show_estimates(content, question.verdicts, (advice.estimate,), say)[0],
    }


def _why_stop(advice: NextItem) -> Text:
    """Return why to stop, or to go on."""
    if advice.item is None:
        return _NOTHING_LEFT
    if advice.agreement < _FEWEST_SURE:
        return _TOO_EARLY
    text = _SURE_ENOUGH if advice.stop else _TELLS_MOST
    return text.fill(count=firms_in_ten(advice.agreement))


def show_counterfactual(content: Content, counterfactual: Counterfactual, say: Say) -> Shown:
    """Return which raised answers lead to a level by rule."""
    by_rule = counterfactual.by_rule
    return {
        "standard": by_rule.standard.id,
        "rule_level": by_rule.level,
        "level": counterfactual.level,
        "reached": counterfactual.is_reached,
        "level_after": counterfactual.level_after,
        "why": say(_why_reached(content, counterfactual)),
        "raises": [
            {
                **{name: row[name] for name in ("item", "name", "from", "to", "text")},
                "ours": row["to"] is not None and content.bank[row["item"]].is_ours(row["to"]),
            }
            for row in show_raises(content, counterfactual.raises, say)
        ],
    }


def _why_reached(content: Content, counterfactual: Counterfactual) -> Text:
    """Return what the raises mean, or why the level is out of their reach."""
    by_rule, level = counterfactual.by_rule, counterfactual.level
    if by_rule.level is None:
        why = why_no_level(by_rule)
        assert why is not None
        return why
    if by_rule.level >= level:
        text = _HELD.fill(level=by_rule.level)
    else:
        text = (_REACHED if counterfactual.is_reached else _OUT_OF_REACH).fill(level=level)
    if not can_have_model(content, by_rule.standard.id):
        return text
    return joined((text, _ESTIMATE_SAYS_LESS), SPACE)
