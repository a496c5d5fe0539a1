"""An answer in the words of its question, for whoever reads it away from the form."""

from diagnosis.domain.intake.answer import NotApplicable, NotKnown, Share, from_plain
from diagnosis.domain.intake.item import Item, Option
from diagnosis.domain.text import Text
from diagnosis.present.numbers import number
from diagnosis.present.say import SEMICOLON, joined

_QUESTION = Text("{name}：{text}", "{name}: {text}")
_POSITION = Text("{has} 档：{text}", "Position {has}: {text}")
_BETWEEN = Text("{position}（{above} 档{how}）", "{position} (position {above} {how})")
_HOW_FAR = {
    0.5: Text("部分做到", "partly met"),
    0.8: Text("大部分做到", "mostly met"),
}
_SHARE = Text(
    "{of_part} {part} {unit}，{of_whole} {whole} {unit}",
    "{of_part}: {part} ({unit}), {of_whole}: {whole} ({unit})",
)
_NOT_KNOWN = Text("不清楚", "Not known")
_NOT_APPLICABLE = Text("不适用：{reason}", "Not applicable: {reason}")
_NOTHING = Text("", "")


def question_words(item: Item) -> Text:
    """Return the short name of a question, and the question in full."""
    return _QUESTION.fill(name=item.name, text=item.text)


def answer_words(item: Item, raw: object) -> Text:
    """Return what an answer that is kept says in the words of its question.

    Empty where the question has no such position, option or reason any more.
    """
    value = from_plain(raw)
    if isinstance(value, NotKnown):
        return _NOT_KNOWN
    if isinstance(value, NotApplicable):
        reason = _chosen(item.reasons, value.reason)
        return _NOT_APPLICABLE.fill(reason=reason) if reason else _NOTHING
    if isinstance(value, Share):
        return _share(item, value)
    if isinstance(value, float | int):
        return _position(item, value)
    ids = (value,) if isinstance(value, str) else value or ()
    texts = [_chosen(item.options, option) or _NOTHING for option in ids]
    return joined(texts, SEMICOLON) if texts else _NOTHING


def _chosen(options: tuple[Option, ...], option_id: str) -> Text | None:
    return next((option.text for option in options if option.id == option_id), None)


def _share(item: Item, value: Share) -> Text:
    if item.share is None:
        return _NOTHING
    return _SHARE.fill(
        of_part=item.share.part,
        part=number(value.part),
        of_whole=item.share.whole,
        whole=number(value.whole),
        unit=item.share.unit,
    )


def _position(item: Item, value: float) -> Text:
    """Return the position that is fully met, and how far the next one is."""
    whole = int(value)
    if not 0 <= whole < len(item.positions):
        return _NOTHING
    has = _POSITION.fill(has=whole, text=item.positions[whole])
    how = _HOW_FAR.get(round(value - whole, 1))
    return has if how is None else _BETWEEN.fill(position=has, above=whole + 1, how=how)
