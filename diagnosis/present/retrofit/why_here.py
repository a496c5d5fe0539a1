"""Why a package is in a plan, as one spoken sentence: the strongest reasons, in plain words."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from diagnosis.domain.intake.business import SCENE
from diagnosis.domain.retrofit.catalogue.package import PackageArea
from diagnosis.domain.retrofit.plan.kept_plan import KeptPackage, KeptPlan
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.present.kept import read_plan
from diagnosis.present.parts import part_names
from diagnosis.present.raised import raises_in_words
from diagnosis.present.retrofit.plan_words import names_of_several, what_it_brought
from diagnosis.present.say import SEMICOLON, joined, quoted
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.keep_plan import StoredPlan

REASONS_NAMED = 3
"""So many reasons make up the sentence, the strongest first."""
_NAMED = 2
"""So many pains, parts or packages are named in a reason; the rest is counted."""
_SENTENCE = Text("{reasons}。", "{reasons}.")
_WANTED = Text("贵厂点名要做", "you asked for it")
_GROUND_FIRST = Text("同行都先打这个底", "the trade lays this ground first")
_FIRST = Text("同行都先打这个底：{why}", "the trade lays this ground first: {why}")
_NEXT = Text("同行打底要走的一步：{why}", "a step that the trade lays ground with: {why}")
_GROUND = Text("打底：{why}", "ground: {why}")
_AGAINST = Text("治「{pain}」", "against “{pain}”")
_SERVES = Text("治您说的{pains}", "it answers what you said: {pains}")
_OPENS = Text("您想要的{scenes}从这里来", "it brings what you want: {scenes}")
_CLOSES = Text("要到 {level} 级，它能{parts}", "for level {level} it {parts}")
_START = Text(
    "谁来管、花多少先定下来，后面的事才有人做",
    "who is in charge and what may be spent is settled first, so that the rest gets done",
)
_FALLS_SHORT = Text(
    "{level} 级这次还到不了，它先{parts}",
    "level {level} is not reached this time: it {parts} on the way",
)
_IN_SHORT = Text("朝 {level} 级走一步：{parts}", "a step towards level {level}: {parts}")
_ENABLES = Text("{others}要等它先做好", "{others} must wait for it")
_ENABLES_MORE = Text(
    "{others}等 {count} 项要等它先做好", "{count} packages wait for it, {others} among them"
)
_RAISES = Text("{items}", "it brings {items}")
_OF_TRADE = Text("同行的厂已经用上的人工智能", "a use of AI that plants of the trade run already")
_BROUGHT = Text("别的厂做了：{benefit}", "it brought others: {benefit}")
_ROOM = Text("钱和人手还够，可以接着做", "money and hands leave room for it")
_PLAINLY = {
    ConditionKind.TOTAL: Text("多拿几分", "earns points"),
    ConditionKind.POINTS: Text("多拿几分", "earns points"),
    ConditionKind.SCENES: Text("多添达标的场景", "adds scenes that count"),
    ConditionKind.STARS: Text("补上必做的场景", "adds scenes that must be done"),
    ConditionKind.SHARE: Text("多满足几条要求", "meets more of the requirements"),
    ConditionKind.AI_SHARE: Text("多添用上人工智能的场景", "adds scenes with AI"),
    ConditionKind.CMMM_LEVEL: Text("提高成熟度级别", "lifts the maturity level"),
}
_LIFTS = Text("把「{part}」做上去", "lifts “{part}”")


class Whereabouts(NamedTuple):
    """What a plan climbs by and for whom: ids of the standard and of the trade.

    `comes_to` is the standard's level that is promised after the plan, None where that is not
    known.
    """

    standard: str
    trade: str
    comes_to: int | None = None


def why_here(content: Content, plan: KeptPlan, package: KeptPackage) -> Text:
    """Return why a package is in a plan, as one sentence."""
    return why_of(content, _whereabouts(plan), package)


def why_of(content: Content, at: Whereabouts, package: KeptPackage) -> Text:
    """Return why a package is planned, as one sentence."""
    return _SENTENCE.fill(
        reasons=joined(_reasons(content, at, package)[:REASONS_NAMED], SEMICOLON)
    )


def _whereabouts(plan: KeptPlan) -> Whereabouts:
    return Whereabouts(plan.target.standard_id, plan.firm.trade, plan.promised_level)


def why_in_short(content: Content, plan: KeptPlan, package: KeptPackage) -> Text:
    """Return the strongest reason alone, in as few words as it can be said."""
    at = _whereabouts(plan)
    reasons = [_WANTED] if package.why.wanted else []
    reasons += [_GROUND.fill(why=why) for why in _spine_says(content, at, package)]
    pains = names.names_of_pains(content)
    reasons += [_AGAINST.fill(pain=pains[wish]) for wish in package.why.serves if wish in pains]
    reasons += _closes(content, at, package.why.conditions, _IN_SHORT)
    return reasons[0] if reasons else _reasons(content, at, package)[0]


def _reasons(content: Content, at: Whereabouts, package: KeptPackage) -> list[Text]:
    """Return every reason in words, the strongest first; never none."""
    reasons = list(_all_reasons(content, at, package))
    return reasons or list(_rest(content, at, package)) or [_ROOM]


def _all_reasons(content: Content, at: Whereabouts, package: KeptPackage) -> Iterator[Text]:
    why = package.why
    if why.wanted:
        yield _WANTED
    known = content.packages.get(package.id)
    if known is not None and known.area is PackageArea.START:
        yield _START
    yield from _of_spine(content, at, package)
    pains = names.names_of_pains(content)
    served = [pains[wish] for wish in why.serves if wish in pains]
    if served:
        yield _SERVES.fill(pains=_some(served))
    scenes = [wish.removeprefix(SCENE) for wish in why.serves if wish.startswith(SCENE)]
    opened = [content.scenes[scene] for scene in scenes if scene in content.scenes]
    if opened:
        yield _OPENS.fill(scenes=_some(opened))
    yield from _closes(content, at, why.conditions)
    if why.enables:
        count = len(why.enables)
        others = names_of_several(content, why.enables[:_NAMED])
        yield (_ENABLES_MORE if count > _NAMED else _ENABLES).fill(others=others, count=count)


def _of_spine(content: Content, at: Whereabouts, package: KeptPackage) -> Iterator[Text]:
    """Yield that the trade lays ground with a package, and what it says of it."""
    is_first = package.why.spine_step is not None
    text = _FIRST if is_first else _NEXT
    reasons = [text.fill(why=why) for why in _spine_says(content, at, package)]
    yield from reasons or [_GROUND_FIRST] * is_first


def _spine_says(content: Content, at: Whereabouts, package: KeptPackage) -> Iterator[Text]:
    """Yield what the trade says of the first step of its spine that a package does.

    It says so of the family that the step begins with, not of what may follow that.
    """
    trade, package_of = content.trades.by_id.get(at.trade), content.packages
    for step in trade.spine if trade else ():
        if package.id in step.packages:
            first, this = package_of[step.packages[0]], package_of[package.id]
            if (this.family or this.id) == (first.family or first.id):
                yield _unended(step.why)
            return


def _unended(text: Text) -> Text:
    """Return a sentence without its full stop."""
    return Text(text.zh.rstrip("。"), text.en.rstrip("."))


def _some(texts: Sequence[Text]) -> Text:
    return joined(quoted(text) for text in texts[:_NAMED])


def _closes(
    content: Content,
    at: Whereabouts,
    conditions: Sequence[LevelCondition],
    text: Text | None = None,
) -> Iterator[Text]:
    """Yield what a package adds towards the nearest level, in plain words.

    Where no level can be told, a level says nothing to anybody.
    """
    if not conditions or at.comes_to is None:
        return
    level = min(condition.level for condition in conditions)
    nearest = [each for each in conditions if each.level == level]
    if any(each.kind is ConditionKind.STARS for each in nearest):  # each of them is a scene
        nearest = [each for each in nearest if each.kind is not ConditionKind.SCENES]
    parts = {each.about or each.kind: _plainly(content, at.standard, each) for each in nearest}
    by_plan = _CLOSES if at.comes_to >= level else _FALLS_SHORT
    yield (text or by_plan).fill(level=level, parts=joined(list(parts.values())[:_NAMED]))


def _plainly(content: Content, standard: str, condition: LevelCondition) -> Text:
    """Return what a package does for a condition: for one of a part, by the part's name."""
    plain = _PLAINLY.get(condition.kind)
    if plain is not None:
        return plain
    known = part_names(content.standards).get((standard, condition.about))
    return _PLAINLY[ConditionKind.SHARE] if known is None else _LIFTS.fill(part=known)


def _rest(content: Content, at: Whereabouts, package: KeptPackage) -> Iterator[Text]:
    """Yield what else speaks for a package that serves no wish, level, spine or other package."""
    known, trade = content.packages.get(package.id), content.trades.by_id.get(at.trade)
    if trade is not None and package.id in {use.package for use in trade.ai_uses}:
        yield _OF_TRADE
    rises = raises_in_words(content, package.why.raises, _NAMED)
    if rises:
        yield _RAISES.fill(items=joined(rises))
    if known is not None and known.brings:
        yield _BROUGHT.fill(benefit=what_it_brought(known.brings[0]))


def reasons_shown_before(stored: StoredPlan) -> dict[str, Text]:
    """Return why each package is in a plan, as an earlier release said it; empty: none did."""
    legacy = stored.record.legacy
    if legacy is None:
        return {}
    phases = read_plan(legacy)["phases"]
    rows = [row for phase in phases for row in phase["projects"]]
    return {row["id"]: Text(**row["reason"]) for row in rows if any(row["reason"].values())}
