"""Why a package is in a plan, as one spoken sentence: the strongest reasons, in plain words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from diagnosis.domain.intake.business import SCENE
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan
from diagnosis.domain.retrofit.plan.reasons import RaisedItem
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.numbers import number
from diagnosis.present.parts import part_names
from diagnosis.present.retrofit.plan_words import names_of_several, quoted
from diagnosis.present.say import SEMICOLON, joined
from diagnosis.services.ports.content import Content

REASONS_NAMED = 3
"""So many reasons make up the sentence, the strongest first."""
_NAMED = 2
"""So many pains, parts or packages are named in a reason; the rest is counted."""
_SENTENCE = Text("{reasons}。", "{reasons}.")
_WANTED = Text("贵厂点名要做", "you asked for it")
_FIRST = Text("同行都先打这个底：{why}", "the trade lays this ground first: {why}")
_NEXT = Text("同行打底要走的一步：{why}", "a step that the trade lays ground with: {why}")
_GROUND = Text("打底：{why}", "ground: {why}")
_AGAINST = Text("治「{pain}」", "against “{pain}”")
_SERVES = Text("治您说的{pains}", "it answers what you said: {pains}")
_OPENS = Text("您想要的{scenes}从这里来", "it brings what you want: {scenes}")
_CLOSES = Text(
    "到 {level} 级还差的{parts}，它补上一块", "it closes part of what level {level} lacks: {parts}"
)
_LACKED = Text("补 {level} 级缺的{parts}", "{parts} for level {level}")
_ENABLES = Text("{others}要等它先做好", "{others} must wait for it")
_ENABLES_MORE = Text(
    "{others}等 {count} 项要等它先做好", "{count} packages wait for it, {others} among them"
)
_RAISES = Text("把{items}做上去", "it raises {items}")
_RISE = Text("「{item}」从 {has} 档做到 {to} 档", "“{item}” from {has} to {to}")
_RISE_OF_BLANK = Text("「{item}」做到 {to} 档", "“{item}” to {to}")
_HELPS = Text("对后面的事有帮助", "it helps what comes after")
_PLAINLY = {
    ConditionKind.TOTAL: Text("分数", "points"),
    ConditionKind.POINTS: Text("分数", "points"),
    ConditionKind.SCENES: Text("合格场景", "scenes that count"),
    ConditionKind.STARS: Text("必做场景", "scenes that must be done"),
    ConditionKind.SHARE: Text("要求", "requirements"),
    ConditionKind.AI_SHARE: Text("用上人工智能的场景", "scenes with AI"),
    ConditionKind.CMMM_LEVEL: Text("成熟度级别", "the maturity level"),
}


class Whereabouts(NamedTuple):
    """What a plan climbs by and for whom: ids of the standard and of the trade."""

    standard: str
    trade: str


def why_here(content: Content, plan: KeptPlan, package: KeptPackage) -> Text:
    """Return why a package is in a plan, as one sentence."""
    return why_of(content, _whereabouts(plan), package)


def why_of(content: Content, at: Whereabouts, package: KeptPackage) -> Text:
    """Return why a package is planned, as one sentence."""
    return _SENTENCE.fill(
        reasons=joined(_reasons(content, at, package)[:REASONS_NAMED], SEMICOLON)
    )


def _whereabouts(plan: KeptPlan) -> Whereabouts:
    return Whereabouts(plan.target.standard_id, plan.firm.trade)


def why_in_short(content: Content, plan: KeptPlan, package: KeptPackage) -> Text:
    """Return the strongest reason alone, in as few words as it can be said."""
    at = _whereabouts(plan)
    reasons = [_WANTED] if package.why.wanted else []
    reasons += [_GROUND.fill(why=why) for why in _spine_says(content, at, package)]
    pains = names.names_of_pains(content)
    reasons += [_AGAINST.fill(pain=pains[wish]) for wish in package.why.serves if wish in pains]
    reasons += _closes(content, at.standard, package.why.conditions, _LACKED)
    return reasons[0] if reasons else _reasons(content, at, package)[0]


def _reasons(content: Content, at: Whereabouts, package: KeptPackage) -> list[Text]:
    """Return every reason in words, the strongest first; never none."""
    reasons = list(_all_reasons(content, at, package))
    return reasons or list(_rises(content, package.why.raises)) or [_HELPS]


def _all_reasons(content: Content, at: Whereabouts, package: KeptPackage) -> Iterator[Text]:
    why = package.why
    if why.wanted:
        yield _WANTED
    yield from _of_spine(content, at, package)
    pains = names.names_of_pains(content)
    served = [pains[wish] for wish in why.serves if wish in pains]
    if served:
        yield _SERVES.fill(pains=_some(served))
    scenes = [wish.removeprefix(SCENE) for wish in why.serves if wish.startswith(SCENE)]
    opened = [content.scenes[scene] for scene in scenes if scene in content.scenes]
    if opened:
        yield _OPENS.fill(scenes=_some(opened))
    yield from _closes(content, at.standard, why.conditions, _CLOSES)
    if why.enables:
        count = len(why.enables)
        others = names_of_several(content, why.enables[:_NAMED])
        yield (_ENABLES_MORE if count > _NAMED else _ENABLES).fill(others=others, count=count)


def _of_spine(content: Content, at: Whereabouts, package: KeptPackage) -> Iterator[Text]:
    text = _NEXT if package.why.spine_step is None else _FIRST
    return (text.fill(why=why) for why in _spine_says(content, at, package))


def _spine_says(content: Content, at: Whereabouts, package: KeptPackage) -> Iterator[Text]:
    """Yield what the trade says of the first step of its spine that a package does."""
    trade = content.trades.by_id.get(at.trade)
    for step in trade.spine if trade else ():
        if package.id in step.packages:
            yield _unended(step.why)
            return


def _unended(text: Text) -> Text:
    """Return a sentence without its full stop."""
    return Text(text.zh.rstrip("。"), text.en.rstrip("."))


def _some(texts: Sequence[Text]) -> Text:
    return joined(quoted(text) for text in texts[:_NAMED])


def _closes(
    content: Content, standard: str, conditions: Sequence[LevelCondition], text: Text
) -> Iterator[Text]:
    """Yield what the nearest level lacks and a package brings, in plain words."""
    if not conditions:
        return
    level = min(condition.level for condition in conditions)
    parts: dict[Text, Text] = {}
    for condition in conditions:
        if condition.level == level:
            plain = _PLAINLY.get(condition.kind)
            name = plain or _part(content, standard, condition)
            parts[name] = name if plain else quoted(name)
    yield text.fill(level=level, parts=joined(list(parts.values())[:_NAMED]))


def _part(content: Content, standard: str, condition: LevelCondition) -> Text:
    """Return the name of the part of a standard that a condition is about."""
    known = part_names(content.standards).get((standard, condition.about))
    return known or _PLAINLY[ConditionKind.SHARE]


def _rises(content: Content, raises: Sequence[RaisedItem]) -> Iterator[Text]:
    shown = [
        (_RISE_OF_BLANK if each.has is None else _RISE).fill(
            item=content.bank[each.item].name,
            has=None if each.has is None else number(each.has),
            to=each.to,
        )
        for each in raises[:_NAMED]
        if each.item in content.bank
    ]
    if shown:
        yield joined(shown)
