"""The words for a roadmap: why a project is in or out, and what a wish would take."""

from collections.abc import Iterable, Mapping

from diagnosis.domain.retrofit.plan.reasons import ChosenProject, LeftOutProject, LeftOutReason
from diagnosis.domain.text import Text
from diagnosis.present import names
from diagnosis.services.ports.content import Content
from diagnosis.services.retrofit.make_plan import Infeasible

WHY = {
    LeftOutReason.DONE: Text("已经做过，不再买。", "Done already: never bought again."),
    LeftOutReason.REFUSED: Text("企业不想做。", "The firm does not want it."),
    LeftOutReason.IN_PLACE: Text("它要带来的都已具备。", "All that it would bring is in place."),
    LeftOutReason.SIZE: Text("不适合这个规模的企业。", "Not made for firms of this size."),
    LeftOutReason.INDUSTRY: Text("不针对这个行业。", "Not for this industry."),
    LeftOutReason.NOT_APPLICABLE: Text(
        "它所涉及的题目在本企业不适用。", "The items that it is about do not apply to this firm."
    ),
    LeftOutReason.NO_GAIN: Text(
        "不提高目标标准的得分（对别的标准可能有用）。",
        "Does not raise the target standard (it may serve another one).",
    ),
    LeftOutReason.COVERED: Text(
        "计划里的项目已做到它能做到的：{others}。",
        "Projects of the plan reach what it would: {others}.",
    ),
    LeftOutReason.EXCLUSION: Text(
        "与计划里的项目二选一：{others}。", "One or the other: the plan holds {others}."
    ),
    LeftOutReason.PREREQUISITE: Text(
        "它的前提无法满足{others}。", "What it needs cannot be met{others}."
    ),
    LeftOutReason.TIME: Text("在计划期内做不完。", "Cannot be finished before the plan ends."),
    LeftOutReason.BUDGET: Text(
        "预算不够：连同前提{others}要 {needs} 万元，只剩 {left} 万元。",
        "Budget: with what it needs{others} it costs {needs} 万元, and {left} 万元 are left.",
    ),
    LeftOutReason.NOT_NEEDED: Text(
        "不做它也达到目标；做它再花 {needs} 万元。",
        "The target is reached without it; it would cost {needs} 万元 more.",
    ),
    LeftOutReason.LESS_GAIN: Text(
        "还能做，但同样的钱用在计划里的项目上提高更多（{needs} 万元）。",
        "Could be added, but the money does more in the projects chosen ({needs} 万元).",
    ),
}
EXPECTED = Text(
    "期望值：每个项目的好处按「同类建议被采纳的比例」打折（采纳先验），只是量级，不是预测。",
    "Expected value: each project's benefit times the share of such recommendations that were "
    "carried out (adoption prior). An order of magnitude, not a forecast.",
)
ESTIMATED = Text(
    "费用、工期和效果是估算区间；预算按区间的中值（几何平均）约束，另有要求时按低值或高值。",
    "Costs, months and effects are estimated ranges. A budget binds their middle (geometric mean) "
    "unless asked to bind the low or high end.",
)
BLANKS = Text(
    "计划会改善没有作答的题目，但没作答的题不计分：{items}。",
    "The plan improves items that were not answered; they are not scored: {items}.",
)


def project_names(content: Content, ids: Iterable[str]) -> Text:
    """Return the names of projects as one text."""
    found = {one: content.projects[one].name for one in ids if one in content.projects}
    return names.joined(found, list(found))


def why_left_out(content: Content, one: LeftOutProject) -> Text:
    """Return why a project is left out, as a sentence."""
    own = project_names(content, one.others)
    if one.reason in (LeftOutReason.BUDGET, LeftOutReason.PREREQUISITE):
        own = Text(f"（{own.zh}）", f" ({own.en})") if one.others else Text("", "")
    needs, left = (f"{amount or 0:.1f}" for amount in (one.needs_wan, one.left_wan))
    text = WHY[one.reason]
    return Text(
        text.zh.format(others=own.zh, needs=needs, left=left),
        text.en.format(others=own.en, needs=needs, left=left),
    )


def part_names(content: Content, standard: str) -> Mapping[str, Text]:
    """Return the name of the part of a standard that each ladder item feeds."""
    standards = content.standards
    if standard == standards.gated.id:
        return {o.item: dim.name for dim in standards.gated.dimensions for o in dim.items}
    if standard == standards.points.id:
        return {scene.item: scene.name for scene in standards.points.scenes}
    return {item: sub.name for sub in standards.staged.subdomains for item in sub.items}


def why_chosen(content: Content, standard: str, one: ChosenProject) -> Text:
    """Return why a project is in the plan, as sentences."""
    zh, en = [], []
    if one.wanted:
        zh.append("企业想做")
        en.append("the firm wants it")
    parts_of = part_names(content, standard)
    gaps: dict[Text, str] = {}
    for gap in sorted(one.raises, key=lambda r: -r.gain):
        if gap.gain > 0:
            has = "–" if gap.has is None else f"{gap.has:g}"
            gaps.setdefault(parts_of[gap.item], f"{has}→{gap.to}")
    shown = list(gaps.items())[:3]
    if shown:
        zh.append("补差距：" + "、".join(f"{name.zh} {rise}" for name, rise in shown))
        en.append("closes gaps: " + ", ".join(f"{name.en} {rise}" for name, rise in shown))
    parts = list(dict.fromkeys(need.name for need in one.requirements))
    if parts:
        zh.append("推进" + "、".join(part.zh for part in parts[:2]))
        en.append("advances " + ", ".join(part.en for part in parts[:2]))
    served = [names.GOALS[goal] for goal in one.goals]
    served += [content.scenes[scene] for scene in one.scenes]
    if served:
        zh.append("服务于目标：" + "、".join(part.zh for part in served))
        en.append("serves the goals " + ", ".join(part.en for part in served))
    if one.enables:
        others = project_names(content, one.enables[:3])
        more = len(one.enables) - 3
        zh.append(f"是 {others.zh}{f' 等 {len(one.enables)} 项' if more > 0 else ''}的前提")
        en.append(f"is needed by {others.en}" + (f" and {more} more" if more > 0 else ""))
    return Text("；".join(zh) + "。", "; ".join(en) + ".")


def what_works(content: Content, one: Infeasible) -> Text:
    """Return why a wish cannot be had and what would work, as sentences."""
    own = project_names(content, one.projects)
    if one.wish == "target":
        return _target(one)
    if one.code == "budget":
        return Text(
            f"想做的项目连同前提要 {one.budget_wan:.1f} 万元。",
            f"What is wanted costs {one.budget_wan:.1f} 万元 with what it needs.",
        )
    if one.code == "phase-limits":
        return Text(
            f"想做的项目放不进各阶段的限额（共要 {one.budget_wan:.1f} 万元）。",
            f"What is wanted ({one.budget_wan:.1f} 万元) does not fit the limits of the phases.",
        )
    if one.code == "time":
        months = "" if one.months is None else f"{one.months:.0f}"
        return Text(
            f"{own.zh}：至少要 {months} 个月。", f"{own.en}: takes at least {months} months."
        )
    if one.code == "prerequisite":
        first = project_names(content, one.projects[:1])
        rest = project_names(content, one.projects[1:])
        return Text(
            f"{first.zh}：它的前提无法满足（{rest.zh}）。",
            f"{first.en}: what it needs cannot be met ({rest.en}).",
        )
    if one.code == "together":
        return Text(f"{own.zh} 不能一起做。", f"{own.en} cannot be done together.")
    reason = WHY[LeftOutReason(one.code)]
    return Text(f"{own.zh}：{reason.zh}", f"{own.en}: {reason.en}")


def _target(one: Infeasible) -> Text:
    if one.code == "budget":
        least = one.no_less_than_wan
        zh = f"，已证明少于 {least:.1f} 万元做不到" if least is not None else ""
        en = f"; proven: less than {least:.1f} 万元 cannot" if least is not None else ""
        return Text(
            f"预算达不到这个级别：{one.budget_wan:.1f} 万元可以达到{zh}。",
            f"The budget does not reach this level: {one.budget_wan:.1f} 万元 does{en}.",
        )
    if one.code == "time":
        return Text(
            f"计划期内达不到：需要约 {one.months:.0f} 个月、{one.budget_wan:.1f} 万元。",
            f"Not within the plan: it takes about {one.months:.0f} months and "
            f"{one.budget_wan:.1f} 万元.",
        )
    zh = "、".join(part.zh for part in one.parts)
    en = ", ".join(part.en for part in one.parts)
    return Text(
        f"目录里的项目最高达到 {one.level} 级（{one.level_cost_wan:.1f} 万元）"
        + (f"；项目够不到的条件：{zh}。" if zh else "。"),
        f"The projects reach level {one.level} at most ({one.level_cost_wan:.1f} 万元)"
        + (f"; out of their reach: {en}." if en else "."),
    )
