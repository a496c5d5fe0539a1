"""The next question and counterfactuals as JSON values, with why."""

from diagnosis.domain.estimate import NextItem, Raises
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.intake.form import show_item
from diagnosis.present.parts import show_item_name
from diagnosis.present.say import Say, Shown
from diagnosis.present.scoring.estimate import show_estimates
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.advise import Counterfactual, NextQuestion

_NOTHING_LEFT = Text(
    "这份问卷里已没有能改变估计的题目。", "Nothing is left in this form that would tell more."
)
_SURE_ENOUGH = Text(
    "把握已达到 {agreement}%（要求 {wanted}%），余下的题多半不会改变级别。",
    "Sure enough at {agreement}% ({wanted}% wanted): the rest would hardly change the level.",
)
_TELLS_MOST = Text(
    "把握为 {agreement}%（要求 {wanted}%），这一题最能说明问题。",
    "Sure at {agreement}% ({wanted}% wanted); this item tells most.",
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
        "why": say(_why_stop(advice, question.agreement_wanted)),
        "estimate": show_estimates(question.verdicts, (advice.estimate,), say)[0],
    }


def _why_stop(advice: NextItem, wanted: float) -> Text:
    """Return why to stop, or to go on."""
    if advice.item is None:
        return _NOTHING_LEFT
    text = _SURE_ENOUGH if advice.stop else _TELLS_MOST
    agreement = numbers.percent(advice.agreement, lines=(wanted,))
    return text.fill(agreement=agreement, wanted=numbers.percent(wanted))


def show_counterfactual(content: Content, counterfactual: Counterfactual, say: Say) -> Shown:
    """Return which raised answers lead to an estimated level."""
    raises = counterfactual.raises
    return {
        "standard": counterfactual.standard,
        "estimated_level": counterfactual.estimated_level,
        "level": counterfactual.level,
        "reached": raises.reached,
        "level_after": raises.level if raises.level >= 0 else None,
        "why": say(_why_reached(raises)),
        "raises": [
            {
                **show_item_name(content, answer.item, say),
                "from": numbers.position(answer.before),
                "to": numbers.position(answer.after),
                "ours": content.bank[answer.item].is_ours(answer.after),
            }
            for answer in raises.answers
        ],
    }


def _why_reached(raises: Raises) -> Text:
    """Return what the raises mean, or why the level is out of their reach."""
    if raises.level < 0:
        return Text(
            "已答的题太少，模型给不出级别。", "Too few answers for the model to give a level."
        )
    if not raises.reached:
        return Text(
            "只提高已答的题，在步数上限内到不了这一级。",
            "Raising answered items alone does not reach the level within the steps tried.",
        )
    return Text(
        "按对估计的提升从大到小选出；模型预计自填会偏高，所以比规则要求的要多。",
        "Chosen by what lifts the estimate most; the model expects claims to run high, so it asks "
        "for more than the rule does.",
    )
