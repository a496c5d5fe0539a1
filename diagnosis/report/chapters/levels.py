"""Chapters 4 and 5: the standards as steps, and the maturity model by field of work."""

from collections.abc import Iterator

from diagnosis.domain.scoring.standard import StagedStandard, TiersStandard
from diagnosis.domain.text import Text
from diagnosis.present.moments import day_in_china
from diagnosis.present.result.estimates import show_estimates_briefly
from diagnosis.present.result.level_by_plan import show_ladders_beside_plan
from diagnosis.report.chapters.writer import Writer, filled
from diagnosis.report.document import Block, Chapter, Heading, Manner, Passage, Points
from diagnosis.report.drawings import draw_fields, draw_ladder


def levels(writer: Writer) -> Chapter:
    """Return the standards as steps: where the firm stands, what is missing, what each is for."""
    return writer.chapter("levels", "等级总览", "Levels", _levels(writer))


def _levels(writer: Writer) -> Iterator[Block]:
    facts = writer.facts
    ladders = show_ladders_beside_plan(facts.plan_content, facts.diagnosis, facts.plan, writer.say)
    if not ladders:
        yield Passage(
            writer.words(
                "这份问卷只看个大概，不给级别；要级别请填完整问卷。",
                "This form gives a first look and no level; the full form gives levels.",
            )
        )
    tiers = writer.verdict_of(TiersStandard).standard.id
    doubtful = {
        verdict.standard.id
        for verdict in facts.diagnosis.verdicts
        if any(mark.is_unconfirmed for mark in verdict.standard.marks.values())
    }
    for place, ladder in enumerate(ladders, 1):
        yield Heading(str(ladder["full_name"]))
        yield draw_ladder(ladder, place, writer.language)
        yield Passage(str(ladder["purpose"]))
        if ladder["standard"] in doubtful:
            yield Passage(writer.say(_FROM_MEMORY), Manner.NOTE)
        if ladder["standard"] == tiers:
            yield Passage(writer.say(_ALL_CONDITIONS), Manner.NOTE)
        for name in ("reading", "missing", "planned"):
            text = filled(ladder, name)
            if text:
                yield Passage(text)
    yield from _beside(writer)


def _beside(writer: Writer) -> Iterator[Block]:
    """Yield what a visit verified, and what one would likely verify."""
    facts, say = writer.facts, writer.say
    verified = facts.stored and facts.stored.verified
    if verified:
        yield Heading(writer.words("现场核实过的级别", "Levels verified on site"))
        day = say(day_in_china(verified.visit.signed_at or verified.visit.created_at))
        yield Passage(
            writer.words(
                f"顾问于{day}到现场核实并签字。", f"A consultant verified and signed on {day}."
            )
        )
    estimate = show_estimates_briefly(facts.content, facts.diagnosis, writer.aim, say)
    if estimate is None:
        return
    yield Heading(writer.say(LIKELY_VERIFIED))
    yield Passage(str(estimate["line"]))
    for each in estimate["details"]:
        yield Points(
            tuple(f"{each['name']}{writer.words('：', ': ')}{text}" for text in each["texts"])
        )


def radar(writer: Writer) -> Chapter:
    """Return the maturity model by its twenty fields of work."""
    return writer.chapter("radar", "成熟度雷达", "Maturity by field of work", _radar(writer))


def _radar(writer: Writer) -> Iterator[Block]:
    figure = draw_fields(writer.facts.diagnosis, writer.language)
    if figure is None:
        yield Passage(
            writer.words(
                "答的题还不够，画不出雷达图。", "Too few answers for a chart of all fields."
            )
        )
    else:
        yield figure
        yield writer.by_dimension(writer.verdict_of(StagedStandard), _BY_FIELD, _FIELD)
        yield Passage(writer.say(_HOW), Manner.NOTE)


LIKELY_VERIFIED = Text("到现场估计能核到几级", "What a visit would likely verify")
"""How the estimate is headed."""
_BY_FIELD = Text("各块的得分，满分 5", "Scores by field of work, of 5")
_FIELD = Text("块", "Field")
_HOW = Text(
    "得分按 GB/T 39117-2020 的办法从答案算出，空着的一块没有得分。",
    "Scores are worked out from the answers by GB/T 39117-2020; a field without answers has none.",
)
_FROM_MEMORY = Text(
    "这套标准的权重或及格线，有的没有核对到原文，级别只供参考；哪几处见附录。",
    "Some weights or pass marks of this standard were not checked in its text: take the level as "
    "a guide. The appendix tells which.",
)
_ALL_CONDITIONS = Text(
    "这里只列头几条；全部条件和哪几条还不知道，见第 8 章。条件都满足了，也只是可以去申报。",
    "Only the first conditions stand here; chapter 8 has all, and which are not known. Where all "
    "hold, the firm may apply: no more.",
)
