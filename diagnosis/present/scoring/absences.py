"""What a verdict says of items answered not applicable: what was cut, what counts as 0."""

from collections.abc import Iterator

from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.scoring.verdict import CountedZero, Verdict
from diagnosis.domain.text import Text
from diagnosis.present.numbers import percent
from diagnosis.present.scoring.level_lines import written
from diagnosis.services.ports.content import Content

_CUT = Text(
    "「{name}」不适用，已裁剪，去掉权重 {removed}%。",
    "“{name}” does not apply and was cut: {removed}% of the weight.",
)
_AS_ZERO = Text(
    "裁剪的题如按 0 档计，是 {level} 级、{score} 分。",
    "Had what was cut been answered 0, the result would be level {level}, {score}.",
)
_COUNTED_ZERO = Text(
    "「{item}」答了「不适用」，但同属「{name}」的题作了答，所以按 0 档计；"
    "不计它是 {level} 级、{score} 分。",
    "“{item}” was answered “not applicable”, yet counts as 0, because another question about "
    "“{name}” was answered; without it the result would be level {level}, {score}.",
)


def absence_messages(content: Content, verdict: Verdict) -> Iterator[Text]:
    """Yield what was cut, the result had that been answered 0, and what counts as 0."""
    for cut in verdict.cuts:
        removed = percent(cut.weight_removed, 1, limits=(0.0,))
        yield _CUT.fill(name=cut.name, removed=removed)
    if verdict.cuts_as_zero is not None:
        level, score = verdict.cuts_as_zero
        yield _AS_ZERO.fill(level=level, score=written(verdict.standard, score))
    for counted in verdict.counted_zero:
        yield counted_zero_message(content, verdict.standard, counted)


def counted_zero_message(content: Content, standard: Standard, counted: CountedZero) -> Text:
    """Return that an item counts as 0 though answered not applicable, and what that costs."""
    level, score = counted.if_dropped
    return _COUNTED_ZERO.fill(
        item=content.bank[counted.item].name,
        name=counted.name,
        level=level,
        score=written(standard, score),
    )
