"""The standards as steps: where the firm stands, what the next level lacks, what each is for."""

from collections.abc import Iterator
from math import ceil

from diagnosis.domain.intake.enterprise import SizeClass
from diagnosis.domain.scoring.condition import ConditionKind, LevelCondition
from diagnosis.domain.scoring.standard import (
    GatedStandard,
    PointsStandard,
    StagedStandard,
    Standard,
    TiersStandard,
)
from diagnosis.domain.scoring.verdict import Hold, HoldKind, TooFewAnswers, Verdict
from diagnosis.domain.text import Text
from diagnosis.present.numbers import decimals, number, percent
from diagnosis.present.say import SEMICOLON, SPACE, Say, Shown, joined, quoted
from diagnosis.present.scoring.verdict_words import (
    condition_name,
    hold_message,
    hold_name,
    why_below_points,
    why_no_level,
)
from diagnosis.services.scoring.diagnose import Diagnosis

_NAMES: dict[type[Standard], Text] = {
    PointsStandard: Text("中小企业数字化", "SME digital level"),
    StagedStandard: Text("智能制造成熟度", "Smart manufacturing maturity"),
    TiersStandard: Text("智能工厂", "Smart factory"),
    GatedStandard: Text("人工智能就绪度", "AI readiness"),
}
_PURPOSES: dict[type[Standard], Text] = {
    PointsStandard: Text(
        "中小企业数字化改造的试点补助、验收，专精特新的评价，看这个级别。",
        "Pilot support for the digital retrofit of small and medium firms, and the rating as a "
        "specialised firm, go by this level.",
    ),
    StagedStandard: Text(
        "请机构评估、拿成熟度证书看这个级别；申报智能工厂也先要它。",
        "An assessor's maturity certificate goes by this level; a smart-factory title asks for it "
        "first.",
    ),
    TiersStandard: Text(
        "申报市里、省里的智能工厂看这个级别。",
        "Smart-factory titles of the city and the province go by this level.",
    ),
    GatedStandard: Text(
        "本项目自定，不能拿去申报；只看厂里上人工智能的底子够不够。",
        "This project's own, nothing to apply with: whether the plant is ready for AI.",
    ),
}
_SCENES = Text("{count} 个场景", "{count} scenes")
_STARS = Text("，其中必做的 {count} 个", ", {count} of them required")
_POINTS = Text("{count} 分", "{count} points")
_NOTHING = Text("", "")
_LACKS = Text("还差 {what}。", "Still missing: {what}.")
_FIRST = Text("{total}先补{parts}。", "{total} First: {parts}.")
_NOT_MET = Text("还差：{names}。", "Still missing: {names}.")
_NOT_KNOWN = Text("还不知道：{names}。", "Not known yet: {names}.")
_TOP = Text("已经是最高一级。", "This is the highest level.")
_TOO_FEW = Text("答的题还不够，给不出级别。", "Too few answers for a level yet.")
_LEVEL = Text("{level} 级 {name}", "{level} {name}")
_WHOLE_SHORT = Text(
    "{level} 级要求的，眼下做到 {has}%，要到 {needs}%。",
    "Of what level {level} asks for {has}% is met; it takes {needs}%.",
)
_ON_AVERAGE = Text(
    "{level} 级要平均做到 {needs} 档，现在平均 {has} 档。",
    "Level {level} takes position {needs} on average; it is {has} now.",
)
_LOWEST = Text(
    "到 {level} 级，「{name}」里每一题都要到 {needs} 档，现在最低的在 {has} 档。",
    "For level {level} every question of “{name}” must stand at {needs}; the lowest is at {has}.",
)
_IN_PART = Text(
    "到 {level} 级，「{name}」平均要到 {needs} 档，现在 {has} 档。",
    "Level {level} takes position {needs} in “{name}”; it is {has} now.",
)
_IN_WORDS = {
    HoldKind.TOTAL: _ON_AVERAGE, HoldKind.WEAKEST_ITEM: _LOWEST, HoldKind.GATE: _IN_PART,
}  # fmt: skip
_LINK_OPEN = Text("「{link}」还没有一个场景用起来", "no scene in use yet in “{link}”")
_NAMED = 3


def short_name(standard: Standard) -> Text:
    """Return what a standard is called where its full name is too long."""
    return _NAMES[type(standard)]


def next_level(verdict: Verdict) -> int | None:
    """Return the level after the one that a verdict gives, None at the top and without a level."""
    level = verdict.level
    if level is None or level >= verdict.standard.levels[-1].level:
        return None
    return level + 1


def counted_lack(verdict: Verdict) -> Text | None:
    """Return how many points and scenes the next level lacks; None where it is not counted so."""
    level = next_level(verdict)
    short = {
        hold.kind: hold.needs - (hold.has or 0.0) for hold in verdict.holds if hold.level == level
    }
    parts = []
    if HoldKind.POINTS in short:
        parts.append(_POINTS.fill(count=decimals(short[HoldKind.POINTS], 1).removesuffix(".0")))
    scenes = ceil(short.get(HoldKind.SCENES, 0.0))
    stars = ceil(short.get(HoldKind.CONSTRAINT_SCENES, 0.0))
    if scenes or stars:
        text = _SCENES.fill(count=max(scenes, stars))
        parts.append(joined((text, _STARS.fill(count=stars) if stars else _NOTHING), _NOTHING))
    return joined(parts) if parts else None


def missing(verdict: Verdict) -> Text | None:
    """Return what stands between a firm and the next level, or why it has none yet."""
    if verdict.level is None:
        is_short = isinstance(verdict.no_level, TooFewAnswers) or not verdict.coverage
        return _TOO_FEW if is_short else why_no_level(verdict)
    if next_level(verdict) is None:
        return _TOP
    parts = list(_missing(verdict))
    return joined(parts, SPACE) if parts else None


def _missing(verdict: Verdict) -> Iterator[Text]:
    standard, holds = verdict.standard, verdict.holds
    if isinstance(standard, PointsStandard):
        lack = counted_lack(verdict)
        below = why_below_points(verdict)
        yield from () if lack is None else (_LACKS.fill(what=lack),)
        yield from () if below is None else (below,)
    elif isinstance(standard, TiersStandard):
        for text, is_known in ((_NOT_MET, True), (_NOT_KNOWN, False)):
            names = [
                _condition(standard, hold.condition, is_known=is_known)
                for hold in holds
                if hold.condition is not None and (hold.has is not None) is is_known
            ]
            if names:
                yield text.fill(names=joined(names[:_NAMED], SEMICOLON))
    elif isinstance(standard, StagedStandard):
        yield from _of_whole(standard, holds)
    else:
        yield from (_of_average(standard, hold) for hold in holds[:_NAMED])


def _condition(standard: TiersStandard, condition: LevelCondition, *, is_known: bool) -> Text:
    """Return what a condition asks for; of a link that is known to lack, what lacks in it."""
    if condition.kind is not ConditionKind.LINK or not is_known:
        return condition_name(standard, condition)
    link = next(each for each in standard.links if each.id == condition.about)
    return _LINK_OPEN.fill(link=link.name)


def _of_average(standard: Standard, hold: Hold) -> Text:
    """Return what holds a level back by an average of positions, in positions."""
    text, has, needs = _IN_WORDS.get(hold.kind), hold.has, hold.needs
    if text is None or has is None or has >= needs:
        return hold_message(standard, hold)
    return text.fill(
        level=hold.level,
        name=hold_name(standard, hold),
        needs=number(needs),
        has=decimals(has, 1, lines=(needs,)).removesuffix(".0"),
    )


def _of_whole(standard: Standard, holds: tuple[Hold, ...]) -> Iterator[Text]:
    """Yield how much of the next level is met as a whole, and the parts to begin with."""
    for hold in holds:
        if hold.kind is HoldKind.TOTAL:
            names = [
                quoted(hold_name(standard, other))
                for other in holds
                if other.kind is HoldKind.DIMENSION and other.level == hold.level
            ]
            total = hold_message(standard, hold)
            if hold.has is not None:
                met = percent(hold.has, lines=(hold.needs,))
                needs = percent(hold.needs)
                total = _WHOLE_SHORT.fill(level=hold.level, has=met, needs=needs)
            yield _FIRST.fill(total=total, parts=joined(names[:_NAMED])) if names else total


def show_ladders(diagnosis: Diagnosis, aim: str | None, say: Say) -> list[Shown]:
    """Return each standard of the form: its levels, the firm's, what is missing, what it is for.

    The order is that of `verdicts_of_form`; none where the form gives no levels.
    """
    return [_ladder(verdict, say) for verdict in verdicts_of_form(diagnosis, aim)]


def verdicts_of_form(diagnosis: Diagnosis, aim: str | None) -> list[Verdict]:
    """Return the verdicts of the form's standards, first that which counts most for the firm.

    That is the standard that its plan aims at (`aim`, None: no plan); for large firms else the
    maturity model, for others the index of small and medium ones.
    """
    first = StagedStandard if diagnosis.size is SizeClass.LARGE else PointsStandard
    of_form = [
        verdict
        for verdict in diagnosis.verdicts
        if verdict.standard.id in diagnosis.sheet.form.standards
    ]
    return sorted(
        of_form,
        key=lambda verdict: (
            verdict.standard.id != aim,
            not isinstance(verdict.standard, first),
        ),
    )


def _ladder(verdict: Verdict, say: Say) -> Shown:
    standard, level, lack = verdict.standard, verdict.level, missing(verdict)
    return {
        "standard": standard.id,
        "name": say(short_name(standard)),
        "full_name": say(standard.name),
        "purpose": say(_PURPOSES[type(standard)]),
        "level": level,
        "level_name": None if level is None else say(standard.levels[level].name),
        "levels": [say(_LEVEL.fill(level=each.level, name=each.name)) for each in standard.levels],
        "reading": None if level is None else say(standard.levels[level].reading),
        "missing": None if lack is None else say(lack),
    }
