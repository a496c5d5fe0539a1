"""Chapters 7 to 9: the SME index, the smart factory's conditions, AI readiness with its red lines.

Sources: MIIT index for the digital level of small and medium firms (2024), conditions of smart
factories (2025), this project's own AI readiness.
"""

from collections.abc import Iterator, Mapping

from diagnosis.domain.scoring.scale import SCENE_TOP
from diagnosis.domain.scoring.standard import (
    MILLI,
    GatedStandard,
    PointsStandard,
    Question,
    TiersStandard,
)
from diagnosis.domain.scoring.trace import TracedPart, TracedStandard, trace
from diagnosis.domain.scoring.verdict import Verdict
from diagnosis.domain.text import Text
from diagnosis.present.numbers import number
from diagnosis.present.result.ladders import missing
from diagnosis.present.retrofit.first_ai import say_first_ai
from diagnosis.present.say import COLON
from diagnosis.present.scoring.verdict_words import condition_name, hold_message
from diagnosis.report.chapters.writer import Writer
from diagnosis.report.document import Block, Chapter, Heading, Manner, Passage, Points, ReportTable

_BY_DIMENSION = Text("各方面的得分，满分 5", "Scores by dimension, of 5")
_DIMENSION = Text("方面", "Dimension")
_RED_LINES = (
    Text(
        "数据不全、不准，先不上人工智能：最弱的一项决定能不能上。",
        "No AI on data that are missing or wrong: the weakest part decides.",
    ),
    Text(
        "没有备份、没有防病毒，先不把机器和人工智能连到网上。",
        "Without backups and virus protection no machine and no AI goes onto the network.",
    ),
    Text(
        "涉及安全和质量判定的，人说了算，人工智能只提醒。",
        "Where safety or acceptance is decided, people decide and AI only advises.",
    ),
    Text(
        "客户的图纸、价格和工人的个人信息，不放进外面的公共大模型。",
        "Customers' drawings, prices and workers' data stay out of public models.",
    ),
)
"""What nobody should do before or with AI, whatever the score (ours)."""


def _traced(writer: Writer, verdict: Verdict) -> TracedStandard:
    facts = writer.facts
    traced = trace(facts.content.standards, facts.diagnosis.sheet, facts.diagnosis.verdicts)
    return next(each for each in traced.standards if each.standard == verdict.standard.ref)


def sme_index(writer: Writer) -> Chapter:
    """Return the points of the SME index, question by question, and its scenes."""
    return writer.chapter("sme-index", "中小企业指标逐题得分", "The SME index", _sme(writer))


def _sme(writer: Writer) -> Iterator[Block]:
    verdict = writer.verdict_of(PointsStandard)
    standard = verdict.standard
    assert isinstance(standard, PointsStandard)
    parts = {part.part: part for part in _traced(writer, verdict).parts}
    if verdict.for_reference:
        yield Passage(
            writer.words(
                "这套指标是给中小企业的，贵厂的规模用不上，只作参考。",
                "The index is for small and medium firms: for this one it is for reference alone.",
            ),
            Manner.NOTE,
        )
    lack = missing(verdict)
    if lack is not None:
        yield Passage(writer.say(lack), Manner.LEAD)
    yield ReportTable(
        writer.words("逐题得分", "Points by question"),
        (
            writer.words("题号", "No."),
            writer.words("题", "Question"),
            writer.words("得分", "Points"),
            writer.words("满分", "Most"),
        ),
        (
            *(_question(writer, each, parts.get(each.ref)) for each in standard.questions),
            (writer.words("合计", "All"), "", verdict.score, 100.0),
        ),
        (2, 7, 2, 2),
    )
    yield Passage(
        writer.words("回答见「照填表」一章。", "For the answers see “Answers to copy”."),
        Manner.NOTE,
    )
    yield _gates(writer, standard)
    yield Heading(
        writer.words(f"场景到了几级，最高 {SCENE_TOP}", f"Levels of scenes, of {SCENE_TOP}")
    )
    yield Points(_scenes(writer, standard, parts))


def _scenes(
    writer: Writer, standard: PointsStandard, parts: Mapping[str, TracedPart]
) -> tuple[str, ...]:
    """Return a line for each level that scenes are at, the highest first."""
    levels: dict[str, list[str]] = {}
    for each in sorted(standard.scenes, key=lambda scene: -(_value(parts.get(scene.ref)) or 0)):
        value, name = _value(parts.get(each.ref)), writer.say(each.name)
        if value is None:
            level = writer.words("没有回答", "no answer")
        else:
            level = writer.words(f"{number(value)} 级", f"level {number(value)}")
        if each.constraint:
            name += writer.words("（必做）", " (required)")
        levels.setdefault(level, []).append(name)
    colon, between = COLON.say(writer.language), writer.words("、", ", ")
    return tuple(f"{level}{colon}{between.join(names)}" for level, names in levels.items())


def _gates(writer: Writer, standard: PointsStandard) -> ReportTable:
    """Return how many points and scenes each level asks for."""
    return ReportTable(
        writer.words("每一级要多少分、多少场景", "What each level asks for"),
        (
            writer.words("级别", "Level"),
            writer.words("分数", "Points"),
            writer.words("达到该级的场景", "Scenes at that level"),
            writer.words("其中必做的", "Required ones among them"),
        ),
        tuple(
            (f"{each.level}", each.points, each.scenes, each.constraint_scenes)
            for each in standard.gates
        ),
    )


def _question(
    writer: Writer, question: Question, part: TracedPart | None
) -> tuple[str, str, float | None, float]:
    return (
        question.ref,
        writer.say(question.name),
        None if part is None else part.score,
        question.max / MILLI,
    )


def _value(part: TracedPart | None) -> float | None:
    if part is None or not part.answers:
        return None
    return part.answers[0].value


def smart_factory(writer: Writer) -> Chapter:
    """Return the conditions of each tier of a smart factory, and which of them hold."""
    return writer.chapter("smart-factory", "智能工厂条件核对", "Smart factory", _factory(writer))


def _factory(writer: Writer) -> Iterator[Block]:
    verdict = writer.verdict_of(TiersStandard)
    standard = verdict.standard
    held = {
        True: writer.words("满足", "met"),
        False: writer.words("还没有", "not met"),
        None: writer.words("还不知道", "not known"),
    }
    for level in standard.levels[1:]:
        rows = tuple(
            (writer.say(condition_name(standard, each.condition)), held[each.holds])
            for each in verdict.conditions
            if each.condition.level == level.level
        )
        if rows:
            yield ReportTable(
                writer.words(
                    f"{level.level} 级：{level.name.zh}", f"{level.level}: {level.name.en}"
                ),
                (writer.words("条件", "Condition"), writer.words("是否满足", "Met")),
                rows,
                (9, 3),
            )
    yield Passage(
        writer.words(
            "「还不知道」的，多半是没有答或要请会计来答的题。",
            "What is not known is mostly left for the accountant, or has no answer.",
        ),
        Manner.NOTE,
    )


def ai_readiness(writer: Writer) -> Chapter:
    """Return how ready the firm is for AI, what forbids it for now, and the first step."""
    return writer.chapter("ai", "人工智能就绪与红线", "Ready for AI, and red lines", _ai(writer))


def _ai(writer: Writer) -> Iterator[Block]:
    facts, verdict = writer.facts, writer.verdict_of(GatedStandard)
    plan = facts.plan
    if plan is not None and plan.first_ai is not None:
        yield Passage(writer.say(say_first_ai(facts.plan_content, plan.first_ai)), Manner.LEAD)
    yield writer.by_dimension(verdict, _BY_DIMENSION, _DIMENSION)
    yield from writer.held_back(
        writer.say(hold_message(verdict.standard, each)) for each in verdict.holds
    )
    yield Heading(writer.words("红线", "Red lines"))
    yield Points(tuple(writer.say(line) for line in _RED_LINES))
    yield Passage(
        writer.words(
            "这把尺子是本项目自定的，不能拿去申报。",
            "This yardstick is this project's own: no office goes by it.",
        ),
        Manner.NOTE,
    )
