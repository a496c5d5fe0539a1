"""A result in plain words: levels, weak and strong areas, what to begin with.

Where the answers give no level, it says what is missing for it, and no percentage.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.domain.scoring.verdict import BlanksDecide, ConditionsUnknown, Verdict
from diagnosis.domain.text import Text
from diagnosis.present.intake.question_count import count_questions
from diagnosis.present.numbers import number
from diagnosis.present.ours import OURS, SIGN
from diagnosis.present.say import SEMICOLON, SPACE, joined, plain
from diagnosis.present.scoring.areas import Area, areas, weak_and_strong
from diagnosis.present.scoring.level_lines import written
from diagnosis.present.scoring.next_steps import (
    NEXT_STEPS,
    StepInWords,
    about_steps,
    steps_in_words,
)
from diagnosis.present.scoring.outlook import Outlook, level_in_words, outlook_line
from diagnosis.present.scoring.overstatement import overstatement_sentence
from diagnosis.present.scoring.verdict_words import (
    condition_name,
    hold_message,
    what_blanks_leave_open,
    why_below_points,
)
from diagnosis.services.ports.content import Content
from diagnosis.services.scoring.diagnose import Diagnosis

_FIRST = 3
_NOTHING = Text("一题都没有答，没有结果。", "No question was answered, so there is no result.")
_RESULT = Text("结果", "Result")
_ANSWERED = Text(
    "共 {count} 题，答了 {answered} 题。", "{answered} of {count} questions answered."
)
_SCREENING = Text(
    "这份问卷只看强弱，不给任何标准的等级。",
    "This form shows where you are strong and weak; it gives no level by any standard.",
)
_STANDARD = Text("{standard}：{verdict}", "{standard}: {verdict}")
_SCORED = Text("自评 {level}，得分 {score}。", "{level} by your answers, score {score}.")
_LEVELLED = Text("自评 {level}。", "{level} by your answers.")
_TO_NEXT = Text("  离下一级还差：{hold}", "  To the next level: {hold}")
_GO_ON = Text(
    "答的题还不够，给不出等级；请答完这份问卷（还差 {left} 题）。",
    "Too few answers for a level yet; please answer the whole form ({left} to go).",
)
_FIND_OUT = Text(
    "「不清楚」和不计分的题太多，给不出等级；请把不清楚的问清楚再补上。",
    "Too many answers are “not known” for a level; please find them out and add them.",
)
_BETWEEN = Text(
    "还定不下来：没有确切答案的题都按最差算是 {low} 级，都按最好算是 {high} 级。",
    "Not settled: level {low} with all that is not known at its worst, {high} at its best.",
)
_CONDITIONS = Text("还定不下来，有些条件不知道：{names}。", "Not settled, not known: {names}.")
_LEFT = Text("还差 {left} 题没有答。", "{left} questions have no answer yet.")
_WEAK = Text("最弱的几块", "Where you are weakest")
_WEAK_AREA = Text(
    "{place}. {area}（「{item}」现在 {has} 档）\n   下一步：{practice}",
    "{place}. {area} (“{item}” is at {has})\n   Next: {practice}",
)
_STRONG = Text("相对好的", "Where you are strongest")
_STRONG_AREA = Text("{area}（{mean} 档）", "{area} ({mean})")
_STEP = Text("{place}. {name}：{cost}\n   {lines}", "{place}. {name}: {cost}\n   {lines}")
_BREAK = plain("\n   ")
_READ = Text("说明", "Please note")
_SELF = Text(
    "这是按公开标准做的自我诊断，不是官方评定，也不能代替现场评估。",
    "This is a self-diagnosis by published standards. It is no official rating and does not "
    "replace an assessment on site.",
)
_CHECK = Text("这几处请再看一眼", "Please look at these again")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines under a heading."""

    heading: Text
    lines: tuple[Text, ...]


def in_plain_words(
    content: Content, diagnosis: Diagnosis, outlook: Outlook | None
) -> Iterator[Paragraph]:
    """Yield what a diagnosis comes to, for the head of a firm.

    Parameters
    ----------
    outlook
        What the answers point to where they give no level yet, None where nothing does.

    """
    sheet = diagnosis.sheet
    if not sheet.answers:
        yield Paragraph(_RESULT, (_NOTHING,))
        return
    yield Paragraph(_RESULT, tuple(_levels(content, diagnosis, outlook)))
    weak, strong = weak_and_strong(areas(content, diagnosis))
    if weak:
        lines = [_weak_area(content, area, place) for place, area in enumerate(weak, 1)]
        lines += [OURS] if any(SIGN in line.zh for line in lines) else []
        yield Paragraph(_WEAK, tuple(lines))
    if strong:
        yield Paragraph(_STRONG, (joined(map(_strong_area, strong), SEMICOLON),))
    about = about_steps(diagnosis)
    if about:
        steps = enumerate(steps_in_words(content, diagnosis), 1)
        yield Paragraph(NEXT_STEPS, (*about, *(_step(place, step) for place, step in steps)))
    checks = [inconsistency.check for inconsistency in diagnosis.inconsistencies]
    if checks:
        lines = [joined((check.message, check.question), SPACE) for check in checks]
        yield Paragraph(_CHECK, tuple(lines))
    yield Paragraph(_READ, (_SELF,))


def _levels(content: Content, diagnosis: Diagnosis, outlook: Outlook | None) -> Iterator[Text]:
    """Yield how much was answered, and what each standard of the form says of it."""
    sheet = diagnosis.sheet
    count = count_questions(sheet.form, sheet.production_type, content.bank, sheet.answers)
    yield _ANSWERED.fill(count=count.all, answered=count.answered)
    if not sheet.form.standards:
        yield _SCREENING
    for verdict in diagnosis.verdicts:
        if verdict.standard.id not in sheet.form.standards:
            continue
        if verdict.level is not None:
            yield from _level(verdict)
            yield from _left_over(content, diagnosis, verdict.standard.id)
        elif outlook is not None and outlook.standard == verdict.standard.id and count.left:
            yield outlook_line(content, outlook, count, has_level=False)
            yield from _left_over(content, diagnosis, verdict.standard.id)
        else:
            yield _about(verdict, _why_none(verdict, count.left))
        bounds = what_blanks_leave_open(verdict)
        if bounds is not None:
            yield bounds


def _left_over(content: Content, diagnosis: Diagnosis, standard: str) -> Iterator[Text]:
    """Yield what is left of a level if firms overstate, and what to look at; at most a line."""
    for estimate in diagnosis.estimates:
        sentence = overstatement_sentence(content, estimate)
        if estimate.standard == standard and sentence is not None:
            yield sentence


def _about(verdict: Verdict, text: Text) -> Text:
    return _STANDARD.fill(standard=verdict.standard.name, verdict=text)


def _level(verdict: Verdict) -> Iterator[Text]:
    """Yield a level, what it means, and what stands between it and the next."""
    standard, level = verdict.standard, verdict.level
    assert level is not None
    shown = level_in_words(standard, level)
    if verdict.score is None:
        yield _about(verdict, _LEVELLED.fill(level=shown))
    else:
        yield _about(verdict, _SCORED.fill(level=shown, score=written(standard, verdict.score)))
    below = why_below_points(verdict)
    if below is not None:
        yield below
    for hold in verdict.holds[:_FIRST]:
        yield _TO_NEXT.fill(hold=hold_message(standard, hold))


def _why_none(verdict: Verdict, left: int) -> Text:
    """Return what is missing for a level."""
    match verdict.no_level:
        case BlanksDecide(low, high):
            why = _BETWEEN.fill(low=low, high=high)
        case ConditionsUnknown(conditions):
            names = [condition_name(verdict.standard, each.condition) for each in conditions]
            why = _CONDITIONS.fill(names=joined(names, SEMICOLON))
        case _:
            return _GO_ON.fill(left=left) if left else _FIND_OUT
    return joined((why, _LEFT.fill(left=left)), SPACE) if left else why


def _weak_area(content: Content, area: Area, place: int) -> Text:
    return _WEAK_AREA.fill(
        place=place,
        area=area.name,
        item=content.bank[area.item].name,
        has=number(area.has),
        practice=area.next_practice,
    )


def _strong_area(area: Area) -> Text:
    return _STRONG_AREA.fill(area=area.name, mean=number(round(area.mean, 1)))


def _step(place: int, step: StepInWords) -> Text:
    return _STEP.fill(
        place=place, name=step.name, cost=step.cost, lines=joined(step.lines, _BREAK)
    )
