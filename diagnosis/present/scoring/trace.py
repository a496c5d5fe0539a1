"""The trace of a diagnosis, with the names, questions and clauses of its ids."""

from collections.abc import Iterable

from diagnosis.domain.intake.answer import Value, as_plain
from diagnosis.domain.intake.item import Item
from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.scoring.trace import (
    Trace,
    TracedAnswer,
    TracedNeed,
    TracedPart,
    TracedStandard,
)
from diagnosis.domain.text import Text
from diagnosis.present import numbers
from diagnosis.present.marks import show_mark, show_sources
from diagnosis.present.parts import part_names
from diagnosis.present.pins import show_pin
from diagnosis.present.say import Say, Shown
from diagnosis.services.ports.content import Content

_RULES = {
    "staged": Text(
        "各子域在每一级的达标率按权重加总，达到门槛的级别连续计入，得分为达到的级数加下一级的达标率。",
        "Shares met at each level are added up by weight; levels at or above the threshold count "
        "from 1 upwards without a gap; the score adds the share of the next one.",
    ),
    "points-and-scenes": Text(
        "15 道题的分数相加，并按达到该级的场景数和约束性场景数设门槛。",
        "The points of 15 questions are added; each level also asks for scenes and constraint "
        "scenes at that level.",
    ),
    "tiers": Text(
        "每一档的条件须全部满足。", "Every condition of a tier must hold."
    ),
    "gated-mean": Text(
        "各维度得分按权重平均；每一级另设维度的最低要求，数据和安全看最弱的一项。",
        "The weighted mean of the dimensions; each level also asks for minimum scores of some, in "
        "data and security of their weakest item.",
    ),
}  # fmt: skip


def show_trace(content: Content, trace: Trace, say: Say) -> Shown:
    """Return a trace with the names, questions and clauses of its ids.

    Ids that content no longer has keep no name.
    """
    names, marks = part_names(content.standards), _marks(content)
    known_standards = {standard.id: standard for standard in content.standards}
    standards = []
    for standard in trace.standards:
        standard_id = standard.standard.partition("@")[0]
        known = known_standards.get(standard_id)
        text = None if known is None else _RULES.get(known.rule)
        parts = [
            {
                **_part(part),
                "answers": [_named_answer(content, part, answer, say) for answer in part.answers],
                **_shares(standard, part),
                **_named(names.get((standard_id, part.part)), say),
                **_marked(marks.get((standard_id, part.part)), say),
            }
            for part in standard.parts
        ]
        standards.append(
            {
                **_head(standard),
                **_result(standard),
                "parts": parts,
                "name": known and say(known.name),
                "rule": known and known.rule,
                "rule_text": text and say(text),
            }
        )
    return {
        "production_type": str(trace.production_type),
        "standards": standards,
        "sources": show_sources(content, _cited(content, trace, marks), say),
    }


def _head(standard: TracedStandard) -> Shown:
    provisional = standard.provisional
    return {
        **show_pin(standard.standard),
        "level": standard.level,
        "score": numbers.score(standard.score),
        "provisional": provisional
        and {"level": provisional[0], "score": numbers.score(provisional[1])},
    }


def _result(standard: TracedStandard) -> Shown:
    """Return what only some rules have above their parts."""
    result: Shown = {}
    if standard.shares is not None:
        result["shares"] = numbers.shares(standard.shares)
    if standard.gates is not None:
        result["gates"] = [
            {"level": gate.level, "conditions": [_need(need) for need in gate.needs]}
            for gate in standard.gates
        ]
    if standard.conditions is not None:
        result["level_low"], result["level_high"] = standard.level_low, standard.level_high
        result["conditions"] = [condition._asdict() for condition in standard.conditions]
    return result


def _need(need: TracedNeed) -> Shown:
    shown: Shown = {
        "part": need.part,
        "has": numbers.score(need.has),
        "needs": numbers.score(need.needs),
    }
    if need.above:
        shown["above"] = True
    if need.weakest_item:
        shown["of"] = "weakest-item"
    return shown


def _part(part: TracedPart) -> Shown:
    return {
        "part": part.part,
        "weight": numbers.share(part.weight),
        "score": numbers.score(part.score),
    }


def _answer(answer: TracedAnswer) -> Shown:
    value = answer.answer
    return {
        "item": answer.item,
        "answer": None if value is None else as_plain(value),
        "weight": numbers.share(answer.weight),
        "value": numbers.score(answer.value),
        **({"inferred": True} if answer.inferred else {}),
    }


def _shares(standard: TracedStandard, part: TracedPart) -> Shown:
    """Return the shares met at levels 1–5, which the parts of the staged standard have."""
    if standard.shares is None:
        return {}
    return {"shares": None if part.shares is None else numbers.shares(part.shares)}


def _named_answer(content: Content, part: TracedPart, answer: TracedAnswer, say: Say) -> Shown:
    item = content.bank.get(answer.item)
    of_whole = None
    if part.weight is not None and answer.weight:
        of_whole = part.weight * answer.weight
    return {
        **_answer(answer),
        "name": item and say(item.name),
        "text": item and say(item.text),
        "share_of_whole": numbers.share(of_whole),
        "ours": item is not None and _is_ours(item, answer.answer),
        "sources": [] if item is None else list(item.sources),
    }


def _is_ours(item: Item, answer: Value | None) -> bool:
    """Return whether an answer rests on a position that is ours; a choice has no positions."""
    return isinstance(answer, int | float) and item.is_ours(answer)


def _named(name: Text | None, say: Say) -> Shown:
    return {"name": name and say(name)}


def _marked(mark: Mark | None, say: Say) -> Shown:
    return {"mark": mark and show_mark(mark, say)}


def _marks(content: Content) -> dict[tuple[str, str], Mark]:
    staged, points, _, gated = content.standards
    marks = {(staged.id, part.id): part.mark for part in staged.subdomains}
    marks |= {(points.id, part.ref): part.mark for part in (*points.questions, *points.scenes)}
    return marks | {(gated.id, part.id): part.mark for part in gated.dimensions}


def _cited(content: Content, trace: Trace, marks: dict[tuple[str, str], Mark]) -> Iterable[str]:
    """Return the sources of every part and item, each once, in the order of the trace."""
    cited: dict[str, None] = {}
    for standard in trace.standards:
        standard_id = standard.standard.partition("@")[0]
        for part in standard.parts:
            mark = marks.get((standard_id, part.part))
            cited.update(dict.fromkeys(mark.sources if mark else ()))
            for answer in part.answers:
                item = content.bank.get(answer.item)
                cited.update(dict.fromkeys(item.sources if item else ()))
    return [identity for identity in cited if identity in content.sources]
