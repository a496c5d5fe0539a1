"""The first AI step of a plan in words and as JSON values."""

from diagnosis.domain.retrofit.plan.first_ai import FirstAi, LackingItem
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.numbers import number
from diagnosis.present.retrofit.beside import NOTHING_BESIDE, show_offer_beside
from diagnosis.present.retrofit.plan_words import name_of, names_of_several
from diagnosis.present.retrofit.spoken import starts_in
from diagnosis.present.say import Say, Shown, joined
from diagnosis.services.ports.content import Content
from diagnosis.services.promotion.beside_plan import BesidePlan

_PLANNED = Text("人工智能从「{name}」起步，{month}动手。", "AI begins with “{name}”, in {month}.")
_POSSIBLE = Text(
    "人工智能可以从「{name}」起步，条件已经够了，只是这次的钱和人手没排上它。",
    "AI can begin with “{name}”: nothing is lacking but money and hands of this plan.",
)
_LACKING = Text(
    "人工智能先别急：最近的一步是「{name}」，还差{lacking}。",
    "AI can wait: the nearest step is “{name}”, which still lacks {lacking}.",
)
_PACKAGES = Text("{packages}先做起来", "{packages} at work")
_ITEM = Text(
    "「{item}」到 {needs} 档（您答的是 {has}）", "“{item}” at {needs} (you answered {has})"
)
_ITEM_BLANK = Text("「{item}」到 {needs} 档（您没有答）", "“{item}” at {needs} (not answered)")


def show_first_ai(
    content: Content, first: FirstAi, say: Say, beside: BesidePlan = NOTHING_BESIDE
) -> Shown:
    """Return the first AI step: the package and its month, or what is lacking before."""
    return {
        "package": first.package,
        "name": say(name_of(content, first.package)),
        "start_month": numbers.months(first.start_month),
        "lacking_packages": [
            {"id": each, "name": say(name_of(content, each))} for each in first.lacking_packages
        ],
        "lacking_items": [_show_lacking(content, each, say) for each in first.lacking_items],
        "message": say(say_first_ai(content, first)),
        "support": [show_offer_beside(offer, say) for offer in beside.for_ai],
    }


def _show_lacking(content: Content, lacking: LackingItem, say: Say) -> Shown:
    return {
        "item": lacking.item,
        "name": say(content.bank[lacking.item].name),
        "from": numbers.position(lacking.has),
        "needs": lacking.needs,
    }


def say_first_ai(content: Content, first: FirstAi) -> Text:
    """Return the first AI step as a sentence."""
    name = name_of(content, first.package)
    if first.start_month is not None:
        return _PLANNED.fill(name=name, month=starts_in(first.start_month))
    lacking = [_item(content, each) for each in first.lacking_items]
    if first.lacking_packages:
        packages = names_of_several(content, first.lacking_packages)
        lacking.insert(0, _PACKAGES.fill(packages=packages))
    if not lacking:
        return _POSSIBLE.fill(name=name)
    return _LACKING.fill(name=name, lacking=joined(lacking))


def _item(content: Content, lacking: LackingItem) -> Text:
    name = content.bank[lacking.item].name
    if lacking.has is None:
        return _ITEM_BLANK.fill(item=name, needs=lacking.needs)
    return _ITEM.fill(item=name, needs=lacking.needs, has=number(lacking.has))
