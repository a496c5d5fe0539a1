"""What is raised, in words and as JSON values."""

from collections.abc import Iterable, Iterator

from diagnosis.domain.intake.item import Item, ItemType
from diagnosis.domain.scoring.raising.raises import RaisedItem
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.say import Say, Shown, joined, quoted
from diagnosis.services.ports.content import Content

_MADE_WHOLE = Text("「{item}」把第 {to} 档做全", "“{item}” to the whole of position {to}")
_COMES_TO = Text("「{item}」做到第 {to} 档", "“{item}” to position {to}")
_SHARE = Text("「{item}」做到 {to}%", "“{item}” to {to} %")
_CHOICE = Text("「{item}」做到「{option}」", "“{item}” to “{option}”")
_ADDED = Text("「{item}」添上{options}", "“{item}” with {options}")


def show_raises(content: Content, raises: Iterable[RaisedItem], say: Say) -> list[Shown]:
    """Return what is raised, a row for each question or rise of a ladder."""
    return [
        {
            "item": item_id,
            "name": say(content.bank[item_id].name) if item_id in content.bank else item_id,
            "from": numbers.position(rows[0].has) if is_ladder else None,
            "to": rows[0].to if is_ladder else None,
            "months_of_records": rows[0].records,
            "text": say(_in_words(content, item_id, rows)),
        }
        for item_id, is_ladder, rows in _by_question(content, raises)
    ]


def raises_in_words(content: Content, raises: Iterable[RaisedItem], most: int) -> list[Text]:
    """Return the first rises in words, so many at the most; what nobody knows is left out."""
    return [
        _in_words(content, item_id, rows)
        for item_id, _, rows in _by_question(content, raises)
        if item_id in content.bank
    ][:most]


def _by_question(
    content: Content, raises: Iterable[RaisedItem]
) -> Iterator[tuple[str, bool, list[RaisedItem]]]:
    """Yield each rise of a ladder, and for each other question all that is raised of it."""
    others: dict[str, list[RaisedItem]] = {}
    for raised in raises:
        item_id = raised.item.partition(":")[0]
        item = content.bank.get(item_id)
        if item is None or item.type is ItemType.LADDER:
            yield item_id, True, [raised]
        else:
            others.setdefault(item_id, []).append(raised)
    yield from ((item_id, False, rows) for item_id, rows in others.items())


def _in_words(content: Content, item_id: str, rows: list[RaisedItem]) -> Text:
    item, last = content.bank.get(item_id), rows[-1]
    if item is None:
        return Text(item_id, item_id)
    if item.type is ItemType.LADDER:
        return _climb(item, last)
    if item.type is ItemType.SHARE:
        return _SHARE.fill(item=item.name, to=last.to)
    if item.type is ItemType.SINGLE:
        return _CHOICE.fill(item=item.name, option=_heading(item.options[last.to].text))
    texts = {option.id: option.text for option in item.options}
    known = [texts[mark] for row in rows if (mark := row.item.partition(":")[2]) in texts]
    return _ADDED.fill(item=item.name, options=joined(quoted(_heading(text)) for text in known))


def _heading(option: Text) -> Text:
    """Return an option's text up to its colon; what follows explains it."""
    return Text(option.zh.partition("：")[0], option.en.partition(":")[0])


def _climb(item: Item, raised: RaisedItem) -> Text:
    """Return how far a ladder rises; a position that was met in part is made whole."""
    is_begun = raised.has is not None and raised.to - raised.has < 1
    return (_MADE_WHOLE if is_begun else _COMES_TO).fill(item=item.name, to=raised.to)
