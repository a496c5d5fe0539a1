"""The next steps of a diagnosis: as JSON values, and in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.domain.retrofit.catalogue.amounts import YUAN_PER_WAN, Money
from diagnosis.domain.retrofit.catalogue.trade import MatchedBy
from diagnosis.domain.retrofit.plan.first_pain import first_pain
from diagnosis.domain.retrofit.plan.spine import Lacking
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.catalogue.trade import MATCHED_BY
from diagnosis.present.names import names_of_pains
from diagnosis.present.say import SEMICOLON, Say, Shown, joined
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis
from diagnosis.services.scoring.next_steps import NextStep

SPINE = "spine"
"""The kind of a step that comes from the spine of the trade."""
PAIN = "pain"
"""The kind of a step beside the spine that treats the first pain."""
NEXT_STEPS = Text("先做什么", "What to do first")

_BY_TRADE = Text(
    "按「{trade}」这一行的先后排：共 {steps} 步，还有 {open} 步要补。",
    "In the order of the trade “{trade}”: {steps} steps, of which {open} are still to be done.",
)
_NONE_OPEN = Text(
    "「{trade}」这一行该先做的 {steps} 步，贵厂没有要补的。",
    "Of the {steps} steps that come first in the trade “{trade}”, none is left to be done.",
)
_USUAL_HEADCOUNT = Text(
    "没有填人数，费用按 {employees} 人的厂估。",
    "No headcount was given: costs are those of a plant of {employees} people.",
)
_HURTS_MOST = Text(
    "您说最头疼的是「{pain}」，这一步就是治它的。",
    "What hurts most, you said, is “{pain}”: this step is for that.",
)
_NOT_ANSWERED = Text(
    "这一步的题都没有答到，先看看贵厂是不是已经做了。",
    "No answer was about this step: first see whether it is done already.",
)
_WHY = Text("为什么先做：{text}", "Why: {text}")
_BEFORE = Text("动手前：{text}", "Before that: {text}")
_WITH = Text("用什么做：{text}", "By: {text}")
_START = Text("从哪里做起：{text}", "Begin with: {text}")
_DONE = Text("做成的样子：{text}", "Done when: {text}")
_BUILD = Text(
    "{low}–{high} 万元，多半在 {mid} 万元上下",
    "{low_yuan}–{high_yuan} yuan, mostly about {mid_yuan}",
)
_BUILD_BY_GRADE = Text(
    "{low}–{high} 万元，先上轻的多半在 {mid} 万元上下",
    "{low_yuan}–{high_yuan} yuan, the lightest mostly about {mid_yuan}",
)
_RUN = Text(
    "{build}；每年另要 {low}–{high} 万元",
    "{build}; {low_yuan}–{high_yuan} a year to run",
)


@dataclass(frozen=True, slots=True)
class StepInWords:
    """A next step: its name, what it costs, and why, by what, from where and how far."""

    name: Text
    cost: Text
    lines: tuple[Text, ...]


def show_trade_match(diagnosis: Diagnosis, say: Say) -> Shown | None:
    """Return the trade whose spine the next steps follow; None where there is none."""
    match = diagnosis.next_steps.trade
    if match is None:
        return None
    return {
        "id": match.trade.id,
        "name": say(match.trade.name),
        "matched_by": str(match.by),
        "matched_how": say(MATCHED_BY[match.by]),
        "steps": len(match.trade.spine),
        "steps_open": diagnosis.next_steps.open_count,
    }


def show_next_steps(content: Content, diagnosis: Diagnosis, say: Say) -> list[Shown]:
    """Return what to do next, in order: why, with what, for how much, and what it raises."""
    return [_show(content, diagnosis, step, say) for step in diagnosis.next_steps.first]


def _show(content: Content, diagnosis: Diagnosis, step: NextStep, say: Say) -> Shown:
    spine_step = step.open_step.step
    return {
        "kind": PAIN if step.open_step.number is None else SPINE,
        "number": step.open_step.number,
        "name": say(spine_step.name),
        "why": say(_why_here(content, diagnosis, step)),
        "before": None if spine_step.before is None else say(spine_step.before),
        "done_when": say(spine_step.done_when),
        "packages": [
            {
                "id": package.id,
                "name": say(package.name),
                "grade": str(package.grade),
                "first_step": say(package.first_step),
            }
            for package in (content.packages[name] for name in step.open_step.packages)
        ],
        "employees": step.employees,
        "build_wan": numbers.wan_ends(step.build_wan),
        "run_wan_per_year": numbers.wan_ends(step.run_wan_per_year),
        "answered": step.open_step.is_answered,
        "raises": [
            _raise(content, lacking, lacking.has, say)
            for lacking in step.open_step.lacking
            if lacking.has is not None
        ],
        "notices": [say(notice) for notice in _notices(diagnosis, step)],
    }


def _raise(content: Content, lacking: Lacking, has: float, say: Say) -> Shown:
    item = content.bank[lacking.item]
    return {
        "item": item.id,
        "name": say(item.name),
        "from": numbers.position(has),
        "to": lacking.to,
        "ours": item.is_ours(lacking.to),
    }


def _notices(diagnosis: Diagnosis, step: NextStep) -> Iterator[Text]:
    """Yield what must be known of a step: that nobody was asked about it, whose cost it is."""
    if not step.open_step.is_answered:
        yield _NOT_ANSWERED
    if diagnosis.sheet.enterprise.employees is None:
        yield _USUAL_HEADCOUNT.fill(employees=step.employees)


def about_steps(diagnosis: Diagnosis) -> tuple[Text, ...]:
    """Return whose order the next steps have, how sure that is, and for whom the costs are.

    Empty where nothing was answered that would tell.
    """
    match, first = diagnosis.next_steps.trade, diagnosis.next_steps.first
    count = diagnosis.next_steps.open_count
    if match is None or (count and not first):
        return ()
    text = _BY_TRADE if count else _NONE_OPEN
    texts = [text.fill(trade=match.trade.name, steps=len(match.trade.spine), open=count)]
    if match.by is not MatchedBy.CLASS:
        texts.append(MATCHED_BY[match.by])
    if first and diagnosis.sheet.enterprise.employees is None:
        texts.append(_USUAL_HEADCOUNT.fill(employees=first[0].employees))
    return tuple(texts)


def steps_in_words(content: Content, diagnosis: Diagnosis) -> tuple[StepInWords, ...]:
    """Return the next steps for the head of a firm, in order."""
    return tuple(_in_words(content, diagnosis, step) for step in diagnosis.next_steps.first)


def _why_here(content: Content, diagnosis: Diagnosis, step: NextStep) -> Text:
    """Return why a step comes here: what the trade says of it, or the pain that it is for."""
    pain = first_pain(diagnosis.sheet.business.pains)
    if step.open_step.number is not None or pain is None:
        return step.open_step.step.why
    return _HURTS_MOST.fill(pain=names_of_pains(content)[pain])


def _in_words(content: Content, diagnosis: Diagnosis, step: NextStep) -> StepInWords:
    spine_step = step.open_step.step
    packages = [content.packages[name] for name in step.open_step.packages]
    before = spine_step.before
    lines = (
        why_first(_why_here(content, diagnosis, step)),
        *(() if before is None else (_BEFORE.fill(text=before),)),
        _WITH.fill(text=joined((package.name for package in packages), SEMICOLON)),
        begin_with(packages[0].first_step),
        done_when(spine_step.done_when),
    )
    unknown = () if step.open_step.is_answered else (_NOT_ANSWERED,)
    return StepInWords(spine_step.name, _cost(step), (*unknown, *lines))


def why_first(why: Text) -> Text:
    """Return why a step comes first, as a line."""
    return _WHY.fill(text=why)


def begin_with(first: Text) -> Text:
    """Return with what a step begins, as a line."""
    return _START.fill(text=first)


def done_when(done: Text) -> Text:
    """Return when a step is done, as a line."""
    return _DONE.fill(text=done)


def _cost(step: NextStep) -> Text:
    """Return what a step costs: in 万元 in Chinese, in yuan in English."""
    grades = len(step.open_step.packages)
    build = _amounts(_BUILD_BY_GRADE if grades > 1 else _BUILD, step.build_wan)
    run = step.run_wan_per_year
    return _amounts(_RUN, run, build=build) if run.high else build


def _amounts(text: Text, cost: Money, **more: Text) -> Text:
    amounts = {"low": cost.low, "mid": cost.mid, "high": cost.high}
    wan = {name: numbers.number(_rough(amount)) for name, amount in amounts.items()}
    yuan = {
        f"{name}_yuan": f"{_rough(amount) * YUAN_PER_WAN:,.0f}" for name, amount in amounts.items()
    }
    return text.fill(**wan, **yuan, **more)


def _rough(amount: float) -> float:
    """Return an amount to two digits: more would claim to know it."""
    return float(f"{amount:.2g}")
