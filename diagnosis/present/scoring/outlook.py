"""What some answers of a form point to, and how little the others are likely to change it."""

from dataclasses import dataclass

from diagnosis.domain.scoring.standard import Standard
from diagnosis.domain.text import Text
from diagnosis.present.intake.question_count import QuestionCount
from diagnosis.present.likelihood import firms_in_ten
from diagnosis.present.say import SPACE, joined
from diagnosis.services.ports.content import Content
from diagnosis.services.read.standards import known_standard

LEVEL = Text("{level} 级（{name}）", "level {level} ({name})")
_SURE = Text(
    "已答 {answered} 题：按「{standard}」，到现场估计能核实到 {level}；再答 {left} 题，"
    "多半还是这一级：模拟的厂里，这样答的{count}没有变。",
    "With {answered} answered, a visit would likely find {level} by “{standard}”; with the {left} "
    "others answered it would most likely be the same: it was for {count} simulated firms.",
)
_UNSURE = Text(
    "已答 {answered} 题：按「{standard}」，到现场估计能核实到 {level}；再答 {left} 题，"
    "结果可能会变。",
    "With {answered} answered, a visit would likely find {level} by “{standard}”; the {left} "
    "others may still change that.",
)
_ANSWER_ALL = Text(
    "要得出自评等级，请答完这份问卷（还差 {left} 题）。",
    "For a level of your own, answer the whole form ({left} to go).",
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The level by a standard that answers so far point to.

    `agreement` (0–1) is the probability that it would stay if all were answered; `is_sure` says
    whether that is enough to stop.
    """

    standard: str
    level: int
    agreement: float
    is_sure: bool


def level_in_words(standard: Standard, level: int) -> Text:
    """Return a level with its name."""
    return LEVEL.fill(level=level, name=standard.levels[level].name)


def outlook_line(
    content: Content, outlook: Outlook, count: QuestionCount, *, has_level: bool
) -> Text:
    """Return what the answers so far point to as sentences.

    Parameters
    ----------
    count
        The questions of the form, and those that are answered.
    has_level
        Whether the answers give a level by rule already; otherwise it is said what that takes.

    """
    standard = known_standard(content, outlook.standard)
    assert standard is not None
    line = (_SURE if outlook.is_sure else _UNSURE).fill(
        standard=standard.name,
        level=level_in_words(standard, outlook.level),
        answered=count.answered,
        left=count.left,
        count=firms_in_ten(outlook.agreement),
    )
    return line if has_level else joined((line, _ANSWER_ALL.fill(left=count.left)), SPACE)
