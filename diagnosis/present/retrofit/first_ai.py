"""The first AI step of a plan in words and as JSON values."""

from collections.abc import Sequence

from diagnosis.domain.retrofit.catalogue.effect import LadderEffect, PackageEffect
from diagnosis.domain.retrofit.plan.first_ai import FirstAi, LackingItem
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.numbers import number
from diagnosis.present.retrofit.beside import NOTHING_BESIDE, show_offer_beside
from diagnosis.present.retrofit.plan_words import name_of
from diagnosis.present.retrofit.spoken import starts_in
from diagnosis.present.say import Say, Shown, joined, quoted
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
_BRINGING = Text("{package}（把{items}）", "{package} (to bring {items})")
_RISE = Text("「{item}」从 {has} 做到 {needs} 档", "“{item}” from {has} to {needs}")
_RISE_OF_BLANK = Text("「{item}」做到 {needs} 档", "“{item}” to {needs}")
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
        "lacking_items": [
            _show_lacking(content, first, each, say) for each in first.lacking_items
        ],
        "message": say(say_first_ai(content, first)),
        "support": [show_offer_beside(offer, say) for offer in beside.for_ai],
    }


def _show_lacking(content: Content, first: FirstAi, lacking: LackingItem, say: Say) -> Shown:
    return {
        "item": lacking.item,
        "name": say(content.bank[lacking.item].name),
        "from": numbers.position(lacking.has),
        "needs": lacking.needs,
        "package": _bringer(content, first, lacking),
    }


def say_first_ai(content: Content, first: FirstAi) -> Text:
    """Return the first AI step as a sentence; what a lacking package brings is told with it."""
    name = name_of(content, first.package)
    if first.start_month is not None:
        return _PLANNED.fill(name=name, month=starts_in(first.start_month))
    brought: dict[str | None, list[LackingItem]] = {}
    for each in first.lacking_items:
        brought.setdefault(_bringer(content, first, each), []).append(each)
    lacking = [_alone(content, each) for each in brought.get(None, ())]
    packages = [_package(content, each, brought.get(each, ())) for each in first.lacking_packages]
    if packages:
        lacking.insert(0, _PACKAGES.fill(packages=joined(packages)))
    if not lacking:
        return _POSSIBLE.fill(name=name)
    return _LACKING.fill(name=name, lacking=joined(lacking))


def _bringer(content: Content, first: FirstAi, lacking: LackingItem) -> str | None:
    """Return the lacking package that raises an item far enough, None: none of them does."""
    for name in first.lacking_packages:
        package = content.packages.get(name)
        if package and any(_raises(effect, lacking) for effect in package.effects):
            return name
    return None


def _raises(effect: PackageEffect, lacking: LackingItem) -> bool:
    if not isinstance(effect, LadderEffect):
        return False
    return effect.item == lacking.item and effect.to >= lacking.needs


def _package(content: Content, package_id: str, brought: Sequence[LackingItem]) -> Text:
    """Return a lacking package, with the items that it brings."""
    name = quoted(name_of(content, package_id))
    if not brought:
        return name
    items = joined(_filled(content, each, _RISE, _RISE_OF_BLANK) for each in brought)
    return _BRINGING.fill(package=name, items=items)


def _alone(content: Content, lacking: LackingItem) -> Text:
    return _filled(content, lacking, _ITEM, _ITEM_BLANK)


def _filled(content: Content, lacking: LackingItem, text: Text, of_blank: Text) -> Text:
    name = content.bank[lacking.item].name
    if lacking.has is None:
        return of_blank.fill(item=name, needs=lacking.needs)
    return text.fill(item=name, needs=lacking.needs, has=number(lacking.has))
