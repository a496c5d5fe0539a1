"""A kept trace with the names, questions and clauses of its ids."""

from collections.abc import Mapping
from typing import Any

from diagnosis.domain.scoring.standard import Mark
from diagnosis.domain.text import Say, Text
from diagnosis.present.marks import render_mark, render_sources
from diagnosis.present.scoring.standard import part_names
from diagnosis.services.ports.content import Content
from diagnosis.services.ports.store import DiagnosisRecord

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
        "各维度得分按权重平均；每一级另设维度的最低要求。",
        "The weighted mean of the dimensions; each level also asks for minimum scores of some.",
    ),
}  # fmt: skip


def show_trace(content: Content, record: DiagnosisRecord, say: Say) -> dict[str, Any]:
    """Return the trace of a stored diagnosis; ids that content no longer has keep no name."""
    names, marks = part_names(content), _marks(content)
    by_id = {standard.id: standard for standard in content.standards}
    shown = []
    for own in record.trace["standards"]:
        standard_id = own["standard"].partition("@")[0]
        standard = by_id.get(standard_id)
        rule = None if standard is None else standard.rule
        text = None if rule is None else _RULES.get(rule)
        parts = [
            _part(content, one, names.get((standard_id, one["part"])),
                  marks.get((standard_id, one["part"])), say)
            for one in own["parts"]
        ]  # fmt: skip
        shown.append(
            {
                **own,
                "name": standard and say(standard.name),
                "rule": rule,
                "rule_text": text and say(text),
                "parts": parts,
            }
        )
    return {
        "diagnosis_id": record.id,
        "production_type": record.trace["production_type"],
        "standards": shown,
        "sources": render_sources(content, _cited(content, shown), say),
        "provenance": record.result["provenance"],
    }


def _marks(content: Content) -> dict[tuple[str, str], Mark]:
    staged, points, _, gated = content.standards
    found = {(staged.id, one.id): one.mark for one in staged.subdomains}
    found |= {(points.id, one.ref): one.mark for one in (*points.questions, *points.scenes)}
    return found | {(gated.id, one.id): one.mark for one in gated.dimensions}


def _part(
    content: Content, own: Mapping[str, Any], name: Text | None, mark: Mark | None, say: Say
) -> dict[str, Any]:
    answers = []
    for one in own["answers"]:
        item = content.bank.get(one["item"])
        weight = one["weight"]
        of_whole = own["weight"] * weight if own["weight"] is not None and weight else None
        answers.append(
            {
                **one,
                "text": item and say(item.text),
                "share_of_whole": of_whole,
                "sources": [] if item is None else list(item.sources),
            }
        )
    return {
        **own,
        "name": name and say(name),
        "mark": mark and render_mark(mark, say),
        "answers": answers,
    }


def _cited(content: Content, shown: list[dict[str, Any]]) -> list[str]:
    found: dict[str, None] = {}
    for standard in shown:
        for part in standard["parts"]:
            found.update(dict.fromkeys((part["mark"] or {}).get("sources", ())))
            for one in part["answers"]:
                found.update(dict.fromkeys(one["sources"]))
    return [one for one in found if one in content.sources]
